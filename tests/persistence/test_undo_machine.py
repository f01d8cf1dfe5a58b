"""Any sequence of real writes, undone and redone: the book is exactly what it was, and the money comes out even.

The model is a list of what each write changed. Undoing a write gives back every row of the users as it was before;
the rows of money stay, and what is open and owed returns by new entries.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app import clock
from app.domain.errors import UserError
from app.domain.partners import Status
from app.domain.referrals import Stage
from app.domain.rolodex import PartnerFields
from app.operations import communications, history, partners, payouts, referrals, reminders, sales
from app.persistence.store import Store
from tests.conftest import NOW
from tests.operations.office import TODAY, Office, eur, full_card, new_book, percent

Amounts = Counter[tuple[Any, ...]]


def minus(one: Amounts, other: Amounts) -> Amounts:
    """The difference, with negative counts; zero counts left out."""
    difference = Counter(one)
    difference.subtract(other)
    return Counter({key: count for key, count in difference.items() if count})


@dataclass
class Write:
    """What the model knows of a write: the rows before and after, and by how much open amounts and balances changed."""

    before: dict[str, Any]
    after: dict[str, Any]
    opened: Amounts
    owed: Amounts
    payout: int | None = None
    void: bool = field(default=False)


class Undoing(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.clock = clock.fixed(NOW)
        self.clock.__enter__()
        self.path = new_book(Path(self.folder.name) / "my.partnerbook")
        self.office = Office(Store.open(self.path))
        self.done: list[Write] = []
        self.undone: list[Write] = []

    def teardown(self) -> None:
        assert self.office.stale() == []
        assert self.office.findings() == []
        self.office.store.close()
        self.clock.__exit__(None, None, None)
        self.folder.cleanup()

    def owed(self) -> Amounts:
        return Counter(self.office.balances())

    def write(self, operation: Callable[..., Any], *arguments: Any) -> Write | None:
        """Do a write and remember it; one that is refused must change nothing, one that changes nothing leaves no trace."""
        before, opened, owed = self.office.dump(), self.office.open_amounts(), self.owed()
        money = self.office.dump(money=True)
        try:
            self.office.do(operation.__name__, operation, *arguments)
        except UserError:
            assert self.office.dump() == before
            assert self.office.dump(money=True) == money
            return None
        after = self.office.dump()
        if after == before and self.office.dump(money=True) == money:
            return None
        write = Write(before, after, minus(self.office.open_amounts(), opened), minus(self.owed(), owed))
        self.done.append(write)
        self.undone.clear()
        return write

    def some(self, table: str, number: int) -> int:
        """An id of a table, or one that is not there."""
        ids = [row["id"] for row in self.office.rows(f"SELECT id FROM {table} ORDER BY id")]
        return ids[number % len(ids)] if ids else 99

    @rule(name=st.sampled_from(["Harbor", "Åre", "日本商事", 'o\'brien & "Co"']), full=st.booleans())
    def add_partner(self, name: str, full: bool) -> None:
        self.write(partners.add, full_card(name) if full else PartnerFields(name))

    @rule(number=st.integers(0, 3), name=st.text(max_size=8), tags=st.lists(st.sampled_from("ab"), max_size=2))
    def edit_partner(self, number: int, name: str, tags: list[str]) -> None:
        self.write(partners.edit, self.some("partner", number), PartnerFields(name, tags=tuple(tags)))

    @rule(number=st.integers(0, 3), status=st.sampled_from(Status))
    def set_status(self, number: int, status: Status) -> None:
        self.write(partners.set_status, self.some("partner", number), status)

    @rule(number=st.integers(0, 3))
    def remove_partner(self, number: int) -> None:
        self.write(partners.remove, self.some("partner", number))

    @rule(number=st.integers(0, 3), follow_up=st.booleans())
    def log(self, number: int, follow_up: bool) -> None:
        partner = self.some("partner", number)
        self.write(lambda_named("log", lambda s: _call(s, partner, follow_up)))

    @rule(number=st.integers(0, 5))
    def forget(self, number: int) -> None:
        self.write(communications.remove, self.some("communication", number))

    @rule(number=st.integers(0, 5), days=st.integers(0, 9))
    def tick(self, number: int, days: int) -> None:
        self.write(reminders.done, self.some("reminder", number), TODAY + timedelta(days=days))

    @rule(number=st.integers(0, 3), rate=st.integers(0, 3), month=st.integers(1, 11))
    def agree(self, number: int, rate: int, month: int) -> None:
        from app.operations import terms

        self.write(terms.agree, self.some("partner", number), percent(rate * 5), date(2026, month, 1))

    @rule(number=st.integers(0, 3), customer=st.sampled_from(["Otto", "Zoë"]), month=st.integers(1, 9))
    def refer(self, number: int, customer: str, month: int) -> None:
        from app.domain.referrals import ReferralFields

        fields = ReferralFields(customer, date(2026, month, 1), "EUR")
        self.write(referrals.log, self.some("partner", number), fields)

    @rule(number=st.integers(0, 5), stage=st.sampled_from(Stage))
    def move(self, number: int, stage: Stage) -> None:
        self.write(referrals.move, self.some("referral", number), stage, TODAY)

    @rule(number=st.integers(0, 5), cents=st.integers(1, 99_999), month=st.integers(8, 11))
    def win(self, number: int, cents: int, month: int) -> None:
        amount = eur(f"{cents / 100:.2f}")
        self.write(referrals.mark_won, self.some("referral", number), amount, date(2026, month, 5))

    @rule(number=st.integers(0, 5), cents=st.integers(1, 30_000))
    def give_back(self, number: int, cents: int) -> None:
        self.write(sales.refund, self.some("sale", number), eur(f"{cents / 100:.2f}"), TODAY)

    @rule(number=st.integers(0, 3))
    def pay(self, number: int) -> None:
        write = self.write(payouts.record, self.some("partner", number), "EUR", TODAY, TODAY)
        if write:
            write.payout = self.office.value("SELECT max(id) FROM payout")

    @rule(number=st.integers(0, 3))
    def void(self, number: int) -> None:
        payout = self.some("payout", number)
        if self.write(payouts.void, payout, "why"):
            self.done.pop()  # neither it nor the payout that it voids is ever offered for undo
            next(write for write in self.done if write.payout == payout).void = True

    @rule()
    def undo(self) -> None:
        while self.done and self.done[-1].void:
            self.done.pop()
        before, opened, owed = self.office.dump(), self.office.open_amounts(), self.owed()
        try:
            step = history.undo(self.office.store)
        except UserError as error:
            assert self.office.dump() == before
            assert self.owed() == owed
            assert self.done
            expected = {"undo_final"} if self.done[-1].payout is not None else {"undo_referenced", "entry_paid"}
            if error.code not in expected:
                raise
            return
        if step is None:
            assert not self.done
            return
        write = self.done.pop()
        assert write.payout is None
        assert self.office.dump() == write.before
        assert minus(opened, self.office.open_amounts()) == write.opened
        assert minus(owed, self.owed()) == write.owed
        self.undone.append(write)

    @rule()
    def redo(self) -> None:
        opened, owed = self.office.open_amounts(), self.owed()
        step = history.redo(self.office.store)
        assert (step is None) == (not self.undone)
        if step is not None:
            write = self.undone.pop()
            assert self.office.dump() == write.after
            assert minus(self.office.open_amounts(), opened) == write.opened
            assert minus(self.owed(), owed) == write.owed
            self.done.append(write)

    @rule()
    def reopen(self) -> None:
        before = self.office.dump()
        self.office.store.close()
        self.office = Office(Store.open(self.path))
        assert self.office.dump() == before

    @precondition(lambda self: self.done)
    @invariant()
    def what_is_open_is_what_is_owed(self) -> None:
        opened: Counter[tuple[Any, ...]] = Counter()
        for (partner, _, amount, currency, _), count in self.office.open_amounts().items():
            opened[partner, currency] += amount * count
        assert {key: value for key, value in opened.items() if value} == self.office.balances()


def lambda_named(name: str, operation: Callable[..., Any]) -> Callable[..., Any]:
    """The operation under a name, for its label."""
    operation.__name__ = name
    return operation


def _call(session: Any, partner: int, follow_up: bool) -> int:
    from app.domain.communications import CommunicationFields, CommunicationKind
    from app.domain.reminders import ReminderFields, Repeat, Unit

    promised = ReminderFields("Again", TODAY, repeat=Repeat(1, Unit.MONTH)) if follow_up else None
    return communications.log(session, partner, CommunicationFields(CommunicationKind.CALL, "Hello", NOW), promised)


TestUndoing = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")(Undoing.TestCase)
TestUndoing.settings = settings(
    max_examples=max(12, settings().max_examples // 8),
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
