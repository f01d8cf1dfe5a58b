"""The journal of changes: every write leaves what it changed, under its name.

From this one record come undo and redo (also after a restart), the history of every record, the audit trail of money,
and the news by which views refresh. Row triggers on the one writing connection record each change with its images, so
nothing can be written around it; a bulk insert is recorded as ranges of ids (``bulk``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.persistence.driver import SCHEMA
from app.persistence.tables import JOURNALED, Base, ChangeSet


@dataclass(frozen=True, slots=True)
class Touched:
    """What one write changed: row ids by table, ranges of rows inserted in bulk, and the partners concerned."""

    set_id: int
    label: str = ""
    parameters: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, frozenset[int]] = field(default_factory=dict)
    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)
    partners: frozenset[int] = frozenset()

    @property
    def tables(self) -> frozenset[str]:
        return frozenset(self.rows) | frozenset(self.ranges)


_OF_SALE = "(SELECT r.partner_id FROM sale s JOIN referral r ON r.id = s.referral_id WHERE s.id = {row}.sale_id)"
_SCOPE = {
    "partner": "{row}.id",
    "sale": "(SELECT partner_id FROM referral WHERE id = {row}.referral_id)",
    "stage_change": "(SELECT partner_id FROM referral WHERE id = {row}.referral_id)",
    "sale_line": _OF_SALE,
    "receipt": _OF_SALE,
    "payout_line": "(SELECT partner_id FROM payout WHERE id = {row}.payout_id)",
    "voiding": "(SELECT partner_id FROM payout WHERE id = {row}.payout_id)",
}


BRIEFLY: Final = frozenset({"partner", "custom_value"})
"""Tables of whose changed rows nothing but the columns that changed is ever asked again: ``brief``."""


def _columns(table_name: str) -> list[str]:
    return [column.name for column in Base.metadata.tables[table_name].columns]


def _trigger(table_name: str, columns: Sequence[str], op: str) -> str:
    """The trigger that records ``op`` on a table, with images of these columns."""

    def image(row: str) -> str:
        return "json_object(" + ", ".join(f"'{c}', {row}.\"{c}\"" for c in columns) + ")"

    row = "OLD" if op == "D" else "NEW"
    scope = _SCOPE.get(table_name) or (f"{row}.partner_id" if "partner_id" in _columns(table_name) else "NULL")
    before = image("OLD") if op != "I" else "NULL"
    after = image("NEW") if op != "D" else "NULL"
    differs = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}" COLLATE BINARY' for c in columns)
    only_if = f"WHEN {differs} " if op == "U" else ""
    event = {"I": "INSERT", "U": "UPDATE", "D": "DELETE"}[op]
    return (
        f"CREATE TEMP TRIGGER journal_{table_name}_{op} AFTER {event} ON main.{table_name} "
        f"{only_if}BEGIN "
        f"INSERT INTO change (set_id, tbl, row_id, op, scope_id, before, after) VALUES ("
        f"(SELECT set_id FROM writing), '{table_name}', {row}.id, '{op}', {scope.format(row=row)}, {before}, {after}); "
        "END"
    )


def install(execute: Any) -> None:
    """Set up the recording triggers on the writing connection, through its ``execute``."""
    execute("CREATE TEMP TABLE writing (set_id INTEGER)")
    execute("INSERT INTO writing VALUES (NULL)")
    for table in JOURNALED:
        for op in "IUD":
            execute(_trigger(table.name, _columns(table.name), op))


def open_set(session: Session, label: str, parameters: dict[str, Any], at: datetime) -> ChangeSet:
    """Begin a named change set; all that is written until ``close_set`` belongs to it."""
    change_set = ChangeSet(at=at, label=label, parameters=parameters, state="done", schema=SCHEMA)
    session.add(change_set)
    session.flush()
    change_set.root_id = change_set.current_id = change_set.id
    session.flush()
    session.execute(text("UPDATE writing SET set_id = :id"), {"id": change_set.id})
    return change_set


def touched(session: Session, change_set: ChangeSet) -> Touched:
    """What the change set holds."""
    rows: dict[str, set[int]] = {}
    ranges: dict[str, tuple[int, int]] = {}
    partners: set[int] = set()
    found = session.execute(
        text("SELECT tbl, row_id, last_id, op, scope_id FROM change WHERE set_id = :id"), {"id": change_set.id}
    )
    for tbl, row_id, last_id, op, scope_id in found:
        if op == "R":
            ranges[tbl] = (row_id, last_id)
        else:
            rows.setdefault(tbl, set()).add(row_id)
        if scope_id is not None:
            partners.add(scope_id)
    return Touched(
        change_set.id,
        change_set.label,
        dict(change_set.parameters),
        {tbl: frozenset(ids) for tbl, ids in rows.items()},
        ranges,
        frozenset(partners),
    )


def close_set(session: Session, change_set: ChangeSet) -> Touched:
    """End the change set. One that changed nothing leaves no trace; a new one ends what could be redone."""
    found = touched(session, change_set)
    session.execute(text("UPDATE writing SET set_id = NULL"))
    if not found.tables:
        session.delete(change_set)
    elif change_set.state != "turn":
        session.execute(
            text("UPDATE change_set SET state = 'gone' WHERE state = 'undone' AND id < :id"), {"id": change_set.id}
        )
    session.flush()
    return found


def make_final(session: Session) -> None:
    """The write in progress is never undone: money that went out is voided by a new entry instead."""
    session.flush()  # what is still unwritten would be forgotten with the rest of the session's memory
    session.execute(text("UPDATE change_set SET state = 'final' WHERE id = (SELECT set_id FROM writing)"))
    session.expire_all()


@contextmanager
def unrecorded(session: Session, *table_names: str) -> Iterator[None]:
    """Take the row triggers for inserts off these tables meanwhile; the caller records what is inserted."""
    for name in table_names:
        session.execute(text(f"DROP TRIGGER journal_{name}_I"))
    yield
    for name in table_names:
        session.execute(text(_trigger(name, _columns(name), "I")))


@contextmanager
def brief(session: Session, table_name: str, columns: Sequence[str]) -> Iterator[None]:
    """Record updates of a table with images of these columns only; inside, no others are changed.

    The images of 100,000 whole rows would be larger than the rest of the book.
    """
    if table_name not in BRIEFLY:
        raise ValueError(f"changes of {table_name} are recorded whole")
    session.flush()
    session.execute(text(f"DROP TRIGGER journal_{table_name}_U"))
    session.execute(text(_trigger(table_name, columns, "U")))
    yield
    session.execute(text(f"DROP TRIGGER journal_{table_name}_U"))
    session.execute(text(_trigger(table_name, _columns(table_name), "U")))


@contextmanager
def bulk(session: Session, *table_names: str) -> Iterator[None]:
    """Insert many rows into these tables as ranges: inside, only inserts into them.

    Rows get consecutive ids because there is one writer; the
    ranges are recorded when the block ends.
    """
    before = {name: highest_id(session, name) for name in table_names}
    with unrecorded(session, *table_names):
        yield
        session.flush()
    for name in table_names:
        record_range(session, name, before[name] + 1, highest_id(session, name))


def record_range(session: Session, table_name: str, first: int, last: int) -> None:
    """Record rows ``first`` to ``last`` of a table as inserted by the write in progress."""
    if last >= first:
        session.execute(
            text(
                "INSERT INTO change (set_id, tbl, row_id, last_id, op) "
                "VALUES ((SELECT set_id FROM writing), :tbl, :first, :last, 'R')"
            ),
            {"tbl": table_name, "first": first, "last": last},
        )


def highest_id(session: Session, table_name: str) -> int:
    """The highest id that rows of a table ever had; 0 before the first. The next row gets the one after it."""
    found = session.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table_name})
    return int(found.scalar() or 0)
