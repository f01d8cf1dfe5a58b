"""What is agreed and entered about a deal: shares, its own rate, payments, corrections; and undo in any order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.domain.commissions.account import Line, Sale
from app.domain.commissions.terms import Basis, Bonus, Rate, Terms, Trigger, Unit
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.referrals import GivenFields, ReferralFields
from app.domain.sales import MadeOf
from app.operations import commissions, deals, given, history, partners, referrals, sales
from app.persistence import undo
from app.persistence.journal import bulk
from app.persistence.tables import Customer, Referral
from app.persistence.tables import Sale as SaleTable
from app.queries import deals as reading
from app.queries import reciprocity, timeline, tried
from app.queries import referrals as listing
from tests.operations.office import TODAY, Office, eur, percent

THIRDS = (333_334, 333_333, 333_333)
OCTOBER = date(2026, 10, 1)


def refused(office: Office, code: str, operation: Callable[..., Any], *arguments: Any) -> str:
    """Carry out what must be refused with ``code``, changing nothing; returns the sentence."""
    before = office.dump(), office.dump(money=True)
    with pytest.raises(UserError) as caught:
        office.do("Refused", operation, *arguments)
    assert caught.value.code == code
    assert (office.dump(), office.dump(money=True)) == before
    return str(caught.value)


def asked(office: Office, query: Callable[..., Any], *arguments: Any) -> Any:
    with office.store.read() as session:
        return query(session, *arguments)


def balances(office: Office) -> list[int]:
    """The sums of the ledger by partner, in the order of the partners."""
    return [amount for _, amount in sorted(office.balances().items())]


@pytest.fixture
def three(office: Office) -> tuple[int, int, int]:
    """Three partners, the first on 10 % without a hold."""
    found = office.partner("Harbor"), office.partner("Mill"), office.partner("Otter")
    office.agree(found[0], percent(10, hold_days=0))
    return found


@pytest.fixture
def cash(office: Office) -> int:
    """A sale of €10,000.00 of a partner that earns 4 % as the customer pays; its id."""
    partner = office.partner("Mill")
    office.agree(partner, Terms("EUR", Rate(40_000), trigger=Trigger.CASH, hold_days=0))
    return office.sold(partner, "10000.00")


class TestShares:
    def test_three_equal_parts_lose_no_cent(self, office: Office, three: tuple[int, int, int]) -> None:
        referral = office.referral(three[0])
        office.won(referral, eur("80.00"))
        office.do("Share", deals.share, referral, list(zip(three, THIRDS, strict=True)))
        assert balances(office) == [267, 267, 266]
        adjustment = office.rows("SELECT kind, why FROM ledger_entry WHERE partner_id = :p", p=three[0])[-1]
        assert adjustment["kind"] == "adjustment"
        assert (
            adjustment["why"]
            == "10% of €80.00 = €8.00; a share of 33.3334% of €8.00 = €2.67; less €8.00 credited before"
        )
        office.do("Alone again", deals.share, referral, [])
        assert balances(office) == [800]
        assert office.findings() == []

    def test_what_was_paid_to_a_partner_stays_and_is_owed_back(
        self, office: Office, three: tuple[int, int, int]
    ) -> None:
        referral = office.referral(three[0])
        office.won(referral, eur("80.00"))
        office.pay(three[0])
        office.do("Share", deals.share, referral, [(three[0], 500_000), (three[1], 500_000)])
        assert office.balances() == {(three[0], "EUR"): -400, (three[1], "EUR"): 400}

    @pytest.mark.parametrize(
        ("shares", "code"),
        [
            ([(2, 500_000), (1, 500_000)], "shares_primary"),
            ([(1, 500_000), (2, 250_000), (2, 250_000)], "shares_twice"),
            ([(1, 500_000), (2, 499_999)], "shares_sum"),
            ([(1, 500_000), (2, 500_001)], "shares_sum"),
            ([(1, 1_000_000), (2, 0)], "shares_sum"),
            ([(1, 1_500_000), (2, -500_000)], "shares_sum"),
            ([(1, 500_000), (77, 500_000)], "partner_gone"),
        ],
    )
    def test_shares_that_cannot_be(
        self, office: Office, three: tuple[int, int, int], shares: list[tuple[int, int]], code: str
    ) -> None:
        refused(office, code, deals.share, office.referral(three[0]), shares)

    def test_a_partner_with_a_share_cannot_go(self, office: Office, three: tuple[int, int, int]) -> None:
        referral = office.referral(three[0])
        office.do("Share", deals.share, referral, [(three[0], 500_000), (three[1], 500_000)])
        told = refused(office, "partner_has_share", partners.remove, three[1])
        assert told.startswith("Mill has a share of a referral of another partner.")
        office.do("Remove", referrals.remove, referral)
        office.do("Remove", partners.remove, three[1])
        office.undo()
        office.undo()
        assert office.value("SELECT count(*) FROM referral_share") == 2

    def test_each_sees_its_own_part(self, office: Office, three: tuple[int, int, int]) -> None:
        referral = office.referral(three[0])
        office.won(referral, eur("80.00"))
        office.do("Share", deals.share, referral, list(zip(three, THIRDS, strict=True)))
        [mine] = asked(office, listing.of_partner, three[0])
        [theirs] = asked(office, listing.of_partner, three[2])
        assert (mine.share_ppm, mine.commission, mine.partner) == (333_334, (eur("2.67"),), "Harbor")
        assert (theirs.share_ppm, theirs.commission, theirs.partner) == (333_333, (eur("2.66"),), "Harbor")
        detail = asked(office, reading.detail, referral, TODAY)
        assert [(share.partner, share.ppm) for share in detail.shares] == list(
            zip(("Harbor", "Mill", "Otter"), THIRDS, strict=True)
        )
        assert {entry.partner for entry in detail.sales[0].credited} == {"Harbor", "Mill", "Otter"}
        assert detail.row.commission == (eur("8.00"),)

    def test_the_differences_are_known_before(self, office: Office, three: tuple[int, int, int]) -> None:
        referral = office.referral(three[0])
        office.won(referral, eur("80.00"))
        found = asked(office, tried.sharing, referral, list(zip(three, THIRDS, strict=True)))
        assert [(each.partner, each.before, each.after) for each in found] == [
            ("Harbor", eur("8.00"), eur("2.67")),
            ("Mill", eur("0"), eur("2.67")),
            ("Otter", eur("0"), eur("2.66")),
        ]


class TestOwnRate:
    def test_a_deal_rate_posts_the_difference_and_goes_again(self, office: Office, three: tuple[int, int, int]) -> None:
        referral = office.referral(three[0])
        office.won(referral, eur("100.00"))
        [found] = asked(office, tried.deal_rate, referral, Rate(150_000))
        assert (found.before, found.after) == (eur("10.00"), eur("15.00"))
        office.do("Rate", deals.agree_rate, referral, Rate(150_000))
        office.do("Rate", deals.agree_rate, referral, Rate(flat=700))
        assert asked(office, reading.detail, referral, TODAY).deal_rate == Rate(flat=700)
        office.do("Rate", deals.agree_rate, referral, None)
        assert office.earned() == [1000, 500, -800, 300]
        for _time in range(3):
            office.undo()
        assert balances(office) == [1000]

    @pytest.mark.parametrize(
        ("rate", "code"), [(Rate(1_000_001), "terms_rate"), (Rate(-1), "terms_rate"), (Rate(flat=-1), "terms_flat")]
    )
    def test_rates_that_cannot_be(self, office: Office, three: tuple[int, int, int], rate: Rate, code: str) -> None:
        refused(office, code, deals.agree_rate, office.referral(three[0]), rate)


class TestPayments:
    def test_part_payments_earn_their_part(self, office: Office, cash: int) -> None:
        assert office.earned() == []
        [draft] = asked(office, tried.payment, cash, eur("8000.00"), TODAY)
        assert draft.amount == 32_000
        office.do("Pay", sales.receive, cash, eur("8000.00"), TODAY, "bank 1")
        assert office.earned() == [32_000]
        referral = office.value("SELECT referral_id FROM sale WHERE id = :id", id=cash)
        [sale] = asked(office, reading.detail, referral, TODAY).sales
        assert (sale.on_cash, sale.paid) == (True, eur("8000.00"))
        assert [entry.amount for entry in sale.payments[0].credited] == [eur("320.00")]
        paid = asked(office, timeline.timeline, 1)[0]
        assert (paid.kind, paid.amount, paid.commission) == ("receipt", eur("8000.00"), eur("320.00"))
        refused(office, "receipt_too_large", sales.receive, cash, eur("2000.01"), TODAY)
        refused(office, "receipt_too_large", sales.receive, cash, Money(1, "USD"), TODAY)
        refused(office, "receipt_too_large", sales.receive, cash, eur("0"), TODAY)

    def test_a_wrong_payment_is_taken_out_even_when_its_commission_was_paid(self, office: Office, cash: int) -> None:
        wrong = office.do("Pay", sales.receive, cash, eur("8000.00"), TODAY)
        office.do("Pay", sales.receive, cash, eur("500.00"), TODAY)
        partner = office.value("SELECT partner_id FROM ledger_entry WHERE id = 1")
        office.pay(partner)
        [found] = asked(office, tried.without_payment, wrong)
        assert (found.before, found.after) == (eur("340.00"), eur("20.00"))
        office.do("Remove", sales.remove_receipt, wrong)
        assert balances(office) == [-32_000]
        assert office.rows("SELECT kind, corrects_id FROM ledger_entry")[-1] == {"kind": "adjustment", "corrects_id": 1}
        office.undo()
        assert balances(office) == []
        office.redo()
        assert balances(office) == [-32_000]
        refused(office, "receipt_gone", sales.remove_receipt, wrong)
        assert office.findings() == []

    def test_terms_that_pay_on_the_sale_instead_take_back_what_payments_earned(self, office: Office, cash: int) -> None:
        office.do("Pay", sales.receive, cash, eur("8000.00"), TODAY)
        office.agree(1, percent(5, hold_days=0))
        assert balances(office) == [50_000]
        assert office.earned() == [32_000, 50_000, -32_000]
        office.agree(1, Terms("EUR", Rate(40_000), trigger=Trigger.CASH, hold_days=0))
        assert balances(office) == [32_000]

    def test_a_payment_changes_nothing_where_the_sale_earns(self, office: Office, three: tuple[int, int, int]) -> None:
        sale = office.sold(three[0], "100.00")
        assert asked(office, tried.payment, sale, eur("100.00"), TODAY) == ()
        office.do("Pay", sales.receive, sale, eur("100.00"), TODAY)
        assert office.earned() == [1000]


class TestCorrections:
    def test_a_correction_says_what_it_posts_and_posts_it(self, office: Office, three: tuple[int, int, int]) -> None:
        sale = office.sold(three[0], "200.00")
        draft = Sale("", 0, 0, OCTOBER, OCTOBER, 15_000)
        found = asked(office, tried.correction, sale, draft, "EUR")
        [difference] = found.differences
        assert (difference.before, difference.after, found.others) == (eur("20.00"), eur("15.00"), eur("0"))
        office.do("Correct", sales.correct, sale, eur("150.00"), OCTOBER)
        assert office.earned() == [2000, -500]

    def test_it_says_what_other_sales_change(self, office: Office) -> None:
        partner = office.partner()
        office.agree(partner, Terms("EUR", Rate(100_000), cap_customer=2_500, hold_days=0))
        first, _second = office.sold(partner, "200.00"), office.sold(partner, "100.00", date(2026, 10, 2))
        assert office.earned() == [2000, 500]
        found = asked(office, tried.correction, first, Sale("", 0, 0, OCTOBER, OCTOBER, 10_000), "EUR")
        assert found.others == eur("5.00")
        office.do("Correct", sales.correct, first, eur("100.00"), OCTOBER)
        assert office.earned() == [2000, 500, -1000, 500]

    def test_parts_come_back_as_they_were_entered(self, office: Office, three: tuple[int, int, int]) -> None:
        referral = office.referral(three[0])
        parts = MadeOf(1_900, 100, 500, 4_000, (Line(7_000, 10, "Beans", "Dark", "Coffee", 7), Line(1_000)))
        office.do("Won", referrals.mark_won, referral, eur("100.00"), OCTOBER, "", parts)
        assert office.earned() == [800]  # two lines, each rounded by itself, without tax and shipping
        assert asked(office, reading.detail, referral, TODAY).sales[0].parts == parts

    def test_why_a_sale_earned_nothing_is_known(self, office: Office) -> None:
        partner = office.partner()
        office.agree(partner, Terms("EUR", Rate(100_000), minimum_sale=5_000, refund_days=5))
        sale = office.sold(partner, "49.99")
        office.sold(partner, "100.00", date(2025, 12, 31), "Before the terms")
        [small] = asked(office, reading.detail, 1, TODAY).sales
        assert small.nothing == "minimum"
        assert [each.nothing for each in asked(office, reading.detail, 2, TODAY).sales] == ["no_terms"]
        office.do("Correct", sales.correct, sale, eur("50.00"), OCTOBER)
        office.refund(sale, eur("10.00"))
        assert [each.nothing for each in asked(office, reading.detail, 1, TODAY).sales] == ["", "late"]

    def test_terms_on_the_margin_need_the_cost(self, office: Office) -> None:
        partner = office.partner()
        office.agree(partner, Terms("EUR", Rate(200_000), basis=Basis.MARGIN))
        referral = office.referral(partner)
        refused(office, "cost_missing", referrals.mark_won, referral, eur("100.00"), OCTOBER)
        half = MadeOf(lines=(Line(5_000, 1_000), Line(5_000)))
        refused(office, "cost_missing", referrals.mark_won, referral, eur("100.00"), OCTOBER, "", half)
        office.do("Won", referrals.mark_won, referral, eur("100.00"), OCTOBER, "", MadeOf(cost=6_000))
        assert office.earned() == [800]


class TestEditedReferrals:
    def test_another_day_bears_on_the_window(self, office: Office) -> None:
        partner = office.partner()
        office.agree(partner, Terms("EUR", Rate(100_000), window_days=20, hold_days=0))
        referral = office.referral(partner)
        office.won(referral, eur("100.00"))
        assert office.earned() == []
        office.do("Edit", referrals.edit, referral, ReferralFields("Otto Ltd", date(2026, 9, 20), "EUR"))
        assert office.earned() == [1000]
        office.undo()
        assert balances(office) == []

    def test_another_customer_bears_on_its_cap(self, office: Office) -> None:
        partner = office.partner()
        office.agree(partner, Terms("EUR", Rate(100_000), cap_customer=1_000, hold_days=0))
        office.sold(partner, "100.00")
        office.sold(partner, "100.00", date(2026, 10, 2))
        assert office.earned() == [1000]
        office.do("Edit", referrals.edit, 2, ReferralFields("Zoë", date(2026, 9, 1), "EUR"))
        assert office.earned() == [1000, 1000]

    def test_it_was_not_received_after_its_first_sale(self, office: Office, three: tuple[int, int, int]) -> None:
        office.sold(three[0], "100.00")
        late = ReferralFields("Otto Ltd", date(2026, 10, 2), "EUR")
        told = refused(office, "received_after_sale", referrals.edit, 1, late)
        assert told == "The referral cannot have been received after its first sale, on 2026-10-01."


class TestUndoOutOfOrder:
    def test_what_later_terms_added_to_a_sale_goes_with_it(self, office: Office, three: tuple[int, int, int]) -> None:
        office.sold(three[0], "100.00")
        sale = office.value("SELECT max(id) FROM change_set")
        office.agree(three[0], percent(15, hold_days=0))
        office.do("Undo", history.turn, sale)
        assert balances(office) == []
        office.do("Redo", history.turn, sale)
        assert balances(office) == [1500]
        assert office.findings() == []

    def test_a_bonus_moves_on_when_an_older_sale_goes(self, office: Office) -> None:
        partner = office.partner()
        office.agree(partner, Terms("EUR", Rate(100_000), bonuses=(Bonus(2, Unit.YEAR, 5_000),), hold_days=0))
        office.sold(partner, "100.00", customer="A")
        first = office.value("SELECT max(id) FROM change_set")
        office.sold(partner, "100.00", customer="B")
        assert office.earned() == [1000, 1000, 5000]
        office.do("Undo", history.turn, first)
        assert balances(office) == [1000]

    def test_sales_in_bulk_go_and_come_back_between_other_writes(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        many = 60
        monkeypatch.setattr(undo, "BULK", 50)  # the number from which writes are turned back set-wise, lowered
        partner = office.partner()
        office.agree(partner, percent(10, hold_days=0))

        def bring(session: Session) -> None:
            ids = range(1, many + 1)
            with bulk(session, "customer", "referral", "sale"):
                session.execute(
                    insert(Customer), [{"uid": f"c{n}", "name": f"C {n}", "sort_key": f"c {n}"} for n in ids]
                )
                session.execute(
                    insert(Referral),
                    [
                        {"uid": f"r{n}", "partner_id": partner, "customer_id": n, "stage": "won", "currency": "EUR"}
                        | {"received_on": OCTOBER, "stage_since": OCTOBER}
                        for n in ids
                    ],
                )
                session.execute(
                    insert(SaleTable),
                    [
                        {"uid": f"s{n}", "referral_id": n, "sold_on": OCTOBER, "amount_minor": 10_000}
                        | {"currency": "EUR"}
                        for n in ids
                    ],
                )
            commissions.credit_partner(session, partner)

        office.do("Bring many", bring)
        brought = office.value("SELECT max(id) FROM change_set")
        assert balances(office) == [many * 1_000]
        office.agree(partner, percent(20, hold_days=0))
        assert balances(office) == [many * 2_000]
        office.do("Undo", history.turn, brought)
        assert balances(office) == []
        assert office.value("SELECT count(*) FROM sale") == 0
        office.do("Redo", history.turn, brought)
        assert balances(office) == [many * 2_000]
        assert office.findings() == []
        assert office.stale() == []

    def test_undone_in_order_nothing_more_is_posted(self, office: Office, three: tuple[int, int, int]) -> None:
        office.sold(three[0], "100.00")
        office.undo()
        assert office.earned() == [1000, -1000]


class TestGiven:
    def test_the_balance_counts_both_ways_and_never_adds_currencies(self, office: Office) -> None:
        partner = office.partner("Harbor")
        sale = office.sold(partner, "124.00")
        office.refund(sale, eur("24.00"))
        office.referral(partner, "Lost one")
        for customer, value in (("Kim", eur("70.00")), ("Ada", None), ("Sól", Money(5_000, "ISK"))):
            office.do("Give", given.log, partner, GivenFields(customer, TODAY, "EUR", value, "note\n2"))
        found = asked(office, reciprocity.balance, partner)
        assert (found.received, found.received_value) == (2, (eur("100.00"),))
        assert (found.given, found.given_value) == (3, (eur("70.00"), Money(5_000, "ISK")))
        office.do("Edit", given.edit, 2, GivenFields(" Ada  GmbH ", TODAY, "USD"))
        assert [row.customer for row in asked(office, reciprocity.given, partner)] == ["Sól", "Ada GmbH", "Kim"]
        office.do("Remove", given.remove, 2)
        office.undo()
        office.undo()
        assert [row.currency for row in asked(office, reciprocity.given, partner)] == ["ISK", "EUR", "EUR"]

    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            (GivenFields("Kim", TODAY, "EUR", eur("-1")), "value_negative"),
            (GivenFields("Kim", TODAY, "EUR", Money(10**15, "EUR")), "amount_too_large"),
            (GivenFields("Kim", TODAY, "XYZZY"), "currency_unknown"),
            (GivenFields(" \n", TODAY, "EUR"), "name_missing"),
        ],
    )
    def test_what_cannot_be_given(self, office: Office, fields: GivenFields, code: str) -> None:
        refused(office, code, given.log, office.partner(), fields)

    def test_it_goes_with_its_partner_and_comes_back(self, office: Office) -> None:
        partner = office.partner()
        one = office.do("Give", given.log, partner, GivenFields("Kim", TODAY, "EUR"))
        refused(office, "partner_gone", given.log, 77, GivenFields("Kim", TODAY, "EUR"))
        office.do("Remove", partners.remove, partner)
        refused(office, "given_gone", given.edit, one, GivenFields("Kim", TODAY, "EUR"))
        office.undo()
        assert len(asked(office, reciprocity.given, partner)) == 1

    def test_a_partner_without_commissions_goes_with_all_that_was_sold(self, office: Office) -> None:
        partner, other = office.partner(), office.partner("Mill")
        referral = office.referral(partner)
        parts = MadeOf(tax=100, lines=(Line(9_900, product="Beans"),))
        sale = office.do("Won", referrals.mark_won, referral, eur("100.00"), OCTOBER, "", parts)
        office.do("Pay", sales.receive, sale, eur("40.00"), TODAY)
        office.refund(sale, eur("10.00"))
        office.do("Share", deals.share, referral, [(partner, 400_000), (other, 600_000)])
        before = office.dump()
        office.do("Remove", partners.remove, partner)
        office.undo()
        assert office.dump() == before
