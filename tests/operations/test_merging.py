"""Two cards of one partner become one: nothing is lost, nothing is paid twice, and it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.custom_fields import FieldKind
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.partners import Kind, PointKind, Status
from app.domain.relations import RelationKind
from app.domain.rolodex import CustomValue, PartnerFields, PersonFields, Point, PostalAddress
from app.operations import custom_fields, deals, merging, partners, payout_run, relations
from app.operations.payout_run import Chosen
from app.queries import commissions as commission_queries
from app.queries import history, partner_list
from app.queries import merging as merging_queries
from app.queries import partners as queries
from app.queries import relations as relation_queries
from app.queries.partner_list import Chip
from app.queries.year_totals import year_totals
from tests.operations.office import TODAY, Office, eur, new_book, opened, percent

CAFE = PartnerFields(
    "Harbour Café",
    kind=Kind.AFFILIATE,
    status=Status.PAUSED,
    tier="Silver",
    cadence_days=14,
    notes="Likes tea.",
    tags=("Coffee", "north"),
    points=(Point(PointKind.EMAIL, "hello@harbour.example"), Point(PointKind.PHONE, "+44 20 7946 0018")),
    addresses=(PostalAddress("1 Quay", "Hull"),),
    people=(
        PersonFields("ana pereira", "Founder", (Point(PointKind.EMAIL, "ana@home.example"),), "1980-02-28"),
        PersonFields("Cem Kaya"),
    ),
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(new_book(tmp_path / "my.partnerbook")) as found:
        yield found


def fields(office: Office, partner: int) -> PartnerFields:
    with office.store.read() as session:
        return queries.fields(session, partner)


def merge(office: Office, kept: int, other: int, *arguments: Any, **named: Any) -> int:
    return office.do("Merge", merging.merge, kept, other, *arguments, **named)


def listed(office: Office) -> list[int]:
    return list(partner_list.ids(office.store.driver(), Chip.ALL, "", TODAY))


def balances(office: Office) -> dict[tuple[int, str], int]:
    return {at: sum_ for at, sum_ in office.balances().items() if sum_}


def test_the_card_that_stays_says_all_that_both_said(office: Office) -> None:
    kept, other = office.card(), office.do("Add", partners.add, CAFE)
    assert merge(office, kept, other, {"tier", "name"}) == kept
    found = fields(office, kept)
    assert (found.name, found.tier, found.kind, found.cadence_days) == ("Harbour Café", "Silver", Kind.REFERRAL, 30)
    assert [tag.casefold() for tag in found.tags] == ["coffee", "local", "north"]
    assert [person.name for person in found.people] == ["Ana Pereira", "Ben Okafor", "Cem Kaya"]
    assert [point.value for point in found.people[0].points] == ["ana@example.com", "ana@home.example"]
    assert found.people[0].notes.splitlines() == ["Role: Founder", "Birthday: 1980-02-28"]
    assert [point.value for point in found.points] == [
        "+44 20 7946 0018",
        "https://example.com",
        "hello@harbour.example",
    ]
    assert found.addresses[0].city == "Hull"
    assert found.notes.split("\n\n") == [
        "Met at the fair.",
        "Likes tea.",
        (
            "From “Harbour Café” (HARBOUR), 2026-11-23:\nName: Harbor Coffee\nKind: affiliate\nStatus: paused\n"
            "Code: HARBOUR\nCadence days: 14"
        ),
    ]
    assert listed(office) == [kept]


def test_own_fields_are_chosen_like_any_other_and_the_rest_is_noted(office: Office) -> None:
    for name in ("Region", "Fee", "Since"):
        office.do("Define", custom_fields.define, name, FieldKind.TEXT)
    uids = [row["uid"] for row in office.rows("SELECT uid FROM custom_field ORDER BY id")]
    kept = office.partner("Harbor", custom=(CustomValue(uids[0], "North"), CustomValue(uids[1], "10")))
    other = office.partner("Harbour", custom=tuple(CustomValue(uid, f"of {uid[:2]}") for uid in uids))
    merge(office, kept, other, {f"custom:{uids[1]}"})
    found = {value.field: value.value for value in fields(office, kept).custom}
    assert found == {uids[0]: "North", uids[1]: f"of {uids[1][:2]}", uids[2]: f"of {uids[2][:2]}"}
    assert fields(office, kept).notes.splitlines()[-2:] == [f"Region: of {uids[0][:2]}", "Fee: 10"]
    assert office.value("SELECT count(*) FROM custom_value WHERE partner_id = :id", id=other) == 0
    office.undo()
    assert len(fields(office, other).custom) == 3


def test_what_was_said_promised_and_referred_goes_along(office: Office) -> None:
    kept, other = office.card(), office.do("Add", partners.add, CAFE)
    ana = fields(office, other).people[0].id
    office.call(other, "Spoke to Ana", follow_up=TODAY)
    office.do(
        "Whom", lambda session: session.connection().exec_driver_sql("UPDATE communication SET person_id = ?", (ana,))
    )
    office.referral(other, "Otto Ltd")
    before = fields(office, kept).people[0].id
    merge(office, kept, other)
    assert office.value("SELECT count(*) FROM communication WHERE partner_id = :p", p=kept) == 1
    assert office.value("SELECT person_id FROM communication") == before
    assert office.value("SELECT partner_id FROM reminder") == office.value("SELECT partner_id FROM referral") == kept
    with office.store.read() as session:
        labels = [change.label for change in history.of_partner(session, kept)]
    assert "Log referral Otto Ltd" in labels
    assert "Merge" in labels
    assert office.findings() == office.stale() == []


def test_undo_brings_both_back_as_they_were_and_redo_the_one(office: Office) -> None:
    kept, other = office.card(), office.do("Add", partners.add, CAFE)
    office.agree(other, percent(10))
    office.sold(other, "100.00")
    office.pay(other)
    office.sold(other, "200.00", customer="Second")
    before = office.dump()
    merge(office, kept, other)
    after = office.dump()
    office.undo()
    assert office.dump() == before
    assert balances(office) == {(other, "EUR"): 2_000}
    assert office.findings() == office.stale() == []
    office.redo()
    assert office.dump() == after
    assert office.findings() == office.stale() == []


def test_the_account_goes_on_whichever_card_is_kept(office: Office) -> None:
    kept, other = office.card(), office.partner("Harbour Cafe")
    office.agree(other, percent(10))
    office.sold(other, "100.00")
    number = office.pay(other)
    stays = merge(office, kept, other, {"code"})
    assert stays == other
    found = fields(office, stays)
    assert (found.name, found.code) == ("Harbor Coffee", "HARBOUR")
    assert office.value("SELECT partner_id FROM issued_statement WHERE number = :n", n=number) == stays
    assert office.earned() == [1_000, -1_000]
    assert listed(office) == [stays]
    assert office.findings() == []


def test_codes_of_both_lead_to_the_card_that_stays(office: Office) -> None:
    kept, other = office.card(), office.partner("Harbour Cafe")
    stays = merge(office, kept, other, {"code"})
    with office.store.read() as session:
        assert queries.by_code(session, "harbor") == queries.by_code(session, "HARBOUR") == stays
    with pytest.raises(UserError, match="already belongs to"):
        office.partner("Third", code="HARBOR")


def test_two_accounts_become_one_and_nothing_is_paid_twice(office: Office) -> None:
    kept, other = office.partner("Harbor Coffee"), office.partner("Harbour Cafe")
    for partner, rate in ((kept, 10), (other, 10)):
        office.agree(partner, percent(rate))
    office.sold(kept, "300.00", customer="First")
    office.sold(other, "100.00", customer="Second")
    office.pay(other)
    office.sold(other, "200.00", customer="Third")
    merge(office, kept, other)
    assert balances(office) == {(kept, "EUR"): 5_000}
    assert office.findings() == []
    with office.store.read() as session:
        [owed] = commission_queries.owed(session, TODAY)
        assert (owed.partner_id, owed.payable) == (kept, eur("50.00"))
    assert office.value("SELECT total_minor FROM issued_statement WHERE number = :n", n=office.pay(kept)) == 5_000
    assert office.findings() == []
    with office.store.read() as session:
        [total] = year_totals(session, 2026)
        assert (total.partner_id, total.paid) == (kept, eur("60.00"))
        assert {line.partner for line in commission_queries.ledger(session, TODAY, kept)} == {
            "Harbor Coffee",
            "Harbour Cafe",
        }


def test_the_terms_chosen_hold_for_both_and_what_that_changes_was_said_before(office: Office) -> None:
    kept, other = office.partner("Harbor Coffee"), office.partner("Harbour Cafe")
    office.agree(kept, percent(10))
    office.agree(other, percent(15))
    office.sold(kept, "300.00", customer="First")
    office.sold(other, "100.00", customer="Second")
    with office.store.read() as session:
        both = merging_queries.both(session, kept, other, TODAY)
    assert (both.terms_of, both.asks_for_terms) == (kept, True)
    assert both.changes == {kept: (eur("-5.00"),), other: (eur("15.00"),)}
    assert merge(office, kept, other, terms_of=other) == other
    assert balances(office) == {(other, "EUR"): 6_000}
    assert fields(office, other).name == "Harbor Coffee"
    assert office.findings() == []


def test_shares_of_one_referral_become_one(office: Office) -> None:
    first, kept, other = office.partner("First"), office.partner("Harbor"), office.partner("Harbour")
    for partner in (first, kept, other):
        office.agree(partner, percent(10))
    sale = office.sold(first, "1000.00")
    referral = office.value("SELECT referral_id FROM sale WHERE id = :id", id=sale)
    office.do("Share", deals.share, referral, [(first, 500_000), (kept, 300_000), (other, 200_000)])
    merge(office, kept, other)
    assert balances(office) == {(first, "EUR"): 5_000, (kept, "EUR"): 5_000}
    assert office.findings() == []
    merge(office, first, kept)
    assert balances(office) == {(first, "EUR"): 10_000}
    assert office.value("SELECT count(*) FROM referral_share") == 0
    assert office.value("SELECT count(*) FROM partner WHERE merged_into_id = :id", id=first) == 2
    assert office.findings() == []


def test_what_is_approved_is_not_merged_away(office: Office) -> None:
    kept, other = office.partner("Harbor"), office.partner("Harbour")
    for partner in (kept, other):
        office.agree(partner, percent(10))
        office.sold(partner, "100.00", customer=f"of {partner}")
    office.do("Approve", payout_run.approve, TODAY, [Chosen(other, eur("10.00"))])
    before = office.dump()
    with pytest.raises(UserError, match="Harbour are approved in a payout run"):
        merge(office, kept, other)
    assert office.dump() == before


def test_one_that_is_merged_is_nowhere_and_nothing_is_done_to_it(office: Office) -> None:
    kept, other = office.card(), office.do("Add", partners.add, CAFE)
    merge(office, kept, other)
    with pytest.raises(UserError, match="merged with another"):
        fields(office, other)
    with pytest.raises(UserError, match="merged with another"):
        office.referral(other)
    with pytest.raises(UserError, match="not two partners"):
        merge(office, kept, kept)
    driver = office.store.driver()
    assert partner_list.total(driver) == partner_list.counts(driver, TODAY).all == 1
    assert partner_list.letters(driver, Chip.ALL, "", TODAY) == {"H": 0}
    assert partner_list.letters(driver, Chip.ACTIVE, "", TODAY) == {"H": 0}
    with office.store.read() as session:
        assert [choice.id for choice in queries.choices(session, "harb")] == [kept]


def test_a_partner_takes_what_was_merged_into_it_along_when_it_is_deleted(office: Office) -> None:
    kept, other = office.card(), office.do("Add", partners.add, CAFE)
    merge(office, kept, other)
    office.do("Delete", partners.remove, kept)
    assert office.value("SELECT count(*) FROM partner") == 0
    office.undo()
    assert listed(office) == [kept]
    assert office.findings() == []


def test_relations_go_along_and_those_of_the_two_to_each_other_fall_away(office: Office) -> None:
    one, other, third = office.partner("A"), office.partner("B"), office.partner("C")
    office.do("Relate", relations.relate, other, RelationKind.INTRODUCED_BY, third)
    office.do("Relate", relations.relate, one, RelationKind.INTRODUCED_BY, third)
    office.do("Relate", relations.relate, third, RelationKind.WORKS_WITH, other)
    office.do("Relate", relations.relate, one, RelationKind.DISTINCT, other)
    merge(office, one, other)
    with office.store.read() as session:
        found = relation_queries.of_partner(session, one)
    assert [(row.kind, row.is_first, row.other) for row in found] == [
        (RelationKind.INTRODUCED_BY, True, "C"),
        (RelationKind.WORKS_WITH, True, "C"),
    ]
    assert office.value("SELECT count(*) FROM relation") == 2


deeds = st.lists(
    st.tuples(st.sampled_from(("sold", "refund", "pay", "share")), st.integers(0, 1), st.integers(1, 9)), max_size=7
)


@settings(max_examples=15)
@given(deeds=deeds, rates=st.tuples(st.integers(0, 20), st.integers(0, 20)), keep_terms=st.booleans())
def test_whatever_happened_before_the_money_is_right_after(
    deeds: list[tuple[str, int, int]], rates: tuple[int, int], keep_terms: bool
) -> None:
    with TemporaryDirectory() as folder, opened(new_book(Path(folder) / "my.partnerbook")) as office:
        pair = [office.partner("Harbor"), office.partner("Harbour")]
        third = office.partner("Third")
        sales: list[int] = []
        for partner, rate in zip((*pair, third), (*rates, 5), strict=True):
            office.agree(partner, percent(rate))
        for deed, which, number in deeds:
            _do(office, deed, pair, which, number, sales, third)
        before, paid = office.dump(), -_paid(office)
        stays = merge(office, *pair, terms_of=pair[0] if keep_terms else pair[1])
        assert office.findings() == office.stale() == []
        holder = rates[0] if keep_terms else rates[1]
        assert balances(office).get((stays, "EUR"), 0) == _due(office, stays, holder) - paid
        assert balances(office).keys() <= {(stays, "EUR"), (third, "EUR")}
        office.undo()
        assert office.dump() == before
        assert office.findings() == []


def _do(office: Office, deed: str, pair: list[int], which: int, number: int, sales: list[int], third: int) -> None:
    if deed == "sold":
        sales.append(office.sold(pair[which], f"{number}00.00", customer=f"Customer {len(sales)}"))
    elif deed == "refund" and sales:
        sale = sales.pop()
        office.refund(sale, Money(office.value("SELECT amount_minor FROM sale WHERE id = :id", id=sale), "EUR"))
    elif deed == "share" and sales:
        referral = office.value("SELECT referral_id FROM sale WHERE id = :id", id=sales[-1])
        primary = office.value("SELECT partner_id FROM referral WHERE id = :id", id=referral)
        other = third if number % 2 else next(each for each in pair if each != primary)
        office.do("Share", deals.share, referral, [(primary, 600_000), (other, 400_000)])
    elif deed == "pay":
        with suppress(UserError):  # nothing is payable, or the balance is negative
            office.pay(pair[which])


def _paid(office: Office) -> int:
    return int(office.value("SELECT coalesce(sum(amount_minor), 0) FROM ledger_entry WHERE kind = 'payout'"))


def _due(office: Office, partner: int, rate: int) -> int:
    """By hand: the rate of all that was sold, times the share that is left to the partner."""
    return int(
        office.value(
            "SELECT coalesce(sum(s.amount_minor * :rate / 100 * coalesce((SELECT share_ppm FROM referral_share h "
            "WHERE h.referral_id = r.id AND h.partner_id = r.partner_id), 1000000) / 1000000), 0) FROM sale s "
            "JOIN referral r ON r.id = s.referral_id WHERE r.partner_id = :partner",
            rate=rate,
            partner=partner,
        )
    )
