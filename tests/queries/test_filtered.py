"""Filters over a book in which each partner is known by what is said of it."""

from __future__ import annotations

from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app import clock
from app.domain.errors import UserError
from app.domain.filters import FIELDS, HOWS, Condition, Criteria, How, check
from app.domain.partners import Kind, PointKind, Status
from app.domain.rolodex import PersonFields, Point, PostalAddress
from app.operations import filters
from app.persistence.driver import connect_reader
from app.queries import custom_fields, filtered, partner_list, saved_filters
from app.queries.filtered import Wanted
from app.queries.partner_list import Chip
from tests.conftest import NOW
from tests.operations.office import TODAY, Office, new_book, opened, percent

NAMES = {1: "Ålands Bygg", 2: "(Bee) Web%_'", 3: "Café Zoë", 4: "日本 株式会社", 5: "Gone"}


def _fill(office: Office) -> None:
    office.partner(
        NAMES[1],
        tier="Gold",
        tags=("Coffee", "local"),
        cadence_days=30,
        language="sv",
        addresses=(PostalAddress("Storgatan 1", "Malmö", "Skåne", "211 34", "Sverige"),),
        people=(PersonFields("Maja Åberg", "Owner", (Point(PointKind.EMAIL, "Maja@Alands.example"),)),),
        points=(Point(PointKind.PHONE, "+46 70 123 45 67"), Point(PointKind.WEBSITE, "https://www.alands.example/")),
    )
    office.partner(NAMES[2], kind=Kind.AFFILIATE, status=Status.PAUSED, notes="Ask about 100% _off_", source="fair")
    office.partner(NAMES[3], status=Status.PROSPECT, tags=("cold",), cadence_days=90)
    office.partner(NAMES[4], tier="gold")
    office.partner(NAMES[5])
    office.agree(1, percent(10))
    office.sold(1, "100.10", on=date(2026, 9, 1))
    office.referral(2)
    office.call(1, days_ago=60)
    office.call(3, days_ago=3, follow_up=TODAY + timedelta(days=2))
    with office.store.write("Own fields") as session:
        session.execute(text("UPDATE partner SET merged_into_id = 1 WHERE id = 5"))
        session.execute(text("UPDATE partner SET created_at = '2025-03-01T10:00:00.000000Z' WHERE id = 2"))
        for number, (kind, value) in enumerate({"number": "1234.5", "date": "2027-02-01", "yesno": "yes"}.items(), 1):
            session.execute(
                text("INSERT INTO custom_field (uid, name, kind, choices, position) VALUES (:k, :k, :k, '[]', 0)"),
                {"k": kind},
            )
            session.execute(
                text("INSERT INTO custom_value (partner_id, field_id, value) VALUES (3, :f, :v)"),
                {"f": number, "v": value},
            )


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = new_book(tmp_path_factory.mktemp("filtered") / "my.partnerbook")
    with clock.fixed(NOW), opened(path) as office:
        _fill(office)
    return path


def fitting(
    filled: Path, *conditions: Condition, any_of: bool = False, search: str = "", chip: Chip = Chip.ALL
) -> set[int]:
    with closing(connect_reader(filled)) as connection:
        criteria = check(Criteria(conditions, any_of))
        found = filtered.ids(connection, Wanted(chip, search, criteria), TODAY)
        if not search and chip is Chip.ALL:
            assert filtered.count(connection, criteria, TODAY) == len(found)
        return set(found)


PRESENT, IS, CONTAINS, BEGINS = How.PRESENT, How.IS, How.CONTAINS, How.BEGINS


