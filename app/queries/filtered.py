"""Partners by criteria on any field, through the driver: plain SQL in which whatever a person typed is a parameter."""

from __future__ import annotations

import sqlite3
from array import array
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from app.domain.alphabet import alphabet
from app.domain.custom_fields import OWN
from app.domain.filters import Condition, Criteria, How, is_own, span
from app.domain.money import Money
from app.domain.partners import PointKind, fold
from app.domain.rolodex import Point
from app.queries import partner_list
from app.queries.partner_list import Chip
from app.queries.settings import fast_preferences


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which partners: those under a chip, that match the words typed and fit the criteria, where there are any."""

    chip: Chip = Chip.ALL
    search: str = ""
    criteria: Criteria | None = None


class _Parameters(dict[str, Any]):
    """Bound values under names of their own. ``as_folded`` says that names are filed by their folded form: where the
    language of the book has letters of its own, or kana, they are not."""

    as_folded = True

    def bind(self, value: object) -> str:
        name = f"v{len(self)}"
        self[name] = value
        return f":{name}"


@lru_cache(maxsize=20_000)
def folded(text: str | None) -> str:
    """Text as it is compared; for SQL, which knows it as ``folded``."""
    return fold(text) if text else ""


def prepare(connection: sqlite3.Connection) -> None:
    """Let SQL on this connection compare texts as people do."""
    connection.create_function("folded", 1, folded, deterministic=True)


def condition(connection: sqlite3.Connection, wanted: Wanted, today: date) -> tuple[str, dict[str, Any]]:
    """The SQL that holds for the partners ``p`` who are wanted, and its parameters."""
    prepare(connection)
    where, given = partner_list.where(wanted.chip, wanted.search, today)
    parameters = _Parameters(given)
    letters_of = alphabet(fast_preferences(connection).language)
    parameters.as_folded = not (letters_of.own or letters_of.kana)
    if wanted.criteria is not None and wanted.criteria.conditions:
        each = [_one(line, today, parameters) for line in wanted.criteria.conditions]
        where += " AND (" + (" OR " if wanted.criteria.any_of else " AND ").join(each) + ")"
    return where, parameters


def ids(connection: sqlite3.Connection, wanted: Wanted, today: date) -> array[int]:
    """The ids of the partners who are wanted, in the order of their names."""
    where, parameters = condition(connection, wanted, today)
    # Who fits is found in the order of the table, on whose pages neighbours lie together; the index of names then only
    # puts them in order. Looked up in the order of names, each partner would be on another page.
    fitting = f"SELECT p.id FROM partner p WHERE {where}"
    found = connection.execute(f"SELECT id FROM partner WHERE id IN ({fitting}) ORDER BY sort_key, id", parameters)
    return array("q", [row[0] for row in found])


def count(connection: sqlite3.Connection, criteria: Criteria, today: date) -> int:
    """How many partners fit the criteria."""
    where, parameters = condition(connection, Wanted(criteria=criteria), today)
    return int(connection.execute(f"SELECT count(*) FROM partner p WHERE {where}", parameters).fetchone()[0])


def letters(connection: sqlite3.Connection, found: array[int]) -> dict[str, int]:
    """For each letter of the edge that has partners, the row at which it begins in a list in the order of names."""

    def key(row: int) -> str:
        sql = "SELECT sort_key FROM partner WHERE id = ?"
        return str(connection.execute(sql, (found[row],)).fetchone()[0])

    beginnings = alphabet(fast_preferences(connection).language).beginnings
    begins: dict[str, int] = {}
    row = 0
    for (_first, letter), (end, _next) in zip(beginnings, (*beginnings[1:], ("\U0010ffff", "")), strict=True):
        after = bisect_left(range(len(found)), end, lo=row, key=key)
        if after > row:
            begins.setdefault(letter, row)
        row = after
    return begins


def _one(line: Condition, today: date, parameters: _Parameters) -> str:
    made = _own(line, today, parameters) if is_own(line.field) else _SQL[line.field](line, today, parameters)
    # What is not known is not so: a partner without a rhythm has none of at least 30 days.
    return f"NOT ifnull({made}, 0)" if line.negated else f"({made})"


Maker = Callable[[Condition, date, _Parameters], str]


def _compared(text: str, line: Condition, parameters: _Parameters) -> str:
    """A text against the value; ``text`` is SQL for it."""
    if line.how is How.PRESENT:
        return f"{text} <> ''"
    value = fold(line.value)
    mark = parameters.bind(value)
    if line.how is How.IS:
        return f"folded({text}) = {mark}"
    if line.how is How.BEGINS:
        return f"substr(folded({text}), 1, {len(value)}) = {mark}"
    return f"({text} <> '' AND instr(folded({text}), {mark}) > 0)"


def _name(line: Condition, _today: date, parameters: _Parameters) -> str:
    """The key by which names are filed is their folded form, less what a name begins with before its first letter."""
    value = " ".join(fold(line.value).split())
    if line.how is How.PRESENT or not value[:1].isalnum() or not parameters.as_folded:
        return _compared("p.name", line, parameters)
    mark = parameters.bind(value)
    compared = {
        How.IS: f"p.sort_key = {mark}",
        How.BEGINS: f"p.sort_key >= {mark} AND p.sort_key < {mark} || char(1114111)",
    }
    return compared.get(line.how, f"instr(p.sort_key, {mark}) > 0")


def _text(column: str) -> Maker:
    return lambda line, _today, parameters: _compared(column, line, parameters)


def _in(table: str, column: str, where: str = "1") -> Maker:
    """A text in one of the rows that belong to the partner."""

    def made(line: Condition, _today: date, parameters: _Parameters) -> str:
        return f"p.id IN (SELECT partner_id FROM {table} WHERE {where} AND {_compared(column, line, parameters)})"

    return made


def _point(kind: PointKind) -> Maker:
    """A way to be reached, by the form in which two spellings of the same are equal."""

    def made(line: Condition, _today: date, parameters: _Parameters) -> str:
        compared = "1"
        if line.how is not How.PRESENT:
            value = Point(kind, line.value).normalised
            mark = parameters.bind(value)
            compared = {
                How.IS: f"normalised = {mark}",
                How.BEGINS: f"substr(normalised, 1, {len(value)}) = {mark}",
            }.get(line.how, f"instr(normalised, {mark}) > 0")
        return f"p.id IN (SELECT partner_id FROM contact_point WHERE kind = '{kind.value}' AND {compared})"

    return made


def _person(line: Condition, _today: date, parameters: _Parameters) -> str:
    either = " OR ".join(_compared(column, line, parameters) for column in ("name", "role"))
    return f"p.id IN (SELECT partner_id FROM person WHERE {either})"


def _choice(column: str) -> Maker:
    return lambda line, _today, parameters: f"{column} = {parameters.bind(line.value)}"


_SIGNS: Final = {How.AT_LEAST: ">=", How.AT_MOST: "<=", How.EQUALS: "="}


def _cadence(line: Condition, _today: date, parameters: _Parameters) -> str:
    if line.how is How.PRESENT:
        return "p.cadence_days IS NOT NULL"
    return f"p.cadence_days {_SIGNS[line.how]} {parameters.bind(float(line.value))}"


def _day_of(column: str, rows: str = "") -> Maker:
    """A day: a column of the partner's, or of ``rows`` that name the partner."""

    def made(line: Condition, today: date, parameters: _Parameters) -> str:
        if line.how is How.PRESENT:
            within = f"{column} IS NOT NULL"
        else:
            first, last = span(line, today)
            within = f"{column} BETWEEN {parameters.bind(first)} AND {parameters.bind(last)}"
        return f"p.id IN (SELECT partner_id FROM {rows} WHERE {within})" if rows else within

    return made


