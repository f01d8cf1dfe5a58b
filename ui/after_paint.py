"""Waiting for the first picture: what is not in it is made afterwards, in steps between which the window answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


def after_paint(widget: QWidget, call: Callable[[], object]) -> None:
    """Call once, when ``widget`` has been painted for the first time and the picture has been handed over."""
    _AfterPaint(widget, call)


class _AfterPaint(QObject):
    def __init__(self, widget: QWidget, call: Callable[[], object]) -> None:
        super().__init__(widget)
        self._widget, self._call = widget, call
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self, self._go)
        return False

    def _go(self) -> None:
        self._call()
        self.deleteLater()


def in_steps(widget: QWidget, steps: Iterator[object], then: Callable[[], object] | None = None) -> None:
    """Run ``steps`` to their end, one each turn of the event loop, then ``then``; as long as ``widget`` lives."""
    _Steps(widget, steps, then)


class _Steps(QObject):
    def __init__(self, widget: QWidget, steps: Iterator[object], then: Callable[[], object] | None) -> None:
        super().__init__(widget)
        self._steps, self._then = steps, then
        # A timer, not a posted event: those are all taken before the window is painted or hears of a key.
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)
        self._timer.start(0)

    def _go_on(self) -> None:
        for _step in self._steps:
            return
        self._timer.stop()
        if self._then is not None:
            self._then()
        self.deleteLater()
