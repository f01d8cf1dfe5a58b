"""Files are kept once under their hash, whole or not at all, whatever their names say."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.attachments import LONGEST_FILE_NAME, file_name
from app.domain.errors import PartnerbookError, StorageError, UserError
from app.persistence.files import Files, State, beside


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(beside(tmp_path / "my.partnerbook"))


def everything_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_file_is_kept_once_under_its_hash_for_its_owner_only(files: Files, tmp_path: Path) -> None:
    source = tmp_path / "contract & co.pdf"
    source.write_bytes(b"agreed")
    kept = files.put(source)
    assert (kept.digest, kept.size) == (hashlib.sha256(b"agreed").hexdigest(), 6)
    assert files.put(b"agreed") == kept
    assert files.folder == tmp_path / "my files"
    assert everything_in(files.folder) == [f"{kept.digest[:2]}/{kept.digest}"]
    assert files.read(kept.digest) == b"agreed"
    if os.name == "posix":
        path = files.path_of(kept.digest)
        assert [oct(each.stat().st_mode & 0o777) for each in (files.folder, path.parent, path)] == [
            "0o700",
            "0o700",
            "0o600",
        ]


def test_putting_again_mends_what_was_altered(files: Files) -> None:
    kept = files.put(b"agreed")
    path = files.path_of(kept.digest)
    path.write_bytes(b"forged")
    assert files.verify(kept.digest) is State.ALTERED
    assert files.has(kept.digest, 6)
    with pytest.raises(StorageError, match="was changed"):
        files.read(kept.digest)
    files.put(b"agreed")
    assert files.verify(kept.digest) is State.WHOLE
    path.unlink()
    assert files.verify(kept.digest) is State.MISSING
    with pytest.raises(StorageError, match="is missing"):
        files.read(kept.digest)


def test_what_is_too_large_or_no_file_leaves_nothing(files: Files, tmp_path: Path) -> None:
    (tmp_path / "large.bin").write_bytes(b"x" * 2_000_001)
    with pytest.raises(UserError, match=r"“large.bin” is larger than 2 MB"):
        files.put(tmp_path / "large.bin", largest=2_000_000)
    with pytest.raises(UserError, match="is not a file"):
        files.put(tmp_path)
    with pytest.raises(StorageError, match="cannot be read"):
        files.put(tmp_path / "nowhere")
    if os.name == "posix":
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(UserError, match="is not a file"):
            files.put(tmp_path / "pipe")
    assert everything_in(tmp_path) == ["large.bin"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "my files").write_text("in the way")
    with pytest.raises(StorageError, match="could not be kept"):
        Files(tmp_path / "my files").put(b"x")


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 63 + "\n", "a" * 64 + "/.."])
def test_nothing_but_a_hash_becomes_a_path(files: Files, digest: str) -> None:
    with pytest.raises(PartnerbookError):
        files.path_of(digest)


def test_a_file_is_brought_from_another_folder_only_whole(files: Files, tmp_path: Path) -> None:
    other = Files(tmp_path / "other")
    kept = files.put(b"agreed")
    assert other.bring(files, kept.digest) is State.WHOLE
    assert other.read(kept.digest) == b"agreed"
    spoiled = files.put(b"second")
    files.path_of(spoiled.digest).write_bytes(b"secund")
    assert other.bring(files, spoiled.digest) is State.ALTERED
    assert other.bring(files, "0" * 64) is State.MISSING
    assert everything_in(other.folder) == [f"{kept.digest[:2]}/{kept.digest}"]


@given(st.text(max_size=300))
def test_a_file_name_leads_nowhere(name: str) -> None:
    made = file_name(name)
    assert made == Path(made).name
    assert made not in ("", ".", "..")
    assert not set(made) & set('\\/:*?"<>|\0\n\u202e')
    assert not made.startswith(".")
    assert not made.endswith((".", " "))
    assert len(made.encode()) <= LONGEST_FILE_NAME


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Contract 2026.pdf", "Contract 2026.pdf"),
        ("../../.bashrc", "-..-.bashrc"),
        ("con.txt", "_con.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("日本.txt", "日本.txt"),
        ("", "file"),
    ],
)
def test_file_names(name: str, made: str) -> None:
    assert file_name(name) == made
