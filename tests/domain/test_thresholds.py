"""From which sum on payments are to be reported."""

from __future__ import annotations

import pytest

from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.thresholds import Threshold, checked, in_force, threshold


def usd(dollars: int) -> Money:
    return Money(dollars * 100, "USD")


@pytest.mark.parametrize(("year", "dollars"), [(2019, 600), (2025, 600), (2026, 2000), (2031, 2000)])
def test_us_form_1099_nec(year: int, dollars: int) -> None:
    """Instructions for Forms 1099-MISC and 1099-NEC: $600 for payments of 2025, $2,000 from 2026 on."""
    assert threshold(in_force(()), year, "USD") == usd(dollars)
    assert threshold(in_force(()), year, "EUR") is None


def test_ones_own_stands_in_place_of_the_usual_and_holds_until_the_next() -> None:
    own = (Threshold(2026, usd(1500)), Threshold(2028, usd(2100)), Threshold(2020, Money(45_000, "EUR")))
    every = in_force(own)
    assert [threshold(every, year, "USD") for year in (2025, 2026, 2027, 2028, 2040)] == [
        *(usd(600), usd(1500), usd(1500), usd(2100), usd(2100))
    ]
    assert threshold(every, 2019, "EUR") is None
    assert threshold(every, 2020, "EUR") == Money(45_000, "EUR")
    assert [each.source for each in every] == ["", "US 1099-NEC", "", ""]


def test_zero_says_that_nothing_is_reported() -> None:
    assert threshold(in_force((Threshold(2027, usd(0)),)), 2027, "USD") is None


def test_what_is_no_threshold_is_refused() -> None:
    for year, amount in ((1, usd(1)), (2026, usd(-1)), (2026, Money(1, "ABC"))):
        with pytest.raises(UserError):
            checked(year, amount)
