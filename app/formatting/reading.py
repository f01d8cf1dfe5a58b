"""What people type, read back into amounts and rates: tolerant of notation, never of ambiguity.

``1.234,50``, ``1,234.50``, ``€ 1 234,5``, ``(95.00)`` and ``−95`` are all read. Where a separator could mean thousands
or decimals, and the locale and the currency do not settle it, the text is refused with both readings in the sentence.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from app.domain.errors import UserError
from app.domain.money import CURRENCIES, Money, check_currency, currency_digits
from app.formatting.amounts import money, percent
from app.formatting.locales import ENGLISH_SYMBOLS, in_use, number_pattern, symbol

_LONGEST: Final = 64
_MINUSES: Final = "-\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
_SURE_GROUPS: Final = "'’\u066c"
_EVERYDAY_NAMES: Final = {"CHF": ("fr.", "sfr."), "DKK": ("kr.", "kr"), "ISK": ("kr",), "NOK": ("kr",), "SEK": ("kr",)}
_NO_CENTS: Final = re.compile(r"(?<=\d)[.,:][-—]+$")
_RATE_DIGITS: Final = 4
_EXCHANGE_DIGITS: Final = 10


@dataclass(frozen=True, slots=True)
class _Number:
    """Digits as typed: the whole part, the decimals, the sign."""

    whole: str
    part: str
    negative: bool

    @property
    def text(self) -> str:
        return f"{'-' if self.negative else ''}{self.whole or '0'}.{self.part or '0'}"


class _UnreadableError(ValueError):
    """The text is no number."""


class _AmbiguousError(ValueError):
    """One separator, three digits after it: thousands or decimals?"""


def parse_money(text: str, currency: str, locale: str = "") -> Money:
    """The amount that a person wrote, exactly.

    Raises ``UserError``: ``amount_unreadable``, ``amount_ambiguous`` (both readings are in the sentence),
    ``amount_other_currency``, ``amount_too_fine`` or ``amount_too_large``.
    """
    locale = locale or in_use()
    code = check_currency(currency)
    shown = text.strip()[:_LONGEST]
    bare = _without_currency(_plain(text), code, locale, shown)
    try:
        read = _number(bare, locale, currency_digits(code))
    except _AmbiguousError as trouble:
        raise _ambiguous_amount(shown, bare, code, locale) from trouble
    except _UnreadableError as trouble:
        raise UserError("amount_unreadable", "“{text}” is not an amount.", text=shown) from trouble
    return Money.parse(read.text.rstrip("0").rstrip("."), code)


def parse_percent(text: str, locale: str = "") -> int:
    """The rate that a person wrote (``12.5%``, ``12,5 %``, ``10``) in millionths.

    Raises ``UserError``: ``rate_unreadable``, ``rate_ambiguous`` or ``rate_too_fine``.
    """
    locale = locale or in_use()
    shown = text.strip()[:_LONGEST]
    bare = re.sub(r"^[%٪]\s*|\s*[%٪]$", "", _plain(text))
    try:
        read = _number(bare, locale, _RATE_DIGITS)
    except _AmbiguousError as trouble:
        raise UserError(
            "rate_ambiguous",
            "“{text}” could be thousands or decimals. Write the rate as {example}.",
            text=shown,
            example=percent(125_000, locale),
        ) from trouble
    except _UnreadableError as trouble:
        raise UserError("rate_unreadable", "“{text}” is not a percentage.", text=shown) from trouble
    part = read.part.rstrip("0")
    if len(part) > _RATE_DIGITS:
        raise UserError("rate_too_fine", "“{text}” is finer than a ten-thousandth of a percent.", text=shown)
    ppm = int(read.whole or "0") * 10**_RATE_DIGITS + int(part.ljust(_RATE_DIGITS, "0"))
    return -ppm if read.negative else ppm


def parse_exchange_rate(text: str, locale: str = "") -> int:
    """The exchange rate that a person wrote (``1.0842``, ``11,25``) in ten-thousand-millionths.

    Raises ``UserError``: ``exchange_rate_unreadable``, ``exchange_rate_ambiguous`` or ``exchange_rate_too_fine``.
    """
    shown = text.strip()[:_LONGEST]
    try:
        read = _number(_plain(text), locale or in_use(), _EXCHANGE_DIGITS)
    except _AmbiguousError as trouble:
        raise UserError(
            "exchange_rate_ambiguous", "“{text}” could be thousands or decimals. Write the rate as 1.25.", text=shown
        ) from trouble
    except _UnreadableError as trouble:
        raise UserError("exchange_rate_unreadable", "“{text}” is not a rate such as 1.25.", text=shown) from trouble
    part = read.part.rstrip("0")
    if len(part) > _EXCHANGE_DIGITS:
        raise UserError("exchange_rate_too_fine", "“{text}” has more than ten decimal places.", text=shown)
    rate = int(read.whole or "0") * 10**_EXCHANGE_DIGITS + int(part.ljust(_EXCHANGE_DIGITS, "0"))
    return -rate if read.negative else rate


def parse_number(text: str, locale: str = "") -> Decimal:
    """The number that a person wrote: where a mark could mean thousands or decimals, it means what the locale means.

    Raises ``UserError``: ``number_unreadable`` or ``number_ambiguous``.
    """
    locale = locale or in_use()
    shown = text.strip()[:_LONGEST]
    try:
        return Decimal(_number(_plain(text), locale, None).text)
    except _AmbiguousError as trouble:
        raise UserError("number_ambiguous", "“{text}” could be thousands or decimals.", text=shown) from trouble
    except _UnreadableError as trouble:
        raise UserError("number_unreadable", "“{text}” is not a number.", text=shown) from trouble


def _plain(text: str) -> str:
    """Western digits, one kind of space and of minus, no marks of direction, Arabic decimal comma as a comma."""
    if len(text) > _LONGEST * 4:
        return ""
    marks = (char for char in text if unicodedata.category(char) != "Cf")
    return "".join(_plain_char(char) for char in marks).strip()


def _plain_char(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if char.isspace():
        return " "
    if char in _MINUSES:
        return "-"
    return "," if char == "\u066b" else char


@lru_cache(maxsize=256)
def _names(currency: str, locale: str) -> tuple[str, ...]:
    """What the currency goes by, longest first."""
    names = {currency, symbol(currency, locale), ENGLISH_SYMBOLS.get(currency, ""), *_EVERYDAY_NAMES.get(currency, ())}
    names |= {name[-1] for name in names if name and unicodedata.category(name[-1]) == "Sc"}
    plain = {_plain(name).casefold() for name in names if name}
    return tuple(sorted(plain, key=lambda name: (-len(name), name)))


def _without_currency(text: str, currency: str, locale: str, shown: str) -> str:
    """The text without the currency's own name before or after the number; another currency's name is refused."""
    bare = text
    for name in _names(currency, locale):
        ends = rf"^([-+( ]*){re.escape(name)}(?![^\W\d_])|(?<![^\W\d_]){re.escape(name)}([-) ]*)$"
        bare, found = re.subn(ends, r"\1 \2", text, count=1, flags=re.IGNORECASE)
        if found:
            break
    rest = "".join(char for char in bare if char.isalpha() or unicodedata.category(char) == "Sc")
    if rest.upper() in CURRENCIES or any(unicodedata.category(char) == "Sc" for char in rest):
        raise UserError("amount_other_currency", "“{text}” is not in {currency}.", text=shown, currency=currency)
    return bare.strip()


def _number(text: str, locale: str, digits: int | None) -> _Number:
    """The number in ``text``, of a kind that has ``digits`` decimals at most; none where the locale alone decides."""
    negative, body = _sign(_NO_CENTS.sub("", text))
    if not re.fullmatch(rf"[\d., {_SURE_GROUPS}]*\d[\d., {_SURE_GROUPS}]*", body):
        raise _UnreadableError
    last = max(body.rfind("."), body.rfind(","))
    if last < 0:
        return _Number(_ungrouped(body), "", negative)
    mark = body[last]
    whole, part = body[:last], body[last + 1 :]
    if mark in whole:
        return _Number(_ungrouped(body), "", negative)
    if len(part) == 3 and re.fullmatch(r"[1-9]\d{0,2}", whole) and _is_group(mark, locale, digits):
        return _Number(_ungrouped(body), "", negative)
    if part and not part.isdigit():
        raise _UnreadableError
    return _Number(_ungrouped(whole) if whole else "", part, negative)


def _is_group(mark: str, locale: str, digits: int | None) -> bool:
    """Whether the one mark before three digits stands for thousands; ``_AmbiguousError`` when that cannot be told."""
    pattern = number_pattern(locale)
    if mark == pattern.decimal and (digits is None or digits >= 3):
        return False
    if mark == pattern.group and (digits is None or digits < 3):
        return True
    raise _AmbiguousError


def _sign(text: str) -> tuple[bool, str]:
    """Whether the number is negative, and what stands without the sign: minus before or after, or in brackets."""
    body, negative = text.strip(), False
    if body.startswith("(") and body.endswith(")"):
        negative, body = True, body[1:-1].strip()
    elif body.startswith("-"):
        negative, body = True, body[1:].strip()
    elif body.endswith("-"):
        negative, body = True, body[:-1].strip()
    elif body.startswith("+"):
        body = body[1:].strip()
    return negative, body


def _ungrouped(text: str) -> str:
    """Digits without their thousands separators; ``_UnreadableError`` unless the groups are regular and of one kind."""
    marks = {char for char in text if not char.isdigit()}
    if not marks:
        return text
    if len(marks) > 1:
        raise _UnreadableError
    groups = text.split(marks.pop())
    western = len(groups[0]) in (1, 2, 3) and all(len(group) == 3 for group in groups[1:])
    indian = len(groups[0]) in (1, 2) and len(groups[-1]) == 3 and all(len(group) == 2 for group in groups[1:-1])
    if not western and not indian:
        raise _UnreadableError
    return "".join(groups)


def _ambiguous_amount(shown: str, bare: str, currency: str, locale: str) -> UserError:
    digits = re.sub(r"\D", "", bare)
    unit = 10 ** currency_digits(currency)
    return UserError(
        "amount_ambiguous",
        "“{text}” could mean {thousands} or a little over {units}. Write it with its decimals, such as {example}.",
        text=shown,
        thousands=money(Money(int(digits) * unit, currency), locale),
        units=money(Money(int(digits) // 1000 * unit, currency), locale),
        example=money(Money(int(digits) * unit, currency), locale),
    )
