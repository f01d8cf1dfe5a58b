"""Payout runs on a real book: who can be paid, why others cannot, approving, withdrawing, recording."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from app.domain.commissions.terms import Rate, Terms
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.payouts import Candidate, LeftOut
from app.formatting import left_out
from app.operations import payout_run, payouts
from app.operations.ledger import reverse_all
from app.operations.payout_run import Chosen
from app.queries import commissions, payout_runs, statements
from app.queries.deals import detail
from tests.operations.office import TODAY, Office, eur, percent
from tests.operations.test_money import refused


def agree_minimum(office: Office, partner: int, minimum: str, starts_on: date = date(2026, 1, 1)) -> None:
    terms = Terms("EUR", Rate(100_000), hold_days=0, minimum_payout=eur(minimum).minor)
    office.agree(partner, terms, starts_on)


def proposed(office: Office, until: date = TODAY) -> list[Candidate]:
    with office.store.read() as session:
        return list(payout_runs.propose(session, until))


def approve(office: Office, *chosen: tuple[int, str], until: date = TODAY) -> int:
    picked = [Chosen(partner, eur(amount)) for partner, amount in chosen]
    return office.do("Approve payouts", payout_run.approve, until, picked)


def record(office: Office, run: int, **named: object) -> payout_run.Recorded:
    return office.do("Record payouts", payout_run.record, run, TODAY, "SEPA transfer", "November", **named)


def runs(office: Office) -> list[tuple[str, int, int, tuple[Money, ...]]]:
    with office.store.read() as session:
        return [(row.state, row.partners, row.waiting, row.totals) for row in payout_runs.listed(session)]


def states(office: Office) -> list[str]:
    """The states in the ledger, the oldest first, as every list shows them."""
    with office.store.read() as session:
        return [line.state or line.kind for line in reversed(commissions.ledger(session, TODAY))]


@pytest.fixture
def two(office: Office) -> tuple[int, int]:
    """Anna with €100 and Bert with €20 payable."""
    found = []
    for name, sale in (("Anna", "1000.00"), ("Bert", "200.00")):
        partner = office.partner(name, pay_method="PayPal" if name == "Bert" else "")
        office.agree(partner, percent(10, hold_days=0))
        office.sold(partner, sale, customer=f"Customer of {name}")
        found.append(partner)
    return found[0], found[1]


class TestWhoCanBePaid:
    def test_everybody_to_whom_something_is_payable_and_what_of_it_was_netted(self, office: Office) -> None:
        partner = office.partner("Anna")
        office.agree(partner, percent(10, hold_days=0))
        sale = office.sold(partner, "1000.00")
        office.refund(sale, eur("250.00"))
        [candidate] = proposed(office)
        assert candidate.left_out is None
        assert (candidate.payable, candidate.netted, candidate.entries) == (eur("75.00"), eur("-25.00"), 2)

    def test_what_is_on_hold_waits(self, office: Office) -> None:
        partner = office.partner("Anna")
        office.agree(partner, percent(10))
        office.sold(partner, "1000.00", date(2026, 11, 1))
        [candidate] = proposed(office)
        assert candidate.left_out is LeftOut.NOTHING
        assert left_out(candidate) == "Nothing is payable yet: €100.00 is on hold until 1 Dec 2026"
        assert proposed(office, date(2026, 12, 1))[0].left_out is None

    def test_a_minimum_of_50_lets_40_roll_over_and_60_pays(self, office: Office) -> None:
        partner = office.partner("Anna")
        agree_minimum(office, partner, "50.00")
        office.sold(partner, "400.00", customer="One")
        [candidate] = proposed(office)
        assert (candidate.left_out, candidate.minimum) == (LeftOut.MINIMUM, eur("50.00"))
        assert left_out(candidate) == "Below the minimum payout of €50.00: rolls over"
        assert office.do("Pay", payout_run.pay_all, TODAY, TODAY).paid == ()
        office.sold(partner, "200.00", customer="Two")
        assert proposed(office)[0].left_out is None
        assert [paid.amount for paid in office.do("Pay", payout_run.pay_all, TODAY, TODAY).paid] == [eur("60.00")]
        assert office.balances() == {}

    def test_exactly_the_minimum_pays(self, office: Office) -> None:
        partner = office.partner("Anna")
        agree_minimum(office, partner, "50.00")
        office.sold(partner, "500.00")
        assert proposed(office)[0].left_out is None

    def test_the_minimum_is_that_of_the_terms_in_force_on_the_day(self, office: Office) -> None:
        partner = office.partner("Anna")
        agree_minimum(office, partner, "500.00")
        agree_minimum(office, partner, "50.00", date(2026, 11, 1))
        office.agree(partner, percent(10, hold_days=0), date(2027, 1, 1))
        office.sold(partner, "1000.00")
        assert proposed(office, date(2026, 10, 31))[0].left_out is LeftOut.MINIMUM
        assert proposed(office)[0].minimum == eur("50.00")
        assert proposed(office, date(2027, 1, 1))[0].minimum is None

    def test_earned_20_and_100_taken_back_leaves_80_owed_and_blocks(self, office: Office) -> None:
        partner = office.partner("Anna")
        office.agree(partner, percent(10, hold_days=0))
        sale = office.sold(partner, "1000.00", customer="One")
        office.pay(partner)
        office.sold(partner, "200.00", customer="Two")
        office.refund(sale, eur("1000.00"))
        [candidate] = proposed(office)
        assert (candidate.payable, candidate.left_out) == (eur("-80.00"), LeftOut.NEGATIVE)
        assert left_out(candidate) == "Owes €80.00 back after refunds: blocked until new commissions net it"
        refused(office, "payable_changed", payout_run.approve, TODAY, [Chosen(partner, eur("-80.00"))])
        sentence = refused(office, "balance_negative", payouts.record, partner, "EUR", TODAY, TODAY)
        assert "-80.00 EUR" in sentence
        office.sold(partner, "900.00", customer="Three")
        assert [paid.amount for paid in office.do("Pay", payout_run.pay_all, TODAY, TODAY).paid] == [eur("10.00")]

    def test_currencies_are_paid_apart(self, office: Office) -> None:
        partner = office.partner("Anna")
        office.agree(partner, percent(10, hold_days=0))
        office.sold(partner, "1000.00")
        office.agree(partner, percent(10, "JPY", hold_days=0), date(2026, 10, 2))
        referral = office.do("Log", _log_in_yen, partner)
        office.won(referral, Money(50_000, "JPY"), date(2026, 10, 5))
        assert [c.payable for c in proposed(office)] == [eur("100.00"), Money(5000, "JPY")]
        picked = [Chosen(partner, eur("100.00")), Chosen(partner, Money(5000, "JPY"))]
        run = office.do("Approve", payout_run.approve, TODAY, picked)
        assert runs(office) == [("approved", 2, 2, (eur("100.00"), Money(5000, "JPY")))]
        assert len(record(office, run).paid) == 2
        assert office.findings() == []


def _log_in_yen(session: object, partner: int) -> int:
    from app.domain.referrals import ReferralFields
    from app.operations import referrals

    return referrals.log(session, partner, ReferralFields("Tokyo", date(2026, 10, 3), "JPY"))  # type: ignore[arg-type]


class TestApproving:
    def test_what_is_approved_is_shown_so_and_not_paid_twice(self, office: Office, two: tuple[int, int]) -> None:
        anna, _bert = two
        approve(office, (anna, "100.00"))
        assert states(office) == ["approved", "payable"]
        with office.store.read() as session:
            assert [entry.state for entry in detail(session, 1, TODAY).sales[0].credited] == ["approved"]
            [owed, _bert] = commissions.owed(session, TODAY)
            assert (owed.payable, owed.approved) == (eur("100.00"), eur("100.00"))
        by_partner = {candidate.partner_id: candidate for candidate in proposed(office)}
        assert by_partner[anna].left_out is LeftOut.APPROVED
        assert left_out(by_partner[anna]) == "Approved already: €100.00 waits to be recorded"
        refused(office, "payable_changed", payout_run.approve, TODAY, [Chosen(anna, eur("100.00"))])
        refused(office, "nothing_payable", payouts.record, anna, "EUR", TODAY, TODAY)
        assert [paid.partner for paid in office.do("Pay", payout_run.pay_all, TODAY, TODAY).paid] == ["Bert"]

    def test_what_comes_after_the_approval_goes_into_the_next_run(self, office: Office, two: tuple[int, int]) -> None:
        anna, _ = two
        run = approve(office, (anna, "100.00"))
        office.sold(anna, "300.00", customer="Late")
        second = approve(office, (anna, "30.00"))
        assert [paid.amount for paid in record(office, run).paid] == [eur("100.00")]
        assert states(office) == ["paid", "payable", "approved", "payout"]
        assert [paid.amount for paid in record(office, second).paid] == [eur("30.00")]

    def test_nothing_happens_when_nobody_is_chosen_or_the_amount_was_another(
        self, office: Office, two: tuple[int, int]
    ) -> None:
        anna, bert = two
        refused(office, "nobody_chosen", payout_run.approve, TODAY, [])
        both = [Chosen(bert, eur("20.00")), Chosen(anna, eur("99.99"))]
        refused(office, "payable_changed", payout_run.approve, TODAY, both)
        twice = [Chosen(bert, eur("20.00")), Chosen(bert, eur("20.00"))]
        refused(office, "payable_changed", payout_run.approve, TODAY, twice)
        refused(office, "payable_changed", payout_run.approve, date(2026, 9, 1), [Chosen(anna, eur("100.00"))])

    def test_approving_and_withdrawing_are_undone_and_done_again(self, office: Office, two: tuple[int, int]) -> None:
        anna, bert = two
        run = approve(office, (anna, "100.00"), (bert, "20.00"))
        office.undo()
        assert (states(office), runs(office)) == (["payable", "payable"], [])
        office.redo()
        assert states(office) == ["approved", "approved"]
        office.do("Withdraw", payout_run.withdraw, run)
        assert states(office) == ["payable", "payable"]
        assert runs(office) == [("withdrawn", 2, 0, (eur("120.00"),))]
        refused(office, "run_over", payout_run.withdraw, run)
        refused(office, "nobody_chosen", payout_run.record, run, TODAY)
        office.undo()
        assert states(office) == ["approved", "approved"]
        assert office.stale() == []
        assert office.findings() == []


class TestRecording:
    def test_exactly_the_approved_entries_are_paid_with_method_and_reference(
        self, office: Office, two: tuple[int, int]
    ) -> None:
        anna, bert = two
        run = approve(office, (bert, "20.00"), (anna, "100.00"))
        office.sold(anna, "300.00", customer="Late")
        recorded = record(office, run)
        assert [(p.partner, p.amount, p.statement) for p in recorded.paid] == [
            ("Anna", eur("100.00"), "S-2026-0001"),
            ("Bert", eur("20.00"), "S-2026-0002"),
        ]
        assert recorded.refused == ()
        assert office.rows("SELECT method, reference, amount_minor FROM payout") == [
            {"method": "SEPA transfer", "reference": "November", "amount_minor": 10_000},
            {"method": "SEPA transfer", "reference": "November", "amount_minor": 2_000},
        ]
        assert runs(office) == [("paid", 2, 0, (eur("120.00"),))]
        assert states(office) == ["paid", "paid", "payable", "payout", "payout"]
        assert office.balances() == {(anna, "EUR"): 3_000}
        with office.store.read() as session:
            assert [row.statement for row in payout_runs.approvals(session, run)] == ["S-2026-0001", "S-2026-0002"]
            assert statements.issued(session, "S-2026-0001").total == eur("100.00")
        assert office.findings() == []

    def test_without_a_method_each_partner_is_paid_in_its_own_way(self, office: Office, two: tuple[int, int]) -> None:
        run = approve(office, (two[0], "100.00"), (two[1], "20.00"))
        office.do("Record", payout_run.record, run, TODAY)
        assert [row["method"] for row in office.rows("SELECT method FROM payout ORDER BY id")] == ["", "PayPal"]

    def test_some_can_be_recorded_and_the_others_wait_or_are_withdrawn(
        self, office: Office, two: tuple[int, int]
    ) -> None:
        anna, bert = two
        run = approve(office, (anna, "100.00"), (bert, "20.00"))
        with office.store.read() as session:
            ids = {row.partner: row.id for row in payout_runs.approvals(session, run)}
        assert [paid.partner for paid in record(office, run, only={ids["Bert"]}).paid] == ["Bert"]
        assert runs(office) == [("approved", 2, 1, (eur("120.00"),))]
        refused(office, "nobody_chosen", payout_run.record, run, TODAY, "", "", {ids["Bert"]})
        office.do("Withdraw", payout_run.withdraw, run)
        assert runs(office) == [("paid", 2, 0, (eur("120.00"),))]
        assert states(office) == ["payable", "paid", "payout"]

    def test_a_partner_of_whom_an_approved_entry_is_gone_is_refused_and_the_others_are_paid(
        self, office: Office, two: tuple[int, int]
    ) -> None:
        anna, bert = two
        run = approve(office, (anna, "100.00"), (bert, "20.00"))
        office.do("Take back", reverse_all, [1])
        recorded = record(office, run)
        assert [paid.partner for paid in recorded.paid] == ["Bert"]
        assert recorded.refused == (
            "Anna is not paid: what was approved has changed since. Withdraw the approval and approve again.",
        )
        assert runs(office) == [("approved", 2, 1, (eur("120.00"),))]
        sentence = refused(office, "approval_changed", payout_run.record, run, TODAY)
        assert sentence.startswith("Anna is not paid")
        office.do("Withdraw", payout_run.withdraw, run)
        assert office.balances() == {}
        # The entry was reversed alone here: that the sale it came from is still in the book is all there is to find.
        [finding] = office.findings()
        assert "by the terms it comes to 100.00" in finding

    def test_a_sum_that_is_not_what_was_approved_is_refused(self, office: Office, two: tuple[int, int]) -> None:
        run = approve(office, (two[0], "100.00"))
        office.do("Tamper", _tamper)
        refused(office, "approval_changed", payout_run.record, run, TODAY)

    def test_named_entries_must_all_be_open(self, office: Office, two: tuple[int, int]) -> None:
        anna, _ = two
        refused(office, "entry_not_open", payouts.record, anna, "EUR", TODAY, TODAY, "", "", [1, 2])

    def test_a_payout_is_voided_not_undone_and_then_payable_again(self, office: Office, two: tuple[int, int]) -> None:
        anna, bert = two
        run = approve(office, (anna, "100.00"), (bert, "20.00"))
        record(office, run)
        with pytest.raises(UserError, match="Void the payout"):
            office.undo()
        office.void("S-2026-0001")
        assert states(office) == ["payable", "paid", "payout", "payout", "payout_void"]
        again = approve(office, (anna, "100.00"))
        assert [paid.statement for paid in record(office, again).paid] == ["S-2026-0003"]
        assert office.findings() == []

    def test_after_all_is_void_undo_goes_on_before_the_approval(self, office: Office, two: tuple[int, int]) -> None:
        anna, _ = two
        record(office, approve(office, (anna, "100.00")))
        office.void("S-2026-0001")
        office.undo()
        with office.store.read() as session:
            assert commissions.ledger(session, TODAY)[0].kind == "reversal"
        assert office.findings() == []

    def test_unknown_runs_are_refused(self, office: Office) -> None:
        refused(office, "run_gone", payout_run.record, 99, TODAY)
        refused(office, "run_gone", payout_run.withdraw, 99)


def _tamper(session: object) -> None:
    from sqlalchemy import text

    session.execute(text("UPDATE approval SET amount_minor = 9999"))  # type: ignore[attr-defined]


def test_the_whole_book_with_runs_goes_out_and_in_again(office: Office, two: tuple[int, int]) -> None:
    from app.queries.export import everything

    record(office, approve(office, (two[0], "100.00")))
    approve(office, (two[1], "20.00"))
    with office.store.read() as session:
        counted = Counter({name: len(rows) for name, rows in everything(session)})
    assert (counted["payout_run"], counted["approval"], counted["approved_entry"]) == (2, 2, 2)
