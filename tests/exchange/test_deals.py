"""Referrals and sales from plain sheets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.domain.money import Money
from app.domain.referrals import Stage
from app.exchange.deals import guess_kind, read_referrals, read_sales
from app.exchange.drafts import PartnerHint, Point

Write = Callable[..., Path]


def test_referrals_of_a_german_sheet(written: Write) -> None:
    path = written(
        "Partner;Kunde;Datum;Betrag;Währung;Phase;Farbe\n"
        "Harbor Design;Müller AG;03.04.2024;1.234,56;EUR;Gewonnen;blau\n"
        "ana@x.example;Soto;15.04.2024;500;;neu;\n"
    )
    assert guess_kind(path) == "referrals"
    result = read_referrals(path, currency="CHF")
    first, second = result.drafts
    assert first.partner == PartnerHint("Harbor Design")
    assert (first.customer, first.received, first.stage) == ("Müller AG", date(2024, 4, 3), Stage.WON)
    assert (first.value, first.extra) == (Money(123456, "EUR"), (Point("blau", "Farbe"),))
    assert (second.partner, second.value) == (PartnerHint(email="ana@x.example"), Money(50000, "CHF"))
    assert result.problems == ()
    assert result.remarks == ("The dates in “Datum” were read as day/month/year.",)


def test_bad_values_do_not_cost_the_referral_but_a_missing_customer_does(written: Write) -> None:
    path = written("Partner,Customer,Date,Amount,Currency,Stage\nP,C,32.1.2024,abc,EUR,odd\nP,,1.1.2024,5,EUR,won\n")
    result = read_referrals(path)
    (draft,) = result.drafts
    assert (draft.received, draft.value, draft.stage) == (None, None, None)
    assert {point.value for point in draft.extra} == {"32.1.2024", "abc", "odd"}
    assert (result.read, result.kept_out) == (2, 1)
    assert [problem.line for problem in result.problems] == [2, 2, 2, 3]


def test_sales_need_a_day_and_an_amount(written: Write) -> None:
    path = written(
        "Order date,Customer,Total,Order ID,Coupon\n"
        '2024-04-03,Müller,"$1,234.00",1,HARBOR\n2024-04-04,Müller,,2,\n2024-04-05,Soto,-5.00,3,\n'
    )
    assert guess_kind(path) == "sales"
    result = read_sales(path, currency="EUR")
    assert [(draft.amount, draft.reference) for draft in result.drafts] == [
        (Money(123400, "USD"), "1"),
        (Money(-500, "EUR"), "3"),
    ]
    assert result.drafts[0].partner == PartnerHint(code="HARBOR")
    assert (result.read, result.kept_out) == (3, 1)


def test_more_decimals_than_the_currency_has_are_never_rounded_away(written: Write) -> None:
    result = read_sales(written("Date,Customer,Amount,Currency\n2024-04-03,A,1.999,EUR\n2024-04-03,B,1.50,JPY\n"))
    assert (result.drafts, result.kept_out) == ((), 2)
    assert len(result.problems) == 4


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Deal Name,Deal Stage,Amount,Close Date", "referrals"),
        ("Referred by,Client,Date", "referrals"),
        ("Name,Email,Financial Status,Paid at,Currency,Total,Discount Code,Billing Name", "sales"),
        ("Name,Company,Email,Phone", "partners"),
        ("First Name,Last Name,Email,Created,Total", "partners"),
    ],
)
def test_the_kind_is_guessed_by_the_columns(written: Write, header: str, kind: str) -> None:
    assert guess_kind(written(header + "\n" + ",".join("x" for _ in header.split(",")) + "\n")) == kind


def test_cards_are_partners(written: Write) -> None:
    assert guess_kind(written("BEGIN:VCARD\nFN:Ada\nEND:VCARD\n", "x.vcf")) == "partners"
