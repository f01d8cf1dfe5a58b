"""Taking in a whole book from its lossless export, into a book that is still empty; also one of an earlier program."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import JSON, Column, Table, insert, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.domain.attachments import DIGEST
from app.domain.custom_fields import FieldKind
from app.domain.errors import UserError
from app.persistence import journal
from app.persistence.driver import SCHEMA
from app.persistence.files import LARGEST, Files
from app.persistence.tables import JOURNALED
from app.queries.attachments import digests
from app.queries.export import FORMAT

_SINCE: Final[dict[tuple[str, str], tuple[int, Any]]] = {
    **dict.fromkeys((("partner", name) for name in ("account_holder", "iban", "bic", "paypal")), (2, "")),
    ("terms_version", "programme_id"): (2, None),
    ("referral", "deal_rate"): (2, None),
    ("ledger_entry", "inputs"): (2, None),
    **dict.fromkeys((("sale", name) for name in ("tax_minor", "shipping_minor", "discount_minor")), (2, 0)),
    ("sale", "cost_minor"): (2, None),
    ("partner", "merged_into_id"): (3, None),
    ("import_run", "kind"): (3, "partners"),
}
"""Columns that came later: the schema that brought each, and what it says of rows from before."""


def load(session: Session, header: Mapping[str, Any], tables: Mapping[str, Any]) -> int:
    """Put every row of an export in its place, ids and all; returns how many.

    Raises ``UserError`` when the book is not empty, when the export is of another format or of a newer schema, or when
    its rows are not such rows. What it says of money is taken as it is: ``check`` tells whether it was changed.
    """
    schema = _schema(header)
    if session.execute(text("SELECT EXISTS (SELECT 1 FROM partner) OR EXISTS (SELECT 1 FROM setting)")).scalar():
        raise UserError("book_not_empty", "A whole book can only be taken into a new, empty one.")
    unknown = set(tables) - {table.name for table in JOURNALED}
    if unknown:
        names = ", ".join(sorted(unknown))
        raise UserError("export_tables", "The export holds what this program does not know: {names}.", names=names)
    loaded = 0
    with _refusing_broken(), journal.bulk(session, *(table.name for table in JOURNALED)):
        for table in JOURNALED:
            rows = [_values(table, row, schema) for row in _rows(table, tables)]
            if table.name == "attachment":
                _check_digests(rows)
            elif table.name == "custom_field":
                _check_kinds(rows)
            elif table.name == "partner":  # a card that was merged names another, which may have come later
                rows.sort(key=lambda row: row["merged_into_id"] is not None)
            if rows:
                session.execute(insert(table), rows)
            loaded += len(rows)
    journal.make_final(session)
    return loaded


def keep_files(session: Session, files: Files, found: Any) -> int:
    """Keep the files of an export, whose rows are loaded already, beside the book; returns how many.

    Raises ``UserError``, with nothing kept, when they are no files or not those that the rows name. One that the
    export lacks is not refused: ``check`` names it.
    """
    if not isinstance(found, dict):
        raise UserError("export_files", "The files in the export are not given by their hashes.")
    named = set(digests(session))
    for digest, encoded in found.items():
        if digest not in named or hashlib.sha256(_decoded(encoded)).hexdigest() != digest:
            raise UserError(
                "export_file", "The file “{digest}” in the export is not what it says.", digest=ascii(digest)[1:65]
            )
    for encoded in found.values():
        files.put(_decoded(encoded))
    return len(found)


def _decoded(encoded: Any) -> bytes:
    if not isinstance(encoded, str) or len(encoded) > LARGEST * 4 // 3 + 4:
        return b""
    try:
        return base64.b64decode(encoded, validate=True)
    except ValueError:
        return b""


def _check_digests(rows: list[dict[str, Any]]) -> None:
    """What names a file must be nothing but a hash: a path is made of it."""
    for row in rows:
        if not DIGEST.fullmatch(row["digest"]) or row["size"] < 0:
            raise UserError(
                "export_value",
                "“{value}” in the export cannot stand as “{column}” of {table}.",
                value=ascii(row["digest"])[:80],
                column="digest",
                table="attachment",
            )


def _schema(header: Mapping[str, Any]) -> int:
    """The schema that the export is of; raises ``UserError`` for what this program cannot read."""
    if header.get("format") != "partnerbook" or header.get("version") != FORMAT:
        raise UserError("export_unknown", "This is not an export of a whole Partnerbook that this program can read.")
    schema = header.get("schema")
    if not isinstance(schema, int) or not 1 <= schema <= SCHEMA:
        raise UserError(
            "export_schema",
            "This export is of schema {schema}; this program reads schemas up to {known}.",
            schema=schema,
            known=SCHEMA,
        )
    return schema


def _check_kinds(rows: list[dict[str, Any]]) -> None:
    """A field of the user's own of no known kind could neither be shown nor filled in."""
    for row in rows:
        if row["kind"] not in set(FieldKind):
            raise UserError(
                "export_value",
                "“{value}” in the export cannot stand as “kind” of custom_field.",
                value=ascii(row["kind"])[:80],
            )


@contextmanager
def _refusing_broken() -> Iterator[None]:
    """Say in a sentence that the rows do not fit together: an id twice, or a reference to a row that is not there."""
    try:
        yield
    except IntegrityError as error:
        raise UserError(
            "export_broken", "The rows of the export do not fit together: {reason}.", reason=str(error.orig)
        ) from error


def _rows(table: Table, tables: Mapping[str, Any]) -> list[Any]:
    rows = tables.get(table.name, [])
    if not isinstance(rows, list):
        raise UserError("export_rows", "“{table}” in the export is no list of rows.", table=table.name)
    return rows


def _values(table: Table, row: Any, schema: int) -> dict[str, Any]:
    """The row with its text turned into what the columns take; raises ``UserError`` for a row of another shape."""
    values: dict[str, Any] = {}
    for column in table.columns:
        since, otherwise = _SINCE.get((table.name, column.name), (1, None))
        if schema < since:
            values[column.name] = otherwise
            continue
        if not isinstance(row, dict) or column.name not in row:
            raise UserError(
                "export_row", "A row of {table} in the export has no “{column}”.", table=table.name, column=column.name
            )
        try:
            values[column.name] = _value(row[column.name], column)
        except (ValueError, TypeError):
            raise UserError(
                "export_value",
                "“{value}” in the export cannot stand as “{column}” of {table}.",
                value=ascii(row[column.name])[:80],
                column=column.name,
                table=table.name,
            ) from None
    return values


def _value(value: Any, column: Column[Any]) -> Any:
    """What the column takes; raises ``ValueError`` or ``TypeError`` for a value of another kind."""
    if value is None and column.nullable:
        return None
    if isinstance(column.type, JSON):
        return value
    kind = column.type.python_type
    if kind in {date, datetime}:
        return kind.fromisoformat(value)
    if type(value) is not kind:
        raise TypeError
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError
    if isinstance(value, str):
        value.encode("utf-8")
    return value
