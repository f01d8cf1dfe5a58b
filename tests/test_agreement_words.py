"""What was agreed, in plain language: every phrase, singular and plural, and the sentence they make together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from app.domain.commissions.terms import (
    Band,
    Bands,
    Basis,
    Bonus,
    Cap,
    Counted,
    FlatPer,
    Level,
    Measure,
    OwnRate,
    Rate,
    Reach,
    Recurring,
    Schedule,
    Terms,
    Trigger,
    Unit,
)
from app.domain.money import Rounding
from app.formatting import Topic, terms_in_words, terms_sentence, words_on
from tests.domain.commission_terms import all_terms

TEN, FIVE = Rate(100_000), Rate(50_000)
THIRTY, TWELVE_FIFTY = Rate(flat=3000), Rate(flat=1250)
PLAIN = Terms("EUR", TEN)
VOLUME = Bands(Measure.VOLUME, Unit.QUARTER, Reach.MARGINAL, (Band(0, TEN), Band(1_000_000, Rate(200_000))))
COUNT = Bands(Measure.COUNT, Unit.MONTH, Reach.MARGINAL, (Band(1, FIVE), Band(11, TEN)))
MONTHS, CHARGES = Counted.MONTHS, Counted.CHARGES


def test_the_sentence_that_was_asked_for() -> None:
    terms = Terms("EUR", bands=VOLUME, cap_period=Cap(150_000, Unit.QUARTER), schedule=Schedule.MONTHLY)
    assert terms_sentence(terms) == (
        "10% of the first €10,000 each quarter, 20% above; at most €1,500 a quarter; paid monthly, 30 days after the "
        "sale."
    )


def test_the_sentence_in_german_figures() -> None:
    assert terms_in_words(Terms("EUR", bands=VOLUME), "de")[0] == (
        "10\xa0% of the first 10.000\xa0€ each quarter, 20\xa0% above"
    )


EARNS = [
    (PLAIN, "10% of each sale"),
    (replace(PLAIN, basis=Basis.MARGIN), "10% of the margin of each sale"),
    (replace(PLAIN, rate=THIRTY), "€30 for each sale"),
    (replace(PLAIN, rate=TWELVE_FIFTY), "€12.50 for each sale"),
    (Terms("JPY", Rate(flat=500)), "¥500 for each sale"),
    (replace(PLAIN, rate=THIRTY, per=FlatPer.REFERRAL), "€30 for each referral, with its first sale"),
    (replace(PLAIN, rate=THIRTY, per=FlatPer.PRODUCT), "€30 for each product in a sale"),
    (replace(PLAIN, bands=replace(VOLUME, bands=(Band(0, FIVE),))), "5% of each sale"),
    (replace(PLAIN, bands=VOLUME), "10% of the first €10,000 each quarter, 20% above"),
    (
        replace(PLAIN, bands=replace(VOLUME, unit=Unit.EVER, bands=(*VOLUME.bands, Band(3_000_000, Rate(250_000))))),
        "10% of the first €10,000 altogether, 20% of the next €20,000, 25% above",
    ),
    (
        replace(PLAIN, bands=VOLUME, basis=Basis.MARGIN),
        "10% of the first €10,000 each quarter, 20% above, counted in margin",
    ),
    (replace(PLAIN, bands=COUNT), "5% of each sale, 10% from sale 11 on, counted anew each month"),
    (replace(PLAIN, bands=replace(COUNT, unit=Unit.EVER)), "5% of each sale, 10% from sale 11 on"),
    (
        replace(PLAIN, bands=replace(VOLUME, reach=Reach.RETROACTIVE, unit=Unit.HALF_YEAR)),
        "10% of each sale, 20% for all of them from €10,000 on, counted each half-year",
    ),
    (
        replace(
            PLAIN,
            bands=Bands(
                Measure.COUNT,
                Unit.YEAR,
                Reach.RETROACTIVE,
                (Band(1, Rate(flat=25_000)), Band(3, Rate(flat=27_500))),
            ),
        ),
        "€250 for each sale, €275 for all of them from 3 sales on, counted each year",
    ),
]

LATER = [
    (Recurring(CHARGES, 1, FIVE), "10% for a customer’s first sale, 5% for later ones"),
    (Recurring(CHARGES, 3, FIVE), "10% for each of a customer’s first 3 sales, 5% for later ones"),
    (Recurring(MONTHS, 1, FIVE), "10% of each sale in a customer’s first month, 5% afterwards"),
    (Recurring(MONTHS, 12, FIVE), "10% of each sale in a customer’s first 12 months, 5% afterwards"),
    (Recurring(CHARGES, limit=1), "10% of each sale, for a customer’s first sale only"),
    (Recurring(CHARGES, limit=6), "10% of each sale, for a customer’s first 6 sales only"),
    (Recurring(MONTHS, limit=1), "10% of each sale in a customer’s first month"),
    (Recurring(MONTHS, limit=36), "10% of each sale in a customer’s first 36 months"),
    (
        Recurring(CHARGES, 1, THIRTY, 12),
        "10% for a customer’s first sale, €30 for later ones, nothing after the first 12",
    ),
    (
        Recurring(MONTHS, 12, FIVE, 36),
        "10% of each sale in a customer’s first 12 months, 5% afterwards, nothing after 36 months",
    ),
]

OTHERS: list[tuple[Terms, Topic, tuple[str, ...]]] = [
    (
        replace(PLAIN, own_rates=(OwnRate(Level.PRODUCT, "Gift card", Rate()),)),
        Topic.PRODUCTS,
        ("nothing for the product “Gift card”",),
    ),
    (
        replace(PLAIN, own_rates=(OwnRate(Level.VARIANT, "XL", THIRTY),)),
        Topic.PRODUCTS,
        ("€30 for each piece of the variant “XL”",),
    ),
    (
        replace(
            PLAIN,
            own_rates=(
                OwnRate(Level.CATEGORY, "Toys", FIVE),
                OwnRate(Level.PRODUCT, "Drill", TEN),
                OwnRate(Level.CATEGORY, "Books", FIVE),
            ),
        ),
        Topic.PRODUCTS,
        ("5% for the categories “Toys”, “Books”", "10% for the product “Drill”"),
    ),
    (
        replace(PLAIN, bonuses=(Bonus(5, Unit.QUARTER, 25_000), Bonus(1000, Unit.EVER, 50))),
        Topic.BONUSES,
        (
            "a bonus of €250 for referral number 5 won each quarter",
            "a bonus of €0.50 for referral number 1,000 won altogether",
        ),
    ),
    (replace(PLAIN, extra_ppm=125_000), Topic.BONUSES, ("plus 12.5% on top of each commission",)),
    (replace(PLAIN, cap_sale=50_000), Topic.LIMITS, ("at most €500 for a sale",)),
    (replace(PLAIN, cap_customer=50_000), Topic.LIMITS, ("at most €500 for a customer",)),
    *(
        (replace(PLAIN, cap_period=Cap(50_000, unit)), Topic.LIMITS, (f"at most €500 {words}",))
        for unit, words in (
            (Unit.MONTH, "a month"),
            (Unit.QUARTER, "a quarter"),
            (Unit.HALF_YEAR, "a half-year"),
            (Unit.YEAR, "a year"),
            (Unit.EVER, "altogether"),
        )
    ),
    (replace(PLAIN, minimum_sale=5000), Topic.LIMITS, ("nothing for sales under €50",)),
    (replace(PLAIN, window_days=1), Topic.LIMITS, ("if the first sale comes within 1 day of the referral",)),
    (replace(PLAIN, window_days=90), Topic.LIMITS, ("if the first sale comes within 90 days of the referral",)),
    (replace(PLAIN, refund_days=1), Topic.LIMITS, ("refunds take back their part up to 1 day after the sale",)),
    (replace(PLAIN, refund_days=60), Topic.LIMITS, ("refunds take back their part up to 60 days after the sale",)),
    (replace(PLAIN, ends_on=date(2027, 12, 31)), Topic.LIMITS, ("for sales until 31 Dec 2027",)),
    (replace(PLAIN, with_tax=True, with_shipping=True), Topic.BASE, ("tax and shipping included",)),
    (replace(PLAIN, with_tax=True), Topic.BASE, ("tax included, shipping not",)),
    (replace(PLAIN, with_shipping=True), Topic.BASE, ("shipping included, tax not",)),
    (replace(PLAIN, discount=TEN), Topic.CUSTOMERS, ("customers get 10% off",)),
    (
        replace(PLAIN, discount=THIRTY, reciprocal=True),
        Topic.CUSTOMERS,
        ("customers get €30 off", "referrals go both ways"),
    ),
    (replace(PLAIN, hold_days=0), Topic.PAYING, ("payable at once",)),
    (replace(PLAIN, hold_days=1), Topic.PAYING, ("1-day hold",)),
    (PLAIN, Topic.PAYING, ("30-day hold",)),
    (replace(PLAIN, trigger=Trigger.CASH, hold_days=0), Topic.PAYING, ("payable as the customer pays",)),
    (replace(PLAIN, trigger=Trigger.CASH), Topic.PAYING, ("earned as the customer pays, 30-day hold",)),
    (replace(PLAIN, schedule=Schedule.MONTHLY), Topic.PAYING, ("paid monthly, 30 days after the sale",)),
    (replace(PLAIN, schedule=Schedule.QUARTERLY, hold_days=1), Topic.PAYING, ("paid quarterly, 1 day after the sale",)),
    (replace(PLAIN, schedule=Schedule.YEARLY, hold_days=0), Topic.PAYING, ("paid yearly",)),
    (
        replace(PLAIN, schedule=Schedule.MONTHLY, trigger=Trigger.CASH),
        Topic.PAYING,
        ("paid monthly, 30 days after the customer’s payment",),
    ),
    (
        replace(PLAIN, schedule=Schedule.MONTHLY, trigger=Trigger.CASH, hold_days=1),
        Topic.PAYING,
        ("paid monthly, 1 day after the customer’s payment",),
    ),
    (
        replace(PLAIN, schedule=Schedule.MONTHLY, trigger=Trigger.CASH, hold_days=0),
        Topic.PAYING,
        ("paid monthly, as the customer pays",),
    ),
    (
        replace(PLAIN, minimum_payout=5000, rounding=Rounding.HALF_EVEN),
        Topic.PAYING,
        ("30-day hold", "less than €50 waits for the next payout", "halves are rounded to the even number"),
    ),
]


@pytest.mark.parametrize(("terms", "words"), EARNS)
def test_what_the_partner_gets(terms: Terms, words: str) -> None:
    assert terms_in_words(terms) == (words, "30-day hold")
    assert words_on(terms, Topic.EARNS) == (words,)


@pytest.mark.parametrize(("recurring", "words"), LATER)
def test_first_and_later_sales(recurring: Recurring, words: str) -> None:
    terms = replace(PLAIN, recurring=recurring)
    assert terms_in_words(terms)[0] == words
    assert words_on(terms, Topic.LATER) == (words,)


@pytest.mark.parametrize(
    ("recurring", "words"),
    [
        (Recurring(CHARGES, limit=1), "only for a customer’s first sale"),
        (Recurring(CHARGES, limit=2), "only for a customer’s first 2 sales"),
        (Recurring(MONTHS, limit=1), "only in a customer’s first month"),
        (Recurring(MONTHS, limit=36), "only in a customer’s first 36 months"),
    ],
)
def test_bands_that_end_for_a_customer(recurring: Recurring, words: str) -> None:
    terms = replace(PLAIN, bands=VOLUME, recurring=recurring)
    assert terms_in_words(terms)[1] == words
    assert words_on(terms, Topic.LATER) == (words,)
    assert words_on(terms, Topic.BANDS) == ("10% of the first €10,000 each quarter, 20% above",)


def test_a_margin_is_named_with_first_and_later_rates_too() -> None:
    terms = replace(PLAIN, basis=Basis.MARGIN, recurring=Recurring(CHARGES, 1, FIVE))
    assert terms_in_words(terms)[0] == "10% of the margin for a customer’s first sale, 5% for later ones"
    flat = replace(PLAIN, rate=THIRTY, recurring=Recurring(CHARGES, 2, FIVE))
    assert terms_in_words(flat)[0] == "€30 for each of a customer’s first 2 sales, 5% for later ones"


@pytest.mark.parametrize(("terms", "topic", "words"), OTHERS)
def test_everything_else(terms: Terms, topic: Topic, words: tuple[str, ...]) -> None:
    assert words_on(terms, topic) == words
    assert set(words) <= set(terms_in_words(terms))


def test_parts_that_say_nothing_are_silent() -> None:
    silent = set(Topic) - {Topic.EARNS, Topic.PAYING}
    assert not any(words_on(PLAIN, topic) for topic in silent)


@given(all_terms())
def test_any_terms_can_be_read(terms: Terms) -> None:
    sentence = terms_sentence(terms)
    assert sentence.endswith(".")
    assert "{" not in terms_sentence(replace(terms, own_rates=()))
    assert sum((words_on(terms, topic) for topic in Topic if topic not in {Topic.BANDS, Topic.LATER}), ()) == (
        terms_in_words(terms)
    )
