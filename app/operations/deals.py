"""What is agreed for one referral alone: its own rate, and who shares it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.commissions.checks import check_rate
from app.domain.commissions.document import rate_document
from app.domain.commissions.terms import PPM, Rate
from app.domain.errors import UserError
from app.operations import commissions, partners, referrals
from app.persistence.tables import ReferralShare


def agree_rate(session: Session, referral_id: int, rate: Rate | None) -> None:
    """A rate for this deal alone, before all others; none to let the terms hold again. Differences are posted."""
    referral = referrals.get(session, referral_id)
    if rate is not None:
        check_rate(rate)
    referral.deal_rate = rate_document(rate)
    session.flush()
    commissions.credit_partner(session, referral.partner_id)


def share(session: Session, referral_id: int, shares: Sequence[tuple[int, int]]) -> None:
    """Divide a referral among partners: ids and millionths, the primary partner first; empty for it alone.

    Raises ``UserError`` unless the shares add up to 100 %, each is above zero, nobody appears twice, and the first is
    the referral's own partner, whose terms hold.
    """
    referral = referrals.get(session, referral_id)
    if shares:
        _check(referral.partner_id, shares)
        for partner_id, _ppm in shares:
            partners.get(session, partner_id)
    for row in session.scalars(select(ReferralShare).filter_by(referral_id=referral_id)):
        session.delete(row)
    session.flush()
    session.add_all(
        ReferralShare(referral_id=referral_id, partner_id=partner_id, share_ppm=ppm, position=position)
        for position, (partner_id, ppm) in enumerate(shares)
    )
    session.flush()
    commissions.credit_partner(session, referral.partner_id)


def _check(primary_id: int, shares: Sequence[tuple[int, int]]) -> None:
    if shares[0][0] != primary_id:
        raise UserError("shares_primary", "The partner whose referral it is comes first: its terms hold.")
    if len({partner_id for partner_id, _ppm in shares}) != len(shares):
        raise UserError("shares_twice", "A partner can have one share of a referral only.")
    if any(ppm <= 0 for _partner, ppm in shares) or sum(ppm for _partner, ppm in shares) != PPM:
        raise UserError("shares_sum", "The shares must be above zero and add up to 100 %.")
