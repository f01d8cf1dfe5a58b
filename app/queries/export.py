"""The book as plain records for files: one list a kind, and everything at once without loss.

Amounts are decimal strings, dates ISO 8601. The shapes are a contract: see ``docs/json.md``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.money import Money
from app.persistence.driver import SCHEMA
from app.persistence.tables import JOURNALED
from app.queries.commissions import ledger
from app.queries.export_contacts import cards, partners, people
from app.queries.referrals import ReferralRow
from app.queries.referrals import rows as referral_rows
from app.queries.year_totals import year_totals

Record = dict[str, Any]

__all__ = [
    "cards",
    "commissions",
    "communications",
    "everything",
    "header",
    "partners",
    "people",
    "referrals",
    "reminders",
    "year",
]

FORMAT: Final = 1
"""Version of the shape of ``everything``."""


def referrals(session: Session) -> list[Record]:
    """Every referral with what it sold and earned, the oldest first; one of several currencies stands once for each."""
    wanted = list(session.scalars(text("SELECT id FROM referral ORDER BY received_on, id")))
    records = []
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        rows = referral_rows(session, some)
        records += [record for i in some for record in _referral_records(rows[i])]
    return records


def _referral_records(row: ReferralRow) -> Iterator[Record]:
    """The referral in each of its currencies; amounts of different ones are never added."""
    expected = () if row.expected is None else (row.expected,)
    amounts = (*row.sold, *expected, *row.commission)
    for currency in dict.fromkeys(amount.currency for amount in amounts) or ("",):
        yield {
            "partner": row.partner,
            "customer": row.customer,
            "stage": row.stage.value,
            "received": row.received_on.isoformat(),
            "stage_since": row.stage_since.isoformat(),
            "expected": _amount_in(currency, expected),
            "sold": _amount_in(currency, row.sold),
            "commission": _amount_in(currency, row.commission),
            "currency": currency,
            "lost_reason": row.lost_reason,
        }


def commissions(session: Session, today: date) -> list[Record]:
    """Every ledger entry, the oldest first, with its arithmetic in words."""
    return [
        {
            "partner": line.partner,
            "referral": line.customer,
            "date": line.day.isoformat(),
            "kind": line.kind,
            "sale": line.sale.decimal_text,
            "amount": line.amount.decimal_text,
            "currency": line.amount.currency,
            "status": line.state or line.kind,
            "payable_on": line.payable_on.isoformat(),
            "statement": line.statement,
            "terms_version": line.terms_version,
            "why": line.why,
        }
        for line in reversed(ledger(session, today, limit=-1))
    ]


def year(session: Session, of: int) -> list[Record]:
    """What each partner was paid in a calendar year, a record a currency, and whether that is to be reported."""
    return [
        {
            "partner": total.partner,
            "code": total.code,
            "year": total.year,
            "currency": total.paid.currency,
            "paid": total.paid.decimal_text,
            "payouts": total.payouts,
            "threshold": total.threshold.decimal_text if total.threshold else None,
            "reported": "" if total.threshold is None else "yes" if total.is_reported else "no",
        }
        for total in year_totals(session, of)
    ]


def communications(session: Session) -> list[Record]:
    """Everything logged, the oldest first."""
    return _records(
        session,
        "SELECT p.name AS partner, p.code, coalesce(q.name, '') AS person, m.kind, m.direction, m.happened_at AS at, "
        "m.happened_on AS date, m.text, m.uid FROM communication m JOIN partner p ON p.id = m.partner_id "
        "LEFT JOIN person q ON q.id = m.person_id ORDER BY m.happened_at, m.id",
    )


def reminders(session: Session) -> list[Record]:
    """Every follow-up, by the day it is due."""
    return _records(
        session,
        "SELECT p.name AS partner, p.code, r.text, r.due_on AS due, r.due_time AS time, r.status, r.repeat_every, "
        "r.repeat_unit, r.repeat_anchor, r.done_on AS done, r.uid FROM reminder r "
        "JOIN partner p ON p.id = r.partner_id "
        "ORDER BY r.due_on, r.id",
    )


def everything(session: Session) -> Iterator[tuple[str, list[Record]]]:
    """Every table of the book that holds the user's data, row by row as kept: loaded into a new book it is the same."""
    for table in JOURNALED:
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        json_columns = {column.name for column in table.columns if str(column.type) == "JSON"}
        records = _records(session, f"SELECT {columns} FROM {table.name} ORDER BY id")
        for record in records:
            for name in json_columns:
                record[name] = None if record[name] is None else json.loads(record[name])
        yield table.name, records


def header() -> Record:
    """What ``everything`` begins with."""
    return {"format": "partnerbook", "version": FORMAT, "schema": SCHEMA}


def _records(session: Session, sql: str) -> list[Record]:
    return [dict(row) for row in session.execute(text(sql)).mappings()]


def _amount_in(currency: str, amounts: Sequence[Money]) -> str | None:
    return next((amount.decimal_text for amount in amounts if amount.currency == currency), None)
