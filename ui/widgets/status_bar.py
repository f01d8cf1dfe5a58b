"""The line at the foot of the window: how many, saved when, and what is overdue."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import theme
from ui.widgets.labels import Elided, label


class StatusBar(QWidget):
    """Three short texts; the last one, at the right, wants attention."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = label("", "caption")
        self._saved = Elided("", "caption")
        self._alert = label("", "caption", tone="red")
        self._alert.setProperty("strong", True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(4), theme.px(14), theme.px(4))
        layout.setSpacing(theme.px(18))
        layout.addWidget(self._count)
        layout.addWidget(self._saved, 1)
        layout.addWidget(self._alert)

    def show_count(self, text: str) -> None:
        self._count.setText(text)

    def show_saved(self, text: str) -> None:
        self._saved.setText(text)

    def show_alert(self, text: str) -> None:
        """What is overdue; empty when nothing is."""
        self._alert.setText(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("rail"))
        painter.fillRect(0, 0, self.width(), 1, theme.colour("line"))
