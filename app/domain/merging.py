"""Two cards of one partner put together: field by field, and nothing that either of them says is thrown away."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any, Final

from app.domain.custom_fields import OWN
from app.domain.partners import PointKind, sort_key
from app.domain.rolodex import CustomValue, PartnerFields, PersonFields

CHOSEN: Final = (
    *("name", "kind", "status", "code", "tier", "language", "cadence_days", "best_time"),
    *("pay_method", "account_holder", "iban", "bic", "paypal"),
)
"""Fields of which a partner has one: where both cards say something, one of them gives way."""

FILED: Final = tuple(name for name in CHOSEN if name not in ("kind", "status"))
"""Those of them that a record from a file says on purpose; its kind and status are mostly what the import was told."""

Say = Callable[[str, str], str]
"""How a value that gave way is written into the notes, by the name of its field: ``Tier: Silver``."""


def differing(kept: PartnerFields, other: PartnerFields) -> tuple[str, ...]:
    """The fields of ``CHOSEN``, and the user's own, about which both say something, and not the same."""
    found = [name for name in CHOSEN if _said(kept, name) and _said(other, name) and _differs(kept, other, name)]
    held = {value.field: value.value for value in kept.custom}
    own = [OWN + value.field for value in other.custom if held.get(value.field, value.value) != value.value]
    return (*found, *own)


def merged(
    kept: PartnerFields,
    other: PartnerFields,
    say: Say,
    from_other: Collection[str] = (),
    chosen: Collection[str] = CHOSEN,
    heading: str = "",
    own: Mapping[str, str] = {},
) -> PartnerFields:
    """``kept`` with everything that ``other`` adds.

    Of the fields ``chosen`` and the user's own, those named in ``from_other`` are taken from the other card, and so
    are those that ``kept`` leaves empty; what gives way is written into the notes, below ``heading``. People of the
    same name become one; ways to be reached, addresses and tags are joined. ``own`` are the names of the user's own
    fields by their uids.
    """
    left = [
        say(name, str(getattr(kept if name in from_other else other, name)))
        for name in differing(kept, other)
        if name in chosen and not (name == "name" and _is_somebody(kept, other, name in from_other))
    ]
    custom, given_way = _merged_custom(kept, other, from_other)
    left += [f"{own.get(value.field, value.field)}: {value.value}" for value in given_way]
    reachable = {(point.kind, point.normalised) for point in kept.points}
    reachable |= {(point.kind, point.normalised) for person in kept.people for point in person.points}
    lines = {address.lines for address in kept.addresses}
    return replace(
        kept,
        **{name: _one(kept, other, name, name in from_other) for name in chosen},
        source=kept.source or other.source,
        notes=_joined(kept.notes, other.notes, "\n".join(_fresh(kept.notes, left, heading))),
        tags=kept.tags + other.tags,
        points=kept.points + tuple(p for p in other.points if (p.kind, p.normalised) not in reachable),
        addresses=kept.addresses + tuple(address for address in other.addresses if address.lines not in lines),
        people=_merged_people(kept.people, other.people, reachable, say),
        custom=custom,
    )


def same_people(kept: PartnerFields, other: PartnerFields) -> dict[int, int]:
    """Who of ``other`` becomes whom of ``kept`` when the two are merged, by their ids."""
    found: dict[int, int] = {}
    for person in other.people:
        place = _place_of(person, kept.people)
        if place is not None and person.id is not None and (of := kept.people[place].id) is not None:
            found[person.id] = of
    return found


def _said(fields: PartnerFields, name: str) -> bool:
    return getattr(fields, name) not in ("", None)


def _differs(kept: PartnerFields, other: PartnerFields, name: str) -> bool:
    ours, theirs = str(getattr(kept, name)), str(getattr(other, name))
    return ours.casefold() != theirs.casefold()


def _one(kept: PartnerFields, other: PartnerFields, name: str, theirs: bool) -> Any:
    takes_other = _said(other, name) and (theirs or not _said(kept, name))
    return getattr(other if takes_other else kept, name)


def _merged_custom(
    kept: PartnerFields, other: PartnerFields, from_other: Collection[str]
) -> tuple[tuple[CustomValue, ...], list[CustomValue]]:
    """What stands in the user's own fields afterwards, and what gave way."""
    held = {value.field: value for value in kept.custom}
    given_way = []
    for value in other.custom:
        known = held.setdefault(value.field, value)
        if known.value != value.value:
            takes_other = OWN + value.field in from_other
            given_way.append(known if takes_other else value)
            held[value.field] = value if takes_other else known
    return tuple(held.values()), given_way


def _is_somebody(kept: PartnerFields, other: PartnerFields, gives_way: bool) -> bool:
    """Whether the name that gives way is that of a person on one of the cards, and so is kept there."""
    key = sort_key((kept if gives_way else other).name)
    return any(sort_key(person.name) == key for person in (*kept.people, *other.people))


def _fresh(notes: str, left: list[str], heading: str) -> list[str]:
    """What gave way and is not in the notes yet, below the heading."""
    known = set(notes.splitlines())
    fresh = [line for line in left if line not in known]
    return [heading, *fresh] if fresh and heading else fresh


def _joined(*notes: str) -> str:
    """Notes one below the other; none that an earlier one holds already."""
    together = ""
    for note in notes:
        if note not in together:
            together = f"{together}\n\n{note}" if together else note
    return together


def _place_of(person: PersonFields, people: Collection[PersonFields]) -> int | None:
    key = sort_key(person.name)
    return next((place for place, other in enumerate(people) if sort_key(other.name) == key), None)


def _merged_people(
    kept: tuple[PersonFields, ...],
    others: tuple[PersonFields, ...],
    reachable: set[tuple[PointKind, str]],
    say: Say,
) -> tuple[PersonFields, ...]:
    people = list(kept)
    for person in others:
        points = tuple(point for point in person.points if (point.kind, point.normalised) not in reachable)
        place = _place_of(person, people)
        if place is None:
            people.append(replace(person, points=points))
            continue
        known = people[place]
        left = [
            say(name, theirs)
            for name, ours, theirs in (
                ("role", known.role, person.role),
                ("birthday", known.birthday, person.birthday),
            )
            if ours and theirs and ours != theirs
        ]
        people[place] = replace(
            known,
            role=known.role or person.role,
            birthday=known.birthday or person.birthday,
            notes=_joined(known.notes, person.notes, "\n".join(_fresh(known.notes, left, ""))),
            points=known.points + points,
        )
    return tuple(people)
