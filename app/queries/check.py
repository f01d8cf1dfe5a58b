"""Is the book whole, and does the money tie out? Every finding is a sentence that names what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.attachments import DIGEST
from app.persistence.files import Files, State
from app.persistence.tables import Partner
from app.queries import recount, sealed
from app.queries.findings import Finding


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What was looked at, and what was found; no findings means that the book is sound."""

    partners: int
    ledger_entries: int
    statements: int
    findings: tuple[Finding, ...]


MAX_FINDINGS = 100


def check(session: Session, files: Files | None = None) -> CheckResult:
    """Check the file's pages, references, guards, the ledger's chain, all that hangs on it, the statements, and what is
    kept only to be found fast; with ``files`` also that those of the partners are there, each as it was put."""
    found: list[Finding] = []
    for examine in (*_EXAMINATIONS, *((partial(_attachments, files),) if files is not None else ())):
        for finding in examine(session):
            found.append(finding)
            if len(found) >= MAX_FINDINGS:
                break
    partners, entries, statements = session.execute(
        text(
            "SELECT (SELECT count(*) FROM partner), (SELECT count(*) FROM ledger_entry), "
            "(SELECT count(*) FROM issued_statement)"
        )
    ).one()
    return CheckResult(partners, entries, statements, tuple(found[:MAX_FINDINGS]))


def _file(session: Session) -> Iterator[Finding]:
    # A reader that looked before remembers how an index was built, and SQLite 3.44 and later would then call an index
    # damaged that was only changed since. To look something up makes it look again.
    for index in ("partner_search", "record_search"):
        session.execute(text(f"SELECT rowid FROM {index} WHERE {index} MATCH 'a' LIMIT 1")).all()
    for (message,) in session.execute(text("PRAGMA integrity_check(20)")):
        if message != "ok":
            yield Finding("file", f"The file is damaged: {message}.")


def _references(session: Session) -> Iterator[Finding]:
    for table, row_id, parent, _ in session.execute(text("PRAGMA foreign_key_check")).fetchmany(20):
        yield Finding("reference", f"Row {row_id} of {table} refers to a row of {parent} that is not there.")


def _unsettled(session: Session) -> Iterator[Finding]:
    odd = session.execute(
        text(
            "SELECT p.code, l.currency FROM (SELECT partner_id, currency, sum(amount_minor) AS balance "
            "FROM ledger_entry GROUP BY 1, 2) l JOIN partner p ON p.id = l.partner_id LEFT JOIN "
            "(SELECT partner_id, currency, sum(amount_minor) AS open FROM unsettled GROUP BY 1, 2) u "
            "ON u.partner_id = l.partner_id AND u.currency = l.currency WHERE l.balance <> coalesce(u.open, 0) "
            "UNION SELECT p.code, u.currency FROM unsettled u JOIN partner p ON p.id = u.partner_id "
            "LEFT JOIN ledger_entry e ON e.id = u.entry_id AND e.partner_id = u.partner_id "
            "AND e.currency = u.currency AND e.amount_minor = u.amount_minor AND e.payable_on = u.payable_on "
            "WHERE e.id IS NULL"
        )
    )
    for code, currency in odd.fetchmany(20):
        yield Finding("ledger", f"What is owed to {code} in {currency} does not agree with the ledger.")


def _recounted(session: Session) -> Iterator[Finding]:
    for number, odd in enumerate(recount.differences(session)):
        if number == 20:
            return
        partner = session.get(Partner, odd.partner_id)
        yield Finding(
            "ledger",
            f"The ledger holds {odd.credited.decimal_text} {odd.credited.currency} for {odd.key} of "
            f"{partner.code if partner else odd.partner_id}, but by the terms it comes to {odd.due.decimal_text}.",
        )


def _search(session: Session) -> Iterator[Finding]:
    missing = session.execute(
        text(
            "SELECT count(*) FROM partner WHERE merged_into_id IS NULL AND id NOT IN (SELECT rowid FROM partner_search)"
        )
    ).scalar_one()
    if missing:
        yield Finding("search", f"{missing} partners are missing from the search index.")


def _attachments(files: Files, session: Session) -> Iterator[Finding]:
    states: dict[str, State] = {}
    named = text(
        "SELECT a.name, a.digest, a.role, p.code FROM attachment a JOIN partner p ON p.id = a.partner_id ORDER BY a.id"
    )
    for name, digest, role, code in session.execute(named):
        if digest not in states:
            states[digest] = files.verify(digest) if DIGEST.fullmatch(digest) else State.MISSING
        if states[digest] is not State.WHOLE:
            what = "picture" if role == "picture" else "file"
            how = "is missing from" if states[digest] is State.MISSING else "was altered in"
            yield Finding("attachment", f"The {what} “{name}” of {code} {how} the folder “{files.folder.name}”.")


_EXAMINATIONS: Final[tuple[Callable[[Session], Iterator[Finding]], ...]] = (
    _file,
    _references,
    sealed.guards,
    sealed.chain,
    sealed.recorded,
    sealed.journal,
    sealed.payouts,
    sealed.voidings,
    sealed.statements,
    _unsettled,
    _recounted,
    _search,
)
