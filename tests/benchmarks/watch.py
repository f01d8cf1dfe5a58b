"""How long the GUI thread does not come back to its event loop: a timer that is meant to tick every millisecond.

It stands beside what is measured instead of inside it: whatever would note each event in Python would itself wait for
the interpreter whenever a reader is at work, and so measure itself.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer


@dataclass(frozen=True, slots=True)
class Slice:
    """Milliseconds in which the loop did not turn: by the clock, and of them those that the thread itself worked."""

    length: float
    worked: float


class Watch(QObject):
    """Ticks while it lives; ``take`` tells the slices since it was last asked."""

    def __init__(self, every_ms: int = 1) -> None:
        super().__init__()
        self._every = every_ms
        self._slices: list[Slice] = []
        self._last, self._worked = time.perf_counter(), time.thread_time()
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self._tick)
        timer.start(every_ms)

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        late = (now - self._last) * 1000 - self._every
        if late > 0:
            self._slices.append(Slice(late, min(late, (worked - self._worked) * 1000)))
        self._last, self._worked = now, worked

    def take(self) -> list[Slice]:
        """The slices since last asked, the one that goes on now included."""
        self._tick()
        taken, self._slices = self._slices, []
        return taken
