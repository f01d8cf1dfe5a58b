"""Eyes and hands: finding what can be seen by what it is called, clicking it, typing into it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QWidget,
)
from pytestqt.exceptions import TimeoutError as Late
from pytestqt.qtbot import QtBot

from app.persistence.store import Store
from ui.partners.page import PartnersPage
from ui.window import Window

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Kind = TypeVar("Kind", bound=QWidget)
DialogKind = TypeVar("DialogKind", bound=QDialog)


def seen(within: QWidget, kind: type[Kind], name: str) -> Kind:
    """The visible widget of a kind with this accessible name or text."""
    found = [each for each in within.findChildren(kind) if each.isVisible() and name in _names(each)]
    assert found, f"no {kind.__name__} called {name!r} can be seen; there are {_visible_names(within, kind)}"
    return found[0]


def wait_seen(qtbot: QtBot, within: QWidget, kind: type[Kind], name: str) -> Kind:
    """The visible widget of a kind with this name, once there is one."""
    qtbot.waitUntil(lambda: any(each.isVisible() and name in _names(each) for each in within.findChildren(kind)))
    return seen(within, kind, name)


def _names(widget: QWidget) -> tuple[str, str]:
    text = getattr(widget, "text", None)
    return widget.accessibleName(), str(text()) if callable(text) else ""


def _visible_names(within: QWidget, kind: type[QWidget]) -> list[tuple[str, str]]:
    return [_names(each) for each in within.findChildren(kind) if each.isVisible()]


def click(qtbot: QtBot, within: QWidget, name: str) -> None:
    """Click the button that says this."""
    qtbot.waitUntil(lambda: seen(within, QAbstractButton, name).isEnabled())
    QTest.mouseClick(seen(within, QAbstractButton, name), Qt.MouseButton.LeftButton)


def keys(*pressed: Qt.Key | str) -> None:
    """Press keys, and type texts (ASCII only: Qt's test library knows no other keys), where the focus is."""
    for each in pressed:
        target = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert target is not None, f"nothing has the focus for {each!r}"
        if isinstance(each, str):
            QTest.keyClicks(target, each)
        else:
            QTest.keyClick(target, each)


def choose_from(within: QWidget, name: str, words: str) -> None:
    """Choose from the list of this name with the arrow keys, until it says these words."""
    choice = seen(within, QComboBox, name)
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Home)
    for _step in range(choice.count()):
        if choice.currentText() == words:
            return
        QTest.keyClick(choice, Qt.Key.Key_Down)
    raise AssertionError(f"{words!r} is not offered; there are {[choice.itemText(at) for at in range(choice.count())]}")


def write(within: QWidget, name: str, text: str) -> None:
    """Type into the line of this name, over what stands in it."""
    field = seen(within, QLineEdit, name)
    field.setFocus()
    field.selectAll()
    keys(text)


def chord(window: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> None:
    """A key together with Ctrl, wherever the focus is."""
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def dialog(qtbot: QtBot, window: QWidget, kind: type[DialogKind]) -> DialogKind:
    """The dialog of a kind over the window, once it stands and has the keyboard."""
    qtbot.waitUntil(lambda: bool(_dialogs(window, kind)))
    found = _dialogs(window, kind)[0]
    found.activateWindow()
    qtbot.waitUntil(found.isActiveWindow)
    return found


def _dialogs(window: QWidget, kind: type[DialogKind]) -> list[DialogKind]:
    return [each for each in window.findChildren(kind) if each.isVisible()]


def closed(qtbot: QtBot, window: QWidget, kind: type[QDialog]) -> None:
    """Wait until the dialog of a kind is gone, and turn to the window again, as a window manager would."""
    qtbot.waitUntil(lambda: not _dialogs(window, kind))
    if QApplication.activeModalWidget() is None:
        window.activateWindow()
        qtbot.waitUntil(lambda: window.isActiveWindow() or QApplication.activeModalWidget() is not None)


def choose(qtbot: QtBot, within: QWidget, name: str, *words: str) -> None:
    """Open the menu of the button that says this, and go by keys to these words of it and of its menus."""
    left = list(words)

    def press() -> None:
        while left:
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu), f"no menu of {name!r} is open"
            wanted = next(each for each in menu.actions() if each.text().startswith(left[0]))
            while menu.activeAction() is not wanted:
                QTest.keyClick(menu, Qt.Key.Key_Down)
            left.pop(0)
            QTest.keyClick(menu, Qt.Key.Key_Return)

    opening = seen(within, QAbstractButton, name)
    QTimer.singleShot(50, opening, press)
    QTest.mouseClick(opening, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not left)


def says(within: QWidget, text: str) -> bool:
    """Whether any visible label contains the text."""
    return any(text in each.text() for each in within.findChildren(QLabel) if each.isVisible())


def wait_says(qtbot: QtBot, within: QWidget, text: str) -> None:
    """Wait until a visible label contains the text."""
    try:
        qtbot.waitUntil(lambda: says(within, text))
    except Late:
        shown = [each.text() for each in within.findChildren(QLabel) if each.isVisible()]
        raise AssertionError(f"{text!r} is not to be seen in {shown}") from None


def partners_page(window: Window) -> PartnersPage:
    """The page of the partners, brought to the front."""
    window.go("partners")
    page = window.page("partners")
    assert isinstance(page, PartnersPage)
    return page


def in_front(page: PartnersPage) -> str:
    """The name on the card."""
    return page.record.card.fields.name if page.record.card else ""


def wait_front(qtbot: QtBot, page: PartnersPage, name: str) -> None:
    """Wait until the card of this partner is in front."""
    try:
        qtbot.waitUntil(lambda: in_front(page) == name)
    except Late:
        raise AssertionError(f"in front is {in_front(page)!r}, not {name!r}") from None


def entries(within: QWidget) -> list[str]:
    """What the visible timelines and lists of their kind say, line by line."""
    from ui.widgets.timeline import Timeline

    shown = [each for each in within.findChildren(Timeline) if each.isVisible()]
    return [str(each.model().index(row, 0).data()) for each in shown for row in range(each.model().rowCount())]


def wait_entry(qtbot: QtBot, within: QWidget, *texts: str) -> None:
    """Wait until one line of a timeline contains all of these."""
    try:
        qtbot.waitUntil(lambda: any(all(text in line for text in texts) for line in entries(within)))
    except Late:
        raise AssertionError(f"no line says {texts}; there are {entries(within)}") from None


@contextmanager
def reopened(path: Path) -> Iterator[Session]:
    """What stands on the disk: the book read beside the window."""
    store = Store.open(path, write=False)
    try:
        with store.read() as session:
            yield session
    finally:
        store.close()
