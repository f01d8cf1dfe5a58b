"""The user's own fields: which there are, and of how many partners they say something."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.domain.custom_fields import FieldDefinition, FieldKind

if TYPE_CHECKING:
    import sqlite3

    from sqlalchemy.orm import Session

_DEFINITIONS = "SELECT uid, name, kind, choices, id FROM custom_field ORDER BY position, id"
_FILLED = (
    "SELECT f.name, f.kind, v.value FROM custom_value v JOIN custom_field f ON f.id = v.field_id "
    "WHERE v.partner_id = :id ORDER BY f.position, f.id"
)
_COUNTS = "SELECT field_id, count(*) AS partners FROM custom_value GROUP BY 1"


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field with how many partners have a value in it."""

    definition: FieldDefinition
    partners: int


@dataclass(frozen=True, slots=True)
class FilledField:
    """What stands in a partner's field."""

    name: str
    kind: FieldKind
    value: str


def definitions(session: Session) -> tuple[FieldDefinition, ...]:
    """All fields in the user's order."""
    from sqlalchemy import text

    return _defined(session.execute(text(_DEFINITIONS)))


def fast_definitions(connection: sqlite3.Connection) -> tuple[FieldDefinition, ...]:
    """All fields in the user's order, through the driver."""
    return _defined(connection.execute(_DEFINITIONS))


def listed(session: Session) -> tuple[FieldRow, ...]:
    """All fields in the user's order, with how many partners have a value."""
    from sqlalchemy import text

    counts: dict[int, int] = {row.field_id: row.partners for row in session.execute(text(_COUNTS))}
    return tuple(FieldRow(each, counts.get(each.id or 0, 0)) for each in definitions(session))


def of_partner(session: Session, partner_id: int) -> tuple[FilledField, ...]:
    """What stands in a partner's fields, in the user's order, without the empty ones."""
    from sqlalchemy import text

    rows = session.execute(text(_FILLED), {"id": partner_id})
    return tuple(FilledField(row.name, FieldKind(row.kind), row.value) for row in rows)


def _defined(rows: Iterable[Any]) -> tuple[FieldDefinition, ...]:
    return tuple(
        FieldDefinition(uid, name, FieldKind(kind), tuple(json.loads(choices)), row_id)
        for uid, name, kind, choices, row_id in rows
    )
