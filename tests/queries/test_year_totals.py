"""What was paid in a calendar year, against a plain reckoning."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.money import Money
from app.operations import payouts, settings
from app.queries import year_totals
from app.queries.year_totals import YearTotal
from tests.operations.office import Office, percent


def totals(office: Office, year: int) -> tuple[YearTotal, ...]:
    with office.store.read() as session:
        return year_totals.year_totals(session, year)


def paid(office: Office, partner: int, amount: str, currency: str, on: date) -> str:
    """A payout of so much on a day: of a sale of ten times as much."""
    sold = Money.parse(amount, currency)
    referral = office.referral(partner, f"Customer of {on} {amount}", on)
    office.won(referral, Money(sold.minor * 10, currency), on)
    return office.do("Pay", payouts.record, partner, currency, on, on)


@pytest.fixture
def harbor(office: Office) -> int:
    partner = office.partner("Harbor")
    office.agree(partner, percent(10, "USD", 0), date(2025, 1, 1))
    return partner


def test_by_the_day_of_payment_without_what_was_declared_void(office: Office, harbor: int) -> None:
    paid(office, harbor, "500.00", "USD", date(2025, 12, 31))
    paid(office, harbor, "100.00", "USD", date(2026, 1, 1))
    number = paid(office, harbor, "900.00", "USD", date(2026, 5, 1))
    office.void(number)
    paid(office, harbor, "1.00", "USD", date(2026, 12, 31))
    assert [(one.paid.minor, one.payouts) for one in totals(office, 2025)] == [(50_000, 1)]
    assert [(one.paid.minor, one.payouts) for one in totals(office, 2026)] == [(100_100, 2)]
    assert totals(office, 2024) == ()
    with office.store.read() as session:
        assert year_totals.years(session) == (2026, 2025)


@pytest.mark.parametrize(
    ("day", "amount", "reported"),
    [
        (date(2025, 7, 1), "599.99", False),
        (date(2025, 7, 1), "600.00", True),
        (date(2026, 7, 1), "600.00", False),
        (date(2026, 7, 1), "1999.99", False),
        (date(2026, 7, 1), "2000.00", True),
    ],
)
def test_the_threshold_of_form_1099_nec(office: Office, harbor: int, day: date, amount: str, reported: bool) -> None:
    paid(office, harbor, amount, "USD", day)
    [one] = totals(office, day.year)
    assert one.is_reported is reported
    assert one.threshold == Money(60_000 if day.year == 2025 else 200_000, "USD")


def test_a_threshold_holds_for_its_currency_alone(office: Office, harbor: int) -> None:
    office.agree(harbor, percent(10, "EUR", 0), date(2026, 3, 1))
    paid(office, harbor, "1500.00", "USD", date(2026, 2, 1))
    paid(office, harbor, "9000.00", "EUR", date(2026, 4, 1))
    euros, dollars = totals(office, 2026)
    assert (euros.paid.currency, euros.threshold, euros.is_reported) == ("EUR", None, False)
    assert (dollars.is_reported, dollars.partner) == (False, "Harbor")


def test_ones_own_threshold_is_kept_changed_and_taken_out_again(office: Office, harbor: int) -> None:
    paid(office, harbor, "1500.00", "USD", date(2026, 2, 1))
    office.do("Set", settings.set_threshold, 2026, Money(100_000, "USD"))
    assert totals(office, 2026)[0].is_reported
    office.do("Set", settings.set_threshold, 2026, Money(160_000, "USD"))
    assert not totals(office, 2026)[0].is_reported
    assert totals(office, 2026)[0].threshold == Money(160_000, "USD")
    office.undo()
    assert totals(office, 2026)[0].threshold == Money(100_000, "USD")
    office.do("Remove", settings.remove_threshold, 2026, "USD")
    assert totals(office, 2026)[0].threshold == Money(200_000, "USD")
