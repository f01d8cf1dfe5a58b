"""Undo and redo from the journal: the latest write turned back row by row, or brought again.

Refused, with what stands in the way, when a row was changed since. Rows of money are never taken out: what a write
posted to the ledger is answered by a reversing entry.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.errors import UserError
from app.persistence.driver import SCHEMA
from app.persistence.tables import APPEND_ONLY, ChangeSet

Reverse = Callable[[Session, int], None]
"""Answers the ledger entry of this id by its opposite; given by the operations that own the ledger."""


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
    """The latest write still in effect. ``final`` says that it is a payout, which is voided rather than undone."""
    return _step(
        session,
        "SELECT id, label, parameters, at, state FROM change_set WHERE state IN ('done', 'final') AND NOT EXISTS "
        "(SELECT 1 FROM change c JOIN voiding v ON v.payout_id = c.row_id WHERE c.set_id = change_set.id "
        "AND c.tbl = 'payout') AND NOT EXISTS (SELECT 1 FROM change c WHERE c.set_id = change_set.id "
        "AND c.tbl = 'voiding') ORDER BY id DESC LIMIT 1",
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
    changes = session.execute(
        text('SELECT tbl, row_id, last_id, op, "before", "after" FROM change WHERE set_id = :id ORDER BY id DESC'),
        {"id": root.current_id},
    ).all()
    try:
        for tbl, row_id, last_id, op, before, after in changes:
            _invert(session, tbl, row_id, last_id, op, before, after, reverse)
        session.flush()
    except IntegrityError as error:
        raise UserError(
            "undo_referenced",
            "“{what}” cannot be undone: other records that were added since belong to it.",
            what=_label(root),
        ) from error
    root.state = "undone" if root.state == "done" else "done"
    root.current_id = by.id


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
        names = "; ".join(f"“{row.label.format(**json.loads(row.parameters))}”" for row in later[:3])
        raise UserError(
            "undo_conflict",
            "“{what}” cannot be undone: it was followed by {names}{more}. Undo that first.",
            what=_label(root),
            names=names,
            more=" …" if len(later) > 3 else "",
        )


def _invert(
    session: Session,
    tbl: str,
    row_id: int,
    last_id: int | None,
    op: str,
    before: str | None,
    after: str | None,
    reverse: Reverse,
) -> None:
    if tbl in APPEND_ONLY:
        if tbl != "ledger_entry":
            raise UserError("undo_final", "A payout is not undone but voided.")
        reverse(session, row_id)
    elif op == "R":
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
