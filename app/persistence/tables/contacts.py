"""Partners, the people in them, how they are reached, what was said and promised."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.persistence.tables.base import JOURNAL_OPTIONS, Base


class Partner(Base):
    __tablename__ = "partner"
    __table_args__ = (
        Index("ix_partner_sort_key_id", "sort_key", "id"),
        Index("ix_partner_status_sort_key", "status", "sort_key", "id"),
        Index("ix_partner_initial", "initial"),
        JOURNAL_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(Text(collation="NOCASE"), unique=True)
    name: Mapped[str]
    sort_key: Mapped[str]
    initial: Mapped[str]
    kind: Mapped[str]
    status: Mapped[str]
    tier: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    cadence_days: Mapped[int | None]
    best_time: Mapped[str] = mapped_column(default="")
    pay_method: Mapped[str] = mapped_column(default="")
    notes: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    account_holder: Mapped[str] = mapped_column(default="", server_default="")
    """In whose name the account is; empty for the partner's own."""
    iban: Mapped[str] = mapped_column(default="", server_default="")
    bic: Mapped[str] = mapped_column(default="", server_default="")
    paypal: Mapped[str] = mapped_column(default="", server_default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"), index=True)
    """The partner that this one turned out to be: it stands in no list any more, only its account goes on."""


class Person(Base):
    __tablename__ = "person"
    __table_args__ = (JOURNAL_OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"), index=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    """0 is the main contact, named on the card and on documents."""
    birthday: Mapped[str] = mapped_column(default="")
    """ISO 8601, or ``--MM-DD`` where the year is not known."""
    notes: Mapped[str] = mapped_column(default="")


class ContactPoint(Base):
    __tablename__ = "contact_point"
    __table_args__ = (Index("ix_contact_point_kind_normalised", "kind", "normalised"), JOURNAL_OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str]
    label: Mapped[str] = mapped_column(default="")
    value: Mapped[str]
    normalised: Mapped[str]
    """Comparable form: e-mail in lower case, phone as digits, website without scheme."""
    position: Mapped[int] = mapped_column(default=0)


class Address(Base):
    __tablename__ = "address"
    __table_args__ = (JOURNAL_OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    label: Mapped[str] = mapped_column(default="")
    street: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    region: Mapped[str] = mapped_column(default="")
    postal_code: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)


class PartnerTag(Base):
    __tablename__ = "partner_tag"
    __table_args__ = (Index("ix_partner_tag_partner_id_tag", "partner_id", "tag", unique=True), JOURNAL_OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"))
    tag: Mapped[str] = mapped_column(Text(collation="NOCASE"), index=True)


class Communication(Base):
    __tablename__ = "communication"
    __table_args__ = (Index("ix_communication_partner_id_happened_at", "partner_id", "happened_at"), JOURNAL_OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="RESTRICT"), index=True)
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id", ondelete="RESTRICT"), index=True)
    kind: Mapped[str]
    direction: Mapped[str] = mapped_column(default="out")
    happened_at: Mapped[datetime]
    happened_on: Mapped[date]
    """The day it was where the user was."""
    text: Mapped[str] = mapped_column(default="")


class Reminder(Base):
    __tablename__ = "reminder"
    __table_args__ = (
        Index("ix_reminder_status_due_on", "status", "due_on"),
        Index("ix_reminder_partner_id_status_due_on", "partner_id", "status", "due_on"),
        JOURNAL_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"))
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id", ondelete="RESTRICT"), index=True)
    communication_id: Mapped[int | None] = mapped_column(
        ForeignKey("communication.id", ondelete="RESTRICT"), index=True
    )
    """The contact in which it was promised."""
    text: Mapped[str]
    due_on: Mapped[date]
    due_time: Mapped[str] = mapped_column(default="")
    """``HH:MM`` where the user is, or empty for any time that day."""
    repeat_every: Mapped[int | None]
    repeat_unit: Mapped[str] = mapped_column(default="")
    repeat_anchor: Mapped[int | None]
    status: Mapped[str] = mapped_column(default="open")
    """``open`` or ``done``."""
    done_on: Mapped[date | None]
