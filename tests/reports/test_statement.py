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

from app.domain.money import Money
from app.domain.statements import Statement
from app.formatting import money
from app.reports.model import Report, Table
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
