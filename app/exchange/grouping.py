"""Putting the people of one organisation under one partner, within one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from app.exchange.drafts import PartnerDraft, Point
from app.exchange.keys import name_key

T = TypeVar("T")


def group_by_organisation(drafts: Sequence[PartnerDraft]) -> list[PartnerDraft]:
    """The drafts with the people of one organisation under one partner, at the place of its first record.

    What the later records say of the organisation is added to the first: e-mails, phones, websites, addresses, tags
    and further values that it does not have yet; their notes are put below its own.
    """
    groups: dict[str, int] = {}
    found: list[PartnerDraft] = []
    for draft in drafts:
        key = name_key(draft.organisation) if draft.organisation else ""
        if key and key in groups:
            place = groups[key]
            found[place] = merged(found[place], draft)
            continue
        if key:
            groups[key] = len(found)
        found.append(draft)
    return found


def merged(first: PartnerDraft, second: PartnerDraft) -> PartnerDraft:
    """``first`` with all that ``second`` has beyond it; where both have a single value, that of ``first`` stays."""
    held = {value.field: value for value in first.custom}
    others = tuple(value for value in second.custom if value != held.setdefault(value.field, value))
    notes = [first.notes] + ([second.notes] if second.notes and second.notes not in first.notes else [])
    return replace(
        first,
        kind=first.kind or second.kind,
        status=first.status or second.status,
        code=first.code or second.code,
        tier=first.tier or second.tier,
        uid=first.uid or second.uid,
        photo=first.photo or second.photo,
        websites=_union(first.websites, second.websites),
        emails=_union(first.emails, second.emails),
        phones=_union(first.phones, second.phones),
        addresses=_union(first.addresses, second.addresses),
        tags=_union(first.tags, second.tags),
        people=_union(first.people, second.people),
        extra=_union(first.extra, (*second.extra, *(Point(value.value, value.name) for value in others))),
        custom=tuple(held.values()),
        notes="\n\n".join(note for note in notes if note),
    )


def _union(first: tuple[T, ...], second: tuple[T, ...]) -> tuple[T, ...]:
    return (*first, *(item for item in second if item not in first))
