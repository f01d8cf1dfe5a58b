"""Tables of any length, laid out row by row in one pass: time and memory grow with the rows, not with their square.

ReportLab's own tables measure everything again for every page. Here the widths are fixed once, and a page takes rows
from where the last one stopped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest
from itertools import islice
from typing import Any

from reportlab.platypus.flowables import Flowable

from app.reports import model, style
from app.reports.pen import Pen
from app.reports.style import Type
from app.reports.text import break_lines, clean, width

_MEASURED = 40
"""A narrow column is measured by this many of its longest texts."""

_FEW_LINES = 3
"""A row of more lines than fit is only broken where at least this many go on the page."""

_AFTER = 16.0
_BETWEEN = 5.0
"""What a narrow column leaves free beside its widest text."""

_WIDEST_SHARE = 0.3
"""No column that fits its text takes more of the table than this."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part of a table begins or ends: before line ``line`` of row ``row``."""

    row: int
    line: int = 0


def _begins_before(start: Place, at: Place) -> bool:
    return (start.row, start.line) < (at.row, at.line)


Cell = tuple[tuple[str, Type], ...]


@dataclass(frozen=True, slots=True)
class SetRow:
    """A row broken into lines: its cells, and how many lines the tallest has."""

    cells: tuple[Cell, ...]
    lines: int


class Grid:
    """A table with its widths: hands out the lines of its rows."""

    def __init__(self, data: model.Table, room: float) -> None:
        self.data = data
        self.widths = _widths(data, room)
        self.rights = [sum(self.widths[: index + 1]) for index in range(len(self.widths))]
        self.has_heading = any(column.heading for column in data.columns)
        self.row = lru_cache(maxsize=256)(self._row)

    def _row(self, number: int) -> SetRow:
        row = self.data.rows[number]
        cells = tuple(self._cell(row, index) for index in range(len(self.widths)))
        return SetRow(cells, max(map(len, cells)))

    def _cell(self, row: model.Row, index: int) -> Cell:
        room = self.widths[index] - 2 * style.CELL_SIDE
        lines = tuple([(text, style.BODY) for text in break_lines(row.cells[index], style.BODY, room)])
        if row.remark and index == row.remark_in:
            lines += tuple([(text, style.QUIET) for text in break_lines(row.remark, style.QUIET, room)])
        return lines

    def high(self, number: int, first_line: int = 0) -> float:
        """The height of the row from its line ``first_line`` on."""
        return (self.row(number).lines - first_line) * style.BODY.leading + 2 * style.CELL_ABOVE

    @property
    def heading_high(self) -> float:
        named = style.HEADING.leading + 2 if self.data.heading else 0.0
        return named + self.columns_high

    @property
    def columns_high(self) -> float:
        return style.COLUMN_HEADING.leading + style.CELL_ABOVE + 5 if self.has_heading else 0.0

    @property
    def total_high(self) -> float:
        return style.STRONG.leading + 2 * style.CELL_ABOVE if self.data.total else 0.0


def _widths(data: model.Table, room: float) -> list[float]:
    """Narrow columns as wide as their text, the others by their shares of what is left."""
    widths = [0.0 if column.share else _natural(data, index, room) for index, column in enumerate(data.columns)]
    free = room - sum(widths)
    shares = sum(column.share for column in data.columns) or 1
    return [
        free * column.share / shares if column.share else taken
        for column, taken in zip(data.columns, widths, strict=True)
    ]


def _natural(data: model.Table, index: int, room: float) -> float:
    texts = set(nlargest(_MEASURED, (clean(row.cells[index]) for row in data.rows), key=len))
    widest = max((width(text, style.BODY) for text in texts), default=0.0)
    widest = max(widest, width(clean(data.columns[index].heading), style.COLUMN_HEADING))
    if data.total:
        widest = max(widest, width(clean(data.total[index]), style.STRONG))
    return min(widest + 2 * style.CELL_SIDE + _BETWEEN, room * _WIDEST_SHARE)


