"""Crediting sales: the ledger made to say what the terms in force say, by new entries only."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.domain.commissions.engine import Commission, Step, compute, refund
from app.domain.commissions.terms import Version, in_force
from app.domain.money import Money
from app.operations.ledger import Posting, post
from app.persistence.tables import Customer, LedgerEntry, Referral, Sale
from app.queries.partners import versions


def credit(session: Session, sale: Sale) -> None:
    """Bring the ledger to what ``sale`` earns by the terms in force on its day.

    A first credit is an accrual; afterwards the difference is posted as an adjustment that names the entry it
    corrects. Without terms on that day nothing is earned. What was paid is never altered.
    """
    referral = session.get_one(Referral, sale.referral_id)
    version = in_force(versions(session, referral.partner_id), sale.sold_on)
    if version is None:
        return
    amount = Money(sale.amount_minor, sale.currency)
    earned = compute(version.terms, amount, sale.sold_on)
    first = _accrual(session, sale.uid)
    credited = Money(_credited(session, sale.uid), sale.currency)
    if earned.amount == credited:
        return
    if not credited:
        _post(session, referral, sale, version, "accrual", earned, amount, None)
    else:
        change = earned.amount - credited
        steps = (*earned.steps, Step("credited", credited, change))
        _post(
            session,
            referral,
            sale,
            version,
            "adjustment",
            Commission(change, steps, earned.payable_on),
            amount,
            first.id if first else None,
        )


def take_back(session: Session, sale: Sale, refunded: Sale) -> None:
    """Bring the ledger to what the refund ``refunded`` (a negative sale) takes back of the commission on ``sale``.

    In proportion to the sale; afterwards, when new terms changed what the sale earns, the difference is posted.
    """
    accrual = _accrual(session, sale.uid)
    amount = _share_refunded(session, sale, refunded)
    credited = Money(_credited(session, refunded.uid), sale.currency)
    if accrual is None or amount == credited:
        return
    referral = session.get_one(Referral, sale.referral_id)
    version = in_force(versions(session, referral.partner_id), sale.sold_on)
    base = Money(refunded.amount_minor, sale.currency)
    steps: tuple[Step, ...] = (Step("refund", base, amount, version.terms.rate_ppm if version else 0),)
    payable_on = max(refunded.sold_on, accrual.payable_on)
    kind, change = "refund", amount
    if credited:
        kind, change = "adjustment", amount - credited
        steps = (*steps, Step("credited", credited, change))
    _post(session, referral, refunded, version, kind, Commission(change, steps, payable_on), base, accrual.id)


def _share_refunded(session: Session, sale: Sale, refunded: Sale) -> Money:
    """What of the sale's commission falls to one of its refunds, after those entered before it."""
    earlier = list(session.scalars(select(Sale).where(Sale.refund_of_id == sale.id, Sale.id < refunded.id)))
    return refund(
        earned=Money(_credited(session, sale.uid), sale.currency),
        sale=Money(sale.amount_minor, sale.currency),
        refunded_before=Money(-sum(row.amount_minor for row in earlier), sale.currency),
        taken_back=Money(sum(_credited(session, row.uid) for row in earlier), sale.currency),
        refunded=Money(-refunded.amount_minor, sale.currency),
    )


def rework_since(session: Session, partner_id: int, day: date) -> None:
    """Work out again the partner's sales from ``day`` on, and what was refunded of them, after the terms changed."""
    sales = session.scalars(
        select(Sale)
        .join(Referral, Referral.id == Sale.referral_id)
        .where(Referral.partner_id == partner_id, Sale.sold_on >= day, Sale.refund_of_id.is_(None))
        .order_by(Sale.sold_on, Sale.id)
    )
    current = {version.terms.currency for version in versions(session, partner_id)}
    for sale in sales.all():
        if sale.currency in current:
            credit(session, sale)
            for refunded in session.scalars(select(Sale).filter_by(refund_of_id=sale.id).order_by(Sale.id)).all():
                take_back(session, sale, refunded)


def _accrual(session: Session, sale_uid: str) -> LedgerEntry | None:
    """The latest accrual of a sale: earlier ones were taken back."""
    found = select(LedgerEntry).where(LedgerEntry.sale_uid == sale_uid, LedgerEntry.kind == "accrual")
    return session.scalars(found.order_by(LedgerEntry.id.desc()).limit(1)).first()


def _credited(session: Session, sale_uid: str) -> int:
    found = session.scalar(select(func.sum(LedgerEntry.amount_minor)).where(LedgerEntry.sale_uid == sale_uid))
    return int(found or 0)


def _post(
    session: Session,
    referral: Referral,
    sale: Sale,
    version: Version | None,
    kind: str,
    commission: Commission,
    base: Money,
    corrects_id: int | None,
) -> None:
    post(
        session,
        Posting(
            partner_id=referral.partner_id,
            kind=kind,
            day=sale.sold_on if kind != "adjustment" else clock.today(),
            payable_on=commission.payable_on,
            base=base,
            amount=commission.amount,
            steps=commission.steps,
            referral_id=referral.id,
            sale_uid=sale.uid,
            customer=session.get_one(Customer, referral.customer_id).name,
            terms_id=version.id if version else None,
            terms_version=version.version if version else None,
            corrects_id=corrects_id,
        ),
    )
