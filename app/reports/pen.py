"""The pen: writes lines of text and rules on a page, and remembers what it had no glyph for.

Plain text is put on the page by the PDF operators themselves: by way of ReportLab's text objects a report of 100,000
lines takes three times as long.
"""

from __future__ import annotations

from codecs import BOM_UTF16_BE
from functools import cached_property
from typing import Any, Final

from reportlab.pdfbase import pdfmetrics

from app.reports import text as setting
from app.reports.style import Colour, Type

_LONGEST_NAMED: Final = 60


class Alphabet:
    """The characters of one font in one document, as they stand in the page's text strings.

    ReportLab puts the characters that a document uses into sub-fonts of 256. ``codes`` are those of the first one.
    """

    def __init__(self, font_name: str, document: Any, escape: Any) -> None:
        self.font = pdfmetrics.getFont(font_name)
        self.document, self.escape = document, escape
        self.codes: dict[int, str] = {}
        self.elsewhere: set[int] = set()

    def encoded(self, text: str) -> str | None:
        """The text as the inside of a PDF string; none when it needs more than the first sub-font."""
        for char in set(map(ord, text)).difference(self.codes):
            if char in self.elsewhere or not self._take(char):
                return None
        return text.translate(self.codes)

    def _take(self, char: int) -> bool:
        ((subset, code),) = self.font.splitString(chr(char), self.document)
        if subset == 0:
            self.codes[char] = self.escape(code)
        else:
            self.elsewhere.add(char)
        return bool(subset == 0)

    @cached_property
    def name(self) -> str:
        """The first sub-font's name in the document."""
        return str(self.font.getSubsetInternalName(0, self.document))


class Pen:
    """Draws on one ReportLab canvas. Positions are in points from the lower left, the baseline for text."""

    def __init__(self, canvas: Any, missing: dict[str, None]) -> None:
        self.canvas = canvas
        self.missing = missing
        self.colour: Colour | None = None
        if not hasattr(canvas, "alphabets"):
            canvas.alphabets = dict[str, Alphabet]()
        self.alphabets: dict[str, Alphabet] = canvas.alphabets

    def write(self, x: float, y: float, text: str, style: Type) -> None:
        """One line of clean text, its left end at ``x``."""
        line = setting.line(text, style.weight)
        if line.missing:
            self.missing[text[:_LONGEST_NAMED]] = None
        self._ink(style.colour)
        for run in line.runs:
            if run.encoded:
                self._write_encoded(x, y, run, style.size)
            elif run.glyphs:
                self._write_plain(x, y, run, style.size)
            x += run.advance * style.size

    def _write_plain(self, x: float, y: float, run: setting.Run, size: float) -> None:
        alphabet = self.alphabets.get(run.font)
        if alphabet is None:
            alphabet = self.alphabets[run.font] = Alphabet(run.font, self.canvas._doc, self.canvas._escape)
        words = alphabet.encoded(run.glyphs)
        if words is None:
            self.canvas.setFont(run.font, size)
            self.canvas.drawString(x, y, run.glyphs)
        else:
            self.canvas._code.append(f"BT {alphabet.name} {size:.2f} Tf {x:.2f} {y:.2f} Td ({words}) Tj ET")

    def _write_encoded(self, x: float, y: float, run: setting.Run, size: float) -> None:
        """Glyphs, with the text they stand for beside them so that it can be searched and copied."""
        said = (BOM_UTF16_BE + run.said.encode("utf-16-be", "replace")).hex().upper()
        words = self.canvas.beginText(x, y)
        words.setFont(run.font, size)
        self.canvas._code.append(f"/Span <</ActualText <{said}>>> BDC")
        words.textOut(run.glyphs)
        self.canvas.drawText(words)
        self.canvas._code.append("EMC")

    def _ink(self, colour: Colour) -> None:
        if colour != self.colour:
            self.canvas.setFillColorRGB(*colour)
            self.colour = colour

    def write_right(self, x: float, y: float, text: str, style: Type) -> None:
        """One line of clean text, its right end at ``x``."""
        self.write(x - setting.width(text, style), y, text, style)

    def write_centred(self, x: float, y: float, text: str, style: Type) -> None:
        """One line of clean text around ``x``."""
        self.write(x - setting.width(text, style) / 2, y, text, style)

    def rule(self, left: float, right: float, y: float, thickness: float, colour: Colour) -> None:
        """A horizontal rule whose upper edge is at ``y``."""
        self.block(left, y - thickness, right - left, thickness, colour)

    def block(self, x: float, y: float, wide: float, high: float, colour: Colour) -> None:
        """A filled rectangle with its lower left corner at ``x``, ``y``."""
        self._ink(colour)
        self.canvas._code.append(f"{x:.2f} {y:.2f} {wide:.2f} {high:.2f} re f")
