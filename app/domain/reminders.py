"""When a follow-up comes round again, and when a partner goes quiet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from app.domain.dates import add_months


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Repeat:
    """Every ``every`` units; ``anchor`` is the day of the month meant, for months and years (31 = the last)."""

    every: int
    unit: Unit
    anchor: int | None = None

    def __post_init__(self) -> None:
        if self.every < 1:
            raise ValueError("a repeat needs a positive interval")

    def step(self, day: date) -> date:
        """The occurrence after ``day``."""
        match self.unit:
            case Unit.DAY:
                return day + timedelta(days=self.every)
            case Unit.WEEK:
                return day + timedelta(weeks=self.every)
            case Unit.MONTH:
                return add_months(day, self.every, self.anchor)
            case Unit.YEAR:
                return add_months(day, 12 * self.every, self.anchor)

    def next_after(self, due: date, today: date) -> date:
        """The first occurrence of the series through ``due`` that lies after both ``due`` and ``today``.

        A follow-up done late does not leave a queue of missed ones behind it.
        """
        series = replace(self, anchor=self.anchor or due.day)
        following = series.step(due)
        while following <= today:
            following = series.step(following)
        return following


def quiet_on(last_contact: date, cadence_days: int) -> date:
    """The first day on which a partner counts as quiet: the day after the rhythm has run out."""
    return last_contact + timedelta(days=cadence_days + 1)


@dataclass(frozen=True, slots=True)
class ReminderFields:
    """What is to be done and by when; ``due_time`` is ``HH:MM`` or empty for any time that day."""

    text: str
    due_on: date
    due_time: str = ""
    repeat: Repeat | None = None
    referral_id: int | None = None
