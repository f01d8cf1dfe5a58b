"""Remembering how the window was left: no data of the user's, and never part of undo."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.persistence.tables import ViewState


def save(session: Session, key: str, value: dict[str, Any]) -> None:
    """Remember how a part of the window was left."""
    row = session.get(ViewState, key)
    if row is None:
        session.add(ViewState(key=key, value=value))
    else:
        row.value = value
