"""Every command of the program, once: its words, its shortcut and what it does.

Menus, buttons, tooltips and the list of shortcuts all read from here, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from ui.widgets.push import Button


def plain(text: str) -> str:
    """Text for a button, menu or tab in which ``&`` is only an ampersand."""
    return text.replace("&", "&&")


class Actions(QObject):
    """The commands of one window, by id. Their shortcuts work wherever the focus is in it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, QAction] = {}
        self._words: dict[str, str] = {}

    def add(self, name: str, text: str, handler: Callable[[], object], *shortcuts: str) -> QAction:
        """Register the command ``name`` (“partner.new”) shown as ``text``; the first shortcut is the one shown."""
        if name in self._actions:
            raise ValueError(f"there is a command {name} already")
        action = QAction(self._window)
        action.setShortcuts([QKeySequence(keys) for keys in shortcuts])
        action.triggered.connect(handler)
        self._window.addAction(action)
        self._actions[name] = action
        self.set_text(name, text)
        return action

    def set_text(self, name: str, text: str) -> None:
        """Call the command something else from now on (“Undo log call”)."""
        action = self._actions[name]
        self._words[name] = text
        action.setText(plain(text))
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(f"{text} ({keys})" if keys else text)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def __contains__(self, name: str) -> bool:
        return name in self._actions

    def __iter__(self) -> Iterator[str]:
        return iter(self._actions)

    def text(self, name: str) -> str:
        """The words of the command, without any mark for a key."""
        return self._words[name]

    def button(self, name: str, text: str = "", kind: str = "") -> QPushButton:
        """A button that does the command and is enabled when it is. ``kind`` as in ``widgets.buttons``."""
        action = self._actions[name]
        button = Button(plain(text or self._words[name]))
        button.setProperty("kind", kind)
        button.setAccessibleName(text or self._words[name])
        button.clicked.connect(action.trigger)
        _Bound(action, button)
        return button

    def menu(self, *names: str, parent: QWidget | None = None) -> QMenu:
        """A menu of these commands; an empty name draws a line. Those not registered are left out."""
        menu = QMenu(parent)
        for name in names:
            if not name:
                menu.addSeparator()
            elif name in self._actions:
                menu.addAction(self._actions[name])
        return menu


class _Bound(QObject):
    """Keeps a button enabled and explained like its action; lives as long as the button."""

    def __init__(self, action: QAction, button: QPushButton) -> None:
        super().__init__(button)
        self._action, self._button = action, button
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self._button.setEnabled(self._action.isEnabled())
        self._button.setToolTip(self._action.toolTip())
