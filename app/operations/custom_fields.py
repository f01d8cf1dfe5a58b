"""The user's own fields: defined, changed and removed for all partners at once, and what a partner has in them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.domain.custom_fields import FieldDefinition, FieldKind, canonical, check_choices, check_field_name
from app.domain.errors import UserError
from app.domain.rolodex import CustomValue as Held
from app.persistence.tables import CustomField, CustomValue
from app.queries import custom_fields


def get(session: Session, field_id: int) -> CustomField:
    """The field's row; raises ``UserError`` when it is gone."""
    field = session.get(CustomField, field_id)
    if field is None:
        raise UserError("field_gone", "This field is no longer in the book.")
    return field


def define(session: Session, name: str, kind: FieldKind, choices: Iterable[str] = ()) -> int:
    """A new field, after those there are; returns its id. Raises ``UserError`` for a name that is taken."""
    last = session.scalar(select(func.max(CustomField.position)))
    field = CustomField(
        uid=str(uuid.uuid4()),
        name=_free_name(session, name, None),
        kind=kind.value,
        choices=list(check_choices(kind, choices)),
        position=0 if last is None else last + 1,
    )
    session.add(field)
    session.flush()
    return field.id


def rename(session: Session, field_id: int, name: str) -> None:
    """Call a field something else."""
    get(session, field_id).name = _free_name(session, name, field_id)


def change(session: Session, field_id: int, name: str, kind: FieldKind, choices: Iterable[str] = ()) -> None:
    """Give a field another name, kind or choices, and bring the values there are into the form of that kind.

    Raises ``UserError`` where a value does not fit it, saying how many do not: then nothing is changed.
    """
    field = get(session, field_id)
    rename(session, field_id, name)
    wanted = FieldDefinition(field.uid, field.name, kind, check_choices(kind, choices), field_id)
    if (field.kind, tuple(field.choices)) != (kind.value, wanted.choices):
        _bring_to(session, wanted)
        field.kind, field.choices = kind.value, list(wanted.choices)
    session.flush()


def move(session: Session, field_id: int, step: int) -> None:
    """Put a field one place on (``step`` 1) or back (-1); at the end of the list it stays."""
    fields = list(session.scalars(select(CustomField).order_by(CustomField.position, CustomField.id)))
    place = fields.index(get(session, field_id))
    if 0 <= place + step < len(fields):
        fields.insert(place + step, fields.pop(place))
    for position, field in enumerate(fields):
        field.position = position


def remove(session: Session, field_id: int) -> int:
    """Take a field out of the book with all that stands in it; returns how many partners had a value."""
    field = get(session, field_id)
    had = session.scalar(select(func.count()).where(CustomValue.field_id == field_id)) or 0
    session.execute(delete(CustomValue).where(CustomValue.field_id == field_id))
    session.delete(field)
    return had


def save_values(session: Session, partner_id: int, held: Sequence[Held]) -> None:
    """Make what stands in a partner's own fields what ``held`` says; a field that it does not name becomes empty.

    Raises ``UserError`` for a field that is gone and for a value that does not fit its field.
    """
    kept = {row.field_id: row for row in session.scalars(select(CustomValue).filter_by(partner_id=partner_id))}
    if not kept and not held:
        return
    wanted = _checked(session, held)
    for field_id, row in kept.items():
        if field_id not in wanted:
            session.delete(row)
        elif row.value != wanted[field_id]:
            row.value = wanted[field_id]
    session.add_all(
        CustomValue(partner_id=partner_id, field_id=field_id, value=value)
        for field_id, value in wanted.items()
        if field_id not in kept
    )


def ids_by_uid(session: Session) -> dict[str, int]:
    """The ids of all fields, by their uids."""
    return {row.uid: row.id for row in session.execute(select(CustomField.uid, CustomField.id))}


def _checked(session: Session, held: Sequence[Held]) -> dict[int, str]:
    known = {each.uid: each for each in custom_fields.definitions(session)}
    checked: dict[int, str] = {}
    for each in held:
        definition = known.get(each.field)
        if definition is None or definition.id is None:
            raise UserError("field_gone", "This field is no longer in the book.")
        if value := canonical(definition, each.value):
            checked[definition.id] = value
    return checked


def _bring_to(session: Session, wanted: FieldDefinition) -> None:
    """Bring all values of a field into the form of another kind, or of other choices."""
    changed: list[dict[str, object]] = []
    unfit: list[str] = []
    count = 0
    rows = session.execute(select(CustomValue.id, CustomValue.value).where(CustomValue.field_id == wanted.id))
    for row_id, value in rows.all():
        count += 1
        try:
            becomes = canonical(wanted, value)
        except UserError:
            unfit.append(value)
            continue
        if becomes != value:
            changed.append({"id": row_id, "value": becomes})
    if unfit:
        raise UserError(
            "field_values_unfit",
            "“{field}” stays as it is: {n} of its {count} values would not fit, such as “{value}”.",
            field=wanted.name,
            n=len(unfit),
            count=count,
            value=unfit[0],
        )
    if changed:
        session.execute(update(CustomValue), changed)


def _free_name(session: Session, name: str, own: int | None) -> str:
    wanted = check_field_name(name)
    names = session.execute(select(CustomField.id, CustomField.name))
    if any(taken.casefold() == wanted.casefold() for field_id, taken in names if field_id != own):
        raise UserError("field_name", "There is a field called “{name}” already.", name=wanted)
    return wanted
