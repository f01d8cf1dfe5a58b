"""Telling how far a reading is, and stopping it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from app.domain.errors import UserError
from app.i18n import _

Progress = Callable[[int, int], None]
"""Hears how many bytes are done, and how many there are."""

_EVERY: Final = 256


class Watch:
    """Reports the place reached in a file to ``progress``, and raises when ``cancelled`` says so."""

    def __init__(self, path: Path, progress: Progress | None, cancelled: Callable[[], bool] | None) -> None:
        self._path = path
        self._progress = progress
        self._cancelled = cancelled
        self._file: BinaryIO | None = None
        self._size = 0

    def follow(self, file: BinaryIO) -> None:
        """Take the place from the position of ``file``."""
        self._file = file
        self._size = self._path.stat().st_size

    def step(self, count: int) -> None:
        """Called after each record with the number read so far; does something after every few hundred."""
        if count % _EVERY:
            return
        if self._cancelled and self._cancelled():
            raise UserError("cancelled", _("The reading was stopped; nothing was changed."))
        if self._progress and self._file:
            self._progress(min(self._file.tell(), self._size), self._size)

    def done(self) -> None:
        """The whole file is read."""
        if self._progress:
            self._progress(self._size, self._size)


@contextmanager
def many_records() -> Iterator[None]:
    """Builds many long-lived records without the cyclic collector walking all of them again and again.

    Drafts hold no cycles, so nothing waits for it meanwhile; walking them costs a third of the time of a large import.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
