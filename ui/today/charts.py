"""The three pictures at the right of the first page: sums, bars, funnel. Painted from what the query counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.referrals import Stage
from app.formatting import money, money_short, number
from app.i18n import _
from ui import names, theme

if TYPE_CHECKING:
    from app.queries.today import Top

_SINGLE = Qt.TextFlag.TextSingleLine
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | _SINGLE
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | _SINGLE


class TopBars(QWidget):
    """The partners who brought most, each with a bar as long as its share of the first. A click opens the partner."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: tuple[Top, ...] = ()
        self._current = 0

    def show_rows(self, rows: Sequence[Top]) -> None:
        """Show these ``queries.today.Top`` rows, the largest first."""
        self._rows = tuple(rows)
        self._current = min(self._current, max(len(self._rows) - 1, 0))
        self.setAccessibleName(
            _("Top partners: {list}").format(list=", ".join(f"{row.partner} {money(row.sales)}" for row in self._rows))
        )
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(27) * len(self._rows))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(220), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._rows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetrics(theme.font())
        sums = [money_short(row.sales) for row in self._rows]
        sum_width = max(metrics.horizontalAdvance(text) for text in sums) + theme.px(8)
        name_width = min(theme.px(148), self.width() * 2 // 5)
        bar_room = self.width() - name_width - sum_width - theme.px(8)
        largest = self._rows[0].sales.minor
        for index, row in enumerate(self._rows):
            line = QRect(0, index * theme.px(27), self.width(), theme.px(27))
            if self.hasFocus() and index == self._current:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour("accent_ground"))
                painter.drawRoundedRect(line, theme.px(5), theme.px(5))
            painter.setPen(theme.colour("ink"))
            painter.setFont(theme.font())
            name = metrics.elidedText(row.partner, Qt.TextElideMode.ElideRight, name_width - theme.px(10))
            painter.drawText(line.adjusted(0, 0, name_width - line.width(), 0), _LEFT, name)
            painter.drawText(line, _RIGHT, sums[index])
            length = max(bar_room * row.sales.minor // largest, theme.px(2))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            bar = QRect(name_width, line.top() + theme.px(7), length, theme.px(14))
            painter.drawRoundedRect(bar, theme.px(2), theme.px(2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and 0 <= self._current + step < len(self._rows):
            self._current += step
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._rows:
            self.opened.emit(self._rows[self._current].partner_id)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = int(event.position().y()) // theme.px(27)
        if event.button() == Qt.MouseButton.LeftButton and 0 <= index < len(self._rows):
            self.opened.emit(self._rows[index].partner_id)


class Funnel(QWidget):
    """How many referrals reached each stage: five boxes, each as high as its number."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._reached: tuple[tuple[Stage, int], ...] = ()

    def show_stages(self, reached: Sequence[tuple[Stage, int]]) -> None:
        """Show how many reached each stage, in their order."""
        self._reached = tuple(reached)
        told = ", ".join(f"{names.stage(stage)} {count}" for stage, count in self._reached)
        self.setAccessibleName(_("Funnel: {list}").format(list=told))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(300), theme.px(112))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(112))

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._reached:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap, foot, least = theme.px(4), theme.px(20), theme.px(20)
        room = self.height() - foot - least
        width = (self.width() - gap * (len(self._reached) - 1)) / len(self._reached)
        most = max(max(count for _stage, count in self._reached), 1)
        for index, (stage, count) in enumerate(self._reached):
            left, height = index * (width + gap), least + room * count / most
            box = QRectF(left, self.height() - foot - height, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_ground"))
            painter.drawRoundedRect(box, theme.px(3), theme.px(3))
            painter.setPen(QPen(theme.colour("accent")))
            painter.setFont(theme.font(13, theme.BOLD))
            inner = box.adjusted(theme.px(8), theme.px(2), -2, 0)
            painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), theme.px(18)), _LEFT, number(count))
            painter.setPen(theme.colour("soft"))
            painter.setFont(theme.font(11))
            under = QRectF(left + theme.px(8), self.height() - foot, width - theme.px(8), foot)
            shown = QFontMetrics(theme.font(11)).elidedText(
                names.stage(stage), Qt.TextElideMode.ElideRight, int(under.width())
            )
            painter.drawText(under, _LEFT, shown)
