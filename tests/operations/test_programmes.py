"""Programmes: kept, given to many partners in one write, taken back in one undo."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.domain.commissions.terms import Cap, Rate, Terms, Unit, percent_of_sale
from app.domain.errors import UserError
from app.domain.rolodex import PartnerFields
from app.operations import history, partners, programmes, terms
from app.persistence.store import Store
from app.queries import accounts
from app.queries import programmes as query
from app.queries.programmes import ProgrammeRow
from tests.operations.office import Office

GOLD = replace(percent_of_sale("EUR", 150_000), cap_period=Cap(150_000, Unit.QUARTER))
SILVER = percent_of_sale("EUR", 100_000, 14)
START = date(2026, 12, 1)


@pytest.fixture
def store(office: Office) -> Store:
    return office.store


@pytest.fixture
def three(store: Store) -> list[int]:
    with store.write("Begin") as session:
        return [partners.add(session, PartnerFields(name)) for name in ("Anna", "Bert", "Carla")]


def create(store: Store, name: str, agreed: Terms) -> int:
    with store.write("Add programme") as session:
        return programmes.create(session, name, agreed, "For everybody")


def listed(store: Store) -> tuple[ProgrammeRow, ...]:
    with store.read() as session:
        return query.listed(session)


def test_a_programme_is_kept_changed_and_taken_away(store: Store) -> None:
    gold = create(store, " Gold ", GOLD)
    create(store, "Affiliates", SILVER)
    assert [(row.name, row.terms, row.note, row.removable) for row in listed(store)] == [
        ("Affiliates", SILVER, "For everybody", True),
        ("Gold", GOLD, "For everybody", True),
    ]
    with store.write("Change") as session:
        programmes.edit(session, gold, "Platinum", SILVER)
    assert [(row.name, row.terms) for row in listed(store)] == [("Affiliates", SILVER), ("Platinum", SILVER)]
    with store.write("Rename") as session:
        programmes.rename(session, gold, "platinum")
    with store.write("Remove") as session:
        programmes.remove(session, gold)
    assert [row.name for row in listed(store)] == ["Affiliates"]
    history.undo(store)
    assert [row.name for row in listed(store)] == ["Affiliates", "platinum"]


def test_names_are_there_and_used_once(store: Store) -> None:
    create(store, "Gold", GOLD)
    with pytest.raises(UserError, match="called “gold” already"):
        create(store, "gold", SILVER)
    with pytest.raises(UserError, match="Give the programme a name"):
        create(store, "  ", SILVER)
    other = create(store, "Silver", SILVER)
    with store.write("Rename") as session, pytest.raises(UserError, match="already"):
        programmes.rename(session, other, "GOLD")
    with store.write("Rename") as session, pytest.raises(UserError, match="no longer in the book"):
        programmes.rename(session, 99, "x")


def test_terms_that_cannot_be_right_are_no_programme(store: Store) -> None:
    with pytest.raises(UserError, match="between 0 and 100"):
        create(store, "Gold", Terms("EUR", Rate(-1)))
    assert listed(store) == ()


def test_it_is_given_to_many_in_one_write_and_taken_back_in_one_step(store: Store, three: list[int]) -> None:
    gold = create(store, "Gold", GOLD)
    with store.write("Agree Gold with 3 partners") as session:
        programmes.give(session, gold, three, START, "Spring")
    with store.read() as session:
        versions = [accounts.versions(session, partner) for partner in three]
    assert [[(v.version, v.starts_on, v.terms, v.programme, v.note) for v in each] for each in versions] == [
        [(1, START, GOLD, "Gold", "Spring")]
    ] * 3
    (row,) = listed(store)
    assert ([partner.name for partner in row.partners], row.older, row.removable) == (
        ["Anna", "Bert", "Carla"],
        (),
        False,
    )
    with store.write("Remove") as session, pytest.raises(UserError, match="“Gold” stays"):
        programmes.remove(session, gold)
    history.undo(store)
    (row,) = listed(store)
    assert (row.partners, row.removable) == ((), True)


def test_those_on_an_older_version_are_told(store: Store, three: list[int]) -> None:
    gold = create(store, "Gold", GOLD)
    with store.write("Agree") as session:
        programmes.give(session, gold, three, START)
        terms.agree(session, three[2], SILVER, date(2027, 1, 1))
    with store.write("Change") as session:
        programmes.edit(session, gold, "Gold", replace(GOLD, hold_days=60))
    (row,) = listed(store)
    assert [partner.name for partner in row.partners] == ["Anna", "Bert"]
    assert [partner.name for partner in row.older] == ["Anna", "Bert"]
    with store.write("Agree") as session:
        programmes.give(session, gold, [three[0]], date(2027, 2, 1))
    (row,) = listed(store)
    assert [partner.name for partner in row.older] == ["Bert"]


def test_one_who_cannot_agree_keeps_everybody_from_it_and_is_named(office: Office, three: list[int]) -> None:
    dollars = create(office.store, "Dollars", percent_of_sale("USD", 100_000))
    office.agree(three[1], SILVER, date(2026, 1, 1))
    office.sold(three[1], "100.00", date(2026, 10, 1))
    with pytest.raises(UserError) as refused, office.store.write("Agree") as session:
        programmes.give(session, dollars, three, date(2026, 9, 1))
    assert str(refused.value) == (
        "Bert: From 2026-09-01 on there are sales in EUR, but the terms are in USD. Let them start later."
    )
    assert listed(office.store)[0].partners == ()
