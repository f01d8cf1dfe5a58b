"""Payouts in preparation: whom a run can pay and why somebody is left out; and payments as banks want to know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.money import Money


class LeftOut(StrEnum):
    """Why a payout run does not pay a partner."""

    NOTHING = "nothing"
    """Nothing is payable yet."""
    APPROVED = "approved"
    """All that is payable is approved already, and waits to be recorded."""
    NEGATIVE = "negative"
    """More was taken back than earned: the balance is netted by what is earned next."""
    MINIMUM = "minimum"
    """Less than the minimum payout of the terms in force: it rolls over to the next run."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a run up to a day would pay a partner in one currency, and what stays.

    ``payable`` is the sum of the ``entries`` that are open, not yet approved and payable by that day; ``netted`` is the
    part of it that takes back (zero or less). ``approved`` waits in an earlier run, ``on_hold`` becomes payable from
    ``next_on`` on. ``minimum`` is the minimum payout of the terms in force on that day, where one was agreed.
    """

    partner_id: int
    partner: str
    code: str
    pay_method: str
    payable: Money
    netted: Money
    entries: int
    approved: Money
    on_hold: Money
    next_on: date | None
    minimum: Money | None

    @property
    def left_out(self) -> LeftOut | None:
        """Why the partner is not paid; none when it can be."""
        if self.payable.minor < 0:
            return LeftOut.NEGATIVE
        if self.payable.minor == 0:
            return LeftOut.APPROVED if self.approved else LeftOut.NOTHING
        if self.minimum is not None and self.payable < self.minimum:
            return LeftOut.MINIMUM
        return None


@dataclass(frozen=True, slots=True)
class Account:
    """The account of the business that partners are paid from."""

    holder: str = ""
    iban: str = ""
    bic: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """One approved payment with all that a payment list may need. ``holder`` is whose account it is.

    ``reference`` names the payment for good: made again, the list carries the same one.
    """

    approval_id: int
    partner: str
    code: str
    amount: Money
    holder: str
    iban: str
    bic: str
    paypal: str
    reference: str
    note: str
