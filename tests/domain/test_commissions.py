"""The commission engine against published cases and against an oracle written in fractions."""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.commissions.engine import Step, compute, refund
from app.domain.commissions.terms import MAX_HOLD_DAYS, PPM, Model, Terms, Version, check_terms, in_force
from app.domain.errors import UserError
from app.domain.money import MAX_MINOR, Money, Rounding

DAY = date(2026, 3, 20)


def percent(rate: str, currency: str = "EUR", **more: object) -> Terms:
    return Terms(Model.PERCENT, currency, rate_ppm=int(Fraction(rate) * PPM / 100), **more)  # type: ignore[arg-type]


def flat(minor: int, currency: str = "EUR") -> Terms:
    return Terms(Model.FLAT, currency, flat_minor=minor)


def oracle(terms: Terms, sale: int) -> int:
    """What a sale earns, reckoned in fractions and rounded at the very end."""
    exact = Fraction(terms.flat_minor) if terms.model is Model.FLAT else Fraction(sale) * terms.rate_ppm / PPM
    return nearest(exact, terms.rounding)


def nearest(exact: Fraction, rounding: Rounding) -> int:
    """Half away from zero, or half to even."""
    if rounding is Rounding.HALF_EVEN:
        return round(exact)
    up = math.floor(abs(exact) + Fraction(1, 2))
    return up if exact >= 0 else -up


def taken_back(sale: int, earned: int, refunds: list[int]) -> list[int]:
    """What each refund takes back: after each the partner keeps its share of what the customer kept paid for."""
    kept, result = earned, []
    for number in range(1, len(refunds) + 1):
        now = earned - nearest(Fraction(earned * sum(refunds[:number]), sale), Rounding.HALF_UP)
        result.append(now - kept)
        kept = now
    return result


@given(
    st.integers(1, MAX_MINOR - 1),
    st.integers(0, PPM),
    st.sampled_from(Rounding),
    st.sampled_from(["EUR", "JPY", "KWD", "CLF"]),
)
def test_percent_agrees_with_fractions(sale: int, rate: int, rounding: Rounding, currency: str) -> None:
    terms = Terms(Model.PERCENT, currency, rate_ppm=rate, rounding=rounding)
    earned = compute(terms, Money(sale, currency), DAY)
    assert earned.amount == Money(oracle(terms, sale), currency)
    assert earned.steps == (Step("percent", Money(sale, currency), earned.amount, rate),)


@given(st.integers(1, MAX_MINOR - 1), st.integers(0, MAX_MINOR - 1))
def test_flat_is_the_same_for_every_sale(sale: int, amount: int) -> None:
    earned = compute(flat(amount), Money(sale, "EUR"), DAY)
    assert earned.amount == Money(amount, "EUR")
    assert earned.steps == (Step("flat", Money(sale, "EUR"), earned.amount),)


@st.composite
def refunded_sales(draw: st.DrawFn) -> tuple[int, int, list[int]]:
    """A sale, what it earned, and refunds that together are not more than the sale."""
    sale = draw(st.integers(1, 10**9))
    cuts = sorted(draw(st.lists(st.integers(0, sale), min_size=1, max_size=6)))
    parts = [after - before for before, after in zip([0, *cuts], cuts, strict=False)]
    return sale, draw(st.integers(0, 10**9)), [part for part in parts if part]


@given(refunded_sales())
def test_refunds_agree_with_fractions(case: tuple[int, int, list[int]]) -> None:
    sale, earned, refunds = case
    before, taken, posted = 0, 0, []
    for part in refunds:
        amount = refund(*(Money(minor, "EUR") for minor in (earned, sale, before, taken, part)))
        assert -earned <= amount.minor <= 0
        posted.append(amount.minor)
        before, taken = before + part, taken + amount.minor
    assert posted == taken_back(sale, earned, refunds)
    at_once = refund(*(Money(minor, "EUR") for minor in (earned, sale, 0, 0, before)))
    assert taken == at_once.minor
    if before == sale:
        assert taken == -earned


def test_ten_sales_of_100_at_7_percent() -> None:
    assert sum(compute(percent("7"), Money(10_000, "EUR"), DAY).amount.minor for _ in range(10)) == 7_000


