"""A range of partners worked out again and compared with the ledger, through the driver alone.

So a process of its own can do it that has loaded little and shares nothing but the file.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.commissions.engine import work_out
from app.domain.money import Money
from app.queries.account_rows import accounts_between, versions_between

if TYPE_CHECKING:
    from sqlite3 import Connection

    from app.persistence.store import Store

_Sum = tuple[str, int, str, int]
"""Key, partner, currency and minor units."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A sale, refund, payment or bonus (``key``) for which the ledger holds another sum than the rules come to."""

    partner_id: int
    key: str
    credited: Money
    due: Money


def differences_between(connection: Connection, first: int, last: int) -> Iterator[Difference]:
    """Where the ledger and the engine say different sums for the partners whose ids lie from ``first`` to ``last``."""
    terms = versions_between(connection, first, last)
    due: set[_Sum] = set()
    for partner_id, currency, sales in accounts_between(connection, first, last):
        credits_ = work_out(partner_id, terms.get(partner_id, ()), currency, sales)
        due.update([(each.key, each.partner, currency, each.amount) for each in credits_ if each.amount])
    entries = connection.execute(
        "SELECT e.sale_uid, e.partner_id, e.currency, e.amount_minor FROM referral r "
        "JOIN ledger_entry e ON e.referral_id = r.id WHERE r.partner_id BETWEEN ? AND ?",
        (first, last),
    ).fetchall()
    credited = set(entries)
    # Nearly everything is the same on both sides and needs no adding up.
    odd = credited ^ due if len(credited) == len(entries) else credited | due
    if odd:
        yield from _compared(entries, due, {each[:3] for each in odd})


def _compared(entries: Iterable[_Sum], due: Iterable[_Sum], keys: set[tuple[str, int, str]]) -> Iterator[Difference]:
    sums = {key: [0, 0] for key in sorted(keys)}
    for side, given in enumerate((entries, due)):
        for each in given:
            if each[:3] in keys:
                sums[each[:3]][side] += each[3]
    for (key, partner_id, currency), (has, wanted) in sums.items():
        if has != wanted:
            yield Difference(partner_id, key, Money(has, currency), Money(wanted, currency))


class Helper:
    """What a process that recounts for another keeps: the book, open for reading."""

    store: Store

    @classmethod
    def begin(cls, path: str) -> None:
        """Open the book, once in each process."""
        from app.persistence.store import Store

        gc.disable()  # sales and credits hold no cycles, and looking for some takes a sixth of the time
        cls.store = Store.open(Path(path), write=False)

    @classmethod
    def recount(cls, first: int, last: int) -> list[Difference]:
        """``differences_between``, on one snapshot of the book."""
        connection = cls.store.driver()
        connection.execute("BEGIN")
        try:
            return list(differences_between(connection, first, last))
        finally:
            connection.execute("ROLLBACK")
