"""Work off the GUI thread, with its results brought back to it.

Three lanes, each started when first needed: readers (two threads) for questions whose answer a view waits for, one
writer that takes writes strictly in turn, and one for long work such as parsing a file or laying out a PDF.

A question is asked in a *slot*, the place its answer goes to. Asking again in the same slot makes the older question
void: it is skipped when it has not begun, and its answer is dropped when it has.

Pass bound methods (or ``functools.partial`` of them) as callbacks: they are held weakly, so a closed dialog is neither
kept alive nor called.
"""

from __future__ import annotations

import sys
import threading
import weakref
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.domain.errors import PartnerbookError

PATIENCE_S = 0.0005
"""How long a thread that wants to run waits for one that calculates. Python's own 5 ms, waited for at each of the
dozens of turns that painting takes, cost the window a frame or more whenever a reader is at work."""

Work = Callable[[], Any]
Then = Callable[[Any], object]
Failed = Callable[[PartnerbookError], object]


class Control:
    """A handle on long work, for both sides: the worker reports and asks whether to go on, the window cancels.

    ``report(done, total)`` may be called from any thread and as often as one likes.
    """

    def __init__(self, on_progress: Callable[[int, int], object] | None = None) -> None:
        self._cancelled = threading.Event()
        self._shown = _Progress()
        self._last = -1
        if on_progress is not None:
            self._shown.moved.connect(on_progress, Qt.ConnectionType.QueuedConnection)

    def report(self, done: int, total: int) -> None:
        """So much of ``total`` is done. Only whole per cents are passed on."""
        percent = done * 100 // total if total else 0
        if percent != self._last:
            self._last = percent
            self._shown.moved.emit(done, total)

    def cancel(self) -> None:
        """Ask the work to stop at its next good place."""
        self._cancelled.set()

    def cancelled(self) -> bool:
        return self._cancelled.is_set()


class _Progress(QObject):
    moved = Signal(object, object)


@dataclass(slots=True)
class _Job:
    work: Work
    then: Then | None
    failed: Failed | None
    slot: Hashable = None
    token: int = 0


@dataclass(slots=True)
class _Outcome:
    job: _Job
    answer: Any = None
    error: BaseException | None = None


class _Lane:
    """Threads that take jobs from one queue, in order."""

    def __init__(self, name: str, threads: int, run: Callable[[_Job], None]) -> None:
        self._name, self._wanted, self._run = name, threads, run
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []

    def put(self, job: _Job) -> None:
        if len(self._threads) < self._wanted:
            thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._threads.append(thread)
            thread.start()
        self._queue.put(job)

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            self._run(job)

    def close(self) -> None:
        """Finish what is queued and end the threads."""
        for _thread in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join()
        self._threads.clear()


class Jobs(QObject):
    """The lanes. Belongs to the GUI thread; every method is called there and every callback runs there."""

    failed = Signal(object)
    """A ``PartnerbookError`` that nobody asked to be told of."""
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(PATIENCE_S)
        self._tokens: dict[Hashable, int] = {}
        self._closing = False
        self._readers = _Lane("reader", 2, self._run)
        self._writer = _Lane("writer", 1, self._run)
        self._long = _Lane("long", 1, self._run)
        self._ended.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def ask(self, slot: Hashable, work: Work, then: Then, failed: Failed | None = None) -> None:
        """Run ``work`` on a reader; ``then(answer)`` unless the slot was asked again meanwhile."""
        self._readers.put(_Job(work, _weak(then), _weak(failed), slot, self._new_token(slot)))

    def write(self, work: Work, then: Then | None = None, failed: Failed | None = None) -> None:
        """Run ``work`` after all writes asked for before it."""
        self._writer.put(_Job(work, _weak(then), _weak(failed)))

    def long(self, slot: Hashable, work: Work, then: Then, failed: Failed | None = None) -> None:
        """Run long ``work`` beside everything else. A ``Control`` lets it report and be cancelled."""
        self._long.put(_Job(work, _weak(then), _weak(failed), slot, self._new_token(slot)))

    def forget(self, slot: Hashable) -> None:
        """Make the question under way in ``slot`` void."""
        self._new_token(slot)

    def close(self) -> None:
        """Wait for every write; questions not begun are dropped, and no callback runs any more."""
        self._closing = True
        self._writer.close()
        self._readers.close()
        self._long.close()

    def _new_token(self, slot: Hashable) -> int:
        self._tokens[slot] = token = self._tokens.get(slot, 0) + 1
        return token

    def _is_void(self, job: _Job) -> bool:
        return job.token != 0 and (self._closing or self._tokens.get(job.slot) != job.token)

    def _run(self, job: _Job) -> None:
        if self._is_void(job):
            return
        outcome = _Outcome(job)
        try:
            outcome.answer = job.work()
        except BaseException as error:
            outcome.error = error
        if shiboken6.isValid(self):
            self._ended.emit(outcome)

    @Slot(object)
    def _deliver(self, outcome: _Outcome) -> None:
        job, error = outcome.job, outcome.error
        if self._closing or self._is_void(job):
            return
        if error is None:
            if job.then is not None:
                job.then(outcome.answer)
        elif not isinstance(error, PartnerbookError):
            sys.excepthook(type(error), error, error.__traceback__)
        elif job.failed is not None:
            job.failed(error)
        else:
            self.failed.emit(error)


def _weak(callback: Callable[[Any], object] | None) -> Callable[[Any], object] | None:
    """The callback, calling nothing any more once the object it is bound to has gone."""
    if callback is None:
        return None
    inner, before = (callback.func, callback.args) if isinstance(callback, partial) else (callback, ())
    receiver = getattr(inner, "__self__", None)
    if not isinstance(receiver, QObject) or not hasattr(inner, "__func__"):
        return callback
    return partial(_call, weakref.WeakMethod(inner), before)


def _call(reference: weakref.WeakMethod[Any], before: tuple[Any, ...], answer: Any) -> None:
    method = reference()
    if method is not None and shiboken6.isValid(method.__self__):
        method(*before, answer)
