"""Pictures of every kind become small, upright and plain; what is none, or would hurt, is refused in a sentence."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.domain.errors import UserError
from app.exchange.pictures import SIDE, scaled


def picture(mode: str = "RGB", size: tuple[int, int] = (60, 40), kind: str = "PNG", **named: Any) -> bytes:
    file = io.BytesIO()
    colour: Any = named.pop("colour", 0)
    Image.new(mode, size, colour).save(file, kind, **named)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(side: int) -> bytes:
    """A small PNG that says it is enormous."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def moving(kind: str) -> bytes:
    file = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:])
    return file.getvalue()


@pytest.mark.parametrize(("size", "small"), [((2000, 1000), (512, 256)), ((10, 2000), (3, 512)), ((60, 40), (60, 40))])
def test_the_longer_side_is_scaled_down_and_never_up(size: tuple[int, int], small: tuple[int, int]) -> None:
    made = scaled(picture(size=size))
    assert made.media_type == "image/jpeg"
    assert opened(made.data).size == small
    assert max(small) <= SIDE


@pytest.mark.parametrize(
    ("mode", "kind"), [("CMYK", "JPEG"), ("L", "JPEG"), ("P", "GIF"), ("1", "PNG"), ("RGB", "WEBP"), ("I;16", "PNG")]
)
def test_every_kind_of_colour_becomes_plain(mode: str, kind: str) -> None:
    made = scaled(picture(mode, kind=kind))
    assert (opened(made.data).mode, opened(made.data).format) == ("RGB", "JPEG")


def test_transparency_is_kept_where_there_is_any() -> None:
    made = scaled(picture("RGBA", colour=(255, 0, 0, 100)))
    assert made.media_type == "image/png"
    assert opened(made.data).getpixel((0, 0)) == (255, 0, 0, 100)
    assert scaled(picture("RGBA", colour=(255, 0, 0, 255))).media_type == "image/jpeg"


def test_a_picture_taken_sideways_stands_upright_and_says_nothing_else() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "SecretCamera"
    file = io.BytesIO()
    Image.new("RGB", (60, 40)).save(file, "JPEG", exif=exif, comment="secret words")
    made = scaled(file.getvalue())
    assert opened(made.data).size == (40, 60)
    assert b"secret" not in made.data.lower()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "picture_unknown"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture_unknown"),
        (b"%PDF-1.7", "picture_unknown"),
        (picture(size=(300, 300), colour="red")[:200], "picture_broken"),
        (picture(kind="JPEG", size=(300, 300))[:700], "picture_broken"),
        (bomb(9000), "picture_large"),
        (bomb(60000), "picture_large"),
        (bomb(300), "picture_broken"),
        (moving("GIF"), "picture_moves"),
        (moving("PNG"), "picture_moves"),
        (moving("WEBP"), "picture_moves"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_a_sentence(data: bytes, code: str) -> None:
    with pytest.raises(UserError) as caught:
        scaled(data)
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


WHOLE = [picture(kind=kind) for kind in ("PNG", "JPEG", "GIF", "BMP", "WEBP")]


@settings(max_examples=40)
@given(st.sampled_from(WHOLE), st.integers(0, 400), st.binary(max_size=12))
def test_a_spoiled_picture_is_shown_or_refused(whole: bytes, at: int, spoiled: bytes) -> None:
    at %= len(whole)
    try:
        made = scaled(whole[:at] + spoiled + whole[at + len(spoiled) :])
    except UserError:
        return
    assert max(opened(made.data).size) <= SIDE
