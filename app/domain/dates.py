"""Days and periods. A due date is a day; an event is an instant in UTC kept with its zone elsewhere."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period cannot end before it begins")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def month_of(day: date) -> Period:
    """The calendar month that ``day`` lies in."""
    return Period(day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1]))


def quarter_of(day: date) -> Period:
    """The calendar quarter that ``day`` lies in."""
    first_month = (day.month - 1) // 3 * 3 + 1
    first = date(day.year, first_month, 1)
    return Period(first, month_of(date(day.year, first_month + 2, 1)).last)


def year_of(day: date) -> Period:
    """The calendar year that ``day`` lies in."""
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


def previous_month(day: date) -> Period:
    """The calendar month before the one that ``day`` lies in."""
    return month_of(day.replace(day=1) - timedelta(days=1))


def add_months(day: date, months: int, anchor: int | None = None) -> date:
    """``day`` moved by whole months. Where the month is too short, its last day.

    ``anchor`` is the day of the month that was meant (31 for "on the 31st"), so that a short month does not pull
    all later ones forward.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    return date(year, month, min(anchor or day.day, calendar.monthrange(year, month)[1]))
