"""Files appear whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from app.domain.errors import StorageError
from app.exchange.atomic import atomic_write


def test_the_file_appears_only_at_the_end_and_is_private(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    with atomic_write(target) as file:
        file.write(b"whole")
        assert not target.exists()
    assert target.read_bytes() == b"whole"
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_bytes(b"before")
    with pytest.raises(ZeroDivisionError), atomic_write(target, overwrite=True) as file:
        file.write(b"half" * (1 // 0))
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_an_existing_file_is_only_replaced_when_told(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_bytes(b"before")
    with pytest.raises(StorageError) as refused, atomic_write(target):
        pytest.fail("the block must not run")
    assert refused.value.code == "file_exists"
    with atomic_write(target, overwrite=True) as file:
        file.write(b"after")
    assert target.read_bytes() == b"after"


def test_a_file_that_came_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    with pytest.raises(StorageError) as refused, atomic_write(target):
        target.write_bytes(b"theirs")
    assert refused.value.code == "file_exists"
    assert target.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [target]


def test_a_missing_folder_and_a_folder_as_target_are_said(tmp_path: Path) -> None:
    for target, code in ((tmp_path / "nowhere" / "a.csv", "folder_missing"), (tmp_path, "target_is_folder")):
        with pytest.raises(StorageError) as refused, atomic_write(target, overwrite=True):
            pytest.fail("the block must not run")
        assert refused.value.code == code


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full on this system")
def test_a_full_disk_becomes_a_sentence(tmp_path: Path) -> None:
    full = Path("/dev/full")
    with pytest.raises(StorageError) as refused, atomic_write(tmp_path / "list.csv"):
        full.write_bytes(b"x")
    assert refused.value.code == "disk_full"
    assert not list(tmp_path.iterdir())
