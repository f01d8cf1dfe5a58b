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


def in_steps(widget: QWidget, steps: Iterator[object], then: Callable[[], object]) -> None:
    """Run ``steps`` to their end, one each turn of the event loop, then ``then``; as long as ``widget`` lives."""
    _Steps(widget, steps, then)


class _Steps(QObject):
    def __init__(self, widget: QWidget, steps: Iterator[object], then: Callable[[], object]) -> None:
        super().__init__(widget)
        self._steps, self._then = steps, then
        self._go_on()

    def _go_on(self) -> None:
        for _step in self._steps:
            QTimer.singleShot(0, self, self._go_on)
            return
        self._then()
        self.deleteLater()
