"""The timeline of a partner: when, what kind, what was said or done, and money that came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import theme
from ui.table.model import ROW_ROLE
from ui.widgets.labels import breakable

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_TOP_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_TOP_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
_KIND_AT, _TEXT_AT = 90, 168
"""Where the kind and the text begin, in pixels of the design: a day with its year fits before."""
_WRAPPED = int(Qt.TextFlag.TextWordWrap) | _TOP_LEFT


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened. ``tone`` colours the amount; ``source`` is the record that it stands for."""

    when: str
    kind: str
    text: str
    amount: str = ""
    tone: str = "green"
    source: Any = None

    @property
    def spoken(self) -> str:
        """All of it in one sentence, for screen readers."""
        return ", ".join(part for part in (self.when, self.kind, self.text, self.amount) if part)


class Timeline(QListView):
    """Entries one below the other, their text wrapped. ``opened`` tells the ``source`` of the one chosen."""

    opened = Signal(object)
    menu_wanted = Signal(object, QPoint)
    """The ``source`` of an entry and the point of the screen where its menu is wanted."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("timeline", True)
        self._entries = _Entries(self)
        self.setModel(self._entries)
        self.setItemDelegate(_EntryDelegate(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.activated.connect(self._open)

    def show_entries(self, entries: Iterable[Entry]) -> None:
        """Show these, the newest first as they are given."""
        self._entries.replace(entries)

    def current(self) -> Any:
        """The ``source`` of the entry that is marked; none where there is none."""
        index = self.currentIndex()
        return index.data(ROW_ROLE).source if index.isValid() else None

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            where = self.viewport().mapToGlobal(self.visualRect(index).center()) if by_key else event.globalPos()
            self.menu_wanted.emit(index.data(ROW_ROLE).source, where)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.data(ROW_ROLE).source)


class _Entries(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._all: list[Entry] = []

    def replace(self, entries: Iterable[Entry]) -> None:
        self.beginResetModel()
        self._all = list(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._all)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == ROW_ROLE:
            return self._all[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._all[index.row()].spoken
        return None


class _EntryDelegate(QStyledItemDelegate):
    def __init__(self, view: Timeline) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        # A bar that appears while the rows are laid out would leave them the heights of a wider view.
        width = self._view.contentsRect().width() - self._view.verticalScrollBar().sizeHint().width()
        entry: Entry = index.data(ROW_ROLE)
        metrics = QFontMetrics(theme.font())
        amount = metrics.horizontalAdvance(entry.amount) + theme.px(20) if entry.amount else 0
        room = QRect(0, 0, max(width - theme.px(_TEXT_AT + 8) - amount, theme.px(80)), 10_000)
        high = metrics.boundingRect(room, _WRAPPED, breakable(entry.text)).height()
        return QSize(width, max(high, metrics.height()) + theme.px(18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(ROW_ROLE)
        box: QRect = option.rect
        if index.row() == self._view.currentIndex().row():
            painter.fillRect(box, theme.colour("accent_ground"))
        painter.fillRect(box.x(), box.bottom(), box.width(), 1, theme.colour("line"))
        inside = box.adjusted(theme.px(4), theme.px(8), -theme.px(4), -theme.px(4))
        painter.setFont(theme.font())
        painter.setPen(theme.colour("soft"))
        painter.drawText(QRect(inside.x(), inside.y(), theme.px(_KIND_AT - 4), inside.height()), _TOP_LEFT, entry.when)
        if entry.amount:
            painter.setPen(theme.colour(entry.tone))
            painter.drawText(inside, _TOP_RIGHT, entry.amount)
            inside.setRight(inside.right() - painter.fontMetrics().horizontalAdvance(entry.amount) - theme.px(16))
        painter.setPen(theme.colour("ink"))
        painter.drawText(inside.adjusted(theme.px(_TEXT_AT), 0, 0, 0), _WRAPPED, breakable(entry.text))
        painter.setFont(theme.font(13, theme.BOLD))
        painter.setPen(theme.colour("accent"))
        kind = QRect(inside.x() + theme.px(_KIND_AT), inside.y(), theme.px(_TEXT_AT - _KIND_AT - 6), inside.height())
        shown = painter.fontMetrics().elidedText(entry.kind, Qt.TextElideMode.ElideRight, kind.width())
        painter.drawText(kind, _TOP_LEFT, shown)
