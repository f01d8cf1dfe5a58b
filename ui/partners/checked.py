"""A field of a form with room beneath it for what is wrong with it."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.widgets.labels import label, restyle

Field = TypeVar("Field", bound=QWidget)


class Checked(QWidget, Generic[Field]):
    """Holds ``field``; ``complain`` marks it and says why in a sentence, an empty sentence clears that."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self._wrong = label("", "error", wrap=True)
        self._wrong.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(3))
        layout.addWidget(field)
        layout.addWidget(self._wrong)
        self.setFocusProxy(field)

    def complain(self, sentence: str) -> None:
        """Say what is wrong."""
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))
        self.field.setProperty("wrong", bool(sentence))
        self.field.setAccessibleDescription(sentence)
        restyle(self.field)

    def complaint(self) -> str:
        """What is said to be wrong."""
        return self._wrong.text()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.field.setAccessibleName(name)
