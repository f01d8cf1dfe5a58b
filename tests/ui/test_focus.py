"""Keys reach what has the focus: Enter presses the button, Tab walks as it is laid out, undo goes on to the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets.fields import line
from ui.widgets.messages import confirm
from ui.widgets.tab_order import follow_layout


def shown(qtbot: QtBot, *fields: QWidget) -> QWidget:
    window = QWidget()
    layout = QVBoxLayout(window)
    for each in fields:
        layout.addWidget(each)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def test_enter_on_cancel_cancels_and_never_does_what_was_asked_about(qtbot: QtBot) -> None:
    window, done = shown(qtbot), list[str]()
    message = confirm(window, "Delete Harbor?", "It is gone then.", "Delete", lambda: done.append("deleted"))
    cancel = next(each for each in message.findChildren(QPushButton) if each.text() == "Cancel")
    cancel.setFocus()
    QTest.keyClick(cancel, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.findChildren(type(message)))
    assert done == []


def test_tab_comes_to_a_line_added_later_where_it_stands(qtbot: QtBot) -> None:
    before, after = line(name="before"), line(name="after")
    field = QWidget()
    column = QVBoxLayout(field)
    column.addWidget(line(name="first"))
    window = shown(qtbot, before, field, after)
    column.addWidget(line(name="second"))
    qtbot.waitUntil(lambda: all(each.isVisible() for each in field.findChildren(QLineEdit)))
    follow_layout(field)
    before.setFocus()
    walked = []
    for _step in range(4):
        focus = QApplication.focusWidget()
        assert focus is not None
        walked.append(focus.accessibleName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert walked == ["before", "first", "second", "after"]
    assert window.isVisible()


@pytest.mark.parametrize(("typed", "undone"), [("", ["window"]), ("abc", [])])
def test_undo_is_of_the_field_while_it_has_something_to_undo_and_then_of_the_window(
    qtbot: QtBot, typed: str, undone: list[str]
) -> None:
    field, told = line(), list[str]()
    window = shown(qtbot, field)
    QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), window, lambda: told.append("window"))
    field.setFocus()
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert told == undone
    assert field.text() == ""
