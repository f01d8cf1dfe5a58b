"""From the plan to the book: month by month, with payday on the first of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import groupby
from random import Random
from typing import Final

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app import clock
from app.domain.dates import add_months
from app.operations import payouts
from app.operations.history import SAMPLE
from app.operations.sample.plan import Happening, moment
from app.operations.sample.play import Player
from app.operations.sample.profiles import Profile
from app.operations.sample.words import uid
from app.persistence.journal import make_final
from app.persistence.store import Store
from app.persistence.tables import Payout
from app.queries.commissions import owed

VOIDED_MONTHS_AGO: Final = 8
"""On this payday one payout went to a wrong account; it was voided and paid again a month later."""

Report = Callable[[int], object]


@contextmanager
def writing(store: Store, uids: Random) -> Iterator[Session]:
    """A write of sample data: its new records get their identifiers from ``uids``, and it is not undone."""
    with store.write(SAMPLE) as session:

        def identify(session: Session, context: object, instances: object) -> None:
            for row in session.new:
                if hasattr(row, "uid"):
                    row.uid = uid(uids)

        event.listen(session, "before_flush", identify)
        yield session
        session.flush()
        make_final(session)


def run(
    store: Store,
    happenings: Sequence[Happening],
    profiles: Sequence[Profile],
    today: date,
    uids: Random,
    report: Report,
) -> None:
    """Carry out the happenings (in the order of time), a write a month, and pay the partners every month."""
    player, done = Player(), 0
    for first_of_month, month in groupby(happenings, lambda happening: happening.at.date().replace(day=1)):
        happened = list(month)
        with clock.fixed_here(happened[-1].at), writing(store, uids) as session:
            for happening in happened:
                player.perform(session, happening)
                done += 1
                if done % 100 == 0:
                    report(done)
        payday = add_months(first_of_month, 1)
        if payday < today:
            waiting = {player.partners[who] for who, each in enumerate(profiles) if _waits(each, payday)}
            _pay(store, payday, waiting, uids, void=payday == add_months(today.replace(day=1), -VOIDED_MONTHS_AGO))
    report(done)


def _waits(profile: Profile, payday: date) -> bool:
    return profile.unpaid_since is not None and payday >= profile.unpaid_since


def _pay(store: Store, payday: date, waiting: set[int], uids: Random, *, void: bool) -> None:
    """Pay everybody to whom something was payable at the end of the month before."""
    until = payday - timedelta(days=1)
    with clock.fixed_here(moment(payday, -120)), writing(store, uids) as session:
        due = [row for row in owed(session, until) if row.payable.minor > 0 and row.partner_id not in waiting]
        for place, row in enumerate(due, start=1):
            reference = f"{payday:%y%m%d}-{place:03d}"
            payouts.record(session, row.partner_id, row.payable.currency, until, payday, reference=reference)
    if void and due:
        with clock.fixed_here(moment(payday, -90)), writing(store, uids) as session:
            wrong = session.scalars(select(Payout.id).filter_by(paid_on=payday).order_by(Payout.id)).first()
            payouts.void(session, wrong or 0, "Sent to an account that was closed")
