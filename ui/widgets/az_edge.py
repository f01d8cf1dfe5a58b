"""The A–Z edge beside a list: shows where one is, and goes where one presses."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.i18n import _
from ui import theme
from ui.widgets.paint import focus_frame, rounded


class AZEdge(QWidget):
    """The letters down the edge. Those without anything under them are faint; pressing one goes to the next."""

    jumped = Signal(str)
    """A letter to go to; it always has something under it."""

    def __init__(self, letters: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letters = tuple(letters)
        self._present: frozenset[str] = frozenset()
        self._current = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(_("Letters"))

    def set_present(self, letters: Collection[str]) -> None:
        """The letters that have something under them."""
        self._present = frozenset(letters)
        self.update()

    def set_current(self, letter: str) -> None:
        """The letter under which the list stands."""
        if letter != self._current:
            self._current = letter
            self.setAccessibleDescription(_("The list stands at {letter}.").format(letter=letter))
            self.update()

    def current(self) -> str:
        return self._current

    def sizeHint(self) -> QSize:
        return QSize(theme.px(22), theme.px(27 * 14))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(22), 27 * 8)

    def letter_at(self, position: QPoint) -> str:
        """The letter drawn at a point of the edge."""
        row = int(position.y()) * len(self.letters) // max(self.height(), 1)
        return self.letters[max(0, min(row, len(self.letters) - 1))]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._jump(self._nearest(self.letters.index(self.letter_at(event.position().toPoint())), 1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        letter = self._nearest(self.letters.index(self.letter_at(event.position().toPoint())), 1)
        if letter != self._current:
            self._jump(letter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.letters.index(self._current) if self._current in self.letters else -1
        typed = event.text().upper()
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Right):
            self._jump(self._nearest(here + 1, 1))
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Left):
            self._jump(self._nearest(here - 1, -1))
        elif typed and typed in self.letters:
            self._jump(self._nearest(self.letters.index(typed), 1))
        else:
            super().keyPressEvent(event)

    def _nearest(self, row: int, step: int) -> str:
        """The first letter from ``row`` on in the direction of ``step`` that has something, else the last before."""
        rows = range(row, len(self.letters)) if step > 0 else range(row, -1, -1)
        found = [self.letters[place] for place in (*rows, *range(row, -1, -1)) if 0 <= place < len(self.letters)]
        return next((letter for letter in found if letter in self._present), "")

    def _jump(self, letter: str) -> None:
        if letter:
            self.set_current(letter)
            self.jumped.emit(letter)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("panel"))
        painter.fillRect(0, 0, 1, self.height(), theme.colour("line"))
        cell = self.height() / len(self.letters)
        size = min(10.0, cell / theme.px(1) * 0.7)
        for row, letter in enumerate(self.letters):
            box = QRectF(1, row * cell, self.width() - 1, cell)
            current = letter == self._current
            if current:
                side = min(float(theme.px(15)), cell)
                mark = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
                rounded(painter, mark, "accent", "", theme.px(4))
            painter.setFont(theme.font(size, theme.BOLD if current else theme.NORMAL))
            here = "soft" if letter in self._present else "faint"
            painter.setPen(theme.colour("on_accent" if current else here))
            if not current and letter not in self._present:
                painter.setOpacity(0.55)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
            painter.setOpacity(1)
        if self.hasFocus():
            focus_frame(painter, QRectF(self.rect()), theme.px(3))
