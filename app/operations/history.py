"""Undo and redo of whole writes. Undoing a commission posts a reversing entry; a payout is voided instead."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.errors import UserError
from app.operations.following import follow
from app.operations.ledger import reverse_all
from app.persistence import undo as turns
from app.persistence.store import Store
from app.persistence.tables import ChangeSet
from app.persistence.undo import Step

SAMPLE: Final = "Fill with sample data"
"""What every write of sample data is called."""


def undo(store: Store) -> Step | None:
    """Undo the latest write; returns it, or none when there is nothing to undo."""
    with store.read() as session:
        step = turns.next_undo(session)
    return _turned(store, step, "Undo: ")


def redo(store: Store) -> Step | None:
    """Bring again the write undone last; returns it, or none when there is nothing to redo."""
    with store.read() as session:
        step = turns.next_redo(session)
    return _turned(store, step, "Redo: ")


def _turned(store: Store, step: Step | None, prefix: str) -> Step | None:
    if step is not None:
        with store.write(prefix + step.label, **step.parameters) as session:
            turn(session, step.set_id)
    return step


def _final(session: Session, root: ChangeSet) -> UserError:
    """Why this write is never undone."""
    if root.label == SAMPLE:
        return UserError(
            "undo_final", "Sample data is not undone. Begin a new book for your own partners; this one stays a sample."
        )
    tables = set(session.scalars(text("SELECT DISTINCT tbl FROM change WHERE set_id = :id"), {"id": root.id}))
    if "payout" in tables and "partner" not in tables:
        return UserError(
            "undo_final", "A payout and its statement are not undone. Void the payout: both stay on record as void."
        )
    return UserError("undo_final", "“{what}” is not undone.", what=root.label.format(**root.parameters))


def turn(session: Session, set_id: int) -> None:
    """Undo the write ``set_id`` when it is done, redo it when it is undone.

    Raises ``UserError`` when it is a payout (to be voided), when a row was changed since, or when other records
    now belong to what would go.
    """
    by = session.get_one(ChangeSet, session.execute(text("SELECT set_id FROM writing")).scalar_one())
    root = session.get(ChangeSet, set_id)
    if root is not None and root.state == "final":
        raise _final(session, root)
    turns.turn(session, set_id, by, reverse_all)
    follow(session, by.id)
