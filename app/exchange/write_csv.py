"""Writing CSV that a spreadsheet opens and cannot run.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a return would be taken for a formula. Such a cell is
written with an apostrophe before it, the sign for “this is text” (OWASP, *CSV Injection*), unless it is plainly a
number. A cell that itself begins with apostrophes and then such a sign gets one more, so that reading takes exactly
one away and every text reads back equal (``unguarded``).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO, Final

from app.exchange.lists import joined

_DANGEROUS: Final = re.compile(r"'*[=+\-@\t\r]")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")


def guarded(cell: str) -> str:
    """The cell as it is written: inert in a spreadsheet."""
    if _DANGEROUS.match(cell) and not _NUMBER.fullmatch(cell):
        return "'" + cell
    return cell


def unguarded(cell: str) -> str:
    """The cell as it was before ``guarded``."""
    if cell.startswith("'") and _DANGEROUS.match(cell[1:]) and not _NUMBER.fullmatch(cell[1:]):
        return cell[1:]
    return cell


def write_csv(file: BinaryIO, header: Sequence[str] | None, rows: Iterable[Sequence[object]]) -> int:
    """Write UTF-8 with a mark that spreadsheets know it by, commas and CRLF (RFC 4180); returns the number of rows.

    Without a ``header`` there is no mark either: for programs that want rows and nothing else. Values are written as
    text: dates and amounts come as ISO and decimal strings, lists are joined by `` ::: ``.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig" if header else "utf-8", newline="", write_through=True)
    writer = csv.writer(text, lineterminator="\r\n")
    if header:
        writer.writerow([guarded(name) for name in header])
    count = 0
    for row in rows:
        writer.writerow([guarded(as_text(value)) for value in row])
        count += 1
    text.flush()
    text.detach()
    return count


def as_text(value: object) -> str:
    """A value as the text of one cell."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return joined(as_text(part) for part in value)
    return str(value)
