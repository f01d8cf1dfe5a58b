"""A small business at work: a real book in a file, with the deeds that tests do in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.commissions.terms import Rate, Terms
from app.domain.communications import CommunicationFields, CommunicationKind
from app.domain.money import Money, Rounding
from app.domain.partners import PointKind
from app.domain.referrals import ReferralFields
from app.domain.reminders import ReminderFields
from app.domain.rolodex import PartnerFields, PersonFields, Point
from app.operations import communications, history, partners, payouts, referrals, sales, terms
from app.persistence import derived
from app.persistence.store import Store
from app.persistence.tables import APPEND_ONLY, JOURNALED
from app.persistence.upgrade import create_book
from app.queries.check import check

TODAY = date(2026, 11, 23)

T = TypeVar("T")
Row = dict[str, Any]


@lru_cache
def _empty_book() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.partnerbook"
        create_book(path)
        return path.read_bytes()


def new_book(path: Path) -> Path:
    """An empty book at ``path``, as ``create_book`` makes it (copied from one that it made, to save time)."""
    path.write_bytes(_empty_book())
    path.chmod(0o600)
    return path


def eur(amount: str) -> Money:
    return Money.parse(amount, "EUR")


def percent(rate: int, currency: str = "EUR", hold_days: int = 30, rounding: Rounding = Rounding.HALF_UP) -> Terms:
    """``rate`` in whole percent."""
    return Terms(currency, Rate(rate * 10_000), hold_days=hold_days, rounding=rounding)


def full_card(name: str) -> PartnerFields:
    """A partner of whom everything is known."""
    return PartnerFields(
        name,
        points=(Point(PointKind.PHONE, "+44 20 7946 0018", "desk"), Point(PointKind.WEBSITE, "https://example.com")),
        people=(
            PersonFields("Ana Pereira", "Owner", (Point(PointKind.EMAIL, "ana@example.com"),), "1980-02-29"),
            PersonFields("Ben Okafor", "Sales"),
        ),
        tags=("coffee", "local"),
        notes="Met at the fair.",
        cadence_days=30,
    )


class _TurnBack(Exception):  # noqa: N818 - no error: ends a write that must leave nothing
    pass


@dataclass
class Office:
    """The deeds of the user, each one named write on the book."""

    store: Store

    def do(self, label: str, operation: Callable[..., T], *arguments: Any, **named: Any) -> T:
        """Carry out one operation as one write."""
        with self.store.write(label) as session:
            return operation(session, *arguments, **named)

    def partner(self, name: str = "Harbor Coffee", **fields: Any) -> int:
        return self.do(f"Add {name}", partners.add, PartnerFields(name, **fields))

    def card(self, name: str = "Harbor Coffee") -> int:
        return self.do(f"Add {name}", partners.add, full_card(name))

    def agree(self, partner: int, agreed: Terms, starts_on: date = date(2026, 1, 1)) -> int:
        return self.do("Agree terms", terms.agree, partner, agreed, starts_on)

    def referral(self, partner: int, customer: str = "Otto Ltd", on: date = date(2026, 9, 1)) -> int:
        return self.do(f"Log referral {customer}", referrals.log, partner, ReferralFields(customer, on, "EUR"))

    def won(self, referral: int, amount: Money, on: date = date(2026, 10, 1)) -> int:
        return self.do("Mark won", referrals.mark_won, referral, amount, on)

    def sold(self, partner: int, amount: str, on: date = date(2026, 10, 1), customer: str = "Otto Ltd") -> int:
        """A referral won at once; returns the sale's id."""
        return self.won(self.referral(partner, customer, on), eur(amount), on)

    def refund(self, sale: int, amount: Money, on: date = date(2026, 11, 1)) -> int:
        return self.do("Refund", sales.refund, sale, amount, on)

    def pay(self, partner: int, currency: str = "EUR", until: date = TODAY, paid_on: date = TODAY) -> str:
        return self.do("Pay", payouts.record, partner, currency, until, paid_on)

    def void(self, number: str, reason: str = "wrong account") -> None:
        payout = self.value("SELECT payout_id FROM issued_statement WHERE number = :n", n=number)
        self.do("Void", payouts.void, payout, reason)

    def call(self, partner: int, said: str = "Hello", days_ago: int = 0, follow_up: date | None = None) -> int:
        at = datetime(2026, 11, 23, 9, tzinfo=UTC) - timedelta(days=days_ago)
        fields = CommunicationFields(CommunicationKind.CALL, said, at)
        promised = ReminderFields("Call again", follow_up) if follow_up else None
        return self.do("Log call", communications.log, partner, fields, promised)

    def undo(self) -> None:
        assert history.undo(self.store) is not None

    def redo(self) -> None:
        assert history.redo(self.store) is not None

    def rows(self, sql: str, **parameters: Any) -> list[Row]:
        with self.store.read() as session:
            return [dict(row) for row in session.execute(text(sql), parameters).mappings()]

    def value(self, sql: str, **parameters: Any) -> Any:
        with self.store.read() as session:
            return session.execute(text(sql), parameters).scalar_one()

    def dump(self, money: bool = False) -> dict[str, dict[int, Row]]:
        """All rows that people's data is kept in, by table and id; with ``money`` the append-only ones instead."""
        return {
            table.name: {row["id"]: row for row in self.rows(f"SELECT * FROM {table.name}")}
            for table in JOURNALED
            if (table.name in APPEND_ONLY) == money
        }

    def open_amounts(self) -> Counter[tuple[Any, ...]]:
        """What is open: partner, day payable, amount, currency and sale of each entry, however often it was posted."""
        found = self.rows(
            "SELECT u.partner_id, u.payable_on, u.amount_minor, u.currency, e.sale_uid FROM unsettled u "
            "JOIN ledger_entry e ON e.id = u.entry_id"
        )
        return Counter(tuple(row.values()) for row in found)

    def balances(self) -> dict[tuple[int, str], int]:
        """The sum of the ledger by partner and currency, without those that are zero."""
        found = self.rows("SELECT partner_id p, currency c, sum(amount_minor) s FROM ledger_entry GROUP BY 1, 2")
        return {(row["p"], row["c"]): row["s"] for row in found if row["s"]}

    def earned(self) -> list[int]:
        """The amounts of the ledger in the order they were posted."""
        return [row["a"] for row in self.rows("SELECT amount_minor a FROM ledger_entry ORDER BY id")]

    def findings(self) -> list[str]:
        """What the check of the book finds wrong."""
        with self.store.read() as session:
            return [finding.sentence for finding in check(session, self.store.files).findings]

    def stale(self) -> list[str]:
        """The derived tables that are not what making them anew gives."""
        found: list[str] = []
        try:
            with self.store.write("Look") as session:
                kept = _derived(session)
                derived.rebuild(session)
                made = _derived(session)
                found = [name for name in kept if kept[name] != made[name]]
                raise _TurnBack
        except _TurnBack:
            return found


def _derived(session: Session) -> dict[str, list[Any]]:
    sources = {
        "partner_search": "SELECT rowid, * FROM partner_search ORDER BY rowid",
        "record_search": "SELECT rowid, * FROM record_search ORDER BY rowid",
        "partner_summary": "SELECT * FROM partner_summary ORDER BY 1",
        "unsettled": "SELECT * FROM unsettled ORDER BY 1",
    }
    return {name: [tuple(row) for row in session.execute(text(sql))] for name, sql in sources.items()}


@contextmanager
def opened(path: Path) -> Iterator[Office]:
    """The office over the book at ``path``, closed at the end."""
    store = Store.open(path, holder="a test")
    try:
        yield Office(store)
    finally:
        store.close()
