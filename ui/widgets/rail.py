"""The rail at the left: the pages, with a count or a badge beside each."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from app.i18n import _
from ui import theme
from ui.widgets.paint import focus_frame, rounded


class Rail(QWidget):
    """The pages, one of them current. Up and Down move among them, Space or Enter opens."""

    chosen = Signal(str)
    """The key of the page that was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Pages"))
        self._items: dict[str, _Item] = {}
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._on_clicked)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(theme.px(7), theme.px(9), theme.px(7), theme.px(8))
        self._layout.setSpacing(0)
        self._layout.addStretch(1)
        self._above = 0

    def add(self, key: str, text: str, *, tip: str = "", bottom: bool = False) -> None:
        """Add a page below those before it, or at the foot of the rail."""
        item = _Item(key, text)
        item.setToolTip(tip)
        self._items[key] = item
        self._group.addButton(item)
        if not bottom:
            self._above += 1
        self._layout.insertWidget(self._layout.count() if bottom else self._above - 1, item)

    def set_current(self, key: str) -> None:
        self._items[key].setChecked(True)

    def set_count(self, key: str, count: str, *, alert: bool = False) -> None:
        """Show ``count`` beside the page, in red when it wants attention. Pages not in the rail are passed over."""
        if key in self._items:
            self._items[key].set_count(count, alert)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(171), super().sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("rail"))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), theme.colour("line"))

    def _on_clicked(self, item: QAbstractButton) -> None:
        if isinstance(item, _Item):
            self.chosen.emit(item.key)


class _Item(QAbstractButton):
    def __init__(self, key: str, text: str) -> None:
        super().__init__()
        self.key = key
        self._words, self._count, self._alert = text, "", False
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_count(self, count: str, alert: bool) -> None:
        self._count, self._alert = count, alert
        self.setAccessibleName(f"{self._words}, {count}" if count else self._words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(156), theme.px(35))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            rounded(painter, box, "card", "line", theme.px(7))
        elif self.underMouse():
            rounded(painter, box, "window", "", theme.px(7))
        if self.hasFocus():
            focus_frame(painter, box, theme.px(7))
        inside = self.rect().adjusted(theme.px(11), 0, -theme.px(11), 0)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        if self._count:
            painter.setFont(theme.font(12 if self._alert else 13, theme.BOLD if self._alert else theme.NORMAL))
            painter.setPen(theme.colour("red" if self._alert else "soft"))
            painter.drawText(inside, right, self._count)
            inside.setRight(inside.right() - painter.fontMetrics().horizontalAdvance(self._count) - theme.px(6))
        painter.setFont(theme.font(13, theme.BOLD if self.isChecked() else theme.NORMAL))
        painter.setPen(theme.colour("ink" if self.isChecked() else "soft"))
        words = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
