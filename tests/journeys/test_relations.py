"""Relations of the partner in front: said in a small form, seen from both sides, opened and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QListWidget
from pytestqt.qtbot import QtBot

from tests.journeys.conftest import WindowOn
from tests.journeys.hands import chord, click, closed, dialog, keys, partners_page, seen, wait_says, wait_seen
from tests.operations.office import new_book, opened
from ui.partners.relation_form import RelationForm


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = new_book(tmp_path / "book.partnerbook")
    with opened(path) as office:
        office.partner("Harbor Coffee")
        office.partner("Nordlicht <b>Media</b> & Co")
    return path


def test_who_introduced_whom(window_on: WindowOn, book: Path, qtbot: QtBot) -> None:
    window = window_on(book)
    page = partners_page(window)
    qtbot.waitUntil(lambda: page.is_complete and page.record.card is not None)
    page.open_record(1)
    page.record.tabs.set_current("people")
    click(qtbot, page, "Add a relation…")
    form = dialog(qtbot, window, RelationForm)
    click(qtbot, form, "Save")
    wait_says(qtbot, form, "Choose the partner")
    keys("nord")
    offered = form.findChild(QListWidget)
    assert offered is not None
    qtbot.waitUntil(lambda: offered.count() == 1)
    keys(Qt.Key.Key_Return, Qt.Key.Key_Return)
    closed(qtbot, window, RelationForm)
    wait_says(qtbot, page, "introduced by")
    seen(page, QAbstractButton, "introduced by Nordlicht <b>Media</b> & Co").click()
    qtbot.waitUntil(lambda: page.record.card is not None and page.record.card.id == 2)
    wait_seen(qtbot, page, QAbstractButton, "Remove: introduced Harbor Coffee").click()
    wait_says(qtbot, page, "Who introduced this partner")
    chord(window, Qt.Key.Key_Z)
    wait_seen(qtbot, page, QAbstractButton, "introduced Harbor Coffee")
