"""A field for a day that may be left empty."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app import clock
from ui.widgets.day_field import DayField


class OptionalDayField(DayField):
    """As ``DayField``, but nothing typed is no day; ``given`` tells which is meant."""

    def __init__(self, day: date | None = None, parent: QWidget | None = None) -> None:
        self._is_given = day is not None
        super().__init__(day or clock.today(), parent)

    def given(self) -> date | None:
        """The day that is meant; none while the field is empty."""
        return self.day() if self._is_given else None

    def set_day(self, day: date) -> None:
        self._is_given = True
        super().set_day(day)

    @Slot(str)
    def _read(self, text: str) -> None:
        self._is_given = bool(text.strip())
        if self._is_given:
            super()._read(text)
        else:
            self._say("")

    def _show(self) -> None:
        super()._show()
        if not self._is_given:
            self._say("")
            self.line.setText("")
