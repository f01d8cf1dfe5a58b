"""What stands on a partner's card, as a form or an import gives it, checked and brought into comparable form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from app.domain.errors import UserError
from app.domain.partners import Kind, PointKind, Status

MAX_NAME: Final = 300
MAX_TEXT: Final = 100_000

_EMAIL: Final = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")
_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,31}")


@dataclass(frozen=True, slots=True)
class Point:
    """One way to reach somebody. ``id`` is set once it is in the book."""

    kind: PointKind
    value: str
    label: str = ""
    id: int | None = None

    @property
    def normalised(self) -> str:
        """The form in which two spellings of the same thing are equal."""
        text = self.value.strip()
        if self.kind is PointKind.EMAIL:
            return text.casefold()
        if self.kind is PointKind.PHONE:
            return "".join(c for c in text if c.isdigit()).lstrip("0")
        return re.sub(r"^[a-z]+://(www\.)?|/+$", "", text.casefold())


@dataclass(frozen=True, slots=True)
class PostalAddress:
    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    label: str = ""
    id: int | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The address as it stands on an envelope, without empty lines."""
        town = " ".join(part for part in (self.postal_code, self.city) if part)
        candidates = (*self.street.splitlines(), town, self.region, self.country)
        return tuple(line.strip() for line in candidates if line.strip())


@dataclass(frozen=True, slots=True)
class PersonFields:
    """Somebody at the partner's. The first person of a partner is the main contact."""

    name: str
    role: str = ""
    points: tuple[Point, ...] = ()
    birthday: str = ""
    notes: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class PartnerFields:
    """All that a partner's form holds. ``code`` empty asks for one made from the name."""

    name: str
    kind: Kind = Kind.REFERRAL
    status: Status = Status.ACTIVE
    code: str = ""
    tier: str = ""
    language: str = ""
    cadence_days: int | None = None
    best_time: str = ""
    pay_method: str = ""
    notes: str = ""
    source: str = ""
    uid: str = ""
    tags: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()
    addresses: tuple[PostalAddress, ...] = ()
    people: tuple[PersonFields, ...] = field(default=())


def one_line(text: str) -> str:
    """Text for a single-line field: control characters and runs of white space become one space."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def many_lines(text: str) -> str:
    """Text for a field of several lines: line ends unified, other control characters dropped."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in unified if c in "\n\t" or c.isprintable() or c in "\u200e\u200f\u200c\u200d").strip()


def _name(text: str, what: str) -> str:
    name = one_line(text)
    if not name:
        raise UserError("name_missing", "Give the {what} a name.", what=what)
    if len(name) > MAX_NAME:
        raise UserError("name_too_long", "The name is longer than {most} characters.", most=MAX_NAME)
    return name


def _point(point: Point) -> Point:
    value = one_line(point.value)
    if point.kind is PointKind.EMAIL and not _EMAIL.fullmatch(value):
        raise UserError("email_invalid", "“{value}” is not an e-mail address.", value=value)
    if point.kind is PointKind.PHONE and not any(c.isdigit() for c in value):
        raise UserError("phone_invalid", "“{value}” is not a telephone number.", value=value)
    return replace(point, value=value, label=one_line(point.label))


def _points(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple(_point(point) for point in points if point.value.strip())


def check_person(person: PersonFields) -> PersonFields:
    """The person with its text tidied; raises ``UserError`` naming what cannot be kept."""
    return replace(
        person,
        name=_name(person.name, "person"),
        role=one_line(person.role),
        points=_points(person.points),
        notes=many_lines(person.notes),
    )


def check_code(code: str) -> str:
    """A partner code in capitals; raises ``UserError`` when it could not be typed into a form or a link."""
    upper = code.strip().upper()
    if not _CODE.fullmatch(upper):
        raise UserError(
            "code_invalid", "The code “{code}” may have letters A–Z, digits, - and _ only, at most 32.", code=code
        )
    return upper


def check_partner(fields: PartnerFields) -> PartnerFields:
    """The fields with their text tidied; raises ``UserError`` naming what cannot be kept."""
    if fields.cadence_days is not None and not 1 <= fields.cadence_days <= 3650:
        raise UserError("cadence_invalid", "The rhythm of contact must be between 1 and 3650 days.")
    tags = dict.fromkeys(tag for tag in (one_line(tag) for tag in fields.tags) if tag)
    return replace(
        fields,
        name=_name(fields.name, "partner"),
        code=check_code(fields.code) if fields.code.strip() else "",
        tier=one_line(fields.tier),
        language=one_line(fields.language),
        best_time=one_line(fields.best_time),
        pay_method=one_line(fields.pay_method),
        source=one_line(fields.source),
        notes=many_lines(fields.notes)[:MAX_TEXT],
        tags=tuple({tag.casefold(): tag for tag in reversed(tags)}.values())[::-1],
        points=_points(fields.points),
        addresses=tuple(a for a in fields.addresses if a.lines),
        people=tuple(check_person(p) for p in fields.people if p.name.strip() or p.points or p.role.strip()),
    )
