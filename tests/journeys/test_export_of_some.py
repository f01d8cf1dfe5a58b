"""Exporting from the window: everything, the partners shown, or those selected."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.domain.rolodex import PartnerFields
from app.operations import partners
from app.persistence.store import Store
from tests.journeys.conftest import WindowOn
from tests.journeys.hands import choose_from, chord, click, closed, dialog, partners_page
from ui.exports.whom import WhomDialog


def test_those_shown_or_selected_are_exported_alone(
    window_on: WindowOn, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, target = tmp_path / "book.partnerbook", tmp_path / "some.csv"
    store = Store.open(path, create=True)
    with store.write("Begin") as session:
        for name in ("Abbey Print", "Edgeware Ltd", "Edge Cafe", "Norden Law"):
            partners.add(session, PartnerFields(name))
    store.close()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))

    def exported() -> list[str]:
        qtbot.waitUntil(target.exists)
        with target.open(encoding="utf-8-sig", newline="") as file:
            names = [row[0] for row in csv.reader(file)][1:]
        target.unlink()
        return names

    window = window_on(path)
    page = partners_page(window)
    qtbot.waitUntil(lambda: page.is_complete and page.list.place()[1] == 4)
    page.focus_search("edge")
    qtbot.waitUntil(lambda: page.list.place()[1] == 2)
    chord(window, Qt.Key.Key_E)
    click(qtbot, dialog(qtbot, window, WhomDialog), "Go on…")
    closed(qtbot, window, WhomDialog)
    assert exported() == ["Edge Cafe", "Edgeware Ltd"]

    page.focus_first()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    page.focus_search("")
    qtbot.waitUntil(lambda: page.list.place()[1] == 4)
    assert page.list.selected_count() == 2
    click(qtbot, page, "Export…")
    asked = dialog(qtbot, window, WhomDialog)
    click(qtbot, asked, "Go on…")
    closed(qtbot, window, WhomDialog)
    assert exported() == ["Edge Cafe", "Edgeware Ltd"]

    click(qtbot, page, "Export…")
    asked = dialog(qtbot, window, WhomDialog)
    choose_from(asked, "What", "Everything in the book")
    click(qtbot, asked, "Go on…")
    closed(qtbot, window, WhomDialog)
    assert len(exported()) == 4
