"""Balances of partners' accounts and what of them is on hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.balances import Balance, Entry, at_payouts, balance
from app.domain.dates import Period
from app.domain.money import Money
from app.domain.statements import OnHold

_SINCE = """
WITH mine AS (SELECT id, kind, amount_minor FROM ledger_entry WHERE partner_id = :partner AND currency = :currency),
last AS (SELECT coalesce(max(id), 0) AS id FROM mine WHERE kind = 'payout' AND NOT EXISTS
  (SELECT 1 FROM ledger_entry v WHERE v.corrects_id = mine.id AND v.kind = 'payout_void'))
SELECT CASE WHEN mine.id <= last.id THEN '' ELSE kind END AS part, sum(amount_minor) FROM mine, last GROUP BY part"""

_WITHIN = """
SELECT CASE WHEN day < :first THEN '' ELSE kind END AS part, sum(amount_minor) FROM ledger_entry
WHERE partner_id = :partner AND currency = :currency AND day <= :last GROUP BY part"""


def since_last_payout(session: Session, partner_id: int, currency: str) -> Balance:
    """An account since its last payout that stands (from the beginning, when there is none) until now."""
    rows = session.execute(text(_SINCE), {"partner": partner_id, "currency": currency})
    sums: dict[str, int] = {row[0]: row[1] for row in rows}
    return balance(sums.pop("", 0), sums, currency)


def within(session: Session, partner_id: int, currency: str, period: Period) -> Balance:
    """An account over a period, by the days of its entries; ``paid`` is all that was paid in it."""
    rows = session.execute(
        text(_WITHIN),
        {
            "partner": partner_id,
            "currency": currency,
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
        },
    )
    sums: dict[str, int] = {row[0]: row[1] for row in rows}
    opening, paid = sums.pop("", 0), -sums.pop("payout", 0)
    return balance(opening, sums, currency, paid)


_HELD = (
    "SELECT sum(e.amount_minor), count(DISTINCT CASE WHEN e.kind = 'accrual' THEN e.sale_uid END), min(e.payable_on), "
    "max(e.payable_on) FROM ledger_entry e WHERE e.partner_id = :partner AND e.currency = :currency "
    "AND e.payable_on > :day"
)


def on_hold(session: Session, partner_id: int, currency: str, until: date) -> OnHold | None:
    """What is open now and not payable by ``until``."""
    return _held(session, f"{_HELD} AND e.id IN (SELECT entry_id FROM unsettled)", partner_id, currency, until)


def on_hold_at(session: Session, partner_id: int, currency: str, day: date) -> OnHold | None:
    """What was on hold at the end of a day, by the days of entries and payouts."""
    open_then = (
        "AND e.day <= :day AND e.kind NOT IN ('payout', 'payout_void', 'reversal') "
        "AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.corrects_id = e.id AND r.kind = 'reversal') "
        "AND NOT EXISTS (SELECT 1 FROM payout_line l JOIN payout p ON p.id = l.payout_id WHERE l.entry_id = e.id "
        "AND p.paid_on <= :day AND NOT EXISTS (SELECT 1 FROM voiding v WHERE v.payout_id = p.id))"
    )
    return _held(session, f"{_HELD} {open_then}", partner_id, currency, day)


def _held(session: Session, sql: str, partner_id: int, currency: str, day: date) -> OnHold | None:
    row = session.execute(text(sql), {"partner": partner_id, "currency": currency, "day": day.isoformat()}).one()
    if row[2] is None:
        return None
    return OnHold(Money(row[0], currency), row[1], date.fromisoformat(row[2]), date.fromisoformat(row[3]))


def at_all_payouts(session: Session) -> Iterator[tuple[int, Balance]]:
    """For every payout in the ledger: the id of the payout, and the balance that its statement is to show."""
    rows = session.execute(
        text(
            "SELECT partner_id, currency, id, kind, amount_minor, corrects_id, payout_id FROM ledger_entry "
            "ORDER BY partner_id, currency, id"
        ).execution_options(yield_per=10_000)
    )
    for (_partner, currency), group in groupby(rows, key=lambda row: (row[0], row[1])):
        payouts: dict[int, int] = {}
        for entry_id, found in at_payouts(_entries(group, payouts), currency):
            yield payouts[entry_id], found


def _entries(rows: Iterable[Any], payouts: dict[int, int]) -> Iterator[Entry]:
    for _partner, _currency, entry_id, kind, amount, corrects_id, payout_id in rows:
        if kind == "payout":
            payouts[entry_id] = payout_id
        yield Entry(entry_id, kind, amount, corrects_id)
