"""A layout that sets its widgets in lines, like words."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Widgets side by side, on the next line when there is no more room."""

    def __init__(self, parent: QWidget | None = None, *, gap: int = 6, line_gap: int = 6) -> None:
        super().__init__(parent)
        self._gap, self._line_gap = gap, line_gap
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        widths = sum(item.sizeHint().width() + self._gap for item in self._items)
        margins = self.contentsMargins()
        return QSize(widths + margins.left() + margins.right(), self.heightForWidth(widths + 100))

    def minimumSize(self) -> QSize:
        margins = self.contentsMargins()
        widest = max((item.minimumSize().width() for item in self._items), default=0)
        highest = max((item.minimumSize().height() for item in self._items), default=0)
        return QSize(widest + margins.left() + margins.right(), highest + margins.top() + margins.bottom())

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        margins = self.contentsMargins()
        inside = rect.marginsRemoved(margins)
        x, y, line = inside.x(), inside.y(), 0
        placed: list[tuple[QLayoutItem, QRect]] = []
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            size = item.sizeHint()
            if x > inside.x() and x + size.width() > inside.right() + 1:
                _place(placed, line, move=move)
                x, y, line = inside.x(), y + line + self._line_gap, 0
            placed.append((item, QRect(x, y, min(size.width(), inside.width()), size.height())))
            x += size.width() + self._gap
            line = max(line, size.height())
        _place(placed, line, move=move)
        return y + line - rect.y() + margins.bottom()


def _place(placed: list[tuple[QLayoutItem, QRect]], high: int, *, move: bool) -> None:
    """Set the widgets of one line, ``high`` as the highest of them, around its middle; the next line begins empty."""
    if move:
        for item, box in placed:
            item.setGeometry(box.translated(0, (high - box.height()) // 2))
    placed.clear()
