"""Accounts for the commission engine: the sales of a primary partner in one currency, with all that bears on them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.commissions.account import Credit, Line, Movement, Sale
from app.domain.commissions.document import rate_of, terms_of
from app.domain.commissions.engine import work_out
from app.domain.commissions.terms import Terms, Version
from app.domain.dates import Period
from app.domain.money import Money

if TYPE_CHECKING:
    from sqlite3 import Connection


def versions(session: Session, partner_id: int) -> list[Version]:
    """All versions of a partner's terms, oldest first."""
    return versions_of(session, partner_id, partner_id).get(partner_id, [])


def versions_of(session: Session, first: int, last: int) -> dict[int, list[Version]]:
    """All versions of the terms of the partners whose ids lie from ``first`` to ``last``, by partner, oldest first."""
    rows = session.execute(
        text(
            "SELECT t.id, t.partner_id, t.version, t.starts_on, t.rules, t.currency, t.hold_days, t.rounding, t.note, "
            "p.name FROM terms_version t LEFT JOIN programme p ON p.id = t.programme_id "
            "WHERE t.partner_id BETWEEN :first AND :last ORDER BY t.partner_id, t.version"
        ),
        {"first": first, "last": last},
    )
    found: dict[int, list[Version]] = {}
    for row in rows:
        terms = _terms(row.rules, row.currency, row.hold_days, row.rounding)
        version = Version(row.id, row.version, date.fromisoformat(row.starts_on), terms, row.name or "", row.note)
        found.setdefault(row.partner_id, []).append(version)
    return found


@lru_cache(maxsize=1024)
def _terms(rules: str, currency: str, hold_days: int, rounding: str) -> Terms:
    """Terms from a version's row; many partners of a programme have the same."""
    return terms_of(json.loads(rules), currency=currency, hold_days=hold_days, rounding=rounding)


def account(
    session: Session, partner_id: int, currency: str, *, customer_id: int | None = None, within: Period | None = None
) -> list[Sale]:
    """The sales of an account in the order they were entered: all, those of one customer, or those of a period."""
    where = "r.partner_id = :partner AND s.currency = :currency"
    parameters: dict[str, Any] = {"partner": partner_id, "currency": currency}
    if customer_id is not None:
        where, parameters["customer"] = f"{where} AND r.customer_id = :customer", customer_id
    if within is not None:
        where = f"{where} AND s.sold_on BETWEEN :first AND :last"
        parameters |= {"first": within.first.isoformat(), "last": within.last.isoformat()}
    return [sale for _partner, _currency, sale in _read(session, where, parameters, "s.id")]


def all_in(session: Session, first: int, last: int) -> Iterator[tuple[int, str, list[Sale]]]:
    """The accounts of the partners whose ids lie from ``first`` to ``last``: partner, currency, sales."""
    where = "r.partner_id BETWEEN :first AND :last"
    found: dict[tuple[int, str], list[Sale]] = {}
    for partner_id, currency, sale in _read(session, where, {"first": first, "last": last}, "s.id"):
        at = partner_id, currency
        if at in found:
            found[at].append(sale)
        else:
            found[at] = [sale]
    for (partner_id, currency), sales in found.items():
        yield partner_id, currency, sales


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


def _read(session: Session, where: str, parameters: dict[str, Any], order: str) -> Iterator[tuple[int, str, Sale]]:
    """Sales with their accounts, through the driver's own rows: a book has a million of them.

    CROSS JOIN and the plus sign keep SQLite on the way from referrals to sales, whatever its statistics say.
    """
    cursor = cast("Connection", session.connection().connection.driver_connection)
    given = _Given(cursor, f"referral r CROSS JOIN sale s ON s.referral_id = r.id WHERE {where}", parameters)
    lines, refunds, receipts, shares = given.lines.get, given.refunds.get, given.receipts.get, given.shares.get
    has_more = {*given.lines, *given.refunds, *given.receipts}
    shared = given.shares
    day, made = _DAYS.__getitem__, tuple.__new__
    for row in cursor.execute(
        "SELECT r.partner_id, s.currency, s.id, s.uid, r.id, r.customer_id, r.received_on, s.sold_on, s.amount_minor, "
        "s.tax_minor, s.shipping_minor, s.cost_minor, r.deal_rate "
        f"FROM {given.source} AND +s.refund_of_id IS NULL ORDER BY {order}",
        parameters,
    ):
        partner_id, currency, sale_id, uid, referral, customer, received, sold, amount, tax, shipping, cost, deal = row
        known = uid, referral, customer, day(received), day(sold), amount, tax, shipping, cost
        if sale_id in has_more or deal or referral in shared:
            rate = rate_of(json.loads(deal)) if deal else None
            more = lines(sale_id, ()), refunds(sale_id, ()), receipts(sale_id, ()), rate, shares(referral, ())
        else:
            more = _NOTHING_MORE
        yield partner_id, currency, made(Sale, known + more)


