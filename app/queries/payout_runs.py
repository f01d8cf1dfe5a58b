"""Payout runs: whom one could pay, what was approved, and the payments that are to be made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.payouts import Candidate, Payment
from app.domain.statements import Statement
from app.formatting import day as day_text
from app.i18n import _
from app.queries import statements
from app.queries.family import MERGED

APPROVED: Final = (
    "SELECT x.entry_id FROM approved_entry x JOIN approval a ON a.id = x.approval_id WHERE a.state = 'approved'"
)
"""SQL of the entries that are approved and not yet recorded as paid."""


@dataclass(frozen=True, slots=True)
class Run:
    """A payout run in the list: what it pays in all, by currency. ``waiting`` is how many partners are not paid yet."""

    id: int
    until: date
    approved_on: date
    state: str
    partners: int
    waiting: int
    totals: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Approved:
    """What a run pays one partner. ``changed`` says that it can no longer be recorded as it was approved."""

    id: int
    partner_id: int
    partner: str
    code: str
    pay_method: str
    amount: Money
    entries: int
    state: str
    statement: str
    changed: bool


def propose(session: Session, until: date, partner_id: int | None = None) -> tuple[Candidate, ...]:
    """Everybody with anything open, by partner and currency: first whom a run up to a day can pay, then the others."""
    found = session.execute(
        text(
            "SELECT u.partner_id, p.name, p.code, p.pay_method, u.currency, "
            "sum(CASE WHEN due AND NOT approved THEN amount_minor ELSE 0 END) AS payable, "
            "sum(CASE WHEN due AND NOT approved THEN min(amount_minor, 0) ELSE 0 END) AS netted, "
            "sum(due AND NOT approved) AS entries, "
            "sum(CASE WHEN approved THEN amount_minor ELSE 0 END) AS approved, "
            "sum(CASE WHEN due OR approved THEN 0 ELSE amount_minor END) AS hold, "
            "min(CASE WHEN NOT due AND NOT approved THEN payable_on END) AS next "
            "FROM (SELECT *, payable_on <= :until AS due, "
            f"entry_id IN ({APPROVED}) AS approved FROM unsettled) u JOIN partner p ON p.id = u.partner_id "
            f"WHERE (:partner IS NULL OR u.partner_id = :partner) AND u.partner_id NOT IN {MERGED} "
            "GROUP BY u.partner_id, u.currency ORDER BY p.sort_key, p.id, u.currency"
        ),
        {"until": until.isoformat(), "partner": partner_id},
    )
    minimums = _minimums(session, until, partner_id)
    candidates = [_candidate(row, minimums.get((row.partner_id, row.currency))) for row in found]
    return tuple(sorted(candidates, key=lambda candidate: candidate.left_out is not None))


def _candidate(row: Row[Any], minimum: int | None) -> Candidate:
    return Candidate(
        row.partner_id,
        row.name,
        row.code,
        row.pay_method,
        Money(row.payable, row.currency),
        Money(row.netted, row.currency),
        row.entries,
        Money(row.approved, row.currency),
        Money(row.hold, row.currency),
        date.fromisoformat(row.next) if row.next else None,
        Money(minimum, row.currency) if minimum else None,
    )


def _minimums(session: Session, until: date, partner_id: int | None) -> dict[tuple[int, str], int]:
    """The minimum payout of the terms in force on a day, of every partner that has one."""
    found = session.execute(
        text(
            "SELECT partner_id, currency, json_extract(rules, '$.minimum_payout') AS minimum FROM ("
            "SELECT *, row_number() OVER (PARTITION BY partner_id ORDER BY starts_on DESC, version DESC) AS place "
            "FROM terms_version WHERE starts_on <= :until AND (:partner IS NULL OR partner_id = :partner)) "
            "WHERE place = 1 AND minimum > 0"
        ),
        {"until": until.isoformat(), "partner": partner_id},
    )
    return {(row.partner_id, row.currency): row.minimum for row in found}


def payable_entries(session: Session, partner_id: int, currency: str, until: date) -> tuple[int, ...]:
    """The ids of the entries that a payout up to a day would settle: open, payable and not approved before."""
    found = session.scalars(
        text(
            "SELECT entry_id FROM unsettled WHERE partner_id = :partner AND currency = :currency "
            f"AND payable_on <= :until AND entry_id NOT IN ({APPROVED}) ORDER BY entry_id"
        ),
        {"partner": partner_id, "currency": currency, "until": until.isoformat()},
    )
    return tuple(found)


def draft(session: Session, partner_id: int, currency: str, until: date, issued_on: date) -> Statement:
    """The statement that paying one partner now would issue: without what is approved already."""
    entries = payable_entries(session, partner_id, currency, until)
    return statements.draft(session, partner_id, currency, until, issued_on, entries=entries)


def listed(session: Session, limit: int = 500) -> tuple[Run, ...]:
    """Payout runs, those that wait to be recorded first, then the newest."""
    found = session.execute(
        text("SELECT id, until, approved_on, state FROM payout_run ORDER BY state <> 'approved', id DESC LIMIT :n"),
        {"n": limit},
    ).all()
    sums: dict[int, list[Row[Any]]] = {}
    for row in session.execute(
        text(
            "SELECT run_id, currency, sum(amount_minor) AS total, count(*) AS n, sum(state = 'approved') AS waiting "
            "FROM approval WHERE run_id IN (SELECT value FROM json_each(:ids)) GROUP BY 1, 2 ORDER BY 1, 3 DESC"
        ),
        {"ids": str([row.id for row in found])},
    ):
        sums.setdefault(row.run_id, []).append(row)
    return tuple(
        Run(
            row.id,
            date.fromisoformat(row.until),
            date.fromisoformat(row.approved_on),
            row.state,
            sum(each.n for each in sums.get(row.id, ())),
            sum(each.waiting for each in sums.get(row.id, ())),
            tuple(Money(each.total, each.currency) for each in sums.get(row.id, ())),
        )
        for row in found
    )


def approvals(session: Session, run_id: int) -> tuple[Approved, ...]:
    """What a run pays to whom, in the order of names."""
    found = session.execute(
        text(
            "SELECT a.id, a.partner_id, p.name, p.code, p.pay_method, a.amount_minor, a.currency, a.state, "
            "coalesce((SELECT i.number FROM issued_statement i WHERE i.payout_id = a.payout_id), '') AS statement, "
            "count(x.id) AS entries, count(u.entry_id) AS open, coalesce(sum(u.amount_minor), 0) AS now "
            "FROM approval a JOIN partner p ON p.id = a.partner_id "
            "LEFT JOIN approved_entry x ON x.approval_id = a.id LEFT JOIN unsettled u ON u.entry_id = x.entry_id "
            "WHERE a.run_id = :run GROUP BY a.id ORDER BY p.sort_key, a.id"
        ),
        {"run": run_id},
    )
    return tuple(
        Approved(
            row.id,
            row.partner_id,
            row.name,
            row.code,
            row.pay_method,
            Money(row.amount_minor, row.currency),
            row.entries,
            row.state,
            row.statement,
            row.state == "approved" and (row.open != row.entries or row.now != row.amount_minor),
        )
        for row in found
    )


def payments(session: Session, run_id: int) -> tuple[Payment, ...]:
    """The payments of a run that are not recorded as made yet, with what is known of each partner's account.

    Raises ``UserError`` when all are recorded or withdrawn.
    """
    found = session.execute(
        text(
            "SELECT a.id, p.name, p.code, a.amount_minor, a.currency, p.account_holder, p.iban, p.bic, p.paypal, "
            "r.until FROM approval a JOIN payout_run r ON r.id = a.run_id JOIN partner p ON p.id = a.partner_id "
            "WHERE a.run_id = :run AND a.state = 'approved' ORDER BY p.sort_key, a.id"
        ),
        {"run": run_id},
    ).all()
    if not found:
        raise UserError("run_over", "Nothing in this payout run waits to be paid.")
    return tuple(
        Payment(
            row.id,
            row.name,
            row.code,
            Money(row.amount_minor, row.currency),
            row.account_holder or row.name,
            row.iban,
            row.bic,
            row.paypal,
            f"P{row.id}-{row.code}",
            _("Commission up to {day}").format(day=day_text(date.fromisoformat(row.until), style="long")),
        )
        for row in found
    )


def entries_of(session: Session, approval_ids: Sequence[int]) -> dict[int, list[int]]:
    """The ledger entries of approvals, by approval."""
    found = session.execute(
        text(
            "SELECT approval_id, entry_id FROM approved_entry WHERE approval_id IN (SELECT value FROM json_each(:ids)) "
            "ORDER BY approval_id, entry_id"
        ),
        {"ids": str([*approval_ids])},
    )
    entries: dict[int, list[int]] = {}
    for approval_id, entry_id in found:
        entries.setdefault(approval_id, []).append(entry_id)
    return entries
