"""From the sale to the statement: what is credited, held, taken back, paid, voided and paid again."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.commissions.terms import flat_per_sale, percent_of_sale
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.statements import Statement
from app.operations import payout_run, payouts, referrals, sales, terms
from app.queries import export, statements
from app.queries import referrals as referral_queries
from tests.operations.office import TODAY, Office, eur, percent


def issued(office: Office, number: str) -> Statement:
    with office.store.read() as session:
        return statements.issued(session, number)


def refused(office: Office, code: str, operation: object, *arguments: object) -> str:
    """Carry out what must be refused with ``code``, changing nothing; returns the sentence."""
    before = office.dump(), office.dump(money=True)
    with pytest.raises(UserError) as caught:
        office.do("Refused", operation, *arguments)  # type: ignore[arg-type]
    assert caught.value.code == code
    assert (office.dump(), office.dump(money=True)) == before
    return str(caught.value)


@pytest.fixture
def harbor(office: Office) -> int:
    """A partner on 10 % with a hold of 30 days since January."""
    partner = office.card("Harbor Coffee")
    office.agree(partner, percent(10))
    return partner


class TestCrediting:
    def test_a_sale_is_credited_by_the_terms_of_its_day(self, office: Office, harbor: int) -> None:
        office.agree(harbor, percent(20), date(2026, 10, 1))
        office.sold(harbor, "100.00", date(2026, 9, 30), "Before")
        office.sold(harbor, "100.00", date(2026, 10, 1), "On the day")
        assert office.earned() == [1000, 2000]
        found = office.rows("SELECT terms_version, payable_on, why, customer, kind FROM ledger_entry")
        assert [tuple(row.values()) for row in found] == [
            (1, "2026-10-30", "10% of €100.00", "Before", "accrual"),
            (2, "2026-10-31", "20% of €100.00", "On the day", "accrual"),
        ]

    def test_of_two_versions_from_the_same_day_the_later_one_counts(self, office: Office, harbor: int) -> None:
        office.agree(harbor, percent(5))
        office.sold(harbor, "100.00")
        assert office.earned() == [500]

    def test_without_terms_nothing_is_earned_until_they_are_agreed(self, office: Office) -> None:
        partner = office.partner()
        sale = office.sold(partner, "100.00")
        office.refund(sale, eur("40.00"))
        assert office.earned() == []
        office.agree(partner, percent(10))
        assert sum(office.earned()) == 600

    def test_before_the_first_terms_nothing_is_earned(self, office: Office) -> None:
        partner = office.partner()
        office.agree(partner, percent(10), date(2026, 10, 2))
        office.sold(partner, "100.00", date(2026, 10, 1))
        assert office.earned() == []

    def test_a_further_sale_is_credited_too(self, office: Office, harbor: int) -> None:
        referral = office.referral(harbor)
        office.won(referral, eur("100.00"))
        office.won(referral, eur("50.00"))
        assert office.earned() == [1000, 500]
        assert office.value("SELECT count(*) FROM stage_change WHERE stage = 'won'") == 1

    def test_a_sale_in_another_currency_than_the_terms_is_refused(self, office: Office, harbor: int) -> None:
        referral = office.referral(harbor)
        refused(office, "currency_differs", referrals.mark_won, referral, Money(100, "USD"), date(2026, 10, 1))

    @pytest.mark.parametrize(
        ("amount", "day", "code"),
        [
            (Money(0, "EUR"), date(2026, 10, 1), "sale_not_positive"),
            (Money(-1, "EUR"), date(2026, 10, 1), "sale_not_positive"),
            (Money(10**15, "EUR"), date(2026, 10, 1), "amount_too_large"),
            (Money(100, "EUR"), date(2026, 8, 31), "sale_before_referral"),
        ],
    )
    def test_sales_that_cannot_be(self, office: Office, harbor: int, amount: Money, day: date, code: str) -> None:
        refused(office, code, referrals.mark_won, office.referral(harbor), amount, day)

    def test_a_sale_needs_a_won_referral(self, office: Office, harbor: int) -> None:
        refused(office, "referral_open", sales.add, office.referral(harbor), eur("1"), TODAY)
        refused(office, "referral_gone", referrals.mark_won, 99, eur("1"), TODAY)


class TestTermsThatComeLate:
    def test_backdated_terms_post_the_difference_named(self, office: Office, harbor: int) -> None:
        office.sold(harbor, "100.00", date(2026, 9, 30), "Before")
        office.sold(harbor, "100.00", date(2026, 10, 5), "After")
        office.agree(harbor, percent(15), date(2026, 10, 1))
        [adjustment] = office.rows("SELECT * FROM ledger_entry WHERE kind = 'adjustment'")
        assert (adjustment["amount_minor"], adjustment["customer"], adjustment["corrects_id"]) == (500, "After", 2)
        assert (adjustment["terms_version"], adjustment["day"]) == (2, TODAY.isoformat())
        assert adjustment["why"] == "15% of €100.00 = €15.00; less €10.00 credited before"

    def test_what_was_paid_is_not_altered(self, office: Office, harbor: int) -> None:
        office.sold(harbor, "100.00")
        number = office.pay(harbor)
        before = issued(office, number)
        office.agree(harbor, percent(15))
        assert issued(office, number) == before
        assert office.earned() == [1000, -1000, 500]
        office.agree(harbor, percent(12))
        assert office.earned() == [1000, -1000, 500, -300]

    def test_a_sale_given_back_earns_nothing_by_new_terms_either(self, office: Office, harbor: int) -> None:
        sale = office.sold(harbor, "100.00")
        office.refund(sale, eur("100.00"))
        office.agree(harbor, percent(20))
        assert office.balances() == {}

    @pytest.mark.parametrize("rate", [5, 10, 20, 0])
    def test_a_refund_in_part_follows_new_terms(self, office: Office, harbor: int, rate: int) -> None:
        sale = office.sold(harbor, "100.00")
        office.refund(sale, eur("25.00"))
        office.refund(sale, eur("25.00"), date(2026, 11, 2))
        office.agree(harbor, percent(rate))
        assert sum(office.earned()) == 50 * rate
        office.agree(harbor, percent(10))
        assert sum(office.earned()) == 500
        office.refund(sale, eur("50.00"), date(2026, 11, 3))
        assert office.balances() == {}
        assert office.findings() == []

    def test_undoing_terms_takes_their_difference_back(self, office: Office, harbor: int) -> None:
        sale = office.sold(harbor, "100.00")
        office.refund(sale, eur("50.00"))
        before = office.open_amounts()
        office.agree(harbor, percent(20))
        office.undo()
        assert office.open_amounts() == before
        office.redo()
        assert sum(office.earned()) == 1000

    def test_terms_in_another_currency_do_not_touch_earlier_sales_of_the_first(
        self, office: Office, harbor: int
    ) -> None:
        office.sold(harbor, "100.00")
        office.agree(harbor, percent(10, "USD"), date(2026, 11, 1))
        assert office.earned() == [1000]
        before = office.earned()
        message = refused(office, "currency_differs", terms.agree, harbor, percent(10, "USD"), date(2026, 9, 1))
        assert "EUR" in message
        assert "USD" in message
        assert office.earned() == before

    def test_terms_that_cannot_be_are_refused(self, office: Office, harbor: int) -> None:
        refused(office, "terms_rate", terms.agree, harbor, percent_of_sale("EUR", -1), TODAY)
        refused(office, "partner_gone", terms.agree, 99, percent(10), TODAY)


class TestRefunds:
    def test_before_payment_a_refund_cancels_in_proportion(self, office: Office, harbor: int) -> None:
        sale = office.sold(harbor, "99.99")
        for part in ("33.33", "33.33", "33.33"):
            office.refund(sale, eur(part))
        assert office.balances() == {}
        assert office.earned() == [1000, -333, -334, -333]

    def test_after_payment_the_next_payout_nets_it(self, office: Office, harbor: int) -> None:
        sale = office.sold(harbor, "100.00")
        office.pay(harbor)
        office.refund(sale, eur("50.00"))
        message = refused(office, "balance_negative", payouts.record, harbor, "EUR", TODAY, TODAY)
        assert "-5.00 EUR" in message
        office.sold(harbor, "200.00", date(2026, 10, 2), "Next")
        assert issued(office, office.pay(harbor)).total == eur("15.00")
        assert office.balances() == {}

    def test_a_refund_waits_no_longer_than_its_sale(self, office: Office, harbor: int) -> None:
        sale = office.sold(harbor, "100.00", date(2026, 11, 20))
        office.refund(sale, eur("100.00"), date(2026, 11, 21))
        assert {row["payable_on"] for row in office.rows("SELECT payable_on FROM unsettled")} == {"2026-12-20"}

    @pytest.mark.parametrize(
        ("amount", "day", "code"),
        [
            (eur("100.01"), date(2026, 11, 1), "refund_too_large"),
            (eur("0.00"), date(2026, 11, 1), "refund_too_large"),
            (eur("-1.00"), date(2026, 11, 1), "refund_too_large"),
            (Money(100, "USD"), date(2026, 11, 1), "refund_too_large"),
            (eur("1.00"), date(2026, 9, 30), "refund_before_sale"),
        ],
    )
    def test_refunds_that_cannot_be(self, office: Office, harbor: int, amount: Money, day: date, code: str) -> None:
        refused(office, code, sales.refund, office.sold(harbor, "100.00"), amount, day)

    def test_no_more_than_was_sold_is_given_back(self, office: Office, harbor: int) -> None:
        sale = office.sold(harbor, "100.00")
        refund = office.refund(sale, eur("60.00"))
        assert "40.00" in refused(office, "refund_too_large", sales.refund, sale, eur("40.01"), TODAY)
        refused(office, "sale_gone", sales.refund, refund, eur("1.00"), TODAY)
        refused(office, "sale_gone", sales.refund, 99, eur("1.00"), TODAY)
        office.refund(sale, eur("40.00"))
        assert office.balances() == {}


class TestPayouts:
    def test_the_hold_ends_on_its_day(self, office: Office, harbor: int) -> None:
        office.sold(harbor, "100.00", date(2026, 10, 24))
        refused(office, "nothing_payable", payouts.record, harbor, "EUR", date(2026, 11, 22), TODAY)
        assert issued(office, office.pay(harbor, until=date(2026, 11, 23))).total == eur("10.00")

    def test_what_is_on_hold_is_named_and_not_paid(self, office: Office, harbor: int) -> None:
        office.sold(harbor, "100.00", date(2026, 10, 1), "Old")
        office.sold(harbor, "300.00", date(2026, 11, 1), "New")
        office.sold(harbor, "400.00", date(2026, 11, 3), "Newer")
        drawn = issued(office, office.pay(harbor))
        assert [line.customer for line in drawn.lines] == ["Old"]
        assert drawn.on_hold is not None
        assert (drawn.on_hold.amount, drawn.on_hold.sales) == (eur("70.00"), 2)
        assert (drawn.on_hold.first, drawn.on_hold.last) == (date(2026, 12, 1), date(2026, 12, 3))

    def test_void_then_pay_again(self, office: Office, harbor: int) -> None:
        office.sold(harbor, "100.00")
        first = office.pay(harbor)
        owed = office.balances()
        office.void(first)
        assert owed == {}
        assert office.balances() == {(harbor, "EUR"): 1000}
        second = office.pay(harbor)
        assert (first, second) == ("S-2026-0001", "S-2026-0002")
        assert office.balances() == {}
        with office.store.read() as session:
            assert statements.void_reason(session, first) == "wrong account"
            assert statements.void_reason(session, second) is None
            assert [row.void_reason for row in statements.listed(session)] == [None, "wrong account"]
        assert issued(office, second).lines == issued(office, first).lines
        assert issued(office, second).period == issued(office, first).period
        assert office.findings() == []

    def test_voiding_that_cannot_be(self, office: Office, harbor: int) -> None:
        office.sold(harbor, "100.00")
        office.pay(harbor)
        refused(office, "reason_missing", payouts.void, 1, "  \n")
        refused(office, "payout_gone", payouts.void, 9, "why")
        office.do("Void", payouts.void, 1, "why")
        refused(office, "payout_void", payouts.void, 1, "why")

    def test_numbers_run_through_the_year_of_issue(self, office: Office, harbor: int) -> None:
        other = office.partner("Other")
        office.agree(other, percent(10))
        numbers = []
        for partner, paid_on in (
            (harbor, TODAY),
            (other, TODAY),
            (harbor, date(2027, 1, 2)),
            (other, date(2026, 12, 30)),
        ):
            office.sold(partner, "10.00", customer=f"{partner} {paid_on}")
            numbers.append(office.pay(partner, paid_on=paid_on))
        assert numbers == ["S-2026-0001", "S-2026-0002", "S-2027-0001", "S-2026-0003"]

    def test_the_next_period_begins_where_the_last_ended(self, office: Office, harbor: int) -> None:
        office.sold(harbor, "100.00", date(2026, 8, 17), "Early")
        first = issued(office, office.pay(harbor, until=date(2026, 9, 30)))
        office.sold(harbor, "100.00", date(2026, 10, 2), "Late")
        second = issued(office, office.pay(harbor))
        assert (first.period.first, first.period.last) == (date(2026, 8, 1), date(2026, 9, 30))
        assert (second.period.first, second.period.last) == (date(2026, 10, 1), TODAY)

    def test_two_currencies_are_paid_apart(self, office: Office, harbor: int) -> None:
        office.sold(harbor, "100.00")
        office.agree(harbor, percent(20, "JPY"), date(2026, 10, 10))
        office.won(office.referral(harbor, "Tanaka"), Money(10_000, "JPY"), date(2026, 10, 11))
        assert office.balances() == {(harbor, "EUR"): 1000, (harbor, "JPY"): 2000}
        assert issued(office, office.pay(harbor, "JPY")).total == Money(2000, "JPY")
        assert office.balances() == {(harbor, "EUR"): 1000}
        refused(office, "nothing_payable", payouts.record, harbor, "JPY", TODAY, TODAY)

    def test_a_run_pays_everybody_to_whom_something_is_payable(self, office: Office, harbor: int) -> None:
        indebted, nobody = office.partner("Indebted"), office.partner("Nobody")
        for partner in (indebted, nobody):
            office.agree(partner, percent(10))
        sale = office.sold(indebted, "50.00", customer="Back")
        office.pay(indebted)
        office.refund(sale, eur("50.00"))
        office.sold(harbor, "100.00")
        paid = office.do("Run", payout_run.pay_all, TODAY, TODAY).paid
        assert [(line.partner_id, line.amount, line.statement) for line in paid] == [
            (harbor, eur("10.00"), "S-2026-0002")
        ]
        assert office.do("Run", payout_run.pay_all, TODAY, TODAY).paid == ()
        assert office.balances() == {(indebted, "EUR"): -500}

    def test_a_statement_reads_back_as_it_was_issued(self, office: Office, harbor: int) -> None:
        office.agree(harbor, flat_per_sale("EUR", 700, 0), date(2026, 10, 5))
        first = office.sold(harbor, "100.00", customer="One")
        office.won(1, eur("40.00"), date(2026, 10, 2))
        office.refund(first, eur("25.00"))
        office.sold(harbor, "100.00", date(2026, 10, 6), "Two")
        with office.store.read() as session:
            draft = statements.draft(session, harbor, "EUR", TODAY, TODAY)
        assert Statement.from_dict(draft.as_dict()) == draft
        drawn = issued(office, office.pay(harbor))
        assert [(line.about, line.commission.minor) for line in drawn.lines] == [
            ("first_sale", 1000),
            ("sale", 400),
            ("first_sale", 700),
            ("refund", -250),
        ]
        assert drawn.lines[3].refers_to == date(2026, 10, 1)
        assert (drawn.total, drawn.taken_back, drawn.sales_credited) == (eur("18.50"), eur("-2.50"), 3)
        assert drawn.sales_total == eur("240.00")
        assert (drawn.year.referrals, drawn.year.won, drawn.year.sales) == (2, 2, eur("215.00"))
        assert (drawn.partner.contact, drawn.partner.email) == ("Ana Pereira", "ana@example.com")

    def test_a_statement_stays_as_it_was_when_the_partner_moves(self, office: Office, harbor: int) -> None:
        office.sold(harbor, "100.00")
        number = office.pay(harbor)
        before = issued(office, number)
        from app.domain.rolodex import PartnerFields
        from app.operations import partners

        office.do("Rename", partners.edit, harbor, PartnerFields("Harbour & Sons"))
        assert issued(office, number) == before

    def test_nothing_is_paid_to_somebody_who_is_not_there(self, office: Office) -> None:
        refused(office, "partner_gone", payouts.record, 99, "EUR", TODAY, TODAY)


def test_published_minimum_and_clawback(office: Office, harbor: int) -> None:
    """Earned 20, clawback 100: −80, and blocked."""
    paid = office.sold(harbor, "1000.00", customer="Paid")
    office.pay(harbor)
    office.refund(paid, eur("1000.00"))
    office.sold(harbor, "200.00", date(2026, 10, 2), "Earned")
    assert office.balances() == {(harbor, "EUR"): -8000}
    refused(office, "balance_negative", payouts.record, harbor, "EUR", TODAY, TODAY)


def test_14_70_paid_then_refunded(office: Office, harbor: int) -> None:
    sale = office.sold(harbor, "147.00")
    office.pay(harbor)
    office.refund(sale, eur("147.00"))
    assert office.balances() == {(harbor, "EUR"): -1470}


def test_the_money_outlives_what_it_came_from(office: Office, harbor: int) -> None:
    """Undoing the sale answers its entry; the chain, the check and what is open stay sound."""
    office.sold(harbor, "100.00")
    office.undo()
    assert office.earned() == [1000, -1000]
    assert office.open_amounts() == {}
    assert office.value("SELECT count(*) FROM sale") == 0
    office.redo()
    assert office.earned() == [1000, -1000, 1000]
    assert issued(office, office.pay(harbor)).total == eur("10.00")
    assert office.findings() == []


def test_amounts_of_one_referral_in_different_currencies_are_never_added(office: Office, harbor: int) -> None:
    office.agree(harbor, percent(10, "USD"), date(2026, 10, 15))
    referral = office.referral(harbor)
    office.won(referral, eur("3800.00"))
    office.do("Sale", sales.add, referral, Money(9_500, "USD"), date(2026, 10, 20))
    with office.store.read() as session:
        row = referral_queries.rows(session, [referral])[referral]
        exported = export.referrals(session)
    assert row.sold == (eur("3800.00"), Money(9_500, "USD"))
    assert row.commission == (eur("380.00"), Money(950, "USD"))
    assert [(each["sold"], each["commission"], each["currency"]) for each in exported] == [
        ("3800.00", "380.00", "EUR"),
        ("95.00", "9.50", "USD"),
    ]
