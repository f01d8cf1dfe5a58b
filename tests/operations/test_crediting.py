"""The ledger follows the engine: whatever is entered, corrected or agreed late, the difference is posted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.commissions.account import Line, Sale
from app.domain.commissions.terms import (
    Band,
    Bands,
    Basis,
    Bonus,
    Cap,
    Level,
    Measure,
    OwnRate,
    Rate,
    Reach,
    Terms,
    Trigger,
    Unit,
)
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.sales import MadeOf
from app.operations import deals, sales
from app.queries import recount, tried
from tests.operations.office import TODAY, Office, eur, percent

PLAIN = Terms("EUR", Rate(100_000), hold_days=30)
QUARTERS = replace(
    PLAIN,
    bands=Bands(
        Measure.VOLUME, Unit.QUARTER, Reach.RETROACTIVE, (Band(0, Rate(100_000)), Band(100_000, Rate(200_000)))
    ),
)


def agreed(office: Office, terms: Terms) -> int:
    partner = office.card("Harbor Coffee")
    office.agree(partner, terms)
    return partner


def sound(office: Office) -> bool:
    """Whether the ledger is what the engine comes to and nothing else is wrong with the book."""
    with office.store.read() as session:
        return list(recount.differences(session)) == [] and office.findings() == []


def whys(office: Office) -> list[str]:
    return [row["why"] for row in office.rows("SELECT why FROM ledger_entry ORDER BY id")]


class TestBands:
    def test_reaching_a_band_posts_the_difference_for_the_sales_before(self, office: Office) -> None:
        partner = agreed(office, QUARTERS)
        office.sold(partner, "600.00", date(2026, 10, 2), "First")
        office.sold(partner, "400.00", date(2026, 10, 5), "Second")
        assert office.earned() == [6_000, 6_000, 8_000]
        [adjustment] = office.rows("SELECT * FROM ledger_entry WHERE kind = 'adjustment'")
        assert (adjustment["customer"], adjustment["corrects_id"]) == ("First", 1)
        assert adjustment["why"] == "20% of €600.00 = €120.00; less €60.00 credited before"
        assert sound(office)

    def test_a_refund_in_a_later_quarter_finds_its_sale(self, office: Office) -> None:
        partner = agreed(office, QUARTERS)
        office.sold(partner, "600.00", date(2026, 9, 2), "First")
        second = office.sold(partner, "400.00", date(2026, 9, 5), "Second")
        office.refund(second, eur("400.00"), date(2026, 10, 20))
        assert sum(office.earned()) == 6_000
        assert sound(office)

    def test_what_was_paid_stays_and_the_next_payout_nets(self, office: Office) -> None:
        partner = agreed(office, QUARTERS)
        office.sold(partner, "600.00", date(2026, 10, 2), "First")
        second = office.sold(partner, "400.00", date(2026, 10, 5), "Second")
        office.pay(partner)
        office.refund(second, eur("400.00"), date(2026, 11, 20))
        assert office.balances() == {(partner, "EUR"): 6_000 - 20_000}
        assert sound(office)


class TestDealsAndShares:
    def test_the_deal_has_its_own_rate(self, office: Office) -> None:
        partner = agreed(office, PLAIN)
        referral = office.referral(partner)
        office.won(referral, eur("1000.00"))
        office.do("Deal", deals.agree_rate, referral, Rate(250_000))
        assert sum(office.earned()) == 25_000
        assert whys(office)[-1].startswith("25% of €1,000.00, agreed for this deal")
        office.do("Deal", deals.agree_rate, referral, None)
        assert sum(office.earned()) == 10_000
        assert sound(office)

    def test_shares_are_credited_to_each_and_taken_from_those_who_leave(self, office: Office) -> None:
        partner, other = agreed(office, PLAIN), office.partner("Second Agency")
        referral = office.referral(partner)
        office.won(referral, eur("0.50"))
        office.do("Share", deals.share, referral, [(partner, 700_000), (other, 300_000)])
        assert office.balances() == {(partner, "EUR"): 4, (other, "EUR"): 1}
        office.do("Alone", deals.share, referral, [])
        assert office.balances() == {(partner, "EUR"): 5}
        assert sound(office)
        office.undo()
        assert office.balances() == {(partner, "EUR"): 4, (other, "EUR"): 1}
        assert sound(office)

    @pytest.mark.parametrize(
        ("shares", "code"),
        [
            ([(1, 500_000), (2, 400_000)], "shares_sum"),
            ([(2, 500_000), (1, 500_000)], "shares_primary"),
            ([(1, 500_000), (1, 500_000)], "shares_twice"),
            ([(1, 1_000_000), (2, 0)], "shares_sum"),
            ([(1, 500_000), (99, 500_000)], "partner_gone"),
        ],
    )
    def test_shares_that_cannot_be(self, office: Office, shares: list[tuple[int, int]], code: str) -> None:
        partner, _other = agreed(office, PLAIN), office.partner("Second Agency")
        referral = office.referral(partner)
        with pytest.raises(UserError) as caught:
            office.do("Share", deals.share, referral, shares)
        assert caught.value.code == code


class TestSales:
    def test_tax_shipping_and_products(self, office: Office) -> None:
        terms = replace(PLAIN, own_rates=(OwnRate(Level.PRODUCT, "Gift", Rate(0)),))
        partner = agreed(office, terms)
        parts = MadeOf(1_500, 1_000, 1_000, None, (Line(8_000, product="Course"), Line(2_000, product="gift ")))
        office.do("Won", self_won, office.referral(partner), parts)
        assert office.earned() == [800]
        [entry] = office.rows("SELECT inputs, why FROM ledger_entry")
        assert '"tax": 1500' in entry["inputs"]
        assert entry["why"] == "gift: free of commission; 10% of €80.00"
        assert sound(office)

    def test_a_correction_posts_the_difference(self, office: Office) -> None:
        partner = agreed(office, PLAIN)
        sale = office.sold(partner, "1000.00")
        office.do("Correct", sales.correct, sale, eur("800.00"), date(2026, 10, 1), "INV-2")
        assert office.earned() == [10_000, -2_000]
        office.undo()
        assert sum(office.earned()) == 10_000
        assert sound(office)

    def test_margin_needs_the_cost(self, office: Office) -> None:
        partner = agreed(office, replace(PLAIN, basis=Basis.MARGIN))
        referral = office.referral(partner)
        with pytest.raises(UserError) as caught:
            office.won(referral, eur("100.00"))
        assert caught.value.code == "cost_missing"
        office.do("Won", self_won, referral, MadeOf(cost=10_000))
        assert office.earned() == [250]

    def test_cash_is_earned_as_it_comes(self, office: Office) -> None:
        partner = agreed(office, replace(PLAIN, rate=Rate(40_000), trigger=Trigger.CASH))
        sale = office.sold(partner, "10000.00")
        assert office.earned() == []
        office.do("Paid", sales.receive, sale, eur("5000.00"), date(2026, 11, 1))
        office.do("Paid", sales.receive, sale, eur("3000.00"), date(2026, 11, 20))
        assert office.earned() == [20_000, 12_000]
        with pytest.raises(UserError) as caught:
            office.do("Paid", sales.receive, sale, eur("2000.01"), TODAY)
        assert caught.value.code == "receipt_too_large"
        assert sound(office)

    @pytest.mark.parametrize(
        ("parts", "code"),
        [
            (MadeOf(tax=-1), "sale_parts"),
            (MadeOf(tax=6_000, shipping=6_501), "sale_parts"),
            (MadeOf(cost=-1), "sale_cost"),
            (MadeOf(lines=(Line(12_499),)), "sale_sum"),
            (MadeOf(lines=(Line(12_500, quantity=0),)), "sale_line"),
        ],
    )
    def test_sales_that_cannot_be(self, office: Office, parts: MadeOf, code: str) -> None:
        referral = office.referral(agreed(office, PLAIN))
        with pytest.raises(UserError) as caught:
            office.do("Won", self_won, referral, parts)
        assert caught.value.code == code


class TestBonusesAndCaps:
    def test_a_bonus_comes_with_its_referral_and_goes_with_it(self, office: Office) -> None:
        partner = agreed(office, replace(PLAIN, bonuses=(Bonus(2, Unit.QUARTER, 5_000),)))
        office.sold(partner, "100.00", date(2026, 10, 2), "First")
        second = office.sold(partner, "100.00", date(2026, 10, 5), "Second")
        assert office.earned() == [1_000, 1_000, 5_000]
        office.refund(second, eur("100.00"))
        assert sum(office.earned()) == 1_000
        assert sound(office)

    def test_a_cap_for_the_quarter(self, office: Office) -> None:
        partner = agreed(office, replace(PLAIN, cap_period=Cap(1_500, Unit.QUARTER)))
        office.sold(partner, "100.00", date(2026, 10, 2), "First")
        office.sold(partner, "100.00", date(2026, 10, 5), "Second")
        office.sold(partner, "100.00", date(2026, 9, 30), "Before")
        assert office.earned() == [1_000, 500, 1_000]
        assert sound(office)


def test_a_preview_sees_what_the_account_has_seen(office: Office) -> None:
    partner = agreed(office, replace(PLAIN, cap_period=Cap(1_500, Unit.QUARTER)))
    office.sold(partner, "100.00", date(2026, 10, 2), "First")
    draft = Sale("", 0, 0, date(2026, 10, 5), date(2026, 10, 5), 10_000)
    with office.store.read() as session:
        [credit] = tried.sale(session, office.referral(partner, "Second"), draft, "EUR")
    assert (credit.amount, credit.trail[-1].rule) == (500, "cap_period")


def test_the_check_names_a_ledger_that_says_another_sum(office: Office) -> None:
    partner = office.partner()
    office.agree(partner, percent(10))
    office.sold(partner, "100.00")
    with office.store.read() as session:
        assert not list(recount.differences(session))
    with office.store.write("Behind the back") as session:
        session.connection().exec_driver_sql("UPDATE sale SET amount_minor = 20000")
    [finding] = [sentence for sentence in office.findings() if "by the terms" in sentence]
    assert "10.00 EUR" in finding
    assert "20.00" in finding


def self_won(session: object, referral: int, parts: MadeOf) -> int:
    from app.operations import referrals

    return referrals.mark_won(session, referral, Money(12_500, "EUR"), date(2026, 10, 1), "", parts)  # type: ignore[arg-type]
