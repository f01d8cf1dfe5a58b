"""Referrals given to a partner, and the balance with those received from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.money import Money


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A referral that the user gave to a partner; ``value`` is what it brought, where that is known."""

    id: int
    given_on: date
    customer: str
    value: Money | None
    currency: str
    note: str


@dataclass(frozen=True, slots=True)
class Balance:
    """Received from a partner and given to it, in count and in value. Currencies are never added.

    What was received is worth the sales that it brought, less refunds.
    """

    received: int
    received_value: tuple[Money, ...]
    given: int
    given_value: tuple[Money, ...]


def given(session: Session, partner_id: int, limit: int = 500) -> tuple[GivenRow, ...]:
    """The referrals given to a partner, the newest first."""
    found = session.execute(
        text(
            "SELECT id, given_on, customer, value_minor, currency, note FROM given_referral WHERE partner_id = :id "
            "ORDER BY given_on DESC, id DESC LIMIT :n"
        ),
        {"id": partner_id, "n": limit},
    )
    return tuple(
        GivenRow(
            row.id,
            date.fromisoformat(row.given_on),
            row.customer,
            None if row.value_minor is None else Money(row.value_minor, row.currency),
            row.currency,
            row.note,
        )
        for row in found
    )


def balance(session: Session, partner_id: int) -> Balance:
    """What went which way between the user and a partner."""
    counts = session.execute(
        text(
            "SELECT (SELECT count(*) FROM referral WHERE partner_id = :id) AS received, "
            "(SELECT count(*) FROM given_referral WHERE partner_id = :id) AS given"
        ),
        {"id": partner_id},
    ).one()
    return Balance(
        counts.received,
        _sums(
            session,
            "SELECT s.currency, sum(s.amount_minor) FROM sale s JOIN referral r ON r.id = s.referral_id "
            "WHERE r.partner_id = :id GROUP BY 1 HAVING sum(s.amount_minor) <> 0 ORDER BY 2 DESC, 1",
            partner_id,
        ),
        counts.given,
        _sums(
            session,
            "SELECT currency, sum(value_minor) FROM given_referral WHERE partner_id = :id AND value_minor IS NOT NULL "
            "GROUP BY 1 HAVING sum(value_minor) <> 0 ORDER BY 2 DESC, 1",
            partner_id,
        ),
    )


def _sums(session: Session, sql: str, partner_id: int) -> tuple[Money, ...]:
    return tuple(Money(minor, currency) for currency, minor in session.execute(text(sql), {"id": partner_id}))
