"""The desk: the one door between the window and the data.

Questions (``ask``, ``ask_fast``, ``now``) run queries, ``do`` runs a named write, ``work`` runs anything long. Answers
come back on the GUI thread; ``changed`` tells every view what a write touched. See ``ui.jobs`` for slots and callbacks.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal, Slot

from ui.jobs import Failed, Jobs, Then


class Book(Protocol):
    """What the desk needs of an open book; ``app.persistence.store.Store`` is one."""

    path: Path
    listeners: list[Callable[[Any], None]]

    @property
    def writable(self) -> bool: ...
    @property
    def files(self) -> Any: ...
    def driver(self) -> Any: ...
    def prepare(self) -> None: ...
    def prepare_reader(self) -> None: ...
    def read(self) -> AbstractContextManager[Any]: ...
    def write(self, label: str, **parameters: Any) -> AbstractContextManager[Any]: ...
    def close(self) -> None: ...


class Desk(QObject):
    """Belongs to the GUI thread. Pages, dialogs and tables hold it and nothing nearer to the data."""

    changed = Signal(object)
    """After each commit: what it touched (``tables``, ``rows``, ``partners``, ``label``)."""
    saved = Signal()
    """After each commit."""
    undo_changed = Signal(object, object)
    """The write that undo would take back and the one that redo would bring again; ``None`` where there is none."""
    turnable = Signal(str)
    """``undo`` or ``redo`` becomes possible with what was just begun; asked for before it is written, it waits."""
    undone = Signal(object)
    redone = Signal(object)
    """The write that was just undone or redone, with its ``label`` and ``parameters``."""
    failed = Signal(object)
    """A ``PartnerbookError`` whose asker passed no ``failed`` of its own: shown as a calm message."""
    _committed = Signal(object)

    def __init__(self, book: Book, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._book = book
        self._jobs = Jobs(self)
        self._jobs.failed.connect(self.failed)
        self._committed.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        book.listeners.append(self._committed.emit)

    @property
    def path(self) -> Path:
        """The file of the book."""
        return self._book.path

    @property
    def writable(self) -> bool:
        return self._book.writable

    @property
    def files(self) -> Any:
        """The files kept beside the book, for ``work``: they are never read or written on the GUI thread."""
        return self._book.files

    def now(self, query: Callable[..., Any], *args: Any) -> Any:
        """``query(connection, *args)`` here and now: for the few reads that answer well within a frame."""
        return query(self._book.driver(), *args)

    def ask_fast(
        self, slot: Hashable, query: Callable[..., Any], *args: Any, then: Then, failed: Failed | None = None
    ) -> None:
        """``query(connection, *args)`` on a reader, on the driver alone: for lists and search as one types."""
        self._jobs.ask(slot, partial(self.now, query, *args), then, failed)

    def ask(
        self, slot: Hashable, query: Callable[..., Any], *args: Any, then: Then, failed: Failed | None = None
    ) -> None:
        """``query(session, *args)`` on a reader; ``then(answer)`` unless ``slot`` was asked again meanwhile."""
        self._jobs.ask(slot, partial(self._read, query, *args), then, failed)

    def do(
        self,
        label: str,
        operation: Callable[..., Any],
        *args: Any,
        then: Then | None = None,
        failed: Failed | None = None,
        **label_parameters: Any,
    ) -> None:
        """Run the write ``operation(session, *args)`` under the name ``label``, in turn with all others.

        ``label`` is the English template by which it can be undone (“Log call with {partner}”), filled from
        ``label_parameters``. ``then(result)`` comes after ``changed``, when it is on the disk.
        """
        self._jobs.write(partial(self._write, label, label_parameters, operation, args), then, failed)
        self._make_turnable("undo")

    def work(self, slot: Hashable, function: Callable[[], Any], then: Then, failed: Failed | None = None) -> None:
        """Run something long that is no write (read a file, lay out a PDF) beside everything else."""
        self._jobs.long(slot, function, then, failed)

    def maintain(self, function: Callable[[Any], Any], then: Then | None = None, failed: Failed | None = None) -> None:
        """``function(store)`` in turn with the writes: for backup and other work on the book itself."""
        self._jobs.write(partial(function, self._book), then, failed)

    def forget(self, slot: Hashable) -> None:
        """Make the question under way in ``slot`` void."""
        self._jobs.forget(slot)

    def prepare(self, then: Then | None = None) -> None:
        """Load on a reader what sessions need."""
        self._jobs.ask(("desk", "prepare"), self._book.prepare_reader, then or _nothing)

    def settle(self) -> None:
        """Ask what can be undone; and read the whole file, which every write waits for to be found whole."""
        self._ask_undo()
        self._jobs.write(self._book.prepare)

    def undo(self) -> None:
        """Take back the latest write."""
        self._jobs.write(partial(_turn, "undo", self._book), self._after_undo)
        self._make_turnable("redo")

    def redo(self) -> None:
        """Bring again the write that was undone last."""
        self._jobs.write(partial(_turn, "redo", self._book), self._after_redo)
        self._make_turnable("undo")

    def close(self) -> None:
        """Wait for the writes and let the book go."""
        self._jobs.close()
        if self._committed.emit in self._book.listeners:
            self._book.listeners.remove(self._committed.emit)
        self._book.close()

    def _read(self, query: Callable[..., Any], *args: Any) -> Any:
        with self._book.read() as session:
            return query(session, *args)

    def _write(
        self, label: str, parameters: dict[str, Any], operation: Callable[..., Any], args: tuple[Any, ...]
    ) -> Any:
        with self._book.write(label, **parameters) as session:
            return operation(session, *args)

    @Slot(object)
    def _tell(self, touched: Any) -> None:
        self.changed.emit(touched)
        self.saved.emit()
        self._ask_undo()

    def _make_turnable(self, which: str) -> None:
        """Let ``which`` be asked for at once; what is possible in the end is told when it is written, or was not."""
        self.turnable.emit(which)
        self._jobs.write(_idle, self._ask_undo)

    def _ask_undo(self, _answer: object = None) -> None:
        self._jobs.ask(("desk", "undo"), partial(self._read, _next_turns), self._tell_undo)

    def _tell_undo(self, turns: tuple[Any, Any]) -> None:
        self.undo_changed.emit(*turns)

    def _after_undo(self, step: Any) -> None:
        if step is not None:
            self.undone.emit(step)

    def _after_redo(self, step: Any) -> None:
        if step is not None:
            self.redone.emit(step)


def _nothing(_answer: Any) -> None:
    """For who does not want to be told."""


def _idle() -> None:
    """Takes a turn among the writes and does nothing: those before it are done then."""


def _turn(which: str, book: Book) -> Any:
    from app.operations import history

    return getattr(history, which)(book)


def _next_turns(session: Any) -> tuple[Any, Any]:
    from app.queries import history

    return history.next_undo(session), history.next_redo(session)
