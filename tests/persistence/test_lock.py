"""One writer for a book, named to the second one; readers beside it; let go however the writer ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from app.domain.errors import StorageError
from app.persistence import backup
from app.persistence.store import Store
from tests.operations.office import Office, opened

HOLD = """
import sys
from pathlib import Path
from app.persistence.store import Store
store = Store.open(Path(sys.argv[1]), holder="the window")
print("open", flush=True)
sys.stdin.read()
store.close()
"""


@contextmanager
def another_process(book: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the book until its standard input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(book)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "open\n"
        yield process
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


def test_a_second_writer_is_refused_naming_the_first(book: Path) -> None:
    with another_process(book) as process:
        with pytest.raises(StorageError) as caught:
            Store.open(book)
        assert caught.value.code == "book_in_use"
        assert "the window" in str(caught.value)
        assert str(process.pid) in str(caught.value)
        with closing(Store.open(book, write=False)) as store:
            assert store.driver().execute("SELECT count(*) FROM partner").fetchone() == (0,)
        with pytest.raises(StorageError) as caught:
            backup.restore(backup.automatic(book, "by hand"), book, "a test")
        assert caught.value.code == "book_in_use"
    with opened(book) as office:
        office.partner()


def test_a_killed_writer_holds_nothing(book: Path) -> None:
    with another_process(book) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
        with opened(book) as office:
            office.partner()


def test_the_same_process_is_a_second_writer_too(book: Path) -> None:
    with opened(book), pytest.raises(StorageError, match="a test"):
        Store.open(book)


def test_a_book_opened_on_one_thread_is_closed_on_another(book: Path) -> None:
    stores: list[Store] = []
    worker = threading.Thread(target=lambda: stores.append(Store.open(book)))
    worker.start()
    worker.join()
    Office(stores[0]).partner()
    stores[0].close()
    with opened(book) as office:
        assert office.value("SELECT count(*) FROM partner") == 1


def test_a_refused_file_is_not_held(tmp_path: Path) -> None:
    path = tmp_path / "thing.partnerbook"
    path.write_text("no book")
    for _ in range(2):
        with pytest.raises(StorageError) as caught:
            Store.open(path)
        assert caught.value.code == "book_foreign"
    assert not list(tmp_path.glob("*.holder"))
    assert not (tmp_path / ".thing.partnerbook.holder").exists()


@pytest.mark.parametrize("said", ["", "{", "[]", '{"holder": 1}', "null", "\x00"])
def test_who_holds_it_may_be_unreadable(book: Path, said: str) -> None:
    with opened(book):
        (book.parent / f".{book.name}.holder").write_text(said)
        with pytest.raises(StorageError, match="another program"):
            Store.open(book)


def test_what_the_holder_file_says(book: Path) -> None:
    with opened(book):
        who = json.loads((book.parent / f".{book.name}.holder").read_text())
        assert who["holder"] == "a test"
        assert who["pid"] == os.getpid()
    assert not (book.parent / f".{book.name}.holder").exists()


def test_reading_goes_on_while_another_process_writes(book: Path) -> None:
    with opened(book) as office, closing(Store.open(book, write=False)) as reader:
        for number in range(5):
            office.partner(f"P{number}")
            assert reader.driver().execute("SELECT count(*) FROM partner").fetchone() == (number + 1,)
            with reader.read() as session:
                assert session.connection().exec_driver_sql("SELECT count(*) FROM partner").scalar() == number + 1


def test_closing_twice_does_no_harm(book: Path) -> None:
    store = Store.open(book)
    store.close()
    store.close()
    with opened(book) as office:
        office.partner()


def test_a_closed_store_is_not_used_again(book: Path) -> None:
    store = Store.open(book)
    office = Office(store)
    office.partner()
    store.close()
    with pytest.raises(StorageError):
        office.partner()
