"""What a change to a deal would do to the commissions, before it is written: said in the form while one types."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.commissions.account import Credit, Movement, Sale
from app.domain.commissions.document import rate_of
from app.domain.commissions.engine import work_out
from app.domain.commissions.terms import Rate
from app.domain.money import Money
from app.queries import accounts

DRAFT = "draft"
"""The uid of a sale, refund or payment that is only tried."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a partner is credited for something now, and what it would be credited."""

    partner_id: int
    partner: str
    before: Money
    after: Money


@dataclass(frozen=True, slots=True)
class Tried:
    """``credits_`` is what the sale itself would be credited, ``differences`` the change by partner.

    ``others`` is by how much the other sales of the account would change together.
    """

    credits_: tuple[Credit, ...]
    differences: tuple[Difference, ...]
    others: Money


def sale(session: Session, referral_id: int, draft: Sale, currency: str) -> tuple[Credit, ...]:
    """What a sale that is not in the book yet would be credited, with all that its account has seen.

    ``draft`` needs only what the person typed; whose it is, is filled in here. Other sales that it would change
    are not in the answer.
    """
    row = session.execute(
        text("SELECT id, partner_id, customer_id, received_on, deal_rate FROM referral WHERE id = :id"),
        {"id": referral_id},
    ).one()
    shares = session.execute(
        text("SELECT partner_id, share_ppm FROM referral_share WHERE referral_id = :id ORDER BY position"),
        {"id": referral_id},
    )
    tried = draft._replace(
        uid=DRAFT,
        referral=row.id,
        customer=row.customer_id,
        received_on=date.fromisoformat(row.received_on),
        deal=rate_of(json.loads(row.deal_rate)) if row.deal_rate else None,
        shares=tuple((share[0], share[1]) for share in shares),
    )
    sales = [*accounts.account(session, row.partner_id, currency), tried]
    worked_out = work_out(row.partner_id, accounts.versions(session, row.partner_id), currency, sales)
    return tuple(credit for credit in worked_out if credit.sale is tried)


def refund(session: Session, sale_id: int, refunded: Money, day: date) -> tuple[Credit, ...]:
    """What a refund that is not in the book yet would take back of its sale, by partner."""
    row = session.execute(
        text("SELECT s.uid, r.partner_id FROM sale s JOIN referral r ON r.id = s.referral_id WHERE s.id = :id"),
        {"id": sale_id},
    ).one()
    sales: Sequence[Sale] = [
        each._replace(refunds=(*each.refunds, Movement(DRAFT, day, refunded.minor))) if each.uid == row.uid else each
        for each in accounts.account(session, row.partner_id, refunded.currency)
    ]
    worked_out = work_out(row.partner_id, accounts.versions(session, row.partner_id), refunded.currency, sales)
    return tuple(credit for credit in worked_out if credit.key == DRAFT)


def correction(session: Session, sale_id: int, draft: Sale, currency: str) -> Tried:
    """What a sale would be credited if it were as ``draft``, which needs only what the person typed."""
    uid, partner_id = _sale(session, sale_id)

    def changed(sale: Sale) -> Sale:
        return sale._replace(
            sold_on=draft.sold_on,
            amount=draft.amount,
            tax=draft.tax,
            shipping=draft.shipping,
            cost=draft.cost,
            lines=draft.lines,
        )

    return _tried(session, partner_id, currency, lambda sale: sale.uid == uid, changed)


def payment(session: Session, sale_id: int, amount: Money, day: date) -> tuple[Credit, ...]:
    """What a payment that is not in the book yet would earn, by partner."""
    uid, partner_id = _sale(session, sale_id)

    def changed(sale: Sale) -> Sale:
        return sale._replace(receipts=(*sale.receipts, Movement(DRAFT, day, amount.minor)))

    tried = _tried(session, partner_id, amount.currency, lambda sale: sale.uid == uid, changed)
    return tuple(credit for credit in tried.credits_ if credit.key == DRAFT)


def without_payment(session: Session, receipt_id: int) -> tuple[Difference, ...]:
    """What would change if a payment were taken out."""
    row = session.execute(
        text("SELECT p.uid, p.sale_id, s.currency FROM receipt p JOIN sale s ON s.id = p.sale_id WHERE p.id = :id"),
        {"id": receipt_id},
    ).first()
    if row is None:
        return ()
    uid, partner_id = _sale(session, row.sale_id)

    def changed(sale: Sale) -> Sale:
        return sale._replace(receipts=tuple(one for one in sale.receipts if one.uid != row.uid))

    return _tried(session, partner_id, row.currency, lambda sale: sale.uid == uid, changed).differences


def deal_rate(session: Session, referral_id: int, rate: Rate | None) -> tuple[Difference, ...]:
    """What would change if a referral had this rate of its own."""
    return _of_referral(session, referral_id, lambda sale: sale._replace(deal=rate))


def sharing(session: Session, referral_id: int, shares: Sequence[tuple[int, int]]) -> tuple[Difference, ...]:
    """What would change if a referral were shared so (partners and millionths, the primary partner first)."""
    return _of_referral(session, referral_id, lambda sale: sale._replace(shares=tuple(shares)))


def _of_referral(session: Session, referral_id: int, change: Callable[[Sale], Sale]) -> tuple[Difference, ...]:
    partner_id = session.execute(
        text("SELECT partner_id FROM referral WHERE id = :id"), {"id": referral_id}
    ).scalar_one()
    return tuple(
        difference
        for currency in accounts.currencies(session, partner_id)
        for difference in _tried(
            session, partner_id, currency, lambda sale: sale.referral == referral_id, change
        ).differences
    )


def _sale(session: Session, sale_id: int) -> tuple[str, int]:
    row = session.execute(
        text("SELECT s.uid, r.partner_id FROM sale s JOIN referral r ON r.id = s.referral_id WHERE s.id = :id"),
        {"id": sale_id},
    ).one()
    return row.uid, row.partner_id


def _tried(
    session: Session,
    partner_id: int,
    currency: str,
    concerned: Callable[[Sale], bool],
    change: Callable[[Sale], Sale],
) -> Tried:
    versions = accounts.versions(session, partner_id)
    sales = accounts.account(session, partner_id, currency)
    now = work_out(partner_id, versions, currency, sales)
    then = work_out(partner_id, versions, currency, [change(sale) if concerned(sale) else sale for sale in sales])
    before = _sums(each for each in now if concerned(each.sale))
    after = _sums(each for each in then if concerned(each.sale))
    names = _names(session, before.keys() | after.keys())
    others = sum(each.amount for each in then) - sum(each.amount for each in now)
    others -= sum(after.values()) - sum(before.values())
    return Tried(
        tuple(each for each in then if concerned(each.sale)),
        tuple(
            Difference(
                partner,
                names.get(partner, ""),
                Money(before.get(partner, 0), currency),
                Money(after.get(partner, 0), currency),
            )
            for partner in dict.fromkeys([*after, *before])
        ),
        Money(others, currency),
    )


def _sums(found: Iterable[Credit]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for each in found:
        sums[each.partner] = sums.get(each.partner, 0) + each.amount
    return sums


def _names(session: Session, partners: Iterable[int]) -> dict[int, str]:
    found = session.execute(
        text("SELECT id, name FROM partner WHERE id IN (SELECT value FROM json_each(:ids))"), {"ids": str([*partners])}
    )
    return {row[0]: row[1] for row in found}
