"""Saving filters under a name, and keeping them in order."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.domain.errors import UserError
from app.domain.filters import Criteria, check, to_plain
from app.domain.rolodex import one_line
from app.persistence.tables import SavedFilter

LONGEST_NAME = 60


def save(session: Session, name: str, criteria: Criteria) -> str:
    """Save criteria under a name, instead of those that had it before; returns the filter's ``uid``."""
    called, checked = _name(name), check(criteria)
    if not checked.conditions:
        raise UserError("filter_empty", "A filter needs at least one line.")
    found = session.scalars(select(SavedFilter).where(SavedFilter.name == called)).first()
    if found is None:
        last = session.scalar(select(func.max(SavedFilter.position)))
        found = SavedFilter(uid=str(uuid.uuid4()), position=0 if last is None else last + 1)
        session.add(found)
    found.name, found.criteria = called, to_plain(checked)
    session.flush()
    return found.uid


def rename(session: Session, uid: str, name: str) -> None:
    """Call a filter something else; raises ``UserError`` when another has that name."""
    called, found = _name(name), _get(session, uid)
    other = session.scalars(select(SavedFilter).where(SavedFilter.name == called)).first()
    if other is not None and other.id != found.id:
        raise UserError("filter_name_taken", "There is a filter “{name}” already.", name=other.name)
    found.name = called


def reorder(session: Session, uids: Sequence[str]) -> None:
    """Put the filters in this order; those not named come after."""
    places = {uid: place for place, uid in enumerate(uids)}
    rows = session.scalars(select(SavedFilter).order_by(SavedFilter.position, SavedFilter.id)).all()
    for position, row in enumerate(sorted(rows, key=lambda row: places.get(row.uid, len(places)))):
        row.position = position


def remove(session: Session, uid: str) -> None:
    """Delete a saved filter; no partner is touched."""
    session.delete(_get(session, uid))


def _get(session: Session, uid: str) -> SavedFilter:
    found = session.scalars(select(SavedFilter).filter_by(uid=uid)).first()
    if found is None:
        raise UserError("filter_gone", "This filter is no longer in the book.")
    return found


def _name(name: str) -> str:
    called = one_line(name)
    if not called:
        raise UserError("filter_nameless", "Give the filter a name.")
    if len(called) > LONGEST_NAME:
        raise UserError("filter_name_long", "The name is longer than {most} characters.", most=LONGEST_NAME)
    return called
