"""Referrals that the user gave to partners: the other side of the balance with a partner."""

from __future__ import annotations

import uuid

from sqlalchemy.orm import Session

from app.domain.errors import UserError
from app.domain.money import check_currency
from app.domain.referrals import GivenFields
from app.domain.rolodex import PersonFields, check_person, many_lines, one_line
from app.operations import partners
from app.persistence.tables import GivenReferral


def log(session: Session, partner_id: int, fields: GivenFields) -> int:
    """A referral given to a partner; returns its id."""
    partners.get(session, partner_id)
    row = GivenReferral(uid=str(uuid.uuid4()), partner_id=partner_id)
    _fill(row, fields)
    session.add(row)
    session.flush()
    return row.id


def edit(session: Session, given_id: int, fields: GivenFields) -> None:
    """Correct what is known of a referral given."""
    _fill(_get(session, given_id), fields)


def remove(session: Session, given_id: int) -> None:
    """Take a referral given out of the book."""
    session.delete(_get(session, given_id))


def _get(session: Session, given_id: int) -> GivenReferral:
    row = session.get(GivenReferral, given_id)
    if row is None:
        raise UserError("given_gone", "This referral is no longer in the book.")
    return row


def _fill(row: GivenReferral, fields: GivenFields) -> None:
    check_person(PersonFields(name=fields.customer))
    if fields.value is not None and fields.value.checked().minor < 0:
        raise UserError("value_negative", "What the referral brought cannot be negative.")
    row.customer, row.given_on = one_line(fields.customer), fields.given_on
    row.value_minor = fields.value.minor if fields.value else None
    row.currency = fields.value.currency if fields.value else check_currency(fields.currency)
    row.note = many_lines(fields.note)
