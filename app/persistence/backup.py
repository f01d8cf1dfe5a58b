"""Copies of a book: made while it is in use, verified before they are called a backup, and the way back from one.

The files of partners belong to a copy. Those of the book's own backups are kept once for all of them, in the folder
``files`` among them; those of a copy made elsewhere lie beside it as they do beside a book, so that it is one.
"""

from __future__ import annotations

import contextlib
import glob
import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from app import clock
from app.domain.attachments import DIGEST
from app.domain.errors import StorageError
from app.persistence import driver
from app.persistence.files import Files, State, beside
from app.persistence.lock import BookLock
from app.persistence.settling import settle, settle_folder

SHARED: Final = "files"
"""The folder among a book's own backups in which their files lie."""
KEPT: Final = 14
"""Automatic backups of one book that are kept; older ones make room."""


def folder_of(book: Path) -> Path:
    """Where a book's automatic backups lie: beside the book itself, even when it is named by a link."""
    book = Path(os.path.realpath(book))
    return book.with_name(f"{book.stem} backups")


def name_for(book: Path, why: str, at: datetime | None = None) -> str:
    """The file name of a backup: book, moment and reason."""
    moment = (at or clock.now()).strftime("%Y-%m-%d %H%M%S")
    return f"{book.stem} {moment} {why}{book.suffix}"


def make(book: Path, target: Path, *, overwrite: bool = False) -> Path:
    """Copy ``book`` as it stands to ``target``, verified, with its files; it appears whole or not at all.

    A file that is missing or was altered beside the book keeps nobody from having a backup; ``check`` names it.
    Raises ``StorageError`` when the target exists (without ``overwrite``), cannot be written, or the copy is not sound.
    """
    shared = target.parent / SHARED if Path(os.path.realpath(target.parent)) == folder_of(book) else beside(target)
    return _make(book, target, overwrite, partial(_bring_along, Files(beside(book)), Files(shared)))


