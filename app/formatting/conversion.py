"""By which exchange rate an amount was converted: said beside every one that was."""

from __future__ import annotations

from app.domain.exchange_rates import InOne, Rate
from app.formatting.amounts import exchange_rate
from app.formatting.days import day
from app.i18n import _


def rate_in_words(rate: Rate, locale: str = "") -> str:
    """A rate and its day: ``1 USD = 0.9234 EUR, 1 Nov 2026``."""
    return _("1 {currency} = {rate} {target}, {day}").format(
        currency=rate.currency,
        rate=exchange_rate(rate.rate_e10, locale),
        target=rate.target,
        day=day(rate.day, locale, "dated"),
    )


def how_converted(all_in: InOne, locale: str = "") -> str:
    """By which rates sums were converted, and what stayed out for want of one."""
    sentences = []
    if all_in.rates:
        rates = "; ".join(rate_in_words(rate, locale) for rate in all_in.rates)
        sentences.append(_("Converted at {rates}.").format(rates=rates))
    if all_in.left_out:
        names = ", ".join(all_in.left_out)
        sentences.append(_("Without {currencies}: no rate is entered.").format(currencies=names))
    return " ".join(sentences)
