"""The partners as a table: columns as the user chose them, in any order, over the same partners as the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QElapsedTimer, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from app.i18n import _
from app.queries.partner_table import Order
from ui import theme
from ui.table.columns import Column
from ui.table.model import RecordModel
from ui.table.view import RecordTable

TYPED_TOGETHER_MS = 1000
"""Letters that follow each other so soon are the beginning of one word."""


class PartnerTable(RecordTable):
    """Columns keep the widths and the order that they are dragged to; what has no room is scrolled to.

    ``typed`` tells the beginning of a word to go to.
    """

    typed = Signal(str)
    drag_wanted = Signal()
    """What is selected is dragged out of the table."""
    arranged = Signal()
    """Columns were dragged to another width or place."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        self.records = RecordModel(columns)
        super().__init__(self.records, _("Partners"), parent, roomy=True)
        self.records.setParent(self)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.records.draggable = True
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self._word, self._since = "", QElapsedTimer()
        heads = self.horizontalHeader()
        heads.setSectionsMovable(True)
        for number, column in enumerate(columns):
            self.setColumnWidth(number, theme.px(column.width))
        heads.sectionMoved.connect(self.arranged)
        heads.sectionResized.connect(self.arranged)

    def arrangement(self) -> list[tuple[str, int]]:
        """The keys of the columns as they stand, each with its width in pixels of the design."""
        heads = self.horizontalHeader()
        one = theme.px(100) / 100
        places = [heads.logicalIndex(place) for place in range(heads.count())]
        return [(self.records.columns[at].sort, round(heads.sectionSize(at) / one)) for at in places]

    def show_sorted(self, order: Order) -> None:
        """Mark the column by which the rows are in order."""
        self.show_order(order.column, order.falling)

    def startDrag(self, actions: Qt.DropAction) -> None:
        self.drag_wanted.emit()

    def keyboardSearch(self, search: str) -> None:
        if not self._since.isValid() or self._since.elapsed() > TYPED_TOGETHER_MS:
            self._word = ""
        self._word += search
        self._since.start()
        self.typed.emit(self._word)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.records.rowCount() - 1}
        if event.key() in ends and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.go_to(ends[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    @Slot(int)
    def go_to(self, row: int, *, top: bool = False) -> None:
        """Make ``row`` current and bring it into sight, at the top where asked."""
        from PySide6.QtCore import QItemSelectionModel

        column = max(0, self.currentIndex().column())
        index = self.records.index(row, column)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        how = QAbstractItemView.ScrollHint
        self.scrollTo(index, how.PositionAtTop if top else how.EnsureVisible)

    def top_row(self) -> int:
        """The first row in sight, or −1."""
        return self.rowAt(0)


def as_columns(state: Any) -> tuple[list[str], dict[str, int]]:
    """Remembered columns: their keys in order, and their widths. What is no such thing is left out."""
    keys: list[str] = []
    widths: dict[str, int] = {}
    for pair in state if isinstance(state, list) else ():
        if isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) and isinstance(pair[1], int):
            keys.append(pair[0])
            widths[pair[0]] = max(40, min(pair[1], 1000))
    return list(dict.fromkeys(keys)), widths
