"""A list of records in two lines each: name and amount, what it is and a badge. For the Rolodex and for search hits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
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
from ui.table.model import ROW_ROLE

ROW_HEIGHT = 50.5
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class TwoLines:
    """What is seen of a record. ``badge_tone`` names a colour where the badge wants attention."""

    name: str
    detail: str
    amount: str = ""
    badge: str = ""
    badge_tone: str = "soft"

    @property
    def spoken(self) -> str:
        """All of it in one sentence, for screen readers."""
        return ", ".join(part for part in (self.name, self.detail, self.amount, self.badge) if part)


class TwoLineDelegate(QStyledItemDelegate):
    """Paints rows as ``present`` describes them; rows not loaded yet are left as paper with a line."""

    def __init__(self, present: Callable[[Any], TwoLines], view: QTableView) -> None:
        super().__init__(view)
        self._present, self._view = present, view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(200), theme.px(ROW_HEIGHT))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box: QRect = option.rect
        in_front = index.row() == self._view.currentIndex().row()
        if in_front or option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("accent_ground"))
        if in_front:
            painter.fillRect(box.x(), box.y(), theme.px(3), box.height(), theme.colour("accent"))
        painter.fillRect(box.x(), box.bottom(), box.width(), 1, theme.colour("line"))
        row = index.data(ROW_ROLE)
        if row is None:
            return
        seen = self._present(row)
        inside = box.adjusted(theme.px(12), 0, -theme.px(12), 0)
        upper = QRect(inside.x(), box.y() + theme.px(7), inside.width(), theme.px(19))
        lower = QRect(inside.x(), box.y() + theme.px(25), inside.width(), theme.px(18))
        _pair(painter, upper, seen.name, _NAME, seen.amount, _AMOUNT)
        _pair(painter, lower, seen.detail, _DETAIL, seen.badge, _Hand(11, True, seen.badge_tone))


@dataclass(frozen=True, slots=True)
class _Hand:
    size: float
    bold: bool
    colour: str


_NAME = _Hand(13, True, "ink")
_AMOUNT = _Hand(12.5, False, "soft")
_DETAIL = _Hand(12, False, "soft")


def _pair(painter: QPainter, box: QRect, left: str, left_hand: _Hand, right: str, right_hand: _Hand) -> None:
    """Two texts on one line; the left one is cut short where they would meet."""
    width = box.width()
    if right:
        _take(painter, right_hand)
        width -= painter.fontMetrics().horizontalAdvance(right) + theme.px(8)
        painter.drawText(box, _RIGHT, right)
    _take(painter, left_hand)
    shown = painter.fontMetrics().elidedText(left, Qt.TextElideMode.ElideRight, width)
    painter.drawText(QRect(box.x(), box.y(), width, box.height()), _LEFT, shown)


def _take(painter: QPainter, hand: _Hand) -> None:
    painter.setFont(theme.font(hand.size, theme.BOLD if hand.bold else theme.NORMAL))
    painter.setPen(theme.colour(hand.colour))


class RecordList(QTableView):
    """A one-column table without heads: rows of fixed height cost nothing until they are seen.

    ``current_changed`` tells the row number, or −1; ``opened`` the row a person pressed Enter on; ``letter_typed`` a
    character typed, for going to where it begins.
    """

    current_changed = Signal(int)
    opened = Signal(int)
    letter_typed = Signal(str)
    drag_wanted = Signal()
    """What is selected is dragged out of the list, where its model lets rows be dragged."""

    def __init__(self, present: Callable[[Any], TwoLines], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setItemDelegate(TwoLineDelegate(present, self))
        self.setProperty("list", True)
        self.setShowGrid(False)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_HEIGHT))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)

    def setModel(self, model: Any) -> None:
        super().setModel(model)
        # The heads would ask every row whether it is selected: a selection of their own, always empty, is answered
        # at once.
        for heads in (self.horizontalHeader(), self.verticalHeader()):
            heads.setSelectionModel(QItemSelectionModel(model, heads))
        for column in range(1, model.columnCount()):
            self.hideColumn(column)
        self._fit(self.maximumViewportSize().width())

    def go_to(self, row: int, *, top: bool = False) -> None:
        """Make ``row`` current and bring it into sight, at the top where asked."""
        index = self.model().index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        how = QAbstractItemView.ScrollHint.PositionAtTop if top else QAbstractItemView.ScrollHint.EnsureVisible
        self.scrollTo(index, how)

    def top_row(self) -> int:
        """The first row in sight, or −1."""
        return self.rowAt(0)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:  # type: ignore[override]
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.current_changed.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        widening = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
        if event.modifiers() & widening:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(self.currentIndex().row())
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            row = self.currentIndex().row() + step
            if 0 <= row < self.model().rowCount():
                self.go_to(row)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End) and self.model().rowCount():
            self.go_to(0 if event.key() == Qt.Key.Key_Home else self.model().rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def startDrag(self, actions: Qt.DropAction) -> None:
        self.drag_wanted.emit()

    def keyboardSearch(self, search: str) -> None:
        """Not through every row, as Qt would: whoever owns the list knows where a letter begins."""
        self.letter_typed.emit(search)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def changeEvent(self, event: Any) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.FontChange:
            self.verticalHeader().setDefaultSectionSize(theme.px(ROW_HEIGHT))

    def _fit(self, width: int) -> None:
        if self.model() is not None:
            self.setColumnWidth(0, width)
