"""The Rolodex: a card on a stack, with the letter it is filed under on a tab. Flipping is a short motion."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QRect, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.widgets.paint import focus_frame, rounded

FLIP_MS = 150
_WHEEL_STEP = 120


class CardStack(QWidget):
    """Holds the card in front, ``card``, and draws the stack behind it.

    Left/Right, Page Up/Down and the wheel emit ``flip`` (−1 or 1). Whoever answers calls ``turn`` before changing what
    the card shows: the old face is then seen turning away over the new one.
    """

    flip = Signal(int)

    def __init__(self, card: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card = card
        self.motion = True
        """Whether the user wants the flip to be seen; the system's wish for stillness counts as well."""
        self._tab, self._depth, self._wheel = "", 2, 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(18), self._top() + theme.px(16), theme.px(18), theme.px(14))
        layout.addWidget(card)
        self._leaf = _Leaf(self)

    def set_tab(self, letter: str) -> None:
        """The letter the card is filed under."""
        self._tab = letter
        self.update()

    def set_depth(self, more: int) -> None:
        """How many cards there are beside the one in front; two at most are drawn behind it."""
        self._depth = min(more, 2)
        self.update()

    def turn(self, step: int) -> None:
        """Let the card as it is now turn away, forward for 1 and backward for −1."""
        if self.motion and self.isVisible() and not theme.reduced_motion() and not self._leaf.is_turning():
            self._leaf.turn(self.grab(self._box().toRect()), self._box().toRect(), step)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_PageDown):
            self.flip.emit(1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_PageUp):
            self.flip.emit(-1)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._wheel += event.angleDelta().y()
        while abs(self._wheel) >= _WHEEL_STEP:
            step = 1 if self._wheel < 0 else -1
            self._wheel += step * _WHEEL_STEP
            self.flip.emit(step)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leaf.stop()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(726), super().sizeHint().height())

    @staticmethod
    def _top() -> int:
        return theme.px(20)

    def _box(self) -> QRectF:
        return QRectF(self.rect()).adjusted(0.5, self._top() + 0.5, -0.5, -0.5)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, radius = self._box(), theme.px(10)
        for behind in range(self._depth, 0, -1):
            inset, lift = theme.px(9 * behind + 1), theme.px(8 * behind - (1 if behind > 1 else 0))
            sheet = QRectF(box.x() + inset, box.y() - lift, box.width() - 2 * inset, theme.px(40))
            rounded(painter, sheet, "panel", "line", radius)
        if self._tab:
            self._paint_tab(painter, box)
        rounded(painter, box, "card", "line", radius)
        if self.hasFocus():
            focus_frame(painter, box, radius)

    def _paint_tab(self, painter: QPainter, box: QRectF) -> None:
        tab = QRectF(box.right() - theme.px(78), box.y() - theme.px(19), theme.px(44), theme.px(30))
        rounded(painter, tab, "card", "line", theme.px(6))
        painter.setFont(theme.font(13, theme.BOLD))
        painter.setPen(theme.colour("accent"))
        painter.drawText(tab.adjusted(0, 0, 0, -theme.px(8)), Qt.AlignmentFlag.AlignCenter, self._tab)


class _Leaf(QWidget):
    """The old face of the card while it turns away."""

    def __init__(self, stack: QWidget) -> None:
        super().__init__(stack)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self._face = QPixmap()
        self._step = 1
        self._motion = QVariantAnimation(self)
        self._motion.setDuration(FLIP_MS)
        self._motion.setStartValue(0.0)
        self._motion.setEndValue(1.0)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.valueChanged.connect(self.update)
        self._motion.finished.connect(self.stop)

    def is_turning(self) -> bool:
        return self._motion.state() is QVariantAnimation.State.Running

    def turn(self, face: QPixmap, box: QRect, step: int) -> None:
        self._face, self._step = face, step
        self.setGeometry(box)
        self.raise_()
        self.show()
        self._motion.start()

    def stop(self) -> None:
        self._motion.stop()
        self._face = QPixmap()
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Forward, the leaf falls towards the reader over its lower edge; backward it rises over its upper edge."""
        done = float(self._motion.currentValue() or 0.0)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setOpacity(1 - done)
        hinge = self.height() if self._step > 0 else 0
        lean = QTransform().translate(self.width() / 2, hinge).scale(1 + 0.03 * done, 1 - 0.9 * done)
        painter.setTransform(lean.translate(-self.width() / 2, -hinge), True)
        painter.drawPixmap(0, 0, self._face)
