"""Records of an Excel workbook (.xlsx), read without trusting what it says about its own size."""

from __future__ import annotations

import lzma
import re
import zipfile
import zlib
from collections.abc import Generator, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from app.domain.errors import UserError
from app.exchange.csv_records import Record
from app.i18n import _

MAX_UNPACKED_BYTES: Final = 400 << 20
MAX_STRINGS_BYTES: Final = 48 << 20
MAX_PARTS: Final = 5000
_SMALL_BYTES: Final = 32 << 20
_MAX_RATIO: Final = 120
MAX_CELLS: Final = 6_000_000
MAX_COLUMNS: Final = 2000
_MAX_EMPTY_ROWS: Final = 10_000
_ENTITY: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LEADING_ZEROS: Final = re.compile(r"0{2,}")


_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OSError,
)
"""What reading a damaged package raises."""


def check_package(path: Path) -> None:
    """Raise ``UserError`` unless the file is a whole ZIP of a plausible size without document type declarations."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            unpacked = sum(part.file_size for part in parts)
            packed = sum(part.compress_size for part in parts) or 1
            strings = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
            bomb = unpacked > _SMALL_BYTES and unpacked / packed > _MAX_RATIO
            if bomb or unpacked > MAX_UNPACKED_BYTES or strings > MAX_STRINGS_BYTES or len(parts) > MAX_PARTS:
                raise UserError(
                    "workbook_too_large",
                    _("“{name}” unpacks to {size} MB, which is too much. Save the sheet as CSV."),
                    name=path.name,
                    size=unpacked >> 20,
                )
            for part in parts:
                _check_part(package, part, path)
    except _DAMAGED as error:
        raise unreadable(path) from error


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path) -> None:
    if part.filename.lower().endswith((".xml", ".rels")):
        with package.open(part) as stream:
            if _ENTITY.search(stream.read(4096)):
                raise unreadable(path)


def unreadable(path: Path) -> UserError:
    return UserError(
        "workbook_unreadable",
        _("“{name}” cannot be read as a workbook. Perhaps it is damaged, protected or of an older kind."),
        name=path.name,
    )


def workbook_records(path: Path) -> Generator[Record, None, None]:
    """The rows of the first sheet that has any, with at least one cell that is not empty, as text.

    Formulas give the value that was last saved with them. Raises ``UserError`` for what is no workbook or too large.
    """
    check_package(path)
    try:
        yield from _records(path)
    except UserError:
        raise
    except Exception as error:  # openpyxl lets KeyError, TypeError and others out for a damaged file
        raise unreadable(path) from error


def _records(path: Path) -> Iterator[Record]:
    from openpyxl import load_workbook

    with path.open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
            for sheet in visible or book.worksheets:
                sheet.reset_dimensions()
                found = False
                for record in _rows(sheet, path):
                    found = True
                    yield record
                if found:
                    return
        finally:
            book.close()


def _rows(sheet: Any, path: Path) -> Iterator[Record]:
    cells_read = empty = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        cells = [_text(cell.value, cell.number_format) if cell.value is not None else "" for cell in row[:MAX_COLUMNS]]
        if any(cell.value is not None for cell in row[MAX_COLUMNS:]):
            raise UserError(
                "workbook_too_wide",
                _("Row {row} of “{name}” has more than {limit} columns. Remove what is beyond, then import again."),
                name=path.name,
                row=number,
                limit=MAX_COLUMNS,
            )
        cells_read += len(row)
        if cells_read > MAX_CELLS:
            raise UserError(
                "workbook_too_large",
                _("“{name}” has more than {limit} cells. Save the sheet as CSV instead."),
                name=path.name,
                limit=MAX_CELLS,
            )
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            empty = 0
            yield Record(number, cells)
        else:
            empty += 1
            if empty > _MAX_EMPTY_ROWS:
                return


def _text(value: object, number_format: str) -> str:
    """A cell as its reader would type it: whole numbers without ``.0``, days as ``2024-03-01``, errors as nothing."""
    if isinstance(value, str):
        return "" if value in _ERRORS else value.replace("_x000D_", "").replace("\r\n", "\n")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        whole = int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value
        text = str(whole) if isinstance(whole, int) else repr(value)
        return text.zfill(len(number_format)) if _LEADING_ZEROS.fullmatch(number_format or "") else text
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


_ERRORS: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
