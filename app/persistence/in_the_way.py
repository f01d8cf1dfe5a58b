"""What stands on the rows that a write brought, where it cannot be undone for that."""

from __future__ import annotations

import json

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.persistence.tables import JOURNALED, ChangeSet

NAMED = 3
"""So many writes are named in a sentence."""


def named(labels: list[tuple[str, str]]) -> str:
    """Writes (label, parameters) as a sentence names them: the first few, then an ellipsis."""
    names = "; ".join(f"“{label.format(**json.loads(parameters))}”" for label, parameters in labels[:NAMED])
    return f"{names} …" if len(labels) > NAMED else names


def standing_on(session: Session, root: ChangeSet) -> list[tuple[str, str]]:
    """The later writes in effect whose rows belong to rows that ``root`` brought, newest first; a few at most."""
    found: dict[int, tuple[str, str]] = {}
    for table in JOURNALED:
        for key in table.foreign_keys:
            rows = session.execute(
                text(
                    "SELECT DISTINCT r.id, r.label, r.parameters FROM change mine "
                    f"JOIN {table.name} child ON child.{key.parent.name} "
                    "BETWEEN mine.row_id AND coalesce(mine.last_id, mine.row_id) "
                    "JOIN change theirs ON theirs.tbl = :child AND theirs.row_id = child.id AND theirs.op = 'I' "
                    "JOIN change_set s ON s.id = theirs.set_id JOIN change_set r ON r.id = s.root_id "
                    "WHERE mine.set_id = :current AND mine.tbl = :parent AND mine.op IN ('I', 'R') "
                    "AND r.id > :root AND r.state IN ('done', 'final') ORDER BY r.id DESC LIMIT :limit"
                ),
                {
                    "child": table.name,
                    "parent": key.column.table.name,
                    "current": root.current_id,
                    "root": root.id,
                    "limit": NAMED + 1,
                },
            )
            found.update({row.id: (row.label, row.parameters) for row in rows})
    return [found[each] for each in sorted(found, reverse=True)]
