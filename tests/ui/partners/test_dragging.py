"""Partners dragged out of the window: what is carried is a file that other programs can read."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.rolodex import PartnerFields
from app.operations import partners
from app.persistence.store import Store
from ui.desk import Desk
from ui.partners.page import PartnersPage

NAMES = ("Abbey <b>/..\\", "Quay")


@pytest.fixture
def page(desk: Desk, book: Store, qtbot: QtBot) -> PartnersPage:
    with book.write("Begin") as session:
        for name in NAMES:
            partners.add(session, PartnerFields(name, notes="Difficult.", iban="DE89370400440532013000"))
    made = PartnersPage(desk)
    qtbot.addWidget(made)
    made.resize(1110, 730)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: made.is_complete and made.record.card is not None)
    return made


@pytest.fixture
def dropped(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """The name of each file that was carried away, what stood in it, and what was carried beside it."""
    taken: list[tuple[str, str, str]] = []

    def take(self: QDrag, _action: Qt.DropAction) -> Qt.DropAction:
        mime: QMimeData = self.mimeData()
        path = Path(mime.urls()[0].toLocalFile())
        taken.append((path.name, path.read_bytes().decode(), bytes(mime.data("text/vcard").data()).decode()))
        return Qt.DropAction.CopyAction

    monkeypatch.setattr(QDrag, "exec", take)
    monkeypatch.setattr(QApplication, "mouseButtons", lambda: Qt.MouseButton.LeftButton)
    return taken


def test_the_card_is_dragged_by_its_head(page: PartnersPage, qtbot: QtBot, dropped: list[tuple[str, str, str]]) -> None:
    head = page.record.front.head_widgets()[0]
    QTest.mousePress(head, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    QTest.mouseMove(head, QPoint(7, 6))
    assert dropped == []
    QTest.mouseMove(head, QPoint(60, 60))
    qtbot.waitUntil(lambda: len(dropped) == 1)
    name, text, beside = dropped[0]
    assert name == "Abbey -b--..-.vcf"
    assert text == beside
    assert "FN:Abbey <b>/..\\\\" in text
    assert "Difficult" not in text
    assert "DE89" not in text


def test_all_that_are_selected_are_dragged_from_the_list(
    page: PartnersPage, qtbot: QtBot, dropped: list[tuple[str, str, str]]
) -> None:
    page.list._view.selectAll()
    page.list._view.startDrag(Qt.DropAction.CopyAction)
    qtbot.waitUntil(lambda: len(dropped) == 1)
    assert dropped[0][0] == "2 partners.vcf"
    assert dropped[0][1].count("BEGIN:VCARD") == 2
