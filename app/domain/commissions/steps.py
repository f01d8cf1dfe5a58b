"""The arithmetic behind a commission, kept as data: readable in any language, in ten years as today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from app.domain.money import Money

REPLACING: Final = frozenset("cap_sale cap_customer cap_period received share bonus refund reversal credited".split())
"""Rules whose result takes the place of what the steps before them came to; the others' results are added up."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of arithmetic. ``app.formatting.explain`` puts it into words.

    ``result`` is what the line comes to and ``base`` what it was worked out from. By ``rule``:

    - ``percent``: ``rate_ppm`` of ``base``; ``what`` names the product or category whose own rate it is
    - ``band``: ``rate_ppm`` of ``base``, the part of the sale that lies in a band
    - ``flat``, ``flat_referral``: a fixed amount for the sale, for the referral
    - ``flat_product``: a fixed amount for each of ``count`` products
    - ``flat_piece``: ``count`` pieces of ``what`` at a fixed amount each (``base``)
    - ``deal``: ``rate_ppm`` of ``base``, agreed for this deal alone; ``deal_flat``: a fixed amount for it
    - ``free``: ``what`` is free of commission
    - ``extra``: ``rate_ppm`` of the commission ``base``, on top
    - ``cap_sale``, ``cap_customer``, ``cap_period``: cut from ``base`` down to ``result``
    - ``received``: the part of the commission ``base`` that belongs to what was received
    - ``share``: ``rate_ppm`` of ``base``, this partner's share
    - ``bonus``: a fixed amount for the referral number ``count`` won in a period
    - ``nothing``: nothing is earned; ``what`` says why: ``no_terms``, ``currency``, ``ended``, ``window``, ``limit``,
      ``minimum``, ``cost``, ``again`` (the referral was rewarded before) or ``late`` (a refund after its window)
    - ``refund``: ``result`` of a sale's commission taken back because ``base`` of it was refunded
    - ``carried_to``, ``carried_from``: the balance of an account that was merged with that of ``what``
    - ``reversal``: ``result`` undoes an entry; ``credited``: ``base`` was credited before, which leaves ``result``
    """

    rule: str
    base: Money
    result: Money
    rate_ppm: int = 0
    what: str = ""
    count: int = 0

    def as_dict(self) -> dict[str, object]:
        """The step as plain JSON; ``from_dict`` reads it back."""
        found: dict[str, object] = {
            "rule": self.rule,
            "base": self.base.minor,
            "result": self.result.minor,
            "currency": self.base.currency,
            "rate_ppm": self.rate_ppm,
        }
        if self.what:
            found["what"] = self.what
        if self.count:
            found["count"] = self.count
        return found

    @classmethod
    def from_dict(cls, data: dict[str, object]) -> Step:
        """A step from the JSON that ``as_dict`` made of it."""
        currency = str(data["currency"])
        base, result, rate, count = data["base"], data["result"], data["rate_ppm"], data.get("count", 0)
        if not (isinstance(base, int) and isinstance(result, int) and isinstance(rate, int) and isinstance(count, int)):
            raise ValueError("a step is made of whole numbers")
        return cls(
            str(data["rule"]), Money(base, currency), Money(result, currency), rate, str(data.get("what", "")), count
        )


def comes_to(results: Iterable[tuple[str, int]]) -> int:
    """What steps of arithmetic, given as rule and result in minor units, come to."""
    total = 0
    for rule, result in results:
        total = result if rule in REPLACING else total + result
    return total
