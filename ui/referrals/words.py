"""The sentences about referrals, sales and what they earn. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.domain.money import Money
from app.formatting import day, explain, money
from app.formatting.arithmetic import why_nothing
from app.i18n import _

if TYPE_CHECKING:
    from app.domain.commissions.account import Credit
    from app.queries.referrals import Credited, ReferralDetail, SaleRow


def preview(credits_: Sequence[Credit], currency: str, partner_id: int) -> tuple[str, str]:
    """What a sale would earn, in words, and the tone to say it in.

    ``€380.00: 10% of €3,800.00, payable on 23 December 2026 (terms version 1)``.
    """
    sale = next(each for each in credits_ if each.kind == "sale" and each.partner == partner_id)
    steps = sale.steps(currency)
    if steps[-1].rule == "nothing":
        return _("This sale earns nothing: {reason}.").format(reason=why_nothing(steps[-1].what)), "amber"
    if steps[-1].rule == "received":
        told = _("{amount} as the customer pays: {why}").format(
            amount=money(steps[-1].base), why=explain(steps[:-1])
        )  # fmt: skip
        return told, "accent"
    told = _("{amount}: {why}, payable from {day} (terms version {version})").format(
        amount=money(Money(sale.amount, currency)),
        why=explain(steps),
        day=day(sale.payable_on, style="long"),
        version=sale.version.version if sale.version else "",
    )
    more = [f"{money(Money(each.amount, currency))}: {explain(each.steps(currency))}" for each in credits_
            if each.kind == "bonus"]  # fmt: skip
    return "; ".join([told, *more]), "accent"


def no_terms(partner: str, on: date) -> str:
    """That nothing was agreed with the partner on that day."""
    return _("No terms with {partner} are in force on {day}: a sale earns nothing.").format(
        partner=partner, day=day(on, style="long")
    )


def other_currency(sale: str, terms: str) -> str:
    """That a sale cannot be entered in this currency."""
    return _("The sale is in {sale}, but the terms are in {terms}: enter it in {terms}.").format(sale=sale, terms=terms)


def refund_preview(sale: SaleRow, credits_: Sequence[Credit]) -> str:
    """What a refund would take back: ``−€95.00 of the commission of €380.00 is taken back``."""
    currency = sale.amount.currency
    change = Money(sum(each.amount for each in credits_), currency)
    if not change:
        late = any(mark.what == "late" for each in credits_ for mark in each.trail)
        reason = f" {_sentence(why_nothing('late'))}" if late else ""
        return _("This takes back no commission.") + reason
    return _("{change} of the commission of {earned} is taken back.").format(
        change=money(change), earned=money(credited_sum(sale))
    )


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


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
        case "approved":
            return _("approved, not yet paid"), "accent"
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