@pytest.mark.parametrize(
    ("sale", "rate", "earned"),
    [
        (24_000, "5", 1_200),
        (90_000, "5", 4_500),
        (11_500 - 1_500, "15", 1_500),  # tax and shipping left out of the base before
        (2_298 - 499, "20", 360),  # 3.598 half-up
        (800_000, "4", 32_000),  # 4 % of the 8,000 received
        (1, "50", 1),
        (1, "49.9999", 0),
        (10**15 - 1, "100", 10**15 - 1),
    ],
)
def test_published_percentages(sale: int, rate: str, earned: int) -> None:
    assert compute(percent(rate), Money(sale, "EUR"), DAY).amount.minor == earned


def test_900_at_5_percent_and_its_return() -> None:
    sale = Money(90_000, "EUR")
    earned = compute(percent("5"), sale, DAY).amount
    nothing = Money.zero("EUR")
    assert refund(earned, sale, nothing, nothing, sale) == Money(-4_500, "EUR")


def test_half_even_is_kept_with_the_terms() -> None:
    assert compute(percent("2.5"), Money(100, "EUR"), DAY).amount.minor == 3
    assert compute(percent("2.5", rounding=Rounding.HALF_EVEN), Money(100, "EUR"), DAY).amount.minor == 2


@pytest.mark.parametrize(
    ("sold_on", "hold", "payable_on"),
    [
        (date(2026, 3, 20), 60, date(2026, 5, 19)),
        (date(2026, 3, 20), 0, date(2026, 3, 20)),
        (date(2024, 2, 28), 1, date(2024, 2, 29)),
        (date(2026, 12, 31), 30, date(2027, 1, 30)),
    ],
)
def test_the_hold(sold_on: date, hold: int, payable_on: date) -> None:
    assert compute(percent("5", hold_days=hold), Money(100, "EUR"), sold_on).payable_on == payable_on


def test_a_sale_in_another_currency_is_never_converted() -> None:
    with pytest.raises(UserError) as caught:
        compute(percent("5"), Money(100, "USD"), DAY)
    assert caught.value.code == "currency_differs"


@given(
    st.one_of(
        st.builds(
            Terms,
            st.just(Model.PERCENT),
            st.sampled_from(["EUR", "JPY"]),
            rate_ppm=st.integers(0, PPM),
            hold_days=st.integers(0, MAX_HOLD_DAYS),
            rounding=st.sampled_from(Rounding),
        ),
        st.builds(Terms, st.just(Model.FLAT), st.just("KWD"), flat_minor=st.integers(0, MAX_MINOR - 1)),
    )
)
def test_terms_read_back_equal(terms: Terms) -> None:
    assert check_terms(terms) == terms
    kept = Terms.from_rules(
        terms.rules(), currency=terms.currency, hold_days=terms.hold_days, rounding=terms.rounding.value
    )
    assert kept == terms


@pytest.mark.parametrize(
    ("terms", "code"),
    [
        (Terms(Model.PERCENT, "EUR", rate_ppm=-1), "terms_rate"),
        (Terms(Model.PERCENT, "EUR", rate_ppm=PPM + 1), "terms_rate"),
        (Terms(Model.FLAT, "EUR", flat_minor=-1), "terms_flat"),
        (Terms(Model.FLAT, "EUR", flat_minor=MAX_MINOR), "terms_flat"),
        (Terms(Model.FLAT, "EUR", hold_days=-1), "terms_hold"),
        (Terms(Model.FLAT, "EUR", hold_days=MAX_HOLD_DAYS + 1), "terms_hold"),
        (Terms(Model.FLAT, "FOO"), "currency_unknown"),
    ],
)
def test_terms_that_cannot_be(terms: Terms, code: str) -> None:
    with pytest.raises(UserError) as caught:
        check_terms(terms)
    assert caught.value.code == code


@pytest.mark.parametrize("rules", [{"model": "percent", "rate_ppm": 0.1}, {"model": "flat", "flat_minor": "5"}])
def test_documents_that_are_no_terms(rules: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="whole numbers"):
        Terms.from_rules(rules, currency="EUR", hold_days=30, rounding="half_up")


def test_which_version_is_in_force() -> None:
    terms = percent("5")
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


@given(st.integers(-MAX_MINOR, MAX_MINOR), st.integers(0, PPM), st.sampled_from(["percent", "flat", "refund"]))
def test_steps_read_back_equal(minor: int, rate: int, rule: str) -> None:
    step = Step(rule, Money(minor, "KWD"), Money(-minor, "KWD"), rate)
    assert Step.from_dict(step.as_dict()) == step
