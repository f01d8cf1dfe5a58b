"""The arithmetic of commissions in words: the sentences by which nobody needs to argue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from app.domain.commissions.steps import Step
from app.domain.money import Money
from app.formatting.amounts import money, number, percent
from app.i18n import _, ngettext


def explain(steps: Sequence[Step], locale: str = "") -> str:
    """The arithmetic of a commission: ``10% of €3,800.00``.

    Of several steps all but the last say what they came to, unless their words do: ``10% of €950.00 = €95.00; …``.
    """
    told = [in_words(step, locale) for step in steps]
    results = ["" if step.rule in _SAY_RESULT else f" = {money(step.result, locale)}" for step in steps[:-1]]
    return "; ".join(words + result for words, result in zip(told, [*results, ""], strict=False))


def in_words(step: Step, locale: str = "") -> str:
    """One step without its result. Raises ``ValueError`` for a rule that does not exist."""
    words = _RULES.get(step.rule)
    if words is None:
        raise ValueError(f"no such rule: {step.rule}")
    return words(step, locale)


def why_nothing(reason: str) -> str:
    """Why a sale earns nothing, by the reason in its step."""
    reasons = {
        "no_terms": _("no terms were in force that day"),
        "currency": _("the terms are in another currency"),
        "ended": _("the terms had ended"),
        "window": _("the first sale came too late after the referral"),
        "limit": _("the terms no longer reward sales to this customer"),
        "minimum": _("the sale is below the minimum"),
        "cost": _("the cost is not known, and the terms pay on the margin"),
        "again": _("this referral was rewarded before"),
        "late": _("the refund came after the refund window"),
    }
    return reasons[reason]


def _percent(step: Step, locale: str) -> str:
    words = _("{rate} of {amount}").format(rate=percent(step.rate_ppm, locale), amount=money(step.base, locale))
    return _("{name}: {words}").format(name=step.what, words=words) if step.what else words


def _flat(step: Step, locale: str) -> str:
    return _("{amount} for each sale").format(amount=money(step.result, locale))


def _flat_referral(step: Step, locale: str) -> str:
    return _("{amount} for the referral").format(amount=money(step.result, locale))


def _flat_product(step: Step, locale: str) -> str:
    return ngettext("{amount} for {n} product", "{amount} for {n} products", step.count).format(
        amount=money(step.result, locale), n=number(step.count, locale)
    )


def _flat_piece(step: Step, locale: str) -> str:
    return _("{name}: {n} × {amount}").format(
        name=step.what, n=number(step.count, locale), amount=money(step.base, locale)
    )


def _deal(step: Step, locale: str) -> str:
    return _("{rate} of {amount}, agreed for this deal").format(
        rate=percent(step.rate_ppm, locale), amount=money(step.base, locale)
    )


def _deal_flat(step: Step, locale: str) -> str:
    return _("{amount}, agreed for this deal").format(amount=money(step.result, locale))


def _free(step: Step, _locale: str) -> str:
    return _("{name}: free of commission").format(name=step.what)


def _extra(step: Step, locale: str) -> str:
    return _("plus {rate} of the commission of {amount}").format(
        rate=percent(step.rate_ppm, locale), amount=money(step.base, locale)
    )


def _cap(step: Step, locale: str) -> str:
    words = {
        "cap_sale": _("at most {amount} for a sale"),
        "cap_customer": _("{amount} left of the most for this customer"),
        "cap_period": _("{amount} left of the most for the period"),
    }
    return words[step.rule].format(amount=money(step.result, locale))


def _received(step: Step, locale: str) -> str:
    if not step.rate_ppm:
        return _("earned as the customer pays")
    return _("for {amount} received, {rate} of the sale").format(
        amount=money(step.base, locale), rate=percent(step.rate_ppm, locale)
    )


def _share(step: Step, locale: str) -> str:
    return _("a share of {rate} of {amount}").format(
        rate=percent(step.rate_ppm, locale), amount=money(step.base, locale)
    )


def _bonus(step: Step, locale: str) -> str:
    return _("bonus for referral {n} won").format(n=number(step.count, locale))


def _nothing(step: Step, _locale: str) -> str:
    return _("nothing: {reason}").format(reason=why_nothing(step.what))


def _refund(step: Step, locale: str) -> str:
    refunded = Money(-abs(step.base.minor), step.base.currency)
    if step.rate_ppm:
        return _("{rate} of {amount}").format(rate=percent(step.rate_ppm, locale), amount=money(refunded, locale))
    return _("taken back for a refund of {amount}").format(amount=money(-refunded, locale))


def _reversal(step: Step, locale: str) -> str:
    return _("{amount} taken back").format(amount=money(-step.result, locale))


def _credited(step: Step, locale: str) -> str:
    if step.base.minor < 0:
        return _("{amount} of it taken back before").format(amount=money(-step.base, locale))
    return _("less {amount} credited before").format(amount=money(step.base, locale))


_SAY_RESULT: Final = frozenset({"flat", "flat_referral", "deal_flat", "free", "cap_sale", "cap_customer", "cap_period"})
"""Rules whose words say already what they come to."""


def _carried_to(step: Step, _locale: str) -> str:
    return _("balance carried over to {name}").format(name=step.what)


def _carried_from(step: Step, _locale: str) -> str:
    return _("balance carried over from {name}").format(name=step.what)


_RULES: Final[dict[str, Callable[[Step, str], str]]] = {
    "percent": _percent,
    "band": _percent,
    "flat": _flat,
    "flat_referral": _flat_referral,
    "flat_product": _flat_product,
    "flat_piece": _flat_piece,
    "deal": _deal,
    "deal_flat": _deal_flat,
    "free": _free,
    "extra": _extra,
    "cap_sale": _cap,
    "cap_customer": _cap,
    "cap_period": _cap,
    "received": _received,
    "share": _share,
    "bonus": _bonus,
    "nothing": _nothing,
    "refund": _refund,
    "reversal": _reversal,
    "credited": _credited,
    "carried_to": _carried_to,
    "carried_from": _carried_from,
}
