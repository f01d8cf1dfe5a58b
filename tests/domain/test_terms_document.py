"""Terms as they are kept: read back as they were, old documents understood, broken ones refused."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.commissions.document import rate_document, rate_of, rules_of, terms_of
from app.domain.commissions.terms import Rate, Terms, flat_per_sale, percent_of_sale
from tests.domain.commission_terms import all_terms, rates


def read(rules: Any, currency: str = "EUR", hold_days: int = 30, rounding: str = "half_up") -> Terms:
    return terms_of(rules, currency=currency, hold_days=hold_days, rounding=rounding)


@given(all_terms())
def test_terms_are_read_back_as_they_were(terms: Terms) -> None:
    kept = json.loads(json.dumps(rules_of(terms)))
    assert read(kept, terms.currency, terms.hold_days, terms.rounding.value) == terms


@given(st.none() | rates)
def test_a_rate_is_read_back_as_it_was(rate: Rate | None) -> None:
    assert rate_of(json.loads(json.dumps(rate_document(rate)))) == rate


def test_the_plainest_terms_leave_everything_out() -> None:
    assert rules_of(Terms("EUR")) == {}
    assert rules_of(percent_of_sale("EUR", 100_000)) == {"rate": {"ppm": 100_000}}


@pytest.mark.parametrize(
    ("rules", "terms"),
    [
        ({"model": "percent", "rate_ppm": 125_000}, percent_of_sale("EUR", 125_000)),
        ({"model": "flat", "flat_minor": 2500}, flat_per_sale("EUR", 2500)),
        ({"model": "percent"}, percent_of_sale("EUR", 0)),
        ({"model": "flat"}, flat_per_sale("EUR", 0)),
    ],
)
def test_documents_of_the_first_books_are_understood(rules: dict[str, Any], terms: Terms) -> None:
    assert read(rules) == terms


@pytest.mark.parametrize(
    "rules",
    [
        [],
        "percent",
        None,
        {"rat": {"ppm": 1}},
        {"model": "percent", "rate_ppm": 1, "flat_minor": 5},
        {"model": "percent", "rate_ppm": "1"},
        {"rate": 100_000},
        {"rate": None},
        {"rate": {"ppm": "100000"}},
        {"rate": {"ppm": 0.1}},
        {"rate": {"ppm": True}},
        {"rate": {"ppm": None}},
        {"per": "galaxy"},
        {"per": []},
        {"per": None},
        {"bands": {"measure": "volume", "unit": "quarter", "reach": "marginal"}},
        {"bands": {"measure": "volume", "unit": "quarter", "reach": "marginal", "bands": 7}},
        {"bands": {"measure": "volume", "unit": "quarter", "reach": "marginal", "bands": "ab"}},
        {"bands": {"measure": "volume", "unit": "quarter", "reach": "marginal", "bands": [{"start": 0}]}},
        {"bands": []},
        {"own_rates": {"level": "product"}},
        {"own_rates": [{"level": "product", "name": 5, "rate": {}}]},
        {"own_rates": [["product", "x"]]},
        {"bonuses": [{"nth": 1}]},
        {"recurring": {"counted": "charges", "first": "1"}},
        {"recurring": True},
        {"cap_period": {"amount": 5}},
        {"ends_on": 20271231},
        {"ends_on": "tomorrow"},
        {"reciprocal": 1},
        {"with_tax": "yes"},
        {"minimum_sale": 1.5},
        {"currency_": "EUR"},
    ],
)
def test_what_is_no_document_of_terms_is_refused(rules: Any) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        read(rules)


def test_what_stands_beside_the_document_is_checked_too() -> None:
    with pytest.raises(ValueError, match="upwards"):
        read({}, rounding="upwards")
    with pytest.raises(ValueError, match="int"):
        read({}, hold_days=None)  # type: ignore[arg-type]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from([*Terms.__slots__, "model", "rate_ppm", "flat_minor"])


@given(st.dictionaries(KEYS, JSON, max_size=4))
def test_any_document_is_terms_or_refused(rules: dict[str, Any]) -> None:
    with suppress(ValueError):
        assert isinstance(read(rules), Terms)
