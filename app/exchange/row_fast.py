"""The short way for regular rows: the same drafts as ``row_contact`` and ``landing`` give, several times as fast.

A row with anything unusual in it (several values in a cell, a value that is not what its column says, no name) gets
None here and goes the long way, which knows every case.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from app.exchange.cleaning import label_of
from app.exchange.contact import MAX_KEPT, MAX_POINTS, spoken_name
from app.exchange.conventions import DateColumn
from app.exchange.csv_records import Record
from app.exchange.drafts import Address, PartnerDraft, PersonDraft, Point
from app.exchange.row_contact import Step, split_tags
from app.i18n import _

_SINGLE: Final = frozenset("given family middle name organisation department role birthday notes uid nickname".split())
_PLACE: Final = ("street", "city", "region", "postcode", "country")
_POINTS: Final = ("email", "phone", "website")
_KEPT: Final = frozenset({"extra", "prefix", "suffix"})
_NONE: Final = -1
"""The index of a column that is not there: every row is given one empty cell at its end."""


class _PointColumn(NamedTuple):
    column: int
    label: str
    label_column: int


class _PlaceColumns(NamedTuple):
    label: str
    label_column: int
    streets: tuple[int, ...]
    city: int
    region: int
    postcode: int
    country: int


class FastRows:
    """Reads rows by ``steps``; ``usable`` is false where the columns themselves ask for the long way."""

    def __init__(self, steps: Sequence[Step], width: int, birthdays: DateColumn, guarded: bool) -> None:
        self._width = width
        self._birthdays = birthdays
        self._guarded = guarded
        self._department_label = _("Department")
        by_kind: dict[str, list[Step]] = {}
        for step in steps:
            by_kind.setdefault(step.kind, []).append(step)
        labels = {
            (kind.removesuffix("_label"), step.slot): step.column
            for kind, found in by_kind.items()
            if kind.endswith("_label") and kind != "extra_label"
            for step in found
        }
        kept = [step for kind in _KEPT for step in by_kind.get(kind, ())]
        self._kept = sorted((step.column, step.header) for step in kept)
        known = _SINGLE | _KEPT | {*_PLACE, *_POINTS, "tags", "email_label", "phone_label", "website_label"}
        self.usable = (
            set(by_kind) <= known | {"address_label"}
            and all(len(by_kind.get(kind, ())) < 2 for kind in (*_SINGLE, "tags"))
            and all(_has_each_once(by_kind.get(kind, ())) for kind in _PLACE[1:])
            and len(self._kept) <= MAX_KEPT
            and not any(step.slot for kind in _SINGLE | _KEPT for step in by_kind.get(kind, ()))
        )
        single = {kind: found[0].column for kind, found in by_kind.items()}
        self._columns = {kind: single.get(kind, _NONE) for kind in (*_SINGLE, "tags")}
        self._points = {kind: _point_columns(kind, by_kind.get(kind, ()), labels) for kind in _POINTS}
        self._places = _place_columns(by_kind, labels)

    def draft(self, record: Record) -> PartnerDraft | None:
        """The draft of a regular row, or None for one that must go the long way."""
        cells = self._regular(record.cells)
        if cells is None:
            return None
        column = self._columns
        family, given, middle = cells[column["family"]], cells[column["given"]], cells[column["middle"]]
        name = cells[column["name"]] or spoken_name((family, given, middle))
        organisation = cells[column["organisation"]]
        birthday = cells[column["birthday"]]
        day = self._birthdays.read(birthday) if birthday else None
        emails = _points(cells, self._points["email"])
        tags = split_tags(cells[column["tags"]])
        unusual = (
            not name
            or cells[column["nickname"]]
            or (birthday and day is None)
            or name.casefold() == organisation.casefold()
            or len(tags) > MAX_POINTS
            or any(point.value.count("@") != 1 or " " in point.value or not _sound(point.value) for point in emails)
        )
        if unusual:
            return None
        notes = cells[column["notes"]]
        person = PersonDraft(
            name=name,
            given=given,
            family=family,
            role=cells[column["role"]],
            emails=emails,
            phones=_points(cells, self._points["phone"]),
            birthday=day.isoformat() if day else "",
            notes=notes if organisation else "",
        )
        return PartnerDraft(
            name=organisation or name,
            source_line=record.line,
            websites=_points(cells, self._points["website"]),
            addresses=tuple(_addresses(cells, self._places)),
            notes="" if organisation else notes,
            tags=tags,
            organisation=organisation,
            people=(person,),
            uid=cells[column["uid"]][:200],
            extra=self._extra(cells, cells[column["department"]], organisation),
        )

    def _regular(self, cells: list[str]) -> list[str] | None:
        """The cells trimmed, with an empty one behind them; None where one of them needs more than trimming."""
        if len(cells) != self._width:
            return None
        joined = "".join(cells)
        if not joined.isprintable() or "  " in joined or ";" in joined or ":::" in joined or "tel:" in joined:
            return None
        if "'" in joined and self._guarded and any(cell[:1] == "'" for cell in cells):
            return None
        trimmed = list(map(str.strip, cells))
        trimmed.append("")
        return trimmed

    def _extra(self, cells: list[str], department: str, organisation: str) -> tuple[Point, ...]:
        kept = [Point(cells[column], header) for column, header in self._kept if cells[column]]
        if department:
            kept.insert(0 if organisation else len(kept), Point(department, self._department_label))
        return tuple(kept)


def _sound(email: str) -> bool:
    return email[0] != "@" and email[-1] != "@" and email[:7].lower() != "mailto:"


@lru_cache(maxsize=1024)
def _label(words: str) -> str:
    return label_of(words.lower().removeprefix("* ").split())


def _points(cells: list[str], columns: Sequence[_PointColumn]) -> tuple[Point, ...]:
    return tuple(
        [
            Point(cells[column], label if label_column == _NONE else _label(cells[label_column]))
            for column, label, label_column in columns
            if cells[column]
        ]
    )


def _addresses(cells: list[str], places: Sequence[_PlaceColumns]) -> list[Address]:
    found = []
    for label, label_column, streets, city, region, postcode, country in places:
        street = "\n".join([cells[column] for column in streets if cells[column]])
        if street or cells[city] or cells[region] or cells[postcode] or cells[country]:
            words = cells[label_column].removeprefix("* ") if label_column != _NONE else label
            found.append(
                Address(street, cells[city], cells[region], cells[postcode].lstrip("'"), cells[country], words)
            )
    return found


def _own_label(slot: str) -> str:
    return "" if slot.isdigit() else slot


def _point_columns(kind: str, steps: Sequence[Step], labels: dict[tuple[str, str], int]) -> list[_PointColumn]:
    return [_PointColumn(s.column, _own_label(s.slot), labels.get((kind, s.slot), _NONE)) for s in steps]


def _has_each_once(steps: Sequence[Step]) -> bool:
    """Whether no two columns tell the same part of the same address."""
    return len({step.slot for step in steps}) == len(steps)


def _place_columns(by_kind: dict[str, list[Step]], labels: dict[tuple[str, str], int]) -> list[_PlaceColumns]:
    slots: dict[str, dict[str, list[int]]] = {}
    in_order = sorted((step for kind in _PLACE for step in by_kind.get(kind, ())), key=lambda step: step.column)
    for step in in_order:
        slots.setdefault(step.slot, {}).setdefault(step.kind, []).append(step.column)
    return [
        _PlaceColumns(
            _own_label(slot),
            labels.get(("address", slot), _NONE),
            tuple(columns.get("street", ())),
            *(columns.get(kind, [_NONE])[0] for kind in _PLACE[1:]),
        )
        for slot, columns in slots.items()
    ]
