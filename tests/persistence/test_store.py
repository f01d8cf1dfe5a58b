"""One named write is on the disk whole or not at all; readers see snapshots and cannot write."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from app.domain.errors import StorageError, UserError
from app.domain.rolodex import PartnerFields
from app.operations import partners
from app.persistence import driver
from app.persistence.journal import Touched
from app.persistence.store import Store
from tests.operations.office import Office, opened, percent


def test_the_writing_connection_is_durable_and_strict(office: Office) -> None:
    with office.store.maintenance() as connection:
        pragmas = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "busy_timeout": driver.BUSY_MS,
    }


def test_a_failed_write_leaves_nothing(office: Office) -> None:
    office.partner("Kept")
    before, sets = office.dump(), office.value("SELECT count(*) FROM change_set")
    with pytest.raises(UserError), office.store.write("Half") as session:
        partners.add(session, PartnerFields("Lost"))
        session.execute(text("UPDATE partner SET notes = 'changed'"))
        partners.add(session, PartnerFields(""))
    with pytest.raises(IntegrityError), office.store.write("Broken") as session:
        partners.add(session, PartnerFields("Lost"))
        session.execute(text("INSERT INTO person SELECT 9, 'u', 99, 'x', '', 0, '', ''"))
    assert office.dump() == before
    assert office.value("SELECT count(*) FROM change_set") == sets
    assert office.stale() == []
    assert office.partner("Next") == 2


def test_a_failed_commit_leaves_nothing(office: Office) -> None:
    """What fails only when the write ends, here a reference checked at commit, takes the whole write back."""
    before = office.dump()
    with pytest.raises(IntegrityError), office.store.write("Deferred") as session:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.execute(text("INSERT INTO person SELECT 9, 'u', 99, 'x', '', 0, '', ''"))
    assert office.dump() == before
    office.partner("Afterwards")


def test_a_write_that_changes_nothing_leaves_no_trace(office: Office) -> None:
    partner = office.partner()
    with office.store.write("Nothing") as session:
        partners.edit(session, partner, PartnerFields("Harbor Coffee"))
    assert [row["label"] for row in office.rows("SELECT label FROM change_set")] == ["Add Harbor Coffee"]


def test_a_reader_sees_the_book_as_it_was_when_it_began(office: Office) -> None:
    office.partner("One")
    with office.store.read() as session:
        assert session.execute(text("SELECT count(*) FROM partner")).scalar() == 1
        with office.store.write("Add") as writing:
            partners.add(writing, PartnerFields("Two"))
            writing.flush()
            assert session.execute(text("SELECT count(*) FROM partner")).scalar() == 1
            assert office.value("SELECT count(*) FROM partner") == 1
        assert session.execute(text("SELECT count(*) FROM partner")).scalar() == 1
        assert office.value("SELECT count(*) FROM partner") == 2
    assert office.store.driver().execute("SELECT count(*) FROM partner").fetchone() == (2,)


def test_readers_cannot_write(office: Office) -> None:
    with office.store.read() as session, pytest.raises((OperationalError, StorageError)):
        session.execute(text("INSERT INTO view_state VALUES ('a', '{}')"))
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        office.store.driver().execute("DELETE FROM view_state")


def test_nothing_is_written_outside_a_named_write(office: Office) -> None:
    partner = office.card()
    before = office.dump()
    for statement in (
        f"UPDATE partner SET name = 'x' WHERE id = {partner}",
        "DELETE FROM partner_tag",
        f"INSERT INTO partner_tag (partner_id, tag) VALUES ({partner}, 'x')",
        f"INSERT OR REPLACE INTO partner_tag (partner_id, tag) VALUES ({partner}, 'coffee')",
    ):
        with office.store.maintenance() as connection, pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    assert office.dump() == before


def test_listeners_hear_what_was_touched_and_may_write(office: Office) -> None:
    heard: list[Touched] = []

    def listen(touched: Touched) -> None:
        heard.append(touched)
        if len(heard) == 1:
            office.partner("Echo")

    office.store.listeners.append(listen)
    worker = threading.Thread(target=office.partner, args=("Harbor",), daemon=True)
    worker.start()
    worker.join(60)
    assert not worker.is_alive(), "the listener waits for the write that called it"
    assert [touched.label for touched in heard] == ["Add Harbor", "Add Echo"]
    assert heard[0].rows == {"partner": frozenset({1})}
    assert heard[0].partners == {1}


def test_a_listener_that_fails_does_not_make_the_write_look_undone(office: Office) -> None:
    def listen(touched: Touched) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    office.store.listeners.append(listen)
    with pytest.raises(sqlite3.OperationalError):
        office.partner("Harbor")
    assert office.value("SELECT count(*) FROM partner") == 1


def test_writes_from_many_threads_take_their_turn(office: Office) -> None:
    def work(name: str) -> None:
        for number in range(5):
            office.partner(f"{name} {number}")

    threads = [threading.Thread(target=work, args=(name,)) for name in ("a", "b", "c", "d")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert office.value("SELECT count(*) FROM partner") == 20
    assert office.value("SELECT count(*) FROM change_set") == 20
    assert office.stale() == []


def test_a_store_opened_for_reading_refuses_writes(book: Path) -> None:
    store = Store.open(book, write=False)
    try:
        assert not store.writable
        with pytest.raises(StorageError) as caught, store.write("Add"):
            pass
        assert caught.value.code == "book_read_only"
    finally:
        store.close()


def test_everything_is_there_after_reopening(book: Path) -> None:
    with opened(book) as office:
        partner = office.card()
        office.agree(partner, percent(10))
        before = office.dump()
    assert not list(book.parent.glob("*-wal"))
    with opened(book) as office:
        assert office.dump() == before


def test_opening_and_reading_the_list_loads_no_sqlalchemy(book: Path) -> None:
    program = (
        "import sys, datetime; from pathlib import Path; from app.persistence.store import Store\n"
        "from app.queries import partner_list as q; s = Store.open(Path(sys.argv[1]))\n"
        "q.first_ids(s.driver(), q.Chip.ALL, datetime.date.today()); q.counts(s.driver(), datetime.date.today())\n"
        "sys.exit(any(m in sys.modules for m in ('sqlalchemy', 'alembic', 'PySide6')))"
    )
    assert subprocess.run([sys.executable, "-c", program, str(book)], check=False).returncode == 0


@pytest.mark.parametrize("opener", [Store.open, lambda path: Store.open(path, create=True)])
def test_a_book_in_a_folder_that_cannot_be(opener: Callable[[Path], Store], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError):
        opener(tmp_path / "file" / "my.partnerbook")
