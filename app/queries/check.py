"""Is the book whole, and does the money tie out? Every finding is a sentence that names what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.domain.commissions.steps import comes_to
from app.domain.statements import Statement
from app.persistence.chain import GENESIS, hash_of
from app.persistence.tables import APPEND_ONLY, Base, IssuedStatement, LedgerEntry, Partner, Payout
from app.queries import recount


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: what kind (``file``, ``reference``, ``ledger``, ``statement``, ``search``) and the sentence."""

    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What was looked at, and what was found; no findings means that the book is sound."""

    partners: int
    ledger_entries: int
    statements: int
    findings: tuple[Finding, ...]


MAX_FINDINGS = 100


def check(session: Session) -> CheckResult:
    """Check the file's pages, references, the ledger's chain and guards, the statements, and the search index."""
    found: list[Finding] = []
    for examine in (_file, _references, _guards, _chain, _recorded, _statements, _unsettled, _recounted, _search):
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
    for (message,) in session.execute(text("PRAGMA integrity_check(20)")):
        if message != "ok":
            yield Finding("file", f"The file is damaged: {message}.")


def _references(session: Session) -> Iterator[Finding]:
    for table, row_id, parent, _ in session.execute(text("PRAGMA foreign_key_check")).fetchmany(20):
        yield Finding("reference", f"Row {row_id} of {table} refers to a row of {parent} that is not there.")


def _guards(session: Session) -> Iterator[Finding]:
    guards = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND instr(sql, 'RAISE(ABORT') > 0"
    have = set(session.scalars(text(guards)))
    for table in APPEND_ONLY:
        for event in ("update", "delete", "insert"):
            if f"guard_{table}_{event}" not in have:
                yield Finding("ledger", f"The guard against {event} on {table} was taken away.")


def _chain(session: Session) -> Iterator[Finding]:
    previous, expected = GENESIS, 1
    for entry in session.scalars(select(LedgerEntry).order_by(LedgerEntry.id).execution_options(yield_per=1000)):
        if entry.id != expected:
            missing = f"{expected}" if entry.id == expected + 1 else f"{expected} to {entry.id - 1}"
            yield Finding("ledger", f"Ledger entry {missing} is missing.")
        if entry.previous_hash != previous:
            yield Finding("ledger", f"Ledger entry {entry.id} does not follow the entry before it.")
        if entry.hash != hash_of(entry):
            yield Finding("ledger", f"Ledger entry {entry.id} ({entry.customer}, {entry.day}) was changed.")
        elif entry.steps and comes_to((step["rule"], step["result"]) for step in entry.steps) != entry.amount_minor:
            yield Finding("ledger", f"The arithmetic of ledger entry {entry.id} does not come to its amount.")
        previous, expected = entry.hash, entry.id + 1
    highest = session.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'ledger_entry'")).scalar()
    if highest is not None and highest >= expected:
        yield Finding("ledger", f"Ledger entry {expected} and later are missing: {highest} were written.")


def _recorded(session: Session) -> Iterator[Finding]:
    """Rows of money that are not as the journal recorded them when they were written."""
    for table in APPEND_ONLY:
        name = table.replace("_", " ").capitalize()
        columns = [column.name for column in Base.metadata.tables[table].columns]
        image = ", ".join(f"'{column}', t.\"{column}\"" for column in columns)
        odd = session.execute(
            text(
                f"SELECT t.*, c.after AS image_ FROM {table} t "
                f"LEFT JOIN change c ON c.tbl = '{table}' AND c.row_id = t.id AND c.op = 'I' "
                f"WHERE c.after IS NOT json_object({image}) AND NOT EXISTS (SELECT 1 FROM change r "
                f"WHERE r.tbl = '{table}' AND r.op = 'R' AND t.id BETWEEN r.row_id AND r.last_id)"
            )
        )
        for row in odd.mappings():
            if row["image_"] is None:
                yield Finding("ledger", f"{name} {row['id']} was added by another program.")
            elif any(row.get(column) != value for column, value in json.loads(row["image_"]).items()):
                yield Finding("ledger", f"{name} {row['id']} was changed after it was written.")
        gone = text(
            f"SELECT row_id FROM change WHERE tbl = '{table}' AND op = 'I' AND row_id NOT IN (SELECT id FROM {table})"
        )
        for row_id in session.scalars(gone):
            yield Finding("ledger", f"{name} {row_id} is missing.")


def _statements(session: Session) -> Iterator[Finding]:
    settling = session.execute(
        text(
            "SELECT l.payout_id, sum(e.amount_minor) FROM payout_line l JOIN ledger_entry e ON e.id = l.entry_id "
            "GROUP BY l.payout_id"
        )
    )
    settled: dict[int, int] = {row[0]: row[1] for row in settling}
    posting = session.execute(text("SELECT payout_id, -amount_minor FROM ledger_entry WHERE kind = 'payout'"))
    posted: dict[int, int] = {row[0]: row[1] for row in posting}
    rows = select(IssuedStatement, Payout.amount_minor).join(Payout, Payout.id == IssuedStatement.payout_id)
    for row, paid in session.execute(rows):
        try:
            drawn = Statement.from_dict(row.document).total.minor
        except (KeyError, TypeError, ValueError):
            yield Finding("statement", f"Statement {row.number} cannot be read.")
            continue
        if not drawn == row.total_minor == paid == settled.get(row.payout_id) == posted.get(row.payout_id):
            yield Finding("statement", f"Statement {row.number} does not tie out with the ledger and its payout.")


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
        text("SELECT count(*) FROM partner WHERE id NOT IN (SELECT rowid FROM partner_search)")
    ).scalar_one()
    if missing:
        yield Finding("search", f"{missing} partners are missing from the search index.")
