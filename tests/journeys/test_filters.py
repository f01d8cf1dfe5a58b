"""Filters with clicks and keys: made, counted, saved, left again, and still in force after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.partners import Status
from app.domain.rolodex import PartnerFields
from app.operations import partners
from app.persistence.store import Store
from tests.journeys.conftest import WindowOn
from tests.journeys.hands import (
    choose_from,
    chord,
    click,
    closed,
    dialog,
    keys,
    partners_page,
    seen,
    wait_front,
    wait_says,
    wait_seen,
    write,
)
from ui.partners.filter_dialog import FilterDialog
from ui.partners.page import PartnersPage
from ui.widgets.fields import Choice
from ui.window import Window

NAMES = ("Abbey Print", "Edgeware Ltd", "Hafen Webdesign", "Harbor <b>IT</b>", "Norden Law")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A book with five partners: two of tier Gold, one of them paused."""
    made = tmp_path / "book.partnerbook"
    store = Store.open(made, create=True)
    with store.write("Begin") as session:
        for name in NAMES:
            status = Status.PAUSED if name.startswith("Norden") else Status.ACTIVE
            tier = "Gold" if name[0] in "HN" and "Webdesign" not in name else ""
            partners.add(session, PartnerFields(name, tier=tier, status=status, tags=("coffee",)))
    store.close()
    return made


def wait_count(qtbot: QtBot, page: PartnersPage, count: int) -> None:
    qtbot.waitUntil(lambda: page.list.place()[1] == count)


def put_away_suggestions() -> None:
    """Close the list of what stands in the field already, where it is open."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        QTest.keyClick(popup, Qt.Key.Key_Escape)


def opened(qtbot: QtBot, window: Window) -> FilterDialog:
    page = partners_page(window)
    page.focus_first()
    chord(window, Qt.Key.Key_L)
    return dialog(qtbot, window, FilterDialog)


def test_a_filter_is_made_saved_left_and_found_again(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = partners_page(window)
    wait_front(qtbot, page, NAMES[0])
    qtbot.waitUntil(lambda: page.is_complete)
    editor = opened(qtbot, window)
    wait_says(qtbot, editor, "0 partners fit.")  # the first line asks for prospects
    choose_from(editor, "Field", "Tier")
    choose_from(editor, "How it is compared", "is")
    write(editor, "With what", "gold")
    wait_says(qtbot, editor, "2 partners fit.")
    put_away_suggestions()
    keys(Qt.Key.Key_Return)
    closed(qtbot, window, FilterDialog)
    wait_count(qtbot, page, 2)
    assert seen(page, QAbstractButton, "Tier is gold").isChecked()
    page.focus_first()
    keys(Qt.Key.Key_Escape)
    wait_count(qtbot, page, 5)


def test_a_filter_is_saved_counted_and_still_in_force_after_a_restart(
    window_on: WindowOn, path: Path, qtbot: QtBot
) -> None:
    window = window_on(path)
    page = partners_page(window)
    qtbot.waitUntil(lambda: page.is_complete)
    editor = opened(qtbot, window)
    choose_from(editor, "Field", "Tag")
    write(editor, "Save as", "With coffee")
    keys(Qt.Key.Key_Return)
    wait_says(qtbot, editor, "Say what to look for")
    write(editor, "With what", "COF")
    put_away_suggestions()
    click(qtbot, editor, "+ Add a line")
    keys("Status")  # letters typed in a list of choices find one
    lines = [each for each in editor.findChildren(Choice) if each.accessibleName() == "How it is compared"]
    assert lines[-1].currentText() == "is"
    choose_from(editor, "How the lines are combined", "At least one line holds")
    wait_says(qtbot, editor, "5 partners fit.")
    choose_from(editor, "How it is compared", "does not contain")
    wait_says(qtbot, editor, "0 partners fit.")
    choose_from(editor, "How it is compared", "contains")
    click(qtbot, editor, "Show")
    closed(qtbot, window, FilterDialog)
    wait_seen(qtbot, page, QAbstractButton, "With coffee 5")

    click(qtbot, page, "Active 4")
    wait_count(qtbot, page, 4)
    click(qtbot, page, "With coffee 5")
    wait_count(qtbot, page, 5)
    chord(window, Qt.Key.Key_L)
    editor = dialog(qtbot, window, FilterDialog)
    assert seen(editor, QLineEdit, "Save as").text() == "With coffee"
    write(editor, "With what", "tea")
    put_away_suggestions()
    write(editor, "Save as", "With tea")
    keys(Qt.Key.Key_Return)
    closed(qtbot, window, FilterDialog)
    wait_count(qtbot, page, 0)
    wait_says(qtbot, page, "No partner fits this filter")
    click(qtbot, page, "With tea 0")
    chord(window, Qt.Key.Key_Z)
    wait_count(qtbot, page, 5)

    window = window_on(path)
    page = partners_page(window)
    wait_count(qtbot, page, 5)
    assert wait_seen(qtbot, page, QAbstractButton, "With coffee 5").isChecked()
    qtbot.waitUntil(lambda: page.is_complete)
    click(qtbot, page, "Clear the filter")
    qtbot.waitUntil(lambda: seen(page, QAbstractButton, "All 5").isChecked())


def test_an_unsaved_filter_is_still_there_after_a_restart(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = partners_page(window)
    qtbot.waitUntil(lambda: page.is_complete)
    editor = opened(qtbot, window)
    choose_from(editor, "With what", "Paused")
    wait_says(qtbot, editor, "One partner fits.")
    click(qtbot, editor, "Show")
    wait_count(qtbot, page, 1)
    window = window_on(path)
    page = partners_page(window)
    wait_count(qtbot, page, 1)
    qtbot.waitUntil(lambda: page.is_complete)
    assert seen(page, QAbstractButton, "Status is Paused").isChecked()
    click(qtbot, page, "Clear the filter")
    wait_count(qtbot, page, 5)
    assert "Status is Paused" not in [each.accessibleName() for each in page.findChildren(QAbstractButton)]
