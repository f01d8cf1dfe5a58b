"""The tables of a book, mapped. What each row means; the rules about them live in ``operations``.

Every table that people's data is kept in has an ``id`` that is never used twice, because the journal names rows by
table and id. Derived tables (search index, summaries) are in ``derived`` and hold nothing of their own.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Date, Dialect, ForeignKey, Index, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import JSON, TypeDecorator


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, kept as ISO 8601 text that sorts in time order."""

    impl = String
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

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


_JOURNALED: dict[str, Any] = {"sqlite_autoincrement": True}


def _whole(*columns: str) -> tuple[CheckConstraint, ...]:
    """Amounts are integers, whatever a foreign program writes."""
    return tuple(CheckConstraint(f"typeof({column}) IN ('integer', 'null')", name=column) for column in columns)


class Partner(Base):
    __tablename__ = "partner"
    __table_args__ = (
        Index("ix_partner_sort_key_id", "sort_key", "id"),
        Index("ix_partner_status_sort_key", "status", "sort_key", "id"),
        Index("ix_partner_initial", "initial"),
        _JOURNALED,
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


class Person(Base):
    __tablename__ = "person"
    __table_args__ = (_JOURNALED,)

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
    __table_args__ = (Index("ix_contact_point_kind_normalised", "kind", "normalised"), _JOURNALED)

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
    __table_args__ = (_JOURNALED,)

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
    __table_args__ = (Index("ix_partner_tag_partner_id_tag", "partner_id", "tag", unique=True), _JOURNALED)

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"))
    tag: Mapped[str] = mapped_column(Text(collation="NOCASE"), index=True)


class TermsVersion(Base):
    __tablename__ = "terms_version"
    __table_args__ = (Index("ix_terms_version_partner_id_version", "partner_id", "version", unique=True), _JOURNALED)

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


class Customer(Base):
    __tablename__ = "customer"
    __table_args__ = (_JOURNALED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sort_key: Mapped[str] = mapped_column(index=True)
    contact: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="", index=True)
    phone: Mapped[str] = mapped_column(default="")


class Referral(Base):
    __tablename__ = "referral"
    __table_args__ = (
        Index("ix_referral_stage_received_on", "stage", "received_on"),
        *_whole("expected_minor"),
        _JOURNALED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"), index=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id", ondelete="RESTRICT"), index=True)
    stage: Mapped[str]
    received_on: Mapped[date]
    stage_since: Mapped[date]
    expected_minor: Mapped[int | None]
    currency: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    lost_reason: Mapped[str] = mapped_column(default="")


class StageChange(Base):
    __tablename__ = "stage_change"
    __table_args__ = (_JOURNALED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="RESTRICT"), index=True)
    stage: Mapped[str]
    changed_on: Mapped[date]
    changed_at: Mapped[datetime]


class Sale(Base):
    __tablename__ = "sale"
    __table_args__ = (Index("ix_sale_sold_on", "sold_on"), *_whole("amount_minor"), _JOURNALED)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="RESTRICT"), index=True)
    refund_of_id: Mapped[int | None] = mapped_column(ForeignKey("sale.id", ondelete="RESTRICT"), index=True)
    """Set for a refund, whose amount is negative."""
    sold_on: Mapped[date]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")


class Communication(Base):
    __tablename__ = "communication"
    __table_args__ = (Index("ix_communication_partner_id_happened_at", "partner_id", "happened_at"), _JOURNALED)

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
        _JOURNALED,
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


class LedgerEntry(Base):
    """One line of the ledger, added and never changed: guarded by triggers, chained by hashes."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_partner_id_id", "partner_id", "id"),
        *_whole("amount_minor", "base_minor"),
        _JOURNALED,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"))
    kind: Mapped[str]
    """``accrual``, ``refund``, ``reversal``, ``adjustment``, ``payout`` or ``payout_void``."""
    referral_id: Mapped[int | None] = mapped_column(index=True)
    sale_uid: Mapped[str] = mapped_column(default="", index=True)
    """Referral, sale and terms are named but not held fast: the entry outlives them when they are undone."""
    terms_id: Mapped[int | None]
    terms_version: Mapped[int | None]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id", ondelete="RESTRICT"), index=True)
    payout_id: Mapped[int | None] = mapped_column(ForeignKey("payout.id", ondelete="RESTRICT"), index=True)
    customer: Mapped[str] = mapped_column(default="")
    day: Mapped[date]
    payable_on: Mapped[date]
    base_minor: Mapped[int]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    steps: Mapped[list[Any]]
    why: Mapped[str]
    posted_at: Mapped[datetime]
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class Payout(Base):
    __tablename__ = "payout"
    __table_args__ = (Index("ix_payout_partner_id", "partner_id"), *_whole("amount_minor"), _JOURNALED)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"))
    paid_on: Mapped[date]
    amount_minor: Mapped[int]
    currency: Mapped[str]
    method: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")


class PayoutLine(Base):
    """Which ledger entries a payout settled."""

    __tablename__ = "payout_line"
    __table_args__ = (_JOURNALED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    payout_id: Mapped[int] = mapped_column(ForeignKey("payout.id", ondelete="RESTRICT"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id", ondelete="RESTRICT"), index=True)


class IssuedStatement(Base):
    """A statement as it was issued: its document never changes."""

    __tablename__ = "issued_statement"
    __table_args__ = (Index("ix_issued_statement_partner_id", "partner_id"), _JOURNALED)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"))
    payout_id: Mapped[int] = mapped_column(ForeignKey("payout.id", ondelete="RESTRICT"), unique=True)
    issued_on: Mapped[date]
    first_day: Mapped[date]
    last_day: Mapped[date]
    total_minor: Mapped[int]
    currency: Mapped[str]
    document: Mapped[dict[str, Any]]


class Voiding(Base):
    """A payout, with its statement, declared void."""

    __tablename__ = "voiding"
    __table_args__ = (_JOURNALED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    payout_id: Mapped[int] = mapped_column(ForeignKey("payout.id", ondelete="RESTRICT"), unique=True)
    voided_on: Mapped[date]
    reason: Mapped[str]


class ImportRun(Base):
    """What an import did, row by row."""

    __tablename__ = "import_run"
    __table_args__ = (_JOURNALED,)

    id: Mapped[int] = mapped_column(primary_key=True)
    imported_at: Mapped[datetime]
    file_name: Mapped[str]
    preset: Mapped[str] = mapped_column(default="")
    counts: Mapped[dict[str, Any]]
    report: Mapped[list[Any]]


class Setting(Base):
    """The user's own settings that belong to the book: business, currency, language, paper."""

    __tablename__ = "setting"
    __table_args__ = (_JOURNALED,)

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
    __table_args__ = (Index("ix_change_set_state", "state", "id"), _JOURNALED)

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


JOURNALED = tuple(
    table for table in Base.metadata.sorted_tables if table.name not in {"change", "change_set", "view_state"}
)
"""Tables whose every change is recorded by the journal."""

APPEND_ONLY = ("ledger_entry", "payout", "payout_line", "issued_statement", "voiding")
"""Tables of money whose rows are never changed or deleted."""
