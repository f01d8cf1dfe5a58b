"""Trying terms on a sale: it earns what the engine says, after what came before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.commissions.account import Sale
from app.domain.commissions.engine import try_out
from app.domain.commissions.terms import (
    Band,
    Bands,
    Basis,
    Bonus,
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
    percent_of_sale,
)
from app.domain.commissions.trial import Trial, try_sale
from app.domain.errors import UserError
from tests.domain.commission_terms import all_terms

DAY = date(2026, 11, 23)
TEN, FIVE = Rate(100_000), Rate(50_000)
PLAIN = percent_of_sale("EUR", 100_000)
MARGINAL = Bands(Measure.VOLUME, Unit.QUARTER, Reach.MARGINAL, (Band(0, TEN), Band(1_000_000, Rate(200_000))))


def earned(terms: Terms, **about: object) -> int:
    return try_sale(terms, Trial(DAY, **({"amount": 100_000} | about))).amount  # type: ignore[arg-type]


def test_a_plain_sale() -> None:
    tried = try_sale(PLAIN, Trial(DAY, 100_000))
    assert (tried.amount, tried.others) == (10_000, 0)
    assert tried.credits[0].payable_on == date(2026, 12, 23)
    assert [mark.rule for mark in tried.credits[0].trail] == ["percent"]


def test_tax_and_shipping_count_where_the_terms_say_so() -> None:
    assert earned(PLAIN, amount=12_500, tax=1500, shipping=1000) == 1000
    assert earned(replace(PLAIN, with_tax=True, with_shipping=True), amount=12_500, tax=1500, shipping=1000) == 1250


def test_the_margin_needs_the_cost() -> None:
    margin = replace(PLAIN, basis=Basis.MARGIN)
    assert earned(margin, cost=60_000) == 4000
    tried = try_sale(margin, Trial(DAY, 100_000))
    assert (tried.amount, tried.credits[0].trail[0].what) == (0, "cost")


def test_products_and_categories_have_their_rates() -> None:
    terms = replace(PLAIN, own_rates=(OwnRate(Level.PRODUCT, "Drill", FIVE), OwnRate(Level.CATEGORY, "Toys", Rate())))
    assert earned(terms, product="drill ", category="toys") == 5000
    assert earned(terms, category="toys") == 0
    assert earned(terms, category="Books") == 10_000


def test_bands_go_on_where_the_period_stands() -> None:
    terms = Terms("EUR", bands=MARGINAL)
    assert earned(terms, amount=1_500_000) == 200_000
    assert earned(terms, amount=200_000, volume_before=900_000) == 30_000
    capped = replace(terms, cap_period=Cap(150_000, Unit.QUARTER))
    assert earned(capped, amount=1_500_000) == 150_000
    assert earned(capped, amount=200_000, volume_before=2_000_000) == 0


def test_a_band_reached_for_all_is_told_of_the_sales_before() -> None:
    bands = Bands(
        Measure.COUNT, Unit.QUARTER, Reach.RETROACTIVE, (Band(1, Rate(flat=25_000)), Band(3, Rate(flat=27_500)))
    )
    tried = try_sale(Terms("EUR", bands=bands), Trial(DAY, 100_000, sales_before=2))
    assert (tried.amount, tried.others) == (27_500, 5000)


def test_the_customer_was_there_before() -> None:
    charges = replace(PLAIN, recurring=Recurring(Counted.CHARGES, 1, FIVE, 12))
    assert [earned(charges, charges_before=before) for before in (0, 1, 11, 12)] == [10_000, 5000, 5000, 0]
    months = replace(PLAIN, recurring=Recurring(Counted.MONTHS, limit=36))
    assert [earned(months, charges_before=before) for before in (0, 35, 36)] == [10_000, 10_000, 0]


def test_bonuses_are_part_of_it() -> None:
    terms = replace(PLAIN, bonuses=(Bonus(5, Unit.QUARTER, 25_000),))
    tried = try_sale(terms, Trial(DAY, 100_000, sales_before=4))
    assert [credit.kind for credit in tried.credits] == ["sale", "bonus"]
    assert (tried.amount, tried.others) == (35_000, 0)
    assert earned(terms, sales_before=3) == 10_000


def test_on_cash_the_sale_is_taken_as_paid() -> None:
    tried = try_sale(replace(PLAIN, trigger=Trigger.CASH), Trial(DAY, 100_000))
    assert [credit.kind for credit in tried.credits] == ["receipt"]
    assert tried.amount == 10_000


@pytest.mark.parametrize(
    ("trial", "sentence"),
    [
        (Trial(DAY, 0), "Try an amount above zero."),
        (Trial(DAY, 100, tax=-1), "Tax, shipping, cost and earlier sales cannot be below zero."),
        (Trial(DAY, 100, cost=-1), "Tax, shipping, cost and earlier sales cannot be below zero."),
        (Trial(DAY, 100, volume_before=-1), "Tax, shipping, cost and earlier sales cannot be below zero."),
        (Trial(DAY, 100, tax=60, shipping=60), "Tax and shipping are parts of the sale: together they cannot be more."),
        (Trial(DAY, 100, sales_before=1001), "Try at most 1000 earlier sales."),
        (Trial(DAY, 100, charges_before=1001), "Try at most 1000 earlier sales."),
        (Trial(DAY, 100, sales_before=-1), "Try at most 1000 earlier sales."),
    ],
)
def test_what_is_no_such_sale(trial: Trial, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        try_sale(PLAIN, trial)
    assert str(refused.value) == sentence


@given(all_terms(), st.integers(1, 10**7))
def test_alone_it_is_what_the_engine_says(terms: Terms, amount: int) -> None:
    on_sale = replace(terms, trigger=Trigger.SALE)
    alone = try_out(on_sale, Sale("", 0, 0, DAY, DAY, amount, cost=0))
    tried = try_sale(on_sale, Trial(DAY, amount, cost=0))
    assert tried.amount == sum(credit.amount for credit in alone)
    assert tried.others == 0
