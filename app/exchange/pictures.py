"""Pictures from outside made fit for a card: upright, small, in one of two formats, without anything beside."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from app.domain.attachments import AttachmentFields
from app.domain.errors import UserError
from app.exchange.drafts import Photo
from app.i18n import _

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE: Final = 512
"""Pixels of the longer side, at most."""
MAX_PIXELS: Final = 50_000_000
MAX_BYTES: Final = 50_000_000
_READ: Final = ("JPEG", "PNG", "GIF", "BMP", "WEBP")
_BROKEN: Final = (
    *(OSError, EOFError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, struct.error),
    *(AttributeError, MemoryError),
)
"""What the decoders raise for files that are not what they say."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: PNG where it is transparent, otherwise JPEG."""

    data: bytes
    media_type: str

    @property
    def ending(self) -> str:
        """The ending of a file of this kind."""
        return ".png" if self.media_type == "image/png" else ".jpg"


class _Kept(Protocol):
    @property
    def digest(self) -> str: ...
    @property
    def size(self) -> int: ...


def keeper(put: Callable[[bytes], _Kept]) -> Callable[[Photo], AttachmentFields]:
    """What makes a picture out of a file fit for a card and has ``put`` keep it; it raises as ``scaled`` does."""

    def keep(photo: Photo) -> AttachmentFields:
        made = scaled(photo.data)
        kept = put(made.data)
        return AttachmentFields(f"{_('Picture')}{made.ending}", kept.digest, kept.size, made.media_type)

    return keep


def scaled_file(path: Path) -> Picture:
    """The picture in a file, as ``scaled`` makes it."""
    try:
        with path.open("rb") as file:
            return scaled(file.read(MAX_BYTES + 1))
    except OSError as error:
        raise UserError(
            "picture_unreadable",
            _("“{name}” cannot be read: {reason}."),
            name=path.name,
            reason=error.strerror or str(error),
        ) from error


def scaled(data: bytes) -> Picture:
    """The picture upright and with no side longer than ``SIDE``; what the camera noted beside it is left out.

    Raises ``UserError`` for what is no picture, is damaged, moves, or is too large to be opened.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(data) > MAX_BYTES:
        raise _too_large()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about sizes, which are looked at here
            with Image.open(io.BytesIO(data), formats=_READ) as opened:
                _refuse(opened)
                opened.draft("RGB", (SIDE * 2, SIDE * 2))  # a large JPEG need not be unpacked whole
                made = ImageOps.exif_transpose(opened)
            made.thumbnail((SIDE, SIDE))
            return _written(made)
    except UserError:
        raise
    except UnidentifiedImageError:
        raise UserError(
            "picture_unknown", _("This is no picture that can be shown: use JPEG, PNG, WebP, GIF or BMP.")
        ) from None
    except Image.DecompressionBombError:
        raise _too_large() from None
    except _BROKEN:
        raise UserError("picture_broken", _("The picture is damaged and cannot be shown.")) from None


def _refuse(opened: Image) -> None:
    width, height = opened.size
    if width * height > MAX_PIXELS:
        raise _too_large()
    if opened.format != "MPO" and getattr(opened, "is_animated", False):
        raise UserError("picture_moves", _("The picture moves. Use one that stands still."))


def _too_large() -> UserError:
    return UserError(
        "picture_large",
        _("The picture is too large. It may have {pixels} million pixels at most."),
        pixels=MAX_PIXELS // 1_000_000,
    )


def _written(made: Image) -> Picture:
    if made.has_transparency_data:
        clear = made.convert("RGBA")
        alpha = clear.getchannel("A").getextrema()
        if alpha[0] != 255:
            return Picture(_bytes_of(clear, "PNG"), "image/png")
    return Picture(_bytes_of(made.convert("RGB"), "JPEG"), "image/jpeg")


def _bytes_of(made: Image, kind: str) -> bytes:
    file = io.BytesIO()
    made.info = {}
    made.save(file, kind, optimize=True, quality=88)
    return file.getvalue()
