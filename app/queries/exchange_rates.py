"""The exchange rates entered, and what they make of totals in the reporting currency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.exchange_rates import InOne, Rate, Rates, in_one
from app.domain.money import Money
from app.persistence.tables import ExchangeRate
from app.queries.settings import preferences


@dataclass(frozen=True, slots=True)
class Entered:
    """A rate in the list of those entered."""

    id: int
    rate: Rate


def listed(session: Session) -> tuple[Entered, ...]:
    """All rates, the newest first."""
    rows = session.scalars(
        select(ExchangeRate).order_by(ExchangeRate.day.desc(), ExchangeRate.currency, ExchangeRate.target)
    )
    return tuple(Entered(row.id, Rate(row.currency, row.target, row.day, row.rate_e10)) for row in rows)


def in_reporting_currency(session: Session, rows: Sequence[Sequence[Money]], day: date) -> InOne | None:
    """Sums of several currencies in the reporting currency, by the rates of ``day``; see ``in_one``.

    None without a reporting currency, and where nothing is in another one.
    """
    target = preferences(session).reporting_currency
    return in_one(rows, target, day, Rates(entered.rate for entered in listed(session))) if target else None
