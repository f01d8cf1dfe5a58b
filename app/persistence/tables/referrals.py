"""Customers, the referrals that brought them, and what they bought, paid and were given back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import JSON

from app.persistence.tables.base import JOURNAL_OPTIONS, Base, whole


class Customer(Base):
    __tablename__ = "customer"
    __table_args__ = (JOURNAL_OPTIONS,)

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
        *whole("expected_minor"),
        JOURNAL_OPTIONS,
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
    deal_rate: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The rate agreed for this deal alone; none where the terms hold."""


class ReferralShare(Base):
    """A partner's share of a referral that several brought. Without rows the referral's partner has it all."""

    __tablename__ = "referral_share"
    __table_args__ = (
        Index("ix_referral_share_referral_id_partner_id", "referral_id", "partner_id", unique=True),
        *whole("share_ppm"),
        JOURNAL_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="RESTRICT"))
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"), index=True)
    share_ppm: Mapped[int]
    """Millionths; those of a referral add up to a million."""
    position: Mapped[int]
    """0 is the primary partner, who is the referral's own."""


class GivenReferral(Base):
    """A referral that the user gave to a partner: the other side of the balance."""

    __tablename__ = "given_referral"
    __table_args__ = (*whole("value_minor"), JOURNAL_OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="RESTRICT"), index=True)
    given_on: Mapped[date]
    customer: Mapped[str]
    value_minor: Mapped[int | None]
    """What it brought the partner, as far as it is known."""
    currency: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class StageChange(Base):
    __tablename__ = "stage_change"
    __table_args__ = (JOURNAL_OPTIONS,)

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="RESTRICT"), index=True)
    stage: Mapped[str]
    changed_on: Mapped[date]
    changed_at: Mapped[datetime]


class Sale(Base):
    __tablename__ = "sale"
    __table_args__ = (
        Index("ix_sale_sold_on", "sold_on"),
        *whole("amount_minor", "tax_minor", "shipping_minor", "discount_minor", "cost_minor"),
        JOURNAL_OPTIONS,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    referral_id: Mapped[int] = mapped_column(ForeignKey("referral.id", ondelete="RESTRICT"), index=True)
    refund_of_id: Mapped[int | None] = mapped_column(ForeignKey("sale.id", ondelete="RESTRICT"), index=True)
    """Set for a refund, whose amount is negative."""
    sold_on: Mapped[date]
    amount_minor: Mapped[int]
    """What the customer pays: after the discount, with tax and shipping."""
    currency: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")
    tax_minor: Mapped[int] = mapped_column(default=0, server_default="0")
    shipping_minor: Mapped[int] = mapped_column(default=0, server_default="0")
    discount_minor: Mapped[int] = mapped_column(default=0, server_default="0")
    """What the customer was let off, taken from the amount already."""
    cost_minor: Mapped[int | None]
    """What the goods cost the user; none where it is not known."""


class SaleLine(Base):
    """A line of a sale. Line amounts are without tax and shipping and add up to the sale's amount less both."""

    __tablename__ = "sale_line"
    __table_args__ = (*whole("amount_minor", "cost_minor", "quantity"), JOURNAL_OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id", ondelete="RESTRICT"), index=True)
    position: Mapped[int]
    product: Mapped[str] = mapped_column(default="")
    variant: Mapped[str] = mapped_column(default="")
    category: Mapped[str] = mapped_column(default="")
    quantity: Mapped[int] = mapped_column(default=1)
    amount_minor: Mapped[int]
    cost_minor: Mapped[int | None]


class Receipt(Base):
    """Money received for a sale. It bears on the commission only where the terms pay as the customer pays."""

    __tablename__ = "receipt"
    __table_args__ = (*whole("amount_minor"), JOURNAL_OPTIONS)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sale.id", ondelete="RESTRICT"), index=True)
    received_on: Mapped[date]
    amount_minor: Mapped[int]
    reference: Mapped[str] = mapped_column(default="")
