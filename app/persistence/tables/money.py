"""The ledger, payouts and statements, which are only ever added to; and payouts in preparation."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON

from app.persistence.tables.base import JOURNAL_OPTIONS, Base, whole


class LedgerEntry(Base):
    """One line of the ledger, added and never changed: guarded by triggers, chained by hashes."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        Index("ix_ledger_entry_partner_id_id", "partner_id", "id"),
        *whole("amount_minor", "base_minor"),
        JOURNAL_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"))
    kind: Mapped[str]
    """``accrual``, ``bonus``, ``refund``, ``reversal``, ``adjustment``, ``payout`` or ``payout_void``."""
    referral_id: Mapped[int | None] = mapped_column(index=True)
    sale_uid: Mapped[str] = mapped_column(default="", index=True)
    """The uid of the sale, refund or receipt, or the name of the bonus. Referral, sale and terms are named but not held
    fast: the entry outlives them when they are undone."""
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
    inputs: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What the amount was worked out from, as it was then."""


class Payout(Base):
    __tablename__ = "payout"
    __table_args__ = (Index("ix_payout_partner_id", "partner_id"), *whole("amount_minor"), JOURNAL_OPTIONS)

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
    __table_args__ = (JOURNAL_OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    payout_id: Mapped[int] = mapped_column(ForeignKey("payout.id", ondelete="RESTRICT"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id", ondelete="RESTRICT"), index=True)


class IssuedStatement(Base):
    """A statement as it was issued: its document never changes."""

    __tablename__ = "issued_statement"
    __table_args__ = (Index("ix_issued_statement_partner_id", "partner_id"), JOURNAL_OPTIONS)

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
    __table_args__ = (JOURNAL_OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    payout_id: Mapped[int] = mapped_column(ForeignKey("payout.id", ondelete="RESTRICT"), unique=True)
    voided_on: Mapped[date]
    reason: Mapped[str]


class PayoutRun(Base):
    """A payout in preparation: approved, then recorded as paid, or withdrawn."""

    __tablename__ = "payout_run"
    __table_args__ = (JOURNAL_OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    until: Mapped[date]
    approved_on: Mapped[date]
    state: Mapped[str]
    """``approved``, ``paid`` or ``withdrawn``."""


class Approval(Base):
    """What a run pays one partner in one currency."""

    __tablename__ = "approval"
    __table_args__ = (*whole("amount_minor"), JOURNAL_OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("payout_run.id", ondelete="RESTRICT"), index=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"), index=True)
    currency: Mapped[str]
    amount_minor: Mapped[int]
    state: Mapped[str]
    """``approved``, ``paid`` or ``withdrawn``."""
    payout_id: Mapped[int | None] = mapped_column(ForeignKey("payout.id", ondelete="RESTRICT"), index=True)


class ApprovedEntry(Base):
    """A ledger entry that was approved for payment."""

    __tablename__ = "approved_entry"
    __table_args__ = (JOURNAL_OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    approval_id: Mapped[int] = mapped_column(ForeignKey("approval.id", ondelete="RESTRICT"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id", ondelete="RESTRICT"), index=True)


class ExchangeRate(Base):
    """What one unit of ``currency`` was worth in ``target`` from a day on, as the user entered it."""

    __tablename__ = "exchange_rate"
    __table_args__ = (
        Index("ix_exchange_rate_currency_target_day", "currency", "target", "day", unique=True),
        *whole("rate_e10"),
        JOURNAL_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    currency: Mapped[str]
    target: Mapped[str]
    day: Mapped[date]
    rate_e10: Mapped[int]
    """Ten-thousand-millionths (10⁻¹⁰) of a unit of the target for one unit of the currency."""
