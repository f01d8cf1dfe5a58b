"""Relations between partners: who introduced whom, which company belongs to which, who works together."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import UserError
from app.domain.relations import MUTUAL, RelationKind
from app.domain.rolodex import one_line
from app.operations import partners
from app.persistence.tables import Relation


def relate(session: Session, partner_id: int, kind: RelationKind, other_id: int, note: str = "") -> int:
    """Say how a partner stands to another; returns the id of the relation, with a new note where it was known.

    Raises ``UserError`` for a partner and itself, and for a parent company that would be its own subsidiary.
    """
    if partner_id == other_id:
        raise UserError("relation_self", "A partner has no relation to itself.")
    for each in (partner_id, other_id):
        partners.get(session, each)
    if kind in MUTUAL:
        partner_id, other_id = sorted((partner_id, other_id))
    if kind is RelationKind.PARENT:
        _refuse_circle(session, partner_id, other_id)
    known = session.scalars(
        select(Relation).filter_by(partner_id=partner_id, other_id=other_id, kind=kind.value)
    ).first()
    if known is None:
        known = Relation(uid=str(uuid.uuid4()), partner_id=partner_id, other_id=other_id, kind=kind.value)
        session.add(known)
    known.note = one_line(note)
    session.flush()
    return known.id


def remove(session: Session, relation_id: int) -> None:
    """Take a relation out of the book."""
    row = session.get(Relation, relation_id)
    if row is None:
        raise UserError("relation_gone", "This relation is no longer in the book.")
    session.delete(row)


def _refuse_circle(session: Session, partner_id: int, parent_id: int) -> None:
    """Walk up from the parent: the partner must not be met again."""
    met, above = {partner_id}, [parent_id]
    while above:
        each = above.pop()
        if each == partner_id:
            raise UserError("relation_circle", "That company belongs to this one already.")
        if each not in met:
            met.add(each)
            above += session.scalars(
                select(Relation.other_id).filter_by(partner_id=each, kind=RelationKind.PARENT.value)
            )
