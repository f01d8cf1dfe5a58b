"""A table whose rows are picked by check boxes: by a click on the box, or by Space on the row."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionButton, QStyleOptionViewItem, QWidget

from ui import theme
from ui.table.columns import Column
from ui.table.model import Index, RecordModel
from ui.table.view import CellDelegate, RecordTable

_BOX = 16


class PickModel(RecordModel):
    """Rows with a box in the first column, picked until somebody takes them out.

    ``may`` tells whether a row can be picked at all, ``key`` what it is known by when the rows are replaced.
    """

    repicked = Signal()

    def __init__(
        self,
        title: str,
        columns: Sequence[Column],
        may: Callable[[Any], bool],
        key: Callable[[Any], Hashable],
        parent: QObject | None = None,
    ) -> None:
        super().__init__((Column(title, lambda row: "", 56), *columns), parent)
        self._may, self._key = may, key
        self._out: set[Hashable] = set()

    def set_rows(self, rows: Iterable[Any]) -> None:
        super().set_rows(rows)
        self.repicked.emit()

    def picked(self) -> list[Any]:
        """The rows that are picked."""
        return [row for row in map(self.row, range(self.rowCount())) if self._is_picked(row)]

    def _is_picked(self, row: Any) -> bool:
        return self._may(row) and self._key(row) not in self._out

    def toggle(self, place: int) -> None:
        """Pick the row, or take it out; a row that cannot be picked stays as it is."""
        row = self.row(place)
        if row is not None and self._may(row):
            self._out ^= {self._key(row)}
            self._tell(place, place)

    def pick_all(self, picked: bool) -> None:
        """Pick every row that can be, or none."""
        rows = map(self.row, range(self.rowCount()))
        self._out = set() if picked else {self._key(row) for row in rows if self._may(row)}
        self._tell(0, self.rowCount() - 1)

    def _tell(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, 0), [Qt.ItemDataRole.CheckStateRole])
        self.repicked.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if index.column() == 0 and row is not None:
            if role == Qt.ItemDataRole.CheckStateRole:
                picked = Qt.CheckState.Checked if self._is_picked(row) else Qt.CheckState.Unchecked
                return picked if self._may(row) else None
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return self.columns[1].value(row)
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == 0 and self._may(self.row(index.row())):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags


class _PickDelegate(CellDelegate):
    """Paints the box of a row that can be picked."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            return
        box: QRect = option.rect
        side = theme.px(_BOX)
        button = QStyleOptionButton()
        button.rect = QRect(box.x() + theme.px(14), box.center().y() - side // 2, side, side)
        button.palette = QApplication.palette()
        checked = Qt.CheckState(state) is Qt.CheckState.Checked
        button.state = QStyle.StateFlag.State_Enabled | (
            QStyle.StateFlag.State_On if checked else QStyle.StateFlag.State_Off
        )
        QApplication.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, button, painter)


class PickTable(RecordTable):
    """The table over a ``PickModel``. Enter is left to the form that the table stands in."""

    def __init__(self, model: PickModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, name, parent)
        self._model = model
        self.setItemDelegate(_PickDelegate(self))
        self.clicked.connect(self._on_click)

    def _on_click(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self._model.toggle(index.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self._model.toggle(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)
