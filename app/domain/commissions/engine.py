"""From a sale and the terms in force to the commission and the arithmetic behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.commissions.terms import PPM, Model, Terms
from app.domain.errors import UserError
from app.domain.money import Money, round_ratio


@dataclass(frozen=True, slots=True)
class Step:
    """One line of arithmetic. ``app.formatting.explain`` puts it into words.

    ``rule`` is ``percent`` (``rate_ppm`` of ``base``), ``flat`` (a fixed amount for a sale of ``base``), ``refund``
    (``result`` of a sale's commission taken back because ``base`` of it was refunded), ``reversal`` (``result`` undoes
    an entry) or ``credited`` (``base`` was credited before, which leaves ``result``).
    """

    rule: str
    base: Money
    result: Money
    rate_ppm: int = 0

    def as_dict(self) -> dict[str, object]:
        """The step as plain JSON; ``from_dict`` reads it back."""
        return {
            "rule": self.rule,
            "base": self.base.minor,
            "result": self.result.minor,
            "currency": self.base.currency,
            "rate_ppm": self.rate_ppm,
        }

    @classmethod
    def from_dict(cls, data: dict[str, object]) -> Step:
        """A step from the JSON that ``as_dict`` made of it."""
        currency = str(data["currency"])
        base, result, rate = data["base"], data["result"], data["rate_ppm"]
        if not (isinstance(base, int) and isinstance(result, int) and isinstance(rate, int)):
            raise ValueError("a step is made of whole numbers")
        return cls(str(data["rule"]), Money(base, currency), Money(result, currency), rate)


@dataclass(frozen=True, slots=True)
class Commission:
    """What a sale earns, why, and from which day it may be paid."""

    amount: Money
    steps: tuple[Step, ...]
    payable_on: date


def compute(terms: Terms, sale: Money, sold_on: date) -> Commission:
    """The commission on one sale.

    Percent: rate × sale, rounded once to the currency's minor unit. Flat: the agreed amount whatever the sale.
    Payable ``hold_days`` after the day of the sale (60 days from 20 March is 19 May).
    Raises ``UserError`` when the sale is not in the currency of the terms: amounts are never converted silently.
    """
    if sale.currency != terms.currency:
        raise UserError(
            "currency_differs",
            "The sale is in {sale}, but the terms are in {terms}. Enter the sale in {terms} or change the terms.",
            sale=sale.currency,
            terms=terms.currency,
        )
    if terms.model is Model.PERCENT:
        amount = Money(round_ratio(sale.minor * terms.rate_ppm, PPM, terms.rounding), sale.currency)
        step = Step("percent", sale, amount, terms.rate_ppm)
    else:
        amount = Money(terms.flat_minor, terms.currency)
        step = Step("flat", sale, amount)
    return Commission(amount, (step,), sold_on + timedelta(days=terms.hold_days))


def refund(earned: Money, sale: Money, refunded_before: Money, taken_back: Money, refunded: Money) -> Money:
    """How much of ``earned`` a refund of ``refunded`` takes back, as a negative amount.

    In proportion to the sale, reckoned on everything refunded so far (``refunded_before`` of ``sale``, for which
    ``taken_back``, negative, was already taken), so that refunding in parts ends at the same cent as refunding at once.
    """
    if sale.minor == 0:
        return Money.zero(earned.currency)
    all_refunded = refunded_before + refunded
    due = Money(-round_ratio(earned.minor * all_refunded.minor, sale.minor), earned.currency)
    return due - taken_back
