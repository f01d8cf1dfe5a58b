"""Periods of the calendar, and moving by months."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import Period, add_months, month_of, previous_month, quarter_of, year_of

DAYS = st.dates(date(2, 1, 1), date(9990, 12, 31))


@given(DAYS)
def test_a_day_lies_in_its_periods(day: date) -> None:
    month, quarter, year = month_of(day), quarter_of(day), year_of(day)
    assert day in month
    assert month.first in quarter
    assert month.last in quarter
    assert quarter.first in year
    assert quarter.last in year
    assert month.first.day == quarter.first.day == 1
    for period in (month, quarter, year):
        assert (period.last + timedelta(days=1)).day == 1
    assert 28 <= (month.last - month.first).days + 1 <= 31
    assert 90 <= (quarter.last - quarter.first).days + 1 <= 92
    assert quarter.first.month in {1, 4, 7, 10}


@given(DAYS)
def test_the_previous_month_ends_the_day_before_this_one(day: date) -> None:
    assert previous_month(day).last == month_of(day).first - timedelta(days=1)


def test_a_period_includes_its_ends() -> None:
    period = Period(date(2026, 2, 1), date(2026, 2, 28))
    assert date(2026, 2, 1) in period
    assert date(2026, 2, 28) in period
    assert date(2026, 3, 1) not in period
    assert Period(date(2026, 2, 1), date(2026, 2, 1)).last == date(2026, 2, 1)
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 2, 2), date(2026, 2, 1))


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(-600, 600))
def test_moving_by_months(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    longest = calendar.monthrange(moved.year, moved.month)[1]
    assert moved.day == min(day.day, longest)


@pytest.mark.parametrize(
    ("day", "months", "anchor", "moved"),
    [
        (date(2026, 1, 31), 1, None, date(2026, 2, 28)),
        (date(2026, 2, 28), 1, 31, date(2026, 3, 31)),
        (date(2024, 2, 29), 12, 29, date(2025, 2, 28)),
        (date(2027, 2, 28), 12, 29, date(2028, 2, 29)),
        (date(2026, 12, 31), 1, None, date(2027, 1, 31)),
        (date(2026, 1, 31), -1, None, date(2025, 12, 31)),
    ],
)
def test_short_months(day: date, months: int, anchor: int | None, moved: date) -> None:
    assert add_months(day, months, anchor) == moved
