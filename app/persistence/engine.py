"""SQLAlchemy's engines over a book, with transactions begun by us, and its errors in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool, StaticPool

from app.domain.errors import StorageError
from app.persistence import driver, journal
from app.persistence.searchable import national, searchable


def reading(path: Path) -> Engine:
    """An engine whose connections cannot write; each session sees one snapshot."""
    engine = create_engine("sqlite://", creator=lambda: driver.connect_reader(path), poolclass=QueuePool, pool_size=4)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def writing(path: Path) -> Engine:
    """The engine over the one writing connection. BEGIN IMMEDIATE: the file is ours from the first statement."""
    connection = driver.connect_writer(path)
    connection.create_function("searchable", 1, searchable, deterministic=True)
    connection.create_function("national", 2, national, deterministic=True)
    journal.install(connection.execute)
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


_DAMAGED = "“{name}” is damaged. It was left as it is: restore a backup with “restore”, or open another book."

_SENTENCES: tuple[tuple[str, str, str], ...] = (
    ("disk is full", "disk_full", "The disk is full: nothing was changed in “{name}”. Make room and try again."),
    ("readonly", "book_unwritable", "“{name}” cannot be written: it, or its folder, is read-only."),
    ("disk I/O error", "disk_error", "The disk failed while using “{name}”: nothing was changed."),
    ("locked", "book_in_use", "“{name}” is being written by another program: nothing was changed. Try again."),
    ("malformed", "book_damaged", _DAMAGED),
    ("Could not decode", "book_damaged", _DAMAGED),
    ("not a database", "book_foreign", "“{name}” is not a Partnerbook book. It was left as it is."),
    ("unable to open", "book_unreadable", "“{name}” cannot be opened any more: was it moved or renamed?"),
)


def translated(error: BaseException, path: Path) -> BaseException:
    """The ``StorageError`` for a trouble with the file or the disk; the error itself for anything else."""
    message = str(error)
    for sign, code, sentence in _SENTENCES:
        if sign in message:
            return StorageError(code, sentence, name=path.name)
    return error


@contextmanager
def translating(path: Path) -> Iterator[None]:
    """Turn troubles with the file or the disk into sentences."""
    try:
        yield
    except (DBAPIError, sqlite3.DatabaseError) as error:
        original: Any = error.orig if isinstance(error, DBAPIError) else error
        better = translated(original, path)
        if better is original:
            raise
        raise better from error
