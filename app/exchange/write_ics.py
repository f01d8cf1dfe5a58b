"""Writing follow-ups as a calendar (RFC 5545) whose entries are updated, not doubled, when it is read again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, BinaryIO


def write_calendar(file: BinaryIO, reminders: Iterable[Mapping[str, Any]], stamp: datetime) -> int:
    """Write the open follow-ups (see ``docs/json.md``), each with its own lasting UID; returns how many.

    One without a time is an entry for the whole day. ``stamp`` is the moment of writing.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Partnerbook//Follow-ups//EN")
    calendar.add("version", "2.0")
    count = 0
    for reminder in reminders:
        if reminder["status"] != "open":
            continue
        event = Event()
        event.add("uid", f"{reminder['uid']}@partnerbook")
        event.add("dtstamp", stamp)
        event.add("summary", f"{reminder['text']} · {reminder['partner']}")
        day = date.fromisoformat(reminder["due"])
        if reminder["time"]:
            starts = datetime.combine(day, time.fromisoformat(reminder["time"])).astimezone().astimezone(UTC)
            event.add("dtstart", starts)
            event.add("dtend", starts + timedelta(minutes=30))
        else:
            event.add("dtstart", day)
            event.add("dtend", day + timedelta(days=1))
        if reminder["repeat_every"]:
            event.add("rrule", _rule(reminder))
        calendar.add_component(event)
        count += 1
    file.write(calendar.to_ical())
    return count


def _rule(reminder: Mapping[str, Any]) -> dict[str, Any]:
    names = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
    rule: dict[str, Any] = {"freq": names[reminder["repeat_unit"]], "interval": reminder["repeat_every"]}
    anchor = reminder["repeat_anchor"]
    if reminder["repeat_unit"] == "month" and anchor and anchor > 28:
        # "On the 31st" means the last day where a month is shorter: the last of the days up to it that there are.
        rule["bymonthday"] = list(range(28, anchor + 1))
        rule["bysetpos"] = -1
    return rule
