"""The statement on paper: its text is the data, its sums agree, and nothing that people type is more than text."""

from __future__ import annotations

import json
import os
import warnings
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.domain.balances import balance
from app.domain.commissions.steps import Step
from app.domain.money import Money
from app.domain.statements import Statement
from app.formatting import money
from app.reports.model import KeyFigures, Report, SideBySide, Table
from app.reports.pdf import Document, draw, render
from app.reports.statement import statement_report
from tests.reports import samples


def opened(report: Report) -> tuple[Document, PdfReader]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        document = draw(report, created=samples.CREATED)
    return document, PdfReader(BytesIO(document.pdf), strict=True)


def text_of(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def table_of(report: Report) -> Table:
    return next(block for block in report.blocks if isinstance(block, Table))


def test_everything_a_partner_asks_about_is_on_the_page() -> None:
    statement = samples.statement()
    document, reader = opened(statement_report(statement))
    text = text_of(reader)
    assert (document.pages, document.missing) == (1, ())
    for said in (
        "Statement S-2026-0152",
        "Issued 1 November 2026",
        "1 – 31 October 2026",
        "Maya Lindqvist",
        "version 3, from 1 March 2026",
        "10% of −€950.00",
        "refund of 9 September sale",
        "taken back for a refund",
        "€240.00 from 2 sales becomes payable",
        "12 referrals, 5 won, €42,100.00 in sales",
        "1 / 1",
    ):
        assert said in text.replace("\n", " "), said
    for line in statement.lines:
        assert line.customer in text
        assert money(line.commission) in text
    assert text.count(money(statement.total)) == 2


def test_the_total_is_the_sum_of_the_lines_shown() -> None:
    statement = samples.statement(samples.many_lines(50))
    table = table_of(statement_report(statement))
    assert table.total[-1] == money(sum((line.commission for line in statement.lines), Money.zero("EUR")))
    assert [row.cells[-1] for row in table.rows] == [money(line.commission) for line in statement.lines]


def test_what_was_taken_back_is_hidden_when_nothing_was() -> None:
    text = text_of(opened(statement_report(samples.statement(samples.LINES[:3])))[1])
    assert "taken back" not in text


def test_more_taken_back_than_earned_is_owed_back() -> None:
    text = text_of(opened(statement_report(samples.statement(samples.LINES[3:])))[1])
    assert "Owed back" in text
    assert "To be paid" not in text


def test_drafts_and_voided_statements_are_marked_on_every_page() -> None:
    draft = statement_report(samples.statement(samples.many_lines(80), number=""))
    assert all("DRAFT" in page.extract_text() for page in opened(draft)[1].pages)
    void = statement_report(samples.statement(), void=True)
    assert "VOID" in text_of(opened(void)[1])
    issued = text_of(opened(statement_report(samples.statement()))[1])
    assert "DRAFT" not in issued
    assert "VOID" not in issued


BALANCE = balance(
    1000, {"accrual": 49_750, "bonus": 5_000, "adjustment": 1_250, "refund": -9_500, "payout_void": 250}, "EUR", 38_000
)


def test_the_balance_ties_out_on_paper() -> None:
    """Everything that the account saw, what is left, and of that what is on hold and what is otherwise open."""
    statement = replace(samples.statement(), balance=BALANCE)
    report = statement_report(statement)
    text = text_of(opened(report)[1])
    beside = next(block for block in report.blocks if isinstance(block, SideBySide))
    [table] = [block for block in beside.left if isinstance(block, Table)]
    assert [row.cells for row in table.rows] == [
        ("Opening balance", "€10.00"),
        ("Earned", "€497.50"),
        ("Bonuses", "€50.00"),
        ("Adjustments", "€12.50"),
        ("Taken back", "−€95.00"),
        ("Payouts declared void", "€2.50"),
        ("Paid", "−€380.00"),
    ]
    assert table.total == ("Closing balance", "€97.50")
    assert "Your balance" in text
    assert "€240.00 from 2 sales becomes payable" in text
    assert "€142.50 is owed back and netted by the next payout." in text.replace("\n", " ")


def test_lines_of_a_balance_that_are_zero_are_left_out() -> None:
    quiet = replace(samples.statement(number=""), balance=balance(0, {"accrual": 38_000}, "EUR", 38_000))
    text = text_of(opened(statement_report(quiet))[1])
    assert "Bonuses" not in text
    assert "declared void" not in text
    assert text.count("To be paid") == 2


def test_what_is_payable_and_left_for_later_is_said() -> None:
    left = replace(samples.statement(), balance=balance(0, {"accrual": 70_000}, "EUR", 38_000))
    text = text_of(opened(statement_report(left))[1]).replace("\n", " ")
    assert "€80.00 is payable and comes with a later payout." in text


def test_an_overview_shows_what_was_open_and_asks_for_nothing() -> None:
    drawn = replace(samples.statement(number=""), balance=BALANCE, overview=True)
    text = text_of(opened(statement_report(drawn))[1])
    assert "€97.50" in text
    assert "open on 31 October 2026" in text
    assert "To be paid" not in text
    assert "to be paid" not in text


def test_the_sum_to_be_paid_is_the_largest_number_on_the_page() -> None:
    report = statement_report(replace(samples.statement(), balance=BALANCE))
    [figures] = [block for block in report.blocks if isinstance(block, KeyFigures)]
    assert [figure.value for figure in figures.figures if figure.main] == [money(samples.statement().total)]


LONG = (
    Step("percent", samples.eur(50_000), samples.eur(5_000), 100_000),
    Step("band", samples.eur(370_000), samples.eur(74_000), 200_000),
    Step("extra", samples.eur(79_000), samples.eur(3_950), 50_000),
    Step("cap_period", samples.eur(82_950), samples.eur(50_250)),
    Step("share", samples.eur(50_250), samples.eur(35_175), 700_000),
    Step("credited", samples.eur(30_000), samples.eur(5_175)),
)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_long_arithmetic_wraps_and_is_read_to_its_end(paper: str) -> None:
    line = replace(samples.LINES[0], about="adjustment", refers_to=samples.OCTOBER.first, steps=LONG)
    business = replace(samples.BRIGHTSIDE, paper=paper)
    text = text_of(opened(statement_report(samples.statement((line,), business=business)))[1]).replace("\n", " ")
    assert "10% of €500.00 = €50.00; 20% of €3,700.00 = €740.00; plus 5% of the commission of €790.00 = €39.50;" in text
    assert "€502.50 left of the most for the period; a share of 70% of €502.50 = €351.75; less €300.00" in text
    assert "credited before" in text
    assert "adjustment of 1 October" in text


def test_bonuses_and_payments_are_lines_of_their_own() -> None:
    bonus = replace(
        samples.LINES[0], about="bonus", steps=(Step("bonus", samples.eur(5_000), samples.eur(5_000), count=2),),
        sale=samples.eur(0), commission=samples.eur(5_000),
    )  # fmt: skip
    payment = replace(samples.LINES[1], about="payment")
    report = statement_report(samples.statement((bonus, payment)))
    assert table_of(report).rows[0].cells[2:] == ("bonus for referral 2 won", "", "€50.00")
    text = text_of(opened(report)[1])
    assert "payment received" in text
    assert "payment credited" in text


def test_a_statement_without_lines_says_so() -> None:
    text = text_of(opened(statement_report(samples.statement(())))[1])
    assert "No commission became payable in this period." in text
    assert "Carried on hold" not in text


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("count", [5, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 300])
def test_long_statements_repeat_their_heading_and_keep_the_total_with_its_lines(paper: str, count: int) -> None:
    business = replace(samples.BRIGHTSIDE, paper=paper)
    statement = samples.statement(samples.many_lines(count), business=business)
    document, reader = opened(statement_report(statement))
    pages = [page.extract_text() for page in reader.pages]
    with_lines = [page for page in pages if "Aktiebolag" in page]
    assert all(page.count("How it was worked out") == 1 for page in with_lines)
    assert [page for page in pages if "To be paid" in page] == with_lines[-1:]
    assert with_lines[-1].count("Aktiebolag") >= 2
    shown = [int(part[:6]) for text in pages for part in text.split("Customer ")[1:] if part[:6].isdigit()]
    assert shown == list(range(count))
    assert all(f"{number} / {document.pages}" in page for number, page in enumerate(pages, start=1))


def test_a_row_taller_than_a_page_goes_on_over_the_next() -> None:
    endless = " ".join(f"word{number}" for number in range(2000))
    line = replace(samples.LINES[0], customer=endless)
    text = text_of(opened(statement_report(samples.statement((*samples.LINES, line, samples.LINES[1]))))[1])
    assert all(f"word{number}" in text for number in (0, 1, 500, 1000, 1999))
    assert "To be paid" in text


def test_the_same_statement_is_the_same_bytes_whatever_was_drawn_before() -> None:
    report = statement_report(samples.named(samples.statement(), "شركة النور (القاهرة) 2026 हिन्दी"))
    first = render(report, created=samples.CREATED)
    render(statement_report(samples.named(samples.statement(), "للتجارة والمقاولات क्षत्रिय")), created=samples.CREATED)
    assert render(report, created=samples.CREATED) == first
    assert render(report, created=samples.CREATED + timedelta(days=1)) != first


def test_the_file_says_what_it_is() -> None:
    reader = opened(statement_report(samples.statement()))[1]
    assert reader.metadata is not None
    assert reader.metadata.title == "Statement S-2026-0152 · Harbor IT Consulting"
    assert reader.metadata.author == "Brightside Software AB"
    assert reader.metadata.creation_date == samples.CREATED
    assert reader.trailer["/Root"]["/Lang"] == "en"


def test_every_font_is_embedded() -> None:
    reader = opened(statement_report(samples.named(samples.statement(), "株式会社 שלום ไทย")))[1]
    fonts = {
        str(font.get_object()["/BaseFont"]): font.get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    used = {name.split("+")[-1] for name in fonts}
    assert {"Inter-Regular", "Inter-SemiBold", "DroidSansFallback"} <= used
    for name, font in fonts.items():
        assert "/FontFile2" in font["/FontDescriptor"].get_object(), name


HOSTILE = [
    "AT&T <3",
    "<img src='file:///etc/passwd'/>",
    "<para>one</para>",
    "<b>unclosed",
    "&lt;&#x41;%s%(name)s{name}{0.__class__}",
    "<font color=\"[[[getattr(pow,'__globals__')]]] and 'red'\">x</font>",
    '=HYPERLINK("http://x")',
    ")Tj ET Q (\\",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_markup_in_a_name_is_only_text(name: str) -> None:
    reader = opened(statement_report(samples.named(samples.statement(), name)))[1]
    text = text_of(reader)
    assert "".join(name.split()) in "".join(text.split())
    assert all(not page.images for page in reader.pages)
    assert all("/Annots" not in page for page in reader.pages)


def test_a_character_that_no_font_has_is_named() -> None:
    document, reader = opened(statement_report(samples.named(samples.statement(), "Party 😀 Ltd")))
    assert any("Party 😀 Ltd" in text for text in document.missing)
    assert "□" in text_of(reader)


def test_a_german_statement_is_written_the_german_way() -> None:
    business = replace(samples.BRIGHTSIDE, language="de")
    text = text_of(opened(statement_report(samples.statement(business=business)))[1])
    assert "3.800,00 €" in text.replace("\u00a0", " ")
    assert "1. November 2026" in text


def _naughty() -> list[str]:
    folder = os.environ.get("PARTNERBOOK_CORPORA")
    if not folder:
        pytest.skip("PARTNERBOOK_CORPORA is not set: the naughty strings are not here")
    path = next(Path(folder).glob("hostile/*naughty-strings/*.json"))
    strings: list[str] = json.loads(path.read_text("utf-8"))
    return [text for text in strings if isinstance(text, str)]


def test_naughty_strings_never_break_a_statement() -> None:
    strings = _naughty()
    lines = tuple(replace(samples.LINES[0], entry_id=number, customer=text) for number, text in enumerate(strings))
    document, reader = opened(statement_report(samples.statement(lines)))
    assert len(reader.pages) == document.pages
    assert "€380.00" in text_of(reader)
    for text in strings:
        statement: Statement = samples.named(samples.statement(), text)
        assert draw(statement_report(statement), created=samples.CREATED).pages >= 1
