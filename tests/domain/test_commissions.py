"""The commission engine against published cases, and at the boundaries of its rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.domain.commissions.account import Credit, Line, Movement, Sale
from app.domain.commissions.engine import try_out, work_out
from app.domain.commissions.terms import (
    PPM,
    Band,
    Bands,
    Cap,
    Counted,
    Level,
    Measure,
    OwnRate,
    Rate,
    Reach,
    Recurring,
    Terms,
    Trigger,
    Unit,
    Version,
    in_force,
    percent_of_sale,
)
from app.domain.money import Rounding

DAY = date(2026, 3, 20)


def percent(rate: float, **more: Any) -> Terms:
    return Terms("EUR", Rate(round(rate * 10_000)), **more)


def bands(measure: Measure, reach: Reach, *steps: tuple[int, Rate], unit: Unit = Unit.QUARTER) -> Terms:
    return Terms("EUR", bands=Bands(measure, unit, reach, tuple(Band(start, rate) for start, rate in steps)))


def sale(amount: int, number: int = 1, **more: Any) -> Sale:
    made = Sale(f"sale {number}", number, number, DAY, DAY, amount)
    return made._replace(**more)


def earned(terms: Terms, *sales: Sale) -> list[int]:
    return [credit.amount for credit in credited(terms, *sales) if credit.amount]


def credited(terms: Terms, *sales: Sale) -> list[Credit]:
    return work_out(1, [Version(1, 1, date(2020, 1, 1), terms)], "EUR", sales)


class TestPublishedCases:
    """Amounts in cents. Where a case was found published, its source is named; the others are common knowledge."""

    def test_ten_sales_of_100_at_7_percent(self) -> None:
        """10 × 100 at 7 % are 70."""
        assert sum(earned(percent(7), *(sale(10_000, number) for number in range(10)))) == 7_000

    @pytest.mark.parametrize(("amount", "commission"), [(24_000, 1_200), (90_000, 4_500)])
    def test_a_percentage_of_one_sale(self, amount: int, commission: int) -> None:
        """240 at 5 % are 12, 900 at 5 % are 45."""
        assert earned(percent(5), sale(amount)) == [commission]

    def test_900_at_5_percent_and_its_return(self) -> None:
        """45 and −45."""
        assert earned(percent(5), sale(90_000, refunds=(Movement("back", DAY, 90_000),))) == [4_500, -4_500]

    def test_a_bonus_as_a_share_of_the_commission(self) -> None:
        """750 at 5 % plus 10 % of that are 41.25, and its return −41.25."""
        terms = percent(5, extra_ppm=PPM // 10)
        assert earned(terms, sale(75_000, refunds=(Movement("back", DAY, 75_000),))) == [4_125, -4_125]

    def test_the_most_specific_rate_counts(self) -> None:
        """Global 10, category 20, product 5, variant 15 % of 1,000.

        The order is that of YITH WooCommerce Affiliates, “Rates”, priority: variation, product, category, general.
        """
        category = OwnRate(Level.CATEGORY, "Chairs", Rate(20 * 10_000))
        product = OwnRate(Level.PRODUCT, "Oslo", Rate(5 * 10_000))
        variant = OwnRate(Level.VARIANT, "Oslo oak", Rate(15 * 10_000))
        lines = (Line(100_000, product="Oslo", variant="oslo OAK ", category="chairs"),)
        for own, commission in (
            ((), 10_000),
            ((category,), 20_000),
            ((category, product), 5_000),
            ((variant, category, product), 15_000),
        ):
            assert earned(percent(10, own_rates=own), sale(100_000, lines=lines)) == [commission]
        deal = sale(100_000, lines=lines, deal=Rate(30 * 10_000))
        assert earned(percent(10, own_rates=(variant, category, product)), deal) == [30_000]

    def test_tax_and_shipping_are_left_out(self) -> None:
        """110 − 10 discount + 10 shipping + 15 tax at 15 % are 15.00.

        Simple Affiliate, help: “On what order value are commissions calculated (discounts, shipping, tax)?”
        """
        assert earned(percent(15), sale(12_500, tax=1_500, shipping=1_000)) == [1_500]

    def test_marginal_bands(self) -> None:
        """15,000 at 10 % up to 10,000 and 20 % above are 2,000."""
        terms = bands(Measure.VOLUME, Reach.MARGINAL, (0, Rate(100_000)), (1_000_000, Rate(200_000)))
        assert earned(terms, sale(1_500_000)) == [200_000]
        parts = [sale(600_000, 1), sale(500_000, 2), sale(400_000, 3)]
        assert earned(terms, *parts) == [60_000, 60_000, 80_000]

    @pytest.mark.parametrize(
        ("amount", "commission"), [(40_000, 10_000), (150_000, 42_500), (500_000, 167_500), (50_000, 12_500)]
    )
    def test_three_marginal_bands(self, amount: int, commission: int) -> None:
        """25 / 30 / 40 % with bands at 500 and 3,000: 400 is 100, 1,500 is 425, 5,000 is 1,675.

        MyTime, help: “Tiered Commission by Revenue: Amount Above Earned Breakdown” (whose bands end a cent lower).
        """
        steps = (0, Rate(250_000)), (50_000, Rate(300_000)), (300_000, Rate(400_000))
        assert earned(bands(Measure.VOLUME, Reach.MARGINAL, *steps), sale(amount)) == [commission]

    @pytest.mark.parametrize(("count", "total"), [(2, 50_000), (3, 82_500), (4, 110_000), (5, 150_000)])
    def test_retroactive_bands(self, count: int, total: int) -> None:
        """250 each, the third unlocks 275 for all, the fifth 300.

        Intelitics, help: “Agreement Tiers”, example 1.
        """
        steps = (1, Rate(flat=25_000)), (3, Rate(flat=27_500)), (5, Rate(flat=30_000))
        sales = [sale(99_900, number) for number in range(count)]
        assert sum(earned(bands(Measure.COUNT, Reach.RETROACTIVE, *steps), *sales)) == total

    @pytest.mark.parametrize(
        ("amount", "shares", "parts"),
        [
            (5, (700_000, 300_000), [4, 1]),
            (5, (300_000, 700_000), [2, 3]),
            (800, (333_334, 333_333, 333_333), [267, 267, 266]),
        ],
    )
    def test_splits(self, amount: int, shares: tuple[int, ...], parts: list[int]) -> None:
        """5 by 70 and 30 is 4 and 1; by 30 and 70 it is 2 and 3, so that the 70 get 3; 8.00 in three.

        moneyphp, “Allocation”; Fowler, *Patterns of Enterprise Application Architecture*, “Money”.
        """
        divided = tuple((number, ppm) for number, ppm in enumerate(shares, 1))
        assert earned(percent(100), sale(amount, shares=divided)) == parts

    def test_4_percent_of_what_was_received(self) -> None:
        """4 % on 8,000 received of 10,000 invoiced are 320."""
        receipts = (Movement("first", DAY, 500_000), Movement("second", DAY + timedelta(days=30), 300_000))
        terms = percent(4, trigger=Trigger.CASH)
        assert earned(terms, sale(1_000_000, receipts=receipts)) == [20_000, 12_000]

    def test_half_a_cent_goes_up(self) -> None:
        """22.98 − 4.99 at 20 %: 3.598 is 3.60."""
        assert earned(percent(20), sale(2_298 - 499)) == [360]

    def test_paid_then_refunded(self) -> None:
        """14.70 earned and paid, then refunded: −14.70."""
        late = (Movement("back", DAY + timedelta(days=90), 14_700),)
        assert earned(percent(10), sale(14_700, refunds=late)) == [1_470, -1_470]

    @pytest.mark.parametrize(
        ("sold_on", "hold", "payable_on"),
        [
            (date(2026, 3, 20), 60, date(2026, 5, 19)),
            (date(2026, 3, 20), 0, date(2026, 3, 20)),
            (date(2024, 2, 28), 1, date(2024, 2, 29)),
            (date(2026, 12, 31), 30, date(2027, 1, 30)),
        ],
    )
    def test_the_hold(self, sold_on: date, hold: int, payable_on: date) -> None:
        """60 days from 20 March end on 19 May."""
        [credit] = try_out(percent(5, hold_days=hold), sale(100, sold_on=sold_on))
        assert credit.payable_on == payable_on


class TestBoundaries:
    def test_half_even_is_kept_with_the_terms(self) -> None:
        assert earned(percent(2.5), sale(100)) == [3]
        assert earned(percent(2.5, rounding=Rounding.HALF_EVEN), sale(100)) == [2]

    @pytest.mark.parametrize(("days", "earns"), [(0, True), (30, True), (31, False)])
    def test_the_attribution_window_ends_with_its_last_day(self, days: int, earns: bool) -> None:
        made = sale(10_000, sold_on=DAY + timedelta(days=days))
        assert bool(earned(percent(10, window_days=30), made)) is earns

    def test_the_first_sale_decides_about_the_window(self) -> None:
        first, later = sale(10_000, sold_on=DAY), sale(10_000, sold_on=DAY + timedelta(days=400))
        later = later._replace(uid="later")
        assert earned(percent(10, window_days=30), first, later) == [1_000, 1_000]

    @pytest.mark.parametrize(("days", "taken"), [(14, [1_000, -1_000]), (15, [1_000])])
    def test_the_refund_window(self, days: int, taken: list[int]) -> None:
        back = (Movement("back", DAY + timedelta(days=days), 10_000),)
        assert earned(percent(10, refund_days=14), sale(10_000, refunds=back)) == taken

    def test_the_end_date_is_the_last_day_that_earns(self) -> None:
        terms = percent(10, ends_on=DAY)
        assert earned(terms, sale(10_000), sale(10_000, 2, sold_on=DAY + timedelta(days=1))) == [1_000]

    def test_a_band_is_reached_at_its_threshold(self) -> None:
        terms = bands(Measure.VOLUME, Reach.RETROACTIVE, (0, Rate(100_000)), (100_000, Rate(200_000)))
        assert earned(terms, sale(99_999)) == [10_000]
        assert earned(terms, sale(100_000)) == [20_000]

    def test_a_sale_given_back_opens_the_band_again(self) -> None:
        terms = bands(Measure.VOLUME, Reach.RETROACTIVE, (0, Rate(100_000)), (100_000, Rate(200_000)))
        back = sale(60_000, 2, refunds=(Movement("back", DAY, 60_000),))
        assert earned(terms, sale(50_000, 1), back) == [5_000, 6_000, -6_000]

    def test_periods_begin_anew(self) -> None:
        terms = bands(Measure.COUNT, Reach.MARGINAL, (1, Rate(100_000)), (2, Rate(200_000)))
        days = [date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 1)]
        sales = [sale(10_000, number, sold_on=day, received_on=day) for number, day in enumerate(days)]
        assert earned(terms, *sales) == [1_000, 2_000, 1_000]

    def test_months_run_to_the_last_day_of_a_short_month(self) -> None:
        terms = percent(10, recurring=Recurring(Counted.MONTHS, limit=1))
        days = [date(2026, 1, 31), date(2026, 2, 27), date(2026, 2, 28)]
        sales = [
            Sale(str(number), 1, 1, days[0], day, 10_000) for number, day in enumerate(days)
        ]  # one customer, three charges
        assert earned(terms, *sales) == [1_000, 1_000]

    def test_first_and_later_charges_up_to_the_last(self) -> None:
        terms = percent(20, recurring=Recurring(Counted.CHARGES, 1, Rate(50_000), 3))
        sales = [Sale(str(number), 1, 1, DAY, DAY + timedelta(days=number), 10_000) for number in range(5)]
        assert earned(terms, *sales) == [2_000, 500, 500]

    def test_caps_cut_in_their_order_and_refunds_make_room(self) -> None:
        terms = percent(10, cap_sale=900, cap_period=Cap(1_500, Unit.MONTH))
        first, second = sale(10_000, 1), sale(10_000, 2)
        assert earned(terms, first, second) == [900, 600]
        half_back = first._replace(refunds=(Movement("back", DAY, 5_000),))
        assert earned(terms, half_back, second) == [900, -450, 900]

    def test_the_order_of_entry_does_not_matter_between_days(self) -> None:
        terms = bands(Measure.VOLUME, Reach.MARGINAL, (0, Rate(100_000)), (10_000, Rate(200_000)))
        sales = [sale(7_000, number, sold_on=DAY + timedelta(days=number)) for number in range(4)]
        forwards = {credit.key: credit.amount for credit in credited(terms, *sales)}
        backwards = {credit.key: credit.amount for credit in credited(terms, *reversed(sales))}
        assert forwards == backwards

    def test_every_nothing_says_why(self) -> None:
        cases = {
            "currency": replace(percent(10), currency="USD"),
            "ended": percent(10, ends_on=DAY - timedelta(days=1)),
            "minimum": percent(10, minimum_sale=10_001),
        }
        for reason, terms in cases.items():
            [credit] = credited(terms, sale(10_000))
            assert (credit.amount, credit.trail[-1].what) == (0, reason)
        assert work_out(1, [], "EUR", [sale(1)])[0].trail[-1].what == "no_terms"


def test_which_version_is_in_force() -> None:
    terms = percent_of_sale("EUR", 50_000)
    first = Version(1, 1, date(2026, 1, 1), terms)
    second = Version(2, 2, date(2026, 6, 1), terms)
    same_day = Version(3, 3, date(2026, 6, 1), terms)
    backdated = Version(4, 4, date(2026, 3, 1), terms)
    versions = [first, second, same_day, backdated]
    assert in_force(versions, date(2025, 12, 31)) is None
    assert in_force(versions, date(2026, 1, 1)) is first
    assert in_force(versions, date(2026, 2, 28)) is first
    assert in_force(versions, date(2026, 3, 1)) is backdated
    assert in_force(versions, date(2026, 6, 1)) is same_day
    assert in_force([], date(2026, 6, 1)) is None
