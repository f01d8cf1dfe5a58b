"""Partners that are in the book twice are found, looked at side by side, and made one; undo brings both back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QRadioButton
from pytestqt.qtbot import QtBot

from app.domain.partners import PointKind
from app.domain.rolodex import PartnerFields, PersonFields, Point
from app.operations import partners
from app.queries import partner_list
from tests.journeys.conftest import WindowOn
from tests.journeys.hands import chord, click, closed, dialog, keys, seen, wait_says
from tests.operations.office import new_book, opened, percent
from ui.merging.dialog import MergingDialog
from ui.partner_dialog import PartnerDialog
from ui.partners.page import PartnersPage
from ui.window import Window


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = new_book(tmp_path / "book.partnerbook")
    mail = (Point(PointKind.EMAIL, "ana@example.com"),)
    with opened(path) as office:
        one = office.do(
            "Add", partners.add, PartnerFields("Harbor Coffee", tier="Gold", notes="Likes tea.", points=mail)
        )
        other = office.do(
            "Add", partners.add, PartnerFields("Harbour Café", people=(PersonFields("Ana", points=mail),))
        )
        office.partner("Nordlicht Media")
        office.partner("Nordlciht Media")
        for partner, rate in ((one, 10), (other, 15)):
            office.agree(partner, percent(rate))
        office.sold(other, "100.00")
    return path


def total(window: Window) -> int:
    return int(window.desk.now(partner_list.total))


def test_a_pair_is_made_one_and_another_told_apart(window_on: WindowOn, book: Path, qtbot: QtBot) -> None:
    window = window_on(book)
    window.go("partners")
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    found = dialog(qtbot, window, MergingDialog)
    wait_says(qtbot, found, "2 pairs")
    wait_says(qtbot, found, "Kept of both")
    seen(found, QRadioButton, "Name: Harbour Café").setChecked(True)
    click(qtbot, found, "Merge")
    wait_says(qtbot, found, "1 pair")
    assert total(window) == 3
    click(qtbot, found, "They are two")
    wait_says(qtbot, found, "No two partners look like one")
    assert total(window) == 3
    click(qtbot, found, "Close")
    closed(qtbot, window, MergingDialog)
    page = window.page("partners")
    assert isinstance(page, PartnersPage)
    qtbot.waitUntil(lambda: page.record.card is not None and page.record.card.fields.name == "Harbour Café")
    assert page.record.card is not None
    assert page.record.card.fields.tier == "Gold"
    chord(window, Qt.Key.Key_Z)
    chord(window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: total(window) == 4)


def test_two_that_one_knows_of_are_merged_by_keyboard(window_on: WindowOn, book: Path, qtbot: QtBot) -> None:
    window = window_on(book)
    window.go("partners")
    page = window.page("partners")
    assert isinstance(page, PartnersPage)
    qtbot.waitUntil(lambda: page.is_complete and page.record.card is not None)
    page.open_record(1)
    qtbot.waitUntil(lambda: page.record.card is not None and page.record.card.id == 1)
    page.acts.merge_partner()
    asked = dialog(qtbot, window, PartnerDialog)
    keys("harbour")
    offered = asked.findChild(QListWidget)
    assert offered is not None
    qtbot.waitUntil(lambda: offered.count() > 0 and "Harbour" in offered.item(0).text())
    keys(Qt.Key.Key_Return)
    click(qtbot, asked, "Next")
    found = dialog(qtbot, window, MergingDialog)
    wait_says(qtbot, found, "Whose terms hold from now on")
    seen(found, QRadioButton, "Terms: 10% of each sale; 30-day hold.").setFocus()
    keys(Qt.Key.Key_Space)
    wait_says(qtbot, found, "By these terms the sales of both earn €5.00 less than was credited.")
    QTest.keyClick(found, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    closed(qtbot, window, MergingDialog)
    assert total(window) == 3
    with window.desk._book.read() as session:
        assert session.connection().exec_driver_sql("SELECT sum(amount_minor) FROM ledger_entry").scalar() == 1_000
