"""Commands that only look: search, due, and the versions."""

from __future__ import annotations

import contextlib
import sqlite3
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from app import __version__, clock, formatting
from app.cli.output import Answer
from app.domain.errors import PartnerbookError
from app.domain.money import Money
from app.persistence import driver
from app.persistence.store import Store


@contextmanager
def opened(options: Namespace, write: bool = False) -> Iterator[Store]:
    """The book of the command, closed again at the end."""
    store = Store.open(options.book, holder="the command line", write=write)
    try:
        yield store
    finally:
        store.close()


def search(options: Namespace) -> Answer:
    """Find partners, people, referrals and notes."""
    from app.persistence.engine import translating
    from app.queries.search import search as find

    with opened(options) as store, translating(store.path):
        hits = find(store.driver(), " ".join(options.text), options.limit)
    lines = tuple(
        f"{hit.kind:<14}{hit.partner}"
        + (f" · {hit.title}" if hit.title != hit.partner else "")
        + (f" · {hit.where}" if hit.where else "")
        for hit in hits
    )
    data = [
        {"kind": hit.kind, "id": hit.record_id, "partner": hit.partner, "title": hit.title, "where": hit.where}
        for hit in hits
    ]
    return Answer(lines or ("Nothing found.",), {"count": len(hits), "hits": data})


def due(options: Namespace) -> Answer:
    """What is due on a day."""
    from app.queries import commissions, today

    day: date = options.on or clock.today()
    with opened(options) as store, store.read() as session:
        follow_ups = today.follow_ups(session, day)
        quiet = today.quiet(session, day)
        owed = [line for line in commissions.owed(session, day) if line.payable.minor > 0]
    lines = [f"Due on {formatting.day(day, style='long')}"]
    lines += [
        f"  {formatting.due_text(f.due_on, day)}{' ' + f.due_time if f.due_time else ''}: {f.text} · {f.partner}"
        for f in follow_ups
    ]
    lines += [
        f"  Quiet since {formatting.day(q.quiet_on, style='long')}: {q.partner} (every {q.cadence_days} days)"
        for q in quiet
    ]
    lines += [f"  To pay: {formatting.money(line.payable)} · {line.partner}" for line in owed]
    if len(lines) == 1:
        lines.append("  Nothing.")
    data = {
        "on": day.isoformat(),
        "follow_ups": [
            {"id": f.id, "partner": f.partner, "text": f.text, "due": f.due_on.isoformat(), "time": f.due_time}
            for f in follow_ups
        ],
        "quiet": [
            {
                "partner": q.partner,
                "last_contact": q.last_contact_on.isoformat() if q.last_contact_on else None,
                "every_days": q.cadence_days,
            }
            for q in quiet
        ],
        "to_pay": [{"partner": o.partner, "code": o.code, **amount(o.payable)} for o in owed],
    }
    return Answer(tuple(lines), data)


def amount(money: Money) -> dict[str, str]:
    """Money as JSON: a decimal string and its currency."""
    return {"amount": money.decimal_text, "currency": money.currency}


def version(options: Namespace) -> Answer:
    """Versions of the program, Qt, SQLite and the book's schema."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        qt = installed("PySide6")
    except PackageNotFoundError:
        qt = "not installed"
    schema: int | None = None
    if options.book.exists():
        with contextlib.suppress(PartnerbookError, sqlite3.Error):
            driver.inspect_header(options.book)
            with contextlib.closing(driver.connect_reader(options.book)) as connection:
                schema = driver.schema_of(connection, options.book)
    lines = (
        f"Partnerbook {__version__}",
        f"Qt for Python {qt}, SQLite {sqlite3.sqlite_version}",
        f"schema of new books {driver.SCHEMA}" + (f", of {options.book.name} {schema}" if schema is not None else ""),
    )
    return Answer(
        lines,
        {
            "version": __version__,
            "qt": qt,
            "sqlite": sqlite3.sqlite_version,
            "schema": driver.SCHEMA,
            "book_schema": schema,
        },
    )
