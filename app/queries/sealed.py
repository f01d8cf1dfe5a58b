"""Is the money as it was written? The ledger's chain, what it seals of payouts and statements, and the journal.

Rows are read as they lie in the file, because somebody may have put anything into them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.balances import Balance
from app.domain.commissions.steps import comes_to
from app.domain.statements import Statement
from app.persistence.chain import GENESIS, hash_of_stored, payout_seal, voiding_seal
from app.persistence.tables import APPEND_ONLY, Base
from app.queries.balances import at_all_payouts
from app.queries.findings import Finding

_UNREADABLE = (KeyError, TypeError, ValueError, AttributeError)


def guards(session: Session) -> Iterator[Finding]:
    """The triggers in the file that refuse every change of money."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND instr(sql, 'RAISE(ABORT') > 0"
    have = set(session.scalars(text(sql)))
    for table in APPEND_ONLY:
        for event in ("update", "delete", "insert"):
            if f"guard_{table}_{event}" not in have:
                yield Finding("ledger", f"The guard against {event} on {table} was taken away.")


def chain(session: Session) -> Iterator[Finding]:
    """The ledger, entry by entry: none missing, none changed, each following the one before it."""
    previous, expected = GENESIS, 1
    rows = session.execute(text("SELECT * FROM ledger_entry ORDER BY id").execution_options(yield_per=1000))
    for entry in rows.mappings():
        at = entry["id"]
        if at != expected:
            missing = f"{expected}" if at == expected + 1 else f"{expected} to {at - 1}"
            yield Finding("ledger", f"Ledger entry {missing} is missing.")
        if entry["previous_hash"] != previous:
            yield Finding("ledger", f"Ledger entry {at} does not follow the entry before it.")
        if entry["hash"] != _hash_or_nothing(entry):
            yield Finding("ledger", f"Ledger entry {at} ({entry['customer']}, {entry['day']}) was changed.")
        elif not _adds_up(entry):
            yield Finding("ledger", f"The arithmetic of ledger entry {at} does not come to its amount.")
        previous, expected = entry["hash"], at + 1
    highest = session.execute(text("SELECT seq FROM sqlite_sequence WHERE name = 'ledger_entry'")).scalar()
    if highest is not None and highest >= expected:
        yield Finding("ledger", f"Ledger entry {expected} and later are missing: {highest} were written.")


def _adds_up(entry: Any) -> bool:
    """Whether the steps kept with the entry lead to its amount; payouts have none."""
    steps = json.loads(entry["steps"])
    return not steps or comes_to((step["rule"], step["result"]) for step in steps) == entry["amount_minor"]


def _hash_or_nothing(entry: Any) -> str | None:
    try:
        return hash_of_stored(entry)
    except _UNREADABLE:
        return None


def recorded(session: Session) -> Iterator[Finding]:
    """Rows of money that are not as the journal recorded them when they were written."""
    for table in APPEND_ONLY:
        name = table.replace("_", " ").capitalize()
        columns = [column.name for column in Base.metadata.tables[table].columns]
        image = ", ".join(f"'{column}', t.\"{column}\"" for column in columns)
        odd = session.execute(
            text(
                f"SELECT t.id, c.after AS image FROM {table} t "
                f"LEFT JOIN change c ON c.tbl = '{table}' AND c.row_id = t.id AND c.op = 'I' "
                f"WHERE c.after IS NOT json_object({image}) AND NOT EXISTS (SELECT 1 FROM change r "
                f"WHERE r.tbl = '{table}' AND r.op = 'R' AND t.id BETWEEN r.row_id AND r.last_id)"
            )
        )
        for row in odd:
            happened = "added by another program" if row.image is None else "changed after it was written"
            yield Finding("ledger", f"{name} {row.id} was {happened}.")
        gone = text(
            f"SELECT row_id FROM change WHERE tbl = '{table}' AND op = 'I' AND row_id NOT IN (SELECT id FROM {table})"
        )
        for row_id in session.scalars(gone):
            yield Finding("ledger", f"{name} {row_id} is missing.")


def journal(session: Session) -> Iterator[Finding]:
    """The journal itself: no change taken out of it, no write without any."""
    number, highest = session.execute(text("SELECT count(*), coalesce(max(id), 0) FROM change")).one()
    if number != highest:
        yield Finding("ledger", f"Changes are missing from the journal: {highest - number} of {highest}.")
    bare = text("SELECT id FROM change_set s WHERE NOT EXISTS (SELECT 1 FROM change c WHERE c.set_id = s.id)")
    for set_id in session.scalars(bare):
        yield Finding("ledger", f"What write {set_id} changed is missing from the journal.")


