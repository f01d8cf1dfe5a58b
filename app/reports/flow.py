"""The blocks of a document as ReportLab flowables, other than tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.platypus.flowables import Flowable

from app.reports import model, style
from app.reports.pen import Pen
from app.reports.style import Type
from app.reports.text import break_lines, clean, width


class Drawn(Flowable):
    """A block that draws itself with a pen from its upper left corner down."""

    room: float
    high: float

    def __init__(self, missing: dict[str, None]) -> None:
        super().__init__()
        self.missing = missing

    def wrap(self, room: float, _high: float) -> tuple[float, float]:
        self.room = room
        self.high = self.measure()
        return room, self.high

    def measure(self) -> float:
        """The height in the given room."""
        raise NotImplementedError

    def draw(self) -> None:
        self.paint(Pen(self.canv, self.missing), self.high)

    def paint(self, pen: Pen, top: float) -> None:
        """Draws, with the upper edge at ``top`` and the left edge at 0."""
        raise NotImplementedError


def write_lines(pen: Pen, x: float, top: float, lines: Sequence[str], kind: Type) -> float:
    """Writes lines downwards from ``top``; returns where they end."""
    for text in lines:
        pen.write(x, top - kind.ascent, text, kind)
        top -= kind.leading
    return top


class Head(Drawn):
    """The letterhead: sender at the left, the document's particulars at the right."""

    AFTER = 34.0

    def __init__(self, data: model.Letterhead, missing: dict[str, None]) -> None:
        super().__init__(missing)
        self.data = data

    def measure(self) -> float:
        """The higher of the two sides; the right one keeps its lines whole, the left one gets the rest."""
        right = [clean(text) for text in self.data.right]
        self.right = [text for text in right if text]
        taken = max((width(text, style.QUIET) for text in self.right), default=0.0)
        room = max(self.room - taken - style.GUTTER, self.room / 2)
        self.name = break_lines(self.data.name, style.SENDER, room)
        self.details = break_lines(self.data.details, style.QUIET, room) if self.data.details else ()
        count = max(len(self.name) + len(self.details), len(self.right))
        return count * style.BODY.leading + self.AFTER

    def paint(self, pen: Pen, top: float) -> None:
        below = write_lines(pen, 0, top, self.name, style.SENDER)
        write_lines(pen, 0, below, self.details, style.QUIET)
        for text in self.right:
            pen.write_right(self.room, top - style.QUIET.ascent, text, style.QUIET)
            top -= style.QUIET.leading


class TitleBlock(Drawn):
    """The document's name, large."""

    AFTER = 18.0

    def __init__(self, data: model.Title, missing: dict[str, None]) -> None:
        super().__init__(missing)
        self.data = data

    def measure(self) -> float:
        self.title = break_lines(self.data.text, style.TITLE, self.room)
        self.below = break_lines(self.data.below, style.SUBTITLE, self.room) if self.data.below else ()
        return len(self.title) * style.TITLE.leading + len(self.below) * style.SUBTITLE.leading + self.AFTER

    def paint(self, pen: Pen, top: float) -> None:
        below = write_lines(pen, 0, top, self.title, style.TITLE)
        write_lines(pen, 0, below - 2, self.below, style.SUBTITLE)


class PartiesBlock(Drawn):
    """The address, and facts set against the right margin."""

    AFTER = 16.0

    def __init__(self, data: model.Parties, missing: dict[str, None]) -> None:
        super().__init__(missing)
        self.data = data

    def measure(self) -> float:
        """The higher of the address and the facts, each in half the room."""
        half = (self.room - style.GUTTER) / 2
        self.address = [
            (text, style.STRONG if number == 0 else style.BODY)
            for number, line in enumerate(self.data.lines)
            for text in break_lines(line, style.STRONG if number == 0 else style.BODY, half)
        ]
        self.facts: list[tuple[str, str]] = []
        for fact in self.data.facts:
            label = clean(fact.label) + " "
            lines = break_lines(fact.value, style.BODY, max(half - width(label, style.QUIET), half / 3))
            self.facts += [(label if number == 0 else "", text) for number, text in enumerate(lines)]
        return max(len(self.address), len(self.facts)) * style.BODY.leading + self.AFTER

    def paint(self, pen: Pen, top: float) -> None:
        y = top - style.BODY.ascent
        for number, (text, kind) in enumerate(self.address):
            pen.write(0, y - number * kind.leading, text, kind)
        for number, (label, value) in enumerate(self.facts):
            line = y - number * style.BODY.leading
            pen.write_right(self.room, line, value, style.BODY)
            pen.write_right(self.room - width(value, style.BODY), line, label, style.QUIET)