class TableBlock(Flowable):
    """Part of a table, from ``start`` to ``stop``; the whole of it at first."""

    def __init__(
        self,
        data: model.Table,
        page_room: float,
        missing: dict[str, None],
        grid: Grid | None = None,
        start: Place = Place(0),
        stop: Place | None = None,
    ) -> None:
        super().__init__()
        self.data, self.page_room, self.missing, self.grid = data, page_room, missing, grid
        self.start, self.stop = start, stop

    def wrap(self, room: float, high: float) -> tuple[float, float]:
        """The height of this part, or any height over ``high`` as soon as it is known not to fit."""
        if self.grid is None:
            self.grid = Grid(self.data, room)
        self.room = room
        used = self._top_high(self.grid)
        for _, _, taken in self._parts(self.grid):
            used += taken
            if used > high:
                return room, used
        if self.stop is None:
            used += self.grid.total_high + self._empty_high()
        self.high = used if self.stop or used > high else min(used + _AFTER, high)
        return room, self.high

    def _top_high(self, grid: Grid) -> float:
        return grid.heading_high if self.start == Place(0) else grid.columns_high

    def _empty_high(self) -> float:
        return style.BODY.leading + 2 * style.CELL_ABOVE if self.data.empty and not self.data.rows else 0.0

    def _parts(self, grid: Grid) -> Iterator[tuple[int, int, float]]:
        """Each row of this part: its number, its first line, its height."""
        stop = self.stop or Place(len(self.data.rows))
        for row in range(self.start.row, stop.row):
            first = self.start.line if row == self.start.row else 0
            yield row, first, grid.high(row, first)
        if stop.line:
            first = self.start.line if stop.row == self.start.row else 0
            yield stop.row, first, (stop.line - first) * style.BODY.leading + 2 * style.CELL_ABOVE

    def split(self, room: float, high: float) -> list[Any]:
        """The part that goes on this page, and the rest; nothing when the page has no good place for it."""
        self.wrap(room, high)
        assert self.grid is not None  # noqa: S101 wrap has just made it
        at = self._break(self.grid, high)
        if at is None:
            return []
        first = TableBlock(self.data, self.page_room, self.missing, self.grid, self.start, at)
        return [first, TableBlock(self.data, self.page_room, self.missing, self.grid, at)]

    def _break(self, grid: Grid, high: float) -> Place | None:
        """Where the page ends; none when nothing of the table should stand on it."""
        furthest = self._furthest(grid, high - self._top_high(grid))
        last_two = Place(len(self.data.rows) - 2)
        at = last_two if self.data.total and furthest.row > last_two.row else furthest
        if _begins_before(self.start, at):
            return at
        if high < self.page_room - 1:
            return None
        return furthest if _begins_before(self.start, furthest) else Place(self.start.row, self.start.line + 1)

    def _furthest(self, grid: Grid, left: float) -> Place:
        """How far the rows reach in the height that is left, breaking inside a row only if no page could hold it."""
        for row, first, taken in self._parts(grid):
            if taken > left:
                fitting = int((left - 2 * style.CELL_ABOVE) // style.BODY.leading)
                too_tall = taken > self.page_room - grid.heading_high
                return Place(row, first + fitting if too_tall and fitting >= _FEW_LINES else first)
            left -= taken
        return Place(len(self.data.rows))

    def draw(self) -> None:
        """The heading line and the rows with their hairlines, and at the table's end its total."""
        assert self.grid is not None  # noqa: S101 Platypus wraps before it draws
        pen, grid = Pen(self.canv, self.missing), self.grid
        y = self._draw_heading(pen, grid, self.high)
        for row, first, taken in self._parts(grid):
            self._draw_row(pen, grid, grid.row(row).cells, first, taken, y)
            y -= taken
            pen.rule(0, self.room, y, style.HAIRLINE, style.LINE)
        if self.stop is None:
            self._draw_end(pen, grid, y)

    def _draw_heading(self, pen: Pen, grid: Grid, top: float) -> float:
        if self.data.heading and self.start == Place(0):
            pen.write(0, top - style.HEADING.ascent, clean(self.data.heading), style.HEADING)
            top -= style.HEADING.leading + 2
        if not grid.has_heading:
            return top
        y = top - style.CELL_ABOVE - style.COLUMN_HEADING.ascent
        for index, column in enumerate(self.data.columns):
            self._write(pen, grid, index, y, clean(column.heading), style.COLUMN_HEADING)
        top -= grid.columns_high
        pen.rule(0, self.room, top, style.INK_RULE, style.INK)
        return top

    def _write(self, pen: Pen, grid: Grid, index: int, y: float, text: str, kind: Type) -> None:
        if self.data.columns[index].right:
            pen.write_right(grid.rights[index] - style.CELL_SIDE, y, text, kind)
        else:
            pen.write(grid.rights[index] - grid.widths[index] + style.CELL_SIDE, y, text, kind)

    def _draw_row(self, pen: Pen, grid: Grid, cells: tuple[Cell, ...], first: int, taken: float, top: float) -> None:
        count = round((taken - 2 * style.CELL_ABOVE) / style.BODY.leading)
        for index, cell in enumerate(cells):
            y = top - style.CELL_ABOVE - style.BODY.ascent
            for text, kind in islice(cell, first, first + count):
                if text:
                    self._write(pen, grid, index, y, text, kind)
                y -= kind.leading

    def _draw_end(self, pen: Pen, grid: Grid, y: float) -> None:
        if empty := self._empty_high():
            pen.write(style.CELL_SIDE, y - style.CELL_ABOVE - style.QUIET.ascent, clean(self.data.empty), style.QUIET)
            y -= empty
            pen.rule(0, self.room, y, style.HAIRLINE, style.LINE)
        if self.data.total:
            line = y - style.CELL_ABOVE - style.STRONG.ascent
            for index, text in enumerate(self.data.total):
                self._write(pen, grid, index, line, clean(text), style.STRONG)
            pen.rule(0, self.room, y - grid.total_high, style.HAIRLINE, style.LINE)
