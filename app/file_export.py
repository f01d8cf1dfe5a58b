"""Records of the book written as a file: which kinds go in which format, and how they stand in a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO, Final

from sqlalchemy.orm import Session

from app.domain.custom_fields import FieldKind
from app.domain.errors import UserError
from app.exchange.partner_table import OWN, TITLES, Row, partner_table
from app.queries import export as records
from app.queries.custom_fields import definitions

Record = dict[str, Any]

_TABLES: Final = ("partners", "people", "referrals", "commissions", "communications", "reminders", "year")

KINDS: Final[dict[str, tuple[str, ...]]] = {
    ".csv": _TABLES,
    ".xlsx": _TABLES,
    ".vcf": ("people",),
    ".ics": ("reminders",),
    ".json": ("everything", *_TABLES),
}
"""What each format can carry, the usual kind first."""

_AMOUNTS: Final = frozenset({"expected", "sold", "commission", "sale", "amount", "paid", "threshold"})
_DAYS: Final = frozenset({"received", "stage_since", "date", "payable_on", "due", "done"})
_FIRST_WORKBOOK_YEAR: Final = 1900


def check_kind(ending: str, what: str | None) -> str:
    """The kind to write for a file's ending; raises ``UserError`` when the format is unknown or cannot carry it."""
    if ending not in KINDS:
        raise UserError(
            "format_unknown", "Partnerbook writes {endings}, not “{ending}”.", endings=", ".join(KINDS), ending=ending
        )
    if what is None:
        return KINDS[ending][0]
    if what not in KINDS[ending]:
        raise UserError("format_unsuited", "{what} cannot be written as {ending}.", what=what, ending=ending)
    return what


def write(session: Session, what: str, ending: str, file: BinaryIO, now: datetime, year: int | None = None) -> int:
    """Write all records of one kind, or everything, to ``file``; returns how many.

    ``year`` is the one whose totals are wanted, the present one by default.
    """
    from app.exchange import write_csv, write_ics, write_json, write_vcard, write_xlsx

    if what == "everything":
        return write_json.write_whole(file, records.header(), records.everything(session))
    if ending == ".vcf":
        return write_vcard.write_vcards(file, records.cards(session))
    found = _records(session, what, now.astimezone().date(), year)
    if ending == ".json":
        return write_json.write_records(file, found)
    if ending == ".ics":
        return write_ics.write_calendar(file, found, now)
    header, rows = partner_table(found, definitions(session)) if what == "partners" else _table(found)
    if ending == ".xlsx":
        return write_xlsx.write_xlsx(file, what.capitalize(), header, ([_typed(h, v) for h, v in r] for r in rows))
    return write_csv.write_csv(file, header, ([value for _, value in row] for row in rows))


def _records(session: Session, what: str, today: date, year: int | None) -> list[Record]:
    if what == "year":
        return records.year(session, year or today.year)
    if what == "commissions":
        return records.commissions(session, today)
    return list(getattr(records, what)(session))


def _title(name: str) -> str:
    return TITLES.get(name, name.replace("_", " ").capitalize())


def _table(found: Sequence[Record]) -> tuple[list[str], Iterator[Row]]:
    nested = ("addresses", "fields", "points", "people")
    names = [name for name in (found[0] if found else {}) if name not in nested]
    return [_title(name) for name in names], ([(name, record[name]) for name in names] for record in found)


def _typed(name: str, value: Any) -> Any:
    """A value as a workbook keeps it: amounts as numbers, days as dates."""
    if not isinstance(value, str) or not value:
        return value
    if name in _AMOUNTS:
        try:
            return Decimal(value)
        except InvalidOperation:
            return value
    if name.startswith(OWN):
        return _typed_own(FieldKind(name.removeprefix(OWN)), value)
    return date.fromisoformat(value) if name in _DAYS else value


def _typed_own(kind: FieldKind, value: str) -> Any:
    """Numbers and days that a workbook keeps as they are; the others stay text."""
    if kind is FieldKind.NUMBER:
        return value if "e" in repr(float(value)) else Decimal(value)
    if kind is FieldKind.DATE:
        day = date.fromisoformat(value)
        return day if day.year > _FIRST_WORKBOOK_YEAR else value
    return value
