"""The panel: a sheet of card on the window's ground, with a heading, a note beside it and what belongs together."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.labels import Elided, label


class Panel(QWidget):
    """``add`` puts widgets below the heading; an empty ``heading`` leaves the heading line out."""

    def __init__(self, heading: str = "", note: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(heading)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.px(17), theme.px(13), theme.px(17), theme.px(13))
        self._layout.setSpacing(theme.px(8))
        self._note = Elided(note, "soft")
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if heading:
            line = QHBoxLayout()
            line.setSpacing(theme.px(12))
            line.addWidget(label(heading, "heading"))
            line.addWidget(self._note, 1)
            self._layout.addLayout(line)
        else:
            self._note.setParent(self)
            self._note.hide()

    def set_note(self, text: str) -> None:
        """Say something else at the right of the heading."""
        self._note.setText(text)

    def add(self, what: QWidget | QLayout) -> None:
        """Put a widget or a layout below what is there."""
        if isinstance(what, QWidget):
            self._layout.addWidget(what)
        else:
            self._layout.addLayout(what)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.setBrush(theme.colour("card"))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.px(9), theme.px(9))


class Hairline(QWidget):
    """A thin line between two things."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.colour("line"))
