"""One referral: who shares it, what was agreed for it, its sales, their payments, and what each earned."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from app.domain.commissions.account import Line
from app.domain.commissions.document import rate_of
from app.domain.commissions.engine import work_out
from app.domain.commissions.terms import Rate, Trigger, Version, in_force
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.referrals import Stage
from app.domain.sales import MadeOf
from app.queries import accounts
from app.queries.referrals import ROWS, Credited, ReferralRow, credited, row_of


@dataclass(frozen=True, slots=True)
class Share:
    """A partner's share of a referral, in millionths."""

    partner_id: int
    partner: str
    ppm: int


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that the customer paid on a sale, with the entries it made."""

    id: int
    received_on: date
    amount: Money
    reference: str
    credited: tuple[Credited, ...]


NO_PARTS = MadeOf()


@dataclass(frozen=True, slots=True)
class SaleRow:
    """A sale (or, with a negative amount, a refund) of a referral, with the entries it made.

    ``on_cash`` says that by the terms of its day it earns as the customer pays. ``nothing`` is why no entry was made,
    as a step names it (``no_terms``, ``minimum``, …); empty where there are entries, or no rule excludes the sale.
    """

    id: int
    sold_on: date
    amount: Money
    reference: str
    refund_of_id: int | None
    credited: tuple[Credited, ...]
    parts: MadeOf = NO_PARTS
    payments: tuple[Payment, ...] = ()
    on_cash: bool = False
    nothing: str = ""

    @property
    def paid(self) -> Money:
        """What the customer has paid of it."""
        return sum((payment.amount for payment in self.payments), Money.zero(self.amount.currency))


@dataclass(frozen=True, slots=True)
class ReferralDetail:
    """``shares`` is empty where the referral is its partner's alone; ``bonuses`` are those that it brought.

    ``terms_currency`` is that of the latest terms, and where there are none that of the referral.
    """

    row: ReferralRow
    contact: str
    email: str
    phone: str
    note: str
    currency: str
    stages: tuple[tuple[Stage, date], ...]
    sales: tuple[SaleRow, ...]
    shares: tuple[Share, ...] = ()
    deal_rate: Rate | None = None
    bonuses: tuple[Credited, ...] = ()
    terms_currency: str = ""


def detail(session: Session, referral_id: int, today: date) -> ReferralDetail:
    """One referral with its sales and what each earned; raises ``UserError`` when it is gone."""
    head = session.execute(text(f"{ROWS} WHERE r.id = :id"), {"id": referral_id, "partner": None}).first()
    if head is None:
        raise UserError("referral_gone", "This referral is no longer in the book.")
    more = session.execute(
        text(
            "SELECT c.contact, c.email, c.phone, r.note, r.deal_rate FROM referral r "
            "JOIN customer c ON c.id = r.customer_id WHERE r.id = :id"
        ),
        {"id": referral_id},
    ).one()
    stages = session.execute(
        text("SELECT stage, changed_on FROM stage_change WHERE referral_id = :id ORDER BY id"), {"id": referral_id}
    )
    versions = accounts.versions(session, head.partner_id)
    return ReferralDetail(
        row=row_of(head),
        contact=more.contact,
        email=more.email,
        phone=more.phone,
        note=more.note,
        currency=head.currency,
        stages=tuple((Stage(stage), date.fromisoformat(day)) for stage, day in stages),
        sales=_sales(session, referral_id, versions, today),
        shares=_shares(session, referral_id),
        deal_rate=rate_of(json.loads(more.deal_rate)) if more.deal_rate else None,
        bonuses=_bonuses(session, referral_id, today),
        terms_currency=versions[-1].terms.currency if versions else head.currency,
    )


def _shares(session: Session, referral_id: int) -> tuple[Share, ...]:
    found = session.execute(
        text(
            "SELECT h.partner_id, p.name, h.share_ppm FROM referral_share h JOIN partner p ON p.id = h.partner_id "
            "WHERE h.referral_id = :id ORDER BY h.position"
        ),
        {"id": referral_id},
    )
    return tuple(Share(*row) for row in found)


def _bonuses(session: Session, referral_id: int, today: date) -> tuple[Credited, ...]:
    keys = session.scalars(
        text(
            "SELECT sale_uid FROM ledger_entry WHERE referral_id = :id AND sale_uid LIKE 'bonus:%' "
            "GROUP BY sale_uid HAVING sum(amount_minor) <> 0 ORDER BY min(id)"
        ),
        {"id": referral_id},
    ).all()
    return tuple(entry for key in keys for entry in credited(session, key, today))


def _sales(session: Session, referral_id: int, versions: Sequence[Version], today: date) -> tuple[SaleRow, ...]:
    found = session.execute(
        text(
            "SELECT id, uid, sold_on, amount_minor, currency, reference, refund_of_id, tax_minor, shipping_minor, "
            "discount_minor, cost_minor FROM sale WHERE referral_id = :id ORDER BY sold_on, id"
        ),
        {"id": referral_id},
    ).all()
    lines, payments = _lines(session, referral_id), _payments(session, referral_id, today)
    sales = [_sale(session, row, versions, today, lines, payments) for row in found]
    if any(not sale.credited for sale in sales):
        reasons = _reasons(session, referral_id, versions, {row.currency for row in found})
        sales = [
            sale if sale.credited else replace(sale, nothing=reasons.get(row.uid, ""))
            for sale, row in zip(sales, found, strict=True)
        ]
    return tuple(sales)


def _reasons(session: Session, referral_id: int, versions: Sequence[Version], currencies: set[str]) -> dict[str, str]:
    """Why sales and refunds earn nothing, by uid. What the customer's other sales have to do with it is known."""
    row = session.execute(
        text("SELECT partner_id, customer_id FROM referral WHERE id = :id"), {"id": referral_id}
    ).one()
    return {
        each.key: each.trail[0].what
        for currency in sorted(currencies)
        for each in work_out(
            row.partner_id,
            versions,
            currency,
            accounts.account(session, row.partner_id, currency, customer_id=row.customer_id),
        )
        if each.trail and each.trail[0].rule == "nothing"
    }


