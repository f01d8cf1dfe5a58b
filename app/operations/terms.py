"""Agreeing terms: each change is a new version with the day from which it holds."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.domain.commissions.terms import Terms, check_terms
from app.domain.rolodex import many_lines
from app.operations import commissions, partners
from app.persistence.tables import TermsVersion


def agree(session: Session, partner_id: int, terms: Terms, starts_on: date, note: str = "") -> int:
    """A new version of the partner's terms, in force from ``starts_on``; returns its id.

    Sales from that day on that were already credited are worked out again; a difference is posted, named.
    """
    checked = check_terms(terms)
    partners.get(session, partner_id)
    last = session.scalar(select(func.max(TermsVersion.version)).filter_by(partner_id=partner_id)) or 0
    row = TermsVersion(
        partner_id=partner_id,
        version=last + 1,
        starts_on=starts_on,
        currency=checked.currency,
        hold_days=checked.hold_days,
        rounding=checked.rounding.value,
        rules=checked.rules(),
        note=many_lines(note),
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    commissions.rework_since(session, partner_id, starts_on)
    return row.id
