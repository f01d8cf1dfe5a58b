"""The engine against the oracle, which was written from docs/commissions.md alone: the same for any history."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given, settings

from app.domain.commissions.account import Credit
from app.domain.commissions.engine import work_out
from app.domain.commissions.steps import comes_to
from tests.domain.commission_histories import History, histories, random_history
from tests.domain.commissions_oracle import entries

PARTS = 10
HISTORIES = 100_000


def agree(history: History) -> None:
    """Engine and oracle come to the same for every sale, refund, payment and bonus, and to the same days."""
    credits_ = work_out(history.partner_id, history.versions, history.currency, history.sales)
    at = [(credit.key, credit.partner) for credit in credits_]
    assert len(at) == len(set(at))
    amounts = {(credit.key, credit.partner): credit.amount for credit in credits_ if credit.amount}
    owed = {(entry.key, entry.partner): entry for entry in entries(*history) if entry.amount}
    assert amounts == {at: entry.amount for at, entry in owed.items()}
    assert days_of(credits_) == {at: entry.payable_on for at, entry in owed.items()}
    assert all(sum_of_trail(credit) for credit in credits_)


def days_of(credits_: list[Credit]) -> dict[tuple[str, int], date]:
    return {(credit.key, credit.partner): credit.payable_on for credit in credits_ if credit.amount}


def sum_of_trail(credit: Credit) -> bool:
    """Whether the arithmetic that is shown leads to the amount: lines add up, and a cap, share or part replaces them."""
    return comes_to((mark.rule, mark.result) for mark in credit.trail) == credit.amount


@pytest.mark.parametrize("part", range(PARTS))
def test_the_engine_agrees_with_the_oracle(part: int) -> None:
    rng = random.Random(f"history {part}")
    for _number in range(HISTORIES // PARTS):
        history = random_history(rng)
        try:
            agree(history)
        except AssertionError as trouble:
            raise AssertionError(f"{history}") from trouble


@settings(max_examples=150, deadline=None)
@given(histories())
def test_the_engine_agrees_with_the_oracle_in_the_smallest_case(history: History) -> None:
    agree(history)
