"""Processes to be killed: forked from one that has everything loaded, so that a round takes a tenth of a second.

Run as a program it reads lines ``WORK BOOK ACKNOWLEDGED`` and forks a child for each, whose number it prints; the child
does that work on the book and appends a line to the file ACKNOWLEDGED for everything that is on the disk for good.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.rolodex import PartnerFields
from app.operations import partners, payouts, referrals, terms
from app.persistence import backup, journal
from app.persistence.store import Store
from app.persistence.upgrade import create_book
from tests.operations.office import TODAY, Office, eur, new_book, percent

Acknowledge = Callable[[str], None]


def edit(book: Path, acknowledge: Acknowledge) -> None:
    """Add partners, one after the other, by name."""
    office = Office(Store.open(book))
    for number in count():
        name = f"{os.getpid()}-{number}"
        office.partner(name, notes="x" * 500)
        acknowledge(name)


def earn(book: Path, acknowledge: Acknowledge) -> None:
    """Sell, pay, void: what a write acknowledges is how many ledger entries there are."""
    office = Office(Store.open(book))
    office.do("Agree", terms.agree, office.partner(f"P{os.getpid()}"), percent(10), TODAY.replace(month=1))
    partner = office.value("SELECT max(id) FROM partner")
    for number in count():
        office.do(
            "Won", referrals.mark_won, office.referral(partner, f"C{number}"), eur("10.00"), TODAY.replace(month=9)
        )
        office.do("Pay", payouts.record, partner, "EUR", TODAY, TODAY)
        acknowledge(str(office.value("SELECT count(*) FROM ledger_entry")))
        if number % 3 == 0:
            office.do("Void", payouts.void, office.value("SELECT max(id) FROM payout"), "again")
            acknowledge(str(office.value("SELECT count(*) FROM ledger_entry")))
        if number % 2:
            office.partner(f"Undone {os.getpid()} {number}")
            office.undo()


def bulk(book: Path, acknowledge: Acknowledge) -> None:
    """Bring in 400 partners at once, as an import does; a batch is there whole or not at all."""
    office = Office(Store.open(book))
    for number in count():
        batch = f"{os.getpid()}-{number}"
        office.do("Import", _insert, batch)
        acknowledge(batch)


def _insert(session: Session, batch: str) -> None:
    with journal.bulk(session, "partner"):
        first = journal.highest_id(session, "partner") + 1
        rows = [{"id": first + n, "n": f"{batch}-{n}", "s": batch} for n in range(400)]
        session.execute(
            text(
                "INSERT INTO partner (id, uid, code, name, sort_key, initial, kind, status, tier, language, best_time, "
                "pay_method, notes, source, created_at) VALUES (:id, :n, :n, :n, :n, 'X', 'referral', 'active', '', "
                "'', '', '', '', :s, '2026-01-01T00:00:00.000000Z')"
            ),
            rows,
        )
    partners.add(session, PartnerFields(f"Last of {batch}", source=batch))


def copy(book: Path, acknowledge: Acknowledge) -> None:
    """Back the book up over and over beside it."""
    target = book.with_name("copy.partnerbook")
    for number in count():
        backup.make(book, target, overwrite=True)
        acknowledge(str(number))


def create(book: Path, acknowledge: Acknowledge) -> None:
    """Make new books, one after the other."""
    for number in count():
        path = book.with_name(f"{os.getpid()}-{number}.partnerbook")
        create_book(path)
        acknowledge(path.name)


def restore(book: Path, acknowledge: Acknowledge) -> None:
    """Go back to one of two copies and write, in turn; the place is never without a whole book."""
    for number in count():
        backup.restore(book.with_name(f"copy{number % 2}.partnerbook"), book, "a test")
        acknowledge(str(number))
        store = Store.open(book)
        Office(store).partner("New")
        store.close()


WORKS: dict[str, Callable[[Path, Acknowledge], None]] = {
    work.__name__: work for work in (edit, earn, bulk, copy, create, restore)
}


def _child(work: str, book: Path, acknowledged: Path) -> None:
    file = os.open(acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    WORKS[work](book, lambda line: os.write(file, f"{line}\n".encode()) and None)


def _warm_up(book: Path) -> None:
    """Load all that a child will need."""
    store = Store.open(new_book(book))
    office = Office(store)
    office.do("Bulk", _insert, "warm")
    store.close()
    backup.restore(backup.make(book, book.with_name("copy0.partnerbook"), overwrite=True), book, "nobody")


def main() -> None:
    """Fork a child for each line that is read."""
    _warm_up(Path(sys.argv[1]))
    print("ready", flush=True)
    for line in sys.stdin:
        work, book, acknowledged = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                _child(work, Path(book), Path(acknowledged))
            finally:
                os._exit(70)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(status, flush=True)


if __name__ == "__main__":
    main()
