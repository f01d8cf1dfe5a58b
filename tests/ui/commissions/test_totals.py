"""The head of the page of commissions, and the years: real books, real clicks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.domain.commissions.terms import percent_of_sale
from app.domain.exchange_rates import E10
from app.domain.money import Money
from app.domain.referrals import ReferralFields
from app.domain.rolodex import PartnerFields
from app.operations import exchange_rates, partners, payouts, referrals, settings, terms
from app.persistence.store import Store
from app.queries.forecast import MonthDue
from ui.commissions import words
from ui.commissions.page import CommissionsPage
from ui.commissions.years import Years
from ui.desk import Desk

TODAY = date(2026, 11, 23)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> CommissionsPage:
    made = CommissionsPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 730)
    return made


def sell(book: Store, name: str, currency: str, minor: int, on: date, paid_on: date | None = None) -> None:
    """A sale through a partner of that name, at 10 % and 30 days, and paid out where a day is given."""
    with book.write("Sell") as session:
        partner = partners.add(session, PartnerFields(name))
        terms.agree(session, partner, percent_of_sale(currency, 100_000, 30), date(2024, 1, 1))
        made = referrals.log(session, partner, ReferralFields("Brandt", on, currency))
        referrals.mark_won(session, made, Money(minor, currency), on)
    if paid_on is not None:
        with book.write("Pay") as session:
            payouts.record(session, partner, currency, paid_on, paid_on)


def shown(page: CommissionsPage) -> str:
    labels = page._totals.findChildren(QLabel)
    return "\n".join(each.text() for each in labels if each.isVisibleTo(page) and each.text())


def test_what_falls_due_stands_beside_what_is_owed(page: CommissionsPage, book: Store, qtbot: QtBot) -> None:
    sell(book, "Harbor", "EUR", 10_000, date(2026, 10, 1))
    sell(book, "Quay", "USD", 20_000, date(2026, 11, 20))
    page.show()
    qtbot.waitUntil(lambda: "Falls due" in shown(page))
    assert "this month\n€10.00\nDec\n$20.00" in shown(page)
    assert page._totals._due.accessibleDescription() == "this month €10.00; Dec $20.00"
    assert "All in" not in shown(page)


def test_totals_in_one_currency_name_every_rate_and_its_day(page: CommissionsPage, book: Store, qtbot: QtBot) -> None:
    sell(book, "Harbor", "EUR", 10_000, date(2026, 10, 1))
    sell(book, "Quay", "USD", 20_000, date(2026, 10, 1))
    sell(book, "Yamada", "JPY", 5_000, date(2026, 10, 1))
    page.show()
    qtbot.waitUntil(lambda: "to pay now, 1 partner" in shown(page))
    with book.write("Convert") as session:
        settings.report_in(session, "EUR")
        exchange_rates.enter(session, "USD", "EUR", date(2026, 11, 1), 9 * E10 // 10)
    qtbot.waitUntil(lambda: "All in EUR: €28.00 to pay now · €0.00 on hold · €0.00 paid this year" in shown(page))
    assert "Converted at 1 USD = 0.9 EUR, 1 Nov 2026. Without JPY: no rate is entered." in shown(page)
    assert "$20.00\nto pay now, 1 partner" in shown(page)
    assert "€10.00 to pay now\n¥500 to pay now" in shown(page)


def is_cut(shown: QLabel, page: CommissionsPage) -> bool:
    """Whether the label has less room than its text needs."""
    if not shown.isVisibleTo(page) or not shown.text():
        return False
    if shown.wordWrap():
        return shown.height() < shown.heightForWidth(shown.width())
    return shown.height() < shown.sizeHint().height() or shown.width() < shown.sizeHint().width()


def test_with_many_currencies_in_a_small_window_every_line_has_its_room(
    page: CommissionsPage, book: Store, qtbot: QtBot
) -> None:
    for name, currency, sold_on in (
        ("Harbor", "EUR", date(2026, 10, 1)),
        ("Quay", "USD", date(2026, 11, 20)),
        ("Yamada", "JPY", date(2026, 10, 1)),
        ("Gulf", "KWD", date(2026, 12, 10)),
        ("Nord", "SEK", date(2026, 12, 12)),
    ):
        sell(book, name, currency, 900_000_000_000, sold_on)
    page.resize(854, 560)
    page.show()
    due = page._totals._due
    qtbot.waitUntil(lambda: due.isVisible() and due.width() <= 0.42 * page._totals.width())
    qtbot.waitUntil(lambda: [each.text() for each in page._totals.findChildren(QLabel) if is_cut(each, page)] == [])
    heights = {each.text()[:3]: each.y() for each in due.findChildren(QLabel) if each.text()[:3] in ("KWD", "SEK")}
    assert heights["KWD"] != heights["SEK"]


def test_months_after_the_last_column_stand_together() -> None:
    euro = (Money(100, "EUR"),)
    due = [MonthDue(date(2026, 11, 1), euro), MonthDue(date(2026, 12, 1), euro), MonthDue(date(2027, 1, 1), euro)]
    assert [name for name, _amounts in words.due_columns(due, TODAY, 3)] == ["this month", "Dec", "January 2027"]
    assert words.due_columns([*due, MonthDue(date(2027, 2, 1), (Money(1, "EUR"), Money(7, "SEK")))], TODAY, 3)[2] == (
        "later",
        (Money(101, "EUR"), Money(7, "SEK")),
    )


@pytest.fixture
def years(page: CommissionsPage, book: Store, qtbot: QtBot) -> Years:
    sell(book, "Harbor", "USD", 600_000, date(2025, 2, 1), date(2025, 5, 1))
    sell(book, "Quay", "USD", 2_000_000, date(2026, 2, 1), date(2026, 5, 1))
    sell(book, "Old Mill", "EUR", 5_000_000, date(2026, 2, 1), date(2026, 5, 1))
    page.show()
    page.show_tab("years")
    view = page._tabs.view("years")
    assert isinstance(view, Years)
    qtbot.waitUntil(lambda: view.model.rowCount() == 2)
    return view


def column(view: Years, number: int) -> list[str]:
    return [str(view.model.index(row, number).data()) for row in range(view.model.rowCount())]


def test_a_year_by_partner_with_a_sign_where_the_threshold_is_reached(years: Years, qtbot: QtBot) -> None:
    assert column(years, 0) == ["Old Mill", "Quay"]
    assert column(years, 3) == ["€5,000.00", "$2,000.00"]
    assert column(years, 4) == ["—", "▲ at or over the threshold of $2,000.00"]
    assert years.sentence.text() == "€5,000.00 · $2,000.00 paid out. ▲ 1 reaches its threshold."
    years.year.setFocus()
    qtbot.keyClick(years.year, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: column(years, 0) == ["Harbor"])
    assert column(years, 4) == ["▲ at or over the threshold of $600.00"]


def test_a_threshold_of_ones_own_changes_the_list(years: Years, book: Store, qtbot: QtBot) -> None:
    with book.write("Set") as session:
        settings.set_threshold(session, 2026, Money(500_001, "EUR"))
        settings.set_threshold(session, 2026, Money(200_001, "USD"))
    qtbot.waitUntil(lambda: column(years, 4) == ["below €5,000.01", "below $2,000.01"])


def test_a_year_in_the_reporting_currency(years: Years, book: Store, qtbot: QtBot) -> None:
    with book.write("Convert") as session:
        settings.report_in(session, "USD")
        exchange_rates.enter(session, "EUR", "USD", date(2026, 1, 1), E10 * 11 // 10)
    qtbot.waitUntil(lambda: "All in USD: $7,500.00." in years.sentence.text())
    assert "Converted at 1 EUR = 1.1 USD, 1 Jan 2026." in years.sentence.text()


@pytest.mark.parametrize(("picked", "ending"), [("Table (*.csv)", ".csv"), ("Workbook (*.xlsx)", ".xlsx")])
def test_the_year_is_exported_as_a_table(
    years: Years, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, picked: str, ending: str
) -> None:
    chosen = str(tmp_path / "paid")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (chosen, picked))
    export = next(each for each in years.findChildren(QPushButton) if each.text() == "Export…")
    with qtbot.waitSignal(years.said) as said:
        qtbot.mouseClick(export, Qt.MouseButton.LeftButton)
    assert said.args == [f"2 lines are in “paid{ending}”."]
    written = tmp_path / f"paid{ending}"
    if ending == ".csv":
        assert written.read_text("utf-8-sig").splitlines() == [
            "Partner,Code,Year,Currency,Paid,Payouts,Threshold,Reported",
            "Old Mill,OLDMILL,2026,EUR,5000.00,1,,",
            "Quay,QUAY,2026,USD,2000.00,1,2000.00,yes",
        ]
    else:
        sheet = load_workbook(written).active
        assert sheet is not None
        assert [cell.value for cell in sheet[3]] == ["Quay", "QUAY", 2026, "USD", 2000, 1, 2000, "yes"]


def test_where_nothing_was_paid_the_page_says_what_belongs_there(page: CommissionsPage, qtbot: QtBot) -> None:
    page.show()
    page.show_tab("years")
    view = page._tabs.view("years")
    assert isinstance(view, Years)
    qtbot.waitUntil(view._empty.isVisible)
    assert not page._totals.isVisible()
