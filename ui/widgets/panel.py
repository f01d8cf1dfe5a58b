"""Panels: a bordered paper surface with a heading, and the pill."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.labels import Elided, label, restyle


class Panel(QFrame):
    """A section on paper: heading at the left, a soft remark at the right, and whatever is added to ``body``."""

    def __init__(self, heading: str = "", remark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self.setAccessibleName(heading)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(14))
        outer.setSpacing(theme.px(8))
        self._heading = label(heading, "heading", parent=self)
        self._remark = Elided(remark, "soft", self)
        self._remark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if heading or remark:
            head = QHBoxLayout()
            head.setSpacing(theme.px(12))
            head.addWidget(self._heading)
            head.addWidget(self._remark, 1)
            outer.addLayout(head)
        else:
            self._heading.hide()
            self._remark.hide()
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        outer.addLayout(self.body)

    def set_remark(self, remark: str) -> None:
        self._remark.setText(remark)


class Hairline(QFrame):
    """A line between two things."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("hairline", True)
        self.setFixedHeight(1)


class Pill(QLabel):
    """A short word on a coloured ground: a tier, a status. ``tone``: ``accent``, ``amber``, ``red`` or ``plain``."""

    def __init__(self, text: str = "", tone: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_text(text, tone)

    def show_text(self, text: str, tone: str) -> None:
        """Say something else; an empty text hides the pill."""
        self.setText(text)
        self.setVisible(bool(text))
        if self.property("pill") != tone:
            self.setProperty("pill", tone)
            restyle(self)
