"""What was brought in from files: every import with its counts, and what happened to each row of one.

An import that was undone has left its table; it is read from the journal, so that its report is kept all the same.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.errors import UserError
from app.domain.partners import fold


class Standing(StrEnum):
    """Whether what an import brought is in the book: ``UNDONE`` can be brought again, ``GONE`` no more.

    ``TAKEN`` is one of another book that was taken in whole: no write of this book made it.
    """

    DONE = "done"
    UNDONE = "undone"
    GONE = "gone"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """One import. ``set_id`` is the write that made it, by which it is undone; none for one that was ``TAKEN``."""

    id: int
    at: datetime
    file_name: str
    kind: str
    preset: str
    read: int
    added: int
    merged: int
    skipped: int
    kept_out: int
    set_id: int | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """What happened to the row or card that begins on this line of the file, and why where it is not plain.

    ``outcome`` is ``added``, ``merged``, ``skipped``, ``kept out`` or, beside one of these, ``problem``.
    """

    line: int
    outcome: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """Rows of an import; ``counts`` says how many of each outcome there are before one was chosen."""

    rows: tuple[ImportedRow, ...]
    counts: Mapping[str, int]


_KEPT: Final = """
SELECT r.id, r.imported_at AS at, r.file_name, r.kind, r.preset, r.counts, s.id AS set_id, s.state
FROM import_run r
LEFT JOIN change c ON c.tbl = 'import_run' AND c.row_id = r.id AND c.op = 'I'
    AND EXISTS (SELECT 1 FROM change_set root WHERE root.id = c.set_id AND root.root_id = root.id)
LEFT JOIN change_set s ON s.id = c.set_id
"""
_UNDONE: Final = """
SELECT c.row_id AS id, s.at, json_extract(c.after, '$.file_name') AS file_name,
    coalesce(json_extract(c.after, '$.kind'), 'partners') AS kind, json_extract(c.after, '$.preset') AS preset,
    json_extract(c.after, '$.counts') AS counts, s.id AS set_id, s.state
FROM change c JOIN change_set s ON s.id = c.set_id AND s.root_id = s.id AND s.state IN ('undone', 'gone')
WHERE c.tbl = 'import_run' AND c.op = 'I'
"""


def listed(session: Session) -> tuple[ImportedFile, ...]:
    """All imports into the book, also those that were undone, the newest first."""
    found = [*session.execute(text(_KEPT)), *session.execute(text(_UNDONE))]
    return tuple(sorted((_file(row) for row in found), key=lambda each: each.id, reverse=True))


def _file(row: Any) -> ImportedFile:
    counts: dict[str, int] = json.loads(row.counts)
    return ImportedFile(
        id=row.id,
        at=datetime.fromisoformat(row.at),
        file_name=row.file_name,
        kind=row.kind,
        preset=row.preset,
        read=counts["read"],
        added=counts["added"],
        merged=counts["merged"],
        skipped=counts["skipped"],
        kept_out=counts["kept_out"],
        set_id=row.set_id,
        standing=Standing(row.state) if row.state in ("done", "undone", "gone") else Standing.TAKEN,
    )


def report(session: Session, run_id: int, outcome: str = "", words: str = "") -> Report:
    """The rows of an import in the order of the file: those with this ``outcome``, and with all ``words`` in them.

    Raises ``UserError`` where there is no such import.
    """
    wanted = fold(words).split()
    rows = [row for row in _rows(session, run_id) if not wanted or _has(row, wanted)]
    counts = Counter(row.outcome for row in rows)
    return Report(tuple(row for row in rows if not outcome or row.outcome == outcome), counts)


def _rows(session: Session, run_id: int) -> list[ImportedRow]:
    kept = session.execute(text("SELECT report FROM import_run WHERE id = :id"), {"id": run_id}).scalar()
    if kept is None:
        of_journal = text(
            "SELECT json_extract(after, '$.report') FROM change "
            "WHERE tbl = 'import_run' AND row_id = :id AND op = 'I' ORDER BY id DESC LIMIT 1"
        )
        kept = session.execute(of_journal, {"id": run_id}).scalar()
    if kept is None:
        raise UserError("import_missing", "There is no such import in this book.")
    rows = [ImportedRow(int(line), str(outcome), str(name), str(why)) for line, outcome, name, why in json.loads(kept)]
    return sorted(rows, key=lambda row: row.line)


def _has(row: ImportedRow, wanted: Sequence[str]) -> bool:
    said = fold(f"{row.line} {row.name} {row.why}")
    return all(word in said for word in wanted)
