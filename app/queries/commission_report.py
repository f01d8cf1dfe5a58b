"""Everything on the commission report of a period, in one currency, summed by the database."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.commission_report import (
    CommissionReportData,
    CurrencySum,
    Debt,
    KindSum,
    MonthSum,
    PartnerSum,
    ReportLine,
)
from app.domain.commissions.steps import Step
from app.domain.dates import Period, add_months, month_of
from app.domain.money import Money
from app.domain.statements import Line
from app.queries.exchange_rates import in_reporting_currency
from app.queries.settings import business, preferences

_LATE = (31, 1, 0)
"""Least lateness in days of the groups of what is owed: more than 30, 1 to 30, due this month."""


def currency_of(session: Session, period: Period) -> str:
    """The currency in which most was posted in the period; the user's own when nothing was."""
    found = session.execute(
        text(
            "SELECT currency FROM ledger_entry WHERE day BETWEEN :first AND :last GROUP BY currency "
            "ORDER BY count(*) DESC, currency LIMIT 1"
        ),
        _days(period),
    ).scalar()
    return str(found) if found else preferences(session).currency


def commission_report(session: Session, period: Period, currency: str, today: date) -> CommissionReportData:
    """The report for a period; what is on hold and to be paid is as of ``today``."""
    bound = {**_days(period), "currency": currency, "today": today.isoformat()}
    length = (period.last - period.first).days + 1
    before = {**bound, "first": _back(period.first, length), "last": _back(period.first, 1)}
    back, refunds = session.execute(
        text(
            "SELECT coalesce(sum(amount_minor), 0), count(*) FROM ledger_entry WHERE kind = 'refund' "
            "AND currency = :currency AND day BETWEEN :first AND :last"
        ),
        bound,
    ).one()
    until = session.execute(
        text("SELECT max(payable_on) FROM unsettled WHERE currency = :currency AND payable_on > :today"), bound
    ).scalar()
    currencies = _currencies(session, bound)
    in_one = in_reporting_currency(session, [each.amounts for each in currencies], min(period.last, today))
    return CommissionReportData(
        business=business(session),
        period=period,
        drawn_up_on=today,
        currency=currency,
        scope="",
        sales_before=Money(_sales(session, before), currency),
        on_hold_until=date.fromisoformat(until) if until else None,
        taken_back=Money(back, currency),
        refunds=refunds,
        months=_months(session, period, currency),
        partners=_partners(session, bound, currency),
        debts=_debts(session, currency, today),
        kinds=_kinds(session, bound, currency),
        lines=_lines(session, bound, currency),
        currencies=currencies if len(currencies) > 1 or in_one else (),
        in_one=in_one,
    )


def _days(period: Period) -> dict[str, Any]:
    return {"first": period.first.isoformat(), "last": period.last.isoformat()}


def _back(day: date, days: int) -> str:
    return (day - timedelta(days=days)).isoformat()


def _sales(session: Session, bound: dict[str, Any]) -> int:
    sql = "SELECT sum(amount_minor) FROM sale WHERE currency = :currency AND sold_on BETWEEN :first AND :last"
    return int(session.execute(text(sql), bound).scalar() or 0)


def _months(session: Session, period: Period, currency: str) -> tuple[MonthSum, ...]:
    """The twelve months up to the end of the period: earned, and of that paid by statements that stand."""
    starts = [add_months(month_of(period.last).first, back) for back in range(-11, 1)]
    rows = session.execute(
        text(
            "SELECT substr(day, 1, 7) AS month, sum(amount_minor), sum(CASE WHEN EXISTS (SELECT 1 FROM payout_line l "
            "WHERE l.entry_id = e.id AND NOT EXISTS (SELECT 1 FROM voiding v WHERE v.payout_id = l.payout_id)) "
            "THEN amount_minor ELSE 0 END) FROM ledger_entry e WHERE kind NOT IN ('payout', 'payout_void') "
            "AND currency = :currency AND day BETWEEN :first AND :last GROUP BY month"
        ),
        {
            "currency": currency,
            "first": starts[0].isoformat(),
            "last": month_of(period.last).last.isoformat(),
        },
    )
    sums = {month: (earned, paid) for month, earned, paid in rows}
    found = [(start, *sums.get(start.isoformat()[:7], (0, 0))) for start in starts]
    return tuple(MonthSum(start, Money(earned, currency), Money(paid, currency)) for start, earned, paid in found)


