"""What stands on a partner's card, as a form or an import gives it, checked and brought into comparable form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from app.domain.errors import UserError
from app.domain.partners import Kind, PointKind, Status, digits

MAX_NAME: Final = 300
MAX_TEXT: Final = 100_000

_EMAIL: Final = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+")
# It stands at the beginning of a line of a payment file, where other signs would be taken for a formula.
_PAYPAL: Final = re.compile(r"\w[^\s@<>,;\"]*@[^\s@<>,;\"]+")
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
            return digits(text.replace("(0)", "")).lstrip("0") or text.casefold()
        return re.sub(r"^([a-z]+://)?(www\.)?|/+$", "", text.casefold())


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
    uid: str = ""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class CustomValue:
    """What stands in one of the user's own fields: the uid of the field, and the value in the form that is kept."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class PartnerFields:
    """All that a partner's form holds. ``code`` empty asks for one made from the name.

    Paid to: ``account_holder`` (empty for the partner's own name), ``iban``, ``bic``; ``paypal`` is an e-mail address.
    """

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
    account_holder: str = ""
    iban: str = ""
    bic: str = ""
    paypal: str = ""
    custom: tuple[CustomValue, ...] = ()


# What Persian spelling, joined emoji and text in two directions are made of; other invisible characters are dropped.
_JOINERS: Final = "\u200c\u200d\u200e\u200f"


def one_line(text: str) -> str:
    """Text for a single-line field: control characters and runs of white space become one space."""
    if not text:  # most fields of most records
        return text
    if text.isprintable():
        return " ".join(text.split())
    return " ".join("".join(_in_a_line(c) for c in text).split()).strip(_JOINERS + " ")


def _in_a_line(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    category = unicodedata.category(character)
    if category in {"Cn", "Co"}:  # assigned since this Python, or by a font
        return character
    return "" if category in {"Cf", "Cs"} else " "


def many_lines(text: str) -> str:
    """Text for a field of several lines: line ends unified, other control characters dropped."""
    if not text:
        return text
    if text.isprintable():
        return text.strip()
    return "".join(c for c in "\n".join(text.splitlines()) if c in "\n\t" or _is_kept(c)).strip()


def _is_kept(character: str) -> bool:
    return character.isprintable() or character in _JOINERS or unicodedata.category(character) in {"Cn", "Co", "Zs"}


def _notes(text: str) -> str:
    notes = many_lines(text)
    if len(notes) > MAX_TEXT:
        raise UserError("text_too_long", "The notes are longer than {most} characters.", most=MAX_TEXT)
    return notes


def _name(text: str, what: str) -> str:
    name = one_line(text)
    if not name:
        raise UserError("name_missing", "Give the {what} a name.", what=what)
    if len(name) > MAX_NAME:
        raise UserError("name_too_long", "The name is longer than {most} characters.", most=MAX_NAME)
    return name


def _point(point: Point) -> Point:
    value = point.value
    if point.kind is PointKind.EMAIL and not _EMAIL.fullmatch(value):
        raise UserError("email_invalid", "“{value}” is not an e-mail address.", value=value)
    return point


def _points(points: Iterable[Point]) -> tuple[Point, ...]:
    return tuple(_point(tidied) for point in points if (tidied := _tidied(point)).value)


def _tidied(point: Point) -> Point:
    value, label = one_line(point.value), one_line(point.label)
    is_tidy = value == point.value and label == point.label
    return point if is_tidy else replace(point, value=value, label=label)


def _address(address: PostalAddress) -> PostalAddress:
    return PostalAddress(
        street=many_lines(address.street),
        city=one_line(address.city),
        region=one_line(address.region),
        postal_code=one_line(address.postal_code),
        country=one_line(address.country),
        label=one_line(address.label),
        id=address.id,
    )


def _is_said(person: PersonFields) -> bool:
    """Whether anything is said of the person: an empty line of a form is dropped, and no more than that."""
    said = (person.name, person.role, person.birthday, person.notes, *(point.value for point in person.points))
    return any(one_line(text) for text in said)


def check_paypal(text: str) -> str:
    """The e-mail address of a PayPal account, or nothing; raises ``UserError`` for what is none."""
    address = one_line(text)
    if address and not _PAYPAL.fullmatch(address):
        raise UserError("paypal_invalid", "“{value}” is not the e-mail address of a PayPal account.", value=address)
    return address


def _holder(text: str) -> str:
    holder = one_line(text)
    if len(holder) > MAX_NAME:
        raise UserError("holder_too_long", "The account holder is longer than {most} characters.", most=MAX_NAME)
    return holder


def check_person(person: PersonFields) -> PersonFields:
    """The person with its text tidied; raises ``UserError`` naming what cannot be kept."""
    return replace(
        person,
        name=_name(person.name, "person"),
        role=one_line(person.role),
        points=_points(person.points),
        birthday=one_line(person.birthday),
        notes=_notes(person.notes),
    )


def check_code(code: str) -> str:
    """A partner code in capitals; raises ``UserError`` when it could not be typed into a form or a link."""
    upper = code.strip().upper()
    if not _CODE.fullmatch(upper):
        raise UserError(
            "code_invalid", "The code “{code}” may have letters A–Z, digits, - and _ only, at most 32.", code=code
        )
    return upper


def check_cadence(days: int | str) -> int:
    """The days of a rhythm of contact, also written as text; raises ``UserError`` when there can be no such rhythm."""
    found = days if isinstance(days, int) else int(days) if re.fullmatch(r"[0-9]{1,4}", days) else 0
    if not 1 <= found <= 3650:
        raise UserError("cadence_invalid", "The rhythm of contact must be between 1 and 3650 days.")
    return found


def check_partner(fields: PartnerFields) -> PartnerFields:
    """The fields with their text tidied; raises ``UserError`` naming what cannot be kept.

    Whether IBAN and BIC are such numbers is not looked into here: that takes the registers of banks. Nor is what
    stands in the user's own fields: that takes their definitions.
    """
    if fields.cadence_days is not None:
        check_cadence(fields.cadence_days)
    tags: dict[str, str] = {}
    for tag in filter(None, map(one_line, fields.tags)):
        tags.setdefault(tag.casefold(), tag)
    return replace(
        fields,
        name=_name(fields.name, "partner"),
        code=check_code(fields.code) if fields.code.strip() else "",
        tier=one_line(fields.tier),
        language=one_line(fields.language),
        best_time=one_line(fields.best_time),
        pay_method=one_line(fields.pay_method),
        source=one_line(fields.source),
        notes=_notes(fields.notes),
        uid=one_line(fields.uid),
        tags=tuple(tags.values()),
        points=_points(fields.points),
        addresses=tuple(address for address in map(_address, fields.addresses) if address.lines),
        people=tuple(check_person(person) for person in fields.people if _is_said(person)),
        account_holder=_holder(fields.account_holder),
        iban=one_line(fields.iban),
        bic=one_line(fields.bic),
        paypal=check_paypal(fields.paypal),
        custom=tuple({held.field: held for held in fields.custom if held.value}.values()),
    )
