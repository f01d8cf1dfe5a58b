"""Accounts for the commission engine: the sales of a primary partner in one currency, with all that bears on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.commissions.account import Sale
from app.domain.commissions.terms import Version
from app.domain.dates import Period
from app.queries import account_rows

if TYPE_CHECKING:
    from sqlite3 import Connection


def versions(session: Session, partner_id: int) -> list[Version]:
    """All versions of a partner's terms, oldest first."""
    return account_rows.versions_between(rows_of(session), partner_id, partner_id).get(partner_id, [])


def account(
    session: Session, partner_id: int, currency: str, *, customer_id: int | None = None, within: Period | None = None
) -> list[Sale]:
    """The sales of an account in the order they were entered: all, those of one customer, or those of a period."""
    of_referrals, of_sales = "r.partner_id = :partner", "s.currency = :currency"
    given: dict[str, Any] = {"partner": partner_id, "currency": currency}
    if customer_id is not None:
        of_referrals, given["customer"] = f"{of_referrals} AND r.customer_id = :customer", customer_id
    if within is not None:
        of_sales = f"{of_sales} AND s.sold_on BETWEEN :first AND :last"
        given |= {"first": within.first.isoformat(), "last": within.last.isoformat()}
    found = account_rows.read(rows_of(session), account_rows.Choice(of_referrals, of_sales), given)
    return found[partner_id][currency] if partner_id in found else []


def currencies(session: Session, partner_id: int) -> list[str]:
    """The currencies in which a primary partner has sales."""
    found = session.execute(
        text(
            "SELECT DISTINCT s.currency FROM sale s JOIN referral r ON r.id = s.referral_id "
            "WHERE r.partner_id = :id ORDER BY 1"
        ),
        {"id": partner_id},
    )
    return [row[0] for row in found]


def rows_of(session: Session) -> Connection:
    """The driver's own connection under a session, within its transaction: for reading a million rows."""
    return cast("Connection", session.connection().connection.driver_connection)
