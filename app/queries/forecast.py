"""What will become payable when: open entries by month and currency, on the day on which their payout falls."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.commissions.periods import last_day
from app.domain.commissions.terms import Schedule, Unit
from app.domain.dates import month_of
from app.domain.money import Money, totals

_UNITS = {Schedule.MONTHLY: Unit.MONTH, Schedule.QUARTERLY: Unit.QUARTER, Schedule.YEARLY: Unit.YEAR}


@dataclass(frozen=True, slots=True)
class MonthDue:
    """What falls due in the month that starts on ``first``: one amount a currency."""

    first: date
    amounts: tuple[Money, ...]


def forecast(session: Session, today: date, partner_id: int | None = None) -> tuple[MonthDue, ...]:
    """What becomes payable from ``today`` on, month by month; what is payable already is in the month of today.

    Where a partner is paid monthly, quarterly or yearly by the terms in force today, an entry falls due with the payout
    at the end of the month, quarter or year in which it becomes payable. What a partner owes back is taken off what
    falls due to it next, and takes nothing from what is paid to the others.
    """
    rows = session.execute(
        text(
            "WITH agreed AS (SELECT partner_id, schedule FROM (SELECT partner_id, "
            "coalesce(json_extract(rules, '$.schedule'), 'open') AS schedule, row_number() OVER "
            "(PARTITION BY partner_id ORDER BY starts_on DESC, version DESC) AS place "
            "FROM terms_version WHERE starts_on <= :today) WHERE place = 1) "
            "SELECT u.partner_id, u.currency, coalesce(a.schedule, 'open'), max(u.payable_on, :today) AS day, "
            "sum(u.amount_minor) FROM unsettled u LEFT JOIN agreed a ON a.partner_id = u.partner_id "
            "WHERE :partner IS NULL OR u.partner_id = :partner GROUP BY 1, 2, day ORDER BY 1, 2, day"
        ),
        {"today": today.isoformat(), "partner": partner_id},
    )
    found: defaultdict[date, list[Money]] = defaultdict(list)
    for (_partner, currency), group in groupby(rows, key=lambda row: (row[0], row[1])):
        owed_back = 0
        for *_account, schedule, day, minor in group:
            left = owed_back + minor
            owed_back = min(left, 0)
            if left > 0:
                due = falls_due(Schedule(schedule), date.fromisoformat(day))
                found[month_of(due).first].append(Money(left, currency))
    months = ((first, totals(found[first])) for first in sorted(found))
    return tuple(MonthDue(first, amounts) for first, amounts in months)


def falls_due(schedule: Schedule, payable_on: date) -> date:
    """The day of the payout that an entry payable from ``payable_on`` on comes with."""
    if schedule is Schedule.OPEN:
        return payable_on
    return last_day(_UNITS[schedule], payable_on) or payable_on
