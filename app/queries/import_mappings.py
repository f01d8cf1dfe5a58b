"""What the user once said that columns mean. On the driver alone: asked before a file is read."""

from __future__ import annotations

import json
import sqlite3

from app.domain.imports import SavedMapping


def listed(connection: sqlite3.Connection) -> tuple[SavedMapping, ...]:
    """All that is remembered, by name."""
    rows = connection.execute("SELECT id, name, kind, headers, columns FROM import_mapping ORDER BY name, id")
    return tuple(
        SavedMapping(number, name, kind, tuple(json.loads(headers)), json.loads(columns))
        for number, name, kind, headers, columns in rows
    )
