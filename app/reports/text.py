"""Text as it is drawn: cleaned, ordered, split by font, measured and broken into lines. It is never markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.reports.direction import in_visual_order, mirrored
from app.reports.fonts import MAIN, Face, face, family_of
from app.reports.style import Type

MISSING: Final = "\u25a1"
"""Drawn for a character that no font has; the document's warnings name the text."""

_PLAIN: Final = re.compile("[\u0020-\u007e\u00a0-\u00ac\u00ae-\u0148\u014a-\u017f\u2010-\u2022\u20ac\u2212]*")
_FIRST_PLANE: Final = 0xFFFF
_JOINERS: Final = "\u200c\u200d"
_WIDE: Final = "\u2e80-\u312f\u3130-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef"
_CLOSING: Final = "、。，．・：；？！）］｝」』】〉》〕ー々"
_PIECES: Final = re.compile(rf"[{_WIDE}][{_CLOSING}]*|[^ {_WIDE}-]*-+|[^ {_WIDE}-]+| +")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line in one font. ``glyphs`` is in the order of drawing, ``said`` is the text it stands for.

    ``encoded`` says that the glyphs are not the text's own characters, so that the text must be kept beside them.
    """

    font: str
    glyphs: str
    said: str
    advance: float
    encoded: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is drawn; ``advance`` is its width at a size of one point."""

    runs: tuple[Run, ...]
    advance: float
    missing: bool


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """The text without what cannot be drawn: composed, with plain spaces, line ends kept, control characters gone."""
    if _PLAIN.fullmatch(text):
        return text
    kept = []
    for char in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        kind = unicodedata.category(char)
        if char in "\n\u2028\u2029\x0b\x0c\r\x85":
            kept.append("\n")
        elif char == "\t" or (kind == "Zs" and char not in "\u00a0\u202f\u3000"):
            kept.append(" ")
        elif char in _JOINERS or not (kind in {"Cc", "Cf", "Cs"} or "\ufe00" <= char <= "\ufe0f"):
            kept.append(char)
    return "".join(kept)


@lru_cache(maxsize=16384)
def line(text: str, weight: str) -> Line:
    """The runs of one line of clean text, from left to right."""
    main = face(MAIN, weight)
    if _PLAIN.fullmatch(text):
        advance = main.width(text)
        return Line((Run(main.name, text, text, advance, False),), advance, False)
    runs, missing = [], False
    for part, rtl in in_visual_order(text):
        for chosen, stretch, absent in _by_face(part, weight):
            runs.append(_run(chosen, stretch, rtl))
            missing = missing or absent
        if rtl:
            count = sum(1 for _ in _by_face(part, weight))
            runs[-count:] = reversed(runs[-count:])
    return Line(tuple(runs), sum(run.advance for run in runs), missing)


def _run(chosen: Face, text: str, rtl: bool) -> Run:
    marked = any(unicodedata.combining(char) for char in text)
    if chosen.shaped or (marked and chosen.name.startswith(MAIN)):
        glyphs, advance = chosen.shape(text, rtl)
        return Run(chosen.name, glyphs, text, advance, True)
    drawn = (mirrored(text) if rtl else text).translate(chosen.aliases)
    return Run(chosen.name, drawn, text, chosen.width(drawn), any(ord(char) > _FIRST_PLANE for char in text))


def _by_face(text: str, weight: str) -> Iterator[tuple[Face, str, bool]]:
    """Stretches of one face in the order of reading; the last item says whether a character is missing."""
    family, stretch, absent = MAIN, "", False
    for char in text:
        found: str | None = family
        if not (stretch and (char in _JOINERS or unicodedata.combining(char)) and _has(family, weight, char)):
            found = family_of(char)
        lost = found is None
        if char in _JOINERS and lost:
            continue
        wanted = found or MAIN
        if stretch and wanted != family:
            yield face(family, weight), stretch, absent
            stretch, absent = "", False
        family, absent = wanted, absent or lost
        stretch += MISSING if lost else char
    if stretch:
        yield face(family, weight), stretch, absent


def _has(family: str, weight: str, char: str) -> bool:
    return ord(char) in face(family, weight).covers


def width(text: str, style: Type) -> float:
    """The width of one line of clean text, in points."""
    return line(text, style.weight).advance * style.size


def break_lines(text: str, style: Type, room: float) -> tuple[str, ...]:
    """The text in lines no wider than ``room``: broken at spaces, after hyphens, between wide characters, and within a
    word only where it is wider than a whole line."""
    tidy = clean(text)
    if "\n" not in tidy and width(tidy, style) <= room:
        return (tidy,)
    return tuple(line for part in tidy.split("\n") for line in _filled_lines(part, style, room))


def _filled_lines(text: str, style: Type, room: float) -> Iterator[str]:
    current, used = "", 0.0
    for piece in _pieces(text, style, room):
        taken = width(piece, style)
        if current and used + taken > room and not piece.isspace():
            yield current.rstrip(" ")
            current, used = "", 0.0
        if current or not piece.isspace():
            current, used = current + piece, used + taken
    yield current.rstrip(" ")


def _pieces(text: str, style: Type, room: float) -> Iterator[str]:
    for piece in _PIECES.findall(text):
        if width(piece, style) <= room:
            yield piece
        else:
            yield from _chopped(piece, style, room)


def _chopped(word: str, style: Type, room: float) -> Iterator[str]:
    """A word wider than a line, in parts that fit; a mark stays with its letter."""
    part, used = "", 0.0
    for char in word:
        taken = width(char, style)
        if part and used + taken > room and not unicodedata.combining(char):
            yield part
            part, used = "", 0.0
        part, used = part + char, used + taken
    if part:
        yield part
