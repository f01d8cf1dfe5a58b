"""What a sale is made of, beside its amount: what a commission may be reckoned without, from, or by."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.commissions.account import Line
from app.domain.errors import UserError
from app.domain.money import MAX_MINOR


@dataclass(frozen=True, slots=True)
class MadeOf:
    """The parts of a sale, in minor units of its currency.

    Its amount is what the customer pays: after ``discount``, with ``tax`` and ``shipping``. ``cost`` is none where
    it is not known. ``lines`` may be empty; otherwise they add up to the amount less tax less shipping.
    """

    tax: int = 0
    shipping: int = 0
    discount: int = 0
    cost: int | None = None
    lines: tuple[Line, ...] = ()


def check_parts(amount: int, parts: MadeOf) -> MadeOf:
    """Itself, or ``UserError`` saying which part does not fit the sale's ``amount``."""
    if min(parts.tax, parts.shipping, parts.discount) < 0 or parts.tax + parts.shipping > amount:
        raise UserError("sale_parts", "Tax and shipping are part of the sale: zero or more, and together not above it.")
    costs = [parts.cost, *(line.cost for line in parts.lines)]
    if any(cost is not None and not 0 <= cost < MAX_MINOR for cost in costs):
        raise UserError("sale_cost", "The cost must be zero or more.")
    if any(line.quantity < 1 or line.amount < 0 for line in parts.lines):
        raise UserError("sale_line", "Each line needs a quantity of 1 or more and an amount of zero or more.")
    if parts.lines and sum(line.amount for line in parts.lines) != amount - parts.tax - parts.shipping:
        raise UserError("sale_sum", "The lines must add up to the sale without tax and shipping.")
    return parts
