"""From an empty book to one's own contacts: look before it is written, take in, undo with one key; and a sample book."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.queries import partner_list
from tests.journeys.conftest import WindowOn
from tests.journeys.hands import chord, click, closed, dialog, wait_says
from ui.imports.wizard import ImportWizard
from ui.window import Window

CARDS = """BEGIN:VCARD
VERSION:3.0
FN:Maya Lindqvist
ORG:Harbor IT Consulting
EMAIL:maya@harbor-it.example
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Jonas Hafen
EMAIL:not an address
END:VCARD
"""


def partners_in(window: Window) -> int:
    return int(window.desk.now(partner_list.total))


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    path = tmp_path / "contacts.vcf"
    path.write_text(CARDS, encoding="utf-8")
    return path


def test_contacts_are_looked_at_taken_in_and_taken_back(
    window_on: WindowOn, cards: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_on(tmp_path / "book.partnerbook")
    window.go("partners")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(cards), ""))
    click(qtbot, window.page("partners"), "Bring contacts from a file…")
    wizard = dialog(qtbot, window, ImportWizard)
    wait_says(qtbot, wizard, "2 will be added")
    assert partners_in(window) == 0
    click(qtbot, wizard, "Import")
    closed(qtbot, window, ImportWizard)
    qtbot.waitUntil(lambda: partners_in(window) == 2)
    chord(window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: partners_in(window) == 0)


def test_cancelling_the_preview_writes_nothing(window_on: WindowOn, cards: Path, tmp_path: Path, qtbot: QtBot) -> None:
    from ui.pages import import_file

    window = window_on(tmp_path / "book.partnerbook")
    import_file(window, cards)
    wizard = dialog(qtbot, window, ImportWizard)
    wait_says(qtbot, wizard, "2 will be added")
    click(qtbot, wizard, "Cancel")
    closed(qtbot, window, ImportWizard)
    assert partners_in(window) == 0


def test_a_file_that_is_none_is_refused_in_a_sentence(window_on: WindowOn, tmp_path: Path, qtbot: QtBot) -> None:
    from ui.pages import import_file

    window = window_on(tmp_path / "book.partnerbook")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and then nothing")
    import_file(window, broken)
    wizard = dialog(qtbot, window, ImportWizard)
    wait_says(qtbot, wizard, "cannot be read as a workbook")
    click(qtbot, wizard, "Close")
    closed(qtbot, window, ImportWizard)


def test_a_sample_book_is_opened_beside_ones_own(window_on: WindowOn, tmp_path: Path, qtbot: QtBot) -> None:
    own = tmp_path / "book.partnerbook"
    window = window_on(own)
    window.go("partners")
    click(qtbot, window.page("partners"), "Look around in a sample book")
    sample = tmp_path / "Sample.partnerbook"
    qtbot.waitUntil(sample.exists, timeout=60_000)
