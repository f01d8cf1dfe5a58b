"""One writer for a book: who holds it, said by name."""

from __future__ import annotations

import errno
import json
import os
import sys
from pathlib import Path

from app.domain.errors import StorageError

if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> None:
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def _computer() -> str:
        return os.environ.get("COMPUTERNAME", "")

else:
    import fcntl

    def _take(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _computer() -> str:
        return os.uname().nodename


_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
"""What the systems answer where another program holds the lock. Closing the file lets it go."""


def _for_owner(path: str | Path, flags: int) -> int:
    return os.open(path, flags, 0o600)


class BookLock:
    """The right to write to a book, held until ``release`` or until the process ends, however it ends.

    The operating system holds the lock; a small file beside it says who, for the sentence that refuses a second one.
    Made of the system's own call: a library for it takes longer to load than opening the book.
    """

    def __init__(self, book: Path, holder: str, since: str) -> None:
        self._who = book.with_name(f".{book.name}.holder")
        self._file = -1
        try:
            self._file = _for_owner(book.with_name(f".{book.name}.lock"), os.O_RDWR | os.O_CREAT)
            _take(self._file)
            who = {"holder": holder, "pid": os.getpid(), "computer": _computer(), "since": since}
            with open(self._who, "w", encoding="utf-8", opener=_for_owner) as file:
                json.dump(who, file)
        except OSError as error:
            held = self._file >= 0 and error.errno in _HELD
            self._let_go()
            raise _in_use(book, self._read()) if held else _unwritable(book, error) from error

    def _read(self) -> str:
        try:
            who = json.loads(self._who.read_text(encoding="utf-8"))
            return f"{who['holder']} (process {who['pid']} on {who['computer']}, since {who['since']})"
        except (OSError, ValueError, KeyError, TypeError):
            return "another program"

    def release(self) -> None:
        """Let go. What was written stays; the next opener takes over."""
        self._who.unlink(missing_ok=True)
        self._let_go()

    def _let_go(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _in_use(book: Path, holder: str) -> StorageError:
    return StorageError(
        "book_in_use",
        "“{name}” is open in {holder}. Close it there, or use another book.",
        name=book.name,
        holder=holder,
    )


def _unwritable(book: Path, error: OSError) -> StorageError:
    return StorageError(
        "book_unwritable", "“{name}” cannot be written: {reason}.", name=book.name, reason=error.strerror or str(error)
    )
