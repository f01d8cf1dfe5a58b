"""The columns of the three tables about money."""

from __future__ import annotations

from datetime import date
from typing import Any

from app import clock
from app.domain.money import Money
from app.formatting import day, explain, money, number
from app.i18n import _
from ui import names
from ui.commissions import words
from ui.table.columns import Column


def owed_columns() -> tuple[Column, ...]:
    """Who is to be paid what."""
    return (
        Column(_("Partner"), lambda row: str(row.partner), 160, stretch=True, bold=True),
        Column(_("Code"), lambda row: str(row.code), 110, tone=_soft, gives_way=3),
        Column(
            _("To pay"),
            lambda row: money(row.to_pay) if row.to_pay else "—",
            120,
            right=True,
            bold=True,
            tone=_payable_tone,
        ),
        Column(
            _("Approved"),
            lambda row: money(row.approved) if row.approved else "—",
            116,
            right=True,
            tone=_soft,
            gives_way=2,
        ),
        Column(_("Payable since"), lambda row: _day(row.payable_since), 110, tone=_soft),
        Column(_("On hold"), lambda row: money(row.on_hold) if row.on_hold else "—", 116, right=True, tone=_hold_tone),
        Column(_("Next payable"), lambda row: _day(row.next_payable_on), 110, tone=_soft, gives_way=1),
        Column(_("Entries"), lambda row: number(row.entries), 70, right=True, tone=_soft),
    )


def ledger_columns() -> tuple[Column, ...]:
    """Every line and why."""
    return (
        Column(_("Date"), lambda row: _day(row.day), 84, tone=_soft),
        Column(_("Partner"), lambda row: str(row.partner), 120, stretch=True, bold=True),
        Column(_("Kind"), lambda row: names.entry(row.kind), 110, gives_way=3),
        Column(_("Customer"), lambda row: str(row.customer) or "—", 120, stretch=True, gives_way=1),
        Column(_("How it was worked out"), words.why, 140, stretch=True, gives_way=2),
        Column(_("Sale"), lambda row: money(row.sale) if row.sale else "—", 112, right=True, tone=_soft, gives_way=4),
        Column(_("Amount"), lambda row: money(row.amount, sign=True), 128, right=True, tone=_amount_tone),
        Column(_("State"), _entry_state, 174, tone=words.state_tone),
    )


def statement_columns() -> tuple[Column, ...]:
    """What was issued, standing or void."""
    return (
        Column(_("Number"), lambda row: str(row.number), 120, bold=True),
        Column(_("Partner"), lambda row: str(row.partner), 140, stretch=True),
        Column(_("Period"), words.statement_period, 210, stretch=True, tone=_soft, gives_way=1),
        Column(_("Issued"), lambda row: _day(row.issued_on), 84, tone=_soft, gives_way=2),
        Column(_("Total"), lambda row: money(row.total), 116, right=True, bold=True, tone=_void_tone),
        Column(_("Paid by"), _paid_by, 150, tone=_soft, gives_way=3),
        Column(_("State"), words.statement_state, 150, tone=_statement_tone),
    )


def year_columns() -> tuple[Column, ...]:
    """What each partner was paid in a year."""
    return (
        Column(_("Partner"), lambda row: str(row.partner), 160, stretch=True, bold=True),
        Column(_("Code"), lambda row: str(row.code), 110, tone=_soft, gives_way=1),
        Column(_("Payouts"), lambda row: number(row.payouts), 80, right=True, tone=_soft),
        Column(_("Paid"), lambda row: money(row.paid), 130, right=True, bold=True),
        Column(_("To be reported"), words.year_state, 270, tone=_year_tone),
    )


def line_columns() -> tuple[Column, ...]:
    """The lines of a statement about to be issued."""
    return (
        Column(_("Date"), lambda row: _day(row.day), 74, tone=_soft),
        Column(_("Customer"), lambda row: f"{row.customer}, {words.line_about(row)}", 150, stretch=True),
        Column(_("How it was worked out"), lambda row: explain(row.steps), 150, stretch=True, tone=_soft),
        Column(_("Commission"), lambda row: money(row.commission), 112, right=True, tone=_commission_tone),
    )


