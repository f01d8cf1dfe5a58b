"""What is no book, or a damaged or newer one, is refused in a sentence and stays byte for byte as it was."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.domain.errors import StorageError
from app.persistence import backup, driver
from app.persistence.store import Store
from app.persistence.upgrade import create_book
from app.queries.check import check
from tests.operations.office import Office, eur, new_book, opened, percent

PAGE = 4096


def everything_in(folder: Path) -> dict[str, str]:
    """What a folder holds, without the files of locks and of readers; a log with nothing in it is none."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith((".lock", "-shm"))
        if path.stat().st_size or not path.name.endswith("-wal")
    }


def use(path: Path, write: bool) -> None:
    """Open a book and read all of it, then write to it, as the program does."""
    store = Store.open(path, write=write)
    try:
        store.verify()
        with store.read() as session:
            check(session)
        if write:
            Office(store).partner("New")
    finally:
        store.close()


def refused(path: Path, write: bool = True) -> StorageError:
    """Use what must be refused with a sentence, leaving no trace; returns the refusal."""
    before = everything_in(path.parent)
    with pytest.raises(StorageError) as caught:
        use(path, write)
    assert everything_in(path.parent) == before
    assert path.name in str(caught.value)
    return caught.value


def foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)")


def newer(path: Path) -> None:
    new_book(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {driver.SCHEMA + 1}")


NO_BOOKS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "zero bytes": ("book_foreign", Path.touch),
    "plain text": ("book_foreign", lambda path: path.write_text("Dear diary\n" * 1000)),
    "one byte": ("book_foreign", lambda path: path.write_bytes(b"S")),
    "a header alone": ("book_foreign", lambda path: path.write_bytes(b"SQLite format 3\0")),
    "a page of noise behind a header": (
        "book_damaged",
        lambda path: path.write_bytes(b"SQLite format 3\0" + random.Random(1).randbytes(PAGE - 16)),
    ),
    "a picture": ("book_foreign", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(5000))),
    "another program's database": ("book_foreign", foreign_database),
    "a newer book": ("book_newer", newer),
}


@pytest.mark.parametrize("write", [True, False], ids=["writing", "reading"])
@pytest.mark.parametrize("kind", NO_BOOKS)
def test_what_is_no_book_is_left_as_it_is(tmp_path: Path, kind: str, write: bool) -> None:
    code, make = NO_BOOKS[kind]
    path = tmp_path / "thing.partnerbook"
    make(path)
    assert refused(path, write).code in {code, "book_foreign"}


@pytest.mark.parametrize("write", [True, False], ids=["writing", "reading"])
def test_hostile_databases_are_left_as_they_are(corpora: Path, tmp_path: Path, write: bool) -> None:
    files = [*(corpora / "hostile/sqlcipher_sqlcipher").iterdir(), corpora / "hostile/made_here/sqlite_header_only.db"]
    assert len(files) > 10
    for file in files:
        refused(Path(shutil.copy(file, tmp_path)), write)


