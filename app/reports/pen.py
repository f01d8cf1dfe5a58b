"""The pen: writes lines of text and rules on a page, and remembers what it had no glyph for."""

from __future__ import annotations

from codecs import BOM_UTF16_BE
from typing import Any, Final

from app.reports import text as setting
from app.reports.style import Colour, Type

_LONGEST_NAMED: Final = 60


class Pen:
    """Draws on one ReportLab canvas. Positions are in points from the lower left, the baseline for text."""

    def __init__(self, canvas: Any, missing: dict[str, None]) -> None:
        self.canvas = canvas
        self.missing = missing

    def write(self, x: float, y: float, text: str, style: Type) -> None:
        """One line of clean text, its left end at ``x``."""
        line = setting.line(text, style.weight)
        if line.missing:
            self.missing[text[:_LONGEST_NAMED]] = None
        self.canvas.setFillColorRGB(*style.colour)
        for run in line.runs:
            if run.encoded:
                self._write_encoded(x, y, run, style.size)
            elif run.glyphs and not run.glyphs.isspace():
                self.canvas.setFont(run.font, style.size)
                self.canvas.drawString(x, y, run.glyphs)
            x += run.advance * style.size

    def _write_encoded(self, x: float, y: float, run: setting.Run, size: float) -> None:
        """Glyphs, with the text they stand for beside them so that it can be searched and copied."""
        said = (BOM_UTF16_BE + run.said.encode("utf-16-be", "replace")).hex().upper()
        words = self.canvas.beginText(x, y)
        words.setFont(run.font, size)
        self.canvas._code.append(f"/Span <</ActualText <{said}>>> BDC")
        words.textOut(run.glyphs)
        self.canvas.drawText(words)
        self.canvas._code.append("EMC")

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
        self.canvas.setFillColorRGB(*colour)
        self.canvas.rect(x, y, wide, high, stroke=0, fill=1)
