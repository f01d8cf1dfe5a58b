"""What was paid out in a calendar year, by partner and currency, and whether that has to be reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.dates import year_of
from app.domain.money import Money
from app.domain.thresholds import in_force, threshold
from app.queries.settings import own_thresholds


@dataclass(frozen=True, slots=True)
class YearTotal:
    """What a partner was paid in a year in one currency, by the days of payment, without payouts declared void.

    ``threshold`` is the sum from which payments in that currency are to be reported; none where none is set.
    """

    partner_id: int
    partner: str
    code: str
    year: int
    paid: Money
    payouts: int
    threshold: Money | None

    @property
    def is_reported(self) -> bool:
        """Whether the threshold is reached."""
        return self.threshold is not None and self.threshold <= self.paid


_STANDS = "NOT EXISTS (SELECT 1 FROM voiding v WHERE v.payout_id = p.id)"


def year_totals(session: Session, year: int) -> tuple[YearTotal, ...]:
    """Every partner who was paid anything in a year, a line a currency, in the order of names.

    What was paid before to a card that was merged into it counts.
    """
    days = year_of(date(year, 1, 1))
    every = in_force(own_thresholds(session))
    rows = session.execute(
        text(
            "SELECT q.id, q.name, q.code, p.currency, sum(p.amount_minor), count(*) FROM payout p "
            "JOIN partner a ON a.id = p.partner_id JOIN partner q ON q.id = coalesce(a.merged_into_id, a.id) "
            f"WHERE p.paid_on BETWEEN :first AND :last AND {_STANDS} "
            "GROUP BY q.id, p.currency ORDER BY q.sort_key, q.id, p.currency"
        ),
        {"first": days.first.isoformat(), "last": days.last.isoformat()},
    )
    return tuple(
        YearTotal(partner_id, name, code, year, Money(minor, currency), payouts, threshold(every, year, currency))
        for partner_id, name, code, currency, minor, payouts in rows
    )


def years(session: Session) -> tuple[int, ...]:
    """The years in which anybody was paid anything, the latest first."""
    sql = f"SELECT DISTINCT CAST(substr(paid_on, 1, 4) AS INTEGER) FROM payout p WHERE {_STANDS} ORDER BY 1 DESC"
    return tuple(session.scalars(text(sql)))
