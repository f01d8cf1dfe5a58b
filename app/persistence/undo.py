"""Undo and redo from the journal: the latest write turned back row by row, or brought again.

Refused, with what stands in the way, when a row was changed since. Rows of money are never taken out: what a write
posted to the ledger is answered by a reversing entry.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.errors import UserError
from app.persistence import journal
from app.persistence.driver import SCHEMA
from app.persistence.in_the_way import named, standing_on
from app.persistence.tables import APPEND_ONLY, Base, ChangeSet

BULK = 1000
"""From so many changes of one kind on, they are turned back set-wise."""

Reverse = Callable[[Session, Sequence[int]], None]
"""Answers ledger entries, by their ids and in this order, by their opposites; given by the operations that own the
ledger."""


@dataclass(frozen=True, slots=True)
class Step:
    """A write that can be undone or redone next: its change set, label template and the label's parameters."""

    set_id: int
    label: str
    parameters: dict[str, Any]
    at: datetime
    final: bool = False


def _step(session: Session, sql: str) -> Step | None:
    row = session.execute(text(sql)).first()
    if row is None:
        return None
    return Step(row.id, row.label, json.loads(row.parameters), datetime.fromisoformat(row.at), row.state == "final")


def next_undo(session: Session) -> Step | None:
    """The latest write still in effect. ``final`` says that it is a payout, which is voided rather than undone.

    A payout that is void is passed over, and so is the approval that it paid.
    """
    return _step(
        session,
        "SELECT id, label, parameters, at, state FROM change_set WHERE state IN ('done', 'final') AND NOT EXISTS "
        "(SELECT 1 FROM change c JOIN voiding v ON v.payout_id = c.row_id WHERE c.set_id = change_set.id "
        "AND c.tbl = 'payout') AND NOT EXISTS (SELECT 1 FROM change c WHERE c.set_id = change_set.id "
        "AND c.tbl = 'voiding') AND NOT EXISTS (SELECT 1 FROM change c JOIN approval a ON a.id = c.row_id "
        "WHERE c.set_id = change_set.id AND c.tbl = 'approval' AND c.op = 'I' AND a.state = 'paid') "
        "ORDER BY id DESC LIMIT 1",
    )


def next_redo(session: Session) -> Step | None:
    """The write undone last, while nothing new was written since."""
    return _step(
        session, "SELECT id, label, parameters, at, state FROM change_set WHERE state = 'undone' ORDER BY id LIMIT 1"
    )


def turn(session: Session, root_id: int, by: ChangeSet, reverse: Reverse) -> None:
    """Undo the write ``root_id``, or redo it when it is undone, recording the turn in the change set ``by``.

    Raises ``UserError`` when it is final, of an older schema, or when a row was changed since.
    """
    root = session.get(ChangeSet, root_id)
    if root is None or root.state not in {"done", "undone"}:
        raise UserError("undo_final", "“{what}” cannot be undone.", what=_label(root))
    if root.schema != SCHEMA:
        raise UserError(
            "undo_older",
            "“{what}” was done before the book was upgraded; it can no longer be undone.",
            what=_label(root),
        )
    _refuse_conflicts(session, root)
    by.state, by.root_id = "turn", root.id
    try:
        for run in _runs(session, root.current_id or root.id):
            if run.tbl in APPEND_ONLY:
                _answer(session, run, reverse)
            elif run.last - run.first >= BULK:
                _invert_bulk(session, run)
            else:
                _invert_run(session, run)
        session.flush()
    except IntegrityError as error:
        raise _referenced(session, root) from error
    root.state = "undone" if root.state == "done" else "done"
    root.current_id = by.id


def _referenced(session: Session, root: ChangeSet) -> UserError:
    """Why a write stays on whose rows others were put since."""
    since = standing_on(session, root)
    if not since:
        return UserError(
            "undo_referenced",
            "“{what}” cannot be undone: other records that were added since belong to it.",
            what=_label(root),
        )
    return UserError(
        "undo_referenced",
        "“{what}” cannot be undone: what {names} added belongs to it. Undo that first.",
        what=_label(root),
        names=named(since),
    )


@dataclass(slots=True)
class _Run:
    """Changes of one kind to one table that follow each other in the journal, from id ``first`` to ``last``."""

    tbl: str
    op: str
    first: int
    last: int


def _runs(session: Session, set_id: int) -> list[_Run]:
    """The changes of a set in runs, the last first."""
    runs: list[_Run] = []
    found = session.execute(text("SELECT id, tbl, op FROM change WHERE set_id = :id ORDER BY id DESC"), {"id": set_id})
    for change_id, tbl, op in found:
        last = runs[-1] if runs else None
        if last and (last.tbl, last.op) == (tbl, op) and last.first == change_id + 1:
            last.first = change_id
        else:
            runs.append(_Run(tbl, op, change_id, change_id))
    return runs


def _answer(session: Session, run: _Run, reverse: Reverse) -> None:
    """Rows of money stay; what was posted to the ledger is answered, the last entry first."""
    if run.tbl != "ledger_entry":
        raise UserError("undo_final", "A payout is not undone but voided.")
    changes = session.execute(
        text("SELECT row_id, coalesce(last_id, row_id) FROM change WHERE id BETWEEN :first AND :last ORDER BY id DESC"),
        {"first": run.first, "last": run.last},
    )
    reverse(session, [entry_id for first, last in changes for entry_id in range(last, first - 1, -1)])


