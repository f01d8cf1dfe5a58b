"""What columns mean, remembered under a name for the next file of the same columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import UserError
from app.domain.imports import header_keys
from app.persistence.tables import ImportMapping


def save(session: Session, name: str, kind: str, headers: Sequence[str], columns: Mapping[str, str]) -> int:
    """Remember what columns mean; returns the id. What was remembered for the same headers is replaced.

    Raises ``UserError`` without a name, or where the name stands for files with other headers.
    """
    name = _checked(name)
    keys = header_keys(headers)
    of_kind = session.scalars(select(ImportMapping).where(ImportMapping.kind == kind))
    kept = next((each for each in of_kind if header_keys(each.headers) == keys), None)
    _refuse_taken(session, name, kept.id if kept else None)
    if kept is None:
        kept = ImportMapping(name=name, kind=kind, headers=list(headers), columns=dict(columns))
        session.add(kept)
    kept.name, kept.headers, kept.columns = name, list(headers), dict(columns)
    session.flush()
    return kept.id


def rename(session: Session, mapping_id: int, name: str) -> None:
    """Give what columns mean another name. Raises ``UserError`` without one, or where it is taken."""
    name = _checked(name)
    _refuse_taken(session, name, mapping_id)
    _found(session, mapping_id).name = name


def delete(session: Session, mapping_id: int) -> None:
    """Forget it. Files of these columns are read as if it had never been."""
    session.delete(_found(session, mapping_id))


def _checked(name: str) -> str:
    one = " ".join(name.split())
    if not one:
        raise UserError("mapping_name_missing", "Give it a name to be remembered by.")
    return one


def _refuse_taken(session: Session, name: str, mapping_id: int | None) -> None:
    other = session.scalar(select(ImportMapping).where(ImportMapping.name == name))
    if other is not None and other.id != mapping_id:
        raise UserError(
            "mapping_name_taken", "“{name}” is remembered for files with other columns; choose another name.", name=name
        )


def _found(session: Session, mapping_id: int) -> ImportMapping:
    found = session.get(ImportMapping, mapping_id)
    if found is None:
        raise UserError("mapping_missing", "What these columns mean is no longer remembered.")
    return found
