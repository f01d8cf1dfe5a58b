"""What is to be known before two cards are made one: whose account goes on, and what that changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.commissions.engine import work_out
from app.domain.custom_fields import FieldDefinition
from app.domain.money import Money
from app.queries import accounts, custom_fields
from app.queries.partners import Card, card
from app.queries.payout_runs import APPROVED


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two cards, with how much belongs to it."""

    card: Card
    communications: int
    follow_ups: int
    referrals: int
    sales: int
    entries: int
    """Ledger entries: from one on, it has an account."""


@dataclass(frozen=True, slots=True)
class Both:
    """Two partners that may be one.

    ``terms_of`` is whose terms will hold unless the user decides otherwise; ``changes`` says for either choice what the
    sales of both then earn more (less, where negative) than is credited now.
    """

    kept: Side
    other: Side
    terms_of: int
    changes: Mapping[int, tuple[Money, ...]]
    own: tuple[FieldDefinition, ...]
    """The user's own fields."""

    @property
    def asks_for_terms(self) -> bool:
        """Whether it matters whose terms hold: both have terms, or an account."""
        return all(side.card.terms is not None or side.entries for side in (self.kept, self.other))


def both(session: Session, kept_id: int, other_id: int, today: date) -> Both:
    """The two cards side by side; raises ``UserError`` when one of them is gone."""
    kept, other = _side(session, kept_id, today), _side(session, other_id, today)
    holders = (kept_id, other_id)
    return Both(
        kept,
        other,
        account_holder(session, *holders),
        {holder: _changes(session, holders, holder) for holder in holders},
        custom_fields.definitions(session),
    )


def account_holder(session: Session, kept_id: int, other_id: int) -> int:
    """Whose account goes on: the one with a ledger, else the one with terms, else (or where both have) the kept one."""
    has_one = (
        "SELECT EXISTS (SELECT 1 FROM ledger_entry WHERE partner_id = :id)",
        "SELECT EXISTS (SELECT 1 FROM terms_version WHERE partner_id = :id)",
    )
    for sql in has_one:
        ours, theirs = (session.execute(text(sql), {"id": each}).scalar() for each in (kept_id, other_id))
        if ours != theirs:
            return kept_id if ours else other_id
    return kept_id


def is_approved(session: Session, partner_id: int) -> bool:
    """Whether something of the partner's account is set aside in a payout run that is not recorded yet."""
    sql = f"SELECT EXISTS (SELECT 1 FROM unsettled WHERE partner_id = :id AND entry_id IN ({APPROVED}))"
    return bool(session.execute(text(sql), {"id": partner_id}).scalar())


_COUNTS = (
    "SELECT (SELECT count(*) FROM communication WHERE partner_id = :id), "
    "(SELECT count(*) FROM reminder WHERE partner_id = :id), "
    "(SELECT count(*) FROM referral WHERE partner_id = :id), "
    "(SELECT count(*) FROM sale s JOIN referral r ON r.id = s.referral_id WHERE r.partner_id = :id), "
    "(SELECT count(*) FROM ledger_entry WHERE partner_id = :id)"
)


def _side(session: Session, partner_id: int, today: date) -> Side:
    return Side(card(session, partner_id, today), *session.execute(text(_COUNTS), {"id": partner_id}).one())


def _changes(session: Session, partners: tuple[int, int], holder: int) -> tuple[Money, ...]:
    """What the sales of both earn by the terms of ``holder``, less what the two are credited for them now."""
    terms = accounts.versions(session, holder)
    currencies = sorted({currency for each in partners for currency in accounts.currencies(session, each)})
    changes: defaultdict[str, int] = defaultdict(int)
    for currency in currencies:
        sales = [sale for each in partners for sale in accounts.account(session, each, currency)]
        due = work_out(holder, terms, currency, sales)
        changes[currency] += sum(credit.amount for credit in due if credit.partner in partners)
    credited = text(
        "SELECT e.currency, sum(e.amount_minor) FROM ledger_entry e JOIN referral r ON r.id = e.referral_id "
        "WHERE e.partner_id IN (:one, :other) AND r.partner_id IN (:one, :other) GROUP BY e.currency"
    )
    for currency, minor in session.execute(credited, {"one": partners[0], "other": partners[1]}):
        changes[currency] -= minor
    return tuple(Money(minor, currency) for currency, minor in sorted(changes.items()) if minor)
