"""Accounts for the commission engine: the sales of a primary partner in one currency, with all that bears on them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select, text
from sqlalchemy.orm import Session

from app.domain.commissions.account import Credit, Line, Movement, Sale
from app.domain.commissions.document import rate_of, terms_of
from app.domain.commissions.engine import work_out
from app.domain.commissions.terms import Version
from app.domain.dates import Period
from app.domain.money import Money
from app.persistence.tables import Programme, TermsVersion

_SALES = """
SELECT s.id, s.uid, s.referral_id, r.customer_id, r.received_on, s.sold_on, s.amount_minor, s.tax_minor,
  s.shipping_minor, s.cost_minor, r.deal_rate, r.partner_id, s.currency
FROM sale s JOIN referral r ON r.id = s.referral_id WHERE s.refund_of_id IS NULL"""


def versions(session: Session, partner_id: int) -> list[Version]:
    """All versions of a partner's terms, oldest first."""
    rows = session.execute(
        select(TermsVersion, Programme.name)
        .outerjoin(Programme, Programme.id == TermsVersion.programme_id)
        .where(TermsVersion.partner_id == partner_id)
        .order_by(TermsVersion.version)
    )
    return [
        Version(
            row.id,
            row.version,
            row.starts_on,
            terms_of(row.rules, currency=row.currency, hold_days=row.hold_days, rounding=row.rounding),
            programme or "",
            row.note,
        )
        for row, programme in rows
    ]


def account(
    session: Session, partner_id: int, currency: str, *, customer_id: int | None = None, within: Period | None = None
) -> list[Sale]:
    """The sales of an account in the order they were entered: all, those of one customer, or those of a period."""
    where = " AND r.partner_id = :partner AND s.currency = :currency"
    parameters: dict[str, Any] = {"partner": partner_id, "currency": currency}
    if customer_id is not None:
        where, parameters["customer"] = f"{where} AND r.customer_id = :customer", customer_id
    if within is not None:
        where = f"{where} AND s.sold_on BETWEEN :first AND :last"
        parameters |= {"first": within.first.isoformat(), "last": within.last.isoformat()}
    return list(_read(session, where, parameters))


def currencies(session: Session, partner_id: int) -> list[str]:
    """The currencies in which a primary partner has sales."""
    found = session.execute(
        text(
            "SELECT DISTINCT s.currency FROM sale s JOIN referral r ON r.id = s.referral_id "
            "WHERE r.partner_id = :id ORDER BY 1"
        ),
        {"id": partner_id},
    )
    return [row[0] for row in found]


def _read(session: Session, where: str, parameters: dict[str, Any]) -> Iterator[Sale]:
    rows = session.execute(text(f"{_SALES}{where} ORDER BY s.id"), parameters).all()
    if not rows:
        return
    wanted = f"SELECT s.id FROM sale s JOIN referral r ON r.id = s.referral_id WHERE s.refund_of_id IS NULL{where}"

    def grouped(columns: str, table: str, key: str) -> dict[int, list[Row[Any]]]:
        found: dict[int, list[Row[Any]]] = defaultdict(list)
        sql = f"SELECT {key} AS owner, {columns} FROM {table} WHERE {key} IN ({wanted}) ORDER BY id"
        for row in session.execute(text(sql), parameters):
            found[row[0]].append(row)
        return found

    refunds = grouped("uid, sold_on, -amount_minor", "sale", "refund_of_id")
    receipts = grouped("uid, received_on, amount_minor", "receipt", "sale_id")
    lines = grouped("amount_minor, cost_minor, product, variant, category, quantity", "sale_line", "sale_id")
    shares = _shares(session, where, parameters)
    for row in rows:
        yield Sale(
            row[1],
            row[2],
            row[3],
            date.fromisoformat(row[4]),
            date.fromisoformat(row[5]),
            row[6],
            row[7],
            row[8],
            row[9],
            tuple(Line(*tuple(line)[1:]) for line in lines.get(row[0], ())),
            _movements(refunds.get(row[0], ())),
            _movements(receipts.get(row[0], ())),
            rate_of(json.loads(row[10])) if row[10] else None,
            shares.get(row[2], ()),
        )


def _movements(rows: Iterable[Any]) -> tuple[Movement, ...]:
    return tuple(Movement(uid, date.fromisoformat(day), amount) for _owner, uid, day, amount in rows)


def _shares(session: Session, where: str, parameters: dict[str, Any]) -> dict[int, tuple[tuple[int, int], ...]]:
    found = session.execute(
        text(
            "SELECT h.referral_id, h.partner_id, h.share_ppm FROM referral_share h WHERE h.referral_id IN "
            f"(SELECT s.referral_id FROM sale s JOIN referral r ON r.id = s.referral_id WHERE s.refund_of_id IS NULL"
            f"{where}) ORDER BY h.referral_id, h.position"
        ),
        parameters,
    )
    by_referral = groupby(found, lambda row: int(row[0]))
    return {referral: tuple((row[1], row[2]) for row in group) for referral, group in by_referral}


def preview(session: Session, referral_id: int, draft: Sale, currency: str) -> tuple[Credit, ...]:
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
    sale = draft._replace(
        uid=DRAFT,
        referral=row.id,
        customer=row.customer_id,
        received_on=date.fromisoformat(row.received_on),
        deal=rate_of(json.loads(row.deal_rate)) if row.deal_rate else None,
        shares=tuple((share[0], share[1]) for share in shares),
    )
    sales = [*account(session, row.partner_id, currency), sale]
    worked_out = work_out(row.partner_id, versions(session, row.partner_id), currency, sales)
    return tuple(credit for credit in worked_out if credit.sale is sale)


DRAFT = "draft"
"""The uid of a sale that is only tried."""


def refund_preview(session: Session, sale_id: int, refunded: Money, day: date) -> tuple[Credit, ...]:
    """What a refund that is not in the book yet would take back of its sale, by partner."""
    row = session.execute(
        text("SELECT s.uid, r.partner_id FROM sale s JOIN referral r ON r.id = s.referral_id WHERE s.id = :id"),
        {"id": sale_id},
    ).one()
    sales: Sequence[Sale] = [
        sale._replace(refunds=(*sale.refunds, Movement(DRAFT, day, refunded.minor))) if sale.uid == row.uid else sale
        for sale in account(session, row.partner_id, refunded.currency)
    ]
    worked_out = work_out(row.partner_id, versions(session, row.partner_id), refunded.currency, sales)
    return tuple(credit for credit in worked_out if credit.key == DRAFT)
