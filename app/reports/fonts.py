"""The fonts of the documents: which one has which character, loaded when first needed, shaped where a script asks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any, Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import ShapeData, ShapedStr, TTFont

MAIN: Final = "Inter"
_REST: Final = "DroidSansFallbackFull"
_PRIVATE: Final = 0xE000
_PRIVATE_END: Final = 0xF900
_FIRST_PLANE: Final = 0xFFFF

_SCRIPTS: Final = (
    ("NotoSansArabic", re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")),
    ("NotoSansHebrew", re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")),
    ("NotoSansDevanagari", re.compile("[\u0900-\u097f\ua8e0-\ua8ff]")),
    ("NotoSansThai", re.compile("[\u0e00-\u0e7f]")),
    ("NotoSansArmenian", re.compile("[\u0530-\u058f\ufb13-\ufb17]")),
    ("NotoSansGeorgian", re.compile("[\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2f]")),
)
_SHAPED: Final = frozenset({"NotoSansArabic", "NotoSansHebrew", "NotoSansDevanagari", "NotoSansThai"})


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One font file, registered with ReportLab under ``name``.

    ``aliases`` are characters of the private area that stand for those beyond the first plane, for which ReportLab
    would write a table that other programs cannot read.
    """

    name: str
    font: Any
    covers: frozenset[int]
    shaped: bool
    aliases: dict[int, str]
    _harfbuzz: list[Any] = field(default_factory=list)

    def width(self, text: str) -> float:
        """The advance of unshaped text at a size of one point."""
        return float(self.font.stringWidth(text, 1.0))

    def shape(self, text: str, rtl: bool) -> tuple[Any, float]:
        """The glyphs of ``text`` in the order they are drawn, and their advance at a size of one point."""
        import uharfbuzz

        if not self._harfbuzz:
            self._harfbuzz.append(uharfbuzz.Font(self.font.hbFace))
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if rtl else "ltr"
        uharfbuzz.shape(self._harfbuzz[0], buffer)
        scale = self.font.pdfScale
        chars, data = [], []
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            code = self._code(info.codepoint, position.x_advance)
            chars.append(chr(code))
            data.append(
                ShapeData(
                    info.cluster,
                    scale(position.x_advance),
                    scale(position.y_advance),
                    scale(position.x_offset),
                    scale(position.y_offset),
                    self.font.face.charWidths[code],
                )
            )
        return ShapedStr("".join(chars), data), sum(item.x_advance for item in data) / 1000

    def _code(self, glyph: int, advance: int) -> int:
        """The character that stands for the glyph: its own, or a private one that depends on the glyph alone, so that
        the same document is the same bytes whatever was drawn before it."""
        face = self.font.face
        known = next((char for char in face.glyphToChar.get(glyph, ()) if char <= _FIRST_PLANE), None)
        if known is not None:
            return int(known)
        code = _PRIVATE + glyph
        if code >= _PRIVATE_END:
            raise ValueError(f"{self.name} has too many glyphs to be shaped")
        face.charToGlyph[code] = glyph
        face.glyphToChar.setdefault(glyph, []).append(code)
        face.charWidths[code] = self.font.pdfScale(advance)
        return code


@cache
def face(family: str, weight: str) -> Face:
    """The face of the family nearest to the weight: Noto has Regular and Bold, the fallback one weight."""
    if family == _REST:
        file = f"{family}.ttf"
    elif family == MAIN:
        file = f"{family}-{weight}.ttf"
    else:
        file = f"{family}-{'Regular' if weight == 'Regular' else 'Bold'}.ttf"
    return _load(file, family in _SHAPED)


@cache
def _load(file: str, shaped: bool) -> Face:
    name = file.removesuffix(".ttf")
    data = files("resources").joinpath("fonts", file).read_bytes()
    font = TTFont(name, BytesIO(data))
    pdfmetrics.registerFont(font)
    covers = frozenset(font.face.charToGlyph)
    return Face(name, font, covers, shaped, {} if shaped else _aliases(font.face, covers))


def _aliases(font_face: Any, covers: frozenset[int]) -> dict[int, str]:
    """A private character for each one beyond the first plane, as far as they go."""
    free = (code for code in range(_PRIVATE, _PRIVATE_END) if code not in covers)
    aliases = {}
    for char, code in zip(sorted(char for char in covers if char > _FIRST_PLANE), free, strict=False):
        font_face.charToGlyph[code] = font_face.charToGlyph[char]
        font_face.charWidths[code] = font_face.charWidths[char]
        aliases[char] = chr(code)
    return aliases


@lru_cache(maxsize=4096)
def family_of(char: str) -> str | None:
    """The family that has the character; none when no font here has it."""
    if ord(char) in face(MAIN, "Regular").covers:
        return MAIN
    for family, script in _SCRIPTS:
        if script.match(char):
            return family if ord(char) in face(family, "Regular").covers else None
    rest = face(_REST, "Regular")
    known = ord(char) in rest.covers and (ord(char) <= _FIRST_PLANE or ord(char) in rest.aliases)
    return _REST if known else None
