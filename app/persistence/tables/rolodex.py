"""What a user adds to the Rolodex: own fields, relations, further codes, files, filters, what columns of files mean."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.tables.base import JOURNAL_OPTIONS, Base


class CustomField(Base):
    """A field that the user gave to all partners."""

    __tablename__ = "custom_field"
    __table_args__ = (JOURNAL_OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(Text(collation="NOCASE"), unique=True)
    kind: Mapped[str]
    """A ``FieldKind``."""
    choices: Mapped[list[Any]]
    """What can be chosen, where the kind is ``choice``."""
    position: Mapped[int] = mapped_column(default=0)


class CustomValue(Base):
    __tablename__ = "custom_value"
    __table_args__ = (
        Index("ix_custom_value_partner_id_field_id", "partner_id", "field_id", unique=True),
        Index("ix_custom_value_field_id_value", "field_id", "value"),
        JOURNAL_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"))
    field_id: Mapped[int] = mapped_column(ForeignKey("custom_field.id", ondelete="RESTRICT"))
    value: Mapped[str]
    """In the form that does not depend on a language: ``1234.5``, ``2027-02-01``, ``yes``."""


class Relation(Base):
    """How a partner stands to another: ``partner_id`` was introduced by, belongs to or works with ``other_id``."""

    __tablename__ = "relation"
    __table_args__ = (
        Index("ix_relation_partner_id_other_id_kind", "partner_id", "other_id", "kind", unique=True),
        JOURNAL_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"))
    other_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str]
    """A ``RelationKind``."""
    note: Mapped[str] = mapped_column(default="")


class PartnerCode(Base):
    """A further code that credits a partner, beside its own: one it had before, or that of a duplicate."""

    __tablename__ = "partner_code"
    __table_args__ = (JOURNAL_OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"), index=True)
    code: Mapped[str] = mapped_column(Text(collation="NOCASE"), unique=True)
    note: Mapped[str] = mapped_column(default="")


class Attachment(Base):
    """A file of a partner's. Its bytes are kept once, beside the book, under their hash."""

    __tablename__ = "attachment"
    __table_args__ = (
        Index("ix_attachment_partner_id_role", "partner_id", "role"),
        Index("ix_attachment_digest", "digest"),
        JOURNAL_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"))
    role: Mapped[str]
    """``file``, or ``picture`` for the photo or logo on the card: one at most."""
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    """In bytes."""
    digest: Mapped[str]
    """SHA-256 of the bytes, in hexadecimal."""
    added_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")


class SavedFilter(Base):
    """Criteria for a list of partners under a name."""

    __tablename__ = "saved_filter"
    __table_args__ = (JOURNAL_OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(Text(collation="NOCASE"), unique=True)
    criteria: Mapped[dict[str, Any]]
    position: Mapped[int] = mapped_column(default=0)


class ImportMapping(Base):
    """What the columns of files with these headers mean, as the user once said."""

    __tablename__ = "import_mapping"
    __table_args__ = (JOURNAL_OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text(collation="NOCASE"), unique=True)
    kind: Mapped[str]
    """``partners``, ``referrals`` or ``sales``."""
    headers: Mapped[list[Any]]
    columns: Mapped[dict[str, Any]]
