"""Paying many at once: what is payable is approved, paid outside the program, then recorded. Undone until recorded."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app import clock
from app.domain.errors import UserError
from app.domain.money import Money
from app.operations import payouts
from app.persistence.tables import Approval, PayoutRun
from app.queries.payout_runs import APPROVED, approvals, entries_of, propose


@dataclass(frozen=True, slots=True)
class Chosen:
    """A partner to pay, with the amount that was seen in the review."""

    partner_id: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Paid:
    """One payout of a run and the statement that was issued for it."""

    partner_id: int
    partner: str
    code: str
    amount: Money
    statement: str


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of recording a run: the payouts, and a sentence for each partner who could not be paid."""

    paid: tuple[Paid, ...]
    refused: tuple[str, ...] = ()


def approve(session: Session, until: date, chosen: Sequence[Chosen]) -> int:
    """Approve what is payable to these partners up to a day; returns the id of the run.

    Raises ``UserError`` when nobody is chosen, or when somebody can no longer be paid the amount that was reviewed.
    """
    if not chosen:
        raise UserError("nobody_chosen", "Choose at least one partner to pay.")
    only = chosen[0].partner_id if len(chosen) == 1 else None
    payable = {
        (each.partner_id, each.payable.currency): each
        for each in propose(session, until, only)
        if each.left_out is None
    }
    run = PayoutRun(uid=str(uuid.uuid4()), until=until, approved_on=clock.today(), state="approved")
    session.add(run)
    session.flush()
    for each in chosen:
        candidate = payable.pop((each.partner_id, each.amount.currency), None)
        if candidate is None or candidate.payable != each.amount:
            raise UserError(
                "payable_changed", "What is payable to one of them has changed meanwhile. Look at the amounts again."
            )
    session.add_all(
        Approval(
            run_id=run.id,
            partner_id=each.partner_id,
            currency=each.amount.currency,
            amount_minor=each.amount.minor,
            state="approved",
        )
        for each in chosen
    )
    session.flush()
    session.execute(_SET_ASIDE, {"run": run.id, "until": until.isoformat()})
    return run.id


_SET_ASIDE = text(
    "INSERT INTO approved_entry (approval_id, entry_id) SELECT a.id, u.entry_id FROM approval a "
    "JOIN unsettled u ON u.partner_id = a.partner_id AND u.currency = a.currency "
    f"WHERE a.run_id = :run AND u.payable_on <= :until AND u.entry_id NOT IN ({APPROVED}) ORDER BY a.id, u.entry_id"
)
"""What is payable by the day and not approved before, for every approval of a run at once."""


def withdraw(session: Session, run_id: int) -> None:
    """Take back the approval of all that the run has not paid: it is payable again.

    Raises ``UserError`` when nothing in it waits.
    """
    run = _run(session, run_id)
    waiting = session.scalars(select(Approval).filter_by(run_id=run_id, state="approved")).all()
    if not waiting:
        raise UserError("run_over", "Nothing in this payout run waits to be paid.")
    for approval in waiting:
        approval.state = "withdrawn"
    _settle(session, run)


def record(
    session: Session,
    run_id: int,
    paid_on: date,
    method: str = "",
    reference: str = "",
    only: Collection[int] | None = None,
) -> Recorded:
    """Record what a run approved as paid and issue the statements; ``only`` names approvals, the others wait on.

    A partner of whom an approved entry is no longer open is not paid, and the answer says so in a sentence. Raises
    ``UserError`` when nobody could be paid: then nothing is changed. An empty ``method`` is each partner's own.
    """
    run = _run(session, run_id)
    shown = [row for row in approvals(session, run_id) if row.state == "approved" and (only is None or row.id in only)]
    if not shown:
        raise UserError("nobody_chosen", "Choose at least one partner to pay.")
    unchanged = [row for row in shown if not row.changed]
    if not unchanged:
        raise _changed(shown[0].partner)
    entries = entries_of(session, [row.id for row in unchanged])
    paid = []
    for row in unchanged:
        number = payouts.record(
            session,
            row.partner_id,
            row.amount.currency,
            run.until,
            paid_on,
            method,
            reference,
            entries=entries[row.id],
        )
        approval = session.get_one(Approval, row.id)
        approval.state, approval.payout_id = "paid", payouts.payout_of(session, number)
        paid.append(Paid(row.partner_id, row.partner, row.code, row.amount, number))
    _settle(session, run)
    return Recorded(tuple(paid), tuple(str(_changed(row.partner)) for row in shown if row.changed))


def pay_all(session: Session, until: date, paid_on: date) -> Recorded:
    """Approve and record at once all that is payable up to a day to anybody; nothing at all is no error."""
    chosen = [Chosen(each.partner_id, each.payable) for each in propose(session, until) if each.left_out is None]
    if not chosen:
        return Recorded(())
    return record(session, approve(session, until, chosen), paid_on)


def _changed(partner: str) -> UserError:
    return UserError(
        "approval_changed",
        "{partner} is not paid: what was approved has changed since. Withdraw the approval and approve again.",
        partner=partner,
    )


def _run(session: Session, run_id: int) -> PayoutRun:
    run = session.get(PayoutRun, run_id)
    if run is None:
        raise UserError("run_gone", "This payout run is no longer in the book.")
    return run


def _settle(session: Session, run: PayoutRun) -> None:
    """Let the run say what its approvals say: ``approved`` while any waits, else whether any was paid."""
    session.flush()
    states = set(session.scalars(select(Approval.state).where(Approval.run_id == run.id)))
    run.state = next(state for state in ("approved", "paid", "withdrawn") if state in states)
