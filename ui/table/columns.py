"""Columns of a table as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its ``title`` and how to get its text from a row.

    ``width`` is in design pixels; those with ``stretch`` share what is left in proportion. ``right`` is for figures.
    ``tone`` gives the name of a token (``red``, ``green``, ``soft`` …) by the row, or an empty text. ``sort`` is the
    key by which the owner can order the rows; without it the head cannot be pressed. Where there is no room for all,
    columns with ``gives_way`` are left out, the highest first: what they say can be read elsewhere.
    """

    title: str
    value: Callable[[Any], str]
    width: int = 120
    right: bool = False
    stretch: bool = False
    bold: bool = False
    tone: Callable[[Any], str] | None = None
    sort: str = ""
    gives_way: int = 0
