"""The one item model: columns as data over rows that may still be on their way."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ui.table.columns import Column
from ui.table.rows import AllRows, Fetch, LazyRows, Pages, Rows

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
"""The whole row, for delegates and for whoever opens it; ``None`` while it is on its way."""
TONE_ROLE = Qt.ItemDataRole.UserRole + 2
"""The name of the token to write a cell in, or an empty text."""

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_NO_PAGES: Final[Pages] = {}
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class RecordModel(QAbstractTableModel):
    """Shows rows under columns. Sorting is asked of the owner by ``sort_wanted``; nothing is ever sorted here."""

    sort_wanted = Signal(str, bool)
    """The column's ``sort`` key, and whether in falling order."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.draggable = False
        """Whether rows can be dragged out of the view."""
        self._rows: Rows = AllRows()

    def set_rows(self, rows: Iterable[Any]) -> None:
        """Show these rows instead."""
        self._replace(AllRows(rows))

    def set_ids(self, ids: array[int], fetch: Fetch, pages: Pages = _NO_PAGES) -> None:
        """Show the rows with these ids, fetched by the page when they come into sight, save ``pages`` in hand."""
        lazy = LazyRows(ids, fetch, pages, self)
        lazy.arrived.connect(self._on_arrived)
        self._replace(lazy)

    def _replace(self, rows: Rows) -> None:
        self.beginResetModel()
        if isinstance(self._rows, LazyRows):
            self._rows.arrived.disconnect(self._on_arrived)
            self._rows.deleteLater()
        self._rows = rows
        self.endResetModel()

    def row(self, place: int) -> Any:
        """The row at a place; ``None`` while it is on its way or where there is no such place."""
        return self._rows.row(place) if 0 <= place < len(self._rows) else None

    def id_at(self, place: int) -> int:
        """The id of the row at a place, whether or not the row has come; −1 where there is none."""
        return self._rows.id_at(place) if 0 <= place < len(self._rows) else -1

    def place_of(self, record: int) -> int:
        """Where the row with this id stands, or −1."""
        return self._rows.place_of(record)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == ROW_ROLE:
            return self._rows.row(index.row())
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.right else _LEFT
        if role not in (Qt.ItemDataRole.DisplayRole, TONE_ROLE):
            return None
        row = self._rows.row(index.row())
        if role == TONE_ROLE:
            return column.tone(row) if column.tone and row is not None else ""
        return column.value(row) if row is not None else ""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self.columns[section].right else _LEFT
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return flags | Qt.ItemFlag.ItemIsDragEnabled if self.draggable else flags

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self.columns) and self.columns[column].sort:
            self.sort_wanted.emit(self.columns[column].sort, order is Qt.SortOrder.DescendingOrder)

    def _on_arrived(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))
