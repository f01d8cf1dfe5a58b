"""Point 2 of the main job: from an empty book to a first partner of one's own, or a look around in a sample."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from app.queries import partner_list, partners
from tests.journeys.conftest import WindowOn
from tests.journeys.hands import (
    chord,
    click,
    closed,
    dialog,
    in_front,
    keys,
    partners_page,
    reopened,
    says,
    wait_front,
    wait_says,
)
from ui.imports.wizard import ImportWizard
from ui.partners.form import PartnerForm


def test_an_empty_book_says_what_belongs_there_and_begins_with_a_partner(
    window_on: WindowOn, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "book.partnerbook"
    window = window_on(path)
    page = partners_page(window)
    wait_says(qtbot, page, "Your Rolodex is empty")
    click(qtbot, page, "New partner")
    dialog(qtbot, window, PartnerForm)
    keys("Harbor IT Consulting", Qt.Key.Key_Return)
    closed(qtbot, window, PartnerForm)
    wait_front(qtbot, page, "Harbor IT Consulting")
    assert not says(page, "Your Rolodex is empty")
    with reopened(path) as session:
        assert partners.fields(session, 1).name == "Harbor IT Consulting"


def test_a_second_partner_is_begun_with_the_mouse_too(window_on: WindowOn, tmp_path: Path, qtbot: QtBot) -> None:
    window = window_on(tmp_path / "book.partnerbook")
    page = partners_page(window)
    for name in ("Harbor IT Consulting", "Hudson Legal LLP"):
        click(qtbot, page, "New partner")
        dialog(qtbot, window, PartnerForm)
        keys(name, Qt.Key.Key_Return)
        closed(qtbot, window, PartnerForm)
        wait_front(qtbot, page, name)


def test_contacts_are_brought_by_keys_alone(
    window_on: WindowOn, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "contacts.csv"
    table.write_text("Name,E-mail\nMaya Lindqvist,maya@harbor-it.example\nJonas Hafen,jonas@hafen.example\n")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(table), ""))
    path = tmp_path / "book.partnerbook"
    window = window_on(path)
    page = partners_page(window)
    chord(window, Qt.Key.Key_I)
    wizard = dialog(qtbot, window, ImportWizard)
    wait_says(qtbot, wizard, "2 will be added")
    keys(Qt.Key.Key_Return)
    closed(qtbot, window, ImportWizard)
    qtbot.waitUntil(lambda: in_front(page) != "")
    with reopened(path) as session:
        assert {partners.fields(session, each).name for each in (1, 2)} == {"Maya Lindqvist", "Jonas Hafen"}
    chord(window, Qt.Key.Key_Z)
    wait_says(qtbot, page, "Your Rolodex is empty")


def test_a_look_around_leaves_ones_own_book_empty(window_on: WindowOn, tmp_path: Path, qtbot: QtBot) -> None:
    own, sample = tmp_path / "book.partnerbook", tmp_path / "Sample.partnerbook"
    window = window_on(own)
    click(qtbot, partners_page(window), "Look around in a sample book")
    qtbot.waitUntil(sample.exists, timeout=60_000)

    def looking() -> list[QWidget]:
        return [each for each in QApplication.topLevelWidgets() if each.windowTitle().startswith("Sample")]

    qtbot.waitUntil(lambda: len(looking()) == 1 and says(looking()[0], "partners"), timeout=20_000)
    with reopened(own) as session:
        assert partner_list.total(session.connection().connection.dbapi_connection) == 0