def payouts(session: Session) -> Iterator[Finding]:
    """Payouts, what they settled, statements and voidings, against what the chain seals of them."""
    settled: defaultdict[int, list[int]] = defaultdict(list)
    for payout_id, entry_id in session.execute(text("SELECT payout_id, entry_id FROM payout_line")):
        settled[payout_id].append(entry_id)
    statements = {row["payout_id"]: row for row in _rows(session, "issued_statement")}
    entered = {row["payout_id"]: row for row in _entries(session, "payout")}
    for payout in _rows(session, "payout"):
        if payout["id"] not in entered:
            yield Finding("ledger", f"Payout {payout['id']} is not in the ledger.")
        elif payout["id"] not in statements:
            yield Finding("ledger", f"The statement of payout {payout['id']} is missing.")
    for payout_id in settled.keys() - entered.keys():
        yield Finding("ledger", f"What payout {payout_id} settled is not in the ledger.")
    have = {row["id"]: row for row in _rows(session, "payout")}
    for payout_id, entry in entered.items():
        if payout_id not in have:
            yield Finding("ledger", f"Payout {payout_id} is missing.")
        elif payout_id in statements and "payout" in (sealed := _inputs(entry)):
            yield from _broken(payout_id, sealed, have[payout_id], settled[payout_id], statements[payout_id])


def _broken(
    payout_id: int,
    sealed: Mapping[str, Any],
    payout: Mapping[str, Any],
    settled: list[int],
    statement: Mapping[str, Any],
) -> Iterator[Finding]:
    found = payout_seal(payout, settled, {**statement, "document": _json(statement["document"])})
    names = {
        "payout": ("ledger", f"Payout {payout_id}"),
        "settled": ("ledger", f"What payout {payout_id} settled"),
        "statement": ("statement", f"Statement {statement['number']}"),
    }
    for part, (kind, name) in names.items():
        if found[part] != sealed.get(part):
            yield Finding(kind, f"{name} is not as the ledger sealed it.")


def voidings(session: Session) -> Iterator[Finding]:
    """Voidings against what the chain seals of them."""
    entered = {row["payout_id"]: row for row in _entries(session, "payout_void")}
    have = {row["payout_id"]: row for row in _rows(session, "voiding")}
    for payout_id in have.keys() - entered.keys():
        yield Finding("ledger", f"The voiding of payout {payout_id} is not in the ledger.")
    for payout_id, entry in entered.items():
        if payout_id not in have:
            yield Finding("ledger", f"The voiding of payout {payout_id} is missing.")
        elif "voiding" in (sealed := _inputs(entry)) and voiding_seal(have[payout_id]) != sealed:
            yield Finding("ledger", f"The voiding of payout {payout_id} is not as the ledger sealed it.")


def statements(session: Session) -> Iterator[Finding]:
    """Every statement: its lines, its payout, what was settled and the ledger come to the same, and its balance is what
    the ledger says."""
    settling = session.execute(
        text(
            "SELECT l.payout_id, sum(e.amount_minor) FROM payout_line l JOIN ledger_entry e ON e.id = l.entry_id "
            "GROUP BY l.payout_id"
        )
    )
    settled: dict[int, int] = {row[0]: row[1] for row in settling}
    paid: dict[int, int] = {row["id"]: row["amount_minor"] for row in _rows(session, "payout")}
    try:
        balances = dict(at_all_payouts(session))
    except _UNREADABLE:
        yield Finding("ledger", "The ledger has kinds of entries that do not exist.")
        return
    for row in _rows(session, "issued_statement"):
        at = row["payout_id"]
        try:
            drawn = Statement.from_dict(_json(row["document"]))
        except _UNREADABLE:
            yield Finding("statement", f"Statement {row['number']} cannot be read.")
            continue
        due = balances.get(at)
        posted = due.paid.minor if due else None
        if not drawn.total.minor == row["total_minor"] == paid.get(at) == settled.get(at) == posted:
            yield Finding("statement", f"Statement {row['number']} does not tie out with the ledger and its payout.")
        elif drawn.balance is not None and not _agrees(drawn.balance, due):
            yield Finding("statement", f"The balance on statement {row['number']} does not tie out with the ledger.")


def _agrees(balance: Balance, ledger: Balance | None) -> bool:
    return balance.ties_out and balance == ledger


def _rows(session: Session, table: str) -> list[Mapping[str, Any]]:
    return [dict(row) for row in session.execute(text(f"SELECT * FROM {table} ORDER BY id")).mappings()]


def _entries(session: Session, kind: str) -> list[Mapping[str, Any]]:
    sql = text("SELECT payout_id, inputs FROM ledger_entry WHERE kind = :kind ORDER BY id")
    return [dict(row) for row in session.execute(sql, {"kind": kind}).mappings()]


def _inputs(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a ledger entry seals; nothing in the first books."""
    found = _json(entry["inputs"])
    return found if isinstance(found, dict) else {}


def _json(stored: Any) -> Any:
    try:
        return json.loads(stored)
    except (TypeError, ValueError):
        return stored
