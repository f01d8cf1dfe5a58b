"""Statements and report data for the tests of documents: the ones in the design, and made longer or stranger."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from app.domain.commission_report import CommissionReportData, Debt, KindSum, MonthSum, PartnerSum, ReportLine
from app.domain.commissions.steps import Step
from app.domain.dates import Period, add_months
from app.domain.money import Money, round_ratio
from app.domain.statements import Addressee, Business, Line, OnHold, Statement, YearSoFar, draw_up

CREATED = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
BRIGHTSIDE = Business(
    name="Brightside Software AB",
    address=("Östra Hamngatan 12", "411 10 Göteborg"),
    email="partners@brightside.example",
    footer="Thank you for sending good people our way.",
)
HARBOR = Addressee("Harbor IT Consulting", "HARBOR10", "Maya Lindqvist", ("Lindholmspiren 7", "417 56 Göteborg"))


def eur(minor: int) -> Money:
    return Money(minor, "EUR")


def percent_line(
    number: int, day: date, customer: str, about: str, sale: int, ppm: int, since: date | None = None
) -> Line:
    commission = eur(round_ratio(sale * ppm, 1_000_000))
    rule = "refund" if sale < 0 else "percent"
    return Line(number, day, customer, about, (Step(rule, eur(sale), commission, ppm),), eur(sale), commission, since)


LINES = (
    percent_line(1, date(2026, 10, 4), "Brandt Logistik AB", "first_sale", 380000, 100_000),
    percent_line(2, date(2026, 10, 12), "Sjöholm Bygg", "sale", 45000, 50_000),
    percent_line(3, date(2026, 10, 20), "Café Linné", "first_sale", 95000, 100_000),
    percent_line(4, date(2026, 10, 24), "Lundby Tandvård", "refund", -95000, 100_000, date(2026, 9, 9)),
)


def statement(
    lines: tuple[Line, ...] = LINES,
    number: str = "S-2026-0152",
    business: Business = BRIGHTSIDE,
    partner: Addressee = HARBOR,
) -> Statement:
    return draw_up(
        number=number,
        issued_on=date(2026, 11, 1),
        period=OCTOBER,
        business=business,
        partner=partner,
        terms_version=3,
        terms_since=date(2026, 3, 1),
        pay_method="bank transfer, within 10 days",
        currency="EUR",
        lines=lines,
        on_hold=OnHold(eur(24000), 2, date(2026, 11, 9), date(2026, 11, 24)) if lines else None,
        year=YearSoFar(2026, 12, 5, eur(4210000), eur(383000)),
    )


def many_lines(count: int) -> tuple[Line, ...]:
    return tuple(
        percent_line(
            number,
            OCTOBER.first + timedelta(days=number % 31),
            f"Customer {number:06d} Aktiebolag",
            "first_sale" if number % 7 == 0 else "sale",
            10_000 + number * 37,
            125_000,
        )
        for number in range(count)
    )


def named(statement: Statement, customer: str) -> Statement:
    """The statement with a strange name in every place where a person may type one."""
    return replace(
        statement,
        business=replace(statement.business, name=customer, footer=customer, address=(customer,)),
        partner=Addressee(customer, "CODE10", customer, (customer,)),
        pay_method=customer,
        lines=tuple(replace(line, customer=customer) for line in statement.lines),
    )


def commission_data(lines: tuple[Line, ...] = LINES, partners: int = 6) -> CommissionReportData:
    earned = [230, 262, 210, 310, 370, 328, 287, 240, 395, 430, 480, 548]
    paid = [230, 262, 210, 310, 370, 328, 287, 240, 395, 420, 400, 210]
    first = date(2025, 11, 1)
    names = ["Hollis Property Group", "Hafen Webdesign", "Hélène Marchetti", "Horizon Managed Services"]
    return CommissionReportData(
        business=BRIGHTSIDE,
        period=OCTOBER,
        drawn_up_on=date(2026, 11, 1),
        currency="EUR",
        scope="all partners, all programmes",
        sales_before=eur(4400000),
        on_hold_until=date(2026, 12, 4),
        taken_back=eur(-21400),
        refunds=3,
        months=tuple(
            MonthSum(add_months(first, index), eur(earned[index] * 1000), eur(paid[index] * 1000))
            for index in range(12)
        ),
        partners=tuple(
            PartnerSum(
                names[index] if index < len(names) else f"Partner {index}",
                "Gold" if index % 2 else "Silver",
                9 - index % 7,
                4 - index % 4,
                eur(1420000 - index * 12345),
                eur(142000 - index * 1234),
                eur(30000 if index % 2 else 0),
                eur(210000 - index * 999),
            )
            for index in range(partners)
        ),
        debts=(Debt(0, eur(412025)), Debt(1, eur(73000)), Debt(31, eur(9250))),
        kinds=(
            KindSum("Referral 10 %", eur(352500)),
            KindSum("Affiliate", eur(53050)),
            KindSum("Resellers", eur(41525)),
        ),
        lines=tuple(ReportLine("Harbor IT Consulting", line) for line in lines),
    )
