"""The columns of the table of partners, as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from app.domain.custom_fields import FieldDefinition
from app.domain.filters import FIELDS, Sort, sort_of
from app.domain.partners import Kind, Status
from app.formatting import day, money, number
from app.i18n import _
from app.queries.partner_table import TableRow
from ui import names
from ui.partners import filter_words
from ui.table.columns import Column

USUAL: Final = ("name", "status", "tier", "tag", "person", "email", "phone", "city", "contacted", "due", "sold", "owed")
"""The columns of a table that nobody chose columns for."""

WIDTHS: Final = {
    "name": 200, "email": 200, "website": 180, "person": 150, "tag": 150, "notes": 260, "phone": 140, "cadence": 90,
    "code": 96, "kind": 96, "status": 96, "tier": 84, "language": 84, "quiet": 90, "referrals": 84, "won": 84,
    "terms": 70, "postcode": 90, "sold": 116, "owed": 104,
}  # fmt: skip


def words(own: Mapping[str, FieldDefinition]) -> dict[str, str]:
    """What the columns there can be are called, by their keys."""
    return filter_words.fields() | {key: field.name for key, field in own.items()}


def columns(keys: Sequence[str], own: Mapping[str, FieldDefinition], widths: Mapping[str, int]) -> list[Column]:
    """The columns under these keys; those of fields that are gone are left out."""
    called = words(own)
    sorts = {**FIELDS, **{key: sort_of(field) for key, field in own.items()}}
    return [
        Column(
            called[key],
            _text(key, sorts[key]),
            widths.get(key, WIDTHS.get(key, 116)),
            right=sorts[key] in (Sort.NUMBER, Sort.MONEY),
            bold=key == "name",
            sort=key,
        )
        for key in keys
        if key in called
    ]


def _text(key: str, sort: Sort) -> Callable[[TableRow], str]:
    """What stands in a cell."""
    write = _WRITERS.get(sort, str)
    if key == "kind":
        write = _kind
    elif key == "status":
        write = _status

    def text(row: TableRow) -> str:
        value = row.cells.get(key)
        return "" if value in (None, "", ()) else write(value)

    return text


def _kind(value: Any) -> str:
    return names.partner_kind(Kind(value))


def _status(value: Any) -> str:
    return names.status(Status(value))


def _day(value: Any) -> str:
    try:
        return day(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def _sums(value: Any) -> str:
    return " + ".join(money(amount) for amount in value)


def _fact(value: Any) -> str:
    return _("yes") if value in (True, "yes") else "" if value is False else _("no")


def _number(value: Any) -> str:
    return number(value) if isinstance(value, int) else str(value)


_WRITERS: Final[dict[Sort, Callable[[Any], str]]] = {
    Sort.DAY: _day,
    Sort.MONEY: _sums,
    Sort.FACT: _fact,
    Sort.NUMBER: _number,
}
