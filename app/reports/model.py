"""What a document is made of, before it has a layout: plain text and numbers already put into words.

All text is data. Nothing in it is ever read as markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The top of the first page: who sends it at the left, what it is and of when at the right."""

    name: str
    details: str
    right: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Title:
    """The document's own name, with a line under it."""

    text: str
    below: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value, set at the right: ``Partner code HARBOR10``."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Parties:
    """The address at the left, its first line the strongest, and facts at the right."""

    lines: tuple[str, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the key figures; the ``main`` one is the largest number on the page."""

    value: str
    label: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The summary under the accent rule."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text with an optional heading."""

    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. ``share`` is its part of the free width; 0 makes it as wide as its widest text."""

    heading: str
    share: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and under one of them a small remark: ``remark`` below cell number ``remark_in``."""

    cells: tuple[str, ...]
    remark: str = ""
    remark_in: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading line that repeats on every page. ``total`` never stands alone on one.

    Without any heading text the table has no heading line. ``empty`` is said in place of rows where there are none.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Row]
    total: tuple[str, ...] = ()
    heading: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A month of a chart: ``part`` of ``whole``, in any one unit."""

    label: str
    whole: int
    part: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars side by side, at least one, the part in the accent colour before the whole."""

    heading: str
    caption: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two stacks of blocks next to one another."""

    left: tuple[Paragraph | Table, ...]
    right: tuple[Paragraph | Table, ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page."""


Block = Title | Parties | KeyFigures | Paragraph | Table | Chart | SideBySide | NewPage


@dataclass(frozen=True, slots=True)
class Report:
    """A whole document.

    ``title`` and ``author`` are what the file says of itself. ``mark`` is a word across every page, such as DRAFT.
    ``running`` stands at the top of every page after the first, ``footer`` at the foot of all of them.
    """

    title: str
    author: str
    letterhead: Letterhead
    blocks: tuple[Block, ...]
    footer: str = ""
    running: str = ""
    mark: str = ""
    language: str = "en"
    paper: str = "a4"
