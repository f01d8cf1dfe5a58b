"""The sentences of the list. Pure: a row of the query in, text out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.domain.partners import Status
from app.formatting import ago, money
from app.i18n import _
from ui import names
from ui.widgets.record_list import TwoLines

if TYPE_CHECKING:
    from app.queries.partner_list import PartnerRow

NOTHING = "—"


def subtitle(row: PartnerRow, today: date) -> str:
    """The second line of a row: ``Referral · Gold · 3 days ago``; the status where it is not simply active."""
    parts = [names.partner_kind(row.kind), row.tier]
    if row.status is not Status.ACTIVE:
        parts.append(names.status(row.status))
    return " · ".join(part for part in (*parts, ago(row.last_contact_on, today)) if part)


def mark(row: PartnerRow, today: date) -> tuple[str, str]:
    """What wants attention in a row, and its colour: a follow-up that is due, or that the partner went quiet."""
    if row.due_on is not None and row.due_on < today:
        return _("overdue"), "red"
    if row.due_on == today:
        return _("follow-up today"), "soft"
    return (_("quiet"), "soft") if row.quiet else ("", "soft")


def owed(row: PartnerRow) -> str:
    """What is payable to the partner now; further currencies are only counted."""
    sums = [amount for amount in row.owed if amount]
    if not sums:
        return NOTHING
    more = f" + {len(sums) - 1}" if len(sums) > 1 else ""
    return money(sums[0]) + more


def name_of(row: PartnerRow) -> str:
    return row.name


def two_lines(row: PartnerRow, today: date) -> TwoLines:
    """A row of the list."""
    said, tone = mark(row, today)
    return TwoLines(row.name, subtitle(row, today), owed(row), said, tone)
