"""Columns of a table as data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its ``title`` and how to get its text from a row.

    ``width`` is in design pixels; the column with ``stretch`` takes what is left. ``right`` is for figures. ``tone``
    gives the name of a token (``red``, ``green``, ``soft`` …) by the row, or an empty text. ``sort`` is the key by
    which the owner can order the rows; without it the head cannot be pressed.
    """

    title: str
    value: Callable[[Any], str]
    width: int = 120
    right: bool = False
    stretch: bool = False
    bold: bool = False
    tone: Callable[[Any], str] | None = None
    sort: str = ""
