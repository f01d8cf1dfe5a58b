"""A book's sales worked out again and compared with its ledger, against reading the same rows and doing nothing.

``python -m tests.benchmarks.commissions [LINES]`` makes a book of 10,000 partners and so many sale lines (one million
unless said) under every kind of terms, then prints minimum, median and maximum of each side in the same run, lines a
second, and how long one more sale takes to be entered. Goals: 200,000 lines a second; one sale within a frame (16 ms).
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.domain.commissions.document import rules_of
from app.domain.commissions.engine import work_out
from app.domain.commissions.terms import (
    Band,
    Bands,
    Basis,
    Bonus,
    Cap,
    Counted,
    FlatPer,
    Level,
    Measure,
    OwnRate,
    Rate,
    Reach,
    Recurring,
    Terms,
    Trigger,
    Unit,
)
from app.domain.money import Money
from app.operations import sales
from app.persistence import derived
from app.persistence.journal import bulk
from app.persistence.store import Store
from app.queries import account_rows, recount
from app.queries.accounts import rows_of

PARTNERS = 10_000
ROUNDS = 3
FIRST = date(2024, 1, 1)
MADE = "2024-01-01T00:00:00.000000Z"
EVERY: tuple[Terms, ...] = (
    Terms("EUR", Rate(100_000)),
    Terms("EUR", Rate(75_000), hold_days=60, refund_days=30),
    Terms("EUR", Rate(flat=2_500)),
    Terms("EUR", Rate(120_000), cap_sale=20_000),
    Terms(
        "EUR",
        bands=Bands(
            Measure.VOLUME,
            Unit.QUARTER,
            Reach.MARGINAL,
            (Band(0, Rate(100_000)), Band(500_000, Rate(150_000)), Band(2_000_000, Rate(200_000))),
        ),
    ),
    Terms("EUR", Rate(200_000), recurring=Recurring(Counted.CHARGES, 1, Rate(50_000), 24)),
    Terms("EUR", Rate(100_000), cap_period=Cap(150_000, Unit.QUARTER), extra_ppm=50_000),
    Terms(
        "EUR",
        Rate(80_000),
        own_rates=(OwnRate(Level.CATEGORY, "hardware", Rate(20_000)), OwnRate(Level.PRODUCT, "gift", Rate(0))),
    ),
    Terms("EUR", Rate(300_000), basis=Basis.MARGIN, trigger=Trigger.CASH),
    Terms("EUR", Rate(flat=10_000), per=FlatPer.REFERRAL, bonuses=(Bonus(3, Unit.QUARTER, 25_000),), window_days=90),
)
"""Of ten partners three have plain terms, and the others one or two of all the rest."""


def filled(store: Store, lines: int) -> None:
    """Partners, referrals and sales, and the ledger that they come to, written set-wise."""
    rng = random.Random(7)
    per_partner = lines // PARTNERS
    with store.write("Fill") as session, bulk(session, *_TABLES):
        connection = session.connection()

        def insert(table: str, rows: list[tuple[Any, ...]]) -> None:
            names = ", ".join(_TABLES[table].split())
            marks = ", ".join("?" * len(_TABLES[table].split()))
            connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)

        partners, terms, customers, referrals = [], [], [], []
        for number in range(1, PARTNERS + 1):
            rules = EVERY[number % len(EVERY)]
            partners.append((number, f"p{number}", f"P{number}", f"Partner {number}", f"partner {number:06}", "P"))
            terms.append((number, number, rules.hold_days, json.dumps(rules_of(rules))))
            for each in range(10):
                referral = (number - 1) * 10 + each + 1
                customers.append((referral, f"c{referral}", f"Customer {referral}", f"customer {referral}"))
                referrals.append((referral, f"r{referral}", number, referral))
        insert("partner", [(*row, "referral", "active", "", "", "", "", "", "", MADE) for row in partners])
        insert("terms_version", [(i, p, 1, "2024-01-01", "EUR", h, "half_up", r, "", MADE) for i, p, h, r in terms])
        insert("customer", [(*row, "", "", "") for row in customers])
        insert(
            "referral",
            [(*row, "won", "2024-01-01", "2024-01-01", "EUR", "", "") for row in referrals],
        )
        sold, parts, received = [], [], []
        for number in range(1, PARTNERS + 1):
            rules = EVERY[number % len(EVERY)]
            for each in range(per_partner):
                sale = (number - 1) * per_partner + each + 1
                amount = 1_000 + int(rng.random() * 90_000)
                on = (FIRST + timedelta(days=int(rng.random() * 730))).isoformat()
                referral = (number - 1) * 10 + each % 10 + 1
                cost = amount // 2 if rules.basis is Basis.MARGIN else None
                sold.append((sale, f"s{sale}", referral, on, amount, "EUR", "", 0, 0, 0, cost))
                if rules.own_rates:
                    parts.append((sale, 0, "", "", "hardware" if each % 3 else "", 1, amount, None))
                if rules.trigger is Trigger.CASH:
                    received.append((f"m{sale}", sale, on, amount, ""))
        insert("sale", sold)
        insert("sale_line", parts)
        insert("receipt", received)
        insert("ledger_entry", list(_entries(session)))
    with store.write("Derive") as session:
        derived.rebuild(session)


_TABLES = {
    "partner": "id uid code name sort_key initial kind status tier language best_time pay_method notes source "
    "created_at",
    "terms_version": "id partner_id version starts_on currency hold_days rounding rules note created_at",
    "customer": "id uid name sort_key contact email phone",
    "referral": "id uid partner_id customer_id stage received_on stage_since currency note lost_reason",
    "sale": "id uid referral_id sold_on amount_minor currency reference tax_minor shipping_minor discount_minor "
    "cost_minor",
    "sale_line": "sale_id position product variant category quantity amount_minor cost_minor",
    "receipt": "uid sale_id received_on amount_minor reference",
    "ledger_entry": "partner_id kind referral_id sale_uid terms_id terms_version customer day payable_on base_minor "
    "amount_minor currency steps why posted_at previous_hash hash",
}


def _entries(session: Session) -> Any:
    connection = rows_of(session)
    terms = account_rows.versions_between(connection, 1, PARTNERS)
    for first in range(1, PARTNERS + 1, 500):
        for partner, currency, found in account_rows.accounts_between(connection, first, first + 499):
            for credit in work_out(partner, terms[partner], currency, found):
                if credit.amount:
                    yield (
                        partner, "bonus" if credit.kind == "bonus" else "accrual", credit.sale.referral, credit.key,
                        partner, 1, "", credit.day.isoformat(), credit.payable_on.isoformat(), credit.base,
                        credit.amount, currency, "[]", "", MADE, "", f"h{credit.key}",
                    )  # fmt: skip


def timed(work: Callable[[], Any], rounds: int = ROUNDS) -> list[float]:
    """Seconds that each of several rounds took."""
    found = []
    for _round in range(rounds):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return found


def read_only(session: Session) -> int:
    """Fetch every sale and every ledger entry, and do nothing with them."""
    cursor = rows_of(session)
    count = 0
    for sql in (
        "SELECT uid, referral_id, sold_on, amount_minor, currency FROM sale",
        "SELECT sale_uid, partner_id, amount_minor FROM ledger_entry",
    ):
        for _row in cursor.execute(sql):
            count += 1
    return count


def show(name: str, seconds: list[float], lines: int) -> float:
    """Print one row; the median."""
    middle = statistics.median(seconds)
    print(f"{name:<44}{min(seconds):9.2f}{middle:9.2f}{max(seconds):9.2f} s {lines / middle:12,.0f} lines/s")
    return middle


def main(lines: int) -> None:
    """Fill a book, measure both sides by turns, and enter one more sale."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "sales.partnerbook", create=True)
        began = time.perf_counter()
        filled(store, lines)
        print(f"{lines:,} sale lines of {PARTNERS:,} partners, filled in {time.perf_counter() - began:.0f} s")
        with store.read() as session:
            assert not list(recount.differences(session))
            bare, whole = [], []
            for _round in range(ROUNDS):
                bare += timed(lambda: read_only(session), 1)
                whole += timed(lambda: list(recount.differences(session)), 1)
        nothing = show("every row read, nothing done", bare, lines)
        full = show("worked out again and compared", whole, lines)
        print(f"ratio {full / nothing:.1f}")
        entered = []
        for number in range(40):
            began = time.perf_counter()
            with store.write("Sell") as session:
                sales.add(session, number * 1_000 + 1, Money(12_345, "EUR"), date(2025, 12, 31))
            entered.append((time.perf_counter() - began) * 1000)
        print(f"one more sale: {min(entered):.1f} / {statistics.median(entered):.1f} / {max(entered):.1f} ms")
        store.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
