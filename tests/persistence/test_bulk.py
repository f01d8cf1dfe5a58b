"""Many rows inserted at once: recorded as ranges, found again at once, undone at once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.persistence import driver
from app.persistence.journal import Touched, bulk, highest_id
from app.persistence.tables import Partner, PartnerTag
from app.queries import partner_list
from app.queries.partner_list import Chip
from tests.operations.office import TODAY, Office

MANY = 300


def _insert(session: Session) -> None:
    """``MANY`` partners with a tag each, by two statements."""
    numbers = range(highest_id(session, "partner") + 1, highest_id(session, "partner") + 1 + MANY)
    common = {"initial": "B", "kind": "referral", "status": "active", "created_at": datetime(2026, 1, 1, tzinfo=UTC)}
    rows = [
        {"uid": f"uid {n}", "code": f"BULK{n}", "name": f"Bulk {n}", "sort_key": f"bulk {n:04d}", **common}
        for n in numbers
    ]
    session.execute(insert(Partner), rows)
    session.execute(insert(PartnerTag), [{"partner_id": n, "tag": "fair"} for n in numbers])


def _insert_many(office: Office) -> Touched:
    heard: list[Touched] = []
    office.store.listeners.append(heard.append)
    with office.store.write("Import many") as session, bulk(session, "partner", "partner_tag", "person"):
        _insert(session)
    office.store.listeners.remove(heard.append)
    return heard[0]


def test_rows_are_recorded_as_one_range_a_table(office: Office) -> None:
    own = office.partner("Before")
    touched = _insert_many(office)
    assert touched.ranges == {"partner": (own + 1, own + MANY), "partner_tag": (1, MANY)}
    assert touched.rows == {}
    changes = office.rows("SELECT tbl, op FROM change WHERE set_id = :id", id=touched.set_id)
    assert [(row["tbl"], row["op"]) for row in changes] == [("partner", "R"), ("partner_tag", "R")]


def test_what_was_inserted_is_found_at_once(office: Office) -> None:
    _insert_many(office)
    assert len(partner_list.ids(office.store.driver(), Chip.ALL, "fair", TODAY)) == MANY
    assert office.stale() == []


def test_a_bulk_insert_is_undone_and_redone_whole(office: Office) -> None:
    office.partner("Before")
    _insert_many(office)
    after = office.dump()
    office.undo()
    assert office.value("SELECT count(*) FROM partner") == 1
    assert office.value("SELECT count(*) FROM partner_tag") == 0
    assert office.stale() == []
    office.redo()
    assert office.dump() == after
    assert office.stale() == []


def test_rows_written_afterwards_are_recorded_one_by_one_again(office: Office) -> None:
    _insert_many(office)
    partner = office.partner("After")
    assert office.value("SELECT op FROM change WHERE tbl = 'partner' AND row_id = :id", id=partner) == "I"


def test_a_failed_bulk_insert_leaves_nothing_and_recording_goes_on(office: Office) -> None:
    with (
        pytest.raises(RuntimeError, match="stop"),
        office.store.write("Import many") as session,
        bulk(session, "partner", "partner_tag"),
    ):
        _insert(session)
        raise RuntimeError("stop")
    assert office.value("SELECT count(*) FROM partner") == 0
    partner = office.partner("After")
    assert office.value("SELECT op FROM change WHERE tbl = 'partner' AND row_id = :id", id=partner) == "I"


def test_the_writing_connection_keeps_the_pages_of_a_large_write_in_memory(office: Office) -> None:
    with office.store.maintenance() as connection:
        assert connection.execute("PRAGMA cache_size").fetchone()[0] == -driver.WRITER_CACHE_KIB
