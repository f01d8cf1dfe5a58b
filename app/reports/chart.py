"""The bar chart of twelve months, drawn as vectors."""

from __future__ import annotations

from app.reports import model, style
from app.reports.flow import Drawn, write_lines
from app.reports.pen import Pen
from app.reports.text import break_lines


class ChartBlock(Drawn):
    """Bars side by side over a base line: the whole light, the part in the accent colour before it."""

    HIGH = 84.0
    ABOVE = 10.0
    AFTER = 12.0
    FILLED = 0.85

    def __init__(self, data: model.Chart, missing: dict[str, None]) -> None:
        super().__init__(missing)
        self.data = data

    def measure(self) -> float:
        self.caption = break_lines(self.data.caption, style.QUIET, self.room)
        words = style.HEADING.leading + len(self.caption) * style.QUIET.leading
        return words + self.ABOVE + self.HIGH + style.FOOT.leading + 4 + self.AFTER

    def paint(self, pen: Pen, top: float) -> None:
        """The heading, the caption, and the bars over their base line, each as high as its share of the highest."""
        below = write_lines(pen, 0, top, (self.data.heading,), style.HEADING)
        base = write_lines(pen, 0, below, self.caption, style.QUIET) - self.ABOVE - self.HIGH
        most = max(bar.whole for bar in self.data.bars)
        gap = self.room / len(self.data.bars) * (1 - self.FILLED)
        wide = (self.room - gap * (len(self.data.bars) - 1)) / len(self.data.bars)
        for number, bar in enumerate(self.data.bars):
            x = number * (wide + gap)
            for value, colour in ((bar.whole, style.ACCENT_GROUND), (bar.part, style.ACCENT)):
                if value > 0 and most > 0:
                    pen.block(x, base, wide, self.HIGH * min(value, most) / most, colour)
            pen.write_centred(x + wide / 2, base - 2 - style.FOOT.ascent, bar.label, style.FOOT)
        pen.rule(0, self.room, base, style.INK_RULE, style.INK)
