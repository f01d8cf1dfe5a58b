"""Referrals: the list by stage, and one referral with its sales and what they earned."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from app.domain.commissions.steps import Step
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.referrals import Stage


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """A referral in a list. ``sold`` is net of refunds, ``commission`` what the partner was credited for it.

    Both have an amount for each currency, in the order in which the currencies were first used; usually there is one.
    """

    id: int
    partner_id: int
    partner: str
    customer: str
    stage: Stage
    received_on: date
    stage_since: date
    expected: Money | None
    sold: tuple[Money, ...]
    commission: tuple[Money, ...]
    lost_reason: str


@dataclass(frozen=True, slots=True)
class Credited:
    """A ledger entry of a sale: the amount, the arithmetic, and how it stands.

    ``state`` is ``hold``, ``payable``, ``approved``, ``paid`` (by statement ``statement``) or ``cancelled``.
    """

    entry_id: int
    kind: str
    day: date
    amount: Money
    steps: tuple[Step, ...]
    terms_version: int | None
    payable_on: date
    state: str
    statement: str


@dataclass(frozen=True, slots=True)
class SaleRow:
    """A sale (or, with a negative amount, a refund) of a referral, with the entries it made."""

    id: int
    sold_on: date
    amount: Money
    reference: str
    refund_of_id: int | None
    credited: tuple[Credited, ...]


@dataclass(frozen=True, slots=True)
class ReferralDetail:
    row: ReferralRow
    contact: str
    email: str
    phone: str
    note: str
    currency: str
    stages: tuple[tuple[Stage, date], ...]
    sales: tuple[SaleRow, ...]


_ROWS = """
SELECT r.id, r.partner_id, p.name AS partner, c.name AS customer, r.stage, r.received_on, r.stage_since,
  r.expected_minor, r.currency, r.lost_reason,
  (SELECT json_group_array(json_array(minor, currency)) FROM (SELECT sum(amount_minor) AS minor, currency FROM sale s
    WHERE s.referral_id = r.id GROUP BY currency ORDER BY min(id))) AS sold,
  (SELECT json_group_array(json_array(minor, currency)) FROM (SELECT sum(amount_minor) AS minor, currency
    FROM ledger_entry e WHERE e.referral_id = r.id GROUP BY currency ORDER BY min(id))) AS commission
FROM referral r JOIN partner p ON p.id = r.partner_id JOIN customer c ON c.id = r.customer_id"""


def ids(session: Session, stage: Stage | None = None, partner_id: int | None = None) -> list[int]:
    """The ids of referrals, the newest first: all, of one stage, or of one partner."""
    found = session.execute(
        text(
            "SELECT id FROM referral WHERE (:stage IS NULL OR stage = :stage) "
            "AND (:partner IS NULL OR partner_id = :partner) ORDER BY received_on DESC, id DESC"
        ),
        {"stage": stage.value if stage else None, "partner": partner_id},
    )
    return [row[0] for row in found]


def rows(session: Session, wanted: list[int]) -> dict[int, ReferralRow]:
    """The rows of these referrals by id; ids that are gone are absent."""
    marks = ",".join(str(int(referral_id)) for referral_id in wanted)
    found = session.execute(text(f"{_ROWS} WHERE r.id IN ({marks})"))
    return {row.id: _row(row) for row in found}


def of_partner(session: Session, partner_id: int, limit: int = 500) -> tuple[ReferralRow, ...]:
    """A partner's referrals, the newest first."""
    found = session.execute(
        text(f"{_ROWS} WHERE r.partner_id = :id ORDER BY r.received_on DESC, r.id DESC LIMIT :n"),
        {"id": partner_id, "n": limit},
    )
    return tuple(_row(row) for row in found)


def counts(session: Session) -> dict[Stage, int]:
    """How many referrals are in each stage."""
    found = {row[0]: row[1] for row in session.execute(text("SELECT stage, count(*) FROM referral GROUP BY stage"))}
    return {stage: found.get(stage.value, 0) for stage in Stage}


