"""Any order of sales, refunds, approvals, payouts and voidings: nothing is paid twice, and all that is owed is somewhere."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app import clock
from app.domain.commissions.terms import Rate, Terms
from app.domain.errors import UserError
from app.operations import payout_run, payouts, sales
from app.operations.payout_run import Chosen
from app.persistence.store import Store
from app.queries import payout_runs
from tests.conftest import NOW
from tests.operations.office import TODAY, Office, eur, new_book

UNTIL = st.sampled_from([date(2026, 10, 1), TODAY, date(2027, 1, 1)])


class Paying(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.clock = clock.fixed(NOW)
        self.clock.__enter__()
        self.office = Office(Store.open(new_book(Path(self.folder.name) / "my.partnerbook")))

    def teardown(self) -> None:
        assert self.office.stale() == []
        assert self.office.findings() == []
        self.office.store.close()
        self.clock.__exit__(None, None, None)
        self.folder.cleanup()

    def attempt(self, operation: Any, *arguments: Any) -> Any:
        """Do it; a refusal changes nothing."""
        before = self.office.dump(), self.office.dump(money=True)
        try:
            return self.office.do(operation.__name__, operation, *arguments)
        except UserError:
            assert (self.office.dump(), self.office.dump(money=True)) == before
            return None

    def some(self, table: str, number: int) -> int:
        ids = [row["id"] for row in self.office.rows(f"SELECT id FROM {table} ORDER BY id")]
        return ids[number % len(ids)] if ids else 99

    @initialize()
    def two_partners(self) -> None:
        for name, minimum in (("Anna", 0), ("Bert", 5_000)):
            partner = self.office.partner(name)
            terms = Terms("EUR", Rate(100_000), hold_days=30, minimum_payout=minimum)
            self.office.agree(partner, terms)

    @rule(partner=st.integers(1, 2), euros=st.integers(1, 999), month=st.integers(8, 11))
    def sell(self, partner: int, euros: int, month: int) -> None:
        self.office.sold(partner, f"{euros}.00", date(2026, month, 5))

    @rule(number=st.integers(0, 9), euros=st.integers(1, 500))
    def give_back(self, number: int, euros: int) -> None:
        self.attempt(sales.refund, self.some("sale", number), eur(f"{euros}.00"), TODAY)

    @rule(until=UNTIL, both=st.booleans())
    def approve(self, until: date, both: bool) -> None:
        with self.office.store.read() as session:
            proposed = payout_runs.propose(session, until)
        payable = [each for each in proposed if each.left_out is None]
        for each in proposed:
            assert (each.left_out is None) == (
                each.payable.minor > 0 and not (each.minimum and each.payable < each.minimum)
            )
        chosen = [Chosen(each.partner_id, each.payable) for each in payable][: 2 if both else 1]
        assert (self.attempt(payout_run.approve, until, chosen) is None) == (not chosen)

    @rule(number=st.integers(0, 5))
    def withdraw(self, number: int) -> None:
        self.attempt(payout_run.withdraw, self.some("payout_run", number))

    @rule(number=st.integers(0, 5), first_only=st.booleans())
    def record(self, number: int, first_only: bool) -> None:
        run = self.some("payout_run", number)
        with self.office.store.read() as session:
            waiting = [row for row in payout_runs.approvals(session, run) if row.state == "approved"]
        asked = waiting[:1] if first_only else waiting
        recorded = self.attempt(payout_run.record, run, TODAY, "", "", {row.id for row in asked})
        paid = recorded.paid if recorded else ()
        assert [(each.partner_id, each.amount) for each in paid] == [(row.partner_id, row.amount) for row in asked]

    @rule(partner=st.integers(1, 2))
    def pay_one(self, partner: int) -> None:
        self.attempt(payouts.record, partner, "EUR", TODAY, TODAY)

    @rule(number=st.integers(0, 5))
    def void(self, number: int) -> None:
        self.attempt(payouts.void, self.some("payout", number), "why")

    @invariant()
    def nothing_is_paid_or_approved_twice(self) -> None:
        standing = self.office.rows(
            "SELECT entry_id FROM payout_line WHERE payout_id NOT IN (SELECT payout_id FROM voiding) UNION ALL "
            "SELECT x.entry_id FROM approved_entry x JOIN approval a ON a.id = x.approval_id WHERE a.state = 'approved'"
        )
        assert max(Counter(row["entry_id"] for row in standing).values(), default=1) == 1

    @invariant()
    def all_that_is_owed_is_payable_approved_or_on_hold(self) -> None:
        with self.office.store.read() as session:
            proposed = payout_runs.propose(session, TODAY)
        stands = {each.partner_id: (each.payable + each.approved + each.on_hold).minor for each in proposed}
        balances = {partner: minor for (partner, _), minor in self.office.balances().items()}
        assert {partner: minor for partner, minor in stands.items() if minor} == balances

    @invariant()
    def a_run_says_what_its_approvals_say(self) -> None:
        for run in self.office.rows("SELECT id, state FROM payout_run"):
            states = {
                row["state"] for row in self.office.rows("SELECT state FROM approval WHERE run_id = :r", r=run["id"])
            }
            assert run["state"] == next(each for each in ("approved", "paid", "withdrawn") if each in states)


TestPaying = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")(Paying.TestCase)
TestPaying.settings = settings(
    max_examples=max(10, settings().max_examples // 10),
    stateful_step_count=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
