"""Referrals: logged, moved along, won with a sale, lost with a reason."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.partners import PointKind, sort_key
from app.domain.referrals import ReferralFields, Stage
from app.domain.rolodex import PersonFields, Point, check_person, many_lines, one_line
from app.domain.sales import MadeOf
from app.operations import commissions, partners, sales
from app.persistence.tables import Communication, Customer, Referral, ReferralShare, Reminder, Sale, StageChange


def log(session: Session, partner_id: int, fields: ReferralFields) -> int:
    """A referral received from a partner; returns its id. A customer of the same name and e-mail is known again."""
    partners.get(session, partner_id)
    _check(fields)
    referral = Referral(
        uid=str(uuid.uuid4()),
        partner_id=partner_id,
        customer_id=_customer(session, fields).id,
        stage=Stage.RECEIVED.value,
        received_on=fields.received_on,
        stage_since=fields.received_on,
        expected_minor=fields.expected.minor if fields.expected else None,
        currency=fields.expected.currency if fields.expected else fields.currency,
        note=many_lines(fields.note),
    )
    session.add(referral)
    session.flush()
    _record_stage(session, referral, Stage.RECEIVED, fields.received_on)
    return referral.id


def edit(session: Session, referral_id: int, fields: ReferralFields) -> None:
    """Correct what is known of a referral. Where its day or its customer bears on commissions, differences are posted.

    Raises ``UserError`` when it would have been received after its first sale.
    """
    _check(fields)
    referral = get(session, referral_id)
    first = session.scalar(select(func.min(Sale.sold_on)).where(Sale.referral_id == referral_id))
    if first is not None and fields.received_on > first:
        raise UserError(
            "received_after_sale",
            "The referral cannot have been received after its first sale, on {day}.",
            day=first.isoformat(),
        )
    counted = referral.received_on, referral.customer_id
    customer = session.get_one(Customer, referral.customer_id)
    shared = session.scalar(select(func.count()).where(Referral.customer_id == customer.id)) or 0
    if shared > 1 and sort_key(fields.customer) != customer.sort_key:
        customer = _customer(session, fields)
        referral.customer_id = customer.id
    _fill(customer, fields)
    referral.received_on = fields.received_on
    referral.expected_minor = fields.expected.minor if fields.expected else None
    if fields.expected:
        referral.currency = fields.expected.currency
    referral.note = many_lines(fields.note)
    session.flush()
    if counted != (referral.received_on, referral.customer_id):
        commissions.credit_partner(session, referral.partner_id)


def get(session: Session, referral_id: int) -> Referral:
    """The referral's row; raises ``UserError`` when it is gone."""
    referral = session.get(Referral, referral_id)
    if referral is None:
        raise UserError("referral_gone", "This referral is no longer in the book.")
    return referral


def move(session: Session, referral_id: int, stage: Stage, on: date, reason: str = "") -> None:
    """Move a referral to another stage on a day; ``reason`` says why one was lost.

    Winning needs the sale (``mark_won``); a won one stays won (a refund or undo takes the sale back).
    """
    referral = get(session, referral_id)
    if stage is Stage.WON:
        raise UserError("sale_missing", "Enter the sale to mark this referral won.")
    if referral.stage == Stage.WON:
        raise UserError("referral_won", "This referral is won. Undo the sale, or enter a refund.")
    if referral.stage == stage.value:
        return
    referral.stage, referral.stage_since = stage.value, on
    referral.lost_reason = one_line(reason) if stage is Stage.LOST else ""
    _record_stage(session, referral, stage, on)


def mark_won(
    session: Session,
    referral_id: int,
    amount: Money,
    sold_on: date,
    reference: str = "",
    parts: MadeOf = MadeOf(),  # noqa: B008 - frozen
) -> int:
    """Win a referral with a sale, and credit the partner by the terms in force that day; returns the sale's id."""
    referral = get(session, referral_id)
    if referral.stage != Stage.WON:
        referral.stage, referral.stage_since = Stage.WON.value, sold_on
        referral.lost_reason = ""
        _record_stage(session, referral, Stage.WON, sold_on)
    return sales.add(session, referral_id, amount, sold_on, reference, parts)


def remove(session: Session, referral_id: int) -> None:
    """Take a referral without sales out of the book; what was said and promised about it stays."""
    referral = get(session, referral_id)
    if session.scalar(select(func.count()).where(Sale.referral_id == referral_id)):
        raise UserError("referral_has_sales", "This referral has sales. Enter a refund, or undo the sale.")
    for said in session.scalars(select(Communication).filter_by(referral_id=referral_id)):
        said.referral_id = None
    for promised in session.scalars(select(Reminder).filter_by(referral_id=referral_id)):
        promised.referral_id = None
    for table in (StageChange, ReferralShare):
        for row in session.scalars(select(table).filter_by(referral_id=referral_id)):
            session.delete(row)
    session.flush()
    session.delete(referral)


def _check(fields: ReferralFields) -> None:
    check_person(PersonFields(name=fields.customer))
    if fields.email.strip():
        check_person(PersonFields(name=fields.customer, points=(Point(PointKind.EMAIL, fields.email),)))
    if fields.expected is not None and fields.expected.checked().minor < 0:
        raise UserError("expected_negative", "The expected value cannot be negative.")


def _customer(session: Session, fields: ReferralFields) -> Customer:
    key, email = sort_key(fields.customer), fields.email.strip().casefold()
    for known in session.scalars(select(Customer).where(Customer.sort_key == key)):
        if not email or not known.email or known.email.casefold() == email:
            _fill(known, fields)
            return known
    customer = Customer(uid=str(uuid.uuid4()))
    _fill(customer, fields)
    session.add(customer)
    session.flush()
    return customer


def _fill(customer: Customer, fields: ReferralFields) -> None:
    customer.name, customer.sort_key = one_line(fields.customer), sort_key(fields.customer)
    customer.contact = one_line(fields.contact) or customer.contact or ""
    customer.email = one_line(fields.email) or customer.email or ""
    customer.phone = one_line(fields.phone) or customer.phone or ""


def _record_stage(session: Session, referral: Referral, stage: Stage, on: date) -> None:
    session.add(StageChange(referral_id=referral.id, stage=stage.value, changed_on=on, changed_at=clock.now()))
