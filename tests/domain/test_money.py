"""Money: exact reading and writing, one rounding, an allocation that loses nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import UserError
from app.domain.money import (
    CURRENCIES,
    MAX_MINOR,
    Money,
    Rounding,
    allocate,
    check_currency,
    currency_digits,
    round_ratio,
    totals,
)

AMOUNTS = st.integers(-MAX_MINOR + 1, MAX_MINOR - 1)
SAMPLE_CURRENCIES = ("JPY", "EUR", "KWD", "CLF")  # 0, 2, 3 and 4 digits


def slow_round(value: Fraction, mode: Rounding) -> int:
    """The nearest whole number, found by looking at both neighbours; written without the code under test."""
    below = value.numerator // value.denominator
    to_below, to_above = value - below, below + 1 - value
    if to_below != to_above:
        return below if to_below < to_above else below + 1
    if mode is Rounding.HALF_EVEN:
        return below if below % 2 == 0 else below + 1
    return below + 1 if value > 0 else below


@given(st.integers(-(10**20), 10**20), st.integers(-(10**9), 10**9).filter(bool), st.sampled_from(Rounding))
def test_rounding_agrees_with_fractions(numerator: int, denominator: int, mode: Rounding) -> None:
    assert round_ratio(numerator, denominator, mode) == slow_round(Fraction(numerator, denominator), mode)


@given(st.integers(-(10**6), 10**6), st.integers(1, 50), st.sampled_from(Rounding))
def test_rounding_of_halves_agrees_with_fractions(odd: int, half: int, mode: Rounding) -> None:
    numerator, denominator = odd * half, 2 * half
    assert round_ratio(numerator, denominator, mode) == slow_round(Fraction(numerator, denominator), mode)


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6), st.sampled_from(Rounding))
def test_taking_back_rounds_as_giving_does(numerator: int, denominator: int, mode: Rounding) -> None:
    assert round_ratio(-numerator, denominator, mode) == -round_ratio(numerator, denominator, mode)


@pytest.mark.parametrize(
    ("numerator", "half_up", "half_even"),
    [(1, 1, 0), (3, 2, 2), (5, 3, 2), (-1, -1, 0), (-3, -2, -2), (-5, -3, -2), (0, 0, 0)],
)
def test_halves(numerator: int, half_up: int, half_even: int) -> None:
    assert round_ratio(numerator, 2) == half_up
    assert round_ratio(numerator, 2, Rounding.HALF_EVEN) == half_even


def test_rounding_by_nothing_is_an_error() -> None:
    with pytest.raises(ZeroDivisionError):
        round_ratio(1, 0)


def quantize_cases(path: Path) -> Iterator[tuple[str, Decimal, int, Rounding, Decimal]]:
    """The quantize cases of the General Decimal Arithmetic test suite that round to a power of ten by our two rules."""
    modes = {"half_up": Rounding.HALF_UP, "half_even": Rounding.HALF_EVEN}
    mode: Rounding | None = Rounding.HALF_UP
    for line in path.read_text(encoding="utf-8").splitlines():
        words = line.split("--")[0].split()
        if words[:1] == ["rounding:"]:
            mode = modes.get(words[1])
        if mode is None or len(words) != 6 or words[1] != "quantize" or words[4] != "->":
            continue
        value, pattern, result = (word.strip("'") for word in (words[2], words[3], words[5]))
        try:
            numbers = Decimal(value), Decimal(pattern), Decimal(result)
        except ArithmeticError:
            continue
        if all(number.is_finite() and abs(number.adjusted()) < 50 for number in numbers):
            yield words[0], numbers[0], int(numbers[1].as_tuple().exponent), mode, numbers[2]


def test_rounding_agrees_with_the_decimal_arithmetic_test_suite(corpora: Path) -> None:
    tried = 0
    for name, value, exponent, mode, result in quantize_cases(corpora / "money/cockroachdb_apd/quantize.decTest"):
        exact = Fraction(value) / Fraction(10) ** exponent
        rounded = round_ratio(exact.numerator, exact.denominator, mode)
        assert Fraction(rounded) * Fraction(10) ** exponent == Fraction(result), name
        tried += 1
    assert tried > 200


@given(AMOUNTS, st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_an_allocation_adds_up_and_is_fair(total: int, weights: list[int]) -> None:
    parts = allocate(total, weights)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - Fraction(total * weight, sum(weights))) < len(weights)
        assert part * total >= 0
        if weight == 0:
            assert part == 0


def test_published_allocations() -> None:
    assert allocate(5, [70, 30]) == [4, 1]  # Fowler, Patterns of Enterprise Application Architecture, "Money"
    assert allocate(5, [30, 70]) == [2, 3]
    assert allocate(800, [1, 1, 1]) == [267, 267, 266]  # 8.00 in three
    assert allocate(-800, [1, 1, 1]) == [-267, -267, -266]
    assert allocate(0, [1, 2]) == [0, 0]


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1], [2, -1]])
def test_weights_that_are_none(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        allocate(100, weights)


@given(AMOUNTS, st.sampled_from(SAMPLE_CURRENCIES))
def test_plain_text_reads_back_equal(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.parse(money.decimal_text, currency) == money
    assert Decimal(money.decimal_text) * 10 ** currency_digits(currency) == minor


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1234.50", "EUR", 123450),
        (" -0.05 ", "eur", -5),
        ("0", "JPY", 0),
        ("12", "JPY", 12),
        ("1.234", "KWD", 1234),
        ("1.2345", "CLF", 12345),
        ("+7.10", "USD", 710),
        ("1.500000", "EUR", 150),
    ],
)
def test_reading(text: str, currency: str, minor: int) -> None:
    assert Money.parse(text, currency) == Money(minor, check_currency(currency))


@pytest.mark.parametrize(
    ("text", "currency", "code"),
    [
        ("1.005", "EUR", "amount_too_fine"),
        ("0.5", "JPY", "amount_too_fine"),
        ("1.00000", "JPY", None),
        ("1." + "0" * 40 + "1", "EUR", "amount_too_fine"),
        ("1e-9999999", "EUR", "amount_unreadable"),
        ("9999999999999.99", "EUR", None),
        ("10000000000000.00", "EUR", "amount_too_large"),
        ("1" + "0" * 5000, "EUR", "amount_too_large"),
        ("1e3", "EUR", "amount_unreadable"),
        ("", "EUR", "amount_unreadable"),
        ("1,50", "EUR", "amount_unreadable"),
        ("1_000", "EUR", "amount_unreadable"),
        ("٣", "EUR", "amount_unreadable"),
        (".", "EUR", "amount_unreadable"),
        ("NaN", "EUR", "amount_unreadable"),
        ("sNaN", "EUR", "amount_unreadable"),
        ("Infinity", "EUR", "amount_unreadable"),
        ("0x10", "EUR", "amount_unreadable"),
        ("=1+1", "EUR", "amount_unreadable"),
        ("1\x002", "EUR", "amount_unreadable"),
        ("5", "EURO", "currency_unknown"),
        ("5", "XXX", "currency_unknown"),
        ("5", "", "currency_unknown"),
    ],
)
def test_limits_of_reading(text: str, currency: str, code: str | None) -> None:
    if code is None:
        assert Money.parse(text, currency).decimal_text
        return
    with pytest.raises(UserError) as caught:
        Money.parse(text, currency)
    assert caught.value.code == code


@given(st.text(max_size=40), st.sampled_from(SAMPLE_CURRENCIES))
def test_no_text_makes_reading_fail_otherwise(text: str, currency: str) -> None:
    try:
        money = Money.parse(text, currency)
    except UserError:
        return
    assert abs(money.minor) < MAX_MINOR


def test_currencies_never_meet() -> None:
    euro, dollar = Money(100, "EUR"), Money(100, "USD")
    for attempt in (lambda: euro + dollar, lambda: euro - dollar, lambda: euro < dollar, lambda: euro <= dollar):
        with pytest.raises(ValueError, match="EUR and USD"):
            attempt()
    assert euro != dollar
    assert totals([dollar, euro, euro]) == (Money(200, "EUR"), Money(100, "USD"))


def test_arithmetic() -> None:
    assert Money(5, "EUR") + Money(-7, "EUR") == Money(-2, "EUR")
    assert Money(5, "EUR") - Money(7, "EUR") == -Money(2, "EUR")
    assert Money(1, "EUR") < Money(2, "EUR") <= Money(2, "EUR")
    assert not Money.zero("EUR")
    assert Money(-1, "EUR")
    assert totals([]) == ()


def test_amounts_that_could_not_be_summed_are_refused() -> None:
    assert Money(MAX_MINOR - 1, "JPY").checked().minor == MAX_MINOR - 1
    for minor in (MAX_MINOR, -MAX_MINOR):
        with pytest.raises(UserError, match="more than Partnerbook can keep"):
            Money(minor, "JPY").checked()


def test_currencies_and_their_digits_are_those_of_iso_4217(corpora: Path) -> None:
    """Every currency in use is known with its digits; funds, metals and codes for tests may be missing."""
    with (corpora / "money/datasets_currency-codes/codes-all.csv").open(encoding="utf-8", newline="") as file:
        listed = [row for row in csv.DictReader(file) if row["AlphabeticCode"] and not row["WithdrawalDate"]]
    digits = {row["AlphabeticCode"]: row["MinorUnit"] for row in listed}
    for currency in CURRENCIES & digits.keys():
        assert str(currency_digits(currency)) == digits[currency], currency
    funds = {"BOV", "CHE", "CHW", "COU", "MXV", "USN", "UYI", "XUA", "XSU", "XDR", "XAD"}
    withdrawn_since = {"BGN", "ANG", "CUC", "HRK", "SLL"}
    money = {code for code, unit in digits.items() if unit.isdigit()} - funds
    assert money - CURRENCIES <= withdrawn_since
