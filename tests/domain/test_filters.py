"""Criteria: what fits a field, what a day of the calendar lies between, and JSON that anybody may have written."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import UserError
from app.domain.filters import (
    FIELDS,
    HOWS,
    MOST_CONDITIONS,
    Condition,
    Criteria,
    How,
    Sort,
    check,
    from_json,
    from_plain,
    span,
    to_plain,
)

VALUES = {Sort.TEXT: "Oslo", Sort.NUMBER: "3", Sort.MONEY: "12.50", Sort.FACT: "", Sort.DAY: "30", Sort.CHOICE: ""}


def _fitting(field: str, how: How, negated: bool) -> Condition:
    value = VALUES[FIELDS[field]]
    if how in (How.SINCE, How.BEFORE):
        value = "2026-05-01"
    if field in ("kind", "status"):
        value = {"kind": "affiliate", "status": "paused"}[field]
    return Condition(
        field, how, "" if how is How.PRESENT else value, negated, "EUR" if field in ("sold", "owed") else ""
    )


ALL = [_fitting(field, how, how is How.IS) for field, sort in FIELDS.items() for how in HOWS[sort]]


@pytest.mark.parametrize("any_of", [True, False])
def test_every_condition_comes_back_from_json_as_it_was(any_of: bool) -> None:
    for condition in [*ALL, Condition("custom:1f", How.CONTAINS, "“;--”")]:
        criteria = Criteria((condition,), any_of)
        assert from_json(json.dumps(to_plain(criteria))) == criteria


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (Condition("salary", How.IS, "1"), "filter_field"),
        (Condition("custom:", How.IS, "1"), "filter_field"),
        (Condition("name", How.AT_LEAST, "1"), "filter_how"),
        (Condition("name", How.CONTAINS, "  "), "filter_value"),
        (Condition("name", How.CONTAINS, "\u0301"), "filter_value"),
        (Condition("name", How.CONTAINS, "x" * 1001), "filter_long"),
        (Condition("status", How.IS, "asleep"), "filter_choice"),
        (Condition("won", How.AT_LEAST, "nan"), "filter_number"),
        (Condition("won", How.AT_LEAST, "1e999"), "filter_number"),
        (Condition("added", How.SINCE, "2026-02-30"), "filter_day"),
        (Condition("added", How.LAST, "-3"), "filter_days"),
        (Condition("sold", How.AT_LEAST, "3", currency="XYZ"), "currency_unknown"),
        (Condition("sold", How.AT_LEAST, "3.001", currency="EUR"), "amount_digits"),
    ],
)
def test_what_does_not_fit_is_named(condition: Condition, code: str) -> None:
    with pytest.raises(UserError) as refused:
        check(Criteria((condition,)))
    if code != "amount_digits":
        assert refused.value.code == code


def test_a_filter_has_an_end() -> None:
    line = Condition("tier", How.IS, "Gold")
    assert len(check(Criteria((line,) * MOST_CONDITIONS)).conditions) == MOST_CONDITIONS
    with pytest.raises(UserError, match="at most"):
        check(Criteria((line,) * (MOST_CONDITIONS + 1)))


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from([*FIELDS, *How, "all", "any"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["match", "conditions", "field", "how", "value", "not", "currency"]) | st.text(), inner
        )
    ),
    max_leaves=20,
)
LINES = st.fixed_dictionaries(
    {"field": st.sampled_from([*FIELDS, "custom:a"]) | JSON, "how": st.sampled_from([*How]) | JSON},
    optional={"value": JSON | st.sampled_from(["3", "2026-01-01", "active"]), "not": JSON, "currency": JSON},
)


@settings(max_examples=40)
@given(JSON | st.fixed_dictionaries({"match": st.sampled_from(["all", "any"]), "conditions": st.lists(LINES | JSON)}))
def test_whatever_json_says_is_criteria_or_a_sentence(plain: Any) -> None:
    try:
        criteria = from_plain(plain)
    except UserError:
        return
    assert from_plain(to_plain(criteria)) == criteria


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, "null", '{"match": "all"}', '{"match": "all", "conditions": 1}']
)
def test_text_that_is_no_filter_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        from_json(text)


def test_days_lie_between_days() -> None:
    today = date(2026, 11, 23)
    assert span(Condition("added", How.LAST, "30"), today) == ("2026-10-24", "2026-11-23")
    assert span(Condition("due", How.NEXT, "7"), today) == ("2026-11-23", "2026-11-30")
    assert span(Condition("added", How.SINCE, "2026-01-01"), today) == ("2026-01-01", "9999-12-31")
    assert span(Condition("added", How.BEFORE, "2026-01-01"), today) == ("", "2025-12-31")
    assert span(Condition("added", How.BEFORE, "0001-01-01"), today) == ("", "0001-01-01")
