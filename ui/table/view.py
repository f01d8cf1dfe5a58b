"""The table as every page shows it: quiet heads, hairlines, rows of one height."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui import theme
from ui.table.columns import Column
from ui.table.model import TONE_ROLE, RecordModel

ROW_HEIGHT = 34


class CellDelegate(QStyledItemDelegate):
    """Paints a cell's text in the tone of its row, with a hairline under it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("accent_ground"))
            if index.column() == 0:
                painter.fillRect(box.x(), box.y(), theme.px(3), box.height(), theme.colour("accent"))
        painter.fillRect(box.x(), box.bottom(), box.width(), 1, theme.colour("line"))
        text = index.data()
        if not text:
            return
        model = index.model()
        column = model.columns[index.column()] if isinstance(model, RecordModel) else Column("", str)
        inside = box.adjusted(theme.px(10), 0, -theme.px(10), 0)
        weight = theme.BOLD if column.bold else theme.NORMAL
        painter.setFont(fitting(text, inside.width(), weight) if column.right else theme.font(13, weight))
        painter.setPen(theme.colour(index.data(TONE_ROLE) or "ink"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, index.data(Qt.ItemDataRole.TextAlignmentRole), shown)


def fitting(figures: str, width: int, weight: QFont.Weight) -> QFont:
    """The font for figures in a cell: smaller where they are long, as an amount that is cut reads as a smaller one."""
    fonts = [theme.font(size, weight) for size in (13, 11.5, 10)]
    return next((font for font in fonts if QFontMetrics(font).horizontalAdvance(figures) <= width), fonts[-1])


class RecordTable(QTableView):
    """A table over a ``RecordModel``. ``opened`` tells the row that Enter or a double click was meant for."""

    opened = Signal(object)
    current_changed = Signal(object)
    """The row that is now current; ``None`` for none."""
    menu_wanted = Signal(object, object)
    """A row and the point of the screen where its menu is wanted."""

    def __init__(self, model: RecordModel, name: str, parent: QWidget | None = None, *, roomy: bool = False) -> None:
        """A ``roomy`` table gives no column away and leaves their widths to its owner: one scrolls to what is out."""
        super().__init__(parent)
        self._roomy = roomy
        self.setAccessibleName(name)
        self._records = model
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._set_up_heads()
        self.setModel(model)
        # The heads would ask every row whether it is selected: a selection of their own, always empty, is answered
        # at once.
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(model, self.horizontalHeader()))
        self.verticalHeader().setSelectionModel(QItemSelectionModel(model, self.verticalHeader()))
        self.setSortingEnabled(False)
        self.horizontalHeader().sortIndicatorChanged.connect(model.sort)
        self.doubleClicked.connect(self._open)
        self._fit()

    def _set_up_heads(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(theme.px(ROW_HEIGHT))
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionsClickable(any(column.sort for column in self._records.columns))
        heads.setSortIndicatorShown(False)
        heads.setMinimumSectionSize(theme.px(40))

    def current_row(self) -> Any:
        """The current row, or ``None``."""
        return self._records.row(self.currentIndex().row())

    def show_order(self, sort: str, falling: bool) -> None:
        """Mark the column with this ``sort`` key as the one in whose order the rows are."""
        keys = [column.sort for column in self._records.columns]
        heads = self.horizontalHeader()
        heads.blockSignals(True)
        heads.setSortIndicatorShown(True)
        order = Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder
        heads.setSortIndicator(keys.index(sort) if sort in keys else -1, order)
        heads.blockSignals(False)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.current_changed.emit(self._records.row(current.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Not through every row, as Qt would: that would fetch them all."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if index.isValid():
            self.menu_wanted.emit(self._records.row(index.row()), event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _open(self, index: QModelIndex) -> None:
        row = self._records.row(index.row())
        if row is not None:
            self.opened.emit(row)

    def _fit(self) -> None:
        """Leave out what has no room, give each column its width and the stretching ones what is left."""
        if self._roomy:
            return
        columns, room = self._records.columns, self.viewport().width()
        shown = list(columns)
        for column in sorted((c for c in columns if c.gives_way), key=lambda c: -c.gives_way):
            if sum(theme.px(c.width) for c in shown) > room:
                shown.remove(column)
        spare = max(room - sum(theme.px(c.width) for c in shown), 0)
        stretching = sum(c.width for c in shown if c.stretch)
        for number, column in enumerate(columns):
            self.setColumnHidden(number, column not in shown)
            more = spare * column.width // stretching if column.stretch else 0
            self.setColumnWidth(number, theme.px(column.width) + more)
