"""What is owed to whom, and the ledger line by line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.commissions.steps import Step
from app.domain.money import Money
from app.queries.family import FAMILY
from app.queries.payout_runs import APPROVED
from app.queries.referrals import IS_APPROVED, state_of


@dataclass(frozen=True, slots=True)
class Owed:
    """What stands open with a partner in one currency. ``payable`` may be negative: owed back, netted by the next.

    Of the ``payable``, ``approved`` waits in a payout run to be recorded as paid.
    """

    partner_id: int
    partner: str
    code: str
    tier: str
    payable: Money
    payable_since: date | None
    on_hold: Money
    next_payable_on: date | None
    entries: int
    approved: Money

    @property
    def to_pay(self) -> Money:
        """What a payout now would settle."""
        return self.payable - self.approved


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One ledger entry as people read it; ``state`` as in ``queries.referrals.Credited``, empty for payouts.

    ``owner`` is the partner whose referral it is, where this partner has a share of another's.
    """

    id: int
    partner_id: int
    partner: str
    kind: str
    day: date
    customer: str
    sale: Money
    amount: Money
    steps: tuple[Step, ...]
    why: str
    terms_version: int | None
    payable_on: date
    state: str
    statement: str
    referral_id: int | None
    balance: Money | None = None
    owner: str = ""


def owed(session: Session, today: date, partner_id: int | None = None) -> tuple[Owed, ...]:
    """Who has anything open, by currency, the largest payable sum first."""
    found = session.execute(
        text(
            "SELECT p.id AS partner_id, p.name, p.code, p.tier, u.currency, "
            "sum(CASE WHEN payable_on <= :day THEN amount_minor ELSE 0 END) AS payable, "
            "min(CASE WHEN payable_on <= :day THEN payable_on END) AS since, "
            "sum(CASE WHEN payable_on > :day THEN amount_minor ELSE 0 END) AS hold, "
            "min(CASE WHEN payable_on > :day THEN payable_on END) AS next, count(*) AS n, "
            f"sum(CASE WHEN entry_id IN ({APPROVED}) THEN amount_minor ELSE 0 END) AS approved "
            "FROM unsettled u JOIN partner a ON a.id = u.partner_id "
            "JOIN partner p ON p.id = coalesce(a.merged_into_id, a.id) "
            f"WHERE (:partner IS NULL OR u.partner_id IN {FAMILY}) "
            "GROUP BY p.id, u.currency ORDER BY payable DESC, hold DESC, p.sort_key"
        ),
        {"day": today.isoformat(), "partner": partner_id},
    )
    return tuple(
        Owed(
            row.partner_id,
            row.name,
            row.code,
            row.tier,
            Money(row.payable, row.currency),
            date.fromisoformat(row.since) if row.since else None,
            Money(row.hold, row.currency),
            date.fromisoformat(row.next) if row.next else None,
            row.n,
            Money(row.approved, row.currency),
        )
        for row in found
    )


def ledger(
    session: Session, today: date, partner_id: int | None = None, limit: int = 1000, offset: int = 0
) -> tuple[LedgerLine, ...]:
    """Ledger entries, the newest first: of one partner or of all. With a partner, each carries the balance after it."""
    found = session.execute(
        text(
            "SELECT e.id, e.partner_id, p.name, e.kind, e.day, e.customer, e.base_minor, e.amount_minor, e.currency, "
            "e.steps, e.why, e.terms_version, e.payable_on, e.referral_id, u.entry_id IS NOT NULL AS open, "
            f"{IS_APPROVED} AS approved, "
            "coalesce((SELECT i.number FROM issued_statement i WHERE i.payout_id = e.payout_id), "
            "(SELECT i.number FROM payout_line l JOIN issued_statement i ON i.payout_id = l.payout_id "
            "WHERE l.entry_id = e.id AND NOT EXISTS (SELECT 1 FROM voiding v WHERE v.payout_id = l.payout_id)), '') "
            "AS statement, CASE WHEN :partner IS NULL THEN NULL ELSE sum(e.amount_minor) OVER "
            "(PARTITION BY e.currency ORDER BY e.id) END AS balance, "
            "coalesce((SELECT o.name FROM referral r JOIN partner o ON o.id = r.partner_id "
            "WHERE r.id = e.referral_id AND r.partner_id <> e.partner_id), '') AS owner "
            "FROM ledger_entry e JOIN partner p ON p.id = e.partner_id LEFT JOIN unsettled u ON u.entry_id = e.id "
            f"WHERE (:partner IS NULL OR e.partner_id IN {FAMILY}) ORDER BY e.id DESC LIMIT :n OFFSET :offset"
        ),
        {"partner": partner_id, "n": limit, "offset": offset},
    )
    return tuple(
        LedgerLine(
            row.id,
            row.partner_id,
            row.name,
            row.kind,
            date.fromisoformat(row.day),
            row.customer,
            Money(row.base_minor, row.currency),
            Money(row.amount_minor, row.currency),
            tuple(Step.from_dict(step) for step in json.loads(row.steps)),
            row.why,
            row.terms_version,
            date.fromisoformat(row.payable_on),
            ""
            if row.kind in {"payout", "payout_void"}
            else state_of(bool(row.open), bool(row.approved), row.statement, row.payable_on, today),
            row.statement,
            row.referral_id,
            None if row.balance is None else Money(row.balance, row.currency),
            row.owner,
        )
        for row in found
    )
