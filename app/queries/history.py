"""What can be undone and redone next, and what happened to a record."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.custom_fields import FieldKind
from app.persistence import undo
from app.persistence.undo import Step
from app.queries.family import FAMILY

__all__ = ["Changed", "Step", "last_change", "next_redo", "next_undo", "of_partner", "of_record"]

_SILENT = frozenset({"id", "uid", "partner_id", "person_id", "sort_key", "initial", "normalised", "position", "hash"})


@dataclass(frozen=True, slots=True)
class ValueChange:
    """What was changed in one of the user's own fields; empty where nothing stood before or stands now."""

    field: str
    kind: FieldKind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One write as it touched a record: when, its name, and what it changed.

    ``fields`` holds (table, field, before, after) for edits; additions and removals have the row's name in ``after``
    or ``before`` and ``*`` as the field. ``values`` are the changes in the user's own fields.
    """

    set_id: int
    at: datetime
    label: str
    parameters: dict[str, Any]
    state: str
    fields: tuple[tuple[str, str, str, str], ...]
    values: tuple[ValueChange, ...] = ()


def next_undo(session: Session) -> Step | None:
    """The write that undo would turn back."""
    return undo.next_undo(session)


def next_redo(session: Session) -> Step | None:
    """The write that redo would bring again."""
    return undo.next_redo(session)


def last_change(session: Session) -> datetime | None:
    """When the book was last written to; none for one just made."""
    at = session.execute(text("SELECT at FROM change_set ORDER BY id DESC LIMIT 1")).scalar()
    return datetime.fromisoformat(at) if at else None


def of_partner(session: Session, partner_id: int, limit: int = 200) -> tuple[Changed, ...]:
    """The writes that concerned a partner, the newest first."""
    return _changed(
        session,
        f"SELECT c.set_id FROM change c WHERE c.scope_id IN {FAMILY} "
        "UNION SELECT c.set_id FROM change c WHERE c.tbl = 'partner' AND c.op = 'R' "
        "AND :partner BETWEEN c.row_id AND c.last_id",
        f"c.scope_id IN {FAMILY}",
        {"partner": partner_id, "limit": limit},
    )


def of_record(session: Session, table: str, row_id: int, limit: int = 200) -> tuple[Changed, ...]:
    """The writes that changed one row, the newest first."""
    return _changed(
        session,
        "SELECT c.set_id FROM change c WHERE c.tbl = :tbl AND c.row_id = :id",
        "c.tbl = :tbl AND c.row_id = :id",
        {"tbl": table, "id": row_id, "limit": limit},
    )


def _changed(session: Session, sets: str, which: str, parameters: dict[str, Any]) -> tuple[Changed, ...]:
    heads = session.execute(
        text(
            "SELECT s.id, s.at, s.label, s.parameters, coalesce(r.state, s.state) AS state FROM change_set s "
            f"LEFT JOIN change_set r ON r.id = s.root_id WHERE s.id IN ({sets}) ORDER BY s.id DESC LIMIT :limit"
        ),
        parameters,
    ).all()
    details = text(
        f'SELECT tbl, op, "before", "after" FROM change c WHERE c.set_id = :set_id AND {which} ORDER BY c.id LIMIT 50'
    )
    found = []
    for head in heads:
        rows = session.execute(details, {**parameters, "set_id": head.id}).all()
        own = [row for row in rows if row.tbl == "custom_value"]
        others = [row for row in rows if row.tbl != "custom_value"]
        found.append(
            Changed(
                set_id=head.id,
                at=datetime.fromisoformat(head.at),
                label=head.label,
                parameters=json.loads(head.parameters),
                state=head.state,
                fields=tuple(each for row in others for each in _fields(row.tbl, row.op, row.before, row.after)),
                values=tuple(_value_change(session, row.before, row.after) for row in own),
            )
        )
    return tuple(found)


def _value_change(session: Session, before: str | None, after: str | None) -> ValueChange:
    old: dict[str, Any] = json.loads(before) if before else {}
    new: dict[str, Any] = json.loads(after) if after else {}
    name, kind = _own_field(session, (new or old)["field_id"])
    return ValueChange(name, FieldKind(kind), old.get("value", ""), new.get("value", ""))


def _own_field(session: Session, field_id: int) -> tuple[str, str]:
    """The name and the kind of a field; of one that was removed, what they were last."""
    row = session.execute(text("SELECT name, kind FROM custom_field WHERE id = :id"), {"id": field_id}).first()
    if row is None:
        row = session.execute(
            text(
                "SELECT json_extract(before, '$.name') AS name, json_extract(before, '$.kind') AS kind FROM change "
                "WHERE tbl = 'custom_field' AND row_id = :id AND op = 'D' ORDER BY id DESC LIMIT 1"
            ),
            {"id": field_id},
        ).first()
    return (row.name, row.kind) if row else ("", FieldKind.TEXT.value)


def _fields(tbl: str, op: str, before: str | None, after: str | None) -> list[tuple[str, str, str, str]]:
    old: dict[str, Any] = json.loads(before) if before else {}
    new: dict[str, Any] = json.loads(after) if after else {}
    if op == "U":
        return [
            (tbl, name, _text(old[name]), _text(value))
            for name, value in new.items()
            if name not in _SILENT and old.get(name) != value
        ]
    return [(tbl, "*", _title(old), _title(new))]


def _title(row: dict[str, Any]) -> str:
    return next(
        (_text(row[name]) for name in ("name", "text", "value", "tag", "number", "why", "customer") if row.get(name)),
        "",
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)
