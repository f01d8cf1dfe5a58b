"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, NoReturn

from app.domain.errors import StorageError
from app.i18n import _


@contextmanager
def atomic_write(path: Path, overwrite: bool = False) -> Iterator[BinaryIO]:
    """A binary file that becomes ``path`` when the block ends well, readable by its owner only.

    The bytes go to a temporary file in the same folder, reach the disk, and only then take the name; if the block
    fails, the temporary file is removed and ``path`` is as it was. Raises ``StorageError`` when the folder is missing,
    the file exists and ``overwrite`` is false, or the disk refuses.
    """
    target = Path(path)
    _check_target(target, overwrite)
    try:
        handle, name = tempfile.mkstemp(prefix=".partnerbook-", suffix=".part", dir=target.parent)
    except OSError as error:
        _refuse(error, target)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _take_name(temporary, target, overwrite)
    except OSError as error:
        _refuse(error, target)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()
    _sync_folder(target.parent)


def _check_target(target: Path, overwrite: bool) -> None:
    if not target.parent.is_dir():
        raise StorageError("folder_missing", _("The folder “{folder}” does not exist."), folder=str(target.parent))
    if target.is_dir():
        raise StorageError("target_is_folder", _("“{path}” is a folder, not a file."), path=str(target))
    if not overwrite and os.path.lexists(target):
        _already_there(target)


def _already_there(target: Path) -> NoReturn:
    raise StorageError(
        "file_exists",
        _("“{path}” already exists. Choose another name or allow it to be replaced."),
        path=str(target),
    )


def _take_name(temporary: Path, target: Path, overwrite: bool) -> None:
    """Give the finished file its name; without ``overwrite`` a file that came meanwhile is not replaced."""
    if overwrite:
        temporary.replace(target)
        return
    try:
        os.link(temporary, target)
    except FileExistsError:
        _already_there(target)
    except OSError:  # a file system without hard links, such as FAT
        if os.path.lexists(target):
            _already_there(target)
        temporary.replace(target)


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut. Windows has no such call and needs none."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refuse(error: OSError, target: Path) -> NoReturn:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        raise StorageError(
            "disk_full", _("There is no room left on the disk for “{path}”."), path=str(target)
        ) from error
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        raise StorageError("not_allowed", _("You are not allowed to write “{path}”."), path=str(target)) from error
    raise StorageError(
        "not_written",
        _("“{path}” could not be written: {reason}"),
        path=str(target),
        reason=error.strerror or str(error),
    ) from error
