"""Amounts converted by rates that the user entered, against fractions."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import UserError
from app.domain.exchange_rates import E10, MAX_RATE_E10, Rate, Rates, checked, in_one
from app.domain.money import MAX_MINOR, Money, currency_digits

DAY = date(2026, 11, 1)
CODES = st.sampled_from(["EUR", "USD", "JPY", "KWD", "CLF", "SEK"])
"""Currencies of 2, 0, 3 and 4 digits."""


def rate(currency: str, target: str, text: str, day: date = DAY) -> Rate:
    return Rate(currency, target, day, int(Fraction(text) * E10))


def test_an_amount_by_the_rate_of_its_day() -> None:
    rates = Rates([rate("USD", "EUR", "0.92"), rate("USD", "EUR", "0.95", DAY + timedelta(days=10))])
    found = rates.convert(Money(10_000, "USD"), "EUR", DAY + timedelta(days=9))
    assert found is not None
    assert (found.amount, found.rate.day) == (Money(9_200, "EUR"), DAY)
    later = rates.convert(Money(10_000, "USD"), "EUR", DAY + timedelta(days=10))
    assert later is not None
    assert later.amount == Money(9_500, "EUR")
    assert rates.convert(Money(10_000, "USD"), "EUR", DAY - timedelta(days=1)) is None
    assert rates.convert(Money(10_000, "SEK"), "EUR", DAY) is None


@pytest.mark.parametrize(
    ("amount", "target", "text", "comes_to"),
    [
        (Money(10_000, "JPY"), "EUR", "0.0061", Money(6_100, "EUR")),
        (Money(6_100, "EUR"), "JPY", "163.9344262295", Money(10_000, "JPY")),
        (Money(1_000, "KWD"), "USD", "3.25", Money(325, "USD")),
        (Money(325, "USD"), "KWD", "0.307692", Money(1_000, "KWD")),
        (Money(1, "EUR"), "USD", "1.5", Money(2, "USD")),
        (Money(-1, "EUR"), "USD", "1.5", Money(-2, "USD")),
        (Money(1, "EUR"), "USD", "1.4", Money(1, "USD")),
    ],
)
def test_currencies_of_other_digits_and_halves(amount: Money, target: str, text: str, comes_to: Money) -> None:
    found = Rates([rate(amount.currency, target, text)]).convert(amount, target, DAY)
    assert found is not None
    assert found.amount == comes_to


def test_the_other_direction_serves_where_only_it_was_entered() -> None:
    inverse = rate("EUR", "USD", "1.25")
    found = Rates([inverse]).convert(Money(10_000, "USD"), "EUR", DAY)
    assert found is not None
    assert (found.amount, found.rate) == (Money(8_000, "EUR"), inverse)
    direct = rate("USD", "EUR", "0.9", DAY - timedelta(days=300))
    assert Rates([inverse, direct]).on("USD", "EUR", DAY) == direct
    assert Rates([inverse, rate("USD", "EUR", "0.9", DAY + timedelta(days=1))]).on("USD", "EUR", DAY) == inverse


@given(
    minor=st.integers(-(10**12), 10**12),
    pair=st.tuples(CODES, CODES).filter(lambda pair: pair[0] != pair[1]),
    rate_e10=st.integers(1, MAX_RATE_E10),
    inverse=st.booleans(),
)
def test_one_rounding_of_the_exact_amount(minor: int, pair: tuple[str, str], rate_e10: int, inverse: bool) -> None:
    source, target = pair
    entered = Rate(target, source, DAY, rate_e10) if inverse else Rate(source, target, DAY, rate_e10)
    found = Rates([entered]).convert(Money(minor, source), target, DAY)
    factor = Fraction(E10, rate_e10) if inverse else Fraction(rate_e10, E10)
    exact = Fraction(minor) * factor * 10 ** currency_digits(target) / 10 ** currency_digits(source)
    if found is None:
        assert abs(exact) >= MAX_MINOR - Fraction(1, 2)
        return
    assert abs(found.amount.minor - exact) <= Fraction(1, 2)
    if abs(found.amount.minor - exact) == Fraction(1, 2):
        assert abs(found.amount.minor) > abs(exact)
    assert found.amount.currency == target
    assert found.original == Money(minor, source)


ROWS = st.lists(CODES, unique=True, max_size=5).flatmap(
    lambda codes: st.tuples(
        *(st.tuples(*[st.builds(Money, st.integers(-(10**9), 10**9), st.just(c))] * 2) for c in codes)
    )
)
ENTERED = st.lists(
    st.builds(
        Rate, CODES, CODES, st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(E10 // 1000, 1000 * E10)
    ).filter(lambda each: each.currency != each.target),
    max_size=8,
)


@given(rows=ROWS, entered=ENTERED, target=CODES)
def test_sums_in_one_currency_add_up_and_none_is_lost(
    rows: tuple[tuple[Money, Money], ...], entered: list[Rate], target: str
) -> None:
    rates = Rates(entered)
    found = in_one(rows, target, DAY, rates)
    others = [amount for row in rows for amount in row if amount and amount.currency != target]
    if found is None:
        assert not others
        return
    for column, total in zip(zip(*rows, strict=True), found.totals, strict=True):
        expected = 0
        for amount in column:
            if amount.currency == target:
                expected += amount.minor
            elif converted := rates.convert(amount, target, DAY):
                expected += converted.amount.minor
                assert converted.rate in found.rates or not amount
            else:
                assert amount.currency in found.left_out or not amount
        assert total == Money(expected, target)
    assert all(each.day <= DAY for each in found.rates)
    assert set(found.left_out) <= {amount.currency for amount in others}


@pytest.mark.parametrize(
    ("currency", "target", "rate_e10", "code"),
    [
        ("EUR", "EUR", E10, "rate_same"),
        ("EUR", "eur", E10, "rate_same"),
        ("EUR", "USD", 0, "rate_range"),
        ("EUR", "USD", -1, "rate_range"),
        ("EUR", "USD", MAX_RATE_E10 + 1, "rate_range"),
        ("EUR", "ABC", E10, "currency_unknown"),
    ],
)
def test_what_is_no_rate_is_refused(currency: str, target: str, rate_e10: int, code: str) -> None:
    with pytest.raises(UserError) as refused:
        checked(currency, target, DAY, rate_e10)
    assert refused.value.code == code
