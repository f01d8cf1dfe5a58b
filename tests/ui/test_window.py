"""The shell around the pages: going, finding, undoing, remembering, and a day that begins."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app import clock
from app.domain.errors import StorageError, UserError
from app.domain.reminders import ReminderFields
from app.domain.rolodex import PartnerFields
from app.operations import partners, reminders
from app.persistence.store import Store
from tests.conftest import NOW
from ui.crash import CrashReporter, report_of
from ui.desk import Desk
from ui.page import Page
from ui.program import Program
from ui.widgets.messages import CrashMessage, Message
from ui.window import PageSpec, Window


class Shown(Page):
    shows: ClassVar[frozenset[str]] = frozenset({"partner"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.opened: list[Any] = []
        self.searched = ""
        self.kept: dict[str, Any] = {}
        self.field = QLineEdit(self)

    def refresh(self) -> None:
        pass

    def open_record(self, record: int) -> None:
        self.opened.append(record)

    def focus_search(self, text: str) -> None:
        self.searched = text

    def focus_first(self) -> None:
        self.field.setFocus()

    def state(self) -> dict[str, Any]:
        return self.kept

    def restore(self, state: dict[str, Any]) -> None:
        self.kept = state


def specs() -> list[PageSpec]:
    return [
        PageSpec("today", "Today", Shown),
        PageSpec("partners", "Partners", Shown, opens="partner"),
        PageSpec("settings", "Settings", Shown, at_foot=True),
    ]


@pytest.fixture
def window(desk: Desk, qtbot: QtBot) -> Window:
    made = Window(desk, specs())
    qtbot.addWidget(made)
    made.restore({}, "today")
    made.show()
    qtbot.waitExposed(made)
    return made


def page(window: Window, key: str) -> Shown:
    made = window.page(key)
    assert isinstance(made, Shown)
    return made


def test_pages_are_made_when_first_shown_and_reached_by_keys(window: Window, qtbot: QtBot) -> None:
    assert list(window._pages) == ["today"]
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert (window.current(), list(window._pages)) == ("partners", ["today", "partners"])


def test_a_page_opens_a_record_of_another_without_knowing_it(window: Window) -> None:
    page(window, "today").open_requested.emit("partner", 2**40)
    assert (window.current(), page(window, "partners").opened) == ("partners", [2**40])
    page(window, "today").open_requested.emit("page", "settings")
    assert window.current() == "settings"


def test_typing_in_the_search_field_searches_the_partners(window: Window, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.top_bar.search.hasFocus()
    qtbot.keyClicks(window.top_bar.search, "harb")
    assert (window.current(), page(window, "partners").searched) == ("partners", "harb")
    qtbot.keyClick(window.top_bar.search, Qt.Key.Key_Down)
    assert page(window, "partners").field.hasFocus()


def test_undo_names_what_it_takes_back_and_says_when_it_did(window: Window, qtbot: QtBot) -> None:
    undo = window.commands["undo"]
    assert not undo.isEnabled()
    window.desk.do("Add {partner}", partners.add, PartnerFields("R&D Ltd"), partner="R&D Ltd")
    assert undo.isEnabled()
    qtbot.waitUntil(lambda: window.commands.text("undo") == "Undo: Add R&D Ltd")
    undo.trigger()
    qtbot.waitUntil(lambda: window.toast.text() == "Undone: Add R&D Ltd")
    qtbot.waitUntil(lambda: window.commands.text("redo") == "Redo: Add R&D Ltd")
    qtbot.waitUntil(lambda: not undo.isEnabled())


def texts(window: Window) -> list[str]:
    return [each.text() for each in window._status_bar.findChildren(QLabel)]


def test_the_foot_tells_how_many_and_what_is_overdue_also_after_midnight(window: Window, qtbot: QtBot) -> None:
    window.status.begin()
    window.status.complete()
    window.desk.do("Add", partners.add, PartnerFields("Hafen"))
    due = ReminderFields("Call", NOW.date())
    window.desk.do("Add", reminders.add, 1, due)
    qtbot.waitUntil(lambda: "1 partner" in texts(window))
    qtbot.waitUntil(
        lambda: any(each.accessibleName() == "Today, 1" for each in window._rail.findChildren(QAbstractButton))
    )
    assert "1 follow-up overdue" not in texts(window)
    with clock.fixed(NOW + timedelta(days=1)):
        window.status.look_at_the_clock()
        qtbot.waitUntil(lambda: "1 follow-up overdue" in texts(window))


def test_a_known_trouble_is_said_calmly(window: Window, qtbot: QtBot) -> None:
    window.desk.failed.emit(UserError("no", "“{name}” cannot be.", name="<b>x</b>"))
    message = window.findChild(Message)
    assert "“<b>x</b>” cannot be." in [each.text() for each in message.findChildren(QLabel)]
    message.close()


def test_the_sheet_lists_every_key(window: Window, qtbot: QtBot) -> None:
    window.show_shortcuts()
    sheet = window.findChild(Message)
    said = [each.text() for each in sheet.findChildren(QLabel)]
    assert "Partners" in said
    assert "Ctrl+2" in said
    sheet.close()


def test_a_window_forgets_pages_that_are_gone_and_places_off_the_screen(window: Window) -> None:
    window.restore({"page": "kits", "box": [99_999, 0, 900, 600], "pages": {"kits": {"a": 1}}}, "partners")
    assert (window.current(), window.state()["pages"].keys()) == ("partners", {"today", "partners"})
    assert window.screen().availableGeometry().contains(window.pos())
    window.restore({"box": "nonsense"}, "today")
    assert window.current() == "today"


def opened(path: Path, create: bool) -> Store:
    return Store.open(path, create=create)


@pytest.fixture
def program(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setattr(CrashReporter, "install", lambda self: None)
    monkeypatch.setattr(CrashReporter, "catch_faults", lambda self: None)
    monkeypatch.setattr("PySide6.QtWidgets.QApplication.quit", lambda: None)
    made = Program(opened, specs, "today")
    made.open(tmp_path / "one.partnerbook", create=True)
    yield made
    if made.window is not None:
        made.window.close()


def test_a_book_is_found_as_it_was_left(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    assert program.window is not None
    program.window.go("partners")
    page(program.window, "partners").kept = {"chip": "owed"}
    program.window.close()
    assert program.window is None
    program.open(tmp_path / "one.partnerbook", create=False)
    assert program.window.current() == "partners"
    assert page(program.window, "partners").kept == {"chip": "owed"}


def test_after_the_first_paint_everything_else_is_loaded(program: Program, qtbot: QtBot) -> None:
    assert program.window is not None
    window = program.window
    qtbot.waitUntil(lambda: any(text.startswith("Saved") for text in texts(window)))


def test_another_book_takes_the_place_of_the_open_one(program: Program, tmp_path: Path) -> None:
    program.open(tmp_path / "two.partnerbook", create=True)
    Store.open(tmp_path / "one.partnerbook").close()
    assert program.window is not None
    assert program.window.desk.path.name == "two.partnerbook"


def test_a_refused_book_leaves_the_open_one(program: Program, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.partnerbook"
    wrong.write_bytes(b"not a book " * 100)
    before = program.window
    with pytest.raises(StorageError):
        program.open(wrong, create=False)
    assert program.window is before
    assert wrong.read_bytes() == b"not a book " * 100


def test_a_report_has_places_but_nothing_that_people_typed() -> None:
    secret = "Hélène"
    try:
        int(secret)
    except ValueError as error:
        report = report_of(error)
    assert "test_window.py" in report
    assert "ValueError" in report
    assert secret not in report


def test_a_bug_is_saved_and_shown(qtbot: QtBot, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    reporter = CrashReporter(tmp_path / "logs")
    try:
        {}["nowhere"]
    except KeyError as error:
        reporter._on_exception(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: bool(_crash_messages()))
    (message,) = _crash_messages()
    (saved,) = (tmp_path / "logs").iterdir()
    message.copy_details()
    from PySide6.QtGui import QGuiApplication

    assert saved.read_text(encoding="utf-8") == QGuiApplication.clipboard().text()
    message.close()


def _crash_messages() -> list[CrashMessage]:
    from PySide6.QtWidgets import QApplication

    return [each for each in QApplication.topLevelWidgets() if isinstance(each, CrashMessage)]
