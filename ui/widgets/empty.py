"""A place where nothing is yet: what belongs there, and the next step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.labels import label

LOW = 130
"""Pixels of the design under which there is room for the heading and the next step alone."""


class EmptyPlace(QWidget):
    """A heading, a sentence and the one next step (or the few there are at the very beginning)."""

    def __init__(
        self, heading: str, sentence: str, buttons: Sequence[QPushButton] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._heading = label(heading, "heading")
        self._sentence = label(sentence, "soft", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        if buttons:
            self.setFocusProxy(buttons[0])
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(24), theme.px(8), theme.px(24), theme.px(8))
        layout.setSpacing(theme.px(8))
        layout.addStretch(2)
        for each in (self._heading, self._sentence):
            each.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            layout.addWidget(each)
        layout.addSpacing(theme.px(6))
        layout.addLayout(row)
        layout.addStretch(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sentence.setVisible(event.size().height() >= theme.px(LOW))

    def say(self, heading: str, sentence: str) -> None:
        """Say something else, such as that nothing was found."""
        self._heading.setText(heading)
        self._sentence.setText(sentence)
