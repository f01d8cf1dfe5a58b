"""The ledger held against the engine: every sale of the book worked out again and compared with what was credited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.commissions.engine import work_out
from app.domain.money import Money
from app.queries import accounts

if TYPE_CHECKING:
    from sqlite3 import Connection

AT_ONCE: Final = 500
"""Partners whose sales are in memory together."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A sale, refund, payment or bonus (``key``) for which the ledger holds another sum than the rules come to."""

    partner_id: int
    key: str
    credited: Money
    due: Money


def differences(session: Session, report: Callable[[int, int], None] | None = None) -> Iterator[Difference]:
    """Everything for which the ledger says another sum than the engine; nothing in a sound book.

    ``report(done, of)`` is told of partners.
    """
    highest = session.execute(text("SELECT coalesce(max(id), 0) FROM partner")).scalar_one()
    for first in range(1, highest + 1, AT_ONCE):
        last = first + AT_ONCE - 1
        credited = _credited(session, first, last)
        terms = accounts.versions_of(session, first, last)
        for partner_id, currency, sales in accounts.all_in(session, first, last):
            for credit in work_out(partner_id, terms.get(partner_id, ()), currency, sales):
                has = credited.pop((credit.key, credit.partner, currency), 0)
                if has != credit.amount:
                    yield _difference(credit.key, credit.partner, currency, has, credit.amount)
        for (key, partner_id, currency), has in credited.items():
            if has:
                yield _difference(key, partner_id, currency, has, 0)
        if report is not None:
            report(min(last, highest), highest)
    yield from _orphans(session)


def _difference(key: str, partner_id: int, currency: str, has: int, due: int) -> Difference:
    return Difference(partner_id, key, Money(has, currency), Money(due, currency))


def _credited(session: Session, first: int, last: int) -> dict[tuple[str, int, str], int]:
    """What the ledger holds for referrals of the primary partners from ``first`` to ``last``."""
    cursor = cast("Connection", session.connection().connection.driver_connection)
    found: dict[tuple[str, int, str], int] = {}
    for key, partner_id, currency, amount in cursor.execute(
        "SELECT e.sale_uid, e.partner_id, e.currency, e.amount_minor FROM referral r "
        "JOIN ledger_entry e ON e.referral_id = r.id WHERE r.partner_id BETWEEN ? AND ?",
        (first, last),
    ):
        at = key, partner_id, currency
        found[at] = found.get(at, 0) + amount
    return found


def _orphans(session: Session) -> Iterator[Difference]:
    """What is still credited for referrals that are no longer in the book."""
    rows = session.execute(
        text(
            "SELECT partner_id, sale_uid, currency, sum(amount_minor) FROM ledger_entry e WHERE sale_uid <> '' "
            "AND NOT EXISTS (SELECT 1 FROM referral r WHERE r.id = e.referral_id) GROUP BY 1, 2, 3 "
            "HAVING sum(amount_minor) <> 0"
        )
    )
    for partner_id, key, currency, has in rows:
        yield _difference(key, partner_id, currency, has, 0)
