"""Writing a workbook: typed cells, a header that stays in sight, and no cell that is a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO, Final

from app.domain.errors import UserError
from app.exchange.write_csv import as_text

MAX_ROWS: Final = 1_048_575
MAX_TEXT: Final = 32_767


def write_xlsx(file: BinaryIO, title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Write one sheet; numbers, decimals and dates stay what they are. Returns the number of rows.

    Raises ``UserError`` beyond the rows or the length of text that a workbook can hold: nothing is cut silently.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, name in enumerate(header):
        sheet.column_dimensions[_letter(number)].width = max(12, min(40, len(name) + 6))
    head = []
    for name in header:
        cell = WriteOnlyCell(sheet, value=name)
        cell.font = Font(bold=True)
        cell.data_type = "s"
        head.append(cell)
    sheet.append(head)
    count = 0
    for row in rows:
        count += 1
        if count > MAX_ROWS:
            raise UserError("sheet_full", "A workbook holds at most {most} rows; write CSV instead.", most=MAX_ROWS)
        sheet.append([_cell(sheet, value) for value in row])
    book.save(file)
    return count


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(number + 1))


def _cell(sheet: Any, value: object) -> object:
    from openpyxl.cell import WriteOnlyCell

    if value is None or isinstance(value, (bool, int, float, Decimal, date, datetime)):
        return value
    # What XML cannot carry at all is left out of the copy; the book keeps it.
    text = "".join(c for c in as_text(value) if c in "\t\n\r" or c >= " ").replace("\ufffe", "").replace("\uffff", "")
    if len(text) > MAX_TEXT:
        raise UserError("cell_full", "A text of {length} characters does not fit a workbook's cell.", length=len(text))
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell
