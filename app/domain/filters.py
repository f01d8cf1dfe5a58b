"""Criteria by which partners are found: conditions on any field, combined, as people save them under a name."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from app.domain.custom_fields import OWN, FieldDefinition, FieldKind
from app.domain.errors import UserError
from app.domain.money import Money, check_currency
from app.domain.partners import Kind, Status, fold

MOST_CONDITIONS: Final = 50
LONGEST_VALUE: Final = 1000


class How(StrEnum):
    """How a field is held against the value of a condition."""

    CONTAINS = "contains"
    IS = "is"
    BEGINS = "begins"
    PRESENT = "present"
    """Anything is there at all; a condition that is either so or not needs no value either."""
    EQUALS = "equals"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    SINCE = "since"
    """On a day or later."""
    BEFORE = "before"
    LAST = "last"
    """Within so many days up to today."""
    NEXT = "next"
    """Within so many days from today on."""


class Sort(StrEnum):
    """What kind of thing stands in a field."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    DAY = "day"
    MONEY = "money"
    FACT = "fact"
    """Is so, or is not."""


HOWS: Final[dict[Sort, tuple[How, ...]]] = {
    Sort.TEXT: (How.CONTAINS, How.IS, How.BEGINS, How.PRESENT),
    Sort.CHOICE: (How.IS,),
    Sort.NUMBER: (How.AT_LEAST, How.AT_MOST, How.EQUALS, How.PRESENT),
    Sort.DAY: (How.LAST, How.NEXT, How.SINCE, How.BEFORE, How.PRESENT),
    Sort.MONEY: (How.AT_LEAST, How.AT_MOST),
    Sort.FACT: (How.PRESENT,),
}
"""What can be asked of each kind of field, the usual first."""

FIELDS: Final[dict[str, Sort]] = {
    **dict.fromkeys(("name", "code"), Sort.TEXT),
    **dict.fromkeys(("kind", "status"), Sort.CHOICE),
    **dict.fromkeys(("tier", "tag", "language"), Sort.TEXT),
    "cadence": Sort.NUMBER,
    **dict.fromkeys(("person", "email", "phone", "website"), Sort.TEXT),
    **dict.fromkeys(("city", "region", "country", "postcode"), Sort.TEXT),
    **dict.fromkeys(("added", "contacted", "due"), Sort.DAY),
    "quiet": Sort.FACT,
    **dict.fromkeys(("referrals", "won"), Sort.NUMBER),
    **dict.fromkeys(("sold", "owed"), Sort.MONEY),
    "terms": Sort.FACT,
    **dict.fromkeys(("source", "notes"), Sort.TEXT),
}
"""The fields of every book, in the order in which they are offered."""

CHOICES: Final[dict[str, tuple[str, ...]]] = {"kind": tuple(Kind), "status": tuple(Status)}

_DAYS: Final = frozenset({How.SINCE, How.BEFORE})
_COUNTS: Final = frozenset({How.LAST, How.NEXT})
_SIZES: Final = frozenset({How.EQUALS, How.AT_LEAST, How.AT_MOST})
_NUMBER: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_COUNT: Final = re.compile(r"[0-9]{1,5}")


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing asked of a partner. ``value`` does not depend on a language: ``1234.5``, ``2027-02-01``, a number of
    days; ``currency`` goes with amounts. ``negated`` asks for the opposite."""

    field: str
    how: How
    value: str = ""
    negated: bool = False
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Criteria:
    """All conditions hold, or with ``any_of`` at least one. Without conditions everybody fits."""

    conditions: tuple[Condition, ...] = ()
    any_of: bool = False


def sort_of(field: FieldDefinition) -> Sort:
    """What kind of thing stands in a field of the user's own."""
    kinds = {
        FieldKind.NUMBER: Sort.NUMBER,
        FieldKind.DATE: Sort.DAY,
        FieldKind.CHOICE: Sort.CHOICE,
        FieldKind.YESNO: Sort.FACT,
    }
    return kinds.get(field.kind, Sort.TEXT)


def is_own(field: str) -> bool:
    """Whether the field is one that the user gave to all partners."""
    return field.startswith(OWN) and len(field) > len(OWN)


