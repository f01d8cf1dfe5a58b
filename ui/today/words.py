"""The sentences of the first page. Pure: rows of ``queries.today`` in, text out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.domain.dates import quarter_of
from app.domain.money import round_ratio
from app.domain.referrals import Stage
from app.domain.reminders import Unit
from app.formatting import ago, count, day, due_text, money, percent, sums
from app.i18n import _, ngettext

if TYPE_CHECKING:
    from app.queries.today import FollowUp, Quiet, Today, Waiting


def greeting(hour: int) -> str:
    """What one says at this hour of the day (0 to 23)."""
    if 5 <= hour < 12:
        return _("Good morning")
    if 12 <= hour < 18:
        return _("Good afternoon")
    return _("Good evening")


def summary(found: Today) -> str:
    """The line beside the greeting: ``Monday 23 November 2026 · 3 overdue, 4 today``."""
    counted = [
        count(found.overdue, _("{n} overdue"), _("{n} overdue")) if found.overdue else "",
        count(found.due_today, _("{n} today"), _("{n} today")) if found.due_today else "",
    ]
    told = ", ".join(part for part in counted if part) or _("nothing due")
    return f"{day(found.day, style='weekday')} · {told}"


def follow_up_when(item: FollowUp, today: date) -> str:
    """When it is due: ``Overdue since Friday``, ``Today 10:00``."""
    told = due_text(item.due_on, today)
    return f"{told} {item.due_time}" if item.due_time and item.due_on >= today else told


def follow_up_rest(item: FollowUp, today: date) -> str:
    """What else is known of it: ``promised on the call of 31 Oct · every 3 months``."""
    parts = []
    if item.promised_on is not None:
        parts.append(_promised(item.promised_in).format(day=day(item.promised_on, today=today)))
    if item.repeat_every:
        parts.append(every(item.repeat_every, Unit(item.repeat_unit)))
    return " · ".join(parts)


def _promised(kind: str) -> str:
    """A whole sentence for each kind of contact, so that each can be translated on its own."""
    return {
        "call": _("promised on the call of {day}"),
        "email": _("promised in the e-mail of {day}"),
        "meeting": _("promised at the meeting on {day}"),
        "letter": _("promised in the letter of {day}"),
        "message": _("promised in the message of {day}"),
        "visit": _("promised on the visit of {day}"),
    }.get(kind, _("noted on {day}"))


def every(number: int, unit: Unit) -> str:
    """How often it comes round: ``every 3 months``, ``every week``."""
    match unit:
        case Unit.DAY:
            return ngettext("every day", "every {n} days", number).format(n=number)
        case Unit.WEEK:
            return ngettext("every week", "every {n} weeks", number).format(n=number)
        case Unit.MONTH:
            return ngettext("every month", "every {n} months", number).format(n=number)
        case Unit.YEAR:
            return ngettext("every year", "every {n} years", number).format(n=number)


def follow_ups_note(found: Today) -> str:
    """``7 due · 12 this week``; the week counts the next seven days."""
    due = _("{due} due").format(due=found.overdue + found.due_today)
    week = _("{n} this week").format(n=found.due_this_week)
    return f"{due} · {week}" if found.due_this_week else _("none this week")


def quiet_line(item: Quiet, today: date) -> str:
    """Why the partner counts as quiet: ``62 days since the last contact, rhythm is 30 · brought €18,400.00``."""
    if item.last_contact_on is None:
        told = _("never contacted, rhythm is {rhythm} days").format(rhythm=item.cadence_days)
    else:
        days = (today - item.last_contact_on).days
        told = ngettext(
            "{n} day since the last contact, rhythm is {rhythm}",
            "{n} days since the last contact, rhythm is {rhythm}",
            days,
        ).format(n=days, rhythm=item.cadence_days)
    brought = sums(item.brought)
    return f"{told} · {_('brought {amounts} in a year').format(amounts=brought)}" if brought else told


def quiet_note(number: int) -> str:
    """How many have gone quiet; nothing where nobody has."""
    if not number:
        return ""
    return count(number, _("{n} partner past its rhythm"), _("{n} partners past their rhythm"))


def waiting_line(item: Waiting, today: date) -> str:
    """``Received 2 days ago, not contacted · expected €9,000.00``."""
    told = _("Received {ago}, not contacted").format(ago=ago(item.received_on, today))
    if item.expected is None:
        return told
    return f"{told} · {_('expected {amount}').format(amount=money(item.expected))}"


def waiting_note(number: int) -> str:
    """How many wait; nothing where none does."""
    return count(number, _("{n} without a reply"), _("{n} without a reply")) if number else ""


def funnel_note(reached: Sequence[tuple[Stage, int]]) -> str:
    """``last 90 days · 21% of referrals won``."""
    numbers = dict(reached)
    received, won = numbers.get(Stage.RECEIVED, 0), numbers.get(Stage.WON, 0)
    told = _("last 90 days")
    if not received:
        return told
    share = percent(round_ratio(won * 100, received) * 10_000)
    return f"{told} · {_('{share} of referrals won').format(share=share)}"


def quarter_note(today: date) -> str:
    """Over which days the best partners are reckoned."""
    return _("sales brought, since {day}").format(day=day(quarter_of(today).first))
