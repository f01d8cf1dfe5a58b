"""Paying everybody at once what is payable up to a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.domain.money import Money
from app.operations import payouts
from app.queries.commissions import Owed, owed


@dataclass(frozen=True, slots=True)
class Paid:
    """One payout of a run and the statement that was issued for it."""

    partner_id: int
    partner: str
    code: str
    amount: Money
    statement: str


def payable(session: Session, until: date) -> tuple[Owed, ...]:
    """Whom a run up to a day would pay: everybody with a positive balance, by partner and currency."""
    return tuple(line for line in owed(session, until) if line.payable.minor > 0)


def run(session: Session, until: date, paid_on: date) -> tuple[Paid, ...]:
    """Record a payout and issue a statement for everybody to whom something is payable."""
    return tuple(
        Paid(
            line.partner_id,
            line.partner,
            line.code,
            line.payable,
            payouts.record(session, line.partner_id, line.payable.currency, until, paid_on),
        )
        for line in payable(session, until)
    )
