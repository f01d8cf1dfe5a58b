"""From a keystroke to the rows in hand, in a book of 100,000 partners.

``python -m tests.benchmarks.search [BOOK]`` types words letter by letter, as people do, and prints minimum, median,
95th percentile and maximum in milliseconds by the number of letters: for the first page of the list and the search
over everything, whose goals are 5 ms at the 95th percentile from two letters and 60 ms for one; beside them, without a
goal, for all ids of the list and the letters of its edge, and for a bare look into the index for 50 ids, the floor that
nothing can be under. Without BOOK it makes one of sample data.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

from app import clock
from app.persistence.searchable import match_expression
from app.persistence.store import Store
from app.queries import partner_list
from app.queries.search import search

PARTNERS = 100_000
PAGE = 128
GOALS = {1: 60.0}
GOAL = 5.0
ROUNDS = 3


def typed_words(connection: sqlite3.Connection) -> list[str]:
    """What people type: the beginnings, letter by letter, of names, first names, towns and numbers of the book."""
    total = partner_list.total(connection)
    rows = connection.execute(f"SELECT name FROM partner WHERE id % {max(1, total // 40)} = 7").fetchall()
    words = [word for (name,) in rows for word in (name.split()[0], " ".join(name.split()[:2]))]
    words += [row[0].split()[-1] for row in connection.execute("SELECT name FROM person LIMIT 20")]
    phones = connection.execute("SELECT value FROM contact_point WHERE kind = 'phone' LIMIT 10").fetchall()
    words += [row[0] for row in phones]
    return sorted({word[:length] for word in words for length in range(1, min(len(word), 9) + 1)})


def floor(connection: sqlite3.Connection, typed: str) -> None:
    """The least that can be done: 50 ids straight from the index, in no order."""
    connection.execute(
        "SELECT rowid FROM partner_search WHERE partner_search MATCH ? LIMIT 50", (match_expression(typed),)
    ).fetchall()


def page(connection: sqlite3.Connection, typed: str) -> None:
    """The first page of rows, in the order of names."""
    found = partner_list.matching(connection, match_expression(typed), PAGE)
    partner_list.rows(connection, found, TODAY)


def listed(connection: sqlite3.Connection, typed: str) -> None:
    """All ids of the list, in the order of names; their number is that of the hits."""
    partner_list.ids(connection, partner_list.Chip.ALL, typed, TODAY)


def edge(connection: sqlite3.Connection, typed: str) -> None:
    """What the A–Z edge asks for beside it."""
    partner_list.letters(connection, partner_list.Chip.ALL, typed, TODAY)


def everything(connection: sqlite3.Connection, typed: str) -> None:
    """The search over partners, people, referrals and notes."""
    search(connection, typed)


TODAY: date = clock.today()
WORKS: tuple[Callable[[sqlite3.Connection, str], None], ...] = (floor, page, everything, listed, edge)


def measure(store: Store) -> bool:
    """Print a table of times; whether every goal is met."""
    connection = store.driver()
    words = [word for word in typed_words(connection) if match_expression(word)]
    print(f"{partner_list.total(connection):,} partners, {len(words)} keystrokes, {ROUNDS} rounds, milliseconds")
    print(f"{'':12}{'letters':>8}{'min':>9}{'median':>9}{'p95':>9}{'max':>9}{'goal':>8}  slowest")
    met = True
    for work in WORKS:
        times: dict[int, list[tuple[float, str]]] = defaultdict(list)
        for _ in range(ROUNDS):
            for word in words:
                began = time.perf_counter()
                work(connection, word)
                times[min(len(word), 4)].append(((time.perf_counter() - began) * 1000, word))
        for letters in sorted(times):
            met &= _tell(work.__name__, letters, times[letters])
    return met


def _tell(name: str, letters: int, times: list[tuple[float, str]]) -> bool:
    only = sorted(spent for spent, _ in times)
    p95, goal = only[int(len(only) * 0.95)], GOALS.get(letters, GOAL)
    judged = name in {"page", "everything"}
    mark = "" if not judged else f"{goal:8.0f}" + ("" if p95 <= goal else "  MISSED")
    count = f"{letters}{'+' if letters == 4 else ''}"
    line = f"{name:12}{count:>8}{only[0]:9.2f}{statistics.median(only):9.2f}{p95:9.2f}{only[-1]:9.2f}"
    print(f"{line}{mark}  {max(times)[1]!r}")
    return not judged or p95 <= goal


def main() -> None:
    """Measure on the book that is named, or on one made for it."""
    if len(sys.argv) > 1:
        path = Path(sys.argv[1])
        store = Store.open(path, write=False)
        met = measure(store)
        store.close()
    else:
        from app.operations import sample

        with tempfile.TemporaryDirectory() as folder:
            store = Store.open(Path(folder) / "many.partnerbook", create=True)
            sample.fill(store, partners=PARTNERS)
            met = measure(store)
            store.close()
    sys.exit(0 if met else 1)


if __name__ == "__main__":
    main()
