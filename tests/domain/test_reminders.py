"""When a follow-up comes round again."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.reminders import Repeat, Unit, quiet_on

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def series(repeat: Repeat, due: date, number: int) -> list[date]:
    """The first occurrences from ``due`` on."""
    days = [due]
    for _ in range(number):
        days.append(repeat.step(days[-1]))
    return days


def test_on_the_31st_is_the_last_day_of_every_month() -> None:
    days = series(Repeat(1, Unit.MONTH, anchor=31), date(2027, 12, 31), 14)
    assert [day.day for day in days[:5]] == [31, 31, 29, 31, 30]
    assert all(day.day == calendar.monthrange(day.year, day.month)[1] for day in days)
    assert len({(day.year, day.month) for day in days}) == 15


def test_a_birthday_on_the_leap_day() -> None:
    days = series(Repeat(1, Unit.YEAR, anchor=29), date(2024, 2, 29), 4)
    assert days == [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]


def test_days_and_weeks() -> None:
    assert series(Repeat(3, Unit.DAY), date(2026, 2, 27), 2) == [date(2026, 2, 27), date(2026, 3, 2), date(2026, 3, 5)]
    assert series(Repeat(2, Unit.WEEK), date(2026, 11, 23), 1)[1] == date(2026, 12, 7)


@given(DAYS, st.integers(0, 4000), st.integers(1, 40), st.sampled_from(Unit))
def test_a_late_one_leaves_no_queue_behind(due: date, late: int, every: int, unit: Unit) -> None:
    """The next one is the first of the very same series after today, never today or before."""
    today = due + timedelta(days=late)
    repeat = Repeat(every, unit, anchor=due.day)
    following = repeat.next_after(due, today)
    assert following > today
    assert following > due
    day, before = due, due
    while day <= today or day == due:
        before, day = day, repeat.step(day)
    assert following == day
    assert before <= today or before == due


@given(DAYS, st.integers(1, 400), st.integers(1, 40), st.sampled_from(Unit))
def test_one_done_early_still_comes_round_on_its_day(due: date, early: int, every: int, unit: Unit) -> None:
    repeat = Repeat(every, unit, anchor=due.day)
    assert repeat.next_after(due, due - timedelta(days=early)) == repeat.step(due)


def test_without_a_day_of_the_month_the_day_due_counts() -> None:
    """An overdue monthly one on the 31st does not slide to the 28th on its way over February."""
    assert Repeat(1, Unit.MONTH).next_after(date(2026, 1, 31), date(2026, 3, 5)) == date(2026, 3, 31)


@pytest.mark.parametrize("every", [0, -1])
def test_an_interval_is_positive(every: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        Repeat(every, Unit.DAY)


def test_a_partner_is_quiet_the_day_after_the_rhythm_ran_out() -> None:
    assert quiet_on(date(2026, 10, 24), 30) == date(2026, 11, 24)
    assert quiet_on(date(2026, 10, 24), 1) == date(2026, 10, 26)
