"""What a sale is made of: what fits together, and the discount that was agreed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.commissions.account import Line
from app.domain.commissions.terms import PPM, Rate
from app.domain.errors import UserError
from app.domain.money import MAX_MINOR, Money, round_ratio
from app.domain.sales import MAX_LINES, MadeOf, agreed_discount, check_parts

HUNDRED = Money(10_000, "EUR")


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (MadeOf(tax=-1), "sale_parts"),
        (MadeOf(shipping=-1), "sale_parts"),
        (MadeOf(discount=-1), "sale_parts"),
        (MadeOf(tax=6_000, shipping=4_001), "sale_parts"),
        (MadeOf(discount=MAX_MINOR), "sale_discount"),
        (MadeOf(cost=-1), "sale_cost"),
        (MadeOf(cost=MAX_MINOR), "sale_cost"),
        (MadeOf(lines=(Line(10_000, -1),)), "sale_cost"),
        (MadeOf(lines=(Line(10_000, quantity=0),)), "sale_line"),
        (MadeOf(lines=(Line(10_001), Line(-1))), "sale_line"),
        (MadeOf(lines=(Line(MAX_MINOR),)), "sale_line"),
        (MadeOf(lines=(Line(9_999),)), "sale_sum"),
        (MadeOf(tax=1, lines=(Line(10_000),)), "sale_sum"),
        (MadeOf(lines=(Line(0),) * (MAX_LINES + 1)), "sale_lines"),
    ],
)
def test_parts_that_do_not_fit(parts: MadeOf, code: str) -> None:
    with pytest.raises(UserError) as caught:
        check_parts(HUNDRED, parts)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "parts",
    [
        MadeOf(),
        MadeOf(tax=6_000, shipping=4_000, lines=(Line(0),)),
        MadeOf(tax=1_900, discount=99_999, cost=12_345, lines=(Line(8_000), Line(100, 50, "Beans", quantity=3))),
    ],
)
def test_parts_that_fit(parts: MadeOf) -> None:
    assert check_parts(HUNDRED, parts) is parts


def test_the_sentence_says_what_the_lines_lack() -> None:
    with pytest.raises(UserError) as caught:
        check_parts(HUNDRED, MadeOf(tax=1_000, lines=(Line(8_000),)))
    assert str(caught.value) == (
        "The lines come to 80.00, 10.00 less than the sale without tax and shipping, 90.00 EUR."
    )
    with pytest.raises(UserError, match=r"come to 12\.000, 1\.000 more than .* 11\.000 KWD"):
        check_parts(Money(11_000, "KWD"), MadeOf(lines=(Line(12_000),)))


def test_the_discount_agreed_is_reckoned_back_from_what_was_paid() -> None:
    ten = Rate(100_000)
    assert agreed_discount(10_800, 1_800, 0, ten) == 1_000  # 100 less 10 % are the 90 that were paid, without tax
    assert agreed_discount(10_000, 0, 0, Rate(flat=500)) == 500
    assert agreed_discount(10_000, 0, 0, None) == 0
    assert agreed_discount(10_000, 10_000, 0, ten) == 0
    assert agreed_discount(10_000, 0, 0, Rate(PPM)) == 0


@given(st.integers(1, 10**9), st.integers(1, PPM - 1))
def test_taking_the_discount_off_the_price_gives_what_was_paid(price: int, ppm: int) -> None:
    off = round_ratio(price * ppm, PPM)
    paid = price - off
    again = agreed_discount(paid, 0, 0, Rate(ppm))
    # a cent of rounding in what was paid weighs 1 / (1 - rate) in the price
    assert abs(again - off) <= 1 + PPM // (PPM - ppm)
