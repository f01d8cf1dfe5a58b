"""Settings are kept at once and undone like anything else; the book is backed up, checked and gone back to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app import formatting
from app.domain.payouts import Account
from app.domain.rolodex import PartnerFields
from app.domain.statements import Business
from app.operations import partners
from app.persistence.store import Store
from app.queries import settings
from tests.journeys.conftest import WindowOn
from tests.journeys.hands import chord, click, dialog, keys, seen, wait_says
from tests.operations.office import Office, percent
from ui import theme
from ui.settings.page import SettingsPage
from ui.widgets.day_field import DayField
from ui.widgets.messages import Message
from ui.window import Window


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "book.partnerbook"
    store = Store.open(made, create=True)
    with store.write("Begin") as session:
        partners.add(session, PartnerFields("Harbor IT Consulting"))
    store.close()
    return made


def settings_page(window: Window, qtbot: QtBot) -> SettingsPage:
    window.go("settings")
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    qtbot.waitUntil(lambda: page.preferences.is_known() and page.business.is_known())
    return page


def kept(path: Path) -> Business:
    store = Store.open(path, write=False)
    try:
        with store.read() as session:
            return settings.business(session)
    finally:
        store.close()


def test_the_account_to_pay_from_is_checked_and_kept(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = settings_page(window, qtbot)
    qtbot.waitUntil(page.account.is_known)
    page.account.holder.setFocus()
    keys("Brightside Software AB", Qt.Key.Key_Tab, "SE45 5000 0000 0583 9825 7467", Qt.Key.Key_Tab)
    wait_says(qtbot, page, "is not an IBAN")
    page.account.iban.setFocus()
    keys(Qt.Key.Key_End, Qt.Key.Key_Backspace, "6", Qt.Key.Key_Tab, "essesess", Qt.Key.Key_Tab)
    store = Store.open(path, write=False)

    def account() -> Account:
        with store.read() as session:
            return settings.account(session)

    wanted = Account("Brightside Software AB", "SE4550000000058398257466", "ESSESESS")
    qtbot.waitUntil(lambda: account() == wanted)
    store.close()


def test_the_letterhead_is_kept_as_it_is_typed_and_undone(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = settings_page(window, qtbot)
    name = seen(page, QLineEdit, "Name")
    name.setFocus()
    keys("Brightside <b>Software AB", Qt.Key.Key_Tab)
    keys("Avenyn 12", Qt.Key.Key_Return, "411 36 Gothenburg", Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: kept(path).address == ("Avenyn 12", "411 36 Gothenburg"))
    assert kept(path).name == "Brightside <b>Software AB"

    keys("nobody", Qt.Key.Key_Tab)
    wait_says(qtbot, page, "“nobody” is not an e-mail address.")
    assert kept(path).email == ""
    seen(page, QLineEdit, "E-mail").setFocus()
    keys("@brightside.example", Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: kept(path).email == "nobody@brightside.example")

    click(qtbot, window.top_bar, "Undo")
    qtbot.waitUntil(lambda: kept(path).email == "")
    qtbot.waitUntil(lambda: seen(page, QLineEdit, "E-mail").text() == "")
    assert kept(path).name == "Brightside <b>Software AB"


def test_dark_is_dark_at_once_and_undone_from_any_page(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = settings_page(window, qtbot)
    choice = seen(page, QComboBox, "Appearance")
    choice.setFocus()
    QTest.keyClicks(choice, "Dark")
    choice.activated.emit(choice.currentIndex())
    qtbot.waitUntil(lambda: theme.tokens().dark)

    window.go("today")
    chord(window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: not theme.tokens().dark)


def test_backed_up_checked_and_gone_back_to(
    window_on: WindowOn, path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_on(path)
    page = settings_page(window, qtbot)
    click(qtbot, page, "Back up now")
    qtbot.waitUntil(lambda: "the copy was checked" in window.toast.text())
    backup = next(path.with_name("book backups").glob("*by hand*"))
    click(qtbot, page, "Check the book")
    wait_says(qtbot, page, "The book is whole, and every amount ties out: 1 partner, 0 ledger entries, 0 statements.")

    added = []
    window.desk.do("Add", partners.add, PartnerFields("Hudson Legal LLP"), then=added.append)
    qtbot.waitUntil(lambda: bool(added))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(backup), ""))
    click(qtbot, page, "Restore…")
    asked = dialog(qtbot, window, Message)
    wait_says(qtbot, asked, "The book of today is not lost")
    path_before = window.desk.path
    click(qtbot, asked, "Restore")
    qtbot.waitUntil(lambda: any(path.with_name("book backups").glob("*replaced*")))

    store = Store.open(path_before, write=False)
    assert store.driver().execute("SELECT name FROM partner").fetchall() == [("Harbor IT Consulting",)]
    store.close()


def test_days_and_amounts_are_written_as_chosen_at_once_and_after_an_undo(
    window_on: WindowOn, path: Path, qtbot: QtBot
) -> None:
    store = Store.open(path)
    office = Office(store)
    office.agree(1, percent(10))
    office.sold(1, "3800.00")
    store.close()
    window = window_on(path)
    window.go("commissions")
    wait_says(qtbot, window, "€380.00")
    page = settings_page(window, qtbot)
    choice = seen(page, QComboBox, "Dates and numbers")
    choice.setFocus()
    QTest.keyClicks(choice, "Deu")
    QTest.keyClick(choice, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: formatting.in_use() == "de")
    window.go("commissions")
    wait_says(qtbot, window, "380,00\u00a0€")
    field = DayField(date(2026, 10, 4))
    qtbot.addWidget(field)
    assert field.line.text() == "04.10.2026"
    while formatting.in_use() != "en":  # the first letter typed may have chosen another language on the way
        before = formatting.in_use()
        chord(window, Qt.Key.Key_Z)
        qtbot.waitUntil(lambda: formatting.in_use() != before)  # noqa: B023 - called before the next turn
    wait_says(qtbot, window, "€380.00")
