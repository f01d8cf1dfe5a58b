"""What people type for a day, read back: tolerant of notation, never of ambiguity.

``2027-01-01``, ``1 Jan 2027``, ``Jan 1, 2027``, ``1. Januar 2027``, ``1.1.27``, ``tomorrow`` and ``+3`` are all read.
Where day and month could be either, and the language does not settle it, the text is refused with both readings. So is
every text with a word that does not belong to a day: what it means is not ours to guess.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from app.domain.errors import UserError
from app.domain.partners import fold
from app.formatting.days import ENGLISH_MONTHS, ENGLISH_WEEKDAYS, day
from app.formatting.locales import cldr, in_use

FIRST_YEAR, LAST_YEAR = 1900, 2199
_LONGEST: Final = 60
_CENTURY: Final = 100
_TOKEN: Final = re.compile(r"\d+|[^\W\d_]+")
_DECIMAL: Final = re.compile(r"\d+\.\d+")
_SPAN: Final = re.compile(r"\d\s*-\s*\d")
_BETWEEN: Final = " \t.,;/-'()،ـ"
_ORDINALS: Final = ("of", "the", "st", "nd", "rd", "th", "er", "re", "de", "del", "o")
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
    parts = _parts(plain, locale, shown)
    numbers = [part for part in parts if isinstance(part, str)]
    if len(numbers) < len(parts):
        return _with_month(parts, _SPAN.search(plain) is not None, today, shown)
    if not 2 <= len(numbers) <= 3 or (locale == "en" and _DECIMAL.fullmatch(plain)):
        raise _unreadable(shown)
    if len(numbers) == 3 and (len(numbers[0]) == 4 or _year_first(numbers, locale)):
        return _made(_year(numbers[0], today), int(numbers[1]), int(numbers[2]), shown)
    year = _year(numbers[-1], today) if len(numbers) == 3 else today.year
    return _in_order(numbers, year, locale, shown)


def _plain_char(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if unicodedata.category(char) == "Cf":  # marks of direction, which Arabic and Hebrew days carry
        return ""
    return "-" if char in "\u2010\u2011\u2012\u2013\u2212" else char


def _parts(plain: str, locale: str, shown: str) -> list[str | int]:
    """The numbers as they stand and the months as 1 to 12, in order. Raises ``UserError`` where something else is."""
    if _TOKEN.sub("", plain).strip(_BETWEEN):
        raise _unreadable(shown)
    months, beside = _months(locale), _beside(locale)
    parts: list[str | int] = []
    for token in _TOKEN.findall(plain):
        if token.isdecimal():
            parts.append(token)
        elif (month := months.get(fold(token))) is not None:
            parts.append(month)
        elif not _is_beside(fold(token), beside):
            raise _unreadable(shown)
    return parts


def _is_beside(word: str, beside: frozenset[str]) -> bool:
    """Whether it is one of these, or two written together as in Japanese, where no space ends a word."""
    return word in beside or any(word[:at] in beside and word[at:] in beside for at in range(1, len(word)))


@lru_cache(maxsize=16)
def _months(locale: str) -> dict[str, int]:
    """Months by their folded names, long and short, in English and in the locale; those of one word."""
    found = {}
    for number, name in enumerate(ENGLISH_MONTHS, 1):
        found[name.lower()] = found[name[:3].lower()] = number
    found["sept"] = 9
    if locale != "en":
        months = cldr(locale).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    plain = unicodedata.normalize("NFKC", str(name))
                    words = _TOKEN.findall(plain)
                    if len(words) == 1 and not words[0].isdecimal() and not _TOKEN.sub("", plain).strip(_BETWEEN):
                        found[fold(words[0])] = int(number)
    return found


@lru_cache(maxsize=16)
def _beside(locale: str) -> frozenset[str]:
    """Words that stand beside the numbers of a day, folded: weekdays, ordinals, and those of CLDR's patterns of days.

    Such are the ``de`` of ``1 de enero`` and the characters for year, month and day.
    """
    found = {fold(word) for word in _ORDINALS}
    for name in ENGLISH_WEEKDAYS:
        found |= {name.lower(), name[:3].lower()}
    if locale != "en":
        known = cldr(locale)
        texts = [
            str(name)
            for widths in known.days.values()
            for width in ("wide", "abbreviated")
            for name in widths[width].values()
        ]
        texts += [_literal(str(each.pattern)) for each in known.date_formats.values()]
        for text in texts:
            found |= {fold(word) for word in _TOKEN.findall(unicodedata.normalize("NFKC", text))}
    return frozenset(found)


def _literal(pattern: str) -> str:
    """What a pattern of CLDR writes as it stands: the quoted parts, and letters that are no field."""
    quoted = " ".join(re.findall(r"'([^']*)'", pattern))
    return quoted + " " + re.sub(r"[A-Za-z]", " ", re.sub(r"'[^']*'", " ", pattern))


def _with_month(parts: list[str | int], span: bool, today: date, shown: str) -> date:
    """A day with its month in letters. A year of two digits comes last, and never where a span could be meant."""
    match parts:
        case [int(month), str(number)] | [str(number), int(month)] if len(number) <= 2:
            return _made(today.year, month, int(number), shown)
        case [str(year), int(month), str(number)] if len(year) == 4 and len(number) <= 2:
            return _made(int(year), month, int(number), shown)
        case [str(number), int(month), str(year)] if len(number) <= 2:
            return _made(_year(year, today), month, int(number), shown)
        case [int(month), str(number), str(year)] if len(number) <= 2 and (len(year) > 2 or not span):
            return _made(_year(year, today), month, int(number), shown)
    raise _unreadable(shown)


def _year_first(numbers: list[str], locale: str) -> bool:
    """Whether three numbers of two digits begin with the year, as in Japanese and Swedish."""
    return locale != "en" and len(numbers[-1]) <= 2 and _short_pattern(locale).lstrip("'").lower().startswith("y")


def _short_pattern(locale: str) -> str:
    return str(cldr(locale).date_formats["short"].pattern)


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
    pattern = _short_pattern(locale)
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
