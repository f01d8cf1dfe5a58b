"""Copies are whole, verified and of the moment; going back keeps what it replaces."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from app import clock
from app.domain.errors import StorageError
from app.persistence import backup
from tests.conftest import NOW
from tests.operations.office import new_book, opened


def partners_in(path: Path) -> list[str]:
    with opened(path) as office:
        assert office.findings() == []
        return [row["name"] for row in office.rows("SELECT name FROM partner ORDER BY id")]


@pytest.fixture
def two(book: Path) -> Path:
    """A book with two partners."""
    with opened(book) as office:
        office.partner("One")
        office.partner("Two")
    return book


def test_a_backup_while_the_book_is_in_use(book: Path, tmp_path: Path) -> None:
    target = tmp_path / "copies" / "copy.partnerbook"
    with opened(book) as office:
        office.partner("One")
        with office.store.read() as session:
            session.connection()
            assert backup.make(book, target) == target
        office.partner("Two")
    assert [path.name for path in target.parent.iterdir()] == ["copy.partnerbook"]
    assert oct(target.stat().st_mode & 0o077) == "0o0"
    assert partners_in(target) == ["One"]
    assert partners_in(book) == ["One", "Two"]


def test_a_target_is_replaced_only_when_allowed(two: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.partnerbook"
    target.write_text("precious")
    with pytest.raises(StorageError) as caught:
        backup.make(two, target)
    assert caught.value.code == "target_exists"
    assert target.read_text() == "precious"
    backup.make(two, target, overwrite=True)
    assert partners_in(target) == ["One", "Two"]


def test_a_book_is_not_backed_up_onto_itself(two: Path, tmp_path: Path) -> None:
    (tmp_path / "other").symlink_to(two)
    for target in (two, tmp_path / "other"):
        with pytest.raises(StorageError) as caught:
            backup.make(two, target, overwrite=True)
        assert caught.value.code == "backup_onto_itself"
    assert partners_in(two) == ["One", "Two"]


@pytest.mark.parametrize("spoil", ["text", "page", "newer", "missing", "folder"])
def test_no_backup_is_made_of_what_is_no_sound_book(two: Path, tmp_path: Path, spoil: str) -> None:
    target = tmp_path / "copy.partnerbook"
    target.write_text("precious")
    if spoil == "text":
        two.write_text("no book")
    elif spoil == "page":
        data = bytearray(two.read_bytes())
        for page in range(2, len(data) // 4096, 3):
            data[page * 4096 : page * 4096 + 100] = b"\xff" * 100
        two.write_bytes(data)
    elif spoil == "newer":
        with closing(sqlite3.connect(two)) as connection:
            connection.execute("PRAGMA user_version = 99")
    else:
        two.unlink()
        if spoil == "folder":
            two.mkdir()
    before = two.read_bytes() if two.is_file() else None
    with pytest.raises(StorageError):
        backup.make(two, target, overwrite=True)
    assert target.read_text() == "precious"
    assert before is None or two.read_bytes() == before
    assert not [path.name for path in tmp_path.iterdir() if "part" in path.suffix and path.name.startswith(".copy")]


def test_a_target_that_cannot_be_is_a_sentence(two: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for target in (tmp_path / "file" / "copy", tmp_path / ("x" * 300), Path("/proc/none/copy")):
        with pytest.raises(StorageError):
            backup.make(two, target)


def test_going_back_keeps_what_it_replaces(two: Path, tmp_path: Path) -> None:
    copy = backup.make(two, tmp_path / "copy.partnerbook")
    with opened(two) as office:
        office.partner("Three")
    kept = backup.restore(copy, two, "a test")
    assert kept is not None
    assert partners_in(two) == ["One", "Two"]
    assert partners_in(kept) == ["One", "Two", "Three"]
    again = backup.restore(copy, two, "a test")
    assert again is not None
    assert again != kept
    assert partners_in(kept) == ["One", "Two", "Three"]
    assert sorted(path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")) == [
        "copy.partnerbook",
        "my backups",
        "my.partnerbook",
    ]


def test_what_is_kept_has_what_only_the_log_held(two: Path, tmp_path: Path) -> None:
    """The program was killed: what was written last is in the log beside the book, and is kept with it."""
    copy = backup.make(two, tmp_path / "copy.partnerbook")
    with opened(two) as office:
        office.partner("Three")
        for ending in ("", "-wal"):
            (tmp_path / f"crashed.partnerbook{ending}").write_bytes(two.with_name(two.name + ending).read_bytes())
    crashed = tmp_path / "crashed.partnerbook"
    assert crashed.with_name("crashed.partnerbook-wal").stat().st_size
    kept = backup.restore(copy, crashed, "a test")
    assert kept is not None
    assert partners_in(crashed) == ["One", "Two"]
    assert partners_in(kept) == ["One", "Two", "Three"]


def test_going_back_while_somebody_reads(two: Path, tmp_path: Path) -> None:
    """The reader keeps what it sees; the log of the old book does not spoil the new one."""
    copy = backup.make(two, tmp_path / "copy.partnerbook")
    with opened(two) as office:
        office.partner("Three")
    with closing(sqlite3.connect(two)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM partner").fetchone() == (3,)
        kept = backup.restore(copy, two, "a test")
        assert reader.execute("SELECT count(*) FROM partner").fetchone() == (3,)
        assert partners_in(two) == ["One", "Two"]
    assert kept is not None
    assert partners_in(two) == ["One", "Two"]
    assert partners_in(kept) == ["One", "Two", "Three"]


def test_going_back_where_there_is_no_book(two: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "place.partnerbook"
    assert backup.restore(two, target, "a test") is None
    assert partners_in(target) == ["One", "Two"]


def test_going_back_from_a_damaged_book(two: Path, tmp_path: Path) -> None:
    copy = backup.make(two, tmp_path / "copy.partnerbook")
    two.write_bytes(b"\xff" * 10_000)
    kept = backup.restore(copy, two, "a test")
    assert kept is not None
    assert kept.read_bytes() == b"\xff" * 10_000
    assert partners_in(two) == ["One", "Two"]


def test_nothing_is_touched_when_the_backup_is_not_sound(two: Path, tmp_path: Path) -> None:
    bad = new_book(tmp_path / "bad.partnerbook")
    os.truncate(bad, bad.stat().st_size // 2)
    before = two.read_bytes()
    for path in (bad, tmp_path / "none.partnerbook", tmp_path):
        with pytest.raises(StorageError):
            backup.restore(path, two, "a test")
    with pytest.raises(StorageError, match="the book itself"):
        backup.restore(two, two, "a test")
    assert two.read_bytes() == before
    assert not backup.folder_of(two).exists()


def test_a_link_stays_a_link(two: Path, tmp_path: Path) -> None:
    copy = backup.make(two, tmp_path / "copy.partnerbook")
    with opened(two) as office:
        office.partner("Three")
    (tmp_path / "desk").mkdir()
    link = tmp_path / "desk" / "link.partnerbook"
    link.symlink_to(two)
    backup.restore(copy, link, "a test")
    assert link.is_symlink()
    assert partners_in(two) == ["One", "Two"]
    assert backup.automatic(link, "by hand").parent == backup.folder_of(two)


def test_old_backups_make_room_and_replaced_books_stay(two: Path, tmp_path: Path) -> None:
    copy = backup.make(two, tmp_path / "copy.partnerbook")
    kept = backup.restore(copy, two, "a test")
    made = []
    for day in range(backup.KEPT + 5):
        with clock.fixed(NOW + timedelta(days=day)):
            made.append(backup.automatic(two, "daily"))
    names = {path.name for path in backup.own(two)}
    assert names == {path.name for path in made[5:]} | {kept.name if kept else ""}
    assert backup.latest(two) is not None
