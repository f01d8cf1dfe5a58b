"""The referrals and sales of the book, and its partners, by what an imported row can be recognised by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.money import Money
from app.domain.referrals import Stage
from app.exchange.attribution import Partners
from app.exchange.deal_decisions import KnownDeals, KnownReferral, KnownRefund, KnownSale


def known_deals(session: Session) -> KnownDeals:
    """The index that ``exchange.deal_decisions`` decides with, over the whole book."""
    known = KnownDeals(_partners(session))
    referrals: dict[int, KnownReferral] = {}
    for row in _all(
        session,
        "SELECT r.id, r.partner_id, r.stage, r.expected_minor, r.currency, c.name, c.email FROM referral r "
        "JOIN customer c ON c.id = r.customer_id ORDER BY r.id",
    ):
        expected = None if row.expected_minor is None else Money(row.expected_minor, row.currency)
        referral = KnownReferral(row.id, row.partner_id, row.name, row.email, Stage(row.stage), expected)
        referrals[row.id] = referral
        known.add(referral)
    sales: dict[int, KnownSale] = {}
    for row in _all(
        session,
        "SELECT id, referral_id, refund_of_id, sold_on, amount_minor, currency, reference FROM sale "
        "ORDER BY refund_of_id IS NOT NULL, id",
    ):
        day = date.fromisoformat(row.sold_on)
        if row.refund_of_id is not None:
            sales[row.refund_of_id].refunds.append(KnownRefund(day, -row.amount_minor, row.reference))
            continue
        sale = sales[row.id] = KnownSale(row.id, day, Money(row.amount_minor, row.currency), row.reference)
        referrals[row.referral_id].sales.append(sale)
    return known


def _partners(session: Session) -> Partners:
    partners = Partners()
    # A card that was merged leads to the one it became part of, which is called by its own name.
    for row in _all(
        session,
        "SELECT coalesce(merged_into_id, id) AS id, name, code FROM partner "
        "ORDER BY merged_into_id IS NULL, partner.id",
    ):
        partners.add(row.id, row.name, row.code)
    for row in _all(session, "SELECT partner_id, code FROM partner_code ORDER BY id"):
        partners.add_code(row.partner_id, row.code)
    for row in _all(session, "SELECT partner_id, name FROM person ORDER BY id"):
        partners.add_person(row.partner_id, row.name)
    for row in _all(session, "SELECT partner_id, value FROM contact_point WHERE kind = 'email' ORDER BY id"):
        partners.add_email(row.partner_id, row.value)
    return partners


def _all(session: Session, sql: str) -> Iterable[Any]:
    return session.execute(text(sql))
