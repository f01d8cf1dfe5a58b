"""What belongs to the book as a whole: imports, settings, how the window was left, the journal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON

from app.persistence.tables.base import JOURNAL_OPTIONS, Base


class ImportRun(Base):
    """What an import did, row by row."""

    __tablename__ = "import_run"
    __table_args__ = (JOURNAL_OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    imported_at: Mapped[datetime]
    file_name: Mapped[str]
    preset: Mapped[str] = mapped_column(default="")
    counts: Mapped[dict[str, Any]]
    report: Mapped[list[Any]]
    kind: Mapped[str] = mapped_column(default="partners", server_default="partners")
    """``partners``, ``referrals`` or ``sales``."""


class Setting(Base):
    """The user's own settings that belong to the book: business, currency, language, paper."""

    __tablename__ = "setting"
    __table_args__ = (JOURNAL_OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    value: Mapped[dict[str, Any]]


class ViewState(Base):
    """How the window was left: page, record, sizes. Not journaled: it is no data of the user's."""

    __tablename__ = "view_state"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]


class ChangeSet(Base):
    """One named write. ``root_id`` ties an undo and its redos to the write they turn back or bring again."""

    __tablename__ = "change_set"
    __table_args__ = (Index("ix_change_set_state", "state", "id"), JOURNAL_OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    label: Mapped[str]
    parameters: Mapped[dict[str, Any]]
    root_id: Mapped[int | None] = mapped_column(Integer, index=True)
    current_id: Mapped[int | None] = mapped_column(Integer)
    """For a root: the set whose changes are in the book now (its own, the last undo's or the last redo's)."""
    state: Mapped[str]
    """``done``, ``undone``, ``final`` (never undone: payouts, statements) or ``turn`` (an undo or redo itself)."""
    schema: Mapped[int]


class Change(Base):
    """The image of one row before and after one change set; for a bulk insert, a range of rows without images."""

    __tablename__ = "change"
    __table_args__ = (
        Index("ix_change_tbl_row_id", "tbl", "row_id"),
        Index("ix_change_scope_id", "scope_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[int] = mapped_column(ForeignKey("change_set.id", ondelete="RESTRICT"), index=True)
    tbl: Mapped[str]
    row_id: Mapped[int]
    last_id: Mapped[int | None]
    op: Mapped[str]
    """``I``, ``U``, ``D``, or ``R``: rows ``row_id`` to ``last_id`` inserted in bulk."""
    scope_id: Mapped[int | None]
    """The partner whom it concerns."""
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
