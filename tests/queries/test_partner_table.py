"""The table of partners: any column as the order, empty cells last, and each cell as what it is."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from app.domain.filters import Condition, Criteria, How
from app.domain.money import Money
from app.domain.partners import Status
from app.operations import bulk_edit
from app.queries import partner_table
from app.queries.filtered import Wanted
from app.queries.partner_table import COLUMNS, Order
from tests.operations.office import TODAY, Office, full_card, percent


@pytest.fixture
def three(office: Office) -> Office:
    """Åsa, who sold for two amounts; Bo, of whom all is known; and Cy, of whom nothing is."""
    office.partner("Åsa", tier="gold", cadence_days=9, status=Status.PAUSED)
    office.card("Bo")
    office.partner("Cy", tier="Bronze")
    office.agree(1, percent(10))
    office.sold(1, "100.00", on=date(2026, 9, 1))
    office.sold(1, "23.40", on=date(2026, 9, 2))
    office.call(2, days_ago=3)
    with office.store.write("Field") as session:
        sql = "INSERT INTO custom_field (uid, name, kind, choices, position) VALUES ('size', 'Size', 'number', '[]', 0)"
        session.execute(text(sql))
    for partner, size in ((1, "9"), (2, "10")):
        office.do("Size", bulk_edit.set_field, [partner], "custom:size", size)
    return office


@pytest.mark.parametrize(
    ("column", "rising"),
    [
        ("name", [1, 2, 3]),
        ("tier", [3, 1, 2]),
        ("cadence", [1, 2, 3]),
        ("status", [2, 3, 1]),
        ("person", [2, 1, 3]),
        ("contacted", [2, 1, 3]),
        ("custom:size", [1, 2, 3]),
        ("custom:gone", [1, 2, 3]),
        ("sold", [1, 2, 3]),
        ("nonsense", [1, 2, 3]),
    ],
)
def test_rows_stand_in_the_order_of_a_column(three: Office, column: str, rising: list[int]) -> None:
    ids = partner_table.ids(three.store.driver(), Wanted(), Order(column), TODAY)
    assert list(ids) == rising


def test_falling_order_leaves_the_empty_ones_last(three: Office) -> None:
    connection = three.store.driver()
    assert list(partner_table.ids(connection, Wanted(), Order("tier", True), TODAY)) == [1, 3, 2]
    assert list(partner_table.ids(connection, Wanted(), Order("name", True), TODAY)) == [3, 2, 1]
    some = Wanted(search="bo", criteria=Criteria((Condition("tag", How.PRESENT),)))
    assert list(partner_table.ids(connection, some, Order("tier", True), TODAY)) == [2]


def test_every_column_can_be_the_order_and_be_shown(three: Office) -> None:
    connection = three.store.driver()
    for column in COLUMNS:
        for falling in (False, True):
            assert sorted(partner_table.ids(connection, Wanted(), Order(column, falling), TODAY)) == [1, 2, 3]
    rows = partner_table.rows(connection, [1, 2, 3, 99], [*COLUMNS, "custom:size", "custom:gone", "nonsense"], TODAY)
    assert set(rows) == {1, 2, 3}
    first, second = rows[1].cells, rows[2].cells
    assert first["sold"] == (Money(12340, "EUR"),)
    assert (first["referrals"], first["won"], first["terms"], first["quiet"]) == (2, 2, True, False)
    assert (first["custom:size"], first["custom:gone"]) == ("9", None)
    known = full_card("Bo")
    assert second["tag"] == "coffee, local"
    assert (second["person"], second["email"], second["notes"]) == ("Ana Pereira", "ana@example.com", known.notes)
    assert second["contacted"] == "2026-11-20"
    assert rows[3].cells["person"] is None


def test_typing_goes_to_the_next_that_begins_so(three: Office) -> None:
    connection, order = three.store.driver(), Order("tier")
    found = partner_table.ids(connection, Wanted(), order, TODAY)
    assert partner_table.place_of(connection, found, order, "GO", 0, TODAY) == 1
    assert partner_table.place_of(connection, found, order, "br", 2, TODAY) == 0
    assert partner_table.place_of(connection, found, order, "zz", 0, TODAY) == -1
    assert partner_table.place_of(connection, found, Order("sold"), "1", 0, TODAY) == -1
    assert partner_table.place_of(connection, found, Order(), "as", 0, TODAY) == 1
