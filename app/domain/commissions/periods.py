"""The calendar periods over which sales are counted together."""

from __future__ import annotations

from datetime import date

from app.domain.commissions.terms import Unit

MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF_YEAR: 6, Unit.YEAR: 12}


def period_key(unit: Unit, day: date) -> int:
    """A number that all days of one period have in common, and no two periods share."""
    if unit is Unit.EVER:
        return 0
    return (day.year * 12 + day.month - 1) // MONTHS[unit]


def first_day(unit: Unit, day: date) -> date | None:
    """The first day of the period that ``day`` lies in; none for all time."""
    if unit is Unit.EVER:
        return None
    year, month = divmod(period_key(unit, day) * MONTHS[unit], 12)
    return date(year, month + 1, 1)


def last_day(unit: Unit, day: date) -> date | None:
    """The last day of the period that ``day`` lies in; none for all time."""
    if unit is Unit.EVER:
        return None
    year, month = divmod((period_key(unit, day) + 1) * MONTHS[unit], 12)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1) if year < 10_000 else date.max
