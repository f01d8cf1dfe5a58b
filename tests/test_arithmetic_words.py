"""The arithmetic of commissions in words: every rule and every reason."""

from __future__ import annotations

import re

import pytest

from app.domain.commissions import steps
from app.domain.commissions.steps import Step
from app.domain.money import Money
from app.formatting import explain
from app.formatting.arithmetic import in_words, why_nothing


def step(rule: str, base: int, result: int, ppm: int = 0, what: str = "", n: int = 0) -> Step:
    return Step(rule, Money(base, "EUR"), Money(result, "EUR"), ppm, what, n)


WORDS = [
    (step("percent", 380_000, 38_000, 100_000), "10% of €3,800.00"),
    (step("percent", 10_000, 500, 50_000, "Books"), "Books: 5% of €100.00"),
    (step("band", 500_000, 100_000, 200_000), "20% of €5,000.00"),
    (step("flat", 0, 2500), "€25.00 for each sale"),
    (step("flat_referral", 0, 2500), "€25.00 for the referral"),
    (step("flat_product", 2500, 2500, n=1), "€25.00 for 1 product"),
    (step("flat_product", 2500, 7500, n=3), "€75.00 for 3 products"),
    (step("flat_piece", 150, 1800, what="Lamp", n=12), "Lamp: 12 × €1.50"),
    (step("deal", 10_000, 700, 70_000), "7% of €100.00, agreed for this deal"),
    (step("deal_flat", 0, 700), "€7.00, agreed for this deal"),
    (step("free", 10_000, 0, what="Gift card"), "Gift card: free of commission"),
    (step("extra", 3750, 375, 100_000), "plus 10% of the commission of €37.50"),
    (step("cap_sale", 3750, 3000), "at most €30.00 for a sale"),
    (step("cap_customer", 3750, 3000), "€30.00 left of the most for this customer"),
    (step("cap_period", 3750, 0), "€0.00 left of the most for the period"),
    (step("received", 400_000, 16_000, 400_000), "for €4,000.00 received, 40% of the sale"),
    (step("received", 40_000, 0), "earned as the customer pays"),
    (step("share", 5, 4, 700_000), "a share of 70% of €0.05"),
    (step("bonus", 25_000, 25_000, what="quarter", n=1005), "bonus for referral 1,005 won"),
    (step("refund", -90_000, -4500, 50_000), "5% of −€900.00"),
    (step("refund", 90_000, -4500), "taken back for a refund of €900.00"),
    (step("reversal", 4500, -4500), "€45.00 taken back"),
    (step("credited", 4500, 500), "less €45.00 credited before"),
    (step("carried_to", 0, -4500, what="Harbor & Co"), "balance carried over to Harbor & Co"),
    (step("carried_from", 0, 4500, what="Harbor & Co"), "balance carried over from Harbor & Co"),
]
REASONS = {
    "no_terms": "no terms were in force that day",
    "currency": "the terms are in another currency",
    "ended": "the terms had ended",
    "window": "the first sale came too late after the referral",
    "limit": "the terms no longer reward sales to this customer",
    "minimum": "the sale is below the minimum",
    "cost": "the cost is not known, and the terms pay on the margin",
    "again": "this referral was rewarded before",
    "late": "the refund came after the refund window",
}


@pytest.mark.parametrize(("one", "words"), WORDS)
def test_every_rule_in_words(one: Step, words: str) -> None:
    assert in_words(one) == words


@pytest.mark.parametrize(("reason", "words"), REASONS.items())
def test_every_reason_in_words(reason: str, words: str) -> None:
    assert why_nothing(reason) == words
    assert in_words(step("nothing", 100, 0, what=reason)) == f"nothing: {words}"


def test_nothing_that_a_step_can_say_is_left_out() -> None:
    """The rules and reasons that the steps name themselves are those tried here."""
    text = steps.Step.__doc__ or ""
    named = {word for line in re.findall(r"^ *- (.+?):", text, re.M) for word in re.findall(r"``(\w+)``", line)}
    named |= {"deal_flat", "credited"}
    assert {one.rule for one, _words in WORDS} | {"nothing"} == named
    reasons = set(re.findall(r"``(\w+)``", text[text.index("``what`` says why") : text.index("- ``refund``")]))
    assert reasons - {"what"} == set(REASONS)


def test_several_steps_say_what_they_came_to() -> None:
    assert explain([]) == ""
    assert explain([WORDS[0][0]]) == "10% of €3,800.00"
    assert explain([step("band", 1_000_000, 100_000, 100_000), step("band", 500_000, 100_000, 200_000)]) == (
        "10% of €10,000.00 = €1,000.00; 20% of €5,000.00"
    )
    with pytest.raises(ValueError, match="no such rule: magic"):
        explain([step("magic", 1, 1)])
