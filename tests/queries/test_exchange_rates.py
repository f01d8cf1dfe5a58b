"""Rates entered and taken out, and totals in the reporting currency."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.errors import UserError
from app.domain.exchange_rates import E10, InOne, Rate
from app.domain.money import Money
from app.operations import exchange_rates as operations
from app.operations import settings
from app.queries import exchange_rates
from tests.operations.office import TODAY, Office

AMOUNTS = [Money(10_000, "EUR"), Money(20_000, "USD"), Money(500, "JPY"), Money(0, "SEK")]


def reported(office: Office) -> InOne | None:
    with office.store.read() as session:
        return exchange_rates.in_reporting_currency(session, [[amount] for amount in AMOUNTS], TODAY)


def enter(office: Office, currency: str, target: str, day: date, rate_e10: int) -> int:
    return office.do("Enter a rate", operations.enter, currency, target, day, rate_e10)


def test_a_rate_is_entered_replaced_and_taken_out(office: Office) -> None:
    first = enter(office, "usd", "EUR", date(2026, 11, 1), 9 * E10 // 10)
    assert enter(office, "USD", "EUR", date(2026, 11, 1), 8 * E10 // 10) == first
    second = enter(office, "USD", "EUR", date(2026, 11, 2), E10)
    with office.store.read() as session:
        assert [(one.id, one.rate) for one in exchange_rates.listed(session)] == [
            (second, Rate("USD", "EUR", date(2026, 11, 2), E10)),
            (first, Rate("USD", "EUR", date(2026, 11, 1), 8 * E10 // 10)),
        ]
    office.do("Remove", operations.remove, second)
    with pytest.raises(UserError, match="no such rate"):
        office.do("Remove", operations.remove, second)
    office.undo()
    with office.store.read() as session:
        assert len(exchange_rates.listed(session)) == 2


def test_nothing_is_converted_unless_the_user_wants_it(office: Office) -> None:
    enter(office, "USD", "EUR", date(2026, 11, 1), E10)
    assert reported(office) is None


def test_what_has_no_rate_stays_out_and_is_named(office: Office) -> None:
    office.do("Report", settings.report_in, "EUR")
    enter(office, "USD", "EUR", date(2026, 11, 1), 9 * E10 // 10)
    enter(office, "JPY", "EUR", date(2026, 11, 24), E10 // 160)
    found = reported(office)
    assert found is not None
    assert (found.totals, found.left_out) == ((Money(28_000, "EUR"),), ("JPY",))
    assert found.rates == (Rate("USD", "EUR", date(2026, 11, 1), 9 * E10 // 10),)
    office.do("Report", settings.report_in, "")
    assert reported(office) is None


def test_a_reporting_currency_that_is_none_is_refused(office: Office) -> None:
    with pytest.raises(UserError, match="not a currency"):
        office.do("Report", settings.report_in, "ABC")
