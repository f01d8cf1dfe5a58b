"""The partners of the book by what an imported record can be recognised by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.partners import fold
from app.exchange.drafts import PARTICULARS, Address, FieldValue, Particulars, PartnerDraft, PersonDraft, Point
from app.exchange.keys import name_key
from app.exchange.matching import HAS_PICTURE, Known
from app.queries.custom_fields import definitions
from app.queries.settings import home_region

_POINTS = "SELECT partner_id, person_id, kind, value, label FROM contact_point ORDER BY position, id"
# A card that was merged is known by its name, code and record number as the one it became part of.
_PARTNERS = "SELECT *, coalesce(merged_into_id, id) AS stands_for FROM partner ORDER BY merged_into_id IS NOT NULL, id"
_VALUES = (
    "SELECT v.partner_id, f.uid, f.name, v.value FROM custom_value v JOIN custom_field f ON f.id = v.field_id "
    "ORDER BY f.position, f.id"
)
_PEOPLE = "SELECT id, uid, partner_id, name, role, birthday, notes FROM person ORDER BY position, id"


@dataclass(slots=True)
class _Belongings:
    """What belongs to the partners, by their ids."""

    points: dict[tuple[int, int | None, str], list[Point]] = field(default_factory=dict)
    people: dict[int, list[PersonDraft]] = field(default_factory=dict)
    addresses: dict[int, list[Address]] = field(default_factory=dict)
    tags: dict[int, list[str]] = field(default_factory=dict)
    own: dict[int, list[FieldValue]] = field(default_factory=dict)

    def reach(self, partner: int, person: int | None, kind: str) -> tuple[Point, ...]:
        return tuple(self.points.get((partner, person, kind), ()))


def known(session: Session) -> Known:
    """The index that ``exchange.matching.propose`` looks drafts up in, over the whole book."""
    index = Known(home_region(session))
    belongings = _belongings(session, index)
    fields = {fold(each.name): each.uid for each in definitions(session)}
    for row in _all(session, _PARTNERS):
        draft = _draft(row, belongings)
        index.remember(draft, row.stands_for)
        index.values[row.stands_for].update(_said_in_notes(row.notes, fields))
        for person in draft.people:
            index.values[row.stands_for].update(_said_in_notes(person.notes, fields))
    for row in _all(session, "SELECT partner_id FROM attachment WHERE role = 'picture'"):
        index.values[row.partner_id].add(HAS_PICTURE)
    for row in _all(session, "SELECT partner_id, code FROM partner_code ORDER BY id"):
        index.codes.setdefault(row.code.upper(), row.partner_id)
    return index


def _belongings(session: Session, index: Known) -> _Belongings:
    found = _Belongings()
    for row in _all(session, _POINTS):
        found.points.setdefault((row.partner_id, row.person_id, row.kind), []).append(Point(row.value, row.label))
    for row in _all(session, _PEOPLE):
        found.people.setdefault(row.partner_id, []).append(
            PersonDraft(
                name=row.name,
                role=row.role,
                emails=found.reach(row.partner_id, row.id, "email"),
                phones=found.reach(row.partner_id, row.id, "phone"),
                birthday=row.birthday,
                notes=row.notes,
                websites=found.reach(row.partner_id, row.id, "website"),
                others=found.reach(row.partner_id, row.id, "other"),
            )
        )
        index.uids.setdefault(row.uid, row.partner_id)
    for row in _all(session, "SELECT * FROM address ORDER BY position, id"):
        found.addresses.setdefault(row.partner_id, []).append(
            Address(row.street, row.city, row.region, row.postal_code, row.country, row.label)
        )
    for row in _all(session, "SELECT partner_id, tag FROM partner_tag ORDER BY id"):
        found.tags.setdefault(row.partner_id, []).append(row.tag)
    for row in _all(session, _VALUES):
        found.own.setdefault(row.partner_id, []).append(FieldValue(row.uid, row.name, row.value))
    return found


def _draft(row: Any, belongings: _Belongings) -> PartnerDraft:
    """A partner of the book as a file would have it."""
    inside = tuple(belongings.people.get(row.id, ()))
    alone = len(inside) == 1 and inside[0].name == row.name
    return PartnerDraft(
        name=row.name,
        code=row.code,
        emails=belongings.reach(row.id, None, "email"),
        phones=belongings.reach(row.id, None, "phone"),
        websites=belongings.reach(row.id, None, "website"),
        addresses=tuple(belongings.addresses.get(row.id, ())),
        notes=row.notes,
        tags=tuple(belongings.tags.get(row.id, ())),
        tier=row.tier,
        organisation="" if alone else row.name,
        people=inside,
        uid=row.uid,
        custom=tuple(belongings.own.get(row.id, ())),
        others=belongings.reach(row.id, None, "other"),
        particulars=Particulars(**{name: str(getattr(row, name) or "") for name in PARTICULARS}),
    )


_SAID_AS: Final[dict[str, Callable[[str], str]]] = {
    "Name": lambda value: "name:" + name_key(value),
    "Role": lambda value: "role:" + fold(value),
    "Birthday": lambda value: "birthday:" + value,
}
"""How ``matching.values_of`` writes values that gave way in a merger, by their labels in the notes."""


_GAVE_WAY: Final = {name.replace("_", " ").capitalize(): name for name in PARTICULARS}


def _said_in_notes(notes: str, fields: dict[str, str]) -> Iterator[str]:
    """What an earlier import left in the notes: the record's own notes, then a line for each value without a field.

    ``fields`` are the uids of the user's own fields by their names: a second value of one stands there too.
    """
    paragraphs = notes.split("\n\n")
    for end in range(1, len(paragraphs)):
        yield "notes:" + fold("\n\n".join(paragraphs[:end]))
    for line in notes.splitlines():
        label, _colon, value = line.partition(": ")
        yield "extra:" + fold(value or line)
        if value and label in _GAVE_WAY:
            yield f"{_GAVE_WAY[label]}:{fold(value)}"
        if value and label in _SAID_AS:
            yield _SAID_AS[label](value)
        if value and fold(label) in fields:
            yield f"field:{fields[fold(label)]}:{fold(value)}"


def _all(session: Session, sql: str) -> Iterable[Any]:
    return session.execute(text(sql))
