"""The relations of a partner to others, seen from its side."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.relations import RelationKind


@dataclass(frozen=True, slots=True)
class RelationRow:
    """``is_first``: this partner is the first of the relation (it was introduced by, belongs to) and ``other`` the
    second; otherwise the other way round."""

    id: int
    kind: RelationKind
    is_first: bool
    other_id: int
    other: str
    note: str


def of_partner(session: Session, partner_id: int) -> tuple[RelationRow, ...]:
    """All relations of a partner, by kind and then by name; without those that only tell two apart."""
    found = session.execute(
        text(
            "SELECT r.id, r.kind, r.partner_id = :id AS is_first, p.id AS other_id, p.name AS other, r.note "
            "FROM relation r JOIN partner p ON p.id = CASE r.partner_id WHEN :id THEN r.other_id ELSE r.partner_id END "
            "WHERE (r.partner_id = :id OR r.other_id = :id) AND r.kind <> 'distinct' "
            "ORDER BY r.kind, is_first DESC, p.sort_key, p.id"
        ),
        {"id": partner_id},
    )
    return tuple(
        RelationRow(row.id, RelationKind(row.kind), bool(row.is_first), row.other_id, row.other, row.note)
        for row in found
    )
