"""Terms that cannot be right are refused, each with the sentence that says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from app.domain.commissions.checks import MAX_BANDS, MAX_COUNT, MAX_DAYS, check_bands, check_rate, check_terms
from app.domain.commissions.terms import (
    PPM,
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
    Terms,
    Unit,
)
from app.domain.errors import UserError
from app.domain.money import MAX_MINOR
from tests.domain.commission_terms import all_terms

TEN, FIVE = Rate(100_000), Rate(50_000)
PLAIN = Terms("EUR", TEN)


def by(
    *bands: tuple[int, Rate],
    measure: Measure = Measure.VOLUME,
    reach: Reach = Reach.MARGINAL,
    unit: Unit = Unit.QUARTER,
) -> Bands:
    return Bands(measure, unit, reach, tuple(Band(*band) for band in bands))


def own(name: str, level: Level = Level.PRODUCT, rate: Rate = TEN) -> OwnRate:
    return OwnRate(level, name, rate)


FLAT_BANDS = (
    "Where each band of the volume has its own rate, that must be a percentage. For fixed amounts, let the band "
    "count for the whole period, or count sales."
)
BANDS = [
    (by(), "Bands need at least one row, and at most 50."),
    (
        by(*((n, TEN) for n in range(MAX_BANDS + 1))),
        "Bands need at least one row, and at most 50.",
    ),
    (
        by((100_000, TEN)),
        "The first band must begin at 0.00 EUR, or there is a gap before 1000.00 EUR.",
    ),
    (by((2, TEN), measure=Measure.COUNT), "The first band must begin at 1, or there is a gap before 2."),
    (by((0, TEN), measure=Measure.COUNT), "The first band must begin at 1, or there is a gap before 0."),
    (
        by((0, TEN), (100_000, FIVE), (100_000, TEN)),
        "Band 3 overlaps: two bands begin at 1000.00 EUR.",
    ),
    (by((1, TEN), (5, TEN), (5, TEN), measure=Measure.COUNT), "Band 3 overlaps: two bands begin at 5."),
    (
        by((0, TEN), (500_000, FIVE), (300_000, TEN)),
        "Band 3 is out of order: it begins at 3000.00 EUR, below the band before it at 5000.00 EUR.",
    ),
    (
        by((0, TEN), (MAX_MINOR, TEN)),
        "The last band begins higher than Partnerbook can count.",
    ),
    (
        by((1, TEN), (MAX_COUNT, TEN), measure=Measure.COUNT),
        "The last band begins higher than Partnerbook can count.",
    ),
    (
        by((0, TEN), (100_000, Rate(flat=500))),
        FLAT_BANDS,
    ),
]


@pytest.mark.parametrize(("bands", "sentence"), BANDS)
def test_bands_that_cannot_be_right(bands: Bands, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        check_bands(bands, "EUR")
    assert str(refused.value) == sentence
    with pytest.raises(UserError) as refused:
        check_terms(Terms("EUR", bands=bands))
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "bands",
    [
        by((0, TEN)),
        by((0, TEN), (1, FIVE)),
        by((0, Rate(flat=1)), (100, Rate(flat=2)), reach=Reach.RETROACTIVE),
        by((1, Rate(flat=1)), (2, TEN), measure=Measure.COUNT),
        by(*((n, TEN) for n in range(MAX_BANDS))),
    ],
)
def test_bands_that_can_be_agreed(bands: Bands) -> None:
    check_bands(bands, "EUR")


def test_bands_are_shown_in_their_currency() -> None:
    with pytest.raises(UserError, match="0 JPY, or there is a gap before 500 JPY"):
        check_bands(by((500, TEN)), "JPY")


TERMS = [
    (replace(PLAIN, currency="EURO"), "“EURO” is not a currency code such as EUR or USD."),
    (replace(PLAIN, rate=Rate(-1)), "The rate must be between 0 and 100 %."),
    (replace(PLAIN, rate=Rate(PPM + 1)), "The rate must be between 0 and 100 %."),
    (replace(PLAIN, rate=Rate(flat=-1)), "The fixed amount must be zero or more."),
    (replace(PLAIN, rate=Rate(flat=MAX_MINOR)), "The fixed amount must be zero or more."),
    (replace(PLAIN, own_rates=(own("x", rate=Rate(PPM + 1)),)), "The rate must be between 0 and 100 %."),
    (replace(PLAIN, bands=by((0, Rate(PPM + 1)))), "The rate must be between 0 and 100 %."),
    (replace(PLAIN, recurring=Recurring(first=1, later=Rate(-5))), "The rate must be between 0 and 100 %."),
    (replace(PLAIN, discount=Rate(PPM + 1)), "The rate must be between 0 and 100 %."),
    (
        replace(PLAIN, bands=by((0, TEN)), recurring=Recurring(first=1, later=FIVE)),
        "Use either bands or a second rate for later sales: both would set the same rate.",
    ),
    (replace(PLAIN, per=FlatPer.REFERRAL), "Only a fixed amount can be paid for each referral or each product."),
    (
        replace(PLAIN, rate=Rate(flat=5), per=FlatPer.PRODUCT, bands=by((0, TEN))),
        "Only a fixed amount can be paid for each referral or each product.",
    ),
    (
        replace(PLAIN, rate=Rate(flat=5), basis=Basis.MARGIN),
        "A fixed amount does not depend on the margin: choose the sale.",
    ),
    (
        replace(PLAIN, recurring=Recurring(first=0, later=FIVE)),
        "A number of sales or months must be 1 or more.",
    ),
    (replace(PLAIN, recurring=Recurring(limit=0)), "A number of sales or months must be 1 or more."),
    (
        replace(PLAIN, recurring=Recurring(limit=MAX_COUNT + 1)),
        "A number of sales or months must be 1 or more.",
    ),
    (
        replace(PLAIN, recurring=Recurring(first=3)),
        "Say which rate holds after the first 3; 0 for none.",
    ),
    (
        replace(PLAIN, recurring=Recurring(later=FIVE)),
        "Say after how many sales or months the later rate begins.",
    ),
    (replace(PLAIN, recurring=Recurring()), "Say after how many sales or months the rate changes or ends."),
    (
        replace(PLAIN, recurring=Recurring(Counted.MONTHS, 12, FIVE, 12)),
        "The end must come after the change to the later rate.",
    ),
    (
        replace(PLAIN, own_rates=(own(" "),)),
        "A rate of its own needs the name of its product, variant or category.",
    ),
    (replace(PLAIN, own_rates=(own("Books"), own(" books "))), "“ books ” has two rates. Keep one."),
    (
        replace(PLAIN, bonuses=(Bonus(0, Unit.YEAR, 5),)),
        "A bonus needs the number of the referral and an amount above zero.",
    ),
    (
        replace(PLAIN, bonuses=(Bonus(1, Unit.YEAR, 0),)),
        "A bonus needs the number of the referral and an amount above zero.",
    ),
    (
        replace(PLAIN, bonuses=(Bonus(5, Unit.YEAR, 5), Bonus(5, Unit.YEAR, 6))),
        "There are two bonuses for referral 5. Keep one.",
    ),
    (replace(PLAIN, extra_ppm=PPM + 1), "The bonus on the commission must be between 0 and 100 %."),
    (replace(PLAIN, cap_sale=0), "A cap must be more than zero. Leave it empty for none."),
    (replace(PLAIN, cap_customer=-1), "A cap must be more than zero. Leave it empty for none."),
    (replace(PLAIN, cap_period=Cap(0, Unit.YEAR)), "A cap must be more than zero. Leave it empty for none."),
    (replace(PLAIN, minimum_sale=-1), "A minimum must be zero or more."),
    (replace(PLAIN, minimum_payout=MAX_MINOR), "A minimum must be zero or more."),
    (replace(PLAIN, hold_days=-1), "The hold must be between 0 and 3650 days."),
    (replace(PLAIN, hold_days=MAX_DAYS + 1), "The hold must be between 0 and 3650 days."),
    (replace(PLAIN, window_days=-1), "A window must be between 0 and 3650 days."),
    (replace(PLAIN, refund_days=MAX_DAYS + 1), "A window must be between 0 and 3650 days."),
]


@pytest.mark.parametrize(("terms", "sentence"), TERMS)
def test_terms_that_cannot_be_right(terms: Terms, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        check_terms(terms)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    "terms",
    [
        PLAIN,
        Terms("EUR"),
        replace(PLAIN, own_rates=(own("Books"), own("Books", Level.CATEGORY))),
        replace(PLAIN, bonuses=(Bonus(5, Unit.YEAR, 5), Bonus(5, Unit.QUARTER, 6))),
        replace(PLAIN, rate=Rate(flat=5), basis=Basis.MARGIN, own_rates=(own("Books"),)),
        replace(PLAIN, bands=by((0, TEN)), recurring=Recurring(limit=12)),
        replace(PLAIN, recurring=Recurring(Counted.MONTHS, 12, FIVE, 13)),
        replace(PLAIN, ends_on=date(2030, 1, 1), hold_days=0, window_days=0, refund_days=MAX_DAYS),
    ],
)
def test_terms_that_can_be_agreed(terms: Terms) -> None:
    assert check_terms(terms) is terms


def test_a_rate_of_nothing_is_a_rate() -> None:
    check_rate(Rate())
    check_rate(Rate(flat=0))


@given(all_terms())
def test_what_can_be_agreed_can_be_agreed_again(terms: Terms) -> None:
    assert check_terms(terms) is terms
