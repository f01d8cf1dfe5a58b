"""The sentences about referrals, sales and what they earn. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.domain.commissions.engine import compute, refund
from app.domain.commissions.terms import Version, in_force
from app.domain.errors import UserError
from app.domain.money import Money
from app.formatting import day, explain, money
from app.i18n import _

if TYPE_CHECKING:
    from app.queries.referrals import Credited, ReferralDetail, SaleRow


def preview(versions: Sequence[Version], partner: str, sale: Money, sold_on: date) -> tuple[str, str]:
    """What a sale would earn, in words, and the tone to say it in.

    ``€380.00: 10% of €3,800.00, payable on 23 December 2026 (terms version 1)``.
    """
    version = in_force(versions, sold_on)
    if version is None:
        return no_terms(partner, sold_on), "amber"
    try:
        earned = compute(version.terms, sale, sold_on)
    except UserError as error:
        return str(error), "red"
    told = _("{amount}: {why}, payable from {day} (terms version {version})")
    return (
        told.format(
            amount=money(earned.amount),
            why=explain(earned.steps),
            day=day(earned.payable_on, style="long"),
            version=version.version,
        ),
        "accent",
    )


def no_terms(partner: str, on: date) -> str:
    """That nothing was agreed with the partner on that day."""
    return _("No terms with {partner} are in force on {day}: a sale earns nothing.").format(
        partner=partner, day=day(on, style="long")
    )


def refund_preview(sale: SaleRow, sales: Sequence[SaleRow], refunded: Money) -> str:
    """What a refund would take back: ``−€95.00 of the commission of €380.00 is taken back``."""
    earned = credited_sum(sale)
    refunds = [other for other in sales if other.refund_of_id == sale.id]
    zero = Money.zero(sale.amount.currency)
    before = sum((-other.amount for other in refunds), zero)
    taken = sum((credited_sum(other) for other in refunds), zero)
    change = refund(earned, sale.amount, before, taken, refunded)
    if not change:
        return _("This takes back no commission.")
    return _("{change} of the commission of {earned} is taken back.").format(change=money(change), earned=money(earned))


def credited_sum(sale: SaleRow) -> Money:
    """All that a sale was credited, less what was taken back from it."""
    return sum((entry.amount for entry in sale.credited), Money.zero(sale.amount.currency))


def left_of(sale: SaleRow, sales: Sequence[SaleRow]) -> Money:
    """What of a sale is not refunded yet."""
    return sum((other.amount for other in sales if other.refund_of_id == sale.id), sale.amount)


def entry_state(entry: Credited) -> tuple[str, str]:
    """How a ledger entry stands, and its tone: ``on hold until 19 May``, ``payable``, ``paid with S-2026-0001``."""
    match entry.state:
        case "paid":
            return _("paid with {number}").format(number=entry.statement), "green"
        case "cancelled":
            return _("cancelled"), "soft"
        case "payable":
            return _("payable"), "accent"
    return _("on hold until {day}").format(day=day(entry.payable_on, style="dated")), "amber"


def entry_line(entry: Credited) -> str:
    """What an entry came to and why: ``€380.00 · 10% of €3,800.00``."""
    return f"{money(entry.amount)} · {explain(entry.steps)}"


def sale_line(sale: SaleRow) -> str:
    """``4 Oct 2026 · INV-17`` of a sale, ``refund of 10 Nov 2026`` of a refund."""
    when = day(sale.sold_on, style="dated")
    told = _("Refund, {day}").format(day=when) if sale.refund_of_id is not None else _("Sale, {day}").format(day=when)
    return f"{told} · {sale.reference}" if sale.reference else told


def facts(detail: ReferralDetail, today: date) -> tuple[str, ...]:
    """When it was received, since when it is where it is, what was expected of it."""
    row = detail.row
    told = [_("Received on {day}").format(day=day(row.received_on, style="dated"))]
    if row.stage_since != row.received_on:
        told.append(_("in this stage since {day}").format(day=day(row.stage_since, today=today)))
    if row.expected is not None:
        told.append(_("expected {amount}").format(amount=money(row.expected)))
    return tuple(told)
