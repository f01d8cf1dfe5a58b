"""The table of the partners, and many of them changed at once, with clicks and keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.rolodex import PartnerFields, PostalAddress
from app.operations import partners
from app.persistence.store import Store
from tests.journeys.conftest import WindowOn
from tests.journeys.hands import (
    choose_from,
    chord,
    click,
    closed,
    dialog,
    in_front,
    keys,
    partners_page,
    wait_front,
    write,
)
from ui.partners.bulk_dialog import BulkDialog
from ui.partners.columns_dialog import ColumnsDialog
from ui.partners.page import PartnersPage
from ui.table.model import RecordModel
from ui.widgets.messages import Message
from ui.window import Window

TOWNS = {
    "Abbey Print": "Zürich",
    "Edgeware Ltd": "Malmö",
    "Hafen Webdesign": "Århus",
    "Norden Law": "",
    "Quay": "Bergen",
}
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A book with five partners in as many towns, one of them in none."""
    made = tmp_path / "book.partnerbook"
    store = Store.open(made, create=True)
    with store.write("Begin") as session:
        for name, town in TOWNS.items():
            partners.add(session, PartnerFields(name, addresses=(PostalAddress(city=town),) if town else ()))
    store.close()
    return made


@pytest.fixture
def window(window_on: WindowOn, path: Path, qtbot: QtBot) -> Window:
    opened = window_on(path)
    page = partners_page(opened)
    qtbot.waitUntil(lambda: page.is_complete)
    wait_front(qtbot, page, "Abbey Print")
    page.focus_first()
    return opened


def model(page: PartnersPage) -> RecordModel:
    return page.list._model


def shown(page: PartnersPage, column: int = 0) -> list[str]:
    """What the table says in a column, from top to bottom."""
    records = model(page)
    return [records.data(records.index(row, column)) for row in range(records.rowCount())]


def count_of(page: PartnersPage) -> str:
    return next(
        (each.text() for each in page.findChildren(QLabel) if each.isVisible() and "selected" in each.text()), ""
    )


def test_the_table_is_sorted_by_any_column_and_opens_the_card(window: Window, qtbot: QtBot) -> None:
    page = partners_page(window)
    chord(window, Qt.Key.Key_D)
    qtbot.waitUntil(lambda: page.list.is_table and model(page).rowCount() == 5)
    assert shown(page) == list(TOWNS)
    heads = page.list.table.table.horizontalHeader()
    town = [column.sort for column in model(page).columns].index("city")
    at = heads.sectionViewportPosition(town) + 8
    for expected in (
        ["Hafen Webdesign", "Quay", "Edgeware Ltd", "Abbey Print", "Norden Law"],
        ["Abbey Print", "Edgeware Ltd", "Quay", "Hafen Webdesign", "Norden Law"],
    ):
        QTest.mouseClick(
            heads.viewport(), Qt.MouseButton.LeftButton, pos=heads.viewport().rect().topLeft().__class__(at, 6)
        )
        qtbot.waitUntil(lambda expected=expected: shown(page) == expected)
    keys("be")  # Bergen, in the column by which the rows are in order
    wait_front(qtbot, page, "Quay")
    keys(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.list.is_table and page.record.isVisible())
    assert in_front(page) == "Quay"


def test_columns_are_chosen_and_remembered(window: Window, window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    page = partners_page(window)
    chord(window, Qt.Key.Key_L, CTRL | SHIFT)
    asked = dialog(qtbot, window, ColumnsDialog)
    keys(Qt.Key.Key_Down, Qt.Key.Key_Space)  # without the status
    choose_from(asked, "In the order of", "City")
    choose_from(asked, "Beginning with", "the last or largest first")
    click(qtbot, asked, "Show")
    closed(qtbot, window, ColumnsDialog)
    qtbot.waitUntil(lambda: shown(page)[:1] == ["Abbey Print"] and shown(page)[-1:] == ["Norden Law"])
    columns = page.list.table.columns()
    assert "status" not in columns
    assert columns[:2] == ("name", "tier")
    page.list.table.table.setColumnWidth(0, 321)

    page = partners_page(window_on(path))
    qtbot.waitUntil(lambda: page.list.is_table and model(page).rowCount() == 5)
    assert shown(page)[-1] == "Norden Law"
    assert page.list.table.columns() == columns
    assert abs(page.list.table.table.columnWidth(0) - 321) <= 2
    chord(page.window(), Qt.Key.Key_D)
    qtbot.waitUntil(lambda: page.record.isVisible())


@pytest.mark.parametrize("as_table", [False, True])
def test_many_are_selected_changed_and_changed_back(window: Window, qtbot: QtBot, as_table: bool) -> None:
    page = partners_page(window)
    if as_table:
        chord(window, Qt.Key.Key_D)
        qtbot.waitUntil(lambda: model(page).rowCount() == 5)
    page.focus_first()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down, SHIFT)
    qtbot.waitUntil(lambda: count_of(page) == "2 selected")
    chord(window, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: count_of(page) == "5 selected")
    keys(Qt.Key.Key_Escape)
    assert count_of(page) == ""
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Home)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down, SHIFT)
    chord(window, Qt.Key.Key_B)
    asked = dialog(qtbot, window, BulkDialog)
    write(asked, "To", "a, b")
    click(qtbot, asked, "Change")
    qtbot.waitUntil(lambda: any("without a comma" in each.text() for each in asked.findChildren(QLabel)))
    write(asked, "To", "fair")
    keys(Qt.Key.Key_Return)
    closed(qtbot, window, BulkDialog)
    tagged = "SELECT count(*) FROM partner_tag WHERE tag = 'fair'"
    qtbot.waitUntil(lambda: window.desk.now(lambda c: c.execute(tagged).fetchone()[0]) == 2)
    qtbot.waitUntil(lambda: count_of(page) == "2 selected")  # also after the list was read again
    chord(window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: window.desk.now(lambda c: c.execute(tagged).fetchone()[0]) == 0)


def test_many_are_deleted_after_asking(window: Window, qtbot: QtBot) -> None:
    page = partners_page(window)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down, SHIFT)
    chord(window, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None)
    asked = QApplication.activeModalWidget()
    assert asked is not None
    click(qtbot, asked, "Delete")
    closed(qtbot, window, Message)
    qtbot.waitUntil(lambda: model(page).rowCount() == 3)
    assert not [each for each in page.findChildren(QAbstractButton) if each.isVisible() and each.text() == "Change…"]
    chord(window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: model(page).rowCount() == 5)
