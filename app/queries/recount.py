"""The ledger held against the engine: every sale of the book worked out again and compared with what was credited."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.money import Money
from app.queries.accounts import rows_of
from app.queries.recount_rows import Difference, Helper, differences_between

AT_ONCE: Final = 500
"""Partners whose sales are in memory together."""

ALONE: Final = 50_000
"""Up to so many sales one process is done before others have started."""

MOST_HELPERS: Final = 8

Told = Callable[[int, int], None]


def differences(session: Session, report: Told | None = None, *, alone: int = ALONE) -> Iterator[Difference]:
    """Everything for which the ledger says another sum than the engine; nothing in a sound book.

    A book with more than ``alone`` sales is shared out to as many processes as there are processors. ``report(done,
    of)`` is told of partners.
    """
    highest, sales = session.execute(
        text("SELECT coalesce(max(id), 0), (SELECT count(*) FROM sale) FROM partner")
    ).one()
    ranges = [(first, min(first + AT_ONCE - 1, highest)) for first in range(1, highest + 1, AT_ONCE)]
    done = _shared_out(session, ranges, report) if sales > alone else None
    if done is not None:
        yield from done
    else:
        for first, last in ranges:
            yield from differences_between(rows_of(session), first, last)
            if report is not None:
                report(last, highest)
    yield from _orphans(session)


def _shared_out(session: Session, ranges: list[tuple[int, int]], report: Told | None) -> list[Difference] | None:
    """The differences as several processes find them; none where there is nobody to share with.

    They see what is on the disk, so a session that is writing has to look for itself.
    """
    (writes_nothing,) = rows_of(session).execute("PRAGMA query_only").fetchone()
    helpers = min(os.cpu_count() or 1, MOST_HELPERS, len(ranges))
    if helpers < 2 or not writes_nothing:
        return None
    (path,) = rows_of(session).execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()
    found: list[Difference] = []
    # Forking a process in which a window and other threads live would copy locks that nobody opens again.
    alone = multiprocessing.get_context("spawn")
    try:
        with ProcessPoolExecutor(helpers, alone, Helper.begin, (path,)) as pool:
            tasks = [pool.submit(Helper.recount, first, last) for first, last in ranges]
            for number, task in enumerate(as_completed(tasks), 1):
                found += task.result()
                if report is not None:
                    report(ranges[number - 1][1], ranges[-1][1])
    except (BrokenProcessPool, OSError, ImportError):  # where no processes can be had
        return None
    return found


def _orphans(session: Session) -> Iterator[Difference]:
    """What is still credited for referrals that are no longer in the book."""
    rows = session.execute(
        text(
            "SELECT partner_id, sale_uid, currency, sum(amount_minor) FROM ledger_entry e WHERE sale_uid <> '' "
            "AND NOT EXISTS (SELECT 1 FROM referral r WHERE r.id = e.referral_id) GROUP BY 1, 2, 3 "
            "HAVING sum(amount_minor) <> 0"
        )
    )
    for partner_id, key, currency, has in rows:
        yield Difference(partner_id, key, Money(has, currency), Money(0, currency))
