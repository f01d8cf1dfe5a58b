"""A backup has the files of its book, and going back brings them back."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from app.domain.attachments import AttachmentFields
from app.operations import attachments
from app.persistence import backup
from app.persistence.files import Files, beside
from app.persistence.store import Store
from tests.operations.office import Office, new_book, opened


def attach(office: Office, partner: int, data: bytes, name: str) -> str:
    put = office.store.files.put(data)
    office.do("Add file", attachments.add, partner, AttachmentFields(name, put.digest, put.size))
    return put.digest


def findings(book: Path) -> list[str]:
    with opened(book) as office:
        return office.findings()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with two files."""
    path = new_book(tmp_path / "my.partnerbook")
    with opened(path) as office:
        partner = office.partner()
        attach(office, partner, b"agreed", "Contract.pdf")
        attach(office, partner, b"list", "Prices.csv")
    return path


def test_what_is_missing_or_altered_is_named(book: Path) -> None:
    files = Files(beside(book))
    first, second = (path for path in sorted(files.folder.rglob("*")) if path.is_file())
    assert findings(book) == []
    first.unlink()
    second.write_bytes(b"forged")
    found = findings(book)
    assert len(found) == 2
    assert any(sentence.endswith("of HARBOR is missing from the folder “my files”.") for sentence in found)
    assert any(sentence.endswith("of HARBOR was altered in the folder “my files”.") for sentence in found)


def test_the_files_of_backups_are_kept_once_and_come_back(book: Path, tmp_path: Path) -> None:
    one = backup.automatic(book, "one")
    with opened(book) as office:
        attach(office, 1, b"later", "Later.txt")
    backup.automatic(book, "two")
    shared = backup.folder_of(book) / backup.SHARED
    assert sorted(path.read_bytes() for path in shared.rglob("*") if path.is_file()) == [b"agreed", b"later", b"list"]
    shutil.rmtree(beside(book))
    assert len(findings(book)) == 3
    backup.restore(one, book, "a test")
    assert findings(book) == []
    assert sorted(path.read_bytes() for path in beside(book).rglob("*") if path.is_file()) == [b"agreed", b"list"]


def test_a_copy_made_elsewhere_is_a_whole_book(book: Path, tmp_path: Path) -> None:
    copy = backup.make(book, tmp_path / "stick" / "copy.partnerbook")
    assert findings(copy) == []
    shutil.rmtree(beside(book))
    book.unlink()
    backup.restore(copy, book, "a test")
    assert findings(book) == []


def test_an_altered_file_is_not_taken_into_a_backup_and_is_mended_from_one(book: Path) -> None:
    made = backup.automatic(book, "whole")
    assert backup.lacking(made) == 0
    spoiled = next(path for path in sorted(beside(book).rglob("*")) if path.is_file())
    good = spoiled.read_bytes()
    spoiled.write_bytes(b"spoilt")
    shutil.rmtree(backup.folder_of(book) / backup.SHARED)
    assert backup.lacking(backup.automatic(book, "after")) == 1
    kept = backup.folder_of(book) / backup.SHARED
    assert len([path for path in kept.rglob("*") if path.is_file()]) == 1
    spoiled.write_bytes(good)
    backup.automatic(book, "again")
    spoiled.write_bytes(b"spoilt")
    backup.restore(made, book, "a test")
    assert findings(book) == []


def test_what_was_left_half_copied_goes_with_the_next_backup(book: Path) -> None:
    old, new = (beside(book) / f".incoming-{name}" for name in ("old", "new"))
    for left in (old, new):
        left.write_bytes(b"half")
    os.utime(old, (0, 0))
    backup.automatic(book, "one")
    assert not old.exists()
    assert new.exists()


def test_files_follow_a_book_that_is_named_by_a_link(book: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "link.partnerbook"
    link.symlink_to(book)
    store = Store.open(link, write=False)
    assert store.files.folder == tmp_path / "my files"
    store.close()
