"""How a locale writes numbers: read from CLDR once per locale and currency, kept as plain strings.

Babel is imported here, inside the functions, and only for locales other than ``en``: the program starts without it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from babel.core import Locale
    from babel.numbers import NumberPattern

MINUS: Final = "\u2212"
NBSP: Final = "\u00a0"

ENGLISH_SYMBOLS: Final[dict[str, str]] = {
    "AUD": "A$", "BRL": "R$", "CAD": "CA$", "CNY": "CN¥", "EUR": "€", "GBP": "£", "HKD": "HK$", "ILS": "₪",
    "INR": "₹", "JPY": "¥", "KRW": "₩", "MXN": "MX$", "NZD": "NZ$", "PHP": "₱", "TWD": "NT$", "USD": "$",
    "VND": "₫", "XAF": "FCFA", "XCD": "EC$", "XCG": "Cg.", "XOF": "F\u202fCFA", "XPF": "CFPF",
}  # fmt: skip
"""CLDR's symbols in English; every other currency goes by its code. A test compares them with Babel's."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """How one locale writes a number: what stands around it, its separators and the sizes of its groups."""

    before: str
    after: str
    before_negative: str
    after_negative: str
    decimal: str
    group: str
    first_group: int = 3
    other_groups: int = 3

    def text(self, minor: int, digits: int) -> str:
        """``minor`` units of ``10**-digits`` each, as this locale writes them."""
        if minor < 0:
            return f"{self.before_negative}{self.unsigned(-minor, digits)}{self.after_negative}"
        return f"{self.before}{self.unsigned(minor, digits)}{self.after}"

    def unsigned(self, minor: int, digits: int) -> str:
        """The digits alone: grouped, with exactly ``digits`` decimals."""
        whole, part = divmod(minor, 10**digits)
        text = self._grouped(whole)
        return f"{text}{self.decimal}{part:0{digits}d}" if digits else text

    def _grouped(self, whole: int) -> str:
        if self.first_group == self.other_groups == 3:
            return f"{whole:,}".replace(",", self.group)
        digits = str(whole)
        head, parts = digits[: -self.first_group], [digits[-self.first_group :]]
        while head:
            parts.insert(0, head[-self.other_groups :])
            head = head[: -self.other_groups]
        return self.group.join(parts)


_in_use = "en"


def use(locale: str) -> None:
    """Write in this locale from now on wherever none is named: the window follows what the user chose."""
    global _in_use
    _in_use = locale


def in_use() -> str:
    """The locale that is written in where none is named; ``en`` unless the user chose another."""
    return _in_use


@lru_cache(maxsize=64)
def cldr(locale: str) -> Locale:
    """Babel's data for a language tag such as ``sv``, ``de-AT`` or ``pt_BR``; English for one that it does not know."""
    from babel.core import Locale, UnknownLocaleError

    if locale == "en":
        return Locale.parse("en_GB")
    try:
        return Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


@lru_cache(maxsize=512)
def symbol(currency: str, locale: str) -> str:
    """The currency's sign as the locale writes it: ``€``, ``kr``, or the code itself."""
    if locale == "en":
        return ENGLISH_SYMBOLS.get(currency, currency)
    from babel.numbers import get_currency_symbol

    return get_currency_symbol(currency, cldr(locale))


@lru_cache(maxsize=512)
def money_pattern(currency: str, locale: str) -> Pattern:
    """How the locale writes amounts of the currency."""
    sign = symbol(currency, locale)
    if locale == "en":
        before = _spaced_before(sign)
        return Pattern(before, "", MINUS + before, "", ".", ",")
    pattern: NumberPattern = cldr(locale).currency_formats["standard"]
    return _pattern(pattern.prefix, pattern.suffix, pattern.grouping, locale, sign)


@lru_cache(maxsize=64)
def number_pattern(locale: str) -> Pattern:
    """How the locale writes a plain number."""
    if locale == "en":
        return Pattern("", "", MINUS, "", ".", ",")
    pattern = cldr(locale).decimal_formats[None]
    return _pattern(pattern.prefix, pattern.suffix, pattern.grouping, locale, "")


@lru_cache(maxsize=64)
def percent_pattern(locale: str) -> Pattern:
    """How the locale writes a percentage."""
    if locale == "en":
        return Pattern("", "%", MINUS, "%", ".", ",")
    pattern = cldr(locale).percent_formats[None]
    return _pattern(pattern.prefix, pattern.suffix, pattern.grouping, locale, "")


def _pattern(
    prefix: tuple[str, str], suffix: tuple[str, str], grouping: tuple[int, int], locale: str, sign: str
) -> Pattern:
    symbols = cldr(locale).number_symbols.get("latn", {})
    minus = symbols.get("minusSign", "-").replace("-", MINUS)
    before, before_negative = (_spaced_before(_filled(text, sign, minus)) for text in prefix)
    after, after_negative = (_spaced_after(_filled(text, sign, minus)) for text in suffix)
    return Pattern(
        before,
        after,
        before_negative,
        after_negative,
        symbols.get("decimal", "."),
        symbols.get("group", ","),
        grouping[0] if grouping[0] < 100 else 3,
        grouping[1] if grouping[1] < 100 else 3,
    )


def _filled(text: str, sign: str, minus: str) -> str:
    return text.replace("'", "").replace("-", minus).replace("\u00a4", sign)


def _spaced_before(text: str) -> str:
    """A no-break space between a currency written in letters and the number after it (CLDR "currencySpacing")."""
    return text + NBSP if text and text[-1].isalpha() else text


def _spaced_after(text: str) -> str:
    return NBSP + text if text and text[0].isalpha() else text


@lru_cache(maxsize=64)
def territory(language: str, currency: str) -> str:
    """The country (ISO 3166) that a book of this language and currency is most likely kept in; empty where many are.

    By CLDR: the country that the language points to where it pays in the currency, else the one whose code the
    currency begins with (``GBP``, ``CHF``), else the only one that speaks the language and pays in it.
    """
    from babel import Locale
    from babel.core import UnknownLocaleError, get_global
    from babel.languages import get_official_languages
    from babel.numbers import get_territory_currencies

    try:
        locale = Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        return ""
    likely = locale.territory or str(get_global("likely_subtags").get(locale.language, "")).rpartition("_")[2]
    for country in (likely, currency[:2]):
        if country in get_global("territory_languages") and currency in get_territory_currencies(country):
            return country
    every = (country for country in get_global("territory_currencies") if len(country) == 2)
    speaking = [
        country
        for country in every
        if currency in get_territory_currencies(country) and locale.language in get_official_languages(country)
    ]
    return speaking[0] if len(speaking) == 1 else ""
