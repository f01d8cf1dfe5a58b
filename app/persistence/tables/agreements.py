"""Programmes, and the versions of the terms agreed with partners."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.tables.base import JOURNAL_OPTIONS, Base


class Programme(Base):
    """Terms that many partners can be given: a version is taken from it and then stands for itself."""

    __tablename__ = "programme"
    __table_args__ = (JOURNAL_OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(Text(collation="NOCASE"), unique=True)
    currency: Mapped[str]
    hold_days: Mapped[int]
    rounding: Mapped[str]
    rules: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(default="")


class TermsVersion(Base):
    __tablename__ = "terms_version"
    __table_args__ = (
        Index("ix_terms_version_partner_id_version", "partner_id", "version", unique=True),
        JOURNAL_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"))
    version: Mapped[int]
    starts_on: Mapped[date]
    currency: Mapped[str]
    hold_days: Mapped[int]
    rounding: Mapped[str]
    rules: Mapped[dict[str, Any]]
    note: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id", ondelete="RESTRICT"), index=True)
    """The programme that it was taken from."""
