"""The values of vCard properties: decoding, escapes, components."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from typing import Final

from app.exchange.drafts import Photo
from app.exchange.encodings import decode, is_broken, known
from app.exchange.vcard_lines import Head

MAX_PHOTO_BYTES: Final = 8 << 20

_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_ESCAPE_21: Final = re.compile(r"\\([;,:\\])")
_ESCAPED_OR_SEPARATOR: Final = re.compile(r"\\.|[;,]", re.DOTALL)
_DATA_ADDRESS: Final = re.compile(r"\s*data:[\w.+/-]*(?:;[\w=-]+){0,20};base64,(?P<data>.*)", re.DOTALL | re.IGNORECASE)
_MAGIC: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)
_SINGLE_BYTE: Final = re.compile(r"cp125\d|iso8859.*|mac.*|cp8\d\d|cp437|koi8.*|latin.*")


def text_of(head: Head, value: str, fallback: str) -> str:
    """The value as text: quoted-printable and base64 undone, in the charset it declares or the one of the file."""
    encoded = head.quoted_printable or (head.base64 and bool(value.strip()))
    if not encoded and not head.charset and not is_broken(value):
        return value
    if head.quoted_printable:
        data = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
    elif encoded:
        data = _base64_bytes(value) or value.encode("utf-8", "surrogateescape")
    else:
        data = value.encode("utf-8", "surrogateescape")
    declared = known(head.charset) if head.charset else ""
    if not declared or declared == "utf-8" or _SINGLE_BYTE.fullmatch(declared):
        return decode(data, declared if declared and declared != "utf-8" else fallback)
    return data.decode(declared, "replace")


def unescape(text: str, version: str = "3.0") -> str:
    r"""``\n`` to a line end, ``\,`` ``\;`` ``\:`` ``\\`` to the plain character; vCard 2.1 knows no ``\n``."""
    if "\\" not in text:
        return text
    if version == "2.1":
        return _ESCAPE_21.sub(r"\1", text)
    return _ESCAPE.sub(_unescaped, text)


def _unescaped(match: re.Match[str]) -> str:
    char = match.group(1)
    if char in "nN":
        return "\n"
    return char if char in ",;:\\\"'" else match.group(0)


def components(text: str, version: str = "3.0") -> list[str]:
    """The parts between unescaped semicolons, unescaped and trimmed."""
    return [unescape(part, version).strip() for part in _split(text, ";")]


def listed(text: str, version: str = "3.0") -> list[str]:
    """The parts between unescaped commas (CATEGORIES, NICKNAME), unescaped and trimmed, without empty ones."""
    return [part for found in _split(text, ",") if (part := unescape(found, version).strip())]


def _split(text: str, separator: str) -> list[str]:
    if "\\" + separator not in text:
        return text.split(separator)
    parts, start = [], 0
    for match in _ESCAPED_OR_SEPARATOR.finditer(text):
        if match.group() == separator:
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]]


def photo_of(head: Head, value: str) -> Photo | None:
    """The picture inside the card, or None; one given by its address is never fetched."""
    match = _DATA_ADDRESS.match(value)
    encoded = match["data"] if match else value
    if not match and not head.base64:
        return None
    data = _base64_bytes(encoded)
    if not data or len(data) > MAX_PHOTO_BYTES:
        return None
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        kind = "image/webp"
    return Photo(data, kind) if kind else None


def _base64_bytes(text: str) -> bytes:
    """The bytes of a base64 text, however its lines were broken; empty where it is none."""
    packed = re.sub(r"[^A-Za-z0-9+/]", "", text)
    if len(packed) % 4 == 1:
        return b""
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4))
    except binascii.Error:
        return b""
