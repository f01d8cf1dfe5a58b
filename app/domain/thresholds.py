"""From which sum on what was paid in a calendar year has to be reported, by currency; the user can change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.domain.errors import UserError
from app.domain.money import Money, check_currency

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 9999


@dataclass(frozen=True, slots=True)
class Threshold:
    """From ``year`` on, until another takes its place, ``amount`` or more in a year is to be reported.

    An amount of zero means that nothing is.
    """

    year: int
    amount: Money
    source: str = ""
    """The rule that it comes from; empty for the user's own."""


USUAL: Final = (
    Threshold(FIRST_YEAR, Money(60_000, "USD"), "US 1099-NEC"),
    Threshold(2026, Money(200_000, "USD"), "US 1099-NEC"),
)
"""US form 1099-NEC: $600 for payments of 2025 and before, $2,000 from 2026 on (Public Law 119-21, section 70433)."""


def in_force(own: Iterable[Threshold]) -> tuple[Threshold, ...]:
    """All thresholds, the user's own in place of the usual ones of the same year and currency; oldest first."""
    found = {(each.amount.currency, each.year): each for each in (*USUAL, *own)}
    return tuple(found[key] for key in sorted(found))


def threshold(every: Iterable[Threshold], year: int, currency: str) -> Money | None:
    """The sum from which payments of ``year`` in ``currency`` are to be reported; none where none is set."""
    reached = [each for each in every if each.amount.currency == currency and each.year <= year]
    last = max(reached, key=lambda each: each.year, default=None)
    return last.amount if last is not None and last.amount else None


def checked(year: int, amount: Money) -> Threshold:
    """A threshold as it may be kept. Raises ``UserError``."""
    check_currency(amount.currency)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise UserError("threshold_year", "{year} is not a year.", year=str(year))
    if amount.minor < 0:
        raise UserError("threshold_negative", "A threshold cannot be below zero.")
    return Threshold(year, amount.checked())
