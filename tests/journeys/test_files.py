"""Files and pictures of the partner in front: dropped, pasted, opened, saved, renamed, removed and brought back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.conftest import Handed, WindowOn
from tests.journeys.hands import chord, click, closed, dialog, keys, partners_page, seen, wait_front, wait_says
from tests.operations.office import new_book, opened
from ui.imports.dialog import ImportDialog
from ui.partners.file_form import FileForm
from ui.partners.page import PartnersPage
from ui.widgets.figures import Initials
from ui.widgets.messages import Message
from ui.widgets.record_list import RecordList

UNDO = Qt.Key.Key_Z


@pytest.fixture
def page(window_on: WindowOn, tmp_path: Path, qtbot: QtBot) -> PartnersPage:
    path = new_book(tmp_path / "my.partnerbook")
    with opened(path) as office:
        office.partner("Harbor Coffee")
        office.partner("Nordlicht")
    made = partners_page(window_on(path))
    qtbot.waitUntil(lambda: made.is_complete)
    made.open_record(1)
    wait_front(qtbot, made, "Harbor Coffee")
    return made


def drop(on: QWidget, *paths: Path) -> bool:
    """Drop files on a widget, as a file manager would; says whether it took them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(on.rect().center(), action, data, button, none)
    QApplication.sendEvent(on, entering)
    if entering.isAccepted():
        dropping = QDropEvent(QPointF(on.rect().center()), action, data, button, none)
        QApplication.sendEvent(on, dropping)
    return entering.isAccepted()


def names(page: PartnersPage) -> list[str]:
    found = next(each for each in page.findChildren(RecordList) if each.accessibleName() == "Files")
    return [str(found.model().index(row, 0).data()) for row in range(found.model().rowCount())]


def has_picture(page: PartnersPage, partner: str) -> bool:
    return any(each.accessibleName() == f"Picture of {partner}" for each in page.findChildren(Initials))


def image(colour: str) -> QImage:
    made = QImage(40, 30, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


def test_a_file_is_dropped_opened_saved_renamed_removed_and_brought_back(
    page: PartnersPage, tmp_path: Path, qtbot: QtBot, handed: Handed, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = page.window()
    page.record.tabs.set_current("files")
    wait_says(qtbot, page, "No files yet")
    (tmp_path / "Contract.pdf").write_bytes(b"agreed")
    (tmp_path / "run.sh").write_bytes(b"#!")
    assert drop(page.record.tabs.view("files"), tmp_path / "Contract.pdf")
    qtbot.waitUntil(lambda: names(page) == ["Contract.pdf"])
    click(qtbot, page, "Open")
    qtbot.waitUntil(lambda: len(handed.urls) == 1)
    copy = Path(handed.urls[0].toLocalFile())
    assert (copy.name, copy.read_bytes()) == ("Contract.pdf", b"agreed")
    assert tmp_path not in copy.parents
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "Saved.pdf"), ""))
    click(qtbot, page, "Save as…")
    wait_says(qtbot, page, "Saved as “Saved.pdf”")
    assert (tmp_path / "Saved.pdf").read_bytes() == b"agreed"
    click(qtbot, page, "Rename…")
    dialog(qtbot, window, FileForm)
    keys("Signed", Qt.Key.Key_Return)
    closed(qtbot, window, FileForm)
    qtbot.waitUntil(lambda: names(page) == ["Signed.pdf"])
    click(qtbot, page, "Remove the file")
    qtbot.waitUntil(lambda: names(page) == [])
    chord(window, UNDO)
    qtbot.waitUntil(lambda: names(page) == ["Signed.pdf"])
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_args: ([str(tmp_path / "run.sh")], ""))
    click(qtbot, page, "Add files…")
    qtbot.waitUntil(lambda: names(page) == ["run.sh", "Signed.pdf"])
    seen(page, RecordList, "Files").go_to(0)
    click(qtbot, page, "Open")
    wait_says(qtbot, dialog(qtbot, window, Message), "“run.sh” is a program")
    assert len(handed.urls) == 1


def test_a_picture_is_dropped_pasted_and_removed(page: PartnersPage, tmp_path: Path, qtbot: QtBot) -> None:
    window = page.window()
    assert not has_picture(page, "Harbor Coffee")
    assert image("red").save(str(tmp_path / "Face.png"))
    assert drop(page.record.stack, tmp_path / "Face.png")
    qtbot.waitUntil(lambda: has_picture(page, "Harbor Coffee"))
    page.open_record(2)
    wait_front(qtbot, page, "Nordlicht")
    qtbot.waitUntil(lambda: not has_picture(page, "Harbor Coffee"))
    QGuiApplication.clipboard().setImage(image("blue"))
    page.list.focus_list()
    chord(window, Qt.Key.Key_V)
    qtbot.waitUntil(lambda: has_picture(page, "Nordlicht"))
    page.record.tabs.set_current("files")
    chord(window, Qt.Key.Key_V)
    qtbot.waitUntil(lambda: names(page) == ["Pasted picture.png"])
    page.acts.faces.remove()
    qtbot.waitUntil(lambda: not has_picture(page, "Nordlicht"))
    chord(window, UNDO)
    qtbot.waitUntil(lambda: has_picture(page, "Nordlicht"))


def test_what_is_dropped_in_the_wrong_place_is_refused_or_imported(
    page: PartnersPage, tmp_path: Path, qtbot: QtBot
) -> None:
    window = page.window()
    (tmp_path / "Face.png").write_text("<svg/>")
    assert drop(page.record.stack, tmp_path / "Face.png")
    said = dialog(qtbot, window, Message)
    wait_says(qtbot, said, "This is no picture")
    said.accept()
    closed(qtbot, window, Message)
    page.record.tabs.set_current("files")
    (tmp_path / "Contract.pdf").write_bytes(b"agreed")
    assert drop(page.record.tabs.view("files"), tmp_path, tmp_path / "Contract.pdf")
    said = dialog(qtbot, window, Message)
    wait_says(qtbot, said, "is not a file")
    said.accept()
    closed(qtbot, window, Message)
    qtbot.waitUntil(lambda: names(page) == ["Contract.pdf"])
    (tmp_path / "list.csv").write_text("Name\nA\n")
    assert drop(page.record.stack, tmp_path / "list.csv")
    importing = dialog(qtbot, window, ImportDialog)
    wait_says(qtbot, importing, "list.csv")
    importing.reject()
    closed(qtbot, window, ImportDialog)
    assert not has_picture(page, "Harbor Coffee")
