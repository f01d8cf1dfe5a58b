"""The history of a partner in words: what was changed, from what to what. Pure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.formatting import day, field_text
from app.i18n import _
from ui.widgets.timeline import Entry

if TYPE_CHECKING:
    from app.queries.history import Changed, ValueChange

SHOWN_FIELDS = 8
LONGEST = 120


def of_change(change: Changed, today: date) -> Entry:
    """One write as it touched the partner."""
    at = change.at.astimezone()
    said = _(change.label).format_map(_Given(change.parameters))
    if change.state == "undone":
        said = _("{what} (undone)").format(what=said)
    told = [*(_line(*field) for field in change.fields), *map(_own_field, change.values)]
    lines = list(dict.fromkeys(filter(None, told)))
    more = len(lines) - SHOWN_FIELDS
    if more > 0:
        lines = [*lines[:SHOWN_FIELDS], _("… and {n} more").format(n=more)]
    return Entry(day(at.date(), today=today), f"{at:%H:%M}", "\n".join([said, *lines]), source=change)


class _Given(dict[str, object]):
    """Parameters of a label; one that is missing leaves its place empty."""

    def __missing__(self, key: str) -> str:
        return "…"


def _line(table: str, field: str, before: str, after: str) -> str:
    what = _tables().get(table)
    if what is None:
        return ""
    if field == "*":
        name = after or before
        if not name or table == "partner":
            return ""
        return (
            _("{what} added: {name}").format(what=what, name=_cut(name))
            if after
            else _("{what} removed: {name}").format(what=what, name=_cut(name))
        )
    label = _fields().get((table, field)) or _fields().get(("", field))
    if label is None:
        return ""
    return _from_to(label, before, after)


def _own_field(change: ValueChange) -> str:
    before, after = (field_text(change.kind, value) for value in (change.before, change.after))
    return _from_to(_cut(change.field), before, after)


def _from_to(label: str, before: str, after: str) -> str:
    return f"{label}: {_cut(before) or '—'} → {_cut(after) or '—'}"


def _cut(text: str) -> str:
    one = " ".join(text.split())
    return one if len(one) <= LONGEST else one[: LONGEST - 1] + "…"


def _tables() -> dict[str, str]:
    return {
        "partner": _("Partner"),
        "person": _("Person"),
        "contact_point": _("Contact"),
        "address": _("Address"),
        "partner_tag": _("Tag"),
        "communication": _("Entry"),
        "reminder": _("Follow-up"),
        "attachment": _("File"),
        "referral": _("Referral"),
        "given_referral": _("Referral given"),
        "terms_version": _("Terms"),
        "issued_statement": _("Statement"),
        "ledger_entry": _("Commission"),
    }


def _fields() -> dict[tuple[str, str], str]:
    return {
        ("", "name"): _("Name"),
        ("", "kind"): _("Kind"),
        ("", "status"): _("Status"),
        ("", "code"): _("Code"),
        ("", "tier"): _("Tier"),
        ("", "language"): _("Language"),
        ("", "cadence_days"): _("Days between contacts"),
        ("", "best_time"): _("Best time"),
        ("", "pay_method"): _("Paid by"),
        ("", "account_holder"): _("Account holder"),
        ("", "iban"): _("IBAN"),
        ("", "bic"): _("BIC"),
        ("", "paypal"): _("PayPal"),
        ("", "notes"): _("Notes"),
        ("", "role"): _("Role"),
        ("", "birthday"): _("Birthday"),
        ("contact_point", "value"): _("Contact"),
        ("", "label"): _("Label"),
        ("", "street"): _("Street"),
        ("", "city"): _("Town"),
        ("", "region"): _("Region"),
        ("", "postal_code"): _("Postal code"),
        ("", "country"): _("Country"),
        ("", "text"): _("Text"),
        ("", "happened_on"): _("Day"),
        ("", "due_on"): _("Due"),
        ("", "due_time"): _("Time"),
        ("referral", "stage"): _("Stage"),
        ("referral", "expected_minor"): _("Expected"),
        ("", "note"): _("Note"),
        ("", "lost_reason"): _("Why lost"),
    }
