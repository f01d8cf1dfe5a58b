"""Taking in a whole book from its lossless export, into a book that is still empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from app.domain.errors import UserError
from app.persistence import journal
from app.persistence.driver import SCHEMA
from app.persistence.tables import JOURNALED
from app.queries.export import FORMAT


def load(session: Session, header: Mapping[str, Any], tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> int:
    """Put every row of an export in its place, ids and all; returns how many.

    Raises ``UserError`` when the book is not empty, or the export is of another format or a newer schema.
    """
    if header.get("format") != "partnerbook" or header.get("version") != FORMAT:
        raise UserError("export_unknown", "This is not an export of a whole Partnerbook that this program can read.")
    if header.get("schema") != SCHEMA:
        raise UserError(
            "export_schema",
            "This export is of schema {schema}; this program reads schema {known}.",
            schema=header.get("schema"),
            known=SCHEMA,
        )
    if session.execute(text("SELECT EXISTS (SELECT 1 FROM partner) OR EXISTS (SELECT 1 FROM setting)")).scalar():
        raise UserError("book_not_empty", "A whole book can only be taken into a new, empty one.")
    unknown = set(tables) - {table.name for table in JOURNALED}
    if unknown:
        names = ", ".join(sorted(unknown))
        raise UserError("export_tables", "The export holds what this program does not know: {names}.", names=names)
    loaded = 0
    with journal.bulk(session, *(table.name for table in JOURNALED)):
        for table in JOURNALED:
            rows = [_values(table, row) for row in tables.get(table.name, ())]
            if rows:
                session.execute(insert(table), rows)
            loaded += len(rows)
    journal.make_final(session)
    return loaded


def _values(table: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with its text turned into what the columns take; raises ``UserError`` for a row of another shape."""
    values: dict[str, Any] = {}
    for column in table.columns:
        if column.name not in row:
            raise UserError(
                "export_row", "A row of {table} in the export has no “{column}”.", table=table.name, column=column.name
            )
        values[column.name] = _value(row[column.name], column.type.python_type)
    return values


def _value(value: Any, kind: type) -> Any:
    if not isinstance(value, str) or kind not in {date, datetime}:
        return value
    try:
        return kind.fromisoformat(value)
    except ValueError:
        raise UserError("export_date", "“{value}” in the export is not a date.", value=value) from None
