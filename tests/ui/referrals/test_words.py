"""What is said about sales and what they earn, without a window."""

from __future__ import annotations

from datetime import date

from app.domain.commissions.engine import Step
from app.domain.commissions.terms import Model, Terms, Version
from app.domain.money import Money
from app.queries.referrals import Credited, SaleRow
from ui.referrals import words

TEN = Version(1, 1, date(2026, 1, 1), Terms(Model.PERCENT, "EUR", rate_ppm=100_000, hold_days=30))
FLAT = Version(2, 2, date(2026, 6, 1), Terms(Model.FLAT, "EUR", flat_minor=5_000, hold_days=0))


def euro(minor: int) -> Money:
    return Money(minor, "EUR")


def entry(minor: int, *, state: str = "hold", statement: str = "") -> Credited:
    step = Step("percent", euro(minor * 10), euro(minor), 100_000)
    return Credited(1, "accrual", date(2026, 3, 1), euro(minor), (step,), 1, date(2026, 3, 31), state, statement)


def sale(record: int, minor: int, *credited: Credited, refund_of: int | None = None) -> SaleRow:
    return SaleRow(record, date(2026, 3, 1), euro(minor), "INV-1", refund_of, credited)


def test_the_preview_says_amount_arithmetic_day_and_version() -> None:
    told, tone = words.preview([TEN], "Harbor", euro(380_000), date(2026, 3, 20))
    assert told == "€380.00: 10% of €3,800.00, payable from 19 April 2026 (terms version 1)"
    assert tone == "accent"


def test_the_preview_uses_the_terms_in_force_on_the_day_of_the_sale() -> None:
    told, _tone = words.preview([TEN, FLAT], "Harbor", euro(380_000), date(2026, 6, 1))
    assert told == "€50.00: €50.00 for each sale, payable from 1 June 2026 (terms version 2)"


def test_the_preview_says_when_no_terms_are_in_force() -> None:
    told, tone = words.preview([TEN], "Harbor", euro(100), date(2025, 12, 31))
    assert told == "No terms with Harbor are in force on 31 December 2025: a sale earns nothing."
    assert tone == "amber"


def test_the_preview_refuses_another_currency_in_a_sentence() -> None:
    told, tone = words.preview([TEN], "Harbor", Money(100, "USD"), date(2026, 3, 1))
    assert "USD" in told
    assert "EUR" in told
    assert tone == "red"


def test_a_refund_in_parts_takes_back_the_same_as_at_once() -> None:
    whole = sale(1, 380_000, entry(38_000))
    part = sale(2, -95_000, entry(-9_500), refund_of=1)
    assert words.left_of(whole, [whole, part]) == euro(285_000)
    told = words.refund_preview(whole, [whole, part], euro(285_000))
    assert told == "−€285.00 of the commission of €380.00 is taken back."


def test_a_refund_of_an_uncredited_sale_takes_back_nothing() -> None:
    bare = sale(1, 380_000)
    assert words.refund_preview(bare, [bare], euro(100)) == "This takes back no commission."


def test_says_how_an_entry_stands() -> None:
    assert words.entry_state(entry(1)) == ("on hold until 31 Mar 2026", "amber")
    assert words.entry_state(entry(1, state="payable")) == ("payable", "accent")
    assert words.entry_state(entry(1, state="paid", statement="S-2026-0001")) == ("paid with S-2026-0001", "green")
    assert words.entry_state(entry(1, state="cancelled")) == ("cancelled", "soft")


def test_a_sale_and_a_refund_say_their_day_and_reference() -> None:
    assert words.sale_line(sale(1, 100)) == "Sale, 1 Mar 2026 · INV-1"
    assert words.sale_line(sale(2, -100, refund_of=1)) == "Refund, 1 Mar 2026 · INV-1"
