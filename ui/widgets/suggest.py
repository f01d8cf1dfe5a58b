"""Choosing one of very many by typing: a field over the few that match."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui import theme

SHOWN = 6
ASK_AFTER_MS = 60


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to choose: its id, its name, and what tells it from another of that name."""

    id: int
    name: str
    detail: str = ""


class Suggest(QWidget):
    """``wanted`` asks for suggestions to what is typed; ``offer`` shows them; ``picked`` tells the one chosen.

    Down and Up walk through the suggestions without leaving the field, Enter takes the one marked.
    """

    wanted = Signal(str)
    picked = Signal(object)
    """The ``Suggestion``; ``None`` when the text was changed afterwards."""
    resized = Signal()

    def __init__(self, name: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._chosen: Suggestion | None = None
        self._offered: tuple[Suggestion, ...] = ()
        self._field = _Field(self)
        self._field.setPlaceholderText(hint)
        self._field.setAccessibleName(name)
        self._list = QListWidget()
        self._list.setAccessibleName(name)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setProperty("suggestions", True)
        self._list.setUniformItemSizes(True)
        self._list.hide()
        self.setFocusProxy(self._field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(ASK_AFTER_MS)
        self._timer.timeout.connect(self._ask)
        self._field.textEdited.connect(self._typed)
        self._field.walked.connect(self._walk)
        self._list.itemClicked.connect(self._clicked)

    def chosen(self) -> Suggestion | None:
        """The one chosen."""
        return self._chosen

    def choose(self, suggestion: Suggestion) -> None:
        """Choose it, as if it had been picked."""
        self._chosen = suggestion
        self._field.setText(suggestion.name)
        self._show_list(False)
        self.picked.emit(suggestion)

    def text(self) -> str:
        return self._field.text()

    def offer(self, suggestions: Sequence[Suggestion]) -> None:
        """Show these, unless one was chosen meanwhile."""
        if self._chosen is not None:
            return
        self._offered = tuple(suggestions[:SHOWN])
        self._list.clear()
        for each in self._offered:
            self._list.addItem(QListWidgetItem(f"{each.name}   {each.detail}" if each.detail else each.name))
        if self._offered:
            self._list.setCurrentRow(0)
        self._show_list(bool(self._offered) and bool(self._field.text().strip()))

    def take(self) -> bool:
        """Choose the suggestion that is marked; whether there was one."""
        row = self._list.currentRow()
        if self._chosen is None and self._list.isVisible() and 0 <= row < len(self._offered):
            self.choose(self._offered[row])
            return True
        return False

    def _show_list(self, shown: bool) -> None:
        if shown:
            self._list.setFixedHeight(self._list.sizeHintForRow(0) * len(self._offered) + theme.px(4))
        if self._list.isVisibleTo(self) != shown or shown:
            self._list.setVisible(shown)
            self.resized.emit()

    def _typed(self) -> None:
        if self._chosen is not None:
            self._chosen = None
            self.picked.emit(None)
        self._timer.start()

    def _ask(self) -> None:
        self.wanted.emit(self._field.text())

    def _walk(self, step: int) -> None:
        if self._offered:
            row = min(max(self._list.currentRow() + step, 0), len(self._offered) - 1)
            self._list.setCurrentRow(row)

    def _clicked(self) -> None:
        self.take()
        self._field.setFocus()


class _Field(QLineEdit):
    walked = Signal(int)

    def __init__(self, owner: Suggest) -> None:
        super().__init__(owner)
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.walked.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._owner.take():
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab takes the suggestion that is marked and goes on."""
        self._owner.take()
        return super().focusNextPrevChild(forward)
