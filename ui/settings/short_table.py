"""A short list within the settings: as high as its rows, up to a few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from ui import theme
from ui.table.columns import Column
from ui.table.model import RecordModel
from ui.table.view import ROW_HEIGHT, RecordTable

SHOWN_ROWS = 6


class ShortTable(RecordTable):
    """Shows rows; hidden while there are none."""

    def __init__(self, columns: Sequence[Column], name: str, parent: QWidget | None = None) -> None:
        self._model = RecordModel(columns)
        super().__init__(self._model, name, parent)
        self._model.setParent(self)
        self.hide()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show these rows, the first of them current."""
        self._model.set_rows(rows)
        self.setFixedHeight(theme.px(ROW_HEIGHT) * (min(len(rows), SHOWN_ROWS) + 1) + theme.px(4))
        self.setVisible(bool(rows))
        if rows:
            self.setCurrentIndex(self._model.index(0, 0))
