"""What a sale is made of, beside its amount: what a commission may be reckoned without, from, or by."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.commissions.account import Line
from app.domain.commissions.terms import PPM, Rate
from app.domain.errors import UserError
from app.domain.money import MAX_MINOR, Money, round_ratio

MAX_QUANTITY = 1_000_000
MAX_LINES = 200


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

    @property
    def costs(self) -> tuple[int | None, ...]:
        """What each line cost, or the whole where there are no lines."""
        return tuple(line.cost for line in self.lines) or (self.cost,)


def check_parts(amount: Money, parts: MadeOf) -> MadeOf:
    """Itself, or ``UserError`` saying which part does not fit the sale's ``amount``."""
    if min(parts.tax, parts.shipping, parts.discount) < 0 or parts.tax + parts.shipping > amount.minor:
        raise UserError("sale_parts", "Tax and shipping are part of the sale: zero or more, and together not above it.")
    if parts.discount >= MAX_MINOR:
        raise UserError("sale_discount", "The discount is more than Partnerbook can keep.")
    costs = [parts.cost, *(line.cost for line in parts.lines)]
    if any(cost is not None and not 0 <= cost < MAX_MINOR for cost in costs):
        raise UserError("sale_cost", "The cost must be zero or more.")
    _check_lines(Money(amount.minor - parts.tax - parts.shipping, amount.currency), parts.lines)
    return parts


def _check_lines(goods: Money, lines: tuple[Line, ...]) -> None:
    if not lines:
        return
    if len(lines) > MAX_LINES:
        raise UserError("sale_lines", "A sale can have {most} lines at most.", most=MAX_LINES)
    if any(not 1 <= line.quantity <= MAX_QUANTITY or not 0 <= line.amount < MAX_MINOR for line in lines):
        raise UserError("sale_line", "Each line needs a quantity of 1 or more and an amount of zero or more.")
    total = Money(sum(line.amount for line in lines), goods.currency)
    if total != goods:
        short = total < goods
        raise UserError(
            "sale_sum",
            "The lines come to {total}, {difference} less than the sale without tax and shipping, {goods} {currency}."
            if short
            else "The lines come to {total}, {difference} more than the sale without tax and shipping, "
            "{goods} {currency}.",
            total=total.decimal_text,
            difference=(goods - total if short else total - goods).decimal_text,
            goods=goods.decimal_text,
            currency=goods.currency,
        )


def agreed_discount(amount: int, tax: int, shipping: int, discount: Rate | None) -> int:
    """What a customer was let off by the terms' ``discount``, judged by what the customer paid; 0 for none.

    All amounts are minor units. A percentage is one of the price before the discount, without tax and shipping.
    """
    if discount is None:
        return 0
    if discount.flat is not None:
        return discount.flat
    goods = amount - tax - shipping
    return round_ratio(goods * discount.ppm, PPM - discount.ppm) if goods > 0 and discount.ppm < PPM else 0
