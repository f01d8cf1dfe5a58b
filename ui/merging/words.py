"""What two cards say, and what becomes of it, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from app.domain.custom_fields import FieldDefinition
from app.domain.money import Money
from app.domain.rolodex import PartnerFields
from app.formatting import day, money, number
from app.formatting.custom_fields import field_text
from app.i18n import _, ngettext
from app.queries.duplicates import Pair, Reason
from app.queries.merging import Side
from ui import names

_KINDS: Final = frozenset({"kind", "status"})


def field(name: str) -> str:
    """A field of which a partner has one."""
    return {
        "name": _("Name"),
        "kind": _("Kind"),
        "status": _("Status"),
        "code": _("Code"),
        "tier": _("Tier"),
        "language": _("Language"),
        "cadence_days": _("Rhythm of contact"),
        "best_time": _("Best time"),
        "pay_method": _("Paid by"),
        "account_holder": _("Account holder"),
        "iban": _("IBAN"),
        "bic": _("BIC"),
        "paypal": _("PayPal"),
    }[name]


def value(fields: PartnerFields, name: str) -> str:
    """What a card says in one of these fields; empty for nothing."""
    found: Any = getattr(fields, name)
    if found in ("", None):
        return ""
    if name == "kind":
        return names.partner_kind(found)
    if name == "status":
        return names.status(found)
    if name == "cadence_days":
        return ngettext("every day", "every {n} days", found).format(n=number(found))
    return str(found)


def own_value(fields: PartnerFields, field: FieldDefinition) -> str:
    """What a card says in one of the user's own fields; empty for nothing."""
    return next((field_text(field.kind, held.value) for held in fields.custom if held.field == field.uid), "")


def people(fields: PartnerFields) -> str:
    """Who is at the partner, a line each."""
    return "\n".join(f"{person.name}, {person.role}" if person.role else person.name for person in fields.people)


def reach(fields: PartnerFields) -> str:
    """All ways to reach it and its people, a line each."""
    everyone = (*fields.points, *(point for person in fields.people for point in person.points))
    return "\n".join(dict.fromkeys(point.value for point in everyone))


def addresses(fields: PartnerFields) -> str:
    """Its addresses, a line each."""
    return "\n".join(", ".join(address.lines) for address in fields.addresses)


def tags(fields: PartnerFields) -> str:
    """Its tags in a line."""
    return ", ".join(fields.tags)


def since(side: Side) -> str:
    """How long it is in the book, and how much belongs to it."""
    parts = [
        ngettext("{n} conversation", "{n} conversations", side.communications).format(n=number(side.communications)),
        ngettext("{n} referral", "{n} referrals", side.referrals).format(n=number(side.referrals)),
        ngettext("{n} sale", "{n} sales", side.sales).format(n=number(side.sales)),
    ]
    added = _("added {day}").format(day=day(side.card.created_at.date()))
    return " · ".join([added, *(part for part, many in zip(parts, _much(side), strict=True) if many)])


def _much(side: Side) -> tuple[int, int, int]:
    return side.communications, side.referrals, side.sales


def change(changes: Sequence[Money]) -> str:
    """What merging changes about commissions; empty for nothing."""
    more = [money(amount) for amount in changes if amount.minor > 0]
    less = [money(-amount) for amount in changes if amount.minor < 0]
    said = []
    if more:
        said.append(
            _("By these terms the sales of both earn {amount} more than was credited.").format(amount=_all(more))
        )
    if less:
        said.append(
            _("By these terms the sales of both earn {amount} less than was credited.").format(amount=_all(less))
        )
    return " ".join(said)


def _all(amounts: Sequence[str]) -> str:
    return _(" and ").join(amounts)


def pair(found: Pair) -> str:
    """The names of two that may be one."""
    return (
        found.first if found.first == found.second else _("{one} – {other}").format(one=found.first, other=found.second)
    )


def reasons(found: Pair) -> str:
    """Why they may be one: ``same e-mail a@b.example, names 96 % alike``."""
    return ", ".join(_reason(each) for each in found.reasons)


def _reason(reason: Reason) -> str:
    words = {
        "email": _("same e-mail {what}"),
        "phone": _("same telephone {what}"),
        "name": _("same name"),
        "website": _("same website {what}"),
        "person": _("same person {what}"),
        "alike": _("names {what} % alike"),
    }
    return words[reason.kind].format(what=reason.what)