@pytest.mark.parametrize(
    ("condition", "whom"),
    [
        (Condition("name", CONTAINS, "lands"), {1}),
        (Condition("name", CONTAINS, "ZOE"), {3}),
        (Condition("name", CONTAINS, "%"), {2}),
        (Condition("name", CONTAINS, "(bee)"), {2}),
        (Condition("name", BEGINS, "ala"), {1}),
        (Condition("name", BEGINS, "(B"), {2}),
        (Condition("name", IS, "cafe  zoe"), {3}),
        (Condition("name", CONTAINS, "株式"), {4}),
        (Condition("name", CONTAINS, "gone"), set()),
        (Condition("code", BEGINS, "caf"), {3}),
        (Condition("kind", IS, "affiliate"), {2}),
        (Condition("status", IS, "active"), {1, 4}),
        (Condition("status", IS, "active", negated=True), {2, 3}),
        (Condition("tier", IS, "GOLD"), {1, 4}),
        (Condition("tier", PRESENT, negated=True), {2, 3}),
        (Condition("tag", IS, "coffee"), {1}),
        (Condition("tag", CONTAINS, "co"), {1, 3}),
        (Condition("language", IS, "sv"), {1}),
        (Condition("cadence", How.AT_LEAST, "60"), {3}),
        (Condition("cadence", How.AT_LEAST, "60", negated=True), {1, 2, 4}),
        (Condition("cadence", PRESENT), {1, 3}),
        (Condition("person", CONTAINS, "aberg"), {1}),
        (Condition("person", IS, "owner"), {1}),
        (Condition("email", CONTAINS, "@ALANDS"), {1}),
        (Condition("email", PRESENT, negated=True), {2, 3, 4}),
        (Condition("phone", CONTAINS, "70-123"), {1}),
        (Condition("phone", BEGINS, "+46"), {1}),
        (Condition("website", IS, "http://alands.example"), {1}),
        (Condition("city", IS, "malmo"), {1}),
        (Condition("region", BEGINS, "sk"), {1}),
        (Condition("postcode", BEGINS, "211"), {1}),
        (Condition("country", PRESENT), {1}),
        (Condition("added", How.BEFORE, "2026-01-01"), {2}),
        (Condition("added", How.LAST, "1"), {1, 3, 4}),
        (Condition("contacted", How.LAST, "7"), {3}),
        (Condition("contacted", PRESENT, negated=True), {2, 4}),
        (Condition("due", How.NEXT, "2"), {3}),
        (Condition("due", How.NEXT, "1"), set()),
        (Condition("quiet", PRESENT), {1}),
        (Condition("referrals", How.AT_LEAST, "1"), {1, 2}),
        (Condition("referrals", How.AT_MOST, "0"), {3, 4}),
        (Condition("won", How.EQUALS, "1"), {1}),
        (Condition("won", How.EQUALS, "0"), {2, 3, 4}),
        (Condition("sold", How.AT_LEAST, "100.10", currency="EUR"), {1}),
        (Condition("sold", How.AT_LEAST, "100.11", currency="EUR"), set()),
        (Condition("sold", How.AT_LEAST, "1", currency="USD"), set()),
        (Condition("sold", How.AT_MOST, "100", currency="EUR"), {2, 3, 4}),
        (Condition("owed", How.AT_LEAST, "10.01", currency="EUR"), {1}),
        (Condition("terms", PRESENT), {1}),
        (Condition("source", IS, "Fair"), {2}),
        (Condition("notes", CONTAINS, "100% _"), {2}),
        (Condition("custom:number", How.AT_LEAST, "1234.5"), {3}),
        (Condition("custom:number", How.AT_LEAST, "9999"), set()),
        (Condition("custom:date", How.BEFORE, "2027-03-01"), {3}),
        (Condition("custom:yesno", IS, "yes"), {3}),
        (Condition("custom:yesno", PRESENT, negated=True), {1, 2, 4}),
        (Condition("custom:gone", CONTAINS, "x"), set()),
    ],
)
def test_a_condition_finds_whom_it_means(filled: Path, condition: Condition, whom: set[int]) -> None:
    assert fitting(filled, condition) == whom


def test_conditions_are_combined(filled: Path) -> None:
    gold, active = Condition("tier", IS, "gold"), Condition("status", IS, "paused")
    assert fitting(filled, gold, active) == set()
    assert fitting(filled, gold, active, any_of=True) == {1, 2, 4}
    assert fitting(filled, gold, search="bygg") == {1}
    assert fitting(filled, gold, search="株") == {4}
    assert fitting(filled, Condition("tag", PRESENT), chip=Chip.PROSPECTS) == {3}
    assert fitting(filled) == {1, 2, 3, 4}