def detail(session: Session, referral_id: int, today: date) -> ReferralDetail:
    """One referral with its sales and what each earned; raises ``UserError`` when it is gone."""
    head = session.execute(text(f"{_ROWS} WHERE r.id = :id"), {"id": referral_id}).first()
    if head is None:
        raise UserError("referral_gone", "This referral is no longer in the book.")
    more = session.execute(
        text(
            "SELECT c.contact, c.email, c.phone, r.note FROM referral r JOIN customer c ON c.id = r.customer_id "
            "WHERE r.id = :id"
        ),
        {"id": referral_id},
    ).one()
    stages = session.execute(
        text("SELECT stage, changed_on FROM stage_change WHERE referral_id = :id ORDER BY id"), {"id": referral_id}
    )
    return ReferralDetail(
        row=_row(head),
        contact=more.contact,
        email=more.email,
        phone=more.phone,
        note=more.note,
        currency=head.currency,
        stages=tuple((Stage(stage), date.fromisoformat(day)) for stage, day in stages),
        sales=_sales(session, referral_id, today),
    )


def _sales(session: Session, referral_id: int, today: date) -> tuple[SaleRow, ...]:
    found = session.execute(
        text(
            "SELECT id, uid, sold_on, amount_minor, currency, reference, refund_of_id FROM sale "
            "WHERE referral_id = :id ORDER BY sold_on, id"
        ),
        {"id": referral_id},
    ).all()
    return tuple(
        SaleRow(
            row.id,
            date.fromisoformat(row.sold_on),
            Money(row.amount_minor, row.currency),
            row.reference,
            row.refund_of_id,
            credited(session, row.uid, today),
        )
        for row in found
    )


def credited(session: Session, sale_uid: str, today: date) -> tuple[Credited, ...]:
    """What a sale made in the ledger, and how each entry stands."""
    found = session.execute(
        text(
            "SELECT e.id, e.kind, e.day, e.amount_minor, e.currency, e.steps, e.terms_version, e.payable_on, "
            f"u.entry_id IS NOT NULL AS open, {IS_APPROVED} AS approved, "
            "coalesce((SELECT i.number FROM payout_line l JOIN issued_statement i "
            "ON i.payout_id = l.payout_id WHERE l.entry_id = e.id AND NOT EXISTS (SELECT 1 FROM voiding v "
            "WHERE v.payout_id = l.payout_id)), '') AS statement "
            "FROM ledger_entry e LEFT JOIN unsettled u ON u.entry_id = e.id WHERE e.sale_uid = :uid ORDER BY e.id"
        ),
        {"uid": sale_uid},
    )
    return tuple(
        Credited(
            row.id,
            row.kind,
            date.fromisoformat(row.day),
            Money(row.amount_minor, row.currency),
            tuple(Step.from_dict(step) for step in json.loads(row.steps)),
            row.terms_version,
            date.fromisoformat(row.payable_on),
            state_of(bool(row.open), bool(row.approved), row.statement, row.payable_on, today),
            row.statement,
        )
        for row in found
    )


IS_APPROVED = (
    "EXISTS (SELECT 1 FROM approved_entry x JOIN approval a ON a.id = x.approval_id "
    "WHERE x.entry_id = e.id AND a.state = 'approved')"
)
"""SQL: whether the ledger entry ``e`` waits in a payout run to be recorded as paid."""


def state_of(is_open: bool, approved: bool, statement: str, payable_on: str, today: date) -> str:
    """How a ledger entry stands: ``paid``, ``cancelled``, ``approved``, ``payable`` or ``hold``."""
    if statement:
        return "paid"
    if not is_open:
        return "cancelled"
    if approved:
        return "approved"
    return "payable" if payable_on <= today.isoformat() else "hold"


def _row(row: Row[Any]) -> ReferralRow:
    return ReferralRow(
        id=row.id,
        partner_id=row.partner_id,
        partner=row.partner,
        customer=row.customer,
        stage=Stage(row.stage),
        received_on=date.fromisoformat(row.received_on),
        stage_since=date.fromisoformat(row.stage_since),
        expected=None if row.expected_minor is None else Money(row.expected_minor, row.currency),
        sold=_sums(row.sold),
        commission=_sums(row.commission),
        lost_reason=row.lost_reason,
    )


def _sums(found: str) -> tuple[Money, ...]:
    return tuple(Money(minor, currency) for minor, currency in json.loads(found))
