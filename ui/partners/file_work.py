"""What is done with the bytes of files and pictures, beside the window: each function runs off the GUI thread.

``files`` is what ``desk.files`` gives.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageReader

from app.domain.attachments import AttachmentFields, file_name, is_program
from app.domain.errors import PartnerbookError, UserError
from app.i18n import _

Source = Path | QImage
"""A file on the disk, or a picture that was pasted or dropped."""


@dataclass(frozen=True, slots=True)
class Brought:
    """Files that are kept now, and a sentence for each that could not be."""

    files: tuple[AttachmentFields, ...]
    troubles: tuple[str, ...]


def keep(files: Any, sources: Sequence[Source]) -> Brought:
    """Keep the bytes of files; one that cannot be kept is named and stops none of the others."""
    brought: list[AttachmentFields] = []
    troubles: list[str] = []
    for source in sources:
        try:
            name = _("Pasted picture.png") if isinstance(source, QImage) else source.name
            put = files.put(_bytes_of(source) if isinstance(source, QImage) else source)
        except PartnerbookError as error:
            troubles.append(str(error))
        else:
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            brought.append(AttachmentFields(name, put.digest, put.size, kind))
    return Brought(tuple(brought), tuple(troubles))


def keep_picture(files: Any, source: Source) -> AttachmentFields:
    """Make a picture fit for the card and keep it; raises ``UserError`` for what is none."""
    from app.exchange.pictures import scaled, scaled_file

    made = scaled(_bytes_of(source)) if isinstance(source, QImage) else scaled_file(source)
    stem = _("Picture") if isinstance(source, QImage) else source.stem
    put = files.put(made.data)
    return AttachmentFields(f"{stem[:200]}{made.ending}", put.digest, put.size, made.media_type)


def face(files: Any, digest: str, media_type: str) -> QImage | None:
    """The kept picture to be shown; none when it is missing or altered, or is not one that was made for the card."""
    try:
        data = QByteArray(files.read(digest))
    except PartnerbookError:
        return None
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"png" if media_type == "image/png" else b"jpg"))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if not 0 < size.width() <= MOST_SHOWN or not 0 < size.height() <= MOST_SHOWN:
        return None
    image = reader.read()
    return None if image.isNull() else image


MOST_SHOWN = 1024
"""Pixels of a side; pictures on cards are kept smaller than that."""


def copy_out(files: Any, digest: str, target: Path) -> Path:
    """Write a kept file to a place of the user's."""
    from app.exchange.atomic import atomic_write

    with atomic_write(target, overwrite=True) as file:
        files.copy_to(digest, file)
    return target


def copy_to_open(files: Any, digest: str, name: str, folder: Path) -> Path:
    """A copy for another program to open, that nothing done to it leads back to the book.

    Raises ``UserError`` for a file that would be run instead of shown.
    """
    if is_program(name):
        raise UserError(
            "attachment_runs", _("“{name}” is a program or would start one. Save it, if you trust it."), name=name
        )
    place = folder / digest
    place.mkdir(mode=0o700, exist_ok=True)
    target = place / file_name(name)
    if not target.exists():
        copy_out(files, digest, target)
        target.chmod(0o400)
    return target


def _bytes_of(image: QImage) -> bytes:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())
