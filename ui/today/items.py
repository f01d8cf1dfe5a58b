"""One thing to do, as a row that can be walked to with the arrows: what, with whom, why now, and its buttons."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui import theme
from ui.widgets.buttons import button


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done with an item: its name in code, its words, the letter that does it.

    Without a ``button`` it is done by the letter or a double click only.
    """

    name: str
    text: str
    key: str
    button: bool = True


@dataclass(frozen=True, slots=True)
class Item:
    """What a row says. ``key`` finds it again after a refresh; ``strong`` begins the second line in bold."""

    key: Hashable
    title: str
    who: str
    strong: str
    rest: str
    overdue: bool
    deeds: tuple[Deed, ...]

    @property
    def spoken(self) -> str:
        """The row as a screen reader says it."""
        return ", ".join(part for part in (self.title, self.who, self.strong, self.rest) if part)


class ItemRow(QWidget):
    """A row. Emits ``chosen(deed, key)``; ``left`` with -1 or +1 when an arrow asks for the row before or after."""

    chosen = Signal(str, object)
    left = Signal(int)

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, theme.px(9), 0, theme.px(9))
        self._line.setSpacing(theme.px(5))
        self._words = _Words(self)
        self._line.addWidget(self._words, 1)
        self._buttons: list[QWidget] = []
        self.show_item(item)

    def show_item(self, item: Item) -> None:
        """Say something else from now on."""
        self.item = item
        self.setAccessibleName(item.spoken)
        self.setAccessibleDescription(", ".join(f"{deed.key}: {deed.text}" for deed in item.deeds))
        self._words.item = item
        self._words.update()
        for old in self._buttons:
            old.hide()
            old.deleteLater()
        self._buttons = []
        for deed in item.deeds:
            if not deed.button:
                continue
            made = button(deed.text, kind="small", name=f"{deed.text}: {item.title or item.who}")
            made.setToolTip(f"{deed.text} ({deed.key})")
            made.setProperty("deed", deed.name)
            made.clicked.connect(self._pressed)
            self._line.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
            self._buttons.append(made)

    def anchor(self, deed: str) -> QWidget:
        """The button of a deed, to hang a menu on."""
        return next((made for made in self._buttons if made.property("deed") == deed), self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.left.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        if event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            typed = "Return" if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) else event.text().upper()
            for deed in self.item.deeds:
                if typed and typed == deed.key:
                    self.chosen.emit(deed.name, self.item.key)
                    return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.chosen.emit("open", self.item.key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent_ground"))
        inset = theme.px(3)
        painter.drawRoundedRect(self.rect().adjusted(0, inset, 0, -inset), theme.px(6), theme.px(6))

    def _pressed(self) -> None:
        deed = self.sender().property("deed")
        self.chosen.emit(deed, self.item.key)


class _Words(QWidget):
    """The ring and the two lines of a row, painted: as many words as fit, the rest as “…”."""

    def __init__(self, row: ItemRow) -> None:
        super().__init__(row)
        self._row = row
        self.item: Item | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(300), _height(13) + _height(12) + theme.px(2))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.item is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ring(painter)
        first = QRect(theme.px(26), 0, self.width() - theme.px(34), _height(13))
        second = QRect(first.left(), first.bottom() + theme.px(2), first.width(), _height(12))
        title, who = (self.item.title, self.item.who) if self.item.title else (self.item.who, "")
        title = _leaving_room(title, who, first.width())
        _paint_runs(painter, first, ((title, 13, True, "ink"), (f" · {who}" if who else "", 13, False, "ink")))
        strong, tone = self.item.overdue, "red" if self.item.overdue else "soft"
        between = " — " if strong else " · "
        rest = between + self.item.rest if self.item.strong and self.item.rest else self.item.rest
        _paint_runs(painter, second, ((self.item.strong, 12, strong, tone), (rest, 12, False, "soft")))

    def _paint_ring(self, painter: QPainter) -> None:
        size = theme.px(14)
        painter.setPen(theme.colour("accent" if self._row.hasFocus() else "faint"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(1, (self.height() - size) // 2, size, size)


def _height(size: float) -> int:
    return QFontMetrics(theme.font(size)).height()


def _leaving_room(title: str, who: str, width: int) -> str:
    """The title, shortened where the name beside it would otherwise not be seen at all."""
    metrics = QFontMetrics(theme.font(13, theme.BOLD))
    wanted = min(QFontMetrics(theme.font()).horizontalAdvance(f" · {who}"), width * 2 // 5) if who else 0
    return metrics.elidedText(title, Qt.TextElideMode.ElideRight, width - wanted)


def _paint_runs(painter: QPainter, where: QRect, runs: Sequence[tuple[str, float, bool, str]]) -> None:
    """Text in several weights and colours on one line; what has no room ends in “…”."""
    left = where.left()
    for text, size, bold, tone in runs:
        room = where.right() - left
        if not text or room < theme.px(12):
            continue
        font = theme.font(size, theme.BOLD) if bold else theme.font(size)
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(theme.colour(tone))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(QRect(left, where.top(), room, where.height()), flags, shown)
        left += metrics.horizontalAdvance(shown)