def _partners(session: Session, bound: dict[str, Any], currency: str) -> tuple[PartnerSum, ...]:
    """Every partner with anything in the period or open, who earned most first."""
    rows = session.execute(
        text(
            "WITH part AS ("
            "SELECT partner_id, 1 AS referrals, 0 AS won, 0 AS sales, 0 AS earned, 0 AS hold, 0 AS due "
            "FROM referral WHERE received_on BETWEEN :first AND :last "
            "UNION ALL SELECT r.partner_id, 0, 1, 0, 0, 0, 0 FROM stage_change c "
            "JOIN referral r ON r.id = c.referral_id "
            "WHERE c.stage = 'won' AND r.stage = 'won' AND c.changed_on BETWEEN :first AND :last "
            "UNION ALL SELECT r.partner_id, 0, 0, s.amount_minor, 0, 0, 0 FROM sale s JOIN referral r "
            "ON r.id = s.referral_id WHERE s.currency = :currency AND s.sold_on BETWEEN :first AND :last "
            "UNION ALL SELECT partner_id, 0, 0, 0, amount_minor, 0, 0 FROM ledger_entry WHERE currency = :currency "
            "AND kind NOT IN ('payout', 'payout_void') AND day BETWEEN :first AND :last "
            "UNION ALL SELECT partner_id, 0, 0, 0, 0, CASE WHEN payable_on > :today THEN amount_minor ELSE 0 END, "
            "CASE WHEN payable_on <= :today THEN amount_minor ELSE 0 END FROM unsettled WHERE currency = :currency) "
            "SELECT p.name, p.tier, sum(referrals), sum(won), sum(sales), sum(earned), sum(hold), sum(due) "
            "FROM part JOIN partner a ON a.id = part.partner_id "
            "JOIN partner p ON p.id = coalesce(a.merged_into_id, a.id) GROUP BY p.id "
            "ORDER BY sum(earned) DESC, sum(sales) DESC, p.sort_key, p.id"
        ),
        bound,
    )
    return tuple(
        PartnerSum(name, tier, referrals, won, *(Money(minor, currency) for minor in amounts))
        for name, tier, referrals, won, *amounts in rows
    )


def _currencies(session: Session, bound: dict[str, Any]) -> tuple[CurrencySum, ...]:
    """The sums of every currency with anything in the period or open."""
    rows = session.execute(
        text(
            "WITH part AS ("
            "SELECT currency, amount_minor AS sales, 0 AS earned, 0 AS hold, 0 AS due FROM sale "
            "WHERE sold_on BETWEEN :first AND :last "
            "UNION ALL SELECT currency, 0, amount_minor, 0, 0 FROM ledger_entry "
            "WHERE kind NOT IN ('payout', 'payout_void') AND day BETWEEN :first AND :last "
            "UNION ALL SELECT currency, 0, 0, CASE WHEN payable_on > :today THEN amount_minor ELSE 0 END, "
            "CASE WHEN payable_on <= :today THEN amount_minor ELSE 0 END FROM unsettled) "
            "SELECT currency, sum(sales), sum(earned), sum(hold), sum(due) FROM part GROUP BY currency ORDER BY 1"
        ),
        bound,
    )
    return tuple(CurrencySum(*(Money(minor, currency) for minor in amounts)) for currency, *amounts in rows)


def _debts(session: Session, currency: str, today: date) -> tuple[Debt, ...]:
    month = month_of(today).first
    rows = session.execute(
        text("SELECT payable_on, sum(amount_minor) FROM unsettled WHERE currency = :c AND payable_on <= :t GROUP BY 1"),
        {"c": currency, "t": today.isoformat()},
    )
    sums = dict.fromkeys(_LATE, 0)
    for payable_on, minor in rows:
        late = (month - date.fromisoformat(payable_on)).days
        sums[next(least for least in _LATE if late >= least or least == 0)] += minor
    return tuple(Debt(least, Money(sums[least], currency)) for least in reversed(_LATE))


def _kinds(session: Session, bound: dict[str, Any], currency: str) -> tuple[KindSum, ...]:
    rows = session.execute(
        text(
            "SELECT p.kind, sum(e.amount_minor) FROM ledger_entry e JOIN partner p ON p.id = e.partner_id "
            "WHERE e.kind NOT IN ('payout', 'payout_void') AND e.currency = :currency "
            "AND e.day BETWEEN :first AND :last GROUP BY 1 ORDER BY 2 DESC, 1"
        ),
        bound,
    )
    return tuple(KindSum(kind, Money(minor, currency)) for kind, minor in rows)


def _lines(session: Session, bound: dict[str, Any], currency: str) -> tuple[ReportLine, ...]:
    rows = session.execute(
        text(
            "SELECT e.id, p.name, e.day, e.customer, e.kind, e.steps, e.base_minor, e.amount_minor, "
            "c.day AS refers_to, "
            "NOT EXISTS (SELECT 1 FROM ledger_entry o WHERE o.referral_id = e.referral_id AND o.kind = 'accrual' "
            "AND o.sale_uid <> e.sale_uid AND o.id < e.id) AS first, "
            "EXISTS (SELECT 1 FROM receipt r WHERE r.uid = e.sale_uid) AS payment "
            "FROM ledger_entry e JOIN partner a ON a.id = e.partner_id "
            "JOIN partner p ON p.id = coalesce(a.merged_into_id, a.id) "
            "LEFT JOIN ledger_entry c ON c.id = e.corrects_id "
            "WHERE e.kind NOT IN ('payout', 'payout_void') AND e.currency = :currency "
            "AND e.day BETWEEN :first AND :last ORDER BY p.sort_key, p.id, e.day, e.id"
        ),
        bound,
    )
    return tuple(ReportLine(row.name, _line(row, currency)) for row in rows)


def _line(row: Any, currency: str) -> Line:
    about = row.kind
    if about == "accrual":
        about = "payment" if row.payment else "first_sale" if row.first else "sale"
    return Line(
        entry_id=row.id,
        day=date.fromisoformat(row.day),
        customer=row.customer,
        about=about,
        steps=tuple(Step.from_dict(step) for step in json.loads(row.steps)),
        sale=Money(row.base_minor, currency),
        commission=Money(row.amount_minor, currency),
        refers_to=date.fromisoformat(row.refers_to) if row.refers_to else None,
    )
