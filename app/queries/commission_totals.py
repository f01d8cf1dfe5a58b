"""How commissions stand as a whole: owed, on hold and paid by currency, all in one, and what falls due when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.domain.exchange_rates import InOne
from app.queries.exchange_rates import in_reporting_currency
from app.queries.forecast import MonthDue, forecast
from app.queries.today import Standing, standings


@dataclass(frozen=True, slots=True)
class CommissionTotals:
    """``in_one`` has what is to be paid, on hold and paid this year in the reporting currency, if there is one."""

    standings: tuple[Standing, ...]
    in_one: InOne | None
    due: tuple[MonthDue, ...]


def commission_totals(session: Session, today: date) -> CommissionTotals:
    """How commissions stand on a day."""
    found = standings(session, today)
    sums = [(each.to_pay, each.on_hold, each.paid_this_year) for each in found]
    return CommissionTotals(found, in_reporting_currency(session, sums, today), forecast(session, today))
