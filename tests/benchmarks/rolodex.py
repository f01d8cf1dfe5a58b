"""A file of 100,000 contacts brought into a book, and the whole book looked through for duplicates.

``python -m tests.benchmarks.rolodex [ROWS]`` writes a sheet of made-up firms of which one in twenty is there twice (by
e-mail, telephone, website, legal form or a slip of the pen) and measures, in processor seconds of one run:

- the floor: reading the sheet with ``csv``, finding duplicates by plain dictionaries, and inserting what is left into
  two indexed tables with ``executemany``; no checks, no journal, no search index, no report, no likeness of names;
- the import: reading, comparing, writing with journal, search index and report, as the command line does it;
- the same file again, where every row is known;
- the look through the whole book for duplicates.

Prints each with its ratio to the floor, and the most memory taken. Goal of the import: twice the floor, and 512 MB.
"""

from __future__ import annotations

import csv
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from app.exchange.contacts import read_contacts
from app.exchange.matching import propose
from app.exchange.progress import many_records
from app.operations.imports import apply
from app.persistence.store import Store
from app.persistence.upgrade import create_book
from app.queries.duplicates import duplicates
from app.queries.known import known

ROWS = 100_000
TWICE = 20
HEADER = ("Company", "Person", "E-mail", "Phone", "Website", "City")
FIRST = "Harbor North Blue Green Silver Bright River Stone Oak Maple Cedar Star Iron Copper Golden Royal Swift".split()
TRADE = "Coffee Media Design Consulting Law Studio Agency Print Fitness Dental Motors Logistics Bakery Optics".split()
FAMILY = "Schmidt Muller Garcia Rossi Silva Novak Jansen Larsen Brown Taylor Evans Wilson Clarke Walker".split()
ENDING = ("", "s", "berg", "feld", "mann", "son", "ova", "ez")

T = TypeVar("T")


def firms(rows: int) -> Iterator[list[str]]:
    """The rows of the sheet: every so many-th repeats an earlier one in one of five ways."""
    chance = random.Random(7)
    made: list[list[str]] = []
    for number in range(rows):
        if made and number % TWICE == 0:
            yield _again(chance, chance.choice(made), number)
            continue
        name = (
            f"{chance.choice(FIRST)} {chance.choice(FAMILY)}{chance.choice(ENDING)} {chance.choice(TRADE)} {number:x}"
        )
        person = f"{chance.choice(FIRST)} {chance.choice(FAMILY)}"
        row = [name, person, f"c{number}@firm{number}.example", f"+44 20 {number:08d}"]
        row += [f"https://www.firm{number}.example", chance.choice(("London", "Leeds", "Hull"))]
        if len(made) < 5000:
            made.append(row)
        yield row


def _again(chance: random.Random, row: list[str], number: int) -> list[str]:
    name, person, email, phone, site, city = row
    slip = chance.randrange(1, len(name) - 1)
    return [
        [f"Other {number} Name", person, email, "", "", city],
        [f"Another {number} Firm", person, "", phone.replace("+44 ", "0"), "", city],
        [f"Some {number} Site", person, "", "", site, city],
        [f"{name} Ltd", person, "", "", "", city],
        [name[:slip] + name[slip + 1 :], person, "", "", "", city],
    ][number // TWICE % 5]


def floor(path: Path, book: Path) -> int:
    """The least that can be done: read, find the same e-mail or telephone, insert the rest."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    seen: dict[str, int] = {}
    new = []
    for number, row in enumerate(rows):
        keys = [key for key in (row[2].lower(), row[3].replace(" ", "")) if key]
        if not any(key in seen for key in keys):
            new.append((number, row[0], row[0].lower(), row[1], row[2], row[3], row[4], row[5]))
        seen.update(dict.fromkeys(keys, number))
    connection = sqlite3.connect(book, isolation_level=None)
    connection.execute("CREATE TABLE partner (id INTEGER PRIMARY KEY, name TEXT, sort_key TEXT, city TEXT)")
    connection.execute("CREATE TABLE person (id INTEGER PRIMARY KEY, partner_id, name, email, phone, site)")
    connection.execute("CREATE INDEX by_name ON partner (sort_key, id)")
    connection.execute("CREATE INDEX by_email ON person (email)")
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO partner VALUES (?, ?, ?, ?)", [(r[0], r[1], r[2], r[7]) for r in new])
    connection.executemany("INSERT INTO person VALUES (?, ?, ?, ?, ?, ?)", [(r[0], r[0], *r[3:7]) for r in new])
    connection.execute("COMMIT")
    connection.close()
    return len(new)


def imported(path: Path, store: Store) -> tuple[int, int, int]:
    """The whole way of a file into the book; returns how many were added, merged and skipped."""
    result = read_contacts(path)
    with store.read() as session:
        proposals = propose(result.drafts, known(session))
    with store.write("Import contacts") as session, many_records():
        done = apply(session, proposals, file_name=path.name, preset=result.preset, problems=result.problems)
    return done.added, done.merged, done.skipped


def found(store: Store) -> int:
    """How many pairs the look through the book finds."""
    with store.read() as session:
        return len(duplicates(session))


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of the processor, all threads of this process, and what came of it."""
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def main() -> None:
    """Measure each once and print it."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path, book = Path(folder) / "firms.csv", Path(folder) / "firms.partnerbook"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([HEADER, *firms(rows)])
        least, kept = timed(lambda: floor(path, Path(folder) / "floor.db"))
        create_book(book)
        store = Store.open(book, holder="the benchmark")
        print(f"{rows} rows; floor {least:.2f} s, {kept} kept")
        for name, work in (
            ("import", lambda: imported(path, store)),
            ("import again", lambda: imported(path, store)),
            ("duplicates of the book", lambda: found(store)),
        ):
            seconds, result = timed(work)
            print(f"{name}: {seconds:.2f} s, {seconds / least:.1f} times the floor; {result}")
        store.close()
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()