def test_every_field_can_be_asked_in_every_way(filled: Path) -> None:
    values = {How.SINCE: "2020-01-01", How.BEFORE: "2030-01-01", PRESENT: ""}
    chosen = {"kind": "affiliate", "status": "active"}
    for field, sort in FIELDS.items():
        for how in HOWS[sort]:
            plain = Condition(field, how, values.get(how, chosen.get(field, "1")), currency="EUR")
            opposite = Condition(field, how, plain.value, True, "EUR")
            assert fitting(filled, plain) ^ fitting(filled, opposite) == {1, 2, 3, 4}, (field, how)


@settings(max_examples=60)
@given(st.sampled_from([field for field, sort in FIELDS.items() if CONTAINS in HOWS[sort]]), st.text(min_size=1))
def test_no_text_is_anything_but_text(filled: Path, field: str, typed: str) -> None:
    for how in (CONTAINS, IS, BEGINS):
        try:
            fitting(filled, Condition(field, how, typed))
        except UserError:
            return


def test_the_letters_are_where_the_list_has_them(filled: Path) -> None:
    with closing(connect_reader(filled)) as connection:
        found = filtered.ids(connection, Wanted(), TODAY)
        expected = partner_list.letters(connection, Chip.ALL, "", TODAY)
        assert filtered.letters(connection, found) == expected == {"A": 0, "B": 1, "C": 2, "#": 3}
        assert filtered.letters(connection, filtered.ids(connection, Wanted(search="nobody"), TODAY)) == {}


def test_filters_are_saved_renamed_ordered_and_deleted(office: Office) -> None:
    office.partner("Harbor", tier="Gold")
    office.partner("Quay")
    gold = Criteria((Condition("tier", IS, " Gold "),))
    quiet = Criteria((Condition("quiet", PRESENT, negated=True),))
    first = office.do("Save", filters.save, "  Best  ones ", gold)
    second = office.do("Save", filters.save, "Calm", quiet)
    connection = office.store.driver()
    assert [each.name for each in saved_filters.saved(connection)] == ["Best ones", "Calm"]
    assert saved_filters.saved(connection)[0].criteria == check(gold)
    assert saved_filters.counts(connection, TODAY) == {first: 1, second: 2}
    assert office.do("Save", filters.save, "best ones", quiet) == first
    office.undo()
    office.do("Order", filters.reorder, [second])
    assert [each.uid for each in saved_filters.saved(connection)] == [second, first]
    with pytest.raises(UserError, match="already"):
        office.do("Name", filters.rename, second, "BEST ones")
    office.do("Name", filters.rename, second, "calm")
    office.do("Delete", filters.remove, first)
    assert [each.name for each in saved_filters.saved(connection)] == ["calm"]
    assert saved_filters.by_name(connection, "CALM") == check(quiet)
    with pytest.raises(UserError, match="“calm”"):
        saved_filters.by_name(connection, "Best ones")
    office.undo()
    assert saved_filters.counts(connection, TODAY) == {first: 1, second: 2}


def test_a_filter_that_cannot_be_read_is_left_out_of_the_counts(office: Office) -> None:
    office.do("Save", filters.save, "Mine", Criteria((Condition("tier", PRESENT),)))
    with office.store.write("Foreign") as session:
        session.execute(text("UPDATE saved_filter SET criteria = '[1]'"))
    assert saved_filters.counts(office.store.driver(), TODAY) == {}
    with pytest.raises(UserError, match="cannot be read"):
        saved_filters.by_name(office.store.driver(), "Mine")


def test_what_stands_in_a_field_is_offered_the_most_used_first(filled: Path) -> None:
    with closing(connect_reader(filled)) as connection:
        assert saved_filters.kept(connection, "city") == ("Malmö",)
        assert set(saved_filters.kept(connection, "tag")) == {"Coffee", "local", "cold"}
        assert saved_filters.kept(connection, "notes") == ()
        assert [each.key for each in custom_fields.fast_definitions(connection)] == [
            "custom:number",
            "custom:date",
            "custom:yesno",
        ]
