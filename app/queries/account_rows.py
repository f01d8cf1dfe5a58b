"""Accounts for the commission engine, read through the driver alone: a book has a million sales.

``accounts`` offers the same to sessions.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from app.domain.commissions.account import Line, Movement, Sale, made
from app.domain.commissions.document import rate_of, terms_of
from app.domain.commissions.terms import Terms, Version

if TYPE_CHECKING:
    from sqlite3 import Connection

Accounts = dict[int, dict[str, list[Sale]]]
"""Sales in the order they were entered, by primary partner and currency."""

_first = itemgetter(0)


class Choice(NamedTuple):
    """Which sales to read: what must hold for their referrals ``r``, and for the sales ``s`` themselves."""

    of_referrals: str
    of_sales: str = ""

    @property
    def source(self) -> str:
        """CROSS JOIN keeps SQLite on the way from referrals to sales, whatever its statistics say."""
        also = f" AND {self.of_sales}" if self.of_sales else ""
        return f"referral r CROSS JOIN sale s ON s.referral_id = r.id WHERE {self.of_referrals}{also}"

    @property
    def referrals(self) -> str:
        """The condition for referrals that have such a sale (or none, where any sale will do)."""
        return f"r.id IN (SELECT r.id FROM {self.source})" if self.of_sales else self.of_referrals

    def joined(self, table: str) -> str:
        """The source with what belongs to each sale in ``table``, which says how it is joined."""
        return self.source.replace(" WHERE ", f" CROSS JOIN {table} WHERE ", 1)


def versions_between(connection: Connection, first: int, last: int) -> dict[int, list[Version]]:
    """All versions of the terms of the partners whose ids lie from ``first`` to ``last``, by partner, oldest first."""
    found: dict[int, list[Version]] = {}
    for (
        row_id,
        partner_id,
        number,
        starts_on,
        rules,
        currency,
        hold_days,
        rounding,
        note,
        programme,
    ) in connection.execute(
        "SELECT t.id, t.partner_id, t.version, t.starts_on, t.rules, t.currency, t.hold_days, t.rounding, t.note, "
        "p.name FROM terms_version t LEFT JOIN programme p ON p.id = t.programme_id "
        "WHERE t.partner_id BETWEEN ? AND ? ORDER BY t.partner_id, t.version",
        (first, last),
    ):
        terms = _terms(rules, currency, hold_days, rounding)
        version = Version(row_id, number, date.fromisoformat(starts_on), terms, programme or "", note)
        found.setdefault(partner_id, []).append(version)
    return found


@lru_cache(maxsize=1024)
def _terms(rules: str, currency: str, hold_days: int, rounding: str) -> Terms:
    """Terms from a version's row; many partners of a programme have the same."""
    return terms_of(json.loads(rules), currency=currency, hold_days=hold_days, rounding=rounding)


def accounts_between(connection: Connection, first: int, last: int) -> Iterator[tuple[int, str, list[Sale]]]:
    """The accounts of the partners whose ids lie from ``first`` to ``last``: partner, currency, sales."""
    choice = Choice("r.partner_id BETWEEN :first AND :last")
    for partner_id, by_currency in read(connection, choice, {"first": first, "last": last}).items():
        for currency, sales in by_currency.items():
            yield partner_id, currency, sales


def read(connection: Connection, choice: Choice, given: dict[str, Any]) -> Accounts:
    """The chosen sales, with all that bears on their commissions."""
    found: defaultdict[int, dict[str, list[Sale]]] = defaultdict(lambda: defaultdict(list))
    days = _Days()
    more = _More(connection, choice, given)
    lines, refunds, receipts = more.lines.get, more.refunds.get, more.receipts.get
    has_more = {*more.lines, *more.refunds, *more.receipts}
    referrals = {
        referral: (
            found[partner],
            customer,
            days[received],
            rate_of(json.loads(deal)) if deal else None,
            more.shares.get(referral, ()),
        )
        for referral, partner, customer, received, deal in connection.execute(
            "SELECT r.id, r.partner_id, r.customer_id, r.received_on, r.deal_rate FROM referral r "
            f"WHERE {choice.referrals}",
            given,
        )
    }
    for row_id, referral, currency, uid, sold, amount, tax, shipping, cost in connection.execute(
        "SELECT s.id, s.referral_id, s.currency, s.uid, s.sold_on, s.amount_minor, s.tax_minor, s.shipping_minor, "
        # The plus sign keeps SQLite from going through all sales that are no refunds.
        f"s.cost_minor FROM {choice.source} AND +s.refund_of_id IS NULL ORDER BY s.id",
        given,
    ):
        account, customer, received, deal, shares = referrals[referral]
        parts: tuple[tuple[Line, ...], tuple[Movement, ...], tuple[Movement, ...]] = (
            (lines(row_id, ()), refunds(row_id, ()), receipts(row_id, ())) if row_id in has_more else _NONE
        )
        values = uid, referral, customer, received, days[sold], amount, tax, shipping, cost, *parts, deal, shares
        account[currency].append(made(Sale, values))
    return found


_NONE: tuple[tuple[()], tuple[()], tuple[()]] = ((), (), ())


class _Days(dict[str, date]):
    """Days by their text, each read once."""

    def __missing__(self, text_: str) -> date:
        found = self[text_] = date.fromisoformat(text_)
        return found


class _More:
    """What belongs to chosen sales beside themselves, by sale; shares by referral."""

    def __init__(self, connection: Connection, choice: Choice, given: dict[str, Any]) -> None:
        self._connection, self._given = connection, given
        self.refunds = self._movements(
            "SELECT m.refund_of_id, m.uid, m.sold_on, -m.amount_minor FROM "
            f"{choice.joined('sale m ON m.refund_of_id = s.id')} ORDER BY m.id"
        )
        self.receipts: dict[int, tuple[Movement, ...]] = {}
        if self._any("receipt"):
            self.receipts = self._movements(
                "SELECT m.sale_id, m.uid, m.received_on, m.amount_minor FROM "
                f"{choice.joined('receipt m ON m.sale_id = s.id')} ORDER BY m.id"
            )
        self.lines: dict[int, tuple[Line, ...]] = {}
        if self._any("sale_line"):
            rows = self._rows(
                "SELECT m.sale_id, m.amount_minor, m.cost_minor, m.product, m.variant, m.category, m.quantity FROM "
                f"{choice.joined('sale_line m ON m.sale_id = s.id')} ORDER BY m.sale_id, m.position"
            )
            self.lines = {sale_id: tuple(Line(*row[1:]) for row in group) for sale_id, group in groupby(rows, _first)}
        self.shares: dict[int, tuple[tuple[int, int], ...]] = {}
        if self._any("referral_share"):
            rows = self._rows(
                "SELECT h.referral_id, h.partner_id, h.share_ppm FROM referral_share h WHERE h.referral_id IN "
                f"(SELECT r.id FROM referral r WHERE {choice.referrals}) ORDER BY h.referral_id, h.position"
            )
            self.shares = {
                referral: tuple((row[1], row[2]) for row in group) for referral, group in groupby(rows, _first)
            }

    def _any(self, table: str) -> bool:
        return bool(self._connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()[0])

    def _rows(self, sql: str) -> Iterator[tuple[Any, ...]]:
        return self._connection.execute(sql, self._given)

    def _movements(self, sql: str) -> dict[int, tuple[Movement, ...]]:
        found: dict[int, tuple[Movement, ...]] = {}
        days = _Days()
        for sale_id, uid, day, amount in self._rows(sql):
            found[sale_id] = (*found.get(sale_id, ()), Movement(uid, days[day], amount))
        return found
