"""Referrals in lists, and how what was credited for them stands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from app.domain.commissions.steps import Step
from app.domain.money import Money
from app.domain.referrals import Stage


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """A referral in a list. ``sold`` is net of refunds, ``commission`` what was credited for it.

    Both have an amount for each currency, in the order in which the currencies were first used; usually there is one.
    Among the referrals of one partner, ``commission`` is that partner's alone and ``share_ppm`` its share in
    millionths, none where it has all of it; ``partner`` is whose referral it is.
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
    share_ppm: int | None = None


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
    partner_id: int = 0
    partner: str = ""


ROWS = """
SELECT r.id, r.partner_id, p.name AS partner, c.name AS customer, r.stage, r.received_on, r.stage_since,
  r.expected_minor, r.currency, r.lost_reason,
  (SELECT json_group_array(json_array(minor, currency)) FROM (SELECT sum(amount_minor) AS minor, currency FROM sale s
    WHERE s.referral_id = r.id GROUP BY currency ORDER BY min(id))) AS sold,
  (SELECT json_group_array(json_array(minor, currency)) FROM (SELECT sum(amount_minor) AS minor, currency
    FROM ledger_entry e WHERE e.referral_id = r.id AND (:partner IS NULL OR e.partner_id = :partner)
    GROUP BY currency ORDER BY min(id))) AS commission,
  (SELECT share_ppm FROM referral_share h WHERE h.referral_id = r.id AND h.partner_id = :partner) AS share_ppm
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
    found = session.execute(text(f"{ROWS} WHERE r.id IN ({marks})"), {"partner": None})
    return {row.id: row_of(row) for row in found}


def of_partner(session: Session, partner_id: int, limit: int = 500) -> tuple[ReferralRow, ...]:
    """A partner's referrals and those of others that it has a share of, the newest first."""
    found = session.execute(
        text(
            f"{ROWS} WHERE r.id IN (SELECT id FROM referral WHERE partner_id = :partner UNION "
            "SELECT referral_id FROM referral_share WHERE partner_id = :partner) "
            "ORDER BY r.received_on DESC, r.id DESC LIMIT :n"
        ),
        {"partner": partner_id, "n": limit},
    )
    return tuple(row_of(row) for row in found)


def counts(session: Session) -> dict[Stage, int]:
    """How many referrals are in each stage."""
    found = {row[0]: row[1] for row in session.execute(text("SELECT stage, count(*) FROM referral GROUP BY stage"))}
    return {stage: found.get(stage.value, 0) for stage in Stage}


def credited(session: Session, key: str, today: date) -> tuple[Credited, ...]:
    """What a sale, refund, payment or bonus made in the ledger, and how each entry stands."""
    found = session.execute(
        text(
            "SELECT e.id, e.partner_id, p.name AS partner, e.kind, e.day, e.amount_minor, e.currency, e.steps, "
            f"e.terms_version, e.payable_on, u.entry_id IS NOT NULL AS open, {IS_APPROVED} AS approved, "
            "coalesce((SELECT i.number FROM payout_line l JOIN issued_statement i "
            "ON i.payout_id = l.payout_id WHERE l.entry_id = e.id AND NOT EXISTS (SELECT 1 FROM voiding v "
            "WHERE v.payout_id = l.payout_id)), '') AS statement "
            "FROM ledger_entry e LEFT JOIN unsettled u ON u.entry_id = e.id JOIN partner p ON p.id = e.partner_id "
            "WHERE e.sale_uid = :key ORDER BY e.id"
        ),
        {"key": key},
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
            row.partner_id,
            row.partner,
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


def row_of(row: Row[Any]) -> ReferralRow:
    """A row that ``ROWS`` found."""
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
        share_ppm=row.share_ppm,
    )


def _sums(found: str) -> tuple[Money, ...]:
    return tuple(Money(minor, currency) for minor, currency in json.loads(found))
