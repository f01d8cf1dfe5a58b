"""By which exchange rate an amount was converted: said beside every one that was."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.exchange_rates import Rate
from app.domain.money import Money
from app.formatting.amounts import exchange_rate, money
from app.formatting.days import day
from app.i18n import _


def rate_in_words(rate: Rate, locale: str = "en") -> str:
    """A rate and its day: ``1 USD = 0.9234 EUR, 1 Nov 2026``."""
    return _("1 {currency} = {rate} {target}, {day}").format(
        currency=rate.currency,
        rate=exchange_rate(rate.rate_e10, locale),
        target=rate.target,
        day=day(rate.day, locale, "dated"),
    )


def rates_in_words(rates: Sequence[Rate], locale: str = "en") -> str:
    """Several rates, each with its day."""
    return "; ".join(rate_in_words(rate, locale) for rate in rates)


def left_out(amounts: Sequence[Money], locale: str = "en") -> str:
    """What could not be converted, and why; empty when everything could."""
    if not amounts:
        return ""
    told = ", ".join(money(amount, locale) for amount in amounts)
    return _("without {amounts}: no rate is entered").format(amounts=told)
