"""Amounts, rates and plain numbers as text."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.money import Money, currency_digits, round_ratio
from app.formatting.locales import in_use, money_pattern, number_pattern, percent_pattern

_RATE_DIGITS = 10
_PPM_DIGITS = 4
"""A millionth is a ten-thousandth of a percent: four decimals write every rate exactly."""


def money(amount: Money, locale: str = "", sign: bool = False) -> str:
    """The amount with its currency: ``€3,800.00``, ``−€95.00``; with ``sign`` a gain has its plus: ``+€380.00``."""
    text = money_pattern(amount.currency, locale or in_use()).text(amount.minor, currency_digits(amount.currency))
    return f"+{text}" if sign and amount.minor > 0 else text


def sums(amounts: Iterable[Money], locale: str = "") -> str:
    """Amounts of several currencies beside each other, never added: ``€3,800.00 + $95.00``; nothing for none."""
    return " + ".join(money(amount, locale) for amount in amounts)


def typed(amount: Money, locale: str = "") -> str:
    """The amount as one types it into a field, without currency and grouping: ``3800.00``, ``3800,00``."""
    whole, _point, part = amount.decimal_text.partition(".")
    return f"{whole}{number_pattern(locale or in_use()).decimal}{part}" if part else whole


def money_short(amount: Money, locale: str = "") -> str:
    """The amount rounded to whole units, for charts and narrow places: ``€42,300``."""
    whole = round_ratio(amount.minor, 10 ** currency_digits(amount.currency))
    return money_pattern(amount.currency, locale or in_use()).text(whole, 0)


def number(value: int, locale: str = "") -> str:
    """A whole number with the locale's grouping: ``12,345``."""
    return number_pattern(locale or in_use()).text(value, 0)


def percent(ppm: int, locale: str = "", sign: bool = False) -> str:
    """A rate in millionths as a percentage, exactly and without idle zeros: ``10%``, ``12.5%``, ``−3%``."""
    digits, value = _PPM_DIGITS, ppm
    while digits and value % 10 == 0:
        digits, value = digits - 1, value // 10
    text = percent_pattern(locale or in_use()).text(value, digits)
    return f"+{text}" if sign and ppm > 0 else text


def exchange_rate(rate_e10: int, locale: str = "") -> str:
    """A rate in ten-thousand-millionths as a plain number, exactly and without idle zeros: ``1.0842``."""
    digits, value = _RATE_DIGITS, rate_e10
    while digits and value % 10 == 0:
        digits, value = digits - 1, value // 10
    return number_pattern(locale or in_use()).text(value, digits)
