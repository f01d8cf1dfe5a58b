"""Several values in one cell, as this program writes them: `` ::: `` between them, as in Google's sheets.

A value that holds such a sign itself is written with a backslash in it (``::\\:``), so that every list reads back
equal. Empty values keep their places: they are labels of values that have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

SEPARATOR: Final = " ::: "

_SIGN: Final = re.compile(r"(?<!\S)::(\\*):(?!\S)")
_MARKED: Final = re.compile(r"(?<!\S)::(\\*)\\:(?!\S)")
_BETWEEN: Final = re.compile(r"(?<!\S):::(?!\S)")


def joined(values: Iterable[str]) -> str:
    """The values in one cell."""
    return SEPARATOR.join(_SIGN.sub(r"::\1\\:", value) for value in values)


def separated(cell: str) -> list[str]:
    """The values of a cell written by ``joined``, trimmed."""
    return [_MARKED.sub(r"::\1:", part.strip()) for part in _BETWEEN.split(cell)]
