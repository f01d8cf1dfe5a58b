"""One writer for a book: who holds it, said by name."""

from __future__ import annotations

import json
import os
import platform
from pathlib import Path

from app.domain.errors import StorageError


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class BookLock:
    """The right to write to a book, held until ``release`` or until the process ends, however it ends.

    The operating system holds the lock; a small file beside it says who, for the sentence that refuses a second one.
    """

    def __init__(self, book: Path, holder: str, since: str) -> None:
        from filelock import FileLock, Timeout

        self._who = book.with_name(f".{book.name}.holder")
        self._lock = FileLock(book.with_name(f".{book.name}.lock"), blocking=False, mode=0o600, thread_local=False)
        try:
            self._lock.acquire()
        except Timeout:
            raise StorageError(
                "book_in_use",
                "“{name}” is open in {holder}. Close it there, or use another book.",
                name=book.name,
                holder=self._read(),
            ) from None
        except OSError as error:
            raise StorageError(
                "book_unwritable",
                "“{name}” cannot be written: {reason}.",
                name=book.name,
                reason=error.strerror or str(error),
            ) from error
        who = {"holder": holder, "pid": os.getpid(), "computer": platform.node(), "since": since}
        with open(self._who, "w", encoding="utf-8", opener=_for_owner) as file:
            json.dump(who, file)

    def _read(self) -> str:
        try:
            who = json.loads(self._who.read_text(encoding="utf-8"))
            return f"{who['holder']} (process {who['pid']} on {who['computer']}, since {who['since']})"
        except (OSError, ValueError, KeyError, TypeError):
            return "another program"

    def release(self) -> None:
        """Let go. What was written stays; the next opener takes over."""
        self._who.unlink(missing_ok=True)
        self._lock.release()