def _summed(rows: str, what: str) -> Maker:
    """A number or sum over rows that name the partner, who has none of it where there is no such row."""

    def made(line: Condition, today: date, parameters: _Parameters) -> str:
        if line.how is How.PRESENT:
            return f"p.id IN (SELECT partner_id FROM {rows} GROUP BY 1 HAVING {what} <> 0)"
        value: float = Money.parse(line.value, line.currency).minor if line.currency else float(line.value)
        where = f"WHERE currency = {parameters.bind(line.currency)}" if line.currency else ""
        parameters["today"] = today.isoformat()
        holds = f"{what} {_SIGNS[line.how]} {parameters.bind(value)}"
        if {How.AT_LEAST: value <= 0, How.AT_MOST: value >= 0, How.EQUALS: value == 0}[line.how]:
            return f"p.id NOT IN (SELECT partner_id FROM {rows} {where} GROUP BY 1 HAVING NOT {holds})"
        return f"p.id IN (SELECT partner_id FROM {rows} {where} GROUP BY 1 HAVING {holds})"

    return made


_SOLD: Final = "(SELECT r.partner_id, s.currency, s.amount_minor FROM sale s JOIN referral r ON r.id = s.referral_id)"
_OWED: Final = "(SELECT partner_id, currency, amount_minor FROM unsettled WHERE payable_on <= :today)"

_SQL: Final[dict[str, Maker]] = {
    "name": _name,
    "code": _text("p.code"),
    "kind": _choice("p.kind"),
    "status": _choice("p.status"),
    "tier": _text("p.tier"),
    "tag": _in("partner_tag", "tag"),
    "language": _text("p.language"),
    "cadence": _cadence,
    "person": _person,
    "email": _point(PointKind.EMAIL),
    "phone": _point(PointKind.PHONE),
    "website": _point(PointKind.WEBSITE),
    "city": _in("address", "city"),
    "region": _in("address", "region"),
    "country": _in("address", "country"),
    "postcode": _in("address", "postal_code"),
    "added": _day_of("substr(p.created_at, 1, 10)"),
    "contacted": _day_of("last_contact_on", "partner_summary"),
    "due": _day_of("due_on", "partner_summary"),
    "quiet": lambda _line, _today, _parameters: partner_list.QUIET,
    "referrals": _summed("referral", "count(*)"),
    "won": _summed("(SELECT partner_id FROM referral WHERE stage = 'won')", "count(*)"),
    "sold": _summed(_SOLD, "sum(amount_minor)"),
    "owed": _summed(_OWED, "sum(amount_minor)"),
    "terms": lambda _line, _today, _parameters: "p.id IN (SELECT partner_id FROM terms_version)",
    "source": _text("p.source"),
    "notes": _text("p.notes"),
}


def _own(line: Condition, today: date, parameters: _Parameters) -> str:
    """A field of the user's own; one that is gone has no values."""
    field = f"field_id = (SELECT id FROM custom_field WHERE uid = {parameters.bind(line.field[len(OWN) :])})"
    if line.how in _SIGNS:
        held = f"value <> '' AND CAST(value AS REAL) {_SIGNS[line.how]} {parameters.bind(float(line.value))}"
    elif line.how in (How.SINCE, How.BEFORE, How.LAST, How.NEXT):
        first, last = span(line, today)
        held = f"value <> '' AND value BETWEEN {parameters.bind(first)} AND {parameters.bind(last)}"
    else:
        held = _compared("value", line, parameters)
    return f"p.id IN (SELECT partner_id FROM custom_value WHERE {field} AND {held})"