def check_condition(condition: Condition) -> Condition:
    """The condition with its value tidied; raises ``UserError`` saying what is missing or does not fit."""
    if is_own(condition.field):
        hows = tuple(How)
    elif condition.field in FIELDS:
        hows = HOWS[FIELDS[condition.field]]
    else:
        raise UserError("filter_field", "There is no field “{field}” to filter by.", field=condition.field[:80])
    if condition.how not in hows:
        raise UserError("filter_how", "“{field}” cannot be compared like that.", field=condition.field)
    value = "" if condition.how is How.PRESENT else _value(condition.field, condition.how, condition.value.strip())
    currency = condition.currency if FIELDS.get(condition.field) is Sort.MONEY else ""
    if FIELDS.get(condition.field) is Sort.MONEY:
        value = Money.parse(value, check_currency(currency)).decimal_text
    return Condition(condition.field, condition.how, value, condition.negated, currency)


def _value(field: str, how: How, value: str) -> str:
    if how in _DAYS:
        return _day(value)
    if how in _COUNTS:
        if not _COUNT.fullmatch(value):
            raise UserError("filter_days", "Give a number of days, such as 30.")
        return str(int(value))
    if how in _SIZES:
        if not _NUMBER.fullmatch(value):
            raise UserError("filter_number", "Give a number to compare with.")
        return value
    if not fold(value).strip():
        raise UserError("filter_value", "Say what to look for, or take the line out.")
    if len(value) > LONGEST_VALUE:
        raise UserError("filter_long", "What to look for is longer than {most} characters.", most=LONGEST_VALUE)
    if field in CHOICES and value not in CHOICES[field]:
        raise UserError("filter_choice", "“{value}” is not among the choices.", value=value[:80])
    return value


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise UserError("filter_day", "Give a day to compare with.") from None


def check(criteria: Criteria) -> Criteria:
    """The criteria with all values tidied; raises ``UserError`` naming the first that does not fit."""
    if len(criteria.conditions) > MOST_CONDITIONS:
        raise UserError("filter_large", "A filter has at most {most} lines.", most=MOST_CONDITIONS)
    return Criteria(tuple(map(check_condition, criteria.conditions)), criteria.any_of)


def span(condition: Condition, today: date) -> tuple[str, str]:
    """The first and the last day, in ISO 8601, between which the day of the condition lies."""
    if condition.how is How.SINCE:
        return condition.value, "9999-12-31"
    if condition.how is How.BEFORE:
        return "", _moved(date.fromisoformat(condition.value), -1)
    days = int(condition.value)
    if condition.how is How.LAST:
        return _moved(today, -days), today.isoformat()
    return today.isoformat(), _moved(today, days)


def _moved(day: date, days: int) -> str:
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return "0001-01-01" if days < 0 else "9999-12-31"


def to_plain(criteria: Criteria) -> dict[str, Any]:
    """The criteria as JSON keeps them."""
    lines = [
        {"field": each.field, "how": each.how.value}
        | ({"value": each.value} if each.value else {})
        | ({"not": True} if each.negated else {})
        | ({"currency": each.currency} if each.currency else {})
        for each in criteria.conditions
    ]
    return {"match": "any" if criteria.any_of else "all", "conditions": lines}


def from_plain(plain: Any) -> Criteria:
    """The criteria that JSON gave, whoever wrote it; raises ``UserError`` for anything that is no such thing."""
    if not isinstance(plain, dict) or plain.get("match") not in ("all", "any"):
        raise _unreadable()
    lines = plain.get("conditions")
    if not isinstance(lines, list):
        raise _unreadable()
    return check(Criteria(tuple(map(_condition, lines[: MOST_CONDITIONS + 1])), plain["match"] == "any"))


def from_json(text: str) -> Criteria:
    """The same from the text of a JSON document."""
    try:
        return from_plain(json.loads(text))
    except (ValueError, RecursionError):
        raise _unreadable() from None


def _condition(line: Any) -> Condition:
    if not isinstance(line, dict):
        raise _unreadable()
    field, how, value, currency = (line.get(name, "") for name in ("field", "how", "value", "currency"))
    negated = line.get("not", False)
    if not all(isinstance(text, str) for text in (field, how, value, currency)) or not isinstance(negated, bool):
        raise _unreadable()
    if how not in {each.value for each in How}:
        raise _unreadable()
    return Condition(field, How(how), value, negated, currency)


def _unreadable() -> UserError:
    return UserError("filter_unreadable", "This filter cannot be read: make it anew.")
