"""What the mapped tables of a book have in common."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, Dialect, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import JSON, TypeDecorator


def instant_text(value: datetime) -> str:
    """A moment as it is kept, for statements that go to the driver as they are."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, kept as ISO 8601 text that sorts in time order."""

    impl = String
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else instant_text(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: Instant, date: Date, str: Text, dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012


JOURNAL_OPTIONS: dict[str, Any] = {"sqlite_autoincrement": True}
"""Ids of the rows are never used twice, because the journal names rows by table and id."""


def whole(*columns: str) -> tuple[CheckConstraint, ...]:
    """Amounts are integers, whatever a foreign program writes."""
    return tuple(CheckConstraint(f"typeof({column}) IN ('integer', 'null')", name=column) for column in columns)
