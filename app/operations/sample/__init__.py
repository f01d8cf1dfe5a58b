"""Sample data: a book that reads like a real business, the same one for the same number, seed and day.

People, words and scenes are in ``resources/sample``. Up to ``ORDINARY`` partners everything is done by the operations
that the window uses, each at its historical moment; of more, the rest is inserted set-wise (``crowd``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from sqlalchemy import func, select

from app import clock
from app.domain.errors import UserError
from app.domain.statements import Business
from app.operations import settings
from app.operations.sample.crowd import insert_crowd
from app.operations.sample.own_fields import define_fields, filled_in
from app.operations.sample.plan import moment
from app.operations.sample.profiles import cast, how_many_written
from app.operations.sample.run import run, writing
from app.operations.sample.stories import history
from app.operations.sample.words import chance
from app.persistence.store import Store
from app.persistence.tables import Base, Partner
from app.queries.settings import Preferences

__all__ = ["BUSINESS", "ORDINARY", "fill"]

ORDINARY: Final = 500
"""Up to so many partners the operations themselves do everything."""

BUSINESS: Final = Business(
    name="Brightside Software AB",
    address=("Östra Hamngatan 12", "411 10 Göteborg"),
    email="partners@brightside.example",
    phone="+46 31 555 10 00",
    website="https://brightside.example",
    footer="Thank you for sending good people our way.",
)

_COUNTED: Final = {
    "partners": "partner",
    "people": "person",
    "communications": "communication",
    "follow_ups": "reminder",
    "referrals": "referral",
    "sales": "sale",
    "ledger_entries": "ledger_entry",
    "statements": "issued_statement",
}

Progress = Callable[[int, int], object]


def fill(
    store: Store, *, partners: int = 60, seed: int = 1, today: date | None = None, progress: Progress | None = None
) -> dict[str, int]:
    """Fill an empty book with ``partners`` partners and two years of their history up to ``today``.

    Returns how many of each kind the book has then. ``progress(done, total)`` is called now and then.
    Raises ``UserError`` when the book has partners already. The writes are final: one does not undo a sample book but
    opens another.
    """
    day = today or clock.today()
    with store.read() as session:
        if session.scalar(select(func.count()).select_from(Partner)):
            raise UserError("sample_not_empty", "Sample data goes into an empty book; this one has partners already.")
    by_operations = partners if partners <= ORDINARY else how_many_written()
    crowd, uids = partners - by_operations, chance(seed, "uids")

    def report(done: int) -> None:
        if progress is not None:
            progress(done, len(happenings) + crowd)

    with clock.fixed_here(moment(day - timedelta(days=800))), writing(store, uids) as session:
        settings.save_business(session, BUSINESS)
        settings.save_preferences(session, Preferences())
        own = define_fields(session)
    known = enumerate(cast(by_operations, seed, day))
    profiles = [filled_in(profile, place, own, seed, day) for place, profile in known]
    happenings = history(profiles, seed, day)
    run(store, happenings, profiles, day, uids, report)
    if crowd:
        with clock.fixed_here(moment(day - timedelta(days=1), 350)), writing(store, uids) as session:
            insert_crowd(session, crowd, seed, day, lambda done: report(len(happenings) + done))
    return _counts(store)


def _counts(store: Store) -> dict[str, int]:
    with store.read() as session:
        tables = {name: Base.metadata.tables[table] for name, table in _COUNTED.items()}
        return {name: session.scalar(select(func.count()).select_from(table)) or 0 for name, table in tables.items()}
