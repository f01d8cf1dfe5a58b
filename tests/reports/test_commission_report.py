"""The commission report on paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.commission_report import CurrencySum
from app.domain.exchange_rates import Rate, Rates, in_one
from app.domain.money import Money
from app.formatting import money
from app.reports.commission_report import commission_report
from app.reports.model import SideBySide, Table
from tests.reports import samples
from tests.reports.test_statement import opened, text_of


def test_the_first_page_has_the_sums_and_the_appendix_every_line() -> None:
    data = samples.commission_data(samples.many_lines(100))
    document, reader = opened(commission_report(data))
    first, rest = reader.pages[0].extract_text(), "\n".join(page.extract_text() for page in reader.pages[1:])
    for said in (
        "Commissions, October 2026",
        "Twelve months",
        "By partner",
        "How old is what we owe",
        "1 – 30 days late",
        "more than 30 days late",
        "By programme",
        money(data.total.to_pay),
        money(data.taken_back),
        "+89%",
    ):
        assert said in first, said
    assert document.missing == ()
    assert rest.count("12.5% of") == 100
    assert money(sum((each.line.commission for each in data.lines), samples.eur(0))) in rest


def test_partners_shown_and_folded_add_up_to_the_total() -> None:
    data = samples.commission_data(partners=40)
    table = next(block for block in commission_report(data).blocks if isinstance(block, Table))
    assert table.rows[-1].cells[0] == "33 more"
    assert table.total[2] == str(sum(int(row.cells[2]) for row in table.rows))
    assert table.total[4] == money(sum((partner.sales for partner in data.partners), samples.eur(0)))


def test_a_report_of_nothing_says_so() -> None:
    data = replace(
        samples.commission_data((), partners=0),
        debts=(),
        kinds=(),
        months=(),
        taken_back=samples.eur(0),
        sales_before=samples.eur(0),
    )
    document, reader = opened(commission_report(data))
    text = text_of(reader)
    assert document.pages == 1
    assert "No partner earned a commission in this period." in text
    assert "Nothing is owed." in text
    assert "taken back" not in text


def test_tables_side_by_side_that_no_page_holds_stand_one_under_the_other() -> None:
    data = samples.commission_data()
    many = replace(data, kinds=tuple(replace(data.kinds[0], name=f"Programme {number}") for number in range(90)))
    report = commission_report(many)
    assert any(isinstance(block, SideBySide) for block in report.blocks)
    text = text_of(opened(report)[1])
    assert all(f"Programme {number}" in text for number in range(90))


def test_growth_is_told_in_whole_percent_and_only_where_there_was_something_before() -> None:
    data = samples.commission_data()
    assert data.growth_ppm == 890_000
    assert replace(data, sales_before=samples.eur(0)).growth_ppm is None


def sums(currency: str, *amounts: int) -> CurrencySum:
    return CurrencySum(*(Money(amount, currency) for amount in amounts))


def test_every_currency_by_itself_and_all_in_one_with_each_rate_and_its_day() -> None:
    currencies = (sums("EUR", 100_000, 10_000, 0, 5_000), sums("JPY", 70_000, 7_000, 0, 0), sums("USD", 200, 20, 20, 0))
    rate = Rate("USD", "EUR", date(2026, 10, 15), 9_234 * 10**6)
    all_in = in_one([each.amounts for each in currencies], "EUR", date(2026, 10, 31), Rates([rate]))
    data = replace(samples.commission_data(), currencies=currencies, in_one=all_in)
    report = commission_report(data)
    table = next(block for block in report.blocks if isinstance(block, Table) and block.heading == "All currencies")
    assert [row.cells for row in table.rows] == [
        ("EUR", "€1,000.00", "€100.00", "—", "€50.00"),
        ("JPY", "¥70,000", "¥7,000", "—", "—"),
        ("USD", "$2.00", "$0.20", "$0.20", "—"),
    ]
    assert table.total == ("All in EUR", "€1,001.85", "€100.18", "€0.18", "€50.00")
    text = text_of(opened(report)[1]).replace("\n", " ")
    assert "Converted at 1 USD = 0.9234 EUR, 15 Oct 2026. Without JPY: no rate is entered." in text


def test_without_a_reporting_currency_nothing_is_added_up() -> None:
    currencies = (sums("EUR", 1, 2, 3, 4), sums("SEK", 1, 2, 3, 4))
    data = replace(samples.commission_data(), currencies=currencies)
    table = next(
        each for each in commission_report(data).blocks if isinstance(each, Table) and each.heading[:3] == "All"
    )
    assert table.total == ()
    assert "All in" not in text_of(opened(commission_report(data))[1])
