"""The Rolodex list: ids in order, rows by page, counts for the chips, letters for the edge.

The fast path of the house: plain SQL on the driver's read-only connection, so that the first list is painted before
SQLAlchemy is loaded and a keystroke is answered within a frame.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from app.domain.alphabet import alphabet
from app.domain.money import Money
from app.domain.partners import Kind, Status
from app.queries.family import MERGED
from app.queries.settings import fast_preferences

COUNT_CAP: Final = 1000
"""Counts of search hits stop here: “1,000+”."""


class Chip(StrEnum):
    """The filters above the list."""

    ALL = "all"
    ACTIVE = "active"
    PROSPECTS = "prospects"
    QUIET = "quiet"
    OWED = "owed"


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """One partner as the list shows it: ``owed`` is payable now, the largest first; ``due_on`` the next follow-up."""

    id: int
    name: str
    initial: str
    code: str
    kind: Kind
    status: Status
    tier: str
    last_contact_on: date | None
    quiet: bool
    due_on: date | None
    owed: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class ChipCounts:
    all: int
    active: int
    prospects: int
    quiet: int
    owed: int


QUIET: Final = "p.id IN (SELECT partner_id FROM partner_summary WHERE quiet_on <= :today)"
"""Partners ``p`` one has not spoken to for longer than their rhythm of contact."""

_CHIP_SQL: Final[dict[Chip, str]] = {
    Chip.ALL: "1",
    Chip.ACTIVE: "p.status = 'active'",
    Chip.PROSPECTS: "p.status IN ('prospect', 'invited', 'onboarding')",
    Chip.QUIET: QUIET,
    Chip.OWED: "p.id IN (SELECT partner_id FROM unsettled WHERE payable_on <= :today "
    "GROUP BY partner_id, currency HAVING sum(amount_minor) > 0)",
}


_MANY: Final = 2000
"""From so many hits on, walking the names in order until a page is full beats sorting all the hits."""


def matching(connection: sqlite3.Connection, expression: str, limit: int) -> list[int]:
    """The first ids, in the order of names, of the partners that match an expression of ``searchable``."""
    hits = "SELECT rowid FROM partner_search WHERE partner_search MATCH :match"
    number = connection.execute(f"SELECT count(*) FROM ({hits} LIMIT {_MANY})", {"match": expression}).fetchone()[0]
    # The plus keeps SQLite from looking each hit up and sorting them.
    column = "+p.id" if number == _MANY else "p.id"
    rows = connection.execute(
        f"SELECT p.id FROM partner p WHERE {column} IN ({hits}) ORDER BY p.sort_key, p.id LIMIT :limit",
        {"match": expression, "limit": limit},
    )
    return [row[0] for row in rows]


def where(chip: Chip, search: str, today: date) -> tuple[str, dict[str, Any]]:
    """The SQL that holds for the partners ``p`` under a chip and a search, and its parameters."""
    condition, parameters = f"{_CHIP_SQL[chip]} AND p.id NOT IN {MERGED}", {"today": today.isoformat()}
    if not search.strip():
        return condition, parameters
    from app.persistence.searchable import match_expression

    expression = match_expression(search)
    if expression:
        condition += " AND p.id IN (SELECT rowid FROM partner_search WHERE partner_search MATCH :match)"
        parameters["match"] = expression
    else:
        condition += " AND 0"
    return condition, parameters


def ids(connection: sqlite3.Connection, chip: Chip, search: str, today: date) -> array[int]:
    """The ids of all partners under a chip and a search, in the order of their names."""
    condition, parameters = where(chip, search, today)
    rows = connection.execute(f"SELECT p.id FROM partner p WHERE {condition} ORDER BY p.sort_key, p.id", parameters)
    return array("q", [row[0] for row in rows])


def first_ids(connection: sqlite3.Connection, chip: Chip, today: date, limit: int = 64) -> array[int]:
    """The first ids of the list, for the first paint."""
    condition, parameters = where(chip, "", today)
    sql = f"SELECT p.id FROM partner p WHERE {condition} ORDER BY p.sort_key, p.id LIMIT {int(limit)}"
    return array("q", [row[0] for row in connection.execute(sql, parameters)])


def rows(connection: sqlite3.Connection, wanted: Sequence[int], today: date) -> dict[int, PartnerRow]:
    """The rows of these partners by id; ids that are gone are absent."""
    marks = ",".join("?" * len(wanted))
    owed: dict[int, list[Money]] = {}
    for partner, currency, minor in connection.execute(
        f"SELECT partner_id, currency, sum(amount_minor) AS due FROM unsettled WHERE partner_id IN ({marks}) "
        "AND payable_on <= ? GROUP BY partner_id, currency ORDER BY due DESC",
        (*wanted, today.isoformat()),
    ):
        owed.setdefault(partner, []).append(Money(minor, currency))
    found = connection.execute(
        "SELECT p.id, p.name, p.initial, p.code, p.kind, p.status, p.tier, s.last_contact_on, s.quiet_on, s.due_on "
        f"FROM partner p LEFT JOIN partner_summary s ON s.partner_id = p.id WHERE p.id IN ({marks})",
        tuple(wanted),
    )
    return {
        row[0]: PartnerRow(
            id=row[0],
            name=row[1],
            initial=row[2],
            code=row[3],
            kind=Kind(row[4]),
            status=Status(row[5]),
            tier=row[6],
            last_contact_on=_day(row[7]),
            quiet=row[8] is not None and row[8] <= today.isoformat(),
            due_on=_day(row[9]),
            owed=tuple(owed.get(row[0], ())),
        )
        for row in found
    }


def counts(connection: sqlite3.Connection, today: date) -> ChipCounts:
    """How many partners are under each chip."""

    def count(chip: Chip) -> int:
        condition, parameters = where(chip, "", today)
        return int(connection.execute(f"SELECT count(*) FROM partner p WHERE {condition}", parameters).fetchone()[0])

    return ChipCounts(*(count(chip) for chip in Chip))


def total(connection: sqlite3.Connection) -> int:
    """How many partners the book has."""
    return int(connection.execute(f"SELECT count(*) FROM partner p WHERE p.id NOT IN {MERGED}").fetchone()[0])


def letters(connection: sqlite3.Connection, chip: Chip, search: str, today: date) -> dict[str, int]:
    """For each letter of the edge that has partners, the row at which it begins in the list."""
    if chip is Chip.ALL and not search.strip():
        return _letters_of_all(connection)
    condition, parameters = where(chip, search, today)
    found = connection.execute(
        # “#” stands more than once: figures before A, other scripts after Z.
        f"SELECT p.initial, count(*) FROM partner p WHERE {condition} GROUP BY p.initial, p.sort_key < 'a' "
        "ORDER BY min(p.sort_key)",
        parameters,
    )
    starts: dict[str, int] = {}
    row = 0
    for initial, number in found:
        starts.setdefault(initial, row)
        row += number
    return starts


def _letters_of_all(connection: sqlite3.Connection) -> dict[str, int]:
    """The same for the whole book, from the index alone: a letter is a stretch of sort keys."""
    beginnings = alphabet(fast_preferences(connection).language).beginnings
    starts: dict[str, int] = {}
    row = 0
    for (first, letter), (end, _next) in zip(beginnings, (*beginnings[1:], ("\U0010ffff", "")), strict=True):
        between = f"SELECT count(*) FROM partner WHERE sort_key >= ? AND sort_key < ? AND id NOT IN {MERGED}"
        number = connection.execute(between, (first, end)).fetchone()[0]
        if number:
            starts.setdefault(letter, row)
        row += number
    return starts


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
