"""From an outside file's draft to what a partner's form holds, and two such put together without losing anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.domain.errors import UserError
from app.domain.partners import PointKind, sort_key
from app.domain.rolodex import CustomValue, PartnerFields, PersonFields, Point, PostalAddress, check_code
from app.exchange.drafts import PartnerDraft, PersonDraft


def landed(draft: PartnerDraft, defaults: PartnerFields, source: str) -> PartnerFields:
    """The draft as a partner's form would hold it; what had no field of its own goes to the notes, with its label."""
    extra = "\n".join(f"{point.label}: {point.value}" if point.label else point.value for point in draft.extra)
    code = draft.code
    try:
        code = check_code(code) if code else ""
    except UserError:
        extra, code = "\n".join(part for part in (extra, f"Code: {draft.code}") if part), ""
    return PartnerFields(
        name=draft.name,
        kind=draft.kind or defaults.kind,
        status=draft.status or defaults.status,
        code=code,
        tier=draft.tier,
        notes="\n\n".join(part for part in (draft.notes, extra) if part),
        source=source,
        uid="" if draft.people else draft.uid,
        tags=draft.tags,
        points=tuple(
            [Point(PointKind.EMAIL, p.value, p.label) for p in draft.emails]
            + [Point(PointKind.PHONE, p.value, p.label) for p in draft.phones]
            + [Point(PointKind.WEBSITE, p.value, p.label) for p in draft.websites]
        ),
        addresses=tuple(
            PostalAddress(a.street, a.city, a.region, a.postcode, a.country, a.label) for a in draft.addresses
        ),
        people=tuple(_person(person, "" if place else draft.uid) for place, person in enumerate(draft.people)),
        custom=tuple(CustomValue(held.field, held.value) for held in draft.custom),
    )


def _person(draft: PersonDraft, uid: str) -> PersonFields:
    """The person; the record's own id goes with the first, so that importing it again finds it."""
    return PersonFields(
        name=draft.name,
        role=draft.role,
        points=tuple(
            [Point(PointKind.EMAIL, p.value, p.label) for p in draft.emails]
            + [Point(PointKind.PHONE, p.value, p.label) for p in draft.phones]
        ),
        birthday=draft.birthday,
        notes=draft.notes,
        uid=uid,
    )


def merged(kept: PartnerFields, new: PartnerFields, fields: Mapping[str, str]) -> PartnerFields:
    """``kept`` with everything that ``new`` adds: nothing that was there is lost or overwritten.

    ``fields`` are the names of the user's own fields by their uids: of two values that differ, the new one goes to
    the notes under the name of its field.
    """
    reachable = {(p.kind, p.normalised) for p in kept.points}
    reachable |= {(p.kind, p.normalised) for person in kept.people for p in person.points}
    points = tuple(p for p in new.points if (p.kind, p.normalised) not in reachable)
    known = {address.lines for address in kept.addresses}
    notes = kept.notes if new.notes in kept.notes else "\n\n".join(x for x in (kept.notes, new.notes) if x)
    held = {value.field: value for value in kept.custom}
    others = [value for value in new.custom if value != held.setdefault(value.field, value)]
    lines = [f"{fields.get(value.field, value.field)}: {value.value}" for value in others]
    added = "\n".join(line for line in lines if line not in notes.splitlines())
    return replace(
        kept,
        tier=kept.tier or new.tier,
        notes="\n\n".join(part for part in (notes, added) if part),
        tags=kept.tags + new.tags,
        points=kept.points + points,
        addresses=kept.addresses + tuple(a for a in new.addresses if a.lines not in known),
        people=_merged_people(kept.people, new.people, reachable),
        custom=tuple(held.values()),
    )


def _merged_people(
    kept: tuple[PersonFields, ...], new: tuple[PersonFields, ...], reachable: set[tuple[PointKind, str]]
) -> tuple[PersonFields, ...]:
    people = list(kept)
    for person in new:
        fresh = tuple(p for p in person.points if (p.kind, p.normalised) not in reachable)
        same = next((i for i, other in enumerate(people) if sort_key(other.name) == sort_key(person.name)), None)
        if same is None:
            people.append(replace(person, points=fresh))
        else:
            other = people[same]
            people[same] = replace(
                other,
                role=other.role or person.role,
                birthday=other.birthday or person.birthday,
                notes=other.notes if person.notes in other.notes else f"{other.notes}\n{person.notes}".strip(),
                points=other.points + fresh,
            )
    return tuple(people)
