"""Garbage is collected on the GUI thread only.

Python collects on whatever thread happens to make the next object. A widget that only a reference cycle still holds
would then be destroyed on a worker thread, behind Qt's back, and the program would die some time later.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MS = 1000
BULK = 50_000
"""More new objects than the window itself makes between two looks; looking at so many takes about a frame."""


class Collector(QObject):
    """Takes collecting over from Python while it lives; belongs to the GUI thread.

    Nothing is collected until ``begin``: what is loaded at the start is not garbage, and going through it is a hitch.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)

    def begin(self) -> None:
        """Collect from now on. What there is at the first call stays, and is not looked through again."""
        if not self._timer.isActive():
            gc.freeze()
            self._timer.start(EVERY_MS)

    def stir(self) -> None:
        """What was left alone may have become garbage: the window that it was for goes."""
        gc.unfreeze()

    @Slot()
    def collect(self) -> None:
        """Collect the youngest generations that Python itself would collect now.

        What a worker reads in bulk (the records of a file) is no garbage and dies without a collection: looking at it
        would only hold the window up.
        """
        if gc.get_count()[0] > BULK:
            gc.freeze()
            return
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (count, most) in enumerate(counts) if count > most]
        if due:
            gc.collect(due[-1])
