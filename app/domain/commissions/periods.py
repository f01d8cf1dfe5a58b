"""The calendar periods over which sales are counted together."""

from __future__ import annotations

from datetime import date
from typing import Final

from app.domain.commissions.terms import Unit

MONTHS: Final = {Unit.EVER: 0, Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF_YEAR: 6, Unit.YEAR: 12}
"""How many months a period has; none for all time."""


def period_of(months: int, day: date) -> int:
    """A number that all days of one period of so many months have in common, and no two of its periods share."""
    return (day.year * 12 + day.month - 1) // months if months else 0


def first_day(unit: Unit, day: date) -> date | None:
    """The first day of the period that ``day`` lies in; none for all time."""
    months = MONTHS[unit]
    if not months:
        return None
    year, month = divmod(period_of(months, day) * months, 12)
    return date(year, month + 1, 1)


def last_day(unit: Unit, day: date) -> date | None:
    """The last day of the period that ``day`` lies in; none for all time."""
    months = MONTHS[unit]
    if not months:
        return None
    year, month = divmod((period_of(months, day) + 1) * months, 12)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1) if year < 10_000 else date.max
