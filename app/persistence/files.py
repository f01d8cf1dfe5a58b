"""The files beside a book: each kept once under the hash of its bytes, whatever it is called and whosever it is.

No name that a person sees becomes a path. Nothing is ever taken away here: a file whose partner is deleted comes back
when that is undone.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO, Final, NoReturn

from app.domain.attachments import DIGEST
from app.domain.errors import StorageError, UserError
from app.persistence.settling import settle_folder

LARGEST: Final = 100_000_000
"""Bytes of one file."""
_LEFT_FOR_S: Final = 24 * 60 * 60
"""Seconds after which nobody can be copying any longer."""
_PIECE: Final = 3 << 19


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept: the SHA-256 of its bytes in hexadecimal, and how many there are."""

    digest: str
    size: int


class State(Enum):
    """What has become of a file that was kept."""

    WHOLE = "whole"
    MISSING = "missing"
    ALTERED = "altered"


def beside(book: Path) -> Path:
    """The folder in which the files of a book are kept."""
    book = Path(os.path.realpath(book))
    return book.with_name(f"{book.stem} files")


class Files:
    """Files under a folder, which is made when the first is put there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, digest: str) -> Path:
        """Where the file with this hash is or would be; raises ``StorageError`` for what is no hash."""
        if not DIGEST.fullmatch(digest):
            raise StorageError("digest_unreadable", "“{digest}” does not name a kept file.", digest=ascii(digest)[:80])
        return self.folder / digest[:2] / digest

    def put(self, source: Path | bytes, *, largest: int = LARGEST) -> Kept:
        """Keep the bytes; they are on the disk when this returns. Where they are kept already nothing is written anew.

        Raises ``UserError`` when the source is no file or too large, ``StorageError`` when it cannot be read or kept.
        """
        name = source.name if isinstance(source, Path) else ""
        with _opened(source) as file, self._incoming() as (copying, target_file):
            kept = _copied(file, target_file, name, largest)
            self._take(copying, kept.digest)
        return kept

    def bring(self, other: Files, digest: str) -> State:
        """Have the file with this hash from another folder too; returns in which state it was found there.

        What is not whole there is not brought. Raises ``StorageError`` when it cannot be kept here.
        """
        path = other.path_of(digest)
        if not path.is_file():
            return State.MISSING
        with _opened(path) as file, self._incoming() as (copying, target_file):
            if _copied(file, target_file, path.name, None).digest != digest:
                return State.ALTERED
            self._take(copying, digest)
        return State.WHOLE

    def has(self, digest: str, size: int) -> bool:
        """Whether there is a file with this hash and so many bytes; they are not read."""
        try:
            return self.path_of(digest).stat().st_size == size
        except OSError:
            return False

    def verify(self, digest: str) -> State:
        """Read the whole file with this hash: whether it is there, and says what it said when it was put."""
        path = self.path_of(digest)
        try:
            with path.open("rb") as file:
                return State.WHOLE if hashlib.file_digest(file, "sha256").hexdigest() == digest else State.ALTERED
        except FileNotFoundError:
            return State.MISSING
        except OSError:
            return State.ALTERED

    def read(self, digest: str) -> bytes:
        """The bytes; raises ``StorageError`` when they are missing or are not what was put."""
        file = io.BytesIO()
        self.copy_to(digest, file)
        return file.getvalue()

    def copy_to(self, digest: str, target: BinaryIO) -> None:
        """Write the bytes to a file; raises ``StorageError`` at the end when they are not what was put."""
        path = self.path_of(digest)
        if not path.exists():
            raise self._missing()
        found = hashlib.sha256()
        with _opened(path) as file:
            while piece := _read(file, path.name):
                found.update(piece)
                target.write(piece)
        if found.hexdigest() != digest:
            raise self._altered()

    def sweep(self) -> None:
        """Take away what a put that was cut off, by a power cut perhaps, has left half copied."""
        for left in self.folder.glob(".incoming-*"):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > _LEFT_FOR_S:
                    left.unlink()

    def pieces(self, digest: str) -> Iterator[bytes]:
        """The bytes piece by piece, each but the last of a length that three divides (as base64 wants)."""
        with _opened(self.path_of(digest)) as file:
            while piece := _read(file, digest):
                yield piece

    def _missing(self) -> StorageError:
        return StorageError(
            "attachment_missing", "The file is missing from the folder “{folder}”.", folder=self.folder.name
        )

    def _altered(self) -> StorageError:
        return StorageError(
            "attachment_altered", "The file was changed in the folder “{folder}”.", folder=self.folder.name
        )

    @contextmanager
    def _incoming(self) -> Iterator[tuple[Path, BinaryIO]]:
        """A temporary file in the folder, gone at the end unless it took its name."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, name = tempfile.mkstemp(prefix=".incoming-", dir=self.folder)
        except OSError as error:
            self._refuse_keeping(error)
        try:
            with os.fdopen(handle, "wb") as file:
                yield Path(name), file
        except OSError as error:
            self._refuse_keeping(error)
        finally:
            with suppress(OSError):
                Path(name).unlink()

    def _take(self, copying: Path, digest: str) -> None:
        """Give what was copied its name, unless the same is there: one that was altered is mended so."""
        target = self.path_of(digest)
        if self.verify(digest) is State.WHOLE:
            return
        made = not target.parent.exists()
        target.parent.mkdir(exist_ok=True, mode=0o700)
        if made:
            settle_folder(self.folder)
        copying.replace(target)
        settle_folder(target.parent)

    def _refuse_keeping(self, error: OSError) -> NoReturn:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise StorageError(
            "attachment_unkept",
            "The file could not be kept in “{folder}”: {reason}.",
            folder=str(self.folder),
            reason="there is no room left on the disk" if full else error.strerror or str(error),
        ) from error


@contextmanager
def _opened(source: Path | bytes) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    try:
        # A pipe or a device would be waited for, or never end.
        if not stat.S_ISREG(source.stat().st_mode):
            raise UserError("attachment_no_file", "“{name}” is not a file.", name=source.name)
        file = source.open("rb")
    except OSError as error:
        _refuse_reading(error, source.name)
    with file:
        yield file


def _refuse_reading(error: OSError, name: str) -> NoReturn:
    raise StorageError(
        "attachment_unreadable",
        "“{name}” cannot be read: {reason}.",
        name=name,
        reason=error.strerror or str(error),
    ) from error


def _copied(source: BinaryIO, target: BinaryIO, name: str, largest: int | None) -> Kept:
    """Copy piece by piece, counting and hashing, down to the disk."""
    digest, size = hashlib.sha256(), 0
    while piece := _read(source, name):
        size += len(piece)
        if largest is not None and size > largest:
            raise UserError(
                "attachment_large",
                "“{name}” is larger than {most} MB, the most that is kept of one file.",
                name=name or "This file",
                most=largest // 1_000_000,
            )
        digest.update(piece)
        target.write(piece)
    target.flush()
    os.fsync(target.fileno())
    target.close()  # Windows renames no open file
    return Kept(digest.hexdigest(), size)


def _read(source: BinaryIO, name: str) -> bytes:
    try:
        return source.read(_PIECE)
    except OSError as error:
        _refuse_reading(error, name)