def _make(book: Path, target: Path, overwrite: bool, bring: Callable[[Path], None]) -> Path:
    """Copy the book; ``bring`` sees to the files that the copy names, before it takes its name."""
    copying = target.with_name(f".{target.name}.part")
    try:
        _refuse_target(book, target, overwrite)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        copying.unlink(missing_ok=True)
        copying.touch(mode=0o600)
        _copy(book, copying)
        settle(copying)
        bring(copying)
        copying.replace(target)
        settle_folder(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(
            "backup_failed", "No backup was made at “{path}”: {reason}.", path=str(target), reason=_reason(error)
        ) from error
    finally:
        with contextlib.suppress(OSError):
            copying.unlink(missing_ok=True)
    return target


def _bring_along(files: Files, kept: Files, copy: Path) -> None:
    """Keep the files that a copy names too; those kept for an earlier one are there."""
    for digest, size in _named_in(copy):
        if not kept.has(digest, size):
            kept.bring(files, digest)


def _bring_back(backup: Path, files: Files, copy: Path) -> None:
    """Bring the files that a copy names back beside the book, where they are missing or altered there."""
    places = _places_of(backup)
    for digest, _size in _named_in(copy):
        if files.verify(digest) is not State.WHOLE:
            any(files.bring(place, digest) is State.WHOLE for place in places)


def _places_of(backup: Path) -> tuple[Files, Files]:
    return Files(beside(backup)), Files(backup.parent / SHARED)


def lacking(backup: Path) -> int:
    """How many of the files that a backup names are not kept with it: they were missing or altered beside the book."""
    places = _places_of(backup)
    return sum(not any(place.has(digest, size) for place in places) for digest, size in _named_in(backup))


def _named_in(copy: Path) -> list[tuple[str, int]]:
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        has_table = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'attachment'"
        if connection.execute(has_table).fetchone() is None:  # of an earlier program
            return []
        named = connection.execute("SELECT digest, max(size) FROM attachment GROUP BY digest ORDER BY digest")
        return [(digest, size) for digest, size in named if DIGEST.fullmatch(digest)]


def _refuse_target(book: Path, target: Path, overwrite: bool) -> None:
    if not target.exists():
        return
    if not overwrite:
        raise StorageError("target_exists", "“{path}” is there already.", path=str(target))
    if target.samefile(book):
        raise StorageError("backup_onto_itself", "A book cannot be backed up onto itself.")


def _reason(error: OSError | sqlite3.Error) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _copy(book: Path, target: Path) -> None:
    with (
        contextlib.closing(driver.connect_reader(book)) as source,
        contextlib.closing(sqlite3.connect(target, isolation_level=None)) as copy,
    ):
        driver.schema_of(source, book)
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        driver.quick_check(copy, book)


def restore(backup: Path, book: Path, holder: str) -> Path | None:
    """Put ``backup`` in the place of ``book``, keeping what it replaces; returns where that is kept.

    The backup is checked first; nothing is touched when it is damaged, newer or no book, or when the book is in use.
    At every moment there is a whole book in the place: the old one or the new one. Files that are missing beside the
    book are brought back with it; none is ever taken away.
    """
    _verify(backup)
    book = Path(os.path.realpath(book))
    if book.exists() and book.samefile(backup):
        raise StorageError("restore_onto_itself", "This file is the book itself, not a backup of it.")
    incoming = book.with_name(f".{book.name}.incoming")
    try:
        book.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = BookLock(book, holder, clock.now().astimezone().strftime("%H:%M"))
        try:
            _make(backup, incoming, True, partial(_bring_back, backup, Files(beside(book))))
            kept = _keep(book)
            incoming.replace(book)
            settle_folder(book.parent)
        finally:
            incoming.unlink(missing_ok=True)
            lock.release()
    except OSError as error:
        raise StorageError(
            "restore_failed", "“{path}” was not restored: {reason}.", path=str(book), reason=_reason(error)
        ) from error
    return kept


def _verify(backup: Path) -> None:
    driver.inspect_header(backup)
    try:
        with contextlib.closing(driver.connect_reader(backup)) as connection:
            driver.schema_of(connection, backup)
            driver.quick_check(connection, backup)
    except sqlite3.Error as error:
        raise StorageError(
            "backup_unreadable", "“{name}” cannot be read: {reason}.", name=backup.name, reason=str(error)
        ) from error


def _keep(book: Path) -> Path | None:
    """Keep a book that is about to be replaced, with what its log still holds, among its backups."""
    if not book.exists():
        return None
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(book)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = _unused(folder_of(book) / name_for(book, "replaced"))
    kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    log = book.with_name(f"{book.name}-wal")
    if log.exists() and log.stat().st_size:  # could not be folded in: the book is damaged, or is being read
        shutil.copy2(log, kept.with_name(f"{kept.name}-wal"))
    try:
        os.link(book, kept)
    except OSError:  # a file system without hard links, such as FAT
        shutil.copy2(book, kept)
    settle(kept)
    settle_folder(kept.parent)
    # The log of the old book would spoil the new one.
    for ending in ("-wal", "-shm"):
        book.with_name(book.name + ending).unlink(missing_ok=True)
    return kept


def _unused(path: Path) -> Path:
    """The path, or with a number behind its name when something is there."""
    number, free = 2, path
    while free.exists():
        number, free = number + 1, path.with_name(f"{path.stem} {number}{path.suffix}")
    return free


def automatic(book: Path, why: str) -> Path:
    """A backup among the book's own, making room for it by dropping the oldest beyond ``KEPT``."""
    book = Path(os.path.realpath(book))
    made = make(book, folder_of(book) / name_for(book, why), overwrite=True)
    for old in sorted(path for path in own(book) if " replaced" not in path.name)[:-KEPT]:
        old.unlink(missing_ok=True)
    for files in (Files(beside(book)), Files(folder_of(book) / SHARED)):
        files.sweep()
    return made


def own(book: Path) -> list[Path]:
    """The book's own backups, among them the books that were replaced by a restore."""
    book = Path(os.path.realpath(book))
    return list(folder_of(book).glob(f"{glob.escape(book.stem)} *{glob.escape(book.suffix)}"))


def latest(book: Path) -> datetime | None:
    """When the newest automatic backup was made; none when there is none."""
    times = [path.stat().st_mtime for path in own(book)]
    return datetime.fromtimestamp(max(times)).astimezone() if times else None
