"""The timeline of a partner: communications, referrals, sales, payouts and statements in one order, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.money import Money
from app.queries.family import FAMILY


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One thing that happened. ``kind`` is a communication kind, a referral ``stage`` prefixed with ``referral.``,
    ``sale``, ``refund``, ``receipt``, ``given``, ``payout``, ``payout_void`` or ``terms``.

    ``record_id`` is the id of the communication, referral (also one given), payout or terms version; ``text`` what was
    said, or the customer; ``amount`` the sale or what was paid; ``commission`` what it earned.
    """

    kind: str
    record_id: int
    day: date
    text: str
    person: str = ""
    direction: str = ""
    reference: str = ""
    amount: Money | None = None
    commission: Money | None = None


_SQL = f"""
SELECT kind, id, day, at, body, person, direction, reference, minor, currency, commission FROM (
  SELECT m.kind AS kind, m.id AS id, m.happened_on AS day, m.happened_at AS at, m.text AS body,
    coalesce(p.name, '') AS person, m.direction AS direction, '' AS reference, NULL AS minor, '' AS currency,
    NULL AS commission
  FROM communication m LEFT JOIN person p ON p.id = m.person_id WHERE m.partner_id = :partner
  UNION ALL
  SELECT 'referral.' || c.stage, r.id, c.changed_on, c.changed_at, k.name, '', '', r.lost_reason, r.expected_minor,
    r.currency, NULL
  FROM stage_change c JOIN referral r ON r.id = c.referral_id JOIN customer k ON k.id = r.customer_id
  WHERE r.partner_id = :partner AND c.stage <> 'won'
  UNION ALL
  SELECT CASE WHEN s.refund_of_id IS NULL THEN 'sale' ELSE 'refund' END, r.id, s.sold_on,
    s.sold_on || 'T12:00:00Z', k.name, '', '', s.reference, s.amount_minor, s.currency,
    (SELECT sum(amount_minor) FROM ledger_entry e WHERE e.sale_uid = s.uid AND e.partner_id IN {FAMILY})
  FROM sale s JOIN referral r ON r.id = s.referral_id JOIN customer k ON k.id = r.customer_id
  WHERE r.partner_id = :partner
  UNION ALL
  SELECT 'receipt', r.id, q.received_on, q.received_on || 'T12:30:00Z', k.name, '', '', q.reference, q.amount_minor,
    s.currency, (SELECT sum(amount_minor) FROM ledger_entry e WHERE e.sale_uid = q.uid AND e.partner_id IN {FAMILY})
  FROM receipt q JOIN sale s ON s.id = q.sale_id JOIN referral r ON r.id = s.referral_id
  JOIN customer k ON k.id = r.customer_id WHERE r.partner_id = :partner
  UNION ALL
  SELECT 'given', g.id, g.given_on, g.given_on || 'T12:00:00Z', g.customer, '', '', '', g.value_minor, g.currency, NULL
  FROM given_referral g WHERE g.partner_id = :partner
  UNION ALL
  SELECT CASE WHEN v.id IS NULL THEN 'payout' ELSE 'payout_void' END, o.id, o.paid_on, o.paid_on || 'T13:00:00Z',
    coalesce(v.reason, ''), '', '', i.number, o.amount_minor, o.currency, NULL
  FROM payout o JOIN issued_statement i ON i.payout_id = o.id LEFT JOIN voiding v ON v.payout_id = o.id
  WHERE o.partner_id IN {FAMILY}
  UNION ALL
  SELECT 'terms', t.id, t.starts_on, t.created_at, t.note, '', '', t.version, NULL, t.currency, NULL
  FROM terms_version t WHERE t.partner_id IN {FAMILY}
) ORDER BY day DESC, at DESC, id DESC LIMIT :limit OFFSET :offset"""


def timeline(session: Session, partner_id: int, limit: int = 200, offset: int = 0) -> tuple[TimelineItem, ...]:
    """What happened with a partner, the newest first."""
    found = session.execute(text(_SQL), {"partner": partner_id, "limit": limit, "offset": offset})
    return tuple(
        TimelineItem(
            kind=row.kind,
            record_id=row.id,
            day=date.fromisoformat(row.day),
            text=row.body,
            person=row.person,
            direction=row.direction,
            reference=str(row.reference),
            amount=None if row.minor is None else Money(row.minor, row.currency),
            commission=None if row.commission is None else Money(row.commission, row.currency),
        )
        for row in found
    )
