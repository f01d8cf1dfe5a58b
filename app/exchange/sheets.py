"""A sheet: the header of a CSV, TSV or XLSX file and the records under it."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Final

from app.exchange.csv_records import Record, dialect_of, records
from app.exchange.drafts import Problem
from app.exchange.opening import open_source
from app.exchange.workbook import workbook_records
from app.i18n import _

SAMPLE_RECORDS: Final = 50
MAX_HEADER: Final = 200
"""Characters of a column's name; what is longer is no name."""
_HEADER_SEARCH: Final = 30
_VALUE: Final = re.compile(r"[-+]?[., :/-]*+\d[\d.,: /%€$£-]*+|[^@\n]*+@.*|https?://.*|\d[^\\/\n]*+[\\/].*")


@dataclass(slots=True)
class Sheet:
    """A table with named columns. ``header_line`` is 0 where the file names none; ``rows`` can be walked once."""

    header: tuple[str, ...]
    header_line: int
    rows: Iterator[Record]
    sample: tuple[Record, ...]
    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    ragged: bool = True


@contextmanager
def open_sheet(
    path: Path,
    *,
    is_header: Callable[[Sequence[str]], bool] = lambda cells: False,
    encoding: str = "",
    delimiter: str = "",
    quote: str = "",
    watch: Callable[[BinaryIO], None] | None = None,
) -> Iterator[Sheet]:
    """The first sheet of the file. ``is_header`` recognises the header of a known program under title lines.

    ``watch`` is given the open file, so that its position can tell how far the reading is.
    """
    with open_source(path) as file:
        if watch:
            watch(file)
        problems: list[Problem] = []
        found: Generator[Record, None, None]
        if file.peek(4)[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"):
            found = workbook_records(path)
            sheet = _sheet(found, is_header)
            sheet.ragged = False
        else:
            dialect = dialect_of(file, encoding, delimiter, quote)
            found = records(file, dialect, problems)
            sheet = _sheet(found, is_header)
            sheet.encoding, sheet.delimiter, sheet.quote = dialect.encoding, dialect.delimiter, dialect.quote
        sheet.problems = problems
        with closing(found):
            yield sheet


def _sheet(found: Iterator[Record], is_header: Callable[[Sequence[str]], bool]) -> Sheet:
    first = list(islice(found, SAMPLE_RECORDS))
    at = header_index(first, is_header)
    if at is None:
        width = max((len(record.cells) for record in first), default=0)
        header = tuple(_("Column {number}").format(number=number) for number in range(1, width + 1))
        sheet = Sheet(header, 0, chain(first, found), tuple(first))
        if first:
            sheet.remarks.append(_("The file names no columns; they are numbered."))
        return sheet
    top = first[at]
    header = tuple(" ".join(cell[: 2 * MAX_HEADER].replace("\ufeff", "").split())[:MAX_HEADER] for cell in top.cells)
    sheet = Sheet(header, top.line, chain(first[at + 1 :], found), tuple(first[at + 1 :]))
    if at:
        sentence = _("Lines {first} to {last}, before the names of the columns, were left out.")
        sheet.remarks.append(sentence.format(first=first[0].line, last=top.line - 1))
    return sheet


def header_index(first: Sequence[Record], is_header: Callable[[Sequence[str]], bool]) -> int | None:
    """Which of the first records names the columns, or None where the first one is already data."""
    for index, record in enumerate(first[:_HEADER_SEARCH]):
        if is_header(record.cells):
            return index
    widths = sorted(sum(bool(cell.strip()) for cell in record.cells) for record in first)
    usual = widths[len(widths) // 2] if widths else 0
    for index, record in enumerate(first[:_HEADER_SEARCH]):
        cells = [cell.strip() for cell in record.cells if cell.strip()]
        if len(cells) * 2 < usual or (len(cells) < 2 <= usual):
            continue
        return None if any(_VALUE.fullmatch(cell[:MAX_HEADER]) for cell in cells) else index
    return None