def run_columns() -> tuple[Column, ...]:
    """Payout runs."""
    return (
        Column(_("Approved"), lambda row: _day(row.approved_on), 110, bold=True),
        Column(_("Payable up to"), lambda row: _day(row.until), 130, tone=_soft, gives_way=1),
        Column(_("Payments"), lambda row: number(row.partners), 100, right=True),
        Column(_("Amount"), lambda row: words.sums(row.totals), 170, right=True, bold=True),
        Column(_("State"), words.run_state, 180, stretch=True, tone=_run_tone),
    )


def candidate_columns() -> tuple[Column, ...]:
    """Whom a payout run can pay, and why it cannot pay others."""
    return (
        Column(_("Partner"), lambda row: str(row.partner), 150, stretch=True, bold=True),
        Column(_("To pay"), lambda row: money(row.payable), 120, right=True, bold=True, tone=_candidate_tone),
        Column(_("Netted"), lambda row: money(row.netted) if row.netted else "—", 110, right=True, tone=_soft),
        Column(_("Note"), words.candidate_note, 200, stretch=True, tone=_left_tone),
    )


def approval_columns() -> tuple[Column, ...]:
    """The payments of a run."""
    return (
        Column(_("Partner"), lambda row: str(row.partner), 160, stretch=True, bold=True),
        Column(_("Agreed way"), lambda row: str(row.pay_method) or "—", 140, tone=_soft),
        Column(_("Amount"), lambda row: money(row.amount), 120, right=True, bold=True),
        Column(_("Note"), words.approval_note, 160, stretch=True, tone=_approval_tone),
    )


def payment_columns() -> tuple[Column, ...]:
    """The lines of a payment list, and who is left out."""
    return (
        Column(_("Partner"), lambda row: str(row.payment.partner), 150, stretch=True, bold=True),
        Column(_("Amount"), lambda row: money(row.payment.amount), 120, right=True, bold=True),
        Column(_("Paid to"), lambda row: row.paid_to or _("left out"), 230, tone=_listed_tone),
        Column(_("Why left out"), lambda row: row.why or "—", 180, stretch=True, tone=_listed_tone),
    )


def _day(when: date | None) -> str:
    return day(when, today=clock.today()) if when is not None else "—"


def _entry_state(row: Any) -> str:
    return words.entry_state(row, clock.today())


def _paid_by(row: Any) -> str:
    return " · ".join(part for part in (row.method, row.reference) if part) or "—"


def _soft(row: Any) -> str:
    return "soft"


def _tone_of(amount: Money) -> str:
    return "red" if amount.minor < 0 else "green" if amount.minor > 0 else "soft"


def _payable_tone(row: Any) -> str:
    return "red" if row.to_pay.minor < 0 else "accent" if row.to_pay.minor > 0 else "soft"


def _hold_tone(row: Any) -> str:
    return "amber" if row.on_hold else "soft"


def _amount_tone(row: Any) -> str:
    return "" if row.kind in ("payout", "payout_void") else _tone_of(row.amount)


def _commission_tone(row: Any) -> str:
    return "red" if row.commission.minor < 0 else ""


def _void_tone(row: Any) -> str:
    return "soft" if row.void_reason is not None else ""


def _statement_tone(row: Any) -> str:
    return "red" if row.void_reason is not None else "green"


def _run_tone(row: Any) -> str:
    return "accent" if row.waiting else "green" if row.state == "paid" else "soft"


def _candidate_tone(row: Any) -> str:
    return "red" if row.payable.minor < 0 else "accent" if row.left_out is None else "soft"


def _left_tone(row: Any) -> str:
    return "red" if row.payable.minor < 0 else "amber" if row.left_out else "soft"


def _approval_tone(row: Any) -> str:
    return "red" if row.changed else "green" if row.state == "paid" else "soft"


def _listed_tone(row: Any) -> str:
    return "amber" if row.why else "soft"


def _year_tone(row: Any) -> str:
    return "amber" if row.is_reported else "soft"
