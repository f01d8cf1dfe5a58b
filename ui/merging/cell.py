"""What one of two cards says in a field: a text of any length that can be chosen, by click or key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget

from ui import theme
from ui.widgets.labels import breakable, label


class Cell(QWidget):
    """A text beside a radio button, or alone where there is nothing to choose."""

    def __init__(self, text: str, spoken: str, group: QButtonGroup | None) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(7))
        self.radio = QRadioButton() if group is not None else None
        if self.radio is not None and group is not None:
            self.radio.setAccessibleName(spoken)
            group.addButton(self.radio)
            layout.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        words = label(breakable(text) if text else "–", "body" if group is not None or text else "soft", wrap=True)
        layout.addWidget(words, 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.radio is not None:
            self.radio.setFocus()
            self.radio.setChecked(True)
        else:
            super().mousePressEvent(event)