class FiguresBlock(Drawn):
    """The key figures between the accent rule and a hairline."""

    ABOVE = 11.0
    BELOW = 9.0
    AFTER = 15.0
    GAP = 8.0

    def __init__(self, data: model.KeyFigures, missing: dict[str, None]) -> None:
        super().__init__(missing)
        self.data = data

    def measure(self) -> float:
        """The box between the rules, as high as its longest label asks, and the room after it."""
        self.step = self.room / len(self.data.figures)
        self.labels = [break_lines(figure.label, style.QUIET, self.step - self.GAP) for figure in self.data.figures]
        self.box = self.ABOVE + style.FIGURE.leading + self.BELOW
        self.box += max(len(lines) for lines in self.labels) * style.QUIET.leading
        return self.box + self.AFTER

    def paint(self, pen: Pen, top: float) -> None:
        pen.rule(0, self.room, top, style.ACCENT_RULE, style.ACCENT)
        for number, (figure, lines) in enumerate(zip(self.data.figures, self.labels, strict=True)):
            x = number * self.step
            kind = self._fitting(clean(figure.value), style.MAIN_FIGURE if figure.main else style.FIGURE)
            pen.write(x, top - self.ABOVE - style.FIGURE.ascent, clean(figure.value), kind)
            write_lines(pen, x, top - self.ABOVE - style.FIGURE.leading, lines, style.QUIET)
        pen.rule(0, self.room, top - self.box, style.HAIRLINE, style.LINE)

    def _fitting(self, value: str, kind: Type) -> Type:
        taken, room = width(value, kind), self.step - self.GAP
        return kind if taken <= room else Type(kind.size * room / taken, kind.leading, kind.weight, kind.colour)


class ParagraphBlock(Drawn):
    """Running text under an optional heading; breaks between its lines when a page ends."""

    AFTER = 10.0

    def __init__(self, lines: tuple[tuple[str, Type], ...], missing: dict[str, None]) -> None:
        super().__init__(missing)
        self.lines = lines

    def measure(self) -> float:
        self.set = [(text, kind) for line, kind in self.lines for text in break_lines(line, kind, self.room)]
        return sum(kind.leading for _, kind in self.set) + self.AFTER

    def split(self, room: float, high: float) -> list[Any]:
        """The lines that fit, at least two of them, and the rest."""
        fitting = int(high // style.BODY.leading)
        if fitting < 2:
            return []
        self.wrap(room, high)
        parts = tuple(self.set[:fitting]), tuple(self.set[fitting:])
        return [ParagraphBlock(part, self.missing) for part in parts if part]

    def paint(self, pen: Pen, top: float) -> None:
        for text, kind in self.set:
            top = write_lines(pen, 0, top, (text,), kind)


def paragraph(data: model.Paragraph, missing: dict[str, None]) -> ParagraphBlock:
    """A paragraph with its heading as the first line."""
    heading = ((data.heading, style.STRONG),) if data.heading else ()
    return ParagraphBlock((*heading, (data.text, style.QUIET)), missing)


class SideBySideBlock(Drawn):
    """Two stacks of blocks next to one another; one under the other where they do not fit on a page."""

    def __init__(
        self, left: Sequence[Flowable], right: Sequence[Flowable], page_room: float, missing: dict[str, None]
    ) -> None:
        super().__init__(missing)
        self.stacks = (left, right)
        self.page_room = page_room

    def measure(self) -> float:
        self.half = (self.room - style.GUTTER) / 2
        return max(sum(self._high(block) for block in stack) for stack in self.stacks)

    def _high(self, block: Flowable) -> float:
        high: float = block.wrap(self.half, 1e9)[1]
        return high

    def split(self, room: float, high: float) -> list[Any]:
        if self.wrap(room, high)[1] <= self.page_room:
            return []
        return [block for stack in self.stacks for block in stack]

    def paint(self, pen: Pen, top: float) -> None:
        for x, stack in zip((0.0, self.half + style.GUTTER), self.stacks, strict=True):
            y = top
            for block in stack:
                y -= self._high(block)
                block.drawOn(pen.canvas, x, y)
