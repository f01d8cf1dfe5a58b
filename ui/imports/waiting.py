"""The page of the import while something is under way, or after it could not be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from app.i18n import _
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.labels import label


class Waiting(QWidget):
    """Says what is done and how far it is; or why it was not done, with the way to another file."""

    another_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._said = label("", "body", wrap=True)
        self._said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(_("Progress"))
        self._bar.setFixedWidth(theme.px(320))
        self._another = button(_("Choose another file…"), self.another_wanted.emit, "primary")
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(14))
        layout.addStretch(2)
        layout.addWidget(self._said)
        layout.addWidget(self._bar, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._another, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def begin(self, said: str) -> None:
        """Say what is under way. How far it is, is not known yet."""
        self._said.setText(said)
        self._bar.setRange(0, 0)
        self._bar.show()
        self._another.hide()

    def show_progress(self, done: int, total: int) -> None:
        """So much of ``total`` is done."""
        self._bar.setRange(0, 100)
        self._bar.setValue(done * 100 // total if total else 0)

    def refuse(self, sentence: str) -> None:
        """Say why it could not be done."""
        self._said.setText(sentence)
        self._bar.hide()
        self._another.show()
        self._another.setFocus()
