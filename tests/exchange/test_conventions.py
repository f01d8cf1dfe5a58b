"""Dates and amounts are read as their whole column writes them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.conventions import amount_column, currency_in, date_column

DAY = date(2024, 4, 3)


@pytest.mark.parametrize(
    "text",
    ["2024-04-03", "20240403", "2024/4/3", "3.4.2024", "03/04/24", "3 Apr 2024", "3. April 2024",
     "April 3, 2024",
     "3 de abril de 2024", "3 avril 2024", "3 april 2024", "Wed, 3 Apr 2024", "2024-04-03T10:00:00Z", "03.04.2024 10:30"],
)  # fmt: skip
def test_a_day_in_many_forms(text: str) -> None:
    assert date_column("Day", [text]).read(text) == DAY


@pytest.mark.parametrize("text", ["32.1.2024", "2024-13-01", "soon", "", "0000-01-01", "1/2", "3 Foo 2024"])
def test_what_is_no_day_is_none(text: str) -> None:
    assert date_column("Day", [text]).read(text) is None


def test_one_row_decides_for_the_column() -> None:
    column = date_column("Day", ["3/4/2024", "1/2/2024", "4/25/2024"])
    assert (column.order, column.read("4/3/2024")) == ("mdy", DAY)
    assert "month/day/year" in column.remark


def test_a_column_in_doubt_says_so() -> None:
    column = date_column("Day", ["3/4/2024", "1/2/2024"])
    assert (column.order, column.read("3/4/2024")) == ("dmy", DAY)
    assert "two ways" in column.remark


@given(st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31)))
def test_a_day_after_the_twelfth_is_read_the_same_from_either_order(day: date) -> None:
    values = [f"{day:%d/%m/%Y}", "25/12/2024"]
    assert date_column("Day", values).read(values[0]) == day
    values = [f"{day:%m/%d/%Y}", "12/25/2024"]
    assert date_column("Day", values).read(values[0]) == day


@pytest.mark.parametrize(
    ("values", "text", "amount"),
    [
        (["1.234,56"], "1.234,56", "1234.56"),
        (["1,234.56"], "1,234.56", "1234.56"),
        (["12,5"], "1.234", "1234"),
        (["12.50"], "1,234", "1234"),
        (["1 234,50"], "1 234,50", "1234.50"),
        (["1'234.50"], "1'234.50", "1234.50"),
        (["€ 5"], "-€ 5.00", "-5.00"),
        (["5.00"], "(5.00)", "-5.00"),
        (["5.00"], "5.00-", "-5.00"),
        (["1,234,567"], "1,234,567", "1234567"),
        (["500"], "USD 500", "500"),
        (["500"], "500 kr.", "500"),
        (["500"], "-US$ 500", "-500"),
        (["500"], "€-500", "-500"),
        (["500"], "+500 zł", "500"),
        (["12,34,567.50"], "12,34,567.50", "1234567.50"),
        (["500.00"], "1 200 lei", "1200"),
    ],
)
def test_amounts_as_people_write_them(values: list[str], text: str, amount: str) -> None:
    assert amount_column("Amount", values).read(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        *[
            "abc",
            "",
            "1.2.3,4,5",
            "12 of 30 parts 7x8",
            "12,34",
            "1,5",
            "1,2,3",
            "12 34",
            "10k",
            "1.5M",
            "5%",
            "12.00 CR",
        ],
        *["Pre-paid 12", "12.00 xyz", "1e5", ".", "-", "€", "(", "()", "1-2", "--5"],
    ],
)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert amount_column("Amount", ["1.50"]).read(text) is None


@pytest.mark.parametrize(
    ("text", "usual", "currency"),
    [
        *[
            ("5", "EUR", "EUR"),
            ("€5", "USD", "EUR"),
            ("5 usd", "EUR", "USD"),
            ("($5)", "EUR", "USD"),
            ("$5", "CAD", "CAD"),
        ],
        *[
            ("R$ 5", "EUR", "BRL"),
            ("-US$5", "CAD", "USD"),
            ("5 kr.", "NOK", "NOK"),
            ("5 kr", "EUR", ""),
            ("5 lei", "", "RON"),
        ],
        *[("¥5", "CNY", "CNY"), ("5 Fr.", "EUR", "CHF"), ("5", "", ""), ("5 xyz", "EUR", "EUR")],
    ],
)
def test_the_currency_that_an_amount_is_written_with(text: str, usual: str, currency: str) -> None:
    assert currency_in(text, usual) == currency


def test_long_runs_of_blanks_are_read_in_a_breath() -> None:
    column = amount_column("Amount", ["1.50"])
    for text in ("-" + " " * 100_000 + "x", "1" + " " * 100_000 + "x", "1 " * 50_000 + "x", "1" * 100_000 + "x"):
        assert column.read(text) is None


def test_a_doubtful_amount_column_says_so() -> None:
    column = amount_column("Amount", ["1.234"])
    assert "two ways" in column.remark


@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_both_conventions_give_back_every_cent(cents: int) -> None:
    plain = f"{cents // 100 if cents >= 0 else -(-cents // 100)}.{abs(cents) % 100:02}"
    plain = f"-{plain}" if cents < 0 and not plain.startswith("-") else plain
    american = f"{abs(cents) // 100:,}.{abs(cents) % 100:02}"
    german = american.translate(str.maketrans(",.", ".,"))
    sign = "-" if cents < 0 else ""
    assert amount_column("Amount", [american]).read(sign + american) == plain
    assert amount_column("Amount", [german]).read(sign + german) == plain