@pytest.mark.parametrize("ours", [False, True], ids=["as they are", "called a book"])
def test_hostile_databases_never_crash(corpora: Path, tmp_path: Path, ours: bool) -> None:
    """Even with our mark in the header; in a process of their own, because a crash would take the tests along."""
    program = (
        "import sys; from pathlib import Path; from tests.persistence.test_opening import use\n"
        "from app.domain.errors import StorageError\n"
        "for name in sys.argv[1:]:\n"
        "    try: use(Path(name), True)\n"
        "    except StorageError as error: print(error.code)\n"
    )
    copies = []
    for file in (corpora / "hostile/sqlcipher_sqlcipher").iterdir():
        copy = tmp_path / file.name
        data = bytearray(file.read_bytes())
        if ours:
            data[60:64] = driver.SCHEMA.to_bytes(4, "big")
            data[68:72] = driver.APPLICATION_ID.to_bytes(4, "big")
        copy.write_bytes(data)
        copies.append(str(copy))
    done = subprocess.run([sys.executable, "-c", program, *copies], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.split()) == len(copies)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A book with enough in it to fill a hundred pages."""
    book = new_book(tmp_path_factory.mktemp("filled") / "my.partnerbook")
    with opened(book) as office:
        for number in range(12):
            partner = office.card(f"Partner {number}")
            office.agree(partner, percent(10))
            office.sold(partner, "100.00", customer="x" * 300)
            office.call(partner, "y" * 20_000)
    return book.read_bytes()


@pytest.fixture
def damaged(filled: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "my.partnerbook"
    path.write_bytes(filled)
    return path


@pytest.mark.parametrize("keep", [0.01, 0.3, 0.5, 0.9, 0.999])
def test_a_book_cut_short(damaged: Path, keep: float) -> None:
    os.truncate(damaged, int(damaged.stat().st_size * keep))
    assert refused(damaged).code in {"book_damaged", "book_foreign"}
    assert refused(damaged, write=False).code in {"book_damaged", "book_foreign"}


def test_a_page_overwritten_is_found_or_harmless(damaged: Path, filled: bytes) -> None:
    """Noise, zeros or text over any page: a sentence, a finding of the check, or a page that held nothing."""
    pages = len(filled) // PAGE
    chance = random.Random(7)
    refusals = 0
    for page in [0, 1, 2, *chance.sample(range(3, pages), 22)]:
        for number, noise in enumerate((chance.randbytes(PAGE), bytes(PAGE), b"text " * 820)):
            if number and page > 2 and page % 3:
                continue
            at = page * PAGE
            damaged.write_bytes(filled[:at] + noise[:PAGE] + filled[at + PAGE :])
            before = everything_in(damaged.parent)
            store = None
            try:
                store = Store.open(damaged, write=False)
                store.verify()
            except StorageError:
                refusals += 1
            finally:
                if store:
                    store.close()
            assert everything_in(damaged.parent) == before, page
    assert refusals > 30


def test_a_damaged_page_met_while_working_is_a_sentence(damaged: Path, filled: bytes) -> None:
    """Opened without looking at every page, whatever then meets the damage says so."""
    chance = random.Random(3)
    for page in chance.sample(range(2, len(filled) // PAGE), 12):
        at = page * PAGE
        damaged.write_bytes(filled[:at] + chance.randbytes(PAGE) + filled[at + PAGE :])
        try:
            with opened(damaged) as office:
                office.findings()
                office.dump()
                office.partner("New")
                office.call(1, "Hello")
                office.undo()
        except StorageError as error:
            if error.code != "book_damaged":
                raise


def test_there_is_no_book(tmp_path: Path) -> None:
    for path in (tmp_path / "none.partnerbook", tmp_path / "no" / "folder" / "none.partnerbook"):
        with pytest.raises(StorageError) as caught:
            Store.open(path)
        assert caught.value.code == "book_missing"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_book(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for write in (True, False):
        with pytest.raises(StorageError):
            Store.open(tmp_path / "folder", write=write)


def test_a_book_of_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "my.partnerbook"
    with closing(Store.open(path, create=True)) as store:
        Office(store).partner()
        files = [file for file in path.parent.iterdir() if file.suffix != ".lock"]
        assert {oct(file.stat().st_mode & 0o077) for file in files} == {"0o0"}
    assert oct(path.parent.stat().st_mode & 0o777) == "0o700"


def test_a_failed_creation_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".my.partnerbook.new").write_bytes(b"left behind by one that was killed")
    create_book(tmp_path / "my.partnerbook")
    assert [path.name for path in tmp_path.iterdir()] == ["my.partnerbook"]


ODD_NAMES = [
    "spaces and 'quotes'.partnerbook", "a?b#c%20d&mode=memory.partnerbook", "日本.partnerbook", "new\nline.partnerbook",
    "-dash.partnerbook", ".hidden", "no ending", os.fsdecode(b"not\xffutf8.partnerbook"), "[brackets]*.partnerbook",
    "file:x?mode=ro", "{field} {0}.partnerbook",
]  # fmt: skip


@pytest.mark.parametrize("name", ODD_NAMES, ids=range(len(ODD_NAMES)))
def test_odd_names_of_files(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with closing(Store.open(path, create=True)) as store:
        office = Office(store)
        office.partner("Kept")
        assert office.value("SELECT count(*) FROM partner") == 1
        with pytest.raises(StorageError):
            Store.open(path)
        kept = [backup.automatic(path, "by hand") for _ in range(2)]
    assert backup.latest(path) is not None
    assert kept[0].parent == backup.folder_of(path)
    with closing(Store.open(path, write=False)) as store:
        assert store.driver().execute("SELECT name FROM partner").fetchall() == [("Kept",)]
    assert path.is_file()


def test_a_name_too_long_is_a_sentence(tmp_path: Path) -> None:
    for length in (250, 300):
        with pytest.raises(StorageError):
            Store.open(tmp_path / ("x" * length), create=True)


@pytest.fixture
def elsewhere(book: Path, tmp_path: Path) -> Path:
    """The book by another name: a link in another folder."""
    (tmp_path / "desk").mkdir()
    link = tmp_path / "desk" / "link.partnerbook"
    try:
        link.symlink_to(book)
    except OSError:
        pytest.skip("this system makes no links")
    return link


def test_a_link_to_a_book_is_the_same_book(book: Path, elsewhere: Path) -> None:
    with opened(book) as office:
        office.partner("One")
        with pytest.raises(StorageError) as caught:
            Store.open(elsewhere)
        assert caught.value.code == "book_in_use"
    with opened(elsewhere) as office:
        office.partner("Two")
    assert elsewhere.is_symlink()
    with opened(book) as office:
        assert office.value("SELECT count(*) FROM partner") == 2


def test_a_book_named_from_where_one_stands(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with closing(Store.open(Path(book.name))) as store:
        monkeypatch.chdir("/")
        Office(store).partner("One")
        assert store.driver().execute("SELECT count(*) FROM partner").fetchone() == (1,)


UNPRIVILEGED = 65534


def outcome(book: Path, write: bool) -> str:
    """What comes of opening, reading and perhaps writing a book: the code of the refusal, or ``done``."""
    try:
        with closing(Store.open(book, write=write)) as store:
            office = Office(store)
            office.value("SELECT count(*) FROM partner")
            if write:
                office.partner("New")
            return "done"
    except StorageError as error:
        return error.code


def as_somebody_else(work: Callable[[], list[str]]) -> list[str]:
    """Do it in a process without rights: tests are often run as root, whom nothing is forbidden."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(UNPRIVILEGED)
                os.setuid(UNPRIVILEGED)
            os.write(write, " ".join(work()).encode())
        except BaseException as error:
            os.write(write, repr(error).encode())
        finally:
            os._exit(0)
    os.close(write)
    os.waitpid(child, 0)
    with os.fdopen(read) as answer:
        return answer.read().split(" ")


