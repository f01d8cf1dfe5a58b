"""The sentences about what is owed and paid. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.money import Money, totals
from app.domain.statements import Line, Statement
from app.formatting import count, day, explain, left_out, money, month, month_short, number, period
from app.i18n import _, ngettext

if TYPE_CHECKING:
    from app.domain.exchange_rates import InOne
    from app.domain.payouts import Candidate, Payment
    from app.operations.payout_run import Recorded
    from app.queries.commissions import LedgerLine, Owed
    from app.queries.forecast import MonthDue
    from app.queries.payout_runs import Approved, Run
    from app.queries.statements import Issued
    from app.queries.year_totals import YearTotal


def entry_state(line: LedgerLine, today: date | None = None) -> str:
    """How a ledger entry stands: ``on hold until 19 May 2026``, ``payable``, ``paid with S-2026-0001``.

    With ``today``, a day of this year is told without its year.
    """
    match line.state:
        case "paid":
            return _("paid with {number}").format(number=line.statement)
        case "cancelled":
            return _("cancelled")
        case "approved":
            return _("approved, not yet paid")
        case "payable":
            return _("payable")
        case "hold":
            style = "short" if today is not None else "dated"
            return _("on hold until {day}").format(day=day(line.payable_on, style=style, today=today))
    return line.statement


def state_tone(line: LedgerLine) -> str:
    return {"paid": "green", "approved": "accent", "payable": "accent", "hold": "amber"}.get(line.state, "soft")


def why(line: LedgerLine) -> str:
    """How the entry was worked out; of a payout, the statement it paid."""
    if line.steps:
        return explain(line.steps)
    if line.kind == "payout":
        return _("paid with statement {number}").format(number=line.statement)
    return _("statement {number} declared void").format(number=line.statement)


def whole_line(line: LedgerLine) -> str:
    """One ledger entry in a sentence, for the foot of the table."""
    parts = [
        day(line.day, style="long"),
        line.partner,
        line.customer,
        f"{why(line)} = {money(line.amount)}" if line.steps else f"{why(line)}, {money(line.amount)}",
        _("terms version {version}").format(version=line.terms_version) if line.terms_version else "",
        entry_state(line) if line.state else "",
    ]
    return " · ".join(part for part in parts if part)


def statement_state(row: Issued) -> str:
    return _("void: {reason}").format(reason=row.void_reason) if row.void_reason is not None else _("paid")


def statement_period(row: Issued) -> str:
    return period(row.period)


def line_about(line: Line) -> str:
    """What kind of line it is, beside the customer: ``first sale``, ``refund of 9 Sep``."""
    when = day(line.refers_to) if line.refers_to else ""
    return {
        "first_sale": _("first sale"),
        "sale": _("sale"),
        "payment": _("payment received"),
        "bonus": _("bonus"),
        "refund": _("refund of the sale of {day}").format(day=when) if when else _("refund"),
        "adjustment": _("adjustment of {day}").format(day=when) if when else _("adjustment"),
        "reversal": _("taken back"),
    }.get(line.about, line.about)


def blocked(drawn: Statement) -> str:
    """Why this cannot be paid; empty when it can."""
    if drawn.total.minor < 0:
        return _(
            "Nothing can be paid: refunds leave a balance of {total}. It stays open and is netted by the next payout."
        ).format(total=money(drawn.total))
    if drawn.total.minor == 0:
        return _("Nothing is payable up to this day.")
    return ""


def hold_note(drawn: Statement) -> str:
    """What stays on hold after this payout."""
    hold = drawn.on_hold
    if hold is None:
        return ""
    until = _day_or_span(hold.first, hold.last)
    return _("{amount} stays on hold and becomes payable {when}.").format(amount=money(hold.amount), when=until)


def _day_or_span(first: date, last: date) -> str:
    if first == last:
        return _("on {day}").format(day=day(first, style="dated"))
    return _("between {first} and {last}").format(first=day(first), last=day(last, style="dated"))


def nothing_to_do(row: Owed) -> str:
    """Why a line of the list has nothing to pay; empty when it has."""
    if row.approved and row.to_pay.minor <= 0:
        return _("{amount} to {partner} is approved: record the payout run once it is paid.").format(
            amount=money(row.approved), partner=row.partner
        )
    if row.payable.minor < 0:
        return _("{partner} owes {amount} back after refunds: the next payout nets it.").format(
            partner=row.partner, amount=money(-row.payable)
        )
    if row.payable.minor == 0:
        return _("Nothing is payable to {partner} yet.").format(partner=row.partner)
    return ""


def below_minimum(minimum: Money) -> str:
    """That a single payout pays what a run would let roll over."""
    return _("This is below the minimum payout of {minimum}: a payout run would let it roll over.").format(
        minimum=money(minimum)
    )


def sums(amounts: Iterable[Money]) -> str:
    """Amounts added up by currency: ``€120.00 + ¥5,000``."""
    return " + ".join(money(total) for total in totals(amounts)) or "—"


def about(partner: str, note: str) -> str:
    """A note about somebody; empty when there is none."""
    return f"{partner}: {note}." if note else ""


def candidate_note(row: Candidate) -> str:
    """Why a partner is left out of a payout run; of one who is paid, what was netted and what stays on hold."""
    why = left_out(row)
    if why:
        return why
    parts = []
    if row.netted:
        parts.append(_("{amount} of refunds netted").format(amount=money(row.netted)))
    if row.on_hold:
        parts.append(_("{amount} stays on hold").format(amount=money(row.on_hold)))
    return ", ".join(parts)


def approval_note(row: Approved) -> str:
    """How one payment of a run stands."""
    if row.changed:
        return _("What was approved has changed since: withdraw the run and approve it again")
    match row.state:
        case "paid":
            return _("paid with {number}").format(number=row.statement)
        case "withdrawn":
            return _("withdrawn")
    return ""


def run_state(row: Run) -> str:
    """How a payout run stands."""
    if row.waiting and row.waiting < row.partners:
        return count(row.waiting, _("{n} payment waits to be made"), _("{n} payments wait to be made"))
    return {
        "approved": _("approved, not yet paid"),
        "paid": _("paid"),
        "withdrawn": _("withdrawn"),
    }[row.state]


def run_sentence(row: Run) -> str:
    """What is to be done about a run."""
    if row.waiting:
        return _("Save the payment list, pay it with your bank or PayPal, then record the payouts.")
    return ""


def recorded(done: Recorded) -> str:
    """What recording a run came to: ``3 statements are issued: S-2026-0001 to S-2026-0003.``"""
    numbers = [paid.statement for paid in done.paid]
    told = count(len(numbers), _("{n} statement is issued"), _("{n} statements are issued"))
    return f"{told}: {numbers[0]} – {numbers[-1]}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a payment list: where the money goes, or why it cannot."""

    payment: Payment
    paid_to: str
    why: str


