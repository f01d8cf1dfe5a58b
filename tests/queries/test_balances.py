"""Statements of real books: the balance on each ties out with the ledger, whatever happened in whatever order."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.balances import Balance
from app.domain.commissions.terms import Bonus, Rate, Terms, Trigger, Unit
from app.domain.dates import Period
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.statements import Statement
from app.operations import deals, sales
from app.queries import statements
from tests.operations.office import TODAY, Office, eur, new_book, opened, percent


def draft(office: Office, partner: int, until: date = TODAY) -> Statement:
    with office.store.read() as session:
        return statements.draft(session, partner, "EUR", until, until)


def issued(office: Office, number: str) -> Statement:
    with office.store.read() as session:
        return statements.issued(session, number)


def parts(balance: Balance | None) -> list[int]:
    assert balance is not None
    assert balance.ties_out
    return list(balance.as_dict().values())


def test_a_partners_year(office: Office) -> None:
    """Opening, earned, bonuses, adjustments, taken back, declared void, paid, closing."""
    partner = office.partner("Harbor")
    bonus = Terms("EUR", Rate(100_000), bonuses=(Bonus(2, Unit.YEAR, 5_000),), hold_days=0)
    office.agree(partner, bonus)
    first = office.sold(partner, "1000.00", date(2026, 10, 1), "One")
    number = office.pay(partner)
    assert parts(issued(office, number).balance) == [0, 10_000, 0, 0, 0, 0, 10_000, 0]
    office.refund(first, eur("200.00"), date(2026, 11, 1))
    office.sold(partner, "500.00", date(2026, 11, 2), "Two")
    later = office.pay(partner)
    assert parts(issued(office, later).balance) == [0, 5_000, 5_000, 0, -2_000, 0, 8_000, 0]
    office.agree(partner, replace(bonus, rate=Rate(120_000)), date(2026, 11, 1))
    office.void(number)
    assert parts(draft(office, partner).balance) == [0, 0, 0, 1_000, 0, 10_000, 11_000, 0]
    third = office.pay(partner)
    assert parts(issued(office, third).balance) == [0, 0, 0, 1_000, 0, 10_000, 11_000, 0]
    office.void(later)
    office.void(third)
    assert parts(draft(office, partner).balance) == [0, 15_000, 5_000, 1_000, -2_000, 0, 19_000, 0]
    assert office.findings() == []


def test_what_is_on_hold_is_carried_and_said_apart(office: Office) -> None:
    partner = office.partner("Harbor")
    office.agree(partner, percent(10, hold_days=30))
    office.sold(partner, "100.00", date(2026, 10, 1), "Payable")
    office.sold(partner, "70.00", TODAY - timedelta(days=3), "Held")
    drawn = issued(office, office.pay(partner))
    assert parts(drawn.balance) == [0, 1_700, 0, 0, 0, 0, 1_000, 700]
    assert drawn.on_hold is not None
    assert (drawn.on_hold.amount, drawn.on_hold.sales) == (eur("7.00"), 1)
    assert not drawn.otherwise_open
    office.sold(partner, "50.00", date(2026, 10, 2), "Next")
    following = issued(office, office.pay(partner))
    assert parts(following.balance) == [700, 500, 0, 0, 0, 0, 500, 700]


def test_a_debt_is_paid_to_nobody_and_stays_in_the_balance(office: Office) -> None:
    partner = office.partner("Harbor")
    office.agree(partner, percent(10, hold_days=0))
    sale = office.sold(partner, "100.00")
    office.pay(partner)
    office.refund(sale, eur("100.00"))
    drawn = draft(office, partner)
    assert parts(drawn.balance) == [0, 0, 0, 0, -1_000, 0, 0, -1_000]
    assert drawn.otherwise_open == eur("-10.00")


def test_an_overview_of_a_month_goes_by_days(office: Office) -> None:
    partner = office.partner("Harbor")
    office.agree(partner, percent(10, hold_days=30))
    office.sold(partner, "100.00", date(2026, 9, 1), "One")
    office.pay(partner, until=date(2026, 10, 10), paid_on=date(2026, 10, 10))
    office.sold(partner, "70.00", date(2026, 10, 12), "Two")
    office.sold(partner, "40.00", date(2026, 11, 2), "Three")
    with office.store.read() as session:
        october = Period(date(2026, 10, 1), date(2026, 10, 31))
        drawn = statements.activity(session, partner, "EUR", october, TODAY)
    assert parts(drawn.balance) == [1_000, 700, 0, 0, 0, 0, 1_000, 700]
    assert drawn.on_hold is not None
    assert (drawn.on_hold.amount, drawn.on_hold.first) == (eur("7.00"), date(2026, 11, 11))
    assert drawn.overview
    assert Statement.from_dict(drawn.as_dict()) == drawn


def test_payments_received_and_bonuses_are_called_what_they_are(office: Office) -> None:
    partner = office.partner("Harbor")
    agreed = Terms("EUR", Rate(40_000), trigger=Trigger.CASH, bonuses=(Bonus(1, Unit.YEAR, 500),), hold_days=0)
    office.agree(partner, agreed)
    sale = office.sold(partner, "10000.00")
    office.do("Receive", sales.receive, sale, eur("8000.00"), date(2026, 10, 5))
    drawn = draft(office, partner)
    assert [(line.about, line.commission.minor) for line in drawn.lines] == [("bonus", 500), ("payment", 32_000)]
    assert (drawn.sales_credited, drawn.sales_total) == (1, eur("8000.00"))


def test_a_statement_of_the_first_books_has_no_balance(office: Office) -> None:
    partner = office.partner("Harbor")
    office.agree(partner, percent(10))
    office.sold(partner, "100.00")
    document = draft(office, partner).as_dict()
    del document["balance"], document["overview"]
    old = Statement.from_dict(document)
    assert old.balance is None
    assert not old.otherwise_open


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["sell", "sell", "refund", "pay", "pay", "void", "agree", "share", "undo"]),
        st.integers(0, 10),
        st.integers(1, 100_000),
    ),
    min_size=5,
    max_size=16,
)


@settings(max_examples=12)
@given(DEEDS)
def test_statements_tie_out_after_anything(deeds: list[tuple[str, int, int]]) -> None:
    """Sales, refunds, payouts, voidings, changed terms, shares and undoing, in any order: nothing is found wrong, and
    what is on hold and otherwise open is the closing balance of every draft."""
    with TemporaryDirectory() as folder, opened(new_book(Path(folder) / "my.partnerbook")) as office:
        partners = [office.partner("Harbor"), office.partner("Quay")]
        for partner in partners:
            office.agree(partner, percent(10, hold_days=7))
        for number, (deed, which, amount) in enumerate(deeds):
            with suppress(UserError):
                carry_out(office, partners, number, deed, which, Money(amount, "EUR"))
        assert office.findings() == []
        for partner in partners:
            drawn = draft(office, partner)
            assert drawn.balance is not None
            assert drawn.balance.ties_out
            held = drawn.on_hold.amount.minor if drawn.on_hold else 0
            assert drawn.balance.closing.minor == held + min(drawn.total.minor, 0)


def carry_out(office: Office, partners: list[int], number: int, deed: str, which: int, amount: Money) -> None:
    partner, day = partners[which % 2], date(2026, 11, 2) + timedelta(days=which * 2)
    if deed in {"pay", "void", "undo"}:
        settle(office, partner, day, deed, which)
    elif deed == "sell":
        office.won(office.referral(partner, f"Customer {number}", day), amount, day)
    elif deed == "agree":
        office.agree(partner, percent(which + 5, hold_days=7), date(2026, 1, 1 + number))
    elif deed == "refund":
        ids = [row["id"] for row in office.rows("SELECT id FROM sale WHERE refund_of_id IS NULL ORDER BY id")]
        if ids:
            office.refund(ids[which % len(ids)], amount, TODAY)
    else:
        ids = [row["id"] for row in office.rows("SELECT id FROM referral WHERE partner_id = :p", p=partner)]
        if ids:
            office.do("Share", deals.share, ids[0], [(partner, 700_000), (partners[1 - which % 2], 300_000)])


def settle(office: Office, partner: int, day: date, deed: str, which: int) -> None:
    numbers = [row["number"] for row in office.rows("SELECT number FROM issued_statement ORDER BY id")]
    if deed == "pay":
        office.pay(partner, until=day)
    elif deed == "void" and numbers:
        office.void(numbers[which % len(numbers)])
    elif deed == "undo" and office.value("SELECT count(*) FROM sale"):
        office.undo()
