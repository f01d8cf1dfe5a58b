"""The store: the only place that opens a book and the only one that commits.

Reads see a snapshot and never wait for a write (WAL); there is one writing connection, one write at a time, each under
a name. ORM objects never leave a session.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from app import clock
from app.domain.errors import StorageError
from app.persistence import driver
from app.persistence.lock import BookLock

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from app.persistence.files import Files
    from app.persistence.journal import Touched


class Store:
    """An open book. ``Store.open`` makes one; ``close`` lets the file go.

    Opening loads no SQLAlchemy: ``driver()`` reads at once, and the engines are made by ``prepare`` (or the first
    session), so that a window can paint its list first.
    """

    def __init__(self, path: Path, lock: BookLock | None) -> None:
        self.path = path
        self.listeners: list[Callable[[Touched], None]] = []
        """Told after each commit, on the thread that wrote, what it touched."""
        self._lock = lock
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self._guard = threading.RLock()
        self._loading = threading.Lock()
        self._writing = threading.Lock()
        self._reader: Engine | None = None
        self._writer: Engine | None = None

    @classmethod
    def open(cls, path: Path, *, holder: str = "Partnerbook", write: bool = True, create: bool = False) -> Store:
        """Open the book at ``path``; with ``write``, as its one writer, upgrading an older schema after a backup.

        ``create`` makes a new book where there is none. Raises ``StorageError``, the file left as it is, when it is
        damaged, newer, not a book, or held by another writer (who is named).
        """
        # A link or a relative name must lead to the same lock, log and backups, whatever becomes of where we stand.
        path = Path(os.path.realpath(path))
        if not _is_there(path):
            if not create:
                raise StorageError("book_missing", "There is no book at “{path}”.", path=str(path))
            _make_folder(path.parent)
        lock = BookLock(path, holder, clock.now().astimezone().strftime("%H:%M")) if write else None
        try:
            if not path.exists():
                from app.persistence.upgrade import create_book

                create_book(path)
            driver.inspect_header(path)
            store = cls(path, lock)
            store._check_schema(write)
        except BaseException:
            if lock:
                lock.release()
            raise
        return store

    def _check_schema(self, write: bool) -> None:
        with contextlib.closing(_opened(self.path)) as connection:
            schema = driver.schema_of(connection, self.path)
        if schema < driver.SCHEMA:
            if not write:
                raise StorageError(
                    "book_older", "“{name}” must first be upgraded: open it in the window once.", name=self.path.name
                )
            from app.persistence.upgrade import upgrade_book

            upgrade_book(self.path, schema)

    @property
    def writable(self) -> bool:
        return self._lock is not None

    @property
    def files(self) -> Files:
        """The files of the partners, in a folder beside the book."""
        from app.persistence.files import Files, beside

        return Files(beside(self.path))

    def driver(self) -> sqlite3.Connection:
        """This thread's read-only connection, for the reads that must answer within a frame."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = _opened(self.path)
            with self._guard:
                self._readers.append(connection)
        return connection

    def verify(self) -> None:
        """Read every page of the file once; raises ``StorageError`` when one is damaged."""
        driver.quick_check(self.driver(), self.path)

    def prepare(self) -> None:
        """Make the first write possible.

        Every page of the file is read before: a damaged one is refused as it is.
        """
        self.prepare_reader()
        from app.persistence import engine

        with self._writing:
            if self._writer is None and self._lock is not None:
                self.verify()
                try:
                    self._writer = engine.writing(self.path)
                except sqlite3.DatabaseError as error:
                    raise engine.translated(error, self.path) from error

    def prepare_reader(self) -> None:
        """Load SQLAlchemy and what sessions need to read: some 400 ms once, meant for a thread beside the window.

        It does not wait until the file has been verified for the first write. One thread loads while others wait: two
        that load together take half as long again.
        """
        with self._loading:
            from app.persistence import engine, tables  # noqa: F401 sessions need the tables mapped

            if self._reader is None:
                self._reader = engine.reading(self.path)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session on a snapshot of the book that cannot write."""
        self.prepare_reader()
        from sqlalchemy.orm import Session

        from app.persistence import engine

        with engine.translating(self.path), Session(self._reader) as session:
            yield session

    @contextmanager
    def write(self, label: str, **parameters: Any) -> Iterator[Session]:
        """One named write: all of it is on the disk when the block ends, or nothing of it.

        ``label`` is a template for the person who will undo it (“Log call with {partner}”). Waits its turn when
        another write is under way.
        """
        self.prepare()
        if self._writer is None:
            raise StorageError("book_read_only", "“{name}” is open for reading only.", name=self.path.name)
        from sqlalchemy.orm import Session

        from app.persistence import derived, engine, journal

        with (
            self._writing,
            engine.translating(self.path),
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            change_set = journal.open_set(session, label, parameters, clock.now())
            yield session
            session.flush()
            touched = journal.close_set(session, change_set)
            derived.refresh(session, touched)
        if touched.tables:
            for listener in self.listeners:
                listener(touched)

    @contextmanager
    def maintenance(self) -> Iterator[sqlite3.Connection]:
        """The writing connection itself while no write runs: for backup and check."""
        self.prepare()
        if self._writer is None:
            yield self.driver()
            return
        with self._writing:
            raw = self._writer.raw_connection()
            try:
                yield cast("sqlite3.Connection", raw.driver_connection)
            finally:
                raw.close()

    def close(self) -> None:
        """Let the file go. What was acknowledged is on the disk already."""
        with self._writing, self._guard:
            for reader in self._readers:
                reader.close()
            self._readers.clear()
            self._local = threading.local()
            if self._reader is not None:
                self._reader.dispose()
            if self._writer is not None:
                self._writer.dispose()
            self._reader = self._writer = None
            if self._lock is not None:
                self._lock.release()
                self._lock = None


def _opened(path: Path) -> sqlite3.Connection:
    try:
        return driver.connect_reader(path)
    except sqlite3.Error as error:
        raise StorageError(
            "book_unreadable", "“{name}” cannot be read: {reason}.", name=path.name, reason=str(error)
        ) from error


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that cannot be
        return False


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StorageError(
            "folder_unwritable",
            "The folder “{folder}” cannot be made: {reason}.",
            folder=str(folder),
            reason=error.strerror or str(error),
        ) from error


def default_path() -> Path:
    """Where the book is when nobody says otherwise: ``PARTNERBOOK_FILE``, or the per-user data folder."""
    given = os.environ.get("PARTNERBOOK_FILE")
    if given:
        return Path(given)
    from platformdirs import user_data_path

    return user_data_path("Partnerbook", appauthor=False) / "book.partnerbook"
