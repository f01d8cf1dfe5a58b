"""The filters that were saved, what can be filtered by, and what stands in the fields already."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.domain.custom_fields import FieldDefinition
from app.domain.errors import UserError
from app.domain.filters import Criteria, from_json, from_plain
from app.queries import filtered
from app.queries.custom_fields import fast_definitions
from app.queries.family import MERGED


@dataclass(frozen=True, slots=True)
class Saved:
    """A filter that was saved. ``plain`` is what the book keeps of its criteria."""

    id: int
    uid: str
    name: str
    plain: dict[str, Any]

    @property
    def criteria(self) -> Criteria:
        """The criteria; raises ``UserError`` when another program left something else there."""
        return from_plain(self.plain)


def saved(connection: sqlite3.Connection) -> tuple[Saved, ...]:
    """The saved filters in their order."""
    rows = connection.execute("SELECT id, uid, name, criteria FROM saved_filter ORDER BY position, id")
    return tuple(Saved(row[0], row[1], row[2], _plain(row[3])) for row in rows)


def _plain(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def by_name(connection: sqlite3.Connection, name: str) -> Criteria:
    """The criteria saved under a name; raises ``UserError`` when there are none."""
    row = connection.execute("SELECT criteria FROM saved_filter WHERE name = ?", (name.strip(),)).fetchone()
    if row is None:
        known = ", ".join(f"“{each.name}”" for each in saved(connection)) or "none"
        raise UserError(
            "filter_unknown", "There is no filter “{name}”. There are: {known}.", name=name[:80], known=known
        )
    return from_json(row[0])


def counts(connection: sqlite3.Connection, today: date) -> dict[str, int]:
    """How many partners fit each saved filter, by its ``uid``; those that cannot be read are absent."""
    found: dict[str, int] = {}
    for each in saved(connection):
        try:
            found[each.uid] = filtered.count(connection, each.criteria, today)
        except UserError:
            continue
    return found


def saved_and_own(connection: sqlite3.Connection) -> tuple[tuple[Saved, ...], tuple[FieldDefinition, ...]]:
    """The saved filters and the user's own fields."""
    return saved(connection), fast_definitions(connection)


_KEPT: Final = {
    "tier": f"SELECT tier FROM partner WHERE tier <> '' AND id NOT IN {MERGED}",
    "language": "SELECT language FROM partner WHERE language <> ''",
    "source": "SELECT source FROM partner WHERE source <> ''",
    "tag": "SELECT tag FROM partner_tag",
    "city": "SELECT city FROM address WHERE city <> ''",
    "region": "SELECT region FROM address WHERE region <> ''",
    "country": "SELECT country FROM address WHERE country <> ''",
}
MOST_KEPT: Final = 200


def kept(connection: sqlite3.Connection, field: str) -> tuple[str, ...]:
    """What stands in a field already, the most used first; nothing for fields in which all is different."""
    if field not in _KEPT:
        return ()
    rows = connection.execute(
        f"SELECT *, count(*) FROM ({_KEPT[field]}) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_KEPT}"
    )
    return tuple(row[0] for row in rows)


def all_kept(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """The same for all fields of which anything can be offered."""
    return {field: kept(connection, field) for field in _KEPT}
