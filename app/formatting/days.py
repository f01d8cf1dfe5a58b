"""Days, periods and distances in time as text."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from app.formatting.locales import cldr, in_use
from app.i18n import _, language, ngettext

if TYPE_CHECKING:
    from app.domain.dates import Period

ENGLISH_MONTHS: Final = (
    "January February March April May June July August September October November December".split()
)  # fmt: skip
ENGLISH_WEEKDAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

_DAYS_COUNTED: Final = 60
_MONTHS_COUNTED: Final = 24
"""Up to here a distance is told in days, or in months; beyond it in the next larger unit."""


def day(when: date, locale: str = "", style: str = "short", today: date | None = None) -> str:
    """A day in words.

    ``short`` is ``4 Oct``, with the year when ``today`` is given and lies in another one; ``dated`` is ``4 Oct 2026``;
    ``named`` is ``9 September``; ``long`` is ``1 November 2026``; ``weekday`` is ``Monday 23 November 2026``.
    """
    if style == "short" and today is not None and today.year != when.year:
        style = "dated"
    locale = locale or in_use()
    return _english(when, style) if locale == "en" else _translated(when, locale, style)


def _english(when: date, style: str) -> str:
    month_name = ENGLISH_MONTHS[when.month - 1]
    match style:
        case "short":
            return f"{when.day} {month_name[:3]}"
        case "dated":
            return f"{when.day} {month_name[:3]} {when.year}"
        case "named":
            return f"{when.day} {month_name}"
        case "long":
            return f"{when.day} {month_name} {when.year}"
        case "weekday":
            return f"{ENGLISH_WEEKDAYS[when.weekday()]} {when.day} {month_name} {when.year}"
    raise ValueError(f"no such style of date: {style}")


@lru_cache(maxsize=4096)
def _translated(when: date, locale: str, style: str) -> str:
    from babel.dates import format_date, format_skeleton

    match style:
        case "short":
            return format_skeleton("MMMd", when, locale=cldr(locale))
        case "dated":
            return format_date(when, "medium", locale=cldr(locale))
        case "named":
            return format_skeleton("MMMMd", when, locale=cldr(locale))
        case "long":
            return format_date(when, "long", locale=cldr(locale))
        case "weekday":
            return format_date(when, "full", locale=cldr(locale))
    raise ValueError(f"no such style of date: {style}")


def month(when: date, locale: str = "") -> str:
    """The month that the day lies in: ``October 2026``."""
    locale = locale or in_use()
    if locale == "en":
        return f"{ENGLISH_MONTHS[when.month - 1]} {when.year}"
    from babel.dates import format_skeleton

    return format_skeleton("yMMMM", when, locale=cldr(locale))


def month_short(when: date, locale: str = "") -> str:
    """The month alone, short, as under the bars of a chart: ``Oct``."""
    locale = locale or in_use()
    if locale == "en":
        return ENGLISH_MONTHS[when.month - 1][:3]
    from babel.dates import get_month_names

    return str(get_month_names("abbreviated", "stand-alone", cldr(locale))[when.month])


def period(span: Period, locale: str = "") -> str:
    """The days from first to last: ``1 – 31 October 2026``, ``1 January – 31 March 2026``, or a single day."""
    locale = locale or in_use()
    first, last = span.first, span.last
    if first == last:
        return day(first, locale, "long")
    if locale != "en":
        from babel.dates import format_interval

        return format_interval(first, last, "yMMMd", locale=cldr(locale))
    end = day(last, locale, "long")
    if first.year != last.year:
        return f"{day(first, locale, 'long')} – {end}"
    if first.month != last.month:
        return f"{first.day} {ENGLISH_MONTHS[first.month - 1]} – {end}"
    return f"{first.day} – {end}"


def weekday(when: date, locale: str = "") -> str:
    """The name of the day of the week: ``Friday``."""
    locale = locale or in_use()
    if locale == "en":
        return ENGLISH_WEEKDAYS[when.weekday()]
    from babel.dates import get_day_names

    return str(get_day_names("wide", "stand-alone", cldr(locale))[when.weekday()])


def ago(when: date | None, today: date) -> str:
    """How long ago, in one glance: ``today``, ``yesterday``, ``23 days ago``, ``2 months ago``; ``new`` for never."""
    if when is None:
        return _("new")
    days = (today - when).days
    if days < 0:
        return _("tomorrow") if days == -1 else ngettext("in {n} day", "in {n} days", -days).format(n=-days)
    if days < 2:
        return _("yesterday") if days else _("today")
    if days < _DAYS_COUNTED:
        return ngettext("{n} day ago", "{n} days ago", days).format(n=days)
    months = (today.year - when.year) * 12 + today.month - when.month - (today.day < when.day)
    if months < _MONTHS_COUNTED:
        return ngettext("{n} month ago", "{n} months ago", months).format(n=months)
    return ngettext("{n} year ago", "{n} years ago", months // 12).format(n=months // 12)


def due_text(when: date, today: date, locale: str = "") -> str:
    """When something is due: ``Overdue since Friday``, ``Today``, ``Tomorrow``, ``Thursday``, ``12 Dec``.

    The name of a day is a word of the sentence and in its language, whatever the locale that dates are written in.
    """
    days = (when - today).days
    if days == 0:
        return _("Today")
    if days == 1:
        return _("Tomorrow")
    name = weekday(when, language()) if abs(days) < 7 else day(when, locale, today=today)
    if days > 0:
        return name
    return _("Overdue since yesterday") if days == -1 else _("Overdue since {day}").format(day=name)
