"""A book out to a file and into a new book, as a user does it, and what then stands in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from app import file_export
from app.domain.custom_fields import FieldKind
from app.domain.partners import PointKind
from app.domain.rolodex import PartnerFields, Point
from app.exchange.contacts import read_contacts
from app.exchange.matching import propose
from app.operations import custom_fields, whole
from app.operations.imports.apply import Imported, apply
from app.queries import custom_fields as definitions
from app.queries import partners as query
from app.queries.known import known
from tests.operations.office import Office, new_book, opened

OWN = (("Dialect", FieldKind.TEXT), ("=Até; when?", FieldKind.DATE))
"""The user's own fields of these books: one is called like a column that files of this program have anyway."""


@contextmanager
def book(path: Path) -> Iterator[Office]:
    """A new book with the fields ``OWN``."""
    path.unlink(missing_ok=True)
    with opened(new_book(path)) as office:
        for name, kind in OWN:
            office.do("Define", custom_fields.define, name, kind, [])
        yield office


def written(office: Office, path: Path, what: str | None = None) -> Path:
    """The book in a file, the usual kind of record for its ending unless ``what`` says another."""
    with office.store.read() as session, path.open("wb") as file:
        kind = file_export.check_kind(path.suffix, what)
        file_export.write(session, kind, path.suffix, file, datetime(2026, 11, 23, tzinfo=UTC))
    return path


def taken_in(office: Office, path: Path) -> Imported:
    """Import the partners of a file, doing all that is proposed."""
    with office.store.read() as session:
        read = read_contacts(path, own=definitions.definitions(session))
        proposals = propose(read.drafts, known(session))
    return office.do("Import", apply, proposals, file_name="a file", kept_out=read.kept_out, problems=read.problems)


def taken_in_whole(path: Path, source: Path) -> bytes:
    """Take the export of a whole book into a new one at ``path``; returns its export."""
    path.unlink(missing_ok=True)
    with opened(new_book(path)) as office:
        found = json.loads(source.read_bytes())
        office.do("Import", whole.load, found, found["tables"])
        return written(office, path.with_suffix(".json")).read_bytes()


def cards(office: Office) -> dict[str, PartnerFields]:
    """Every partner by its uid, as its form shows it, without the ids of rows and with own fields by their names."""
    with office.store.read() as session:
        names = {each.uid: each.name for each in definitions.definitions(session)}
        ids = [row["id"] for row in office.rows("SELECT id FROM partner ORDER BY id")]
        found = [query.fields(session, partner) for partner in ids]
    return {fields.uid: _bare(fields, names) for fields in found}


def _bare(fields: PartnerFields, names: dict[str, str]) -> PartnerFields:
    return replace(
        fields,
        points=_points(fields.points),
        addresses=tuple(replace(address, id=None) for address in fields.addresses),
        people=tuple(replace(person, id=None, points=_points(person.points)) for person in fields.people),
        custom=tuple(replace(held, field=names[held.field]) for held in fields.custom),
    )


def _points(points: tuple[Point, ...]) -> tuple[Point, ...]:
    return tuple(replace(point, id=None) for point in points)


def as_files_have_it(fields: PartnerFields) -> PartnerFields:
    """What ``docs/round-trips.md`` says a sheet or cards lose: the order between kinds, and that there is no source."""
    return replace(
        fields,
        points=_by_kind(fields.points),
        people=tuple(replace(person, points=_by_kind(person.points)) for person in fields.people),
        source=fields.source or "a file",
    )


def _by_kind(points: tuple[Point, ...]) -> tuple[Point, ...]:
    return tuple(sorted(points, key=lambda point: list(PointKind).index(point.kind)))
