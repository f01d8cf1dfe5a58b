"""From an outside file's draft to what a partner's form holds, and two such put together without losing anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from app.domain import merging
from app.domain.errors import UserError
from app.domain.partners import PointKind
from app.domain.rolodex import (
    CustomValue,
    PartnerFields,
    PersonFields,
    Point,
    PostalAddress,
    check_cadence,
    check_code,
    check_paypal,
)
from app.exchange import drafts
from app.exchange.drafts import PartnerDraft, PersonDraft
from app.operations.bank_details import check_bic, check_iban


def landed(draft: PartnerDraft, defaults: PartnerFields, source: str) -> PartnerFields:
    """The draft as a partner's form would hold it; what had no field of its own goes to the notes, with its label.

    So does a code, an account or a rhythm that cannot be one.
    """
    told = draft.particulars
    texts = {name: getattr(told, name) for name in ("cadence_days", "iban", "bic", "paypal")}
    checked, refused = _checked({"code": draft.code, **texts})
    extra = [f"{point.label}: {point.value}" if point.label else point.value for point in draft.extra]
    return PartnerFields(
        name=draft.name,
        kind=draft.kind or defaults.kind,
        status=draft.status or defaults.status,
        tier=draft.tier,
        language=told.language,
        best_time=told.best_time,
        pay_method=told.pay_method,
        account_holder=told.account_holder,
        notes="\n\n".join(part for part in (draft.notes, "\n".join(extra + refused)) if part),
        source=told.source or source,
        uid=told.uid or ("" if draft.people else draft.uid),
        tags=draft.tags,
        points=_points(draft),
        addresses=tuple(
            PostalAddress(a.street, a.city, a.region, a.postcode, a.country, a.label) for a in draft.addresses
        ),
        people=tuple(_person(person, "" if place else draft.uid) for place, person in enumerate(draft.people)),
        custom=tuple(CustomValue(held.field, held.value) for held in draft.custom),
        **checked,
    )


_CHECKS: Final[Mapping[str, Callable[[str], Any]]] = {
    "code": check_code,
    "cadence_days": check_cadence,
    "iban": check_iban,
    "bic": check_bic,
    "paypal": check_paypal,
}


def _checked(told: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """What can be kept of these fields, and lines for the notes about what cannot."""
    kept: dict[str, Any] = {}
    refused = []
    for name, text in told.items():
        try:
            if text:
                kept[name] = _CHECKS[name](text)
        except UserError:
            refused.append(as_note(name, text))
    return kept, refused


def _points(draft: PartnerDraft | PersonDraft) -> tuple[Point, ...]:
    kinds: Iterable[tuple[PointKind, tuple[drafts.Point, ...]]] = (
        (PointKind.EMAIL, draft.emails),
        (PointKind.PHONE, draft.phones),
        (PointKind.WEBSITE, draft.websites),
        (PointKind.OTHER, draft.others),
    )
    return tuple([Point(kind, point.value, point.label) for kind, points in kinds for point in points])


def _person(draft: PersonDraft, uid: str) -> PersonFields:
    """The person; the record's own id goes with the first, so that importing it again finds it."""
    return PersonFields(
        name=draft.name,
        role=draft.role,
        points=_points(draft),
        birthday=draft.birthday,
        notes=draft.notes,
        uid=draft.uid or uid,
    )


def merged(kept: PartnerFields, new: PartnerFields, fields: Mapping[str, str]) -> PartnerFields:
    """``kept`` with everything that ``new`` adds: nothing that was there is lost or overwritten, and what ``new`` says
    otherwise goes to the notes. ``fields`` are the names of the user's own fields by their uids."""
    return merging.merged(kept, new, as_note, chosen=merging.FILED, own=fields)


def as_note(name: str, value: str) -> str:
    """How a value that gave way is written into the notes: in English, so that a later import knows it again."""
    return f"{name.replace('_', ' ').capitalize()}: {value}"
