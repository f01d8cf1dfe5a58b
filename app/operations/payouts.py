"""Paying partners: what is payable is settled, entered in the ledger, frozen in a statement. Voided, never undone."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import clock
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.rolodex import one_line
from app.domain.statements import Statement
from app.operations import partners
from app.operations.ledger import Posting, post
from app.persistence.chain import payout_seal, voiding_seal
from app.persistence.journal import make_final
from app.persistence.tables import IssuedStatement, LedgerEntry, Payout, PayoutLine, Voiding
from app.queries import payout_runs, statements


def record(
    session: Session,
    partner_id: int,
    currency: str,
    until: date,
    paid_on: date,
    method: str = "",
    reference: str = "",
    entries: Sequence[int] | None = None,
) -> str:
    """Pay a partner all that is payable up to ``until`` and issue the statement; returns the statement's number.

    What is approved in a payout run is left to that run, which names its ``entries``: exactly these are then settled.
    Raises ``UserError`` when one of them is not open, when nothing is payable, or when the balance is negative; it is
    then carried to the next payout.
    """
    partners.get(session, partner_id)
    number = _next_number(session, paid_on)
    chosen = payout_runs.payable_entries(session, partner_id, currency, until) if entries is None else entries
    drawn = statements.draft(
        session, partner_id, currency, until, paid_on, number=number, method=one_line(method), entries=chosen
    )
    if len(drawn.lines) != len(chosen):
        raise UserError("entry_not_open", "What was to be paid to {partner} has changed.", partner=drawn.partner.name)
    _refuse_nothing(drawn)
    payout = Payout(
        uid=str(uuid.uuid4()),
        partner_id=partner_id,
        paid_on=paid_on,
        amount_minor=drawn.total.minor,
        currency=currency,
        method=drawn.pay_method,
        reference=one_line(reference),
    )
    session.add(payout)
    session.flush()
    session.add_all(PayoutLine(payout_id=payout.id, entry_id=line.entry_id) for line in drawn.lines)
    statement = IssuedStatement(
        number=number,
        partner_id=partner_id,
        payout_id=payout.id,
        issued_on=paid_on,
        first_day=drawn.period.first,
        last_day=drawn.period.last,
        total_minor=drawn.total.minor,
        currency=currency,
        document=replace(drawn, number=number).as_dict(),
    )
    sealed = payout_seal(payout, [line.entry_id for line in drawn.lines], statement)
    _post(session, payout, "payout", -drawn.total, None, sealed)
    session.add(statement)
    make_final(session)
    return number


def void(session: Session, payout_id: int, reason: str) -> None:
    """Declare a payout and its statement void, with the reason; what it had settled is open again."""
    payout = session.get(Payout, payout_id)
    if payout is None:
        raise UserError("payout_gone", "There is no such payout.")
    if session.scalar(select(func.count()).where(Voiding.payout_id == payout_id)):
        raise UserError("payout_void", "This payout is void already.")
    if not one_line(reason):
        raise UserError("reason_missing", "Say why the payout is void: it stays on record.")
    voiding = Voiding(payout_id=payout_id, voided_on=clock.today(), reason=one_line(reason))
    session.add(voiding)
    entry = session.scalars(select(LedgerEntry).filter_by(payout_id=payout_id, kind="payout")).one()
    amount = Money(payout.amount_minor, payout.currency)
    _post(session, payout, "payout_void", amount, entry.id, voiding_seal(voiding))
    make_final(session)


def payout_of(session: Session, number: str) -> int:
    """The id of the payout for which a statement was issued."""
    return session.scalars(select(IssuedStatement.payout_id).where(IssuedStatement.number == number)).one()


def _refuse_nothing(drawn: Statement) -> None:
    if drawn.total.minor < 0:
        raise UserError(
            "balance_negative",
            "Nothing is paid to {partner}: refunds leave a balance of {total} {currency}, which the next payout nets.",
            partner=drawn.partner.name,
            total=drawn.total.decimal_text,
            currency=drawn.currency,
        )
    if drawn.total.minor == 0:
        raise UserError("nothing_payable", "Nothing is payable to {partner} yet.", partner=drawn.partner.name)


def _next_number(session: Session, day: date) -> str:
    """Statements are numbered within the year of issue, without gaps: S-2026-0152."""
    beginning = f"S-{day.year}-"
    used = session.scalars(select(IssuedStatement.number).where(IssuedStatement.number.like(f"{beginning}%")))
    highest = max((int(number.removeprefix(beginning)) for number in used), default=0)
    return f"{beginning}{highest + 1:04d}"


def _post(
    session: Session, payout: Payout, kind: str, amount: Money, corrects_id: int | None, sealed: dict[str, Any]
) -> None:
    post(
        session,
        Posting(
            partner_id=payout.partner_id,
            kind=kind,
            day=payout.paid_on if kind == "payout" else clock.today(),
            payable_on=payout.paid_on,
            base=Money.zero(payout.currency),
            amount=amount,
            steps=(),
            payout_id=payout.id,
            corrects_id=corrects_id,
            inputs=sealed,
        ),
    )