def _sale(
    session: Session,
    row: Row[Any],
    versions: Sequence[Version],
    today: date,
    lines: dict[int, list[Line]],
    payments: dict[int, list[Payment]],
) -> SaleRow:
    sold_on = date.fromisoformat(row.sold_on)
    version = in_force(versions, sold_on)
    return SaleRow(
        row.id,
        sold_on,
        Money(row.amount_minor, row.currency),
        row.reference,
        row.refund_of_id,
        credited(session, row.uid, today),
        MadeOf(row.tax_minor, row.shipping_minor, row.discount_minor, row.cost_minor, tuple(lines[row.id])),
        tuple(payments[row.id]),
        version is not None and version.terms.trigger is Trigger.CASH,
    )


def _lines(session: Session, referral_id: int) -> dict[int, list[Line]]:
    found = session.execute(
        text(
            "SELECT l.sale_id, l.amount_minor, l.cost_minor, l.product, l.variant, l.category, l.quantity "
            "FROM sale_line l JOIN sale s ON s.id = l.sale_id WHERE s.referral_id = :id ORDER BY l.position, l.id"
        ),
        {"id": referral_id},
    )
    by_sale: dict[int, list[Line]] = defaultdict(list)
    for sale_id, *line in found:
        by_sale[sale_id].append(Line(*line))
    return by_sale


def _payments(session: Session, referral_id: int, today: date) -> dict[int, list[Payment]]:
    found = session.execute(
        text(
            "SELECT p.sale_id, p.id, p.uid, p.received_on, p.amount_minor, s.currency, p.reference "
            "FROM receipt p JOIN sale s ON s.id = p.sale_id WHERE s.referral_id = :id ORDER BY p.received_on, p.id"
        ),
        {"id": referral_id},
    ).all()
    by_sale: dict[int, list[Payment]] = defaultdict(list)
    for row in found:
        by_sale[row.sale_id].append(
            Payment(
                row.id,
                date.fromisoformat(row.received_on),
                Money(row.amount_minor, row.currency),
                row.reference,
                credited(session, row.uid, today),
            )
        )
    return by_sale
