"""Fields below each other, each with its words at the left, which disappear and come back together."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui import theme
from ui.widgets.fields import Choice
from ui.widgets.labels import label


class FieldGrid(QWidget):
    """Rows of a form. ``words_width`` is the width of the words, in pixels of the design; longer ones wrap."""

    def __init__(self, words_width: int = 160) -> None:
        super().__init__()
        self._width = theme.px(words_width)
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setColumnStretch(1, 1)
        self._layout.setHorizontalSpacing(theme.px(12))
        self._layout.setVerticalSpacing(theme.px(8))
        self._words: dict[QWidget, QLabel] = {}

    def add(self, words: str, field: QWidget) -> None:
        """A field; its words are its accessible name too."""
        made = label(words, "soft", wrap=True)
        made.setFixedWidth(self._width)
        made.setBuddy(field)
        if isinstance(field, Choice):
            field.let_shrink()
        field.setAccessibleName(words)
        at = self._layout.rowCount()
        self._layout.addWidget(made, at, 0)
        self._layout.addWidget(field, at, 1)
        self._words[field] = made

    def show_row(self, field: QWidget, shown: bool) -> None:
        """Show or hide a field with its words."""
        self._words[field].setVisible(shown)
        field.setVisible(shown)

    def call_row(self, field: QWidget, words: str) -> None:
        """Give a field other words."""
        self._words[field].setText(words)
        field.setAccessibleName(words)
