"""Partners as rows of a table: any field as a column, any column as the order, through the driver."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.domain.custom_fields import OWN
from app.domain.filters import FIELDS, is_own
from app.domain.money import Money
from app.domain.partners import Status, fold, sort_key
from app.queries import filtered
from app.queries.filtered import Wanted


@dataclass(frozen=True, slots=True)
class Order:
    """By which column the rows are in order, and whether the last comes first."""

    column: str = "name"
    falling: bool = False

    @property
    def is_usual(self) -> bool:
        """Whether it is the order of the list, in which letters have their places."""
        return self == Order()


@dataclass(frozen=True, slots=True)
class TableRow:
    """One partner: what stands in the columns that were asked for, by their keys."""

    id: int
    name: str
    initial: str
    cells: dict[str, Any]


def _first(table: str, column: str, where: str = "1") -> str:
    rows = f"SELECT {column} FROM {table} WHERE partner_id = p.id AND {where}"
    return f"({rows} ORDER BY position, id LIMIT 1)"


def _point(kind: str) -> str:
    rows = f"SELECT value FROM contact_point WHERE partner_id = p.id AND kind = '{kind}'"
    return f"({rows} ORDER BY person_id IS NOT NULL, position, id LIMIT 1)"


def _summary(column: str) -> str:
    return f"(SELECT {column} FROM partner_summary WHERE partner_id = p.id)"


_SALES: Final = "FROM sale s JOIN referral r ON r.id = s.referral_id WHERE r.partner_id = p.id GROUP BY s.currency"
_OPEN: Final = "FROM unsettled s WHERE s.partner_id = p.id AND s.payable_on <= :today GROUP BY s.currency"


def _sums(rows: str) -> str:
    """Sums by currency as JSON, the largest first."""
    sums = f"SELECT s.currency AS currency, sum(s.amount_minor) AS minor {rows} ORDER BY minor DESC"
    return f"(SELECT json_group_array(json_array(currency, minor)) FROM ({sums}))"


def _largest(rows: str) -> str:
    return f"(SELECT sum(s.amount_minor) AS minor {rows} ORDER BY minor DESC LIMIT 1)"


_CELLS: Final[dict[str, str]] = {
    **{column: f"p.{column}" for column in ("name", "code", "kind", "status", "tier", "language", "source", "notes")},
    "tag": "(SELECT group_concat(tag, ', ') FROM partner_tag WHERE partner_id = p.id)",
    "cadence": "p.cadence_days",
    "person": _first("person", "name"),
    "email": _point("email"),
    "phone": _point("phone"),
    "website": _point("website"),
    "city": _first("address", "city"),
    "region": _first("address", "region"),
    "country": _first("address", "country"),
    "postcode": _first("address", "postal_code"),
    "added": "substr(p.created_at, 1, 10)",
    "contacted": _summary("last_contact_on"),
    "due": _summary("due_on"),
    "quiet": f"({_summary('quiet_on')} <= :today)",
    "referrals": "(SELECT count(*) FROM referral WHERE partner_id = p.id)",
    "won": "(SELECT count(*) FROM referral WHERE partner_id = p.id AND stage = 'won')",
    "sold": _sums(_SALES),
    "owed": _sums(_OPEN),
    "terms": "EXISTS (SELECT 1 FROM terms_version WHERE partner_id = p.id)",
}
COLUMNS: Final = tuple(FIELDS)
"""The columns of every book; the user's own fields come after, by their keys."""

SOME: Final = 2000
"""Rows looked through at once for what was typed."""

_STATES: Final = " ".join(f"WHEN '{status.value}' THEN {place}" for place, status in enumerate(Status))
_ORDERS: Final[dict[str, str]] = {
    "name": "p.sort_key",
    "status": f"CASE p.status {_STATES} END",
    "sold": _largest(_SALES),
    "owed": _largest(_OPEN),
}
_FOLDED: Final = frozenset(
    "code tier language source notes tag person email website city region country postcode".split()
)
_OWN: Final = (
    "(SELECT value FROM custom_value WHERE partner_id = p.id "
    "AND field_id = (SELECT id FROM custom_field WHERE uid = {uid}))"
)


def _own_order(connection: sqlite3.Connection, column: str) -> str:
    """Numbers of the user's own fields by their size, all else as text."""
    sql = "SELECT kind FROM custom_field WHERE uid = ?"
    found = connection.execute(sql, (column[len(OWN) :],)).fetchone()
    value = _OWN.format(uid=":own")
    if found is None or found[0] != "number":
        return f"folded({value})"
    return f"CAST({value} AS REAL)"


def ids(connection: sqlite3.Connection, wanted: Wanted, order: Order, today: date) -> array[int]:
    """The ids of the partners who are wanted, in this order; where the column is empty they come last."""
    if order.is_usual:
        return filtered.ids(connection, wanted, today)
    where, parameters = filtered.condition(connection, wanted, today)
    key = order.column
    if is_own(key):
        by = _own_order(connection, key)
        parameters["own"] = key[len(OWN) :]
    elif key in FIELDS:
        by = f"folded({_CELLS[key]})" if key in _FOLDED else _ORDERS.get(key, _CELLS[key])
    else:
        return filtered.ids(connection, wanted, today)
    way = "DESC" if order.falling else "ASC"
    found = connection.execute(
        f"SELECT p.id, {by} AS k FROM partner p WHERE {where} "
        f"ORDER BY k IS NULL OR k = '', k {way}, p.sort_key {way}, p.id",
        parameters,
    )
    return array("q", [row[0] for row in found])


def rows(
    connection: sqlite3.Connection, wanted: Sequence[int], columns: Iterable[str], today: date
) -> dict[int, TableRow]:
    """The rows of these partners by id; ids that are gone are absent."""
    keys = [key for key in columns if key in FIELDS or is_own(key)]
    parameters: dict[str, Any] = {"today": today.isoformat()}
    cells: list[str] = []
    for number, key in enumerate(keys):
        if is_own(key):
            parameters[f"own{number}"] = key[len(OWN) :]
            cells.append(_OWN.format(uid=f":own{number}"))
        else:
            cells.append(_CELLS[key])
    marks = ",".join(str(int(each)) for each in wanted)
    found = connection.execute(
        f"SELECT {', '.join(['p.id', 'p.name', 'p.initial', *cells])} FROM partner p WHERE p.id IN ({marks})",
        parameters,
    )
    return {
        row[0]: TableRow(row[0], row[1], row[2], dict(zip(keys, map(_value, keys, row[3:]), strict=True)))
        for row in found
    }


def _value(key: str, value: Any) -> Any:
    """A cell as it is shown from: sums as money, yes or no as such."""
    if key in ("sold", "owed"):
        return tuple(Money(minor, currency) for currency, minor in json.loads(value or "[]") if minor)
    return bool(value) if key in ("quiet", "terms") else value


def place_of(
    connection: sqlite3.Connection, found: array[int], order: Order, typed: str, after: int, today: date
) -> int:
    """The row from ``after`` on, and then from the top, whose text in the column of the order begins as typed; or −1.

    Only columns of text are looked through: a page at a time, so that what is near is found at once.
    """
    if order.column not in _FOLDED and order.column != "name":
        return -1
    begin, key = fold(typed), order.column
    start: int
    for start in [*range(after, len(found), SOME), *range(0, after, SOME)]:
        some = found[start : start + SOME]
        named = rows(connection, some, [key], today)
        for at, each in enumerate(some):
            if each in named and _filed(named[each].cells[key] or "", key).startswith(begin):
                return start + at
    return -1


def _filed(text: str, column: str) -> str:
    return sort_key(text) if column == "name" else fold(text)
