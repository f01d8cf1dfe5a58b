"""What fields and conditions are called. Pure: criteria in, text out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.domain.errors import UserError
from app.domain.filters import FIELDS, HOWS, Condition, Criteria, How, Sort
from app.domain.money import Money
from app.domain.partners import Kind, Status
from app.formatting import day, money
from app.i18n import _
from ui import names


def fields() -> dict[str, str]:
    """The fields of every book by their key, in the order in which they are offered."""
    words = {
        "name": _("Name"),
        "code": _("Code"),
        "kind": _("Kind of partner"),
        "status": _("Status"),
        "tier": _("Tier"),
        "tag": _("Tag"),
        "language": _("Language"),
        "cadence": _("Rhythm of contact (days)"),
        "person": _("Person"),
        "email": _("E-mail"),
        "phone": _("Phone"),
        "website": _("Website"),
        "city": _("City"),
        "region": _("Region"),
        "country": _("Country"),
        "postcode": _("Postcode"),
        "added": _("Added on"),
        "contacted": _("Last contact"),
        "due": _("Next follow-up"),
        "quiet": _("Going quiet"),
        "referrals": _("Referrals"),
        "won": _("Referrals won"),
        "sold": _("Sales"),
        "owed": _("Owed"),
        "terms": _("Terms"),
        "source": _("Source"),
        "notes": _("Notes"),
    }
    return {field: words[field] for field in FIELDS}


def hows(field: str, sort: Sort) -> list[tuple[tuple[How, bool], str]]:
    """What can be asked of a field, and the same turned round, each under its words."""
    if sort is Sort.FACT:
        return [((_fact(field), False), _("yes")), ((_fact(field), True), _("no"))]
    optional = field in FIELDS and field not in ("referrals", "won")  # a number of referrals is always there
    asked = [how for how in HOWS[sort] if optional or how is not How.PRESENT]
    if field not in FIELDS:
        asked.append(How.PRESENT)
    found = [((how, False), _how(how)) for how in asked]
    turned = (How.CONTAINS, How.IS, How.BEGINS, How.PRESENT, How.LAST)
    return found + [((how, True), _how_not(how)) for how in asked if how in turned]


def _fact(field: str) -> How:
    """Facts of the book's own are so or not; a field of the user's is “yes”."""
    return How.PRESENT if field in FIELDS else How.IS


def _how(how: How) -> str:
    return {
        How.CONTAINS: _("contains"),
        How.IS: _("is"),
        How.BEGINS: _("begins with"),
        How.PRESENT: _("is filled in"),
        How.EQUALS: _("equals"),
        How.AT_LEAST: _("is at least"),
        How.AT_MOST: _("is at most"),
        How.SINCE: _("is on or after"),
        How.BEFORE: _("is before"),
        How.LAST: _("in the last (days)"),
        How.NEXT: _("in the next (days)"),
    }[how]


def _how_not(how: How) -> str:
    return {
        How.CONTAINS: _("does not contain"),
        How.IS: _("is not"),
        How.BEGINS: _("does not begin with"),
        How.PRESENT: _("is empty"),
        How.LAST: _("not in the last (days)"),
    }[how]


def choice(field: str, value: str) -> str:
    """A value of a field that has only some."""
    if field == "kind":
        return names.partner_kind(Kind(value))
    return names.status(Status(value)) if field == "status" else value


def in_short(criteria: Criteria, called: Mapping[str, str]) -> str:
    """The criteria in as many words as fit on a chip; ``called`` has the names of the user's own fields."""
    if not criteria.conditions:
        return _("Filter")
    first = in_words(criteria.conditions[0], called)
    more = len(criteria.conditions) - 1
    shown = first if len(first) <= 30 else first[:29].rstrip() + "…"
    return f"{shown} + {more}" if more else shown


def in_words(condition: Condition, called: Mapping[str, str]) -> str:
    """One condition in words: “Tier is Gold”."""
    name = {**fields(), **called}.get(condition.field, _("A field that is gone"))
    sort = FIELDS.get(condition.field, Sort.TEXT)
    if sort is Sort.FACT or (condition.field not in FIELDS and condition.value == "yes"):
        return f"{name}: {_('no') if condition.negated else _('yes')}"
    how = _how_not(condition.how) if condition.negated and condition.how in _NOT else _how(condition.how)
    return " ".join(part for part in (name, how, _value(condition, sort)) if part)


_NOT = (How.CONTAINS, How.IS, How.BEGINS, How.PRESENT, How.LAST)


def _value(condition: Condition, sort: Sort) -> str:
    if condition.how in (How.SINCE, How.BEFORE):
        return day(date.fromisoformat(condition.value))
    if sort is Sort.MONEY:
        try:
            return money(Money.parse(condition.value, condition.currency))
        except UserError:
            return condition.value
    return choice(condition.field, condition.value)
