"""What people type for a day, read back: tolerant of notation, never of ambiguity.

``2027-01-01``, ``1 Jan 2027``, ``Jan 1, 2027``, ``1. Januar 2027``, ``1.1.27``, ``tomorrow`` and ``+3`` are all read.
Where day and month could be either, and the language does not settle it, the text is refused with both readings.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from app.domain.errors import UserError
from app.domain.partners import fold
from app.formatting.days import ENGLISH_MONTHS, day
from app.formatting.locales import cldr, in_use

FIRST_YEAR, LAST_YEAR = 1900, 2199
_LONGEST: Final = 60
_CENTURY: Final = 100
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")
_RELATIVE: Final = {"today": 0, "tomorrow": 1, "yesterday": -1}


def parse_day(text: str, today: date, locale: str = "") -> date:
    """The day that a person wrote. Without a year it is that of ``today``.

    Raises ``UserError``: ``day_unreadable``, ``day_ambiguous`` (both readings are in the sentence), ``day_impossible``.
    """
    locale = locale or in_use()
    shown = text.strip()[:_LONGEST]
    plain = "".join(_plain_char(char) for char in unicodedata.normalize("NFKC", shown)).strip()
    if plain.casefold() in _RELATIVE:
        return today + timedelta(days=_RELATIVE[plain.casefold()])
    if re.fullmatch(r"[+-]\d{1,4}", plain):
        return _checked(today.toordinal() + int(plain), shown)
    numbers, month = _tokens(plain, locale)
    if month is not None:
        return _with_month(numbers, month, today, shown)
    if not 2 <= len(numbers) <= 3:
        raise _unreadable(shown)
    if len(numbers[0]) == 4 and len(numbers) == 3:
        return _made(int(numbers[0]), int(numbers[1]), int(numbers[2]), shown)
    year = _year(numbers[-1], today) if len(numbers) == 3 else today.year
    return _in_order(numbers, year, locale, shown)


def _plain_char(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    return "-" if char in "\u2010\u2011\u2012\u2013\u2212" else char


def _tokens(plain: str, locale: str) -> tuple[list[str], int | None]:
    """The numbers in the text, and the month that a word in it names; words that name none are passed over."""
    numbers, month = [], None
    for token in _TOKEN.findall(plain):
        if token.isdecimal():
            numbers.append(token)
        else:
            month = month or _months(locale).get(fold(token))
    return numbers, month


@lru_cache(maxsize=16)
def _months(locale: str) -> dict[str, int]:
    """Months by their folded names, long and short, in English and in the locale."""
    found = {}
    for number, name in enumerate(ENGLISH_MONTHS, 1):
        found[name.lower()] = found[name[:3].lower()] = number
    found["sept"] = 9
    if locale != "en":
        months = cldr(locale).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    words = _TOKEN.findall(unicodedata.normalize("NFKC", str(name)))
                    if words and not words[0].isdecimal():
                        found[fold(words[0])] = int(number)
    return found


def _with_month(numbers: list[str], month: int, today: date, shown: str) -> date:
    match numbers:
        case [number] if len(number) <= 2:
            return _made(today.year, month, int(number), shown)
        case [year, number] if len(year) == 4 and len(number) <= 2:
            return _made(int(year), month, int(number), shown)
        case [number, year] if len(number) <= 2:
            return _made(_year(year, today), month, int(number), shown)
    raise _unreadable(shown)


def _in_order(numbers: list[str], year: int, locale: str, shown: str) -> date:
    """Day and month as the locale orders them; where only one order is possible, that one."""
    one, other = int(numbers[0]), int(numbers[1])
    if one > 12 >= other > 0 or one == other:
        return _made(year, other, one, shown)
    if other > 12 >= one > 0:
        return _made(year, one, other, shown)
    if locale == "en":
        raise UserError(
            "day_ambiguous",
            "“{text}” could be {one} or {other}. Write the month in letters.",
            text=shown,
            one=day(_made(year, other, one, shown), locale, "dated"),
            other=day(_made(year, one, other, shown), locale, "dated"),
        )
    pattern = str(cldr(locale).date_formats["short"].pattern)
    day_first = pattern.lower().find("d") < pattern.find("M")
    return _made(year, other, one, shown) if day_first else _made(year, one, other, shown)


def _year(text: str, today: date) -> int:
    """A year of four digits, or of two: the one nearest to today."""
    if len(text) != 2:
        return int(text)
    near = today.year - today.year % _CENTURY + int(text)
    return min((near - _CENTURY, near, near + _CENTURY), key=lambda year: abs(year - today.year))


def _made(year: int, month: int, number: int, shown: str) -> date:
    try:
        made = date(year, month, number)
    except (ValueError, OverflowError):
        raise UserError("day_impossible", "There is no such day as “{text}”.", text=shown) from None
    return _checked(made.toordinal(), shown)


def _checked(ordinal: int, shown: str) -> date:
    made = date.fromordinal(max(1, min(ordinal, date.max.toordinal())))
    if not FIRST_YEAR <= made.year <= LAST_YEAR:
        raise UserError(
            "day_impossible",
            "“{text}” is not between {first} and {last}.",
            text=shown,
            first=FIRST_YEAR,
            last=LAST_YEAR,
        )
    return made


def _unreadable(shown: str) -> UserError:
    return UserError("day_unreadable", "“{text}” is not a day. Write it as 1 Jan 2027 or 2027-01-01.", text=shown)
