"""Exchange rates that the user enters, and amounts converted by them with one rounding, the rate kept beside them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.domain.errors import UserError
from app.domain.money import MAX_MINOR, Money, check_currency, currency_digits, round_ratio

E10: Final = 10**10
"""Rates are whole ten-thousand-millionths."""

MAX_RATE_E10: Final = 10**18


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of ``currency`` was worth ``rate_e10`` · 10⁻¹⁰ units of ``target`` from ``day`` on."""

    currency: str
    target: str
    day: date
    rate_e10: int


@dataclass(frozen=True, slots=True)
class Converted:
    """``amount`` is what ``original`` comes to by ``rate``, which may be for the other direction."""

    original: Money
    amount: Money
    rate: Rate


class Rates:
    """Rates to look up: the latest that is not after a day."""

    def __init__(self, entered: Iterable[Rate]) -> None:
        self._by_pair: defaultdict[tuple[str, str], list[Rate]] = defaultdict(list)
        for rate in sorted(entered, key=lambda rate: rate.day):
            self._by_pair[rate.currency, rate.target].append(rate)

    def on(self, currency: str, target: str, day: date) -> Rate | None:
        """The rate in force on ``day``. Where none was entered for this direction by then, that for the other."""
        return self._latest(currency, target, day) or self._latest(target, currency, day)

    def _latest(self, currency: str, target: str, day: date) -> Rate | None:
        rates = self._by_pair.get((currency, target), ())
        number = bisect_right(rates, day, key=lambda rate: rate.day)
        return rates[number - 1] if number else None

    def convert(self, amount: Money, target: str, day: date) -> Converted | None:
        """What ``amount`` comes to in ``target`` on ``day``; none without a rate, or when too large to be kept."""
        rate = self.on(amount.currency, target, day)
        if rate is None:
            return None
        numerator, denominator = rate.rate_e10, E10
        if rate.currency == target:
            numerator, denominator = denominator, numerator
        minor = round_ratio(
            amount.minor * numerator * 10 ** currency_digits(target),
            denominator * 10 ** currency_digits(amount.currency),
        )
        return Converted(amount, Money(minor, target), rate) if abs(minor) < MAX_MINOR else None


@dataclass(frozen=True, slots=True)
class InOne:
    """Sums of several currencies in one: the ``totals`` of what could be converted, and by which rates.

    Totals include what was in ``currency`` already; ``left_out`` are the currencies that no rate was entered for.
    """

    currency: str
    totals: tuple[Money, ...]
    rates: tuple[Rate, ...]
    left_out: tuple[str, ...]


def in_one(rows: Sequence[Sequence[Money]], target: str, day: date, rates: Rates) -> InOne | None:
    """The columns of ``rows`` added up in ``target`` by the rates of ``day``: a row a currency, a column a kind of sum.

    Each amount is rounded by itself, so that what is printed adds up. None where nothing is in another currency.
    """
    amounts = [amount for row in rows for amount in row if amount]
    if all(amount.currency == target for amount in amounts):
        return None
    converted = {amount: rates.convert(amount, target, day) for amount in amounts if amount.currency != target}
    used = {each.rate: None for each in converted.values() if each}
    left_out = {amount.currency: None for amount, each in converted.items() if each is None}

    def total(column: Sequence[Money]) -> Money:
        own = (amount for amount in column if amount.currency == target)
        others = (each.amount for amount in column if (each := converted.get(amount)))
        return sum((*own, *others), Money.zero(target))

    return InOne(target, tuple(map(total, zip(*rows, strict=True))), tuple(used), tuple(left_out))


def checked(currency: str, target: str, day: date, rate_e10: int) -> Rate:
    """A rate as it may be kept. Raises ``UserError``."""
    source, into = check_currency(currency), check_currency(target)
    if source == into:
        raise UserError(
            "rate_same", "A rate is between two currencies, not from {currency} to itself.", currency=source
        )
    if not 0 < rate_e10 <= MAX_RATE_E10:
        raise UserError("rate_range", "A rate is above zero and at most {most}.", most=f"{MAX_RATE_E10 // E10:,}")
    return Rate(source, into, day, rate_e10)
