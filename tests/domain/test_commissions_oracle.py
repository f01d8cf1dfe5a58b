"""The oracle itself against cases worked by hand, and what must hold of it for any account."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from app.domain.commissions.account import Line, Movement, Sale
from app.domain.commissions.terms import (
    Band,
    Bands,
    Level,
    Measure,
    OwnRate,
    Rate,
    Reach,
    Terms,
    Trigger,
    Unit,
    Version,
)
from app.domain.money import Rounding
from tests.domain.commission_histories import check, random_history
from tests.domain.commissions_oracle import expected, expected_days, months_after, split

DAY = date(2026, 3, 20)


def _sale(number: int, amount: int, **other: object) -> Sale:
    return Sale(f"s{number}", number, number, DAY, DAY, amount)._replace(**other)  # type: ignore[arg-type]


def _worked(terms: Terms, *sales: Sale) -> dict[tuple[str, int], int]:
    return expected(1, [Version(1, 1, date(2020, 1, 1), terms)], "EUR", sales)


def _amounts(terms: Terms, *sales: Sale) -> list[int]:
    return list(_worked(terms, *sales).values())


def _bands(measure: Measure, reach: Reach, *bands: tuple[int, Rate]) -> Terms:
    return Terms("EUR", bands=Bands(measure, Unit.YEAR, reach, tuple(Band(start, rate) for start, rate in bands)))


def test_ten_sales_of_a_hundred_at_seven_percent() -> None:
    # 10 sales of 100.00: 7.00 each, 70.00 together.
    assert _amounts(Terms("EUR", Rate(70_000)), *(_sale(number, 10_000) for number in range(10))) == [700] * 10


def test_a_plain_percentage_and_its_whole_refund() -> None:
    # 240.00 at 5 % is 12.00; 900.00 at 5 % is 45.00, taken back whole.
    five = Terms("EUR", Rate(50_000))
    assert _amounts(five, _sale(1, 24_000)) == [1_200]
    returned = _sale(2, 90_000, refunds=(Movement("r", DAY + timedelta(days=9), 90_000),))
    assert _worked(five, returned) == {("s2", 1): 4_500, ("r", 1): -4_500}


def test_a_share_bonus_is_taken_back_too() -> None:
    # 750.00 at 5 % is 37.50, a tenth of that is 3.75, together 41.25.
    sale = _sale(1, 75_000, refunds=(Movement("r", DAY, 75_000),))
    assert _worked(Terms("EUR", Rate(50_000), extra_ppm=100_000), sale) == {("s1", 1): 4_125, ("r", 1): -4_125}


def test_tax_and_shipping_are_not_paid_on() -> None:
    # 110 less 10 discount plus 10 shipping plus 15 tax is 125 paid; 15 % of 100 is 15.
    assert _amounts(Terms("EUR", Rate(150_000)), _sale(1, 12_500, tax=1_500, shipping=1_000)) == [1_500]


def test_the_closest_rate_wins() -> None:
    # 1,000.00 at the product's 5 % (not the category's 20 %) is 50.00; at the variant's 15 % it is 150.00.
    rates: tuple[OwnRate, ...] = (
        OwnRate(Level.CATEGORY, "Tools", Rate(200_000)),
        OwnRate(Level.PRODUCT, "Anvil", Rate(50_000)),
    )
    sale = _sale(1, 100_000, lines=(Line(100_000, product=" anvil", variant="Red", category="TOOLS"),))
    assert _amounts(Terms("EUR", Rate(100_000), own_rates=rates), sale) == [5_000]
    rates += (OwnRate(Level.VARIANT, "red ", Rate(150_000)),)
    assert _amounts(Terms("EUR", Rate(100_000), own_rates=rates), sale) == [15_000]


def test_two_marginal_bands() -> None:
    # 15,000.00: 10 % of 10,000 and 20 % of 5,000 are 1,000 + 1,000.
    terms = _bands(Measure.VOLUME, Reach.MARGINAL, (0, Rate(100_000)), (1_000_000, Rate(200_000)))
    assert _amounts(terms, _sale(1, 1_500_000)) == [200_000]


@pytest.mark.parametrize(
    ("amount", "commission"),
    [
        (40_000, 10_000),  # 25 % of 400
        (150_000, 42_500),  # 125 + 30 % of 1,000
        (500_000, 167_500),  # 125 + 30 % of 2,500 = 750, + 40 % of 2,000 = 800
    ],
)
def test_three_marginal_bands(amount: int, commission: int) -> None:
    bands = ((0, Rate(250_000)), (50_000, Rate(300_000)), (300_000, Rate(400_000)))
    terms = _bands(Measure.VOLUME, Reach.MARGINAL, *bands)
    assert _amounts(terms, _sale(1, amount)) == [commission]
    # The same volume in two sales of which the second begins where the first ends.
    assert sum(_amounts(terms, _sale(1, 7), _sale(2, amount - 7))) == pytest.approx(commission, abs=1)


@pytest.mark.parametrize(("count", "total"), [(2, 500), (3, 825), (4, 1_100), (5, 1_500)])
def test_retroactive_by_number(count: int, total: int) -> None:
    # From the third on each is 275 (3 x 275 = 825), from the fifth 300 (5 x 300 = 1,500).
    bands = ((1, Rate(flat=250)), (3, Rate(flat=275)), (5, Rate(flat=300)))
    terms = _bands(Measure.COUNT, Reach.RETROACTIVE, *bands)
    assert sum(_amounts(terms, *(_sale(number, 9_900) for number in range(count)))) == total


def test_shares() -> None:
    whole = Terms("EUR", Rate(1_000_000))
    two = _sale(1, 5, shares=((1, 700_000), (2, 300_000)))
    assert _worked(whole, two) == {("s1", 1): 4, ("s1", 2): 1}
    three = _sale(1, 800, shares=((1, 333_334), (2, 333_333), (3, 333_333)))
    assert _worked(whole, three) == {("s1", 1): 267, ("s1", 2): 267, ("s1", 3): 266}
    assert split(800, (1, 1, 1)) == [267, 267, 266]


def test_on_cash_received() -> None:
    # 4 % of 10,000 is 400; 8,000 of 10,000 received bring 320.
    sale = _sale(1, 1_000_000, receipts=(Movement("p", DAY, 800_000),))
    assert _worked(Terms("EUR", Rate(40_000), trigger=Trigger.CASH), sale) == {("p", 1): 32_000}


def test_after_a_discount() -> None:
    # 22.98 less 4.99 is 17.99; a fifth is 3.598, rounded 3.60.
    assert _amounts(Terms("EUR", Rate(200_000)), _sale(1, 2_298 - 499)) == [360]


def test_hold() -> None:
    terms = Terms("EUR", Rate(100_000), hold_days=60)
    refund = Movement("r", DAY + timedelta(days=1), 100)
    days = expected_days(1, [Version(1, 1, DAY, terms)], "EUR", [_sale(1, 10_000, refunds=(refund,))])
    assert days == {("s1", 1): date(2026, 5, 19), ("r", 1): date(2026, 5, 19)}


def test_months_run_to_the_last_day_of_a_short_one() -> None:
    assert months_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_after(date(2024, 1, 31), 13) == date(2025, 2, 28)
    assert months_after(date(2024, 12, 31), 2) == date(2025, 2, 28)
    assert months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert months_after(date(2024, 3, 30), 0) == date(2024, 3, 30)


def test_the_volume_given_back_is_rounded_and_not_what_is_left() -> None:
    # Of 0.10 with 0.05 tax half is given back: of the volume of 0.05 that is 0.025, rounded 0.03, and 0.02 are left.
    # The next 0.02 then lie half below and half above a threshold at 0.03.
    terms = _bands(Measure.VOLUME, Reach.MARGINAL, (0, Rate()), (3, Rate(1_000_000)))
    first = _sale(1, 10, tax=5, refunds=(Movement("r", DAY, 5),))
    assert _worked(terms, first, _sale(2, 2)) == {("s1", 1): 2, ("r", 1): -1, ("s2", 1): 1}
    # Half to even 0.025 is 0.02, and 0.03 are left.
    even = replace(terms, rounding=Rounding.HALF_EVEN)
    assert _worked(even, first, _sale(2, 2)) == {("s1", 1): 2, ("r", 1): -1, ("s2", 1): 2}


def test_a_sale_wholly_given_back_is_seen_by_itself_alone() -> None:
    # It is the third of three and so worked out at 275; the others are two, at 250.
    terms = _bands(Measure.COUNT, Reach.RETROACTIVE, (1, Rate(flat=250)), (3, Rate(flat=275)))
    gone = _sale(2, 900, refunds=(Movement("r", DAY, 900),))
    worked = _worked(terms, _sale(1, 900), gone, _sale(3, 900))
    assert worked == {("s1", 1): 250, ("s2", 1): 275, ("r", 1): -275, ("s3", 1): 250}


def test_on_cash_a_credit_note_before_payment_takes_nothing_back() -> None:
    # 100.00 at 10 %, of which 30.00 were given back before anything came: 20.00 and 50.00 earn their part.
    sale = _sale(
        1,
        10_000,
        refunds=(Movement("r", DAY, 3_000),),
        receipts=(Movement("p1", DAY + timedelta(days=1), 2_000), Movement("p2", DAY + timedelta(days=2), 5_000)),
    )
    assert _worked(Terms("EUR", Rate(100_000), trigger=Trigger.CASH), sale) == {
        ("p1", 1): 200,
        ("p2", 1): 500,
    }


def test_a_payment_may_cost_a_small_share_a_cent() -> None:
    # 7 by 40, 10 and 50 is 3, 1, 3 (two left over), 8 is 4, 0, 4 (one left over).
    sale = _sale(
        1,
        8,
        receipts=(Movement("p1", DAY, 7), Movement("p2", DAY, 1)),
        shares=((1, 400_000), (2, 100_000), (3, 500_000)),
    )
    assert _worked(Terms("EUR", Rate(1_000_000), trigger=Trigger.CASH), sale) == {
        ("p1", 1): 3, ("p1", 2): 1, ("p1", 3): 3, ("p2", 1): 1, ("p2", 2): -1, ("p2", 3): 1,
    }  # fmt: skip


# ---- what must hold of any account


def _by_day(sales: Sequence[Sale]) -> list[Sale]:
    return sorted(sales, key=lambda sale: sale.sold_on)


@pytest.mark.parametrize("seed", range(300))
def test_any_account(seed: int) -> None:
    history = random_history(Random(seed))
    check(history)
    partner, versions, currency, sales = history
    amounts = expected(*history)
    # Only the order within a day matters, and that of the versions never.
    assert expected(partner, versions[::-1], currency, _by_day(sales)) == amounts
    for sale in sales:
        own = {sale.uid, *(movement.uid for movement in sale.refunds + sale.receipts)}
        credited = sum(amount for (key, _), amount in amounts.items() if key in own)
        assert credited >= 0
    # What can never count may be left out of the account: a sale wholly given back, where no window looks at it.
    if all(v.terms.refund_days is None and v.terms.window_days is None for v in versions):
        gone = [sale for sale in sales if sum(refund.amount for refund in sale.refunds) == sale.amount]
        without = expected(partner, versions, currency, [sale for sale in sales if sale not in gone])
        uids = {uid for sale in gone for uid in (sale.uid, *(m.uid for m in sale.refunds + sale.receipts))}
        assert {where: amount for where, amount in amounts.items() if where[0] not in uids} == without
        assert sum(amount for where, amount in amounts.items() if where[0] in uids) == 0
