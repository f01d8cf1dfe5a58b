"""Keeping the exchange rates that the user enters, and the currency in which totals are also shown."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.errors import UserError
from app.domain.exchange_rates import checked
from app.persistence.tables import ExchangeRate


def enter(session: Session, currency: str, target: str, day: date, rate_e10: int) -> int:
    """Keep what one unit of ``currency`` is worth in ``target`` from ``day`` on; returns the id.

    A rate entered before for the same two and the same day is replaced. Raises ``UserError``.
    """
    rate = checked(currency, target, day, rate_e10)
    row = session.scalars(select(ExchangeRate).filter_by(currency=rate.currency, target=rate.target, day=day)).first()
    if row is None:
        row = ExchangeRate(currency=rate.currency, target=rate.target, day=day, rate_e10=rate_e10)
        session.add(row)
    row.rate_e10 = rate_e10
    session.flush()
    return row.id


def remove(session: Session, rate_id: int) -> None:
    """Take a rate out. Raises ``UserError`` when it is gone already."""
    row = session.get(ExchangeRate, rate_id)
    if row is None:
        raise UserError("rate_gone", "There is no such rate any more.")
    session.delete(row)
