"""Counts, arithmetic and terms in words."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.commissions.engine import Step
from app.domain.commissions.terms import Model, Terms
from app.domain.money import Money
from app.formatting.amounts import money, number, percent
from app.i18n import _, ngettext


def count(n: int, one: str, many: str, locale: str = "") -> str:
    """A counted thing, such as ``count(3, "{n} sale", "{n} sales")``: ``3 sales``.

    ``one`` and ``many`` are whole messages with the field ``{n}``, so that a translation can put the number anywhere.
    """
    return ngettext(one, many, n).format(n=number(n, locale))


def explain(steps: Sequence[Step], locale: str = "") -> str:
    """The arithmetic of a commission: ``10% of €3,800.00``.

    Of several steps all but the last say what they came to: ``10% of €950.00 = €95.00; …``.
    """
    told = [_step(step, locale) for step in steps]
    results = [f" = {money(step.result, locale)}" for step in steps[:-1]]
    return "; ".join(words + result for words, result in zip(told, [*results, ""], strict=False))


def _step(step: Step, locale: str) -> str:
    match step.rule:
        case "percent":
            return _percent_of(step.rate_ppm, step.base, locale)
        case "flat":
            return _("{amount} for each sale").format(amount=money(step.result, locale))
        case "refund":
            refunded = Money(-abs(step.base.minor), step.base.currency)
            if step.rate_ppm:
                return _percent_of(step.rate_ppm, refunded, locale)
            return _("taken back for a refund of {amount}").format(amount=money(-refunded, locale))
        case "reversal":
            return _("{amount} taken back").format(amount=money(-step.result, locale))
        case "credited":
            return _("less {amount} credited before").format(amount=money(step.base, locale))
    raise ValueError(f"no such rule: {step.rule}")


def _percent_of(rate_ppm: int, base: Money, locale: str) -> str:
    return _("{rate} of {amount}").format(rate=percent(rate_ppm, locale), amount=money(base, locale))


def terms_in_words(terms: Terms, locale: str = "") -> tuple[str, ...]:
    """What was agreed, a phrase for each point: ``10% of each sale``, ``30-day hold``."""
    if terms.model is Model.PERCENT:
        earns = _("{rate} of each sale").format(rate=percent(terms.rate_ppm, locale))
    else:
        earns = _("{amount} for each sale").format(amount=money(Money(terms.flat_minor, terms.currency), locale))
    if terms.hold_days == 0:
        return earns, _("payable at once")
    return earns, ngettext("{n}-day hold", "{n}-day hold", terms.hold_days).format(n=number(terms.hold_days, locale))
