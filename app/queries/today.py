"""What is to be done today, and how things stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.dates import quarter_of, year_of
from app.domain.money import Money
from app.domain.referrals import FUNNEL, Stage


@dataclass(frozen=True, slots=True)
class FollowUp:
    """An open follow-up. ``promised_in`` is the kind of contact it was promised in, on ``promised_on``."""

    id: int
    partner_id: int
    partner: str
    text: str
    due_on: date
    due_time: str
    repeat_every: int | None
    repeat_unit: str
    promised_in: str
    promised_on: date | None
    referral_id: int | None


@dataclass(frozen=True, slots=True)
class Quiet:
    """A partner past its rhythm of contact; ``brought`` is what it brought in the last twelve months."""

    partner_id: int
    partner: str
    last_contact_on: date | None
    cadence_days: int
    quiet_on: date
    brought: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A referral received that nobody has contacted yet."""

    referral_id: int
    partner_id: int
    partner: str
    customer: str
    received_on: date
    expected: Money | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Commissions in one currency: payable now to how many partners, on hold, paid this year."""

    currency: str
    to_pay: Money
    partners: int
    on_hold: Money
    paid_this_year: Money


@dataclass(frozen=True, slots=True)
class Top:
    """A partner by sales brought."""

    partner_id: int
    partner: str
    sales: Money


@dataclass(frozen=True, slots=True)
class Today:
    """The first page. Lists are cut at ``LIMIT``; the counts beside them are whole."""

    day: date
    follow_ups: tuple[FollowUp, ...]
    overdue: int
    due_today: int
    due_this_week: int
    quiet: tuple[Quiet, ...]
    quiet_count: int
    waiting: tuple[Waiting, ...]
    waiting_count: int
    standings: tuple[Standing, ...]
    top: tuple[Top, ...]
    funnel: tuple[tuple[Stage, int], ...]


LIMIT = 50
FUNNEL_DAYS = 90


def today(session: Session, day: date, limit: int = LIMIT) -> Today:
    """Everything on the page for ``day``."""
    iso = day.isoformat()
    counted = session.execute(
        text(
            "SELECT coalesce(sum(due_on < :day), 0), coalesce(sum(due_on = :day), 0), count(*) FROM reminder "
            "WHERE status = 'open' AND due_on <= :week"
        ),
        {"day": iso, "week": (day + timedelta(days=7)).isoformat()},
    ).one()
    quiet_count = session.execute(
        text("SELECT count(*) FROM partner_summary WHERE quiet_on <= :day"), {"day": iso}
    ).scalar_one()
    waiting_count = session.execute(text("SELECT count(*) FROM referral WHERE stage = 'received'")).scalar_one()
    return Today(
        day=day,
        follow_ups=follow_ups(session, day, limit),
        overdue=counted[0],
        due_today=counted[1],
        due_this_week=counted[2],
        quiet=quiet(session, day, limit),
        quiet_count=quiet_count,
        waiting=_waiting(session, limit),
        waiting_count=waiting_count,
        standings=standings(session, day),
        top=top(session, quarter_of(day).first, day),
        funnel=funnel(session, day - timedelta(days=FUNNEL_DAYS), day),
    )


def follow_ups(session: Session, until: date, limit: int | None = None) -> tuple[FollowUp, ...]:
    """Open follow-ups due up to a day, the longest overdue first."""
    rows = session.execute(
        text(
            "SELECT r.id, r.partner_id, p.name, r.text, r.due_on, r.due_time, r.repeat_every, r.repeat_unit, "
            "coalesce(m.kind, '') AS promised_in, m.happened_on AS promised_on, r.referral_id "
            "FROM reminder r JOIN partner p ON p.id = r.partner_id "
            "LEFT JOIN communication m ON m.id = r.communication_id "
            "WHERE r.status = 'open' AND r.due_on <= :until "
            "ORDER BY r.due_on, r.due_time = '', r.due_time, r.id LIMIT :n"
        ),
        {"until": until.isoformat(), "n": -1 if limit is None else limit},
    )
    return tuple(
        FollowUp(
            row.id,
            row.partner_id,
            row.name,
            row.text,
            date.fromisoformat(row.due_on),
            row.due_time,
            row.repeat_every,
            row.repeat_unit,
            row.promised_in,
            _day(row.promised_on),
            row.referral_id,
        )
        for row in rows
    )


def quiet(session: Session, day: date, limit: int | None = None) -> tuple[Quiet, ...]:
    """Partners past their rhythm on a day, the longest quiet first."""
    rows = session.execute(
        text(
            "SELECT p.id, p.name, s.last_contact_on, p.cadence_days, s.quiet_on FROM partner_summary s "
            "JOIN partner p ON p.id = s.partner_id WHERE s.quiet_on <= :day ORDER BY s.quiet_on, p.id LIMIT :n"
        ),
        {"day": day.isoformat(), "n": -1 if limit is None else limit},
    ).all()
    return tuple(
        Quiet(
            row.id,
            row.name,
            _day(row.last_contact_on),
            row.cadence_days,
            date.fromisoformat(row.quiet_on),
            _brought(session, row.id, day - timedelta(days=365)),
        )
        for row in rows
    )


def _brought(session: Session, partner_id: int, since: date) -> tuple[Money, ...]:
    rows = session.execute(
        text(
            "SELECT s.currency, sum(s.amount_minor) FROM sale s JOIN referral r ON r.id = s.referral_id "
            "WHERE r.partner_id = :id AND s.sold_on >= :since GROUP BY 1 ORDER BY 2 DESC"
        ),
        {"id": partner_id, "since": since.isoformat()},
    )
    return tuple(Money(minor, currency) for currency, minor in rows)


def _waiting(session: Session, limit: int) -> tuple[Waiting, ...]:
    rows = session.execute(
        text(
            "SELECT r.id, r.partner_id, p.name, c.name AS customer, r.received_on, r.expected_minor, r.currency "
            "FROM referral r JOIN partner p ON p.id = r.partner_id JOIN customer c ON c.id = r.customer_id "
            "WHERE r.stage = 'received' ORDER BY r.received_on, r.id LIMIT :n"
        ),
        {"n": limit},
    )
    return tuple(
        Waiting(
            row.id,
            row.partner_id,
            row.name,
            row.customer,
            date.fromisoformat(row.received_on),
            None if row.expected_minor is None else Money(row.expected_minor, row.currency),
        )
        for row in rows
    )


def standings(session: Session, day: date) -> tuple[Standing, ...]:
    """How commissions stand, one line a currency, the one with most to pay first.

    A partner who owes something back takes nothing from what is paid to the others.
    """
    year = year_of(day)
    rows = session.execute(
        text(
            "SELECT currency, sum(max(due, 0)), sum(due > 0), sum(hold), sum(paid) FROM ("
            "SELECT currency, sum(CASE WHEN payable_on <= :day THEN amount_minor ELSE 0 END) AS due, "
            "sum(CASE WHEN payable_on > :day THEN amount_minor ELSE 0 END) AS hold, 0 AS paid "
            "FROM unsettled GROUP BY partner_id, currency UNION ALL "
            "SELECT currency, 0, 0, amount_minor FROM payout p WHERE paid_on BETWEEN :first AND :last "
            "AND NOT EXISTS (SELECT 1 FROM voiding v WHERE v.payout_id = p.id)"
            ") GROUP BY currency ORDER BY 2 DESC"
        ),
        {"day": day.isoformat(), "first": year.first.isoformat(), "last": year.last.isoformat()},
    )
    return tuple(
        Standing(currency, Money(due, currency), partners, Money(hold, currency), Money(paid, currency))
        for currency, due, partners, hold, paid in rows
    )


def top(session: Session, first: date, last: date, limit: int = 5) -> tuple[Top, ...]:
    """The partners who brought most in a period, in the currency most was sold in."""
    rows = session.execute(
        text(
            "WITH sold AS (SELECT r.partner_id, s.currency, s.amount_minor FROM sale s JOIN referral r "
            "ON r.id = s.referral_id WHERE s.sold_on BETWEEN :first AND :last), "
            "main AS (SELECT currency FROM sold GROUP BY currency ORDER BY count(*) DESC, currency LIMIT 1) "
            "SELECT p.id, p.name, sold.currency, sum(amount_minor) AS total FROM sold JOIN partner p "
            "ON p.id = sold.partner_id WHERE sold.currency = (SELECT currency FROM main) "
            "GROUP BY p.id HAVING total > 0 ORDER BY total DESC, p.sort_key LIMIT :n"
        ),
        {"first": first.isoformat(), "last": last.isoformat(), "n": limit},
    )
    return tuple(Top(row.id, row.name, Money(row.total, row.currency)) for row in rows)


def funnel(session: Session, first: date, last: date) -> tuple[tuple[Stage, int], ...]:
    """How many of the referrals received in a period reached each stage: who reached one has passed all before it."""
    order = {stage.value: index for index, stage in enumerate(FUNNEL)}
    rows = session.execute(
        text(
            "SELECT c.stage, count(DISTINCT c.referral_id) FROM (SELECT referral_id, max(CASE stage "
            "WHEN 'received' THEN 0 WHEN 'contacted' THEN 1 WHEN 'qualified' THEN 2 WHEN 'proposal' THEN 3 "
            "WHEN 'won' THEN 4 ELSE -1 END) AS stage FROM stage_change WHERE referral_id IN "
            "(SELECT id FROM referral WHERE received_on BETWEEN :first AND :last) GROUP BY referral_id) c GROUP BY 1"
        ),
        {"first": first.isoformat(), "last": last.isoformat()},
    ).all()
    return tuple((stage, sum(count for reached, count in rows if reached >= order[stage.value])) for stage in FUNNEL)


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
