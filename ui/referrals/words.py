"""The sentences about referrals, sales and what they earn. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.domain.commissions.terms import PPM
from app.domain.money import Money
from app.formatting import day, explain, money, number, percent
from app.formatting.arithmetic import in_words, why_nothing
from app.i18n import _

if TYPE_CHECKING:
    from app.domain.commissions.account import Credit, Line
    from app.domain.commissions.steps import Step
    from app.domain.commissions.terms import Rate
    from app.queries.deals import Payment, ReferralDetail, SaleRow, Share
    from app.queries.referrals import Credited
    from app.queries.tried import Difference, Tried


def preview(
    credits_: Sequence[Credit], currency: str, partner_id: int, names: Mapping[int, str] | None = None
) -> tuple[str, str]:
    """What a sale would earn, in words, and the tone to say it in; ``names`` are those who share it.

    ``€380.00: 10% of €3,800.00, payable on 23 December 2026 (terms version 1)``. Arithmetic of several steps stands
    below, a line for each.
    """
    sale = next(each for each in credits_ if each.kind == "sale" and each.partner == partner_id)
    steps = sale.steps(currency)
    if steps[0].rule == "nothing" and not sale.amount:
        return _("This sale earns nothing: {reason}.").format(reason=why_nothing(steps[0].what)), "amber"
    amount = money(Money(sale.amount, currency))
    waiting = [step for step in steps if step.rule == "received"]
    if waiting:
        told = _("{amount} as the customer pays").format(amount=money(waiting[-1].base))
        before = [step for step in steps if step.rule not in _LAST]
        return (f"{told}: {explain(before)}" if len(before) == 1 else "\n".join([told, *in_lines(before)])), "accent"
    told = _("{amount}, payable from {day} (terms version {version})").format(
        amount=f"{amount}: {explain(steps)}" if len(steps) == 1 else amount,
        day=day(sale.payable_on, style="long"),
        version=sale.version.version if sale.version else "",
    )
    lines = in_lines(steps) if len(steps) > 1 else []
    return "\n".join([told, *lines, *_more(sale, credits_, currency, names)]), "accent"


_LAST = frozenset({"received", "share"})
"""Steps that divide what a sale earns: by payments, among partners."""


def in_lines(steps: Sequence[Step]) -> list[str]:
    """The arithmetic, a line for each step with what it comes to: ``25% of €500.00 = €125.00``."""
    return [f"{in_words(step)} = {money(step.result)}" for step in steps]


def _more(sale: Credit, credits_: Sequence[Credit], currency: str, names: Mapping[int, str] | None) -> list[str]:
    """What the sale would bring to others who share it, and as bonuses."""
    found = []
    for each in credits_:
        amount = money(Money(each.amount, currency))
        if each.kind == "bonus":
            found.append(f"{amount}: {explain(each.steps(currency))}")
        elif each.kind == "sale" and each is not sale:
            found.append(
                _("{amount} for {partner}: {why}").format(
                    amount=amount, partner=(names or {}).get(each.partner, ""), why=explain(each.steps(currency)[-1:])
                )
            )
    return found


def correction(found: Tried, currency: str, partner_id: int, partner: str) -> tuple[str, str]:
    """What a correction posts, and the tone to say it in.

    ``€20.00 credited before, now €15.00: −€5.00 is posted as an adjustment.``
    """
    told = [_change(each, len(found.differences) > 1) for each in found.differences if each.before != each.after]
    tone = "accent" if told or found.others else "soft"
    if not told:
        told = [_("The commission stays as it is.")]
    if found.others:
        told.append(
            _("{change} for other sales from {partner}, which count together with this one.").format(
                change=_signed(found.others), partner=partner
            )
        )
    [sale, *_rest] = [each for each in found.credits_ if each.kind == "sale" and each.partner == partner_id]
    return "\n".join([*told, *in_lines(sale.steps(currency))]), tone


def differences(found: Sequence[Difference]) -> str:
    """What a change posts, a line for each partner; nothing where no commission changes."""
    return "\n".join(_change(each, True) for each in found if each.before != each.after)


def _change(each: Difference, named: bool) -> str:
    words = {
        True: _("{partner}: {before} credited before, now {after}: {change} is posted as an adjustment."),
        False: _("{before} credited before, now {after}: {change} is posted as an adjustment."),
    }
    if not each.before:
        words = {True: _("{partner}: {after} is credited."), False: _("{after} is credited.")}
    return words[named].format(
        partner=each.partner,
        before=money(each.before),
        after=money(each.after),
        change=_signed(each.after - each.before),
    )


def _signed(amount: Money) -> str:
    """The amount with its sign, from which no line break parts it."""
    text = money(amount, sign=True)
    return text if text[:1].isdigit() or not amount else f"{text[0]}\u2060{text[1:]}"


def payment(credits_: Sequence[Credit], currency: str, names: Mapping[int, str]) -> str:
    """What a payment earns, a line for each partner who shares it."""
    if not credits_:
        return _("The terms of that day pay on the sale, not on payments: this changes no commission.")
    if not any(each.amount for each in credits_):
        return _("This payment earns nothing.")
    told = []
    for each in credits_:
        amount, why = money(Money(each.amount, currency)), _why_of_part(each.steps(currency))
        when = day(each.payable_on, style="long")
        if len(credits_) > 1:
            told.append(
                _("{amount} for {partner}: {why}, payable from {day}").format(
                    amount=amount, partner=names.get(each.partner, ""), why=why, day=when
                )
            )
        else:
            told.append(_("{amount}: {why}, payable from {day}").format(amount=amount, why=why, day=when))
    return "\n".join(told)


def _why_of_part(steps: Sequence[Step]) -> str:
    return "; ".join(in_words(step) for step in steps if step.rule in _LAST) or explain(steps)


def nothing(sale: SaleRow) -> str:
    """That a sale earned nothing, or a refund takes back nothing, and why."""
    if sale.refund_of_id is not None:
        told, why = _("Takes back no commission."), _("Takes back no commission: {reason}.")
    else:
        told, why = _("Earned nothing."), _("Earned nothing: {reason}.")
    return why.format(reason=why_nothing(sale.nothing)) if sale.nothing else told


def payment_line(payment: Payment) -> str:
    """``Payment, 3 Nov 2026 · bank 17``."""
    told = _("Payment, {day}").format(day=day(payment.received_on, style="dated"))
    return f"{told} · {payment.reference}" if payment.reference else told


def still_to_pay(left: Money) -> str:
    """How much of a sale the customer still has to pay."""
    return _("{amount} still to be paid").format(amount=money(left)) if left.minor > 0 else _("Paid in full")


def made_of(sale: SaleRow) -> tuple[str, ...]:
    """The parts of a sale that were entered, and its lines."""
    parts, currency = sale.parts, sale.amount.currency

    def sum_(minor: int) -> str:
        return money(Money(minor, currency))

    told = []
    if parts.tax:
        told.append(_("{amount} tax").format(amount=sum_(parts.tax)))
    if parts.shipping:
        told.append(_("{amount} shipping").format(amount=sum_(parts.shipping)))
    if parts.discount:
        told.append(_("{amount} discount").format(amount=sum_(parts.discount)))
    if parts.cost is not None and not parts.lines:
        told.append(_("{amount} cost").format(amount=sum_(parts.cost)))
    lines = [_made_line(line, sum_) for line in parts.lines]
    return (*([_("with {parts}").format(parts=", ".join(told))] if told else ()), *lines)


def _made_line(line: Line, sum_: Callable[[int], str]) -> str:
    name = " · ".join(part for part in (line.product, line.variant, line.category) if part) or _("Line")
    pieces = f"{number(line.quantity)} × " if line.quantity != 1 else ""
    cost = " " + _("(cost {amount})").format(amount=sum_(line.cost)) if line.cost is not None else ""
    return f"{pieces}{name}: {sum_(line.amount)}{cost}"


def shares(found: Sequence[Share]) -> str:
    """``Shared: Harbor 50% (primary), Mill Street 50%``."""
    if not found:
        return ""
    told = [f"{share.partner} {percent(share.ppm)}" for share in found]
    told[0] = _("{share} (primary)").format(share=told[0])
    return _("Shared: {shares}").format(shares=", ".join(told))


def shares_sum(ppm: int) -> str:
    """What shares come to, and what is missing to the whole."""
    if ppm == PPM:
        return _("Together 100%")
    words = _("Together {sum}: {left} is missing to 100%.") if ppm < PPM else _("Together {sum}: {left} too much.")
    return words.format(sum=percent(ppm), left=percent(abs(PPM - ppm)))


def deal_rate(rate: Rate | None, currency: str) -> str:
    """The rate agreed for the deal alone."""
    if rate is None:
        return ""
    if rate.flat is not None:
        return _("Agreed for this deal: {amount} for each sale").format(amount=money(Money(rate.flat, currency)))
    return _("Agreed for this deal: {rate}").format(rate=percent(rate.ppm))


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


def entry_line(entry: Credited, whose: str = "") -> str:
    """What an entry came to and why: ``€380.00 · 10% of €3,800.00``; ``whose`` it is where several share."""
    told = f"{money(entry.amount)} · {explain(entry.steps)}"
    return f"{whose}: {told}" if whose else told


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
