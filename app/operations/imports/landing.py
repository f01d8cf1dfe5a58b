"""From an outside file's draft to what a partner's form holds, and two such put together without losing anything."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain import merging
from app.domain.errors import UserError
from app.domain.partners import PointKind
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
    """``kept`` with everything that ``new`` adds: nothing that was there is lost or overwritten, and what ``new`` says
    otherwise goes to the notes. ``fields`` are the names of the user's own fields by their uids."""
    return merging.merged(kept, new, as_note, chosen=merging.FILED, own=fields)


def as_note(name: str, value: str) -> str:
    """How a value that gave way is written into the notes: in English, so that a later import knows it again."""
    return f"{name.replace('_', ' ').capitalize()}: {value}"
