"""What is said about sales and what they earn, without a window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.commissions.account import Credit, Line, Movement, Sale
from app.domain.commissions.engine import work_out
from app.domain.commissions.steps import Step
from app.domain.commissions.terms import (
    Band,
    Bands,
    Bonus,
    Measure,
    Rate,
    Reach,
    Terms,
    Trigger,
    Unit,
    Version,
    flat_per_sale,
    percent_of_sale,
)
from app.domain.money import Money
from app.domain.sales import MadeOf
from app.queries.deals import SaleRow
from app.queries.referrals import Credited
from ui.referrals import words

TEN = Version(1, 1, date(2026, 1, 1), percent_of_sale("EUR", 100_000, 30))
FLAT = Version(2, 2, date(2026, 6, 1), flat_per_sale("EUR", 5_000, 0))


def euro(minor: int) -> Money:
    return Money(minor, "EUR")


def entry(minor: int, *, state: str = "hold", statement: str = "") -> Credited:
    step = Step("percent", euro(minor * 10), euro(minor), 100_000)
    return Credited(1, "accrual", date(2026, 3, 1), euro(minor), (step,), 1, date(2026, 3, 31), state, statement)


def sale(record: int, minor: int, *credited: Credited, refund_of: int | None = None) -> SaleRow:
    return SaleRow(record, date(2026, 3, 1), euro(minor), "INV-1", refund_of, credited)


def worked_out(minor: int, day: date, refunds: tuple[Movement, ...] = (), terms: Terms | None = None) -> list[Credit]:
    versions = [TEN, FLAT] if terms is None else [Version(3, 3, date(2026, 1, 1), terms)]
    return work_out(7, versions, "EUR", [Sale("sale", 1, 1, day, day, minor, refunds=refunds)])


def test_the_preview_says_amount_arithmetic_day_and_version() -> None:
    told, tone = words.preview(worked_out(380_000, date(2026, 3, 20)), "EUR", 7)
    assert told == "€380.00: 10% of €3,800.00, payable from 19 April 2026 (terms version 1)"
    assert tone == "accent"


def test_the_preview_uses_the_terms_in_force_on_the_day_of_the_sale() -> None:
    told, _tone = words.preview(worked_out(380_000, date(2026, 6, 1)), "EUR", 7)
    assert told == "€50.00: €50.00 for each sale, payable from 1 June 2026 (terms version 2)"


def test_the_preview_says_why_a_sale_earns_nothing() -> None:
    told, tone = words.preview(worked_out(380_000, date(2025, 12, 31)), "EUR", 7)
    assert told == "This sale earns nothing: no terms were in force that day."
    assert tone == "amber"
    assert "Harbor are in force on 31 December 2025" in words.no_terms("Harbor", date(2025, 12, 31))


def test_the_preview_says_what_is_earned_as_the_customer_pays() -> None:
    terms = Terms("EUR", Rate(40_000), trigger=Trigger.CASH)
    told, _tone = words.preview(worked_out(1_000_000, date(2026, 3, 20), terms=terms), "EUR", 7)
    assert told == "€400.00 as the customer pays: 4% of €10,000.00"


def test_the_preview_names_a_bonus() -> None:
    terms = Terms("EUR", Rate(100_000), bonuses=(Bonus(1, Unit.YEAR, 5_000),), hold_days=0)
    told, _tone = words.preview(worked_out(10_000, date(2026, 3, 20), terms=terms), "EUR", 7)
    assert told.endswith("\n€50.00: bonus for referral 1 won")


def test_another_currency_is_refused_in_a_sentence() -> None:
    assert words.other_currency("USD", "EUR") == "The sale is in USD, but the terms are in EUR: enter it in EUR."


def test_a_refund_in_parts_takes_back_the_same_as_at_once() -> None:
    whole = sale(1, 380_000, entry(38_000))
    part = sale(2, -95_000, entry(-9_500), refund_of=1)
    assert words.left_of(whole, [whole, part]) == euro(285_000)
    day = date(2026, 3, 20)
    refunds = (Movement("first", day, 95_000), Movement("draft", day, 285_000))
    credited = [each for each in worked_out(380_000, day, refunds) if each.key == "draft"]
    assert words.refund_preview(whole, credited) == "−€285.00 of the commission of €380.00 is taken back."


def test_a_refund_of_an_uncredited_sale_takes_back_nothing() -> None:
    assert words.refund_preview(sale(1, 380_000), []) == "This takes back no commission."


def test_a_late_refund_says_that_it_is_late() -> None:
    terms = Terms("EUR", Rate(100_000), refund_days=10)
    refunds = (Movement("draft", date(2026, 5, 1), 100),)
    credited = worked_out(380_000, date(2026, 3, 20), refunds, terms)[1:]
    told = words.refund_preview(sale(1, 380_000), credited)
    assert told == "This takes back no commission. The refund came after the refund window."


def test_says_how_an_entry_stands() -> None:
    assert words.entry_state(entry(1)) == ("on hold until 31 Mar 2026", "amber")
    assert words.entry_state(entry(1, state="payable")) == ("payable", "accent")
    assert words.entry_state(entry(1, state="paid", statement="S-2026-0001")) == ("paid with S-2026-0001", "green")
    assert words.entry_state(entry(1, state="cancelled")) == ("cancelled", "soft")


def test_a_sale_and_a_refund_say_their_day_and_reference() -> None:
    assert words.sale_line(sale(1, 100)) == "Sale, 1 Mar 2026 · INV-1"
    assert words.sale_line(sale(2, -100, refund_of=1)) == "Refund, 1 Mar 2026 · INV-1"


def test_why_a_sale_earned_nothing() -> None:
    bare = sale(1, 380_000)
    assert words.nothing(replace(bare, nothing="minimum")) == "Earned nothing: the sale is below the minimum."
    assert words.nothing(bare) == "Earned nothing."
    back = sale(2, -95_000, refund_of=1)
    told = words.nothing(replace(back, nothing="late"))
    assert told == "Takes back no commission: the refund came after the refund window."
    assert words.nothing(back) == "Takes back no commission."


def test_what_a_sale_is_made_of() -> None:
    lines = (Line(4_000, 100, "Beans", "dark", "Coffee", 3), Line(6_000))
    made = replace(sale(1, 12_000), parts=MadeOf(tax=1_500, shipping=500, discount=100, cost=7, lines=lines))
    assert words.made_of(made) == (
        "with €15.00 tax, €5.00 shipping, €1.00 discount",
        "3 × Beans · dark · Coffee: €40.00 (cost €1.00)",
        "Line: €60.00",
    )
    assert words.made_of(replace(made, parts=MadeOf(cost=7))) == ("with €0.07 cost",)
    assert words.made_of(replace(made, parts=MadeOf())) == ()


def test_shares_and_rates_in_words() -> None:
    assert words.shares_sum(1_000_000) == "Together 100%"
    assert words.shares_sum(999_999) == "Together 99.9999%: 0.0001% is missing to 100%."
    assert words.shares_sum(1_000_001) == "Together 100.0001%: 0.0001% too much."
    assert words.deal_rate(Rate(flat=700), "EUR") == "Agreed for this deal: €7.00 for each sale"
    assert words.deal_rate(Rate(125_000), "EUR") == "Agreed for this deal: 12.5%"


def test_the_arithmetic_of_several_steps_stands_line_by_line() -> None:
    bands = Bands(
        Measure.VOLUME, Unit.YEAR, Reach.MARGINAL, (Band(0, Rate(250_000)), Band(50_000, Rate(300_000)))
    )  # fmt: skip
    told, _tone = words.preview(worked_out(150_000, date(2026, 3, 20), terms=Terms("EUR", bands=bands)), "EUR", 7)
    assert told.splitlines() == [
        "€425.00, payable from 19 April 2026 (terms version 3)",
        "25% of €500.00 = €125.00",
        "30% of €1,000.00 = €300.00",
    ]