def _invert_run(session: Session, run: _Run) -> None:
    changes = session.execute(
        text(
            'SELECT row_id, last_id, "before", "after" FROM change WHERE id BETWEEN :first AND :last ORDER BY id DESC'
        ),
        {"first": run.first, "last": run.last},
    )
    for row_id, last_id, before, after in changes.all():
        _invert(session, run.tbl, row_id, last_id, run.op, before, after)


def _invert_bulk(session: Session, run: _Run) -> None:
    """Turn back thousands of changes of one kind set-wise; rows put back are recorded as a range where they are one."""
    ids = {"first": run.first, "last": run.last}
    if run.op == "U":
        _set_back(session, run)
        return
    if run.op == "I":
        chosen = "SELECT row_id FROM change WHERE id BETWEEN :first AND :last"
        session.execute(text(f"DELETE FROM {run.tbl} WHERE id IN ({chosen})"), ids)
        return
    columns = [column.name for column in Base.metadata.tables[run.tbl].columns]
    names = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(f"json_extract(\"before\", '$.{name}')" for name in columns)
    put_back = f"INSERT INTO {run.tbl} ({names}) SELECT {values} FROM change WHERE id BETWEEN :first AND :last"
    low, high, count = session.execute(
        text("SELECT min(row_id), max(row_id), count(*) FROM change WHERE id BETWEEN :first AND :last"), ids
    ).one()
    if high - low + 1 == count:
        with journal.unrecorded(session, run.tbl):
            session.execute(text(put_back), ids)
        journal.record_range(session, run.tbl, low, high)
    else:
        session.execute(text(put_back), ids)


def _set_back(session: Session, run: _Run) -> None:
    """Give rows that were changed the values they had before the first change of the run, where these differ."""
    ids = {"first": run.first, "last": run.last}
    found = session.execute(
        text(
            'SELECT DISTINCT b.key FROM change c, json_each(c."before") b '
            "WHERE c.id BETWEEN :first AND :last AND b.value IS NOT json_extract(c.\"after\", '$.' || b.key)"
        ),
        ids,
    )
    known = {column.name for column in Base.metadata.tables[run.tbl].columns}
    columns = sorted(known & set(found.scalars()))
    if not columns:
        return
    values = ", ".join(f'"{name}" = json_extract(was."before", \'$.{name}\')' for name in columns)
    # Of a row that was changed more than once the oldest image holds; SQLite takes it from the row of the minimum.
    oldest = 'SELECT row_id, "before", min(id) FROM change WHERE id BETWEEN :first AND :last GROUP BY row_id'
    turn_back = text(f"UPDATE {run.tbl} SET {values} FROM ({oldest}) was WHERE {run.tbl}.id = was.row_id")
    briefly = journal.brief(session, run.tbl, columns) if run.tbl in journal.BRIEFLY else nullcontext()
    with briefly:
        session.execute(turn_back, ids)


def _label(root: ChangeSet | None) -> str:
    return root.label.format(**root.parameters) if root else ""


def _refuse_conflicts(session: Session, root: ChangeSet) -> None:
    """Later writes that are in effect and changed a row that this write changed.

    Later is reckoned by when a write was first done: undoing and redoing it does not move it.
    """
    later = session.execute(
        text(
            "SELECT r.label, r.parameters FROM change mine JOIN change theirs ON theirs.tbl = mine.tbl "
            "AND theirs.row_id BETWEEN mine.row_id AND coalesce(mine.last_id, mine.row_id) "
            "JOIN change_set s ON s.id = theirs.set_id JOIN change_set r ON r.id = s.root_id "
            "WHERE mine.set_id = :current AND r.id > :root AND r.state IN ('done', 'final') "
            "GROUP BY r.id ORDER BY r.id DESC LIMIT 4"
        ),
        {"current": root.current_id, "root": root.id},
    ).all()
    if later:
        raise UserError(
            "undo_conflict",
            "“{what}” cannot be undone: the same records were changed since by {names}. Undo that first.",
            what=_label(root),
            names=named([(row.label, row.parameters) for row in later]),
        )


def _invert(
    session: Session,
    tbl: str,
    row_id: int,
    last_id: int | None,
    op: str,
    before: str | None,
    after: str | None,
) -> None:
    if op == "R":
        session.execute(
            text(f"DELETE FROM {tbl} WHERE id BETWEEN :first AND :last"),
            {"first": row_id, "last": last_id},
        )
    elif op == "I":
        session.execute(text(f"DELETE FROM {tbl} WHERE id = :id"), {"id": row_id})
    elif op == "D":
        image = json.loads(before or "{}")
        names = ", ".join(f'"{name}"' for name in image)
        fields = ", ".join(f":{name}" for name in image)
        session.execute(text(f"INSERT INTO {tbl} ({names}) VALUES ({fields})"), image)
    else:
        old, new = json.loads(before or "{}"), json.loads(after or "{}")
        changed = {name: value for name, value in old.items() if value != new.get(name)}
        sets = ", ".join(f'"{name}" = :{name}' for name in changed)
        session.execute(text(f"UPDATE {tbl} SET {sets} WHERE id = :row_id_"), {**changed, "row_id_": row_id})
