"""The bar at the top: the name, the search field, Undo and the one thing done most."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.i18n import _
from ui import theme
from ui.widgets.fields import Line
from ui.widgets.labels import label


class SearchField(Line):
    """Where one types what one looks for. Down goes on to what was found, Escape empties it."""

    left_down = Signal()
    """Down or Enter was pressed: the focus is meant to go to what was found."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(_("Search partners, people, referrals, notes  ·  Ctrl+K"))
        self.setAccessibleName(_("Search"))
        self.setMaxLength(200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(theme.px(420))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left_down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.textEdited.emit("")
        else:
            super().keyPressEvent(event)


class TopBar(QWidget):
    """Holds ``search`` in its middle and the buttons it is given at its right end."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = SearchField()
        self._left = QWidget()
        self._right = QWidget()
        self._buttons = QHBoxLayout(self._right)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.setSpacing(theme.px(12))
        left = QHBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(label(name, "brand"))
        left.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(14), theme.px(6), theme.px(14), theme.px(7))
        layout.setSpacing(theme.px(16))
        layout.addWidget(self._left, 1)
        layout.addWidget(self.search, 4)
        layout.addWidget(self._right, 1, Qt.AlignmentFlag.AlignRight)

    def add_button(self, button: QWidget) -> None:
        """Put a button at the right end, after those before it."""
        self._buttons.addWidget(button)
        self._balance()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._balance()

    def _balance(self) -> None:
        """Keep the search field in the middle of the window while there is room."""
        roomy = self.width() > theme.px(1000)
        self._left.setMinimumWidth(self._right.sizeHint().width() if roomy else 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("rail"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
