"""Records of the book written as a file: which kinds go in which format, and how they stand in a table."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from sqlalchemy.orm import Session

from app.domain.custom_fields import FieldKind
from app.domain.errors import StorageError, UserError
from app.exchange.partner_table import OWN, TITLES, Row, partner_table
from app.queries import export as records
from app.queries.custom_fields import definitions

if TYPE_CHECKING:
    from app.persistence.files import Files

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


OF_SOME: Final = ("partners", "people")
"""What can be written of some partners alone."""


def write(
    session: Session,
    what: str,
    ending: str,
    file: BinaryIO,
    now: datetime,
    year: int | None = None,
    *,
    only: Collection[int] | None = None,
    vcard: str = "4.0",
    files: Files | None = None,
) -> int:
    """Write all records of one kind, or everything, to ``file``; returns how many.

    ``year`` is the one whose totals are wanted, the present one by default; ``only`` the ids of the partners who are
    wanted alone, of whom partners and people can be written; ``vcard`` the version of contact cards, ``3.0`` or
    ``4.0``; ``files`` those beside the book, which go with everything, and whose pictures go with cards. One that is
    missing or altered is left out: ``check`` names it.
    """
    from app.exchange import write_csv, write_ics, write_json, write_vcard, write_xlsx

    if what == "everything":
        return write_json.write_whole(file, records.header(), records.everything(session), _kept(session, files))
    if only is not None and what not in OF_SOME:
        raise UserError("format_of_some", "Only partners and people can be written of some partners alone.")
    if ending == ".vcf":
        return write_vcard.write_vcards(file, _with_pictures(session, files, records.cards(session, only)), vcard)
    found = _records(session, what, now.astimezone().date(), year, only)
    if ending == ".json":
        return write_json.write_records(file, found)
    if ending == ".ics":
        return write_ics.write_calendar(file, found, now)
    header, rows = partner_table(found, definitions(session)) if what == "partners" else _table(found)
    if ending == ".xlsx":
        return write_xlsx.write_xlsx(file, what.capitalize(), header, ([_typed(h, v) for h, v in r] for r in rows))
    return write_csv.write_csv(file, header, ([value for _, value in row] for row in rows))


def _kept(session: Session, files: Files | None) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The bytes of each file that the book names, as far as they are what was put."""
    from app.persistence.files import State
    from app.queries.attachments import digests

    for digest in digests(session) if files is not None else ():
        if files is not None and files.verify(digest) is State.WHOLE:
            yield digest, files.pieces(digest)


def _with_pictures(session: Session, files: Files | None, people: Iterable[Record]) -> Iterator[Record]:
    """The people, the first of each partner with the picture that is on its card."""
    from app.queries.attachments import pictures

    left = pictures(session) if files is not None else {}
    for person in people:
        digest, media_type = left.pop(person["partner"]["code"], ("", ""))
        photo = None
        if files is not None and digest:
            with suppress(StorageError):
                photo = (media_type, files.read(digest))
        yield {**person, "photo": photo}


def _records(session: Session, what: str, today: date, year: int | None, only: Collection[int] | None) -> list[Record]:
    if what in OF_SOME:
        return list(getattr(records, what)(session, only))
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
