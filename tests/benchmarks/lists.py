"""Filters, the table and bulk edits in a book of 100,000 partners.

``python -m tests.benchmarks.lists [BOOK]`` prints, in milliseconds and the median of five: the ids of the list under a
condition on each field, the table in the order of each column and one page of all of them; then, in seconds and on a
copy, a status and a tag for all partners, each with its undo and redo. Without BOOK it makes one of sample data. The
goals are 300 ms for a filter, a second for a column, 20 ms for a page, and 15 s for each bulk edit.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from app import clock
from app.domain.filters import CHOICES, FIELDS, HOWS, Condition, Criteria, How, check
from app.operations import bulk_edit, history
from app.persistence.store import Store
from app.queries import filtered, partner_table
from app.queries.filtered import Wanted
from app.queries.partner_table import Order
from tests.benchmarks.search import PARTNERS

ROUNDS = 5


def median(work: Callable[[], Any]) -> float:
    """How long it takes in milliseconds."""
    spent = []
    for _round in range(ROUNDS):
        begun = time.perf_counter()
        work()
        spent.append((time.perf_counter() - begun) * 1000)
    return statistics.median(spent)


def condition(field: str) -> Condition:
    """Something that may be asked of the field."""
    how = HOWS[FIELDS[field]][0]
    value = "" if how is How.PRESENT else CHOICES[field][0] if field in CHOICES else "30"
    return Condition(field, how, value, currency="EUR" if field in ("sold", "owed") else "")


def look(store: Store, today: date) -> None:
    """What only reads."""
    connection = store.driver()
    for field in FIELDS:
        wanted = Wanted(criteria=check(Criteria((condition(field),))))
        order = Order(field, falling=True)
        filtering = median(lambda wanted=wanted: filtered.ids(connection, wanted, today))
        sorting = median(lambda order=order: partner_table.ids(connection, Wanted(), order, today))
        print(f"{field:12} filtered {filtering:7.1f} ms   sorted {sorting:7.1f} ms")
    page = filtered.ids(connection, Wanted(), today)[1000:1128]
    columns = partner_table.COLUMNS
    print(f"a page of all columns {median(lambda: partner_table.rows(connection, page, columns, today)):.1f} ms")


def change(store: Store, today: date) -> None:
    """What writes."""
    ids = filtered.ids(store.driver(), Wanted(), today)
    edits: dict[str, tuple[Callable[..., int], tuple[str, ...]]] = {
        "status": (bulk_edit.set_field, ("status", "paused")),
        "tag": (bulk_edit.add_tag, ("benchmark",)),
    }
    for name, (edit, given) in edits.items():
        begun = time.perf_counter()
        with store.write(name) as session:
            edit(session, ids, *given)
        done = time.perf_counter()
        history.undo(store)
        undone = time.perf_counter()
        history.redo(store)
        spent = done - begun, undone - done, time.perf_counter() - undone
        print(f"{name} of {len(ids):,} partners: {spent[0]:.1f} s, undone {spent[1]:.1f} s, redone {spent[2]:.1f} s")


def main(given: list[str]) -> None:
    """Measure on the book given, or on one made for it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lists.partnerbook"
        if given:
            shutil.copyfile(given[0], path)
        else:
            from app.operations import sample

            store = Store.open(path, create=True)
            sample.fill(store, partners=PARTNERS)
            store.close()
        store = Store.open(path)
        store.prepare()
        look(store, clock.today())
        change(store, clock.today())
        store.close()


if __name__ == "__main__":
    main(sys.argv[1:])
