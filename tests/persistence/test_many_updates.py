"""Thousands of rows changed at once: recorded briefly, turned back set-wise, and only where they changed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

from app import clock
from app.persistence import journal
from app.persistence.journal import bulk
from app.persistence.tables import Communication, Partner
from app.persistence.undo import BULK
from tests.operations.office import Office

MANY = BULK + 200


@pytest.fixture
def crowd(office: Office) -> Iterator[Office]:
    """An office with more partners than are turned back one by one."""
    common = {"kind": "referral", "status": "active", "created_at": clock.now(), "initial": "M"}
    rows = [
        {"uid": f"uid {n}", "code": f"MANY{n}", "name": f"Many {n}", "sort_key": f"many {n:05d}", "tier": "", **common}
        for n in range(MANY)
    ]
    with office.store.write("Begin") as session, bulk(session, "partner"):
        session.execute(insert(Partner), rows)
    yield office
    assert office.stale() == []
    assert office.findings() == []


def test_many_changed_rows_go_back_and_forth(crowd: Office) -> None:
    before = crowd.dump()
    with crowd.store.write("Raise") as session:
        session.execute(text("UPDATE partner SET tier = 'Gold', name = name || '!' WHERE id % 7 > 0"))
        session.execute(text("UPDATE partner SET cadence_days = id, best_time = NULLIF('9', '') WHERE id % 2"))
    after = crowd.dump()
    assert after != before
    crowd.undo()
    assert crowd.dump() == before
    crowd.redo()
    assert crowd.dump() == after


def test_a_row_changed_twice_goes_back_to_what_it_was_first(crowd: Office) -> None:
    before = crowd.dump()
    with crowd.store.write("Raise") as session:
        session.execute(text("UPDATE partner SET status = 'paused'"))
        session.execute(text("UPDATE partner SET status = 'ended', tier = 'Old' WHERE id <= 900"))
    crowd.undo()
    assert crowd.dump() == before


def test_text_of_any_kind_comes_back_as_it_was(crowd: Office) -> None:
    naughty = ["'; DROP TABLE partner; --", '"$.name"', "line\nline", "𝕌 \u202e", "", "{}", "[1]", "null", "007"]
    with crowd.store.write("Naughty") as session:
        for number, notes in enumerate(naughty, 1):
            session.execute(text("UPDATE partner SET notes = :notes WHERE id = :id"), {"notes": notes, "id": number})
    before = crowd.dump()
    with crowd.store.write("Wipe") as session:
        session.execute(text("UPDATE partner SET notes = 'gone'"))
    crowd.undo()
    assert crowd.dump() == before


def test_brief_images_hold_what_changed_and_nothing_else(crowd: Office) -> None:
    before = crowd.dump()
    with crowd.store.write("Pause") as session, journal.brief(session, "partner", ["status"]):
        session.execute(text("UPDATE partner SET status = 'paused'"))
    newest = "SELECT op, before, after, scope_id FROM change ORDER BY id DESC LIMIT 1"
    assert list(crowd.rows(newest)[0].values()) == ["U", '{"status":"active"}', '{"status":"paused"}', MANY]
    crowd.undo()
    assert crowd.dump() == before
    crowd.redo()
    assert crowd.value("SELECT count(*) FROM partner WHERE status = 'paused'") == MANY


def test_after_brief_changes_whole_rows_are_recorded_again(crowd: Office) -> None:
    def broken(session: Session) -> None:
        with journal.brief(session, "partner", ["status"]):
            session.execute(text("UPDATE partner SET status = 'paused'"))
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        crowd.do("Pause", broken)
    with crowd.store.write("Raise") as session:
        session.execute(text("UPDATE partner SET tier = 'Gold' WHERE id = 1"))
    assert '"name":"Many 0"' in crowd.value("SELECT after FROM change ORDER BY id DESC LIMIT 1")
    with (
        pytest.raises(ValueError, match="referral"),
        crowd.store.write("No") as session,
        journal.brief(session, "referral", ["note"]),
    ):
        pass


def test_partners_are_still_found_by_words_that_a_large_change_brought(crowd: Office) -> None:
    def found(word: str) -> int:
        sql = "SELECT count(*) FROM partner_search WHERE partner_search MATCH :word"
        return int(crowd.value(sql, word=word))

    with crowd.store.write("Note") as session, journal.brief(session, "partner", ["notes"]):
        session.execute(text("UPDATE partner SET notes = 'zeppelin'"))
    assert found("zeppelin") == MANY
    crowd.undo()
    assert found("zeppelin") == 0


def test_many_changed_notes_are_turned_back_too(crowd: Office) -> None:
    common = {"partner_id": 1, "kind": "call", "happened_at": clock.now(), "happened_on": clock.today()}
    rows = [{"uid": f"call {n}", "text": f"Call {n}", **common} for n in range(MANY)]
    with crowd.store.write("Calls") as session, bulk(session, "communication"):
        session.execute(insert(Communication), rows)
    before = crowd.dump()
    with crowd.store.write("Shout") as session:
        session.execute(text("UPDATE communication SET text = upper(text)"))
    crowd.undo()
    assert crowd.dump() == before
