"""Referrals and sales taken in from a sheet: entered once, credited, accounted for row by row, undone as one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.referrals import ReferralFields, Stage
from app.exchange.attribution import Answers
from app.exchange.deal_decisions import Outcome, decide_referrals, decide_sales
from app.exchange.deals import read_referrals, read_sales
from app.exchange.drafts import PartnerHint, ReadResult, ReferralDraft, SaleDraft
from app.operations import referrals
from app.operations.imports import Imported, apply_referrals, apply_sales
from app.queries.known_deals import known_deals
from tests.operations.office import Office, eur, opened, percent

HARBOR = PartnerHint(code="HARBOR")
DAY = date(2026, 10, 5)


@pytest.fixture
def partner(office: Office) -> int:
    """A partner of the code HARBOR with 10 % of each sale."""
    partner = office.partner("Harbor", code="HARBOR")
    office.agree(partner, percent(10))
    return partner


def sale(amount: str, customer: str = "Otto", on: date = DAY, ref: str = "", by: PartnerHint = HARBOR) -> SaleDraft:
    return SaleDraft(by, customer, on, eur(amount), 2, reference=ref)


def deal(
    customer: str = "Otto", stage: Stage | None = None, value: str = "", by: PartnerHint = HARBOR
) -> ReferralDraft:
    return ReferralDraft(by, customer, 2, received=DAY, stage=stage, value=eur(value) if value else None)


def take_sales(office: Office, *drafts: SaleDraft, answers: Answers | None = None, again: bool = False) -> Imported:
    with office.store.read() as session:
        decisions = decide_sales(drafts, known_deals(session), answers, add_again=again)
    return office.do("Import", apply_sales, decisions, ReadResult(drafts), file_name="orders.csv")


def take_deals(office: Office, *drafts: ReferralDraft) -> Imported:
    with office.store.read() as session:
        decisions = decide_referrals(drafts, known_deals(session))
    result = ReadResult(drafts)
    return office.do("Import", apply_referrals, decisions, result, file_name="deals.csv", currency="EUR")


def counts(done: Imported) -> tuple[int, int, int, int]:
    assert done.read == done.added + done.merged + done.skipped + done.kept_out
    return done.added, done.merged, done.skipped, done.kept_out


def stages(office: Office) -> list[str]:
    return [row["stage"] for row in office.rows("SELECT stage FROM referral ORDER BY id")]


class TestSales:
    def test_a_sale_makes_a_won_referral_and_earns(self, office: Office, partner: int) -> None:
        assert counts(take_sales(office, sale("120.00"))) == (1, 0, 0, 0)
        assert stages(office) == ["won"]
        assert office.balances() == {(partner, "EUR"): 1200}
        assert office.findings() == []

    def test_sales_land_on_the_open_referral_of_the_customer(self, office: Office, partner: int) -> None:
        office.referral(partner, "Otto", date(2026, 9, 1))
        take_sales(office, sale("120.00"), sale("30.00", "otto"))
        assert stages(office) == ["won"]
        assert office.balances() == {(partner, "EUR"): 1500}

    def test_without_a_word_on_the_partner_it_belongs_to_who_referred_the_customer(
        self, office: Office, partner: int
    ) -> None:
        office.referral(partner, "Otto", date(2026, 9, 1))
        nobody = PartnerHint()
        done = take_sales(office, sale("120.00", by=nobody), sale("50.00", "Unknown", by=nobody))
        assert counts(done) == (1, 0, 0, 1)
        assert [each.sentence for each in done.problems] == [
            "The row names no partner, and nobody has referred this customer."
        ]

    def test_the_order_of_the_file_does_not_matter(self, office: Office, partner: int) -> None:
        later, refund = sale("50.00", on=date(2026, 10, 9)), sale("-20.00", on=date(2026, 10, 6), ref="7")
        assert counts(take_sales(office, refund, later, sale("20.00", ref="7"))) == (3, 0, 0, 0)
        assert office.balances() == {(partner, "EUR"): 500}

    def test_taken_in_again_nothing_is_entered(self, office: Office, partner: int) -> None:
        drafts = (sale("20.00", ref="7"), sale("30.00"), sale("30.00"), sale("-20.00", on=date(2026, 10, 6), ref="7"))
        assert counts(take_sales(office, *drafts)) == (4, 0, 0, 0)
        before = office.balances()
        assert counts(take_sales(office, *drafts)) == (0, 0, 4, 0)
        assert counts(take_sales(office, *drafts, sale("30.00"))) == (1, 0, 4, 0)
        assert office.balances() != before

    def test_it_can_be_told_to_enter_them_again(self, office: Office, partner: int) -> None:
        take_sales(office, sale("20.00", ref="7"))
        assert counts(take_sales(office, sale("20.00", ref="7"), again=True)) == (1, 0, 0, 0)

    def test_a_known_number_with_another_amount_is_kept_out(self, office: Office, partner: int) -> None:
        take_sales(office, sale("20.00", ref="7"))
        done = take_sales(office, sale("25.00", ref="7"))
        assert counts(done) == (0, 0, 0, 1)
        assert done.problems[0].sentence == "Sale “7” is in the book with another day or amount."

    def test_a_refund_that_can_belong_to_several_sales_is_kept_out(self, office: Office, partner: int) -> None:
        done = take_sales(office, sale("20.00", ref="7"), sale("30.00", ref="8"), sale("-5.00", on=date(2026, 10, 6)))
        assert counts(done) == (2, 0, 0, 1)
        assert "2 sales can be meant" in done.problems[0].sentence

    def test_what_the_book_refuses_is_kept_out_and_the_rest_is_taken(self, office: Office, partner: int) -> None:
        office.referral(partner, "Otto", date(2026, 10, 20))
        done = take_sales(office, sale("20.00"), sale("-20.00", on=date(2026, 10, 6)), sale("30.00", "Uma"))
        assert counts(done) == (1, 0, 0, 2)
        assert [each.sentence for each in done.problems] == [
            "The sale cannot be before the referral was received.",
            "It is a refund, and its sale was kept out.",
        ]
        assert office.balances() == {(partner, "EUR"): 300}
        assert office.findings() == []

    def test_a_name_that_was_answered_is_taken(self, office: Office, partner: int) -> None:
        by = PartnerHint("Harbour")
        asked = take_sales(office, sale("20.00", by=by))
        assert (counts(asked), asked.problems[0].sentence) == (
            (0, 0, 0, 1), "No partner is called “Harbour”; is it Harbor?"
        )  # fmt: skip
        assert counts(take_sales(office, sale("20.00", by=by), answers={"Harbour": partner})) == (1, 0, 0, 0)

    def test_one_undo_takes_all_of_it_back(self, office: Office, partner: int) -> None:
        take_sales(office, sale("20.00"))
        before, money = office.dump(), office.balances()
        take_sales(office, sale("50.00", "Uma"), sale("30.00", on=date(2026, 10, 9)))
        office.undo()
        assert office.dump() == before
        assert office.balances() == money
        office.redo()
        assert office.balances() == {(partner, "EUR"): 1000}
        assert office.findings() == []

    def test_what_happened_to_each_row_is_kept(self, office: Office, partner: int) -> None:
        take_sales(office, sale("20.00"), sale("9.00", by=PartnerHint("Nobody")))
        (row,) = office.rows("SELECT file_name, report FROM import_run")
        assert row["file_name"] == "orders.csv"
        assert "added" in row["report"]
        assert "No partner is called" in row["report"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from([("Otto", ""), ("Otto", "a@x.org"), ("Otto", "b@x.org"), ("Uma", ""), ("Uma", "a@x.org")]), st.sampled_from([-500, -100, 100, 500]), st.integers(1, 6),
            st.sampled_from(["", "", "7", "8"]),
        ),
        max_size=8,
    )
)  # fmt: skip
def test_any_file_is_accounted_for_and_enters_nothing_twice(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[tuple[str, str], int, int, str]]
) -> None:
    from tests.operations.office import new_book

    drafts = [
        SaleDraft(HARBOR, name, date(2026, 10, day), eur(f"{minor / 100:.2f}"), line, email, reference)
        for line, ((name, email), minor, day, reference) in enumerate(rows)
    ]
    with opened(new_book(tmp_path_factory.mktemp("book") / "a.partnerbook")) as office:
        partner = office.partner("Harbor", code="HARBOR")
        office.agree(partner, percent(10))
        first = counts(take_sales(office, *drafts))
        money = office.balances()
        assert office.findings() == []
        again = counts(take_sales(office, *drafts))
        assert again[0] == 0 or first[3] > 0
        if not first[3]:
            assert office.balances() == money


class TestReferrals:
    def test_stages_and_values_are_taken(self, office: Office, partner: int) -> None:
        done = take_deals(
            office, deal("Otto", Stage.QUALIFIED, "900.00"), deal("Uma", Stage.WON, "500.00"), deal("Ben", Stage.LOST),
            deal("Ida"),
        )  # fmt: skip
        assert counts(done) == (4, 0, 0, 0)
        assert stages(office) == ["qualified", "won", "lost", "received"]
        assert office.balances() == {(partner, "EUR"): 5000}

    def test_won_without_an_amount_says_what_is_missing(self, office: Office, partner: int) -> None:
        done = take_deals(office, deal("Otto", Stage.WON))
        assert (counts(done), stages(office)) == ((1, 0, 0, 0), ["proposal"])
        assert done.problems[0].sentence == "It is won, but no amount is given: enter the sale to mark it won."

    def test_a_known_one_moves_on_and_never_back(self, office: Office, partner: int) -> None:
        take_deals(office, deal("Otto", Stage.QUALIFIED))
        assert counts(take_deals(office, deal("Otto", Stage.CONTACTED))) == (0, 0, 1, 0)
        assert counts(take_deals(office, deal("Otto", Stage.PROPOSAL, "70.00"))) == (0, 1, 0, 0)
        assert stages(office) == ["proposal"]
        assert office.value("SELECT expected_minor FROM referral") == 7000
        assert counts(take_deals(office, deal("Otto", Stage.WON, "70.00"))) == (0, 1, 0, 0)
        assert office.balances() == {(partner, "EUR"): 700}
        assert counts(take_deals(office, deal("Otto", Stage.WON, "70.00"))) == (0, 0, 1, 0)

    def test_the_same_customer_of_another_partner_is_another_referral(self, office: Office, partner: int) -> None:
        office.partner("Anna", code="ANNA")
        take_deals(office, deal("Otto"), deal("Otto", by=PartnerHint("Anna")))
        assert stages(office) == ["received", "received"]

    def test_what_has_no_field_is_kept_in_the_note(self, office: Office, partner: int, tmp_path: Path) -> None:
        sheet = tmp_path / "deals.csv"
        sheet.write_text("Customer,Referred by,Stage,Owner\nOtto,Harbor,Somewhere,Kim\n", encoding="utf-8")
        result = read_referrals(sheet, currency="EUR")
        take_deals(office, *result.drafts)
        note = office.value("SELECT note FROM referral")
        assert "Owner: Kim" in note
        assert "Stage: Somewhere" in note


SHOPIFY = """Name,Email,Financial Status,Paid at,Total,Currency,Discount Code,Created at,Billing Name,Refunded Amount
#1001,ida@ex.example,paid,2026-10-05,120.00,EUR,HARBOR,2026-10-05 10:00:00 +0200,Ida Berg,0.00
#1001,ida@ex.example,,,,,,2026-10-05 10:00:00 +0200,,
#1002,ben@ex.example,refunded,2026-10-05,50.00,EUR,HARBOR,2026-10-05 10:00:00 +0200,Ben Ode,50.00
#1003,uma@ex.example,partially_refunded,2026-10-05,80.00,EUR,HARBOR,2026-10-05 10:00:00 +0200,Uma Roy,30.00
#1004,eva@ex.example,paid,2026-10-05,80.00,EUR,HARBOR,2026-10-05 10:00:00 +0200,Eva Lund,80.00
"""
PAYPAL = """Date,Name,Type,Status,Currency,Gross,Fee,Net,From Email Address,Transaction ID,Reference Txn ID
10/05/2026,Ida Berg,Express Checkout Payment,Completed,EUR,120.00,-3.00,117.00,ida@ex.example,T1,
10/06/2026,Ida Berg,Express Checkout Payment,Completed,EUR,120.00,-3.00,117.00,ida@ex.example,T2,
10/25/2026,Ida Berg,Payment Refund,Completed,EUR,-20.00,0.00,-20.00,ida@ex.example,T3,T2
10/26/2026,Ida Berg,Payment Refund,Completed,EUR,-20.00,0.00,-20.00,ida@ex.example,T4,T0
10/27/2026,,General Withdrawal,Completed,EUR,-500.00,0.00,-500.00,,T5,
"""


def take_file(office: Office, path: Path, text: str) -> Imported:
    path.write_text(text, encoding="utf-8")
    result = read_sales(path, currency="EUR")
    with office.store.read() as session:
        decisions = decide_sales(result.drafts, known_deals(session))
    return office.do("Import", apply_sales, decisions, result, file_name=path.name)


def test_orders_of_a_shop_are_known_by_their_numbers(office: Office, partner: int, tmp_path: Path) -> None:
    done = take_file(office, tmp_path / "orders.csv", SHOPIFY)
    assert counts(done) == (2, 0, 2, 1)
    assert [each.sentence for each in done.problems] == [
        "This is a further line of “#1001”, without an amount of its own.",
        "The file says “refunded”.",
        "The file says “refunded”.",
    ]
    sold = office.rows("SELECT reference FROM sale WHERE refund_of_id IS NULL ORDER BY id")
    assert [row["reference"] for row in sold] == ["#1001", "#1003"]
    assert office.balances() == {(partner, "EUR"): 1200 + 500}
    assert counts(take_file(office, tmp_path / "orders.csv", SHOPIFY)) == (0, 0, 4, 1)
    assert office.balances() == {(partner, "EUR"): 1200 + 500}


def test_payments_go_to_who_referred_the_payer_and_refunds_to_their_payment(
    office: Office, partner: int, tmp_path: Path
) -> None:
    office.referral(partner, "Ida Berg", date(2026, 9, 1))
    done = take_file(office, tmp_path / "paypal.csv", PAYPAL)
    assert counts(done) == (3, 0, 0, 2)
    assert office.balances() == {(partner, "EUR"): 2200}
    (row,) = office.rows("SELECT s.reference FROM sale r JOIN sale s ON s.id = r.refund_of_id")
    assert row["reference"] == "T2"
    assert counts(take_file(office, tmp_path / "paypal.csv", PAYPAL)) == (0, 0, 3, 2)


GIVEN_BACK = "Order,Date,Customer,Amount,Code,Refunded,Refunded at,Status\n"


class TestGivenBack:
    """What a row of a sale says was given back of it."""

    def take(self, office: Office, folder: Path, *rows: str) -> Imported:
        return take_file(office, folder / "orders.csv", GIVEN_BACK + "\n".join(rows) + "\n")

    def refunds(self, office: Office) -> list[tuple[int, str]]:
        found = office.rows("SELECT amount_minor, sold_on FROM sale WHERE refund_of_id IS NOT NULL ORDER BY id")
        return [(row["amount_minor"], str(row["sold_on"])) for row in found]

    def test_it_is_entered_on_its_day_and_once(self, office: Office, partner: int, tmp_path: Path) -> None:
        rows = ("1,2026-10-01,Ida,100.00,HARBOR,30.00,2026-10-20,", "2,2026-10-02,Otto,50.00,HARBOR,5.00,,")
        done = self.take(office, tmp_path, *rows)
        assert (counts(done), done.problems) == ((2, 0, 0, 0), ())
        assert self.refunds(office) == [(-3000, "2026-10-20"), (-500, "2026-10-02")]
        assert office.balances() == {(partner, "EUR"): 700 + 450}
        assert counts(self.take(office, tmp_path, *rows)) == (0, 0, 2, 0)
        assert office.findings() == []

    def test_what_is_given_back_later_comes_on_top(self, office: Office, partner: int, tmp_path: Path) -> None:
        self.take(office, tmp_path, "1,2026-10-01,Ida,100.00,HARBOR,,,paid")
        done = self.take(office, tmp_path, "1,2026-10-01,Ida,100.00,HARBOR,30.00,,partially_refunded")
        assert counts(done) == (0, 1, 0, 0)
        assert counts(self.take(office, tmp_path, "1,2026-10-01,Ida,100.00,HARBOR,40.00,,")) == (0, 1, 0, 0)
        assert [minor for minor, _day in self.refunds(office)] == [-3000, -1000]
        assert counts(self.take(office, tmp_path, "1,2026-10-01,Ida,100.00,HARBOR,,,refunded")) == (0, 1, 0, 0)
        assert office.balances() == {}
        assert counts(self.take(office, tmp_path, "1,2026-10-01,Ida,100.00,HARBOR,,,refunded")) == (0, 0, 1, 0)

    def test_a_refund_with_a_row_of_its_own_is_entered_by_that(
        self, office: Office, partner: int, tmp_path: Path
    ) -> None:
        done = self.take(
            *(office, tmp_path, "1,2026-10-01,Ida,100.00,HARBOR,30.00,,", "1,2026-10-05,Ida,-30.00,HARBOR,,,")
        )
        assert counts(done) == (2, 0, 0, 0)
        assert self.refunds(office) == [(-3000, "2026-10-05")]

    def test_one_refunded_whole_that_never_was_in_the_book_stays_out(
        self, office: Office, partner: int, tmp_path: Path
    ) -> None:
        assert counts(self.take(office, tmp_path, "1,2026-10-01,Ida,100.00,HARBOR,100.00,,")) == (0, 0, 1, 0)
        assert stages(office) == []


STRIPE = """id,Created date (UTC),Amount,Amount Refunded,Currency,Description,Status,Customer Email,Invoice ID
ch_1,2026-10-05 08:00:00,120.00,0.00,eur,Invoice 7,Paid,ida@ex.example,in_1
ch_2,2026-10-06 08:00:00,50.00,50.00,eur,Invoice 8,Refunded,ida@ex.example,in_2
ch_3,2026-10-07 08:00:00,80.00,0.00,eur,Invoice 9,Failed,ida@ex.example,in_3
"""


def test_charges_of_stripe_go_to_who_referred_the_address(office: Office, partner: int, tmp_path: Path) -> None:
    referred = ReferralFields("Ida Berg", date(2026, 9, 1), "EUR", email="ida@ex.example")
    office.do("Log", referrals.log, partner, referred)
    done = take_file(office, tmp_path / "stripe.csv", STRIPE)
    assert counts(done) == (1, 0, 2, 0)
    assert [row["reference"] for row in office.rows("SELECT reference FROM sale")] == ["ch_1"]
    assert office.balances() == {(partner, "EUR"): 1200}


HEAD = "code,customer,customer email,date,amount,reference,status,refunded\n"
MIXED = (
    "HARBOR,Zed,,2026-03-03,10.00,,,\nHARBOR,Zed,a@x.org,2026-03-01,11.00,,,\nHARBOR,Zed,b@x.org,2026-03-02,12.00,,,\n",
    "HARBOR,Ann,x@x.org,2026-03-03,10.00,,,\nHARBOR,Bob,x@x.org,2026-03-01,11.00,,,\nHARBOR,Ann,,2026-03-02,12.00,,,\n",
)


@pytest.mark.parametrize("rows", MIXED)
def test_customers_of_one_name_or_one_address_are_known_again(
    office: Office, partner: int, tmp_path: Path, rows: str
) -> None:
    assert counts(take_file(office, tmp_path / "a.csv", HEAD + rows)) == (3, 0, 0, 0)
    assert counts(take_file(office, tmp_path / "a.csv", HEAD + rows)) == (0, 0, 3, 0)


def test_customers_with_two_addresses_are_two(office: Office, partner: int, tmp_path: Path) -> None:
    take_file(office, tmp_path / "a.csv", HEAD + MIXED[0])
    assert {row["email"] for row in office.rows("SELECT email FROM customer")} == {"a@x.org", "b@x.org"}


def test_a_refund_that_is_marked_as_refunded_is_entered(office: Office, partner: int, tmp_path: Path) -> None:
    rows = "HARBOR,R,,2026-03-01,10.00,S1,paid,\nHARBOR,R,,2026-03-05,-10.00,S1,refunded,\n"
    assert counts(take_file(office, tmp_path / "a.csv", HEAD + rows)) == (2, 0, 0, 0)
    assert office.balances() == {}


def test_a_second_refund_of_the_same_day_and_amount_has_its_own_number(
    office: Office, partner: int, tmp_path: Path
) -> None:
    sold = "HARBOR,R,,2026-03-01,10.00,S1,,\n"
    first, second = (f"HARBOR,R,,2026-03-05,-2.00,{number},,\n" for number in ("RF1", "RF2"))
    done = take_file(office, tmp_path / "a.csv", HEAD + sold + first)
    assert counts(done) == (2, 0, 0, 0)
    assert "No sale has the number “RF1”" in done.problems[0].sentence
    assert counts(take_file(office, tmp_path / "b.csv", HEAD + second)) == (1, 0, 0, 0)
    assert counts(take_file(office, tmp_path / "c.csv", HEAD + sold + first + second)) == (0, 0, 3, 0)
    assert office.balances() == {(partner, "EUR"): 60}


@pytest.mark.parametrize("status", ["pending", "order on hold", "unpaid", "disputed"])
def test_a_status_that_does_not_say_that_money_came_is_said(
    office: Office, partner: int, tmp_path: Path, status: str
) -> None:
    done = take_file(office, tmp_path / "a.csv", f"{HEAD}HARBOR,R,,2026-03-01,10.00,S1,{status},\n")
    assert counts(done) == (1, 0, 0, 0)
    assert [each.sentence for each in done.problems] == [
        f"The file says “{status}”; it is taken as a sale all the same."
    ]


def test_an_amount_given_back_that_cannot_be_read_is_said_and_kept(
    office: Office, partner: int, tmp_path: Path
) -> None:
    done = take_file(office, tmp_path / "a.csv", f"{HEAD}HARBOR,R,,2026-03-01,10.00,S1,paid,abc\n")
    assert [each.sentence for each in done.problems] == ["“abc” is not an amount."]
    assert "Amount given back: abc" in office.value("SELECT note FROM referral")


@pytest.mark.parametrize(
    "status", ["refunded", "Refunded (full)", "Voided", "CANCELLED", "Charged back", "rejected", "storniert"]
)
def test_orders_that_came_to_nothing_are_skipped_with_the_word_of_the_file(
    office: Office, partner: int, tmp_path: Path, status: str
) -> None:
    sheet = tmp_path / "orders.csv"
    sheet.write_text(f"Date,Customer,Total,Code,Status\n2026-10-05,Otto,20,HARBOR,{status}\n", encoding="utf-8")
    with office.store.read() as session:
        decisions = decide_sales(read_sales(sheet, currency="EUR").drafts, known_deals(session))
    assert [(each.outcome, each.why) for each in decisions] == [(Outcome.SKIP, f"The file says “{status}”.")]
