"""Agreeing terms: each change is a new version with the day from which it holds."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.domain.commissions.checks import check_terms
from app.domain.commissions.document import rules_of
from app.domain.commissions.terms import Terms
from app.domain.errors import UserError
from app.domain.rolodex import many_lines
from app.operations import commissions, partners
from app.persistence.tables import LedgerEntry, Referral, Sale, TermsVersion


def agree(
    session: Session,
    partner_id: int,
    terms: Terms,
    starts_on: date,
    note: str = "",
    programme_id: int | None = None,
) -> int:
    """A new version of the partner's terms, in force from ``starts_on``; returns its id.

    Sales from that day on that were already credited are worked out again; a difference is posted, named.
    """
    checked = check_terms(terms)
    partners.get(session, partner_id)
    _refuse_other_currency(session, partner_id, checked, starts_on)
    last = session.scalar(select(func.max(TermsVersion.version)).filter_by(partner_id=partner_id)) or 0
    row = TermsVersion(
        partner_id=partner_id,
        version=last + 1,
        starts_on=starts_on,
        currency=checked.currency,
        hold_days=checked.hold_days,
        rounding=checked.rounding.value,
        rules=rules_of(checked),
        note=many_lines(note),
        created_at=clock.now(),
        programme_id=programme_id,
    )
    session.add(row)
    session.flush()
    commissions.credit_partner(session, partner_id)
    return row.id


def _refuse_other_currency(session: Session, partner_id: int, terms: Terms, starts_on: date) -> None:
    """Sales credited already would earn nothing by terms in another currency: nothing is converted silently."""
    found = session.scalars(
        select(Sale.currency)
        .join(Referral, Referral.id == Sale.referral_id)
        .join(LedgerEntry, LedgerEntry.sale_uid == Sale.uid)
        .where(Referral.partner_id == partner_id, Sale.sold_on >= starts_on, Sale.currency != terms.currency)
    ).first()
    if found is not None:
        raise UserError(
            "currency_differs",
            "From {day} on there are sales in {sale}, but the terms are in {terms}. Let them start later.",
            day=starts_on.isoformat(),
            sale=found,
            terms=terms.currency,
        )
