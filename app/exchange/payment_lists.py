"""Payment lists: approved payments as a file that PayPal or a bank takes. One currency a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import BinaryIO, Final

from app.domain.errors import UserError
from app.domain.payouts import Account, Payment
from app.exchange.sepa import COUNTRIES, MOST_MINOR, NAME_LENGTH, credit_transfer, needs_bic, sepa_text
from app.exchange.write_csv import write_csv
from app.i18n import _


class Layout(StrEnum):
    """What the file is for."""

    SEPA = "sepa"
    """XML for the bank, pain.001.001.09: euro to IBANs."""
    BANK = "bank"
    """A plain table with a head, for banks that take CSV and for typing off."""
    PAYPAL = "paypal"
    """PayPal Payouts: address, amount, currency, reference, note, wallet; no head, at most 5,000 rows."""

    @property
    def ending(self) -> str:
        return ".xml" if self is Layout.SEPA else ".csv"


@dataclass(frozen=True, slots=True)
class Unpayable:
    """A payment that the file cannot carry, and why."""

    payment: Payment
    why: str


BANK_HEADER: Final = ("Name", "IBAN", "BIC", "Amount", "Currency", "Reference", "Note")
PAYPAL_ROWS: Final = 5000
_PAYPAL_REFERENCE: Final = 30


def sort_out(
    payments: Sequence[Payment], layout: Layout, currency: str
) -> tuple[tuple[Payment, ...], tuple[Unpayable, ...]]:
    """The payments in a currency that a list of this layout can carry, and those that it cannot, with why."""
    fit, unfit = [], []
    for payment in payments:
        if payment.amount.currency != currency:
            continue
        why = _why_not(payment, layout)
        if why:
            unfit.append(Unpayable(payment, why))
        else:
            fit.append(payment)
    return tuple(fit), tuple(unfit)


def _why_not(payment: Payment, layout: Layout) -> str:
    if layout is Layout.PAYPAL:
        return "" if payment.paypal else _("No PayPal address is known.")
    if not payment.iban:
        return _("No IBAN is known.")
    return _why_not_sepa(payment) if layout is Layout.SEPA else ""


def _why_not_sepa(payment: Payment) -> str:
    if payment.amount.currency != "EUR":
        return _("SEPA transfers are in euro only.")
    if payment.iban[:2] not in COUNTRIES:
        return _("The IBAN belongs to a country outside the SEPA area.")
    if needs_bic(payment.iban) and not payment.bic:
        return _("Transfers to this country need the BIC of the bank.")
    if payment.amount.minor > MOST_MINOR:
        return _("The amount is more than one SEPA transfer may carry.")
    if not sepa_text(payment.holder, NAME_LENGTH):
        return _("The account holder cannot be written in the letters that banks take.")
    return ""


def write_list(file: BinaryIO, layout: Layout, payments: Sequence[Payment], account: Account, day: date) -> int:
    """Write payments that ``sort_out`` found fit; returns how many. ``account`` and ``day`` are for SEPA only.

    Raises ``UserError`` when there are none, too many for the layout, or nothing to pay from.
    """
    if not payments:
        raise UserError("list_empty", "None of these payments can be made with such a list.")
    if layout is Layout.SEPA:
        file.write(credit_transfer(account, payments, day))
        return len(payments)
    if layout is Layout.BANK:
        return write_csv(file, BANK_HEADER, map(_bank_row, payments))
    if len(payments) > PAYPAL_ROWS:
        raise UserError("list_too_long", "PayPal takes at most {most} payments in one file.", most=PAYPAL_ROWS)
    return write_csv(file, None, map(_paypal_row, payments))


def _bank_row(payment: Payment) -> tuple[object, ...]:
    amount = payment.amount
    return (
        payment.holder,
        payment.iban,
        payment.bic,
        amount.decimal_text,
        amount.currency,
        payment.reference,
        payment.note,
    )


def _paypal_row(payment: Payment) -> tuple[object, ...]:
    amount = payment.amount
    reference = payment.reference[:_PAYPAL_REFERENCE]
    return payment.paypal, amount.decimal_text, amount.currency, reference, payment.note, "PAYPAL"
