"""Trying terms on a sale that nobody made: what it would earn after what a period, or its customer, brought before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.commissions.account import Credit, Line, Movement, Sale
from app.domain.commissions.engine import work_out
from app.domain.commissions.terms import Counted, Reach, Terms, Trigger, Version
from app.domain.dates import add_months
from app.domain.errors import UserError

MOST_BEFORE = 1000
_LONG_AGO = -24
"""Months: so long before, earlier sales to the customer stand outside every calendar period of the tried sale."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A sale to try, in minor units of the terms' currency; ``amount`` includes ``tax`` and ``shipping``.

    ``volume_before`` and ``sales_before`` are what other customers brought earlier in the period. ``charges_before``
    counts earlier sales to the same customer, or the months since its first, as the terms count them.
    """

    day: date
    amount: int
    tax: int = 0
    shipping: int = 0
    cost: int | None = None
    product: str = ""
    variant: str = ""
    category: str = ""
    volume_before: int = 0
    sales_before: int = 0
    charges_before: int = 0


@dataclass(frozen=True, slots=True)
class Tried:
    """What the sale earned: its own credits, and what it changed for the sales before it (a band reached for all)."""

    credits: tuple[Credit, ...]
    others: int

    @property
    def amount(self) -> int:
        """What the sale itself earns, bonuses included."""
        return sum(credit.amount for credit in self.credits)


def try_sale(terms: Terms, trial: Trial) -> Tried:
    """What ``terms`` alone would credit for the sale, wholly paid; raises ``UserError`` for what is no such sale."""
    _check(trial)
    tried = _sale(terms, "tried", 1, trial.day, trial.amount)._replace(
        tax=trial.tax,
        shipping=trial.shipping,
        cost=trial.cost,
    )
    if trial.product or trial.variant or trial.category:
        net = trial.amount - trial.tax - trial.shipping
        tried = tried._replace(lines=(Line(net, trial.cost, trial.product, trial.variant, trial.category),))
    earlier = _to_the_customer(terms, trial)
    if earlier:
        tried = tried._replace(received_on=earlier[0].received_on)
    before = [*earlier, *_to_others(terms, trial)]
    versions = [Version(0, 1, date.min, terms)]
    worked_out = work_out(0, versions, terms.currency, [*before, tried])
    mine = tuple(credit for credit in worked_out if credit.sale is tried)
    others = 0
    if terms.bands is not None and terms.bands.reach is Reach.RETROACTIVE:
        without = work_out(0, versions, terms.currency, before)
        others = _commission(credit for credit in worked_out if credit.sale is not tried) - _commission(without)
    told = "receipt" if terms.trigger is Trigger.CASH else "sale"
    return Tried(tuple(credit for credit in mine if credit.kind in {told, "bonus"}), others)


def _commission(worked_out: Iterable[Credit]) -> int:
    return sum(credit.amount for credit in worked_out if credit.kind != "bonus")


def _check(trial: Trial) -> None:
    if trial.amount <= 0:
        raise UserError("trial_amount", "Try an amount above zero.")
    if min(trial.tax, trial.shipping, trial.cost or 0, trial.volume_before) < 0:
        raise UserError("trial_negative", "Tax, shipping, cost and earlier sales cannot be below zero.")
    if trial.tax + trial.shipping > trial.amount:
        raise UserError("trial_parts", "Tax and shipping are parts of the sale: together they cannot be more.")
    if not all(0 <= before <= MOST_BEFORE for before in (trial.sales_before, trial.charges_before)):
        raise UserError("trial_before", "Try at most {most} earlier sales.", most=MOST_BEFORE)


def _sale(terms: Terms, uid: str, customer: int, day: date, amount: int) -> Sale:
    paid = (Movement(f"{uid} paid", day, amount),) if terms.trigger is Trigger.CASH else ()
    return Sale(uid, customer, customer, day, day, amount, cost=0, receipts=paid)


def _to_the_customer(terms: Terms, trial: Trial) -> list[Sale]:
    if terms.recurring is None or not trial.charges_before:
        return []
    if terms.recurring.counted is Counted.MONTHS:
        days = [add_months(trial.day, -trial.charges_before)]
    else:
        days = [add_months(trial.day, _LONG_AGO)] * trial.charges_before
    return [_sale(terms, f"earlier {n}", 1, day, trial.amount) for n, day in enumerate(days)]


def _to_others(terms: Terms, trial: Trial) -> list[Sale]:
    """As many sales as were said, of as much volume as was said, on the same day but entered before."""
    number = trial.sales_before or (1 if trial.volume_before else 0)
    if not number:
        return []
    each, rest = divmod(trial.volume_before or trial.amount * number, number)
    return [_sale(terms, f"before {n}", n + 2, trial.day, each + (1 if n < rest else 0)) for n in range(number)]
