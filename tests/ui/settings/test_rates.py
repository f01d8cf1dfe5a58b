"""Exchange rates and reporting thresholds, entered and taken out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.exchange_rates import E10, Rate
from app.domain.money import Money
from app.operations import history
from app.persistence.store import Store
from app.queries import exchange_rates, settings
from ui.desk import Desk
from ui.settings.page import SettingsPage


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> SettingsPage:
    made = SettingsPage(desk)
    qtbot.addWidget(made)
    made.resize(1024, 640)
    made.show()
    qtbot.waitUntil(made.preferences.is_known)
    qtbot.waitUntil(lambda: made.thresholds.table.model().rowCount() == 2)
    return made


def press(qtbot: QtBot, within: QWidget, words: str) -> None:
    found = next(each for each in within.findChildren(QPushButton) if each.text() == words)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def trouble(section: QWidget) -> str:
    return "".join(
        each.text() for each in section.findChildren(QLabel) if each.property("role") == "error" and each.isVisible()
    )


def kept(book: Store) -> list[Rate]:
    with book.read() as session:
        return [one.rate for one in exchange_rates.listed(session)]


def test_a_rate_is_entered_by_keys_listed_and_taken_out(page: SettingsPage, book: Store, qtbot: QtBot) -> None:
    section = page.rates
    qtbot.keyClicks(section.source, "USD")
    qtbot.keyClicks(section.rate, "0.9234")
    qtbot.keyClick(section.rate, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: section.table.isVisible() and section.table.model().rowCount() == 1)
    assert kept(book) == [Rate("USD", "EUR", date(2026, 11, 23), 9234 * E10 // 10_000)]
    assert [section.table.model().index(0, column).data() for column in range(3)] == [
        *("USD", "0.9234 EUR", "23 Nov 2026")
    ]
    qtbot.waitUntil(lambda: section.rate.text() == "")
    press(qtbot, section, "Remove")
    qtbot.waitUntil(lambda: not section.table.isVisible())
    assert kept(book) == []
    history.undo(book)
    qtbot.waitUntil(section.table.isVisible)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "“” is not a rate"),
        ("1,084", "thousands or decimals"),
        ("0", "above zero"),
        ("0.12345678901", "ten decimal"),
    ],
)
def test_what_is_no_rate_is_said_and_left_to_be_mended(
    page: SettingsPage, book: Store, qtbot: QtBot, text: str, said: str
) -> None:
    section = page.rates
    section.source.set_value("USD")
    qtbot.keyClicks(section.rate, text)
    press(qtbot, section, "Enter")
    qtbot.waitUntil(lambda: said in trouble(section))
    assert section.rate.text() == text
    assert kept(book) == []


def test_a_currency_against_itself_is_refused(page: SettingsPage, book: Store, qtbot: QtBot) -> None:
    page.rates.source.set_value("EUR")
    qtbot.keyClicks(page.rates.rate, "1.5")
    press(qtbot, page.rates, "Enter")
    qtbot.waitUntil(lambda: trouble(page.rates) == "A rate is between two currencies, not from EUR to itself.")


def test_the_currency_for_totals_is_kept_at_once_and_can_be_undone(
    page: SettingsPage, book: Store, qtbot: QtBot
) -> None:
    def chosen() -> str:
        with book.read() as session:
            return settings.preferences(session).reporting_currency

    page.rates.currency.setFocus()
    qtbot.keyClick(page.rates.currency, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: chosen() == "AED")
    qtbot.waitUntil(lambda: page.rates.target.value() == "AED")
    history.undo(book)
    qtbot.waitUntil(lambda: page.rates.currency.value() == "")


def test_a_threshold_is_set_and_taken_out(page: SettingsPage, book: Store, qtbot: QtBot) -> None:
    section = page.thresholds
    assert [section.table.model().index(row, 1).data() for row in range(2)] == ["$2,000.00", "$600.00"]
    assert not section.remove.isEnabled()
    press(qtbot, section, "Set")
    assert "Enter the sum" in trouble(section)
    section.amount.setFocus()
    qtbot.keyClicks(section.amount.focusProxy(), "1500")
    press(qtbot, section, "Set")
    qtbot.waitUntil(lambda: section.table.model().index(0, 1).data() == "$1,500.00")
    assert [section.table.model().index(0, column).data() for column in (0, 2)] == ["2026", "yourself"]
    qtbot.waitUntil(section.remove.isEnabled)
    with book.read() as session:
        assert [(one.year, one.amount) for one in settings.own_thresholds(session)] == [(2026, Money(150_000, "USD"))]
    press(qtbot, section, "Remove")
    qtbot.waitUntil(lambda: section.table.model().index(0, 1).data() == "$2,000.00")
