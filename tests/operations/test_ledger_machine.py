"""Any sequence of writes about deals, undone and redone in any order: the ledger always says what the rules say.

After every step each key of every account comes, partner by partner, to what ``work_out`` makes of the book as it is,
nothing else is credited, and ``check`` finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import text
from sqlalchemy.orm import Session

from app import clock
from app.domain.commissions.account import Line
from app.domain.commissions.engine import work_out
from app.domain.commissions.terms import (
    Band,
    Bands,
    Basis,
    Bonus,
    Cap,
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
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.referrals import ReferralFields
from app.domain.rolodex import PartnerFields
from app.domain.sales import MadeOf
from app.operations import deals, history, partners, payouts, referrals, sales, terms
from app.persistence.journal import make_final
from app.persistence.store import Store
from app.queries import accounts
from tests.conftest import NOW
from tests.operations.office import TODAY, Office, new_book

TEN: Final = Rate(100_000)
AGREED: Final = (
    Terms("EUR", TEN, hold_days=0),
    Terms("EUR", TEN, trigger=Trigger.CASH, hold_days=0, cap_period=Cap(1_500, Unit.QUARTER)),
    Terms(
        "EUR",
        bands=Bands(
            Measure.COUNT,
            Unit.QUARTER,
            Reach.RETROACTIVE,
            (Band(1, TEN), Band(2, Rate(150_000)), Band(3, Rate(flat=900))),
        ),
        hold_days=0,
    ),
    Terms(
        "EUR",
        bands=Bands(Measure.VOLUME, Unit.EVER, Reach.MARGINAL, (Band(0, TEN), Band(10_000, Rate(200_000)))),
        own_rates=(OwnRate(Level.PRODUCT, "Beans", Rate(50_000)), OwnRate(Level.CATEGORY, "Gifts", Rate())),
    ),
    Terms("EUR", TEN, bonuses=(Bonus(1, Unit.YEAR, 500), Bonus(2, Unit.QUARTER, 700)), cap_customer=2_000, hold_days=0),
    Terms("EUR", TEN, recurring=Recurring(first=1, later=Rate(30_000), limit=3), extra_ppm=50_000, refund_days=20),
    Terms("EUR", Rate(flat=1_234), FlatPer.REFERRAL, window_days=40, minimum_sale=3_000, hold_days=0),
    Terms("EUR", TEN, basis=Basis.MARGIN, ends_on=date(2026, 10, 1), hold_days=0),
)
NOBODY: Final = 999
"""An id that is never there."""

REFUSED_TURNS: Final = {"undo_final", "undo_referenced", "undo_conflict", "entry_paid"}

Amounts = st.integers(1, 30_000)
Days = st.dates(date(2026, 8, 1), TODAY)
Which = st.integers(0, 9)


def parts_of(amount: int, taxed: bool, lined: bool) -> MadeOf:
    """A fifth of tax; two lines, one of beans and one of gifts; everything costs a half."""
    tax = amount // 5 if taxed else 0
    goods = amount - tax
    lines = (
        Line(goods // 3, goods // 6, product="beans"),
        Line(goods - goods // 3, goods // 6, category="Gifts", quantity=2),
    )
    return MadeOf(tax=tax, cost=goods // 2, lines=lines if lined else ())


class Following(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.clock = clock.fixed(NOW)
        self.clock.__enter__()
        self.office = Office(Store.open(new_book(Path(self.folder.name) / "my.partnerbook")))
        self.write(_begin)

    def teardown(self) -> None:
        assert self.office.stale() == []
        self.office.store.close()
        self.clock.__exit__(None, None, None)
        self.folder.cleanup()

    def write(self, operation: Callable[..., Any], *arguments: Any) -> None:
        """Do a write; one that is refused must change nothing."""
        before = self.office.value("SELECT count(*) FROM ledger_entry")
        try:
            self.office.do(operation.__name__, operation, *arguments)
        except UserError:
            assert self.office.value("SELECT count(*) FROM ledger_entry") == before

    def some(self, rows: str, number: int) -> int:
        """An id out of ``rows`` (a table, perhaps with a condition), or one that is not there."""
        ids = [row["id"] for row in self.office.rows(f"SELECT id FROM {rows} ORDER BY id")]
        return ids[number % len(ids)] if ids else NOBODY

    def has_sales(self) -> bool:
        return self.sale(0) != NOBODY

    def sale(self, number: int) -> int:
        return self.some("sale WHERE refund_of_id IS NULL", number)

    @rule(partner=st.integers(1, 2), agreed=st.sampled_from(AGREED), on=Days)
    def agree(self, partner: int, agreed: Terms, on: date) -> None:
        self.write(terms.agree, partner, agreed, on)

    @rule(
        partner=st.integers(1, 2), customer=st.sampled_from(["Otto", "Zoë", "Kim"]), amount=Amounts, on=Days,
        taxed=st.booleans(), lined=st.booleans(),
    )  # fmt: skip
    def win(self, partner: int, customer: str, amount: int, on: date, taxed: bool, lined: bool) -> None:
        self.write(_won, partner, customer, amount, on, parts_of(amount, taxed, lined))

    @precondition(has_sales)
    @rule(number=Which, amount=Amounts, on=Days)
    def sell_again(self, number: int, amount: int, on: date) -> None:
        self.write(
            sales.add, self.some("referral", number), Money(amount, "EUR"), on, "", parts_of(amount, False, False)
        )

    @precondition(has_sales)
    @rule(number=Which, amount=Amounts, on=Days, lined=st.booleans())
    def correct(self, number: int, amount: int, on: date, lined: bool) -> None:
        self.write(sales.correct, self.sale(number), Money(amount, "EUR"), on, "", parts_of(amount, True, lined))

    @precondition(has_sales)
    @rule(number=Which, part=st.integers(1, 4), on=Days)
    def give_back(self, number: int, part: int, on: date) -> None:
        self.write(_moved, sales.refund, self.sale(number), part, on)

    @precondition(has_sales)
    @rule(number=Which, part=st.integers(1, 4), on=Days)
    def receive(self, number: int, part: int, on: date) -> None:
        self.write(_moved, sales.receive, self.sale(number), part, on)

    @precondition(has_sales)
    @rule(number=Which)
    def forget_receipt(self, number: int) -> None:
        self.write(sales.remove_receipt, self.some("receipt", number))

    @precondition(has_sales)
    @rule(number=Which, with_whom=st.lists(st.integers(1, 3), max_size=3, unique=True))
    def share(self, number: int, with_whom: list[int]) -> None:
        referral = self.some("referral", number)
        self.write(_shared, referral, with_whom)

    @precondition(has_sales)
    @rule(number=Which, rate=st.sampled_from([None, Rate(250_000), Rate(flat=777), Rate()]))
    def agree_rate(self, number: int, rate: Rate | None) -> None:
        self.write(deals.agree_rate, self.some("referral", number), rate)

    @precondition(has_sales)
    @rule(number=Which, customer=st.sampled_from(["Otto", "Zoë", "Kim", "Ada"]), on=Days)
    def edit_referral(self, number: int, customer: str, on: date) -> None:
        self.write(referrals.edit, self.some("referral", number), ReferralFields(customer, on, "EUR"))

    @precondition(has_sales)
    @rule()
    def pay(self) -> None:
        for partner in (1, 2, 3):
            self.write(payouts.record, partner, "EUR", TODAY, TODAY)

    @precondition(lambda self: self.some("payout", 0) != NOBODY)
    @rule(number=Which)
    def void(self, number: int) -> None:
        self.write(payouts.void, self.some("payout", number), "why")

    @rule()
    def remove_partner(self) -> None:
        self.write(partners.remove, 3)

    @rule(times=st.integers(1, 3))
    def undo(self, times: int) -> None:
        for _time in range(times):
            self.turned(lambda: history.undo(self.office.store))

    @rule(times=st.integers(1, 3))
    def redo(self, times: int) -> None:
        for _time in range(times):
            self.turned(lambda: history.redo(self.office.store))

    @rule(number=st.integers(0, 40))
    def turn_an_older_one(self, number: int) -> None:
        which = self.some("change_set WHERE state IN ('done', 'undone')", number)
        if which != NOBODY:
            self.turned(lambda: self.office.do("Turn", history.turn, which))

    def turned(self, turn: Callable[[], Any]) -> None:
        try:
            turn()
        except UserError as error:
            if error.code not in REFUSED_TURNS:
                raise

    @invariant()
    def the_ledger_is_what_the_rules_say(self) -> None:
        with self.office.store.read() as session:
            assert credited(session) == worked_out(session)
        assert self.office.findings() == []


def _begin(session: Session) -> None:
    """Three partners, the first with terms; never undone."""
    for name in ("Harbor", "Mill", "Otter"):
        partners.add(session, PartnerFields(name))
    terms.agree(session, 1, AGREED[0], date(2026, 1, 1))
    make_final(session)


def _won(session: Session, partner: int, customer: str, amount: int, on: date, parts: MadeOf) -> None:
    referral = referrals.log(session, partner, ReferralFields(customer, date(2026, 8, 1), "EUR"))
    referrals.mark_won(session, referral, Money(amount, "EUR"), on, "", parts)


def _moved(session: Session, operation: Callable[..., Any], sale_id: int, part: int, on: date) -> None:
    sale = sales.get(session, sale_id)
    operation(session, sale_id, Money(max(1, sale.amount_minor // part), sale.currency), on)


def _shared(session: Session, referral_id: int, with_whom: list[int]) -> None:
    mine = referrals.get(session, referral_id).partner_id
    everyone = [mine, *(each for each in with_whom if each != mine)]
    parts = [1_000_000 // len(everyone)] * len(everyone)
    parts[0] += 1_000_000 - sum(parts)
    deals.share(session, referral_id, list(zip(everyone, parts, strict=True)) if with_whom else [])


def credited(session: Session) -> dict[tuple[str, int], int]:
    """What the ledger says by key and partner, without what comes to nothing."""
    rows = session.execute(
        text(
            "SELECT sale_uid, partner_id, sum(amount_minor) FROM ledger_entry "
            "WHERE kind NOT IN ('payout', 'payout_void') GROUP BY 1, 2"
        )
    )
    return {(uid, partner): amount for uid, partner, amount in rows if amount}


def worked_out(session: Session) -> dict[tuple[str, int], int]:
    """The same, as the engine has it."""
    found = {}
    for partner in session.scalars(text("SELECT id FROM partner")).all():
        for currency in accounts.currencies(session, partner):
            for each in work_out(
                partner, accounts.versions(session, partner), currency, accounts.account(session, partner, currency)
            ):
                if each.amount:
                    assert (each.key, each.partner) not in found
                    found[each.key, each.partner] = each.amount
    return found


TestFollowing = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")(Following.TestCase)
TestFollowing.settings = settings(
    max_examples=max(12, settings().max_examples // 8),
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
