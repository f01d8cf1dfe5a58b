"""Opening files that people name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from app.domain.errors import StorageError, UserError
from app.i18n import _


@contextmanager
def open_source(path: Path) -> Iterator[BufferedReader]:
    """The file open for reading bytes; what is in the way becomes a sentence."""
    try:
        file = path.open("rb")
    except FileNotFoundError as error:
        raise UserError("file_missing", _("There is no file “{path}”."), path=str(path)) from error
    except IsADirectoryError as error:
        raise UserError("file_is_folder", _("“{path}” is a folder, not a file."), path=str(path)) from error
    except (OSError, ValueError) as error:
        raise StorageError("file_unreadable", _("“{path}” cannot be opened."), path=str(path)) from error
    with file:
        try:
            yield file
        except OSError as error:
            raise StorageError("file_unreadable", _("“{path}” cannot be read."), path=str(path)) from error