_NOTHING_MORE: Final = (), (), (), None, ()


class _Days(dict[str, date]):
    """Days by their text, each read once."""

    def __missing__(self, text_: str) -> date:
        found = self[text_] = date.fromisoformat(text_)
        return found


_DAYS: Final = _Days()


class _Given:
    """What belongs to the sales of ``source``, by sale; shares by referral."""

    def __init__(self, cursor: Connection, source: str, parameters: dict[str, Any]) -> None:
        self.source = source
        self._cursor, self._parameters = cursor, parameters
        self.refunds = self._movements(
            "SELECT m.refund_of_id, m.uid, m.sold_on, -m.amount_minor FROM "
            f"{self._with('sale m ON m.refund_of_id = s.id')} ORDER BY m.id"
        )
        self.receipts: dict[int, tuple[Movement, ...]] = {}
        if self._any("receipt"):
            self.receipts = self._movements(
                "SELECT m.sale_id, m.uid, m.received_on, m.amount_minor FROM "
                f"{self._with('receipt m ON m.sale_id = s.id')} ORDER BY m.id"
            )
        self.lines: dict[int, tuple[Line, ...]] = {}
        if self._any("sale_line"):
            rows = self._rows(
                "SELECT m.sale_id, m.amount_minor, m.cost_minor, m.product, m.variant, m.category, m.quantity FROM "
                f"{self._with('sale_line m ON m.sale_id = s.id')} ORDER BY m.sale_id, m.position"
            )
            self.lines = {sale_id: tuple(Line(*row[1:]) for row in group) for sale_id, group in groupby(rows, _first)}
        self.shares: dict[int, tuple[tuple[int, int], ...]] = {}
        if self._any("referral_share"):
            rows = self._rows(
                "SELECT h.referral_id, h.partner_id, h.share_ppm FROM referral_share h WHERE h.referral_id IN "
                f"(SELECT r.id FROM {source}) ORDER BY h.referral_id, h.position"
            )
            self.shares = {
                referral: tuple((row[1], row[2]) for row in group) for referral, group in groupby(rows, _first)
            }

    def _any(self, table: str) -> bool:
        return bool(self._cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0])

    def _with(self, join: str) -> str:
        return self.source.replace(" WHERE ", f" CROSS JOIN {join} WHERE ", 1)

    def _rows(self, sql: str) -> Iterator[tuple[Any, ...]]:
        return self._cursor.execute(sql, self._parameters)

    def _movements(self, sql: str) -> dict[int, tuple[Movement, ...]]:
        found: dict[int, tuple[Movement, ...]] = {}
        for sale_id, uid, day, amount in self._rows(sql):
            found[sale_id] = (*found.get(sale_id, ()), Movement(uid, date.fromisoformat(day), amount))
        return found


def _first(row: tuple[Any, ...]) -> int:
    return int(row[0])


def preview(session: Session, referral_id: int, draft: Sale, currency: str) -> tuple[Credit, ...]:
    """What a sale that is not in the book yet would be credited, with all that its account has seen.

    ``draft`` needs only what the person typed; whose it is, is filled in here. Other sales that it would change
    are not in the answer.
    """
    row = session.execute(
        text("SELECT id, partner_id, customer_id, received_on, deal_rate FROM referral WHERE id = :id"),
        {"id": referral_id},
    ).one()
    shares = session.execute(
        text("SELECT partner_id, share_ppm FROM referral_share WHERE referral_id = :id ORDER BY position"),
        {"id": referral_id},
    )
    sale = draft._replace(
        uid=DRAFT,
        referral=row.id,
        customer=row.customer_id,
        received_on=date.fromisoformat(row.received_on),
        deal=rate_of(json.loads(row.deal_rate)) if row.deal_rate else None,
        shares=tuple((share[0], share[1]) for share in shares),
    )
    sales = [*account(session, row.partner_id, currency), sale]
    worked_out = work_out(row.partner_id, versions(session, row.partner_id), currency, sales)
    return tuple(credit for credit in worked_out if credit.sale is sale)


DRAFT = "draft"
"""The uid of a sale that is only tried."""


def refund_preview(session: Session, sale_id: int, refunded: Money, day: date) -> tuple[Credit, ...]:
    """What a refund that is not in the book yet would take back of its sale, by partner."""
    row = session.execute(
        text("SELECT s.uid, r.partner_id FROM sale s JOIN referral r ON r.id = s.referral_id WHERE s.id = :id"),
        {"id": sale_id},
    ).one()
    sales: Sequence[Sale] = [
        sale._replace(refunds=(*sale.refunds, Movement(DRAFT, day, refunded.minor))) if sale.uid == row.uid else sale
        for sale in account(session, row.partner_id, refunded.currency)
    ]
    worked_out = work_out(row.partner_id, versions(session, row.partner_id), refunded.currency, sales)
    return tuple(credit for credit in worked_out if credit.key == DRAFT)