def paid_to(payment: Payment, layout: str) -> str:
    """Where a payment goes: the IBAN, or the address at PayPal."""
    return payment.paypal if layout == "paypal" else payment.iban


def list_name(run: Run, layout: str, currency: str) -> str:
    """What a payment list is called when nobody calls it otherwise: ``payments-2026-11-23-EUR-sepa``."""
    return f"payments-{run.until.isoformat()}-{currency}-{layout}"


def in_one(all_in: InOne) -> str:
    """What is to be paid, on hold and paid this year in the reporting currency, in a line."""
    to_pay, on_hold, paid = (money(amount) for amount in all_in.totals)
    return _("All in {currency}: {to_pay} to pay now · {on_hold} on hold · {paid} paid this year").format(
        currency=all_in.currency, to_pay=to_pay, on_hold=on_hold, paid=paid
    )


def due_columns(due: Sequence[MonthDue], today: date, shown: int) -> list[tuple[str, tuple[Money, ...]]]:
    """The months in which something falls due, named, with its amounts; all after the last of ``shown`` in that one."""
    named = [(_month(each.first, today), each.amounts) for each in due]
    if len(named) <= shown:
        return named
    rest = totals(amount for each in due[shown - 1 :] for amount in each.amounts)
    return [*named[: shown - 1], (_("later"), rest)]


def _month(first: date, today: date) -> str:
    if (first.year, first.month) == (today.year, today.month):
        return _("this month")
    return month_short(first) if first.year == today.year else month(first)


def due_in_words(columns: Sequence[tuple[str, tuple[Money, ...]]]) -> str:
    """The same as one sentence for who cannot see it: ``this month €10.00; Dec €32.00, $5.00``."""
    return "; ".join(f"{name} {', '.join(money(amount) for amount in amounts)}" for name, amounts in columns)


def year_state(row: YearTotal) -> str:
    """Whether what was paid is to be reported: a sign and a word."""
    if row.threshold is None:
        return "—"
    if row.is_reported:
        return _("▲ at or over the threshold of {amount}").format(amount=money(row.threshold))
    return _("below {amount}").format(amount=money(row.threshold))


def year_sums(rows: Sequence[YearTotal]) -> str:
    """What was paid in all, each currency by itself, and how many lines are to be reported."""
    paid = " · ".join(money(amount) for amount in totals(row.paid for row in rows))
    told = _("{amounts} paid out.").format(amounts=paid)
    over = sum(1 for row in rows if row.is_reported)
    if not over:
        return told
    reached = ngettext("▲ {n} reaches its threshold.", "▲ {n} reach their threshold.", over).format(n=number(over))
    return f"{told} {reached}"
