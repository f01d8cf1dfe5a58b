"""The ledger: entries are posted, chained by hashes, never changed; a correction is a new entry that names the old."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.domain.commissions.steps import Step
from app.domain.errors import UserError
from app.domain.money import Money
from app.formatting import explain
from app.persistence.chain import GENESIS, hash_of
from app.persistence.tables import IssuedStatement, LedgerEntry, PayoutLine, Voiding


@dataclass(frozen=True, slots=True)
class Posting:
    """An entry to be made: ``amount`` is what the partner gains (negative: loses), ``base`` what it comes from."""

    partner_id: int
    kind: str
    day: date
    payable_on: date
    base: Money
    amount: Money
    steps: tuple[Step, ...]
    referral_id: int | None = None
    sale_uid: str = ""
    customer: str = ""
    terms_id: int | None = None
    terms_version: int | None = None
    corrects_id: int | None = None
    payout_id: int | None = None
    inputs: dict[str, Any] | None = None


def post(session: Session, posting: Posting) -> LedgerEntry:
    """Add an entry to the end of the chain."""
    [entry] = post_all(session, [posting])
    return entry


def post_all(session: Session, postings: Sequence[Posting]) -> list[LedgerEntry]:
    """Add entries to the end of the chain, in this order."""
    if not postings:
        return []
    last = session.scalars(select(LedgerEntry.hash).order_by(LedgerEntry.id.desc()).limit(1)).first() or GENESIS
    entries = []
    for posting in postings:
        entry = _entry(posting, last)
        entries.append(entry)
        last = entry.hash
    session.add_all(entries)
    session.flush()
    return entries


def _entry(posting: Posting, previous_hash: str) -> LedgerEntry:
    entry = LedgerEntry(
        partner_id=posting.partner_id,
        kind=posting.kind,
        referral_id=posting.referral_id,
        sale_uid=posting.sale_uid,
        terms_id=posting.terms_id,
        terms_version=posting.terms_version,
        corrects_id=posting.corrects_id,
        payout_id=posting.payout_id,
        customer=posting.customer,
        day=posting.day,
        payable_on=posting.payable_on,
        base_minor=posting.base.minor,
        amount_minor=posting.amount.checked().minor,
        currency=posting.amount.currency,
        steps=[step.as_dict() for step in posting.steps],
        why=explain(posting.steps, "en"),
        posted_at=clock.now(),
        previous_hash=previous_hash,
        inputs=posting.inputs,
    )
    entry.hash = hash_of(entry)
    return entry


_AT_ONCE = 1000
"""So many entries are looked up in one question."""


def reverse_all(session: Session, entry_ids: Sequence[int]) -> None:
    """Answer entries by their opposites, in this order; a reversal is answered by posting what it took back again.

    Raises ``UserError`` when one of them was paid: then the payout must be voided first.
    """
    postings = []
    for first in range(0, len(entry_ids), _AT_ONCE):
        some = entry_ids[first : first + _AT_ONCE]
        _refuse_paid(session, some)
        entries = _entries(session, some)
        taken = [entry.corrects_id for entry in entries.values() if entry.kind == "reversal" and entry.corrects_id]
        taken_back = _entries(session, taken)
        postings += [_opposite(entries[entry_id], taken_back) for entry_id in some]
    post_all(session, postings)


def _refuse_paid(session: Session, entry_ids: Sequence[int]) -> None:
    number = session.scalars(
        select(IssuedStatement.number)
        .join(PayoutLine, PayoutLine.payout_id == IssuedStatement.payout_id)
        .where(PayoutLine.entry_id.in_(entry_ids))
        .where(~select(Voiding.id).where(Voiding.payout_id == PayoutLine.payout_id).exists())
    ).first()
    if number is not None:
        raise UserError(
            "entry_paid",
            "This cannot be undone: its commission was paid with statement {number}. Void that payout first.",
            number=number,
        )


def _entries(session: Session, entry_ids: Sequence[int]) -> dict[int, LedgerEntry]:
    return {entry.id: entry for entry in session.scalars(select(LedgerEntry).where(LedgerEntry.id.in_(entry_ids)))}


def _opposite(entry: LedgerEntry, taken_back: Mapping[int, LedgerEntry]) -> Posting:
    again = taken_back.get(entry.corrects_id) if entry.kind == "reversal" and entry.corrects_id else None
    base, amount = Money(-entry.base_minor, entry.currency), Money(-entry.amount_minor, entry.currency)
    return Posting(
        partner_id=entry.partner_id,
        kind=again.kind if again else "reversal",
        day=again.day if again else clock.today(),
        payable_on=entry.payable_on,
        base=base,
        amount=amount,
        steps=tuple(Step.from_dict(step) for step in again.steps) if again else (Step("reversal", base, amount),),
        referral_id=entry.referral_id,
        sale_uid=entry.sale_uid,
        customer=entry.customer,
        terms_id=entry.terms_id,
        terms_version=entry.terms_version,
        corrects_id=again.corrects_id if again else entry.id,
        inputs=entry.inputs,
    )
