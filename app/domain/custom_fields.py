"""Fields that the user gives to all partners, and what can stand in them.

A value is kept in a form that does not depend on a language: ``1234.5``, ``2027-02-01``, ``yes``, a choice as it is
spelled in its field, a link with its scheme.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from app.domain.errors import UserError
from app.domain.rolodex import one_line

MAX_FIELD_NAME: Final = 80
MAX_VALUE: Final = 1000
MAX_CHOICES: Final = 200
MAX_NUMBER_DIGITS: Final = 15
"""So many digits a workbook keeps too."""


OWN: Final = "custom:"
"""Before the uid of one of these fields, where fields of partners are named: ``custom:8f0c…``."""


class FieldKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YESNO = "yesno"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """A field of the user's. Only one of the kind ``choice`` has choices; ``id`` is set once it is in the book."""

    uid: str
    name: str
    kind: FieldKind
    choices: tuple[str, ...] = ()
    id: int | None = None

    @property
    def key(self) -> str:
        """What it is called where fields of partners are named."""
        return OWN + self.uid


# The columns of an export, by which importing knows them again: a field of the same name would be taken for them.
_TAKEN_NAMES: Final = frozenset(
    """partner name organisation code kind status tier tag tags e-mail e-mails email emails phone phones telephone
    website websites address addresses notes uid language source iban bic paypal""".split()
) | {"cadence days", "best time", "pay method", "account holder", "other ways"}
_TAKEN_BEGINNINGS: Final = re.compile(r"(person|address) \d+( - .*)?|(e-mail|phone|website|other) labels")
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?|[+-]?\.[0-9]+")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YES: Final = frozenset("yes y true 1 x ja j oui sí si da tak はい 是".split())
_NO: Final = frozenset("no n false 0 nein non nej não nie いいえ 否".split())
_WEB: Final = re.compile(r"https?://[^\s/?#@]+([/?#]\S*)?", re.IGNORECASE)
_MAIL: Final = re.compile(r"[^\s@<>,;\"?&:/]+@[^\s@<>,;\"?&:/]+\.[^\s@<>,;\"?&:/]+")
_HOST: Final = re.compile(r"([\w-]+\.)+[^\W\d_]{2,}(:[0-9]{1,5})?([/?#]\S*)?")


def folded_name(name: str) -> str:
    """A name as it is compared: two fields never differ by capitals alone."""
    return one_line(name).casefold()


def check_field_name(name: str) -> str:
    """The name tidied; raises ``UserError`` for one that is empty, too long, or of something every partner has."""
    wanted = one_line(name)
    if not wanted:
        raise UserError("field_name", "Give the field a name.")
    if len(wanted) > MAX_FIELD_NAME:
        raise UserError("field_name", "The name of a field has at most {most} characters.", most=MAX_FIELD_NAME)
    if wanted.casefold() in _TAKEN_NAMES or _TAKEN_BEGINNINGS.fullmatch(wanted.casefold()):
        raise UserError("field_name", "Every partner has “{name}” already. Choose another name.", name=wanted)
    return wanted


def check_choices(kind: FieldKind, choices: Iterable[str]) -> tuple[str, ...]:
    """The choices tidied, none twice; raises ``UserError`` when a field of choices has none, or too many."""
    if kind is not FieldKind.CHOICE:
        return ()
    tidied: dict[str, str] = {}
    for choice in filter(None, map(one_line, choices)):
        tidied.setdefault(choice.casefold(), choice)
    if not tidied:
        raise UserError("field_choices", "Say what can be chosen, a line for each choice.")
    if len(tidied) > MAX_CHOICES:
        raise UserError("field_choices", "A field has at most {most} choices.", most=MAX_CHOICES)
    if any(len(choice) > MAX_VALUE for choice in tidied.values()):
        raise UserError("field_choices", "A choice has at most {most} characters.", most=MAX_VALUE)
    return tuple(tidied.values())


def canonical(definition: FieldDefinition, text: str) -> str:
    """What ``text``, written without regard to a language, is kept as; empty for nothing.

    Raises ``UserError`` with the code ``field_value`` where it does not fit the kind of the field.
    """
    value = one_line(text)
    if not value:
        return ""
    if len(value) > MAX_VALUE:
        raise _unfit(definition, value, "“{field}” holds at most {most} characters.", most=MAX_VALUE)
    match definition.kind:
        case FieldKind.NUMBER:
            return _number(definition, value)
        case FieldKind.DATE:
            return _day(definition, value)
        case FieldKind.CHOICE:
            return _choice(definition, value)
        case FieldKind.YESNO:
            return _yes_or_no(definition, value)
        case FieldKind.LINK:
            return _link(definition, value)
    return value


def number_text(number: Decimal) -> str:
    """A number as it is kept: digits, a point where it needs one, nothing idle."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _unfit(definition: FieldDefinition, value: str, sentence: str, **more: object) -> UserError:
    shown = value if len(value) <= 80 else value[:79] + "…"
    return UserError("field_value", sentence, value=shown, field=definition.name, **more)


def _number(definition: FieldDefinition, value: str) -> str:
    plain = value.replace("\u2212", "-")
    if not _NUMBER.fullmatch(plain):
        raise _unfit(definition, value, "“{value}” is not a number, as “{field}” asks for.")
    text = number_text(Decimal(plain))
    if len(re.sub(r"\D", "", text).strip("0")) > MAX_NUMBER_DIGITS or len(text) > 2 * MAX_NUMBER_DIGITS:
        raise _unfit(
            definition,
            value,
            "“{value}” has more than {most} digits; “{field}” is for numbers.",
            most=MAX_NUMBER_DIGITS,
        )
    return text


def _day(definition: FieldDefinition, value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat() if _DAY.fullmatch(value) else _no_day(definition, value)
    except ValueError:
        return _no_day(definition, value)


def _no_day(definition: FieldDefinition, value: str) -> str:
    raise _unfit(definition, value, "“{value}” is not a date, as “{field}” asks for.")


def _choice(definition: FieldDefinition, value: str) -> str:
    for choice in definition.choices:
        if choice.casefold() == value.casefold():
            return choice
    raise _unfit(definition, value, "“{value}” is not among the choices of “{field}”.")


def _yes_or_no(definition: FieldDefinition, value: str) -> str:
    word = value.casefold()
    if word in _YES or word in _NO:
        return "yes" if word in _YES else "no"
    raise _unfit(definition, value, "“{value}” is neither yes nor no, as “{field}” asks for.")


def _link(definition: FieldDefinition, value: str) -> str:
    """Only what a browser or a mail program opens: a page of the web, or an address to write to."""
    if value[:7].casefold() == "mailto:":
        if _MAIL.fullmatch(value[7:]):
            return "mailto:" + value[7:]
    elif _WEB.fullmatch(value):
        scheme, _colon, rest = value.partition(":")
        return f"{scheme.lower()}:{rest}"
    elif _HOST.fullmatch(value):
        return "https://" + value
    elif _MAIL.fullmatch(value):
        return "mailto:" + value
    raise _unfit(definition, value, "“{value}” is not the address of a web page, as “{field}” asks for.")
