"""What falls due when: by the day, or with the payout at the end of a period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.domain.commissions.terms import Schedule
from app.domain.money import Money
from app.queries.forecast import MonthDue, falls_due, forecast
from tests.operations.office import TODAY, Office, eur, percent


def foreseen(office: Office) -> list[tuple[str, list[Money]]]:
    with office.store.read() as session:
        return [(f"{due.first:%Y-%m}", list(due.amounts)) for due in forecast(session, TODAY)]


def partner_with(office: Office, name: str, schedule: Schedule, hold_days: int = 30) -> int:
    partner = office.partner(name)
    office.agree(partner, replace(percent(10, hold_days=hold_days), schedule=schedule))
    return partner


@pytest.mark.parametrize(
    ("schedule", "payable_on", "due"),
    [
        (Schedule.OPEN, date(2026, 11, 23), date(2026, 11, 23)),
        (Schedule.MONTHLY, date(2026, 11, 1), date(2026, 11, 30)),
        (Schedule.MONTHLY, date(2028, 2, 29), date(2028, 2, 29)),
        (Schedule.QUARTERLY, date(2026, 11, 23), date(2026, 12, 31)),
        (Schedule.YEARLY, date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_a_payout_falls_on_the_last_day_of_its_period(schedule: Schedule, payable_on: date, due: date) -> None:
    assert falls_due(schedule, payable_on) == due


def test_by_month_and_currency(office: Office) -> None:
    at_once = partner_with(office, "At once", Schedule.OPEN)
    quarterly = partner_with(office, "Quarterly", Schedule.QUARTERLY)
    office.sold(at_once, "100.00", date(2026, 10, 1), "Payable")
    office.sold(at_once, "20.00", date(2026, 11, 10), "In December")
    office.sold(quarterly, "300.00", date(2026, 10, 1), "In December too")
    office.sold(quarterly, "4000.00", date(2026, 12, 20), "In March")
    assert foreseen(office) == [
        ("2026-11", [eur("10.00")]),
        ("2026-12", [eur("32.00")]),
        ("2027-03", [eur("400.00")]),
    ]
    office.agree(at_once, percent(10, "USD", 0), date(2026, 11, 20))
    referral = office.referral(at_once, "Overseas", TODAY)
    office.won(referral, Money(50_000, "USD"), TODAY + timedelta(days=1))
    assert foreseen(office)[0] == ("2026-11", [eur("10.00"), Money(5_000, "USD")])


def test_what_was_paid_is_no_longer_foreseen(office: Office) -> None:
    partner = partner_with(office, "Harbor", Schedule.MONTHLY)
    office.sold(partner, "100.00", date(2026, 10, 1))
    office.pay(partner)
    assert foreseen(office) == []


def test_a_debt_is_made_up_for_first_and_takes_nothing_from_others(office: Office) -> None:
    indebted, other = partner_with(office, "Indebted", Schedule.OPEN), partner_with(office, "Other", Schedule.OPEN)
    sale = office.sold(indebted, "1000.00", date(2026, 9, 1), "Paid")
    office.pay(indebted)
    office.refund(sale, eur("1000.00"), TODAY)
    office.sold(indebted, "600.00", date(2026, 11, 5), "Not enough")
    office.sold(indebted, "500.00", date(2026, 12, 5), "More than enough")
    office.sold(other, "70.00", date(2026, 10, 1), "Of another")
    assert foreseen(office) == [("2026-11", [eur("7.00")]), ("2027-01", [eur("10.00")])]


def test_of_one_partner(office: Office) -> None:
    one, two = partner_with(office, "One", Schedule.OPEN), partner_with(office, "Two", Schedule.OPEN)
    office.sold(one, "100.00", date(2026, 10, 1))
    office.sold(two, "200.00", date(2026, 10, 1))
    with office.store.read() as session:
        assert forecast(session, TODAY, two) == (MonthDue(date(2026, 11, 1), (eur("20.00"),)),)
