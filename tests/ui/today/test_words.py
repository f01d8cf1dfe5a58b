"""What the first page says, without a window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.money import Money
from app.domain.referrals import FUNNEL, Stage
from app.domain.reminders import Unit
from app.queries.today import FollowUp, Quiet, Today, Waiting
from ui.today import contents, words
from ui.today.later import next_monday

DAY = date(2026, 11, 23)
ITEM = FollowUp(7, 1, "Harbor IT", "Send copy", date(2026, 11, 20), "", None, "", "call", date(2026, 10, 31), None)
EMPTY = Today(DAY, (), 0, 0, 0, (), 0, (), 0, (), (), tuple((stage, 0) for stage in FUNNEL))


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [(4, "Good evening"), (5, "Good morning"), (11, "Good morning"), (12, "Good afternoon"), (18, "Good evening")],
)
def test_greets_by_the_hour(hour: int, greeting: str) -> None:
    assert words.greeting(hour) == greeting


def test_the_summary_counts_only_what_there_is() -> None:
    assert words.summary(EMPTY) == "Monday 23 November 2026 · nothing due"
    assert words.summary(replace(EMPTY, overdue=3, due_today=4)) == "Monday 23 November 2026 · 3 overdue, 4 today"
    assert words.summary(replace(EMPTY, due_today=1)) == "Monday 23 November 2026 · 1 today"


def test_a_follow_up_says_since_when_where_it_was_promised_and_how_often() -> None:
    assert words.follow_up_when(ITEM, DAY) == "Overdue since Friday"
    assert words.follow_up_rest(ITEM, DAY) == "promised on the call of 31 Oct"
    timed = replace(ITEM, due_on=DAY, due_time="10:00", promised_on=None, repeat_every=3, repeat_unit="month")
    assert words.follow_up_when(timed, DAY) == "Today 10:00"
    assert words.follow_up_rest(timed, DAY) == "every 3 months"


@pytest.mark.parametrize(
    ("number", "unit", "told"),
    [(1, Unit.DAY, "every day"), (2, Unit.WEEK, "every 2 weeks"), (1, Unit.YEAR, "every year")],
)
def test_says_how_often(number: int, unit: Unit, told: str) -> None:
    assert words.every(number, unit) == told


def test_a_quiet_partner_says_how_long_and_what_it_brought_in_each_currency() -> None:
    item = Quiet(1, "Halvorsen", date(2026, 9, 22), 30, DAY, (Money(1_840_000, "EUR"), Money(50_000, "NOK")))
    told = words.quiet_line(item, DAY)
    assert told == "62 days since the last contact, rhythm is 30 · brought €18,400.00 + NOK\u00a0500.00 in a year"
    assert words.quiet_line(replace(item, last_contact_on=None, brought=()), DAY) == (
        "never contacted, rhythm is 30 days"
    )


def test_a_waiting_referral_says_since_when_and_what_is_expected() -> None:
    item = Waiting(3, 1, "Harbor IT", "Nordfrakt", date(2026, 11, 21), Money(900_000, "EUR"))
    assert words.waiting_line(item, DAY) == "Received 2 days ago, not contacted · expected €9,000.00"
    assert words.waiting_line(replace(item, expected=None), DAY) == "Received 2 days ago, not contacted"


def test_the_funnel_says_its_share_in_whole_percent() -> None:
    reached = ((Stage.RECEIVED, 84), (Stage.WON, 18))
    assert words.funnel_note(reached) == "last 90 days · 21% of referrals won"
    assert words.funnel_note(EMPTY.funnel) == "last 90 days"


def test_only_overdue_items_are_marked_and_each_has_its_letters() -> None:
    found = replace(EMPTY, follow_ups=(ITEM, replace(ITEM, id=8, due_on=DAY)))
    overdue, today = contents.follow_ups(found)
    assert (overdue.overdue, today.overdue) == (True, False)
    assert [deed.key for deed in overdue.deeds] == ["D", "L", "T", "Return"]
    assert overdue.spoken == "Send copy, Harbor IT, Overdue since Friday, promised on the call of 31 Oct"


@pytest.mark.parametrize(
    ("day", "monday"),
    [(DAY, date(2026, 11, 30)), (date(2026, 11, 29), date(2026, 11, 30)), (date(2026, 12, 31), date(2027, 1, 4))],
)
def test_next_week_begins_on_the_next_monday(day: date, monday: date) -> None:
    assert next_monday(day) == monday