@pytest.fixture
def guarded(filled: bytes) -> Iterator[Path]:
    """A book in a folder that every user of the machine can reach."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        outcome(new_book(folder / "other.partnerbook"), write=True)  # loads what the other user may not read
        folder.chmod(0o777)
        book = folder / "my.partnerbook"
        book.write_bytes(filled)
        book.chmod(0o666)
        yield book
        folder.chmod(0o777)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are of another kind there")
@pytest.mark.parametrize(
    ("of_folder", "of_file", "codes"),
    [
        (0o777, 0o444, {"book_unwritable"}),
        (0o555, 0o444, {"book_unwritable"}),
        (0o555, 0o666, {"book_unwritable"}),
        (0o777, 0o000, {"book_unreadable"}),
        (0o000, 0o666, {"book_unreadable", "book_missing", "book_unwritable"}),
    ],
)
def test_without_the_right_to_write(guarded: Path, of_folder: int, of_file: int, codes: set[str]) -> None:
    """Refused in a sentence as somebody without rights; where only writing is forbidden, reading still works."""
    before = guarded.read_bytes()
    guarded.chmod(of_file)
    guarded.parent.chmod(of_folder)
    writing, reading = as_somebody_else(lambda: [outcome(guarded, write) for write in (True, False)])
    guarded.parent.chmod(0o777)
    assert writing in codes
    assert reading in (codes if of_file == 0 or of_folder == 0 else {"done"})
    guarded.chmod(0o666)
    assert guarded.read_bytes() == before


def test_money_is_still_there(damaged: Path) -> None:
    """The book that the tests above damage is sound before."""
    with opened(damaged) as office:
        assert office.findings() == []
        office.refund(1, eur("1.00"))
