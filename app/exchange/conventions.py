"""How a column writes its dates and its amounts, decided by the whole column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.domain.money import CURRENCIES
from app.domain.partners import fold
from app.i18n import _

_THREE: Final = re.compile(
    # Blanks are never given back (``++``): a long run of them would be tried in every division.
    r"(\d{1,4})(?:\s*+[./-]\s*+|\s++)(\d{1,2})(?:\s*+[./-]\s*+|\s++)(\d{1,4})\.?(?:[T ,]+\d{1,2}[:.h].*)?",
    re.IGNORECASE,
)
_PACKED: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?")
_WORDY: Final = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(\d{1,2})(?:st|nd|rd|th|er)?\.?[\s-]+(?:de\s+)?([^\W\d]+)\.?,?"
    r"[\s-]+(?:del?\s+)?(\d{2,4})(?:[ ,T].*)?",
    re.IGNORECASE,
)
_WORDY_FIRST: Final = re.compile(r"(?:[^\W\d]+,\s+)?([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?:[ ,T].*)?")
_MONTHS: Final = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "januar februar marz april mai juni juli august september oktober november dezember",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "januari februari mars april maj juni juli augusti september oktober november december",
        "january february march april may june july august september october november december",
        "janv fevr mar avr mai juin juil aout sept oct nov dec",
        "ene feb mrz abr mai juni juli ago sept okt nov dez",
        "jan feb maer abr maj jun jul ag set okt nov dic",
    )
    for number, name in enumerate(names.split(), start=1)
}


@dataclass(frozen=True, slots=True)
class DateColumn:
    """The order in which a column writes its dates: ``dmy``, ``mdy`` or ``ymd``; ``remark`` says so where in doubt."""

    order: str
    remark: str = ""

    def read(self, text: str) -> date | None:
        """The day that ``text`` means, or None where it is none that exists."""
        value = text.strip()
        for pattern in (_ISO, _PACKED):
            match = pattern.fullmatch(value)
            if match:
                return _day(int(match[1]), int(match[2]), int(match[3]))
        match = _THREE.fullmatch(value)
        if match:
            return self._numbers(match[1], match[2], match[3])
        match = _WORDY.fullmatch(fold(value))
        if match:
            return _day(_year(match[3]), _MONTHS.get(match[2], 0), int(match[1]))
        match = _WORDY_FIRST.fullmatch(fold(value))
        return _day(int(match[3]), _MONTHS.get(match[1], 0), int(match[2])) if match else None

    def _numbers(self, first: str, second: str, third: str) -> date | None:
        if len(first) > 2:
            return _day(int(first), int(second), int(third))
        if self.order == "mdy":
            return _day(_year(third), int(first), int(second))
        if self.order == "ymd" and len(third) <= 2:
            return _day(_year(first), int(second), int(third))
        return _day(_year(third), int(second), int(first))


DATE_ORDERS: Final = ("dmy", "mdy", "ymd")


def date_column(header: str, values: Iterable[str], order: str = "") -> DateColumn:
    """How the column writes dates: as ``order`` says where it is given.

    A day above 12 in any row decides it; if none does, day before month is taken.
    """
    if order:
        return DateColumn(order)
    day_first = month_first = year_first = short = 0
    for value in values:
        match = _THREE.fullmatch(value.strip())
        if not match or len(match[1]) > 2:
            continue
        first, second, third = int(match[1]), int(match[2]), int(match[3])
        short += 1
        day_first += 12 < first <= 31
        month_first += 12 < second <= 31
        year_first += first > 31 or (len(match[3]) <= 2 and third <= 31 < first)
    if not short:
        return DateColumn("dmy")
    if year_first > max(day_first, month_first):
        return DateColumn("ymd")
    if month_first > day_first:
        return DateColumn("mdy", _remark(header, _("month/day/year"), doubtful=False))
    return DateColumn("dmy", _remark(header, _("day/month/year"), doubtful=not day_first))


def _remark(header: str, order: str, *, doubtful: bool) -> str:
    if doubtful:
        sentence = _("The dates in “{column}” could be read in two ways; they were read as {order}.")
    else:
        sentence = _("The dates in “{column}” were read as {order}.")
    return sentence.format(column=header, order=order)


def _year(text: str) -> int:
    """Two digits are the years 1970 to 2069, as spreadsheets have it within a year or so."""
    year = int(text)
    if len(text) > 2:
        return year
    return year + (1900 if year >= 70 else 2000)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if year >= 1000 else None
    except ValueError:
        return None


_NUMBER: Final = re.compile(r"[-+]?\d[\d.,'’٬\s]*|[-+]?[.,]\d+")
_SPACES: Final = re.compile(r"[\s'’٬]")


@dataclass(frozen=True, slots=True)
class AmountColumn:
    """The sign before the decimals of a column, ``.`` or ``,``."""

    decimal: str
    remark: str = ""

    def read(self, text: str) -> str | None:
        """The amount as a plain decimal such as ``-1234.50``, or None. ``(5.00)`` and ``5.00-`` are negative.

        Beside the number only a currency may stand (``10k``, ``5 %`` and ``12 CR`` are not guessed at), and groups of
        digits must be groups: ``12,34`` is no amount where the decimals are written with a point.
        """
        value = " ".join(text.split()).replace("\u2212", "-")
        bracketed = value.startswith("(") and value.endswith(")")
        match = _AMOUNT.fullmatch(value[1:-1].strip() if bracketed else value)
        if match is None or not all(_is_currency(word) for word in _words(match)):
            return None
        signs = [sign for sign in (match["sign"], match["inner"], match["after"]) if sign]
        if len(signs) + bracketed > 1:
            return None
        grouping = "," if self.decimal == "." else "."
        whole, point, decimals = match["number"].partition(self.decimal)
        groups = _GROUPS.sub(" ", whole.replace(grouping, " "))
        if not _WHOLE.fullmatch(groups) or (decimals and not (decimals.isdecimal() and decimals.isascii())):
            return None
        plain = f"{groups.replace(' ', '')}{'.' if point else ''}{decimals}"
        if not any(each.isdigit() for each in plain):
            return None
        return f"-{plain}" if bracketed or "-" in signs else plain


_GROUPS: Final = re.compile(r"[\s'’٬]")
_WHOLE: Final = re.compile(r"[0-9]*|[0-9]{1,3}(?: [0-9]{3})+|[0-9]{1,2}(?: [0-9]{2})* [0-9]{3}")
"""Digits alone, in threes, or in the Indian way."""
_SIGNS: Final[dict[str, str]] = {
    each.split()[0]: " ".join(each.split()[1:])
    for each in """€ EUR, £ GBP, ¥ JPY CNY, 円 JPY, 元 CNY, 원 KRW, ₩ KRW, ₹ INR, ₺ TRY, ₽ RUB, ₴ UAH, ₪ ILS, ₫ VND,
        ₱ PHP, ฿ THB, ₦ NGN, ₵ GHS, ₡ CRC, ₲ PYG, ₸ KZT, zł PLN, kč CZK, fr CHF, sfr CHF, ft HUF, lei RON, tl TRY,
        rs INR PKR LKR, kr ? SEK NOK DKK ISK, us$ USD, c$ CAD, ca$ CAD, a$ AUD, au$ AUD, nz$ NZD, hk$ HKD, s$ SGD,
        r$ BRL, mx$ MXN, $ USD CAD AUD NZD HKD SGD MXN ARS CLP COP UYU TWD""".split(",")
}
"""What signs for money stand for: the likeliest first, ``?`` where none is likelier than the others."""
_CURRENCY: Final = "|".join(
    [r"[a-z]{3}\b", *(rf"{re.escape(sign)}\.?" for sign in sorted(_SIGNS, key=len, reverse=True))]
)
_AMOUNT: Final = re.compile(
    rf"(?P<sign>[-+])? ?(?P<before>{_CURRENCY})? ?(?P<inner>[-+])? ?(?P<number>[0-9.,][0-9.,'’٬ ]*?) ?"
    rf"(?P<behind>{_CURRENCY})? ?(?P<after>-)?",
    re.IGNORECASE,
)


def _is_currency(word: str) -> bool:
    return word.casefold().rstrip(".") in _SIGNS or word.upper() in CURRENCIES


def _words(match: re.Match[str]) -> list[str]:
    """What stands around the number."""
    return [word for word in (match["before"], match["behind"]) if word]


def currency_in(text: str, usual: str) -> str:
    """The currency that an amount is written with: its code or sign, else ``usual``; empty where it may be several.

    A sign that several currencies share is the usual one where that is among them: ``$`` in a book kept in CAD.
    """
    match = _AMOUNT.fullmatch(" ".join(text.replace("(", " ").replace(")", " ").split()).replace("\u2212", "-"))
    for word in _words(match) if match else ():
        if word.upper() in CURRENCIES:
            return word.upper()
        codes = _SIGNS.get(word.casefold().rstrip("."), "").split()
        if codes:
            return usual if usual in codes else codes[0].strip("?")
    return usual


def amount_column(header: str, values: Iterable[str], decimal: str = "") -> AmountColumn:
    """How the column writes decimals: with the sign ``decimal`` where it is given.

    An amount with both signs, or one or two digits after the only one, decides.
    """
    if decimal:
        return AmountColumn(decimal)
    votes = {".": 0, ",": 0}
    doubtful = False
    for value in values:
        match = _NUMBER.search(value)
        number = _SPACES.sub("", match.group()) if match else ""
        last = max(number.rfind("."), number.rfind(","))
        if last < 0:
            continue
        sign, tail = number[last], len(number) - last - 1
        other = "," if sign == "." else "."
        if other in number or (tail != 3 and number.count(sign) == 1):
            votes[sign] += 1
        elif number.count(sign) > 1:
            votes[other] += 1
        else:
            doubtful = True
    decimal = "," if votes[","] > votes["."] else "."
    if doubtful and votes["."] == votes[","]:
        sentence = _("The amounts in “{column}” could be read in two ways; “{sign}” was taken for the decimals.")
        return AmountColumn(decimal, sentence.format(column=header, sign=decimal))
    return AmountColumn(decimal)
