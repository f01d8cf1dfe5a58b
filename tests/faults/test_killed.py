"""Killed at any moment: what was acknowledged is there, what was under way is there whole or not at all."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.persistence import driver
from tests.operations.office import Office, new_book, opened

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "8"))
"""Kills a kind of work; 32 of edits. A longer run is asked for with FAULT_ROUNDS."""


class Nursery:
    """Starts works in processes of their own and kills them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pace = 1.0
        """How much longer than on a quiet machine a work is given here, found by what it gets done."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery", str(folder / "warm.partnerbook")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._line() == "ready"

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def kill(self, work: str, book: Path, after: float) -> list[str]:
        """Start a work, kill it ``after`` seconds (of a quiet machine) later; returns what it acknowledged."""
        acknowledged = self._folder / "acknowledged"
        acknowledged.write_text("")
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([work, str(book), str(acknowledged)]) + "\n")
        self._process.stdin.flush()
        child = int(self._line())
        time.sleep(after * (self._pace if work in {"edit", "earn"} else 1))
        os.kill(child, signal.SIGKILL)
        status = int(self._line())
        assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL, "the work ended by itself"
        said = acknowledged.read_text().splitlines()
        if not said and work in {"edit", "earn"}:  # the others acknowledge once, at the end
            self._pace = min(self._pace * 1.3, 20)
        return said

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@pytest.fixture(scope="module")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    found = Nursery(tmp_path_factory.mktemp("nursery"))
    yield found
    found.close()


def sound(book: Path, look: Callable[[Office], None] = lambda office: None) -> None:
    """Reopen the book: every page, reference, the ledger and what is derived must be sound, and writing go on."""
    with opened(book) as office:
        office.store.verify()
        assert office.findings() == []
        assert office.stale() == []
        look(office)


def times(rounds: int, longest: float) -> list[float]:
    """Moments to kill at, more of them early."""
    chance = random.Random(20261123)
    return [longest * chance.random() ** 1.5 for _ in range(rounds)]


def test_edits(nursery: Nursery, book: Path) -> None:
    known: set[str] = set()
    for after in times(4 * ROUNDS, 0.25):
        known |= set(nursery.kill("edit", book, after))
        with closing(driver.connect_reader(book)) as connection:
            assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
            there = {row[0] for row in connection.execute("SELECT name FROM partner")}
        assert known <= there
        assert len(there) <= len(known) + 4 * ROUNDS
    assert len(known) > 4 * ROUNDS
    sound(book)


def test_money(nursery: Nursery, book: Path) -> None:
    entries = 0
    for after in times(ROUNDS, 0.6):
        said = nursery.kill("earn", book, after)
        entries = max(entries, *(int(line) for line in said), 0)
        sound(book)
        with opened(book) as office:
            assert office.value("SELECT count(*) FROM ledger_entry") >= entries
            assert office.value("SELECT count(*) FROM partner WHERE name LIKE 'Undone%'") <= ROUNDS
    assert entries > ROUNDS


def test_imports(nursery: Nursery, book: Path) -> None:
    known: set[str] = set()
    for after in times(ROUNDS, 0.4):
        known |= set(nursery.kill("bulk", book, after))
        with closing(driver.connect_reader(book)) as connection:
            batches = dict(connection.execute("SELECT source, count(*) FROM partner GROUP BY 1").fetchall())
        assert set(batches.values()) <= {401}, "a batch came in half"
        assert known <= batches.keys()
    assert known
    sound(book)


def test_backups(nursery: Nursery, book: Path) -> None:
    with opened(book) as office:
        for number in range(40):
            office.partner(f"P{number}", notes="x" * 20_000)
    target = book.with_name("copy.partnerbook")
    made = 0
    for after in times(ROUNDS, 0.3):
        made += len(nursery.kill("copy", book, after))
        if target.exists():
            sound(target, lambda office: _has(office, 40))
    assert made
    sound(book, lambda office: _has(office, 40))


def _has(office: Office, partners: int) -> None:
    assert office.value("SELECT count(*) FROM partner") == partners


def test_new_books(nursery: Nursery, tmp_path: Path) -> None:
    known: set[str] = set()
    for after in times(ROUNDS, 0.8):
        known |= set(nursery.kill("create", tmp_path / "some.partnerbook", after))
    there = {path.name for path in tmp_path.glob("[0-9]*.partnerbook")}
    assert known <= there
    assert known
    for name in there:
        sound(tmp_path / name, lambda office: _has(office, 0))


def test_going_back(nursery: Nursery, tmp_path: Path) -> None:
    """The place of the book always holds a whole one: one of the two copies, or that with what was written since."""
    book = new_book(tmp_path / "my.partnerbook")
    for number, partners in enumerate((10, 20)):
        with opened(new_book(tmp_path / f"copy{number}.partnerbook")) as office:
            for one in range(partners):
                office.partner(f"P{one}", notes="x" * 5_000)
    known = 0
    for after in times(2 * ROUNDS, 0.3):
        known += len(nursery.kill("restore", book, after))
        assert book.exists()
        with opened(book) as office:
            assert office.value("SELECT count(*) FROM partner") in {0, 10, 11, 20, 21}
            office.store.verify()
    assert known
    sound(book)
