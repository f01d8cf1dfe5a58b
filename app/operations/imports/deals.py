"""Taking referrals and sales from an outside file into the book, as decided: one write, one undo.

Each row goes through the same operations as if it were typed. Accounts are worked out once at the end, not for every
sale.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from app import clock
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.referrals import ReferralFields, Stage, is_further
from app.exchange.deal_decisions import Decision, KnownReferral, KnownSale, Outcome
from app.exchange.drafts import Problem, ReadResult, ReferralDraft, SaleDraft
from app.i18n import _
from app.operations import commissions, referrals, sales
from app.operations.imports.apply import Imported, record, unread
from app.operations.imports.bulk import Progress
from app.persistence.tables import Referral

Draft = TypeVar("Draft", ReferralDraft, SaleDraft)

_SAID = {Outcome.ADD: "added", Outcome.MERGE: "merged", Outcome.SKIP: "skipped", Outcome.KEEP_OUT: "kept out"}
EVERY = 200
"""Rows after which progress is told."""


def apply_referrals(
    session: Session,
    decisions: Sequence[Decision[ReferralDraft]],
    result: ReadResult[ReferralDraft],
    *,
    file_name: str,
    currency: str,
    progress: Progress | None = None,
) -> Imported:
    """Enter referrals of a file as decided. ``currency`` is for those without a value; without a day it is today's."""
    ids: dict[KnownReferral, int] = {}

    def enter(decision: Decision[ReferralDraft], referral: KnownReferral) -> None:
        draft = decision.draft
        on = draft.received or clock.today()
        known = referral.id or ids.get(referral)
        if known is None:  # its first row, or an earlier one was kept out
            expected = None if draft.stage is Stage.WON else draft.value
            fields = ReferralFields(referral.customer, on, currency, expected, email=referral.email, note=_note(draft))
            known = referrals.log(session, referral.partner, fields)
        elif draft.value is not None and draft.stage is not Stage.WON:
            _expect(session, known, draft.value)
        _move(session, known, draft, on)
        ids[referral] = known

    with commissions.together(session):
        return _applied(session, "referrals", decisions, enter, result, file_name, progress)


def apply_sales(
    session: Session,
    decisions: Sequence[Decision[SaleDraft]],
    result: ReadResult[SaleDraft],
    *,
    file_name: str,
    progress: Progress | None = None,
) -> Imported:
    """Enter sales and refunds of a file as decided. A customer's first sale makes or wins the referral."""
    ids: dict[KnownReferral, int] = {}
    sold: dict[KnownSale, int] = {}

    def enter(decision: Decision[SaleDraft], referral: KnownReferral) -> None:
        draft = decision.draft
        sale = decision.sale or KnownSale(None, draft.day, draft.amount, draft.reference)
        currency, of = draft.amount.currency, sale.id or sold.get(sale)
        known = referral.id or ids.get(referral)
        if decision.outcome is Outcome.ADD and draft.amount.minor > 0:
            if known is None:
                # Sales go in by their days, so this is the first.
                fields = ReferralFields(referral.customer, draft.day, currency, email=referral.email, note=_note(draft))
                known = referrals.log(session, referral.partner, fields)
            of = referrals.mark_won(session, known, draft.amount, draft.day, draft.reference)
        if draft.amount.minor < 0:
            _give_back(session, of, Money(-draft.amount.minor, currency), draft.day, draft.reference)
        elif decision.gives_back:
            on = max(draft.given_back_on or draft.day, draft.day)
            _give_back(session, of, Money(decision.gives_back, currency), on)
        if of is not None and known is not None:
            sold[sale], ids[referral] = of, known

    ordered = sorted(decisions, key=lambda each: (each.draft.amount.minor < 0, each.draft.day))
    with commissions.together(session):
        return _applied(session, "sales", ordered, enter, result, file_name, progress)


def _give_back(session: Session, sale_id: int | None, amount: Money, on: date, reference: str = "") -> None:
    if sale_id is None:
        raise UserError("sale_kept_out", _("It is a refund, and its sale was kept out."))
    sales.refund(session, sale_id, amount, on, reference)


def _applied(
    session: Session,
    kind: str,
    decisions: Sequence[Decision[Draft]],
    enter: Callable[[Decision[Draft], KnownReferral], None],
    result: ReadResult[Draft],
    file_name: str,
    progress: Progress | None,
) -> Imported:
    counts: Counter[Outcome] = Counter()
    troubles = list(result.problems)
    names = {each.draft.source_line: each.draft.customer for each in decisions}
    report = unread(result.problems, names, result.kept_out)
    for number, decision in enumerate(decisions, 1):
        outcome, why = decision.outcome, decision.why
        if outcome in (Outcome.ADD, Outcome.MERGE) and decision.referral is not None:
            try:
                with session.begin_nested():
                    enter(decision, decision.referral)
            except UserError as error:
                outcome, why = Outcome.KEEP_OUT, str(error)
        if outcome is not decision.outcome or decision.is_told:
            troubles.append(Problem(decision.draft.source_line, why))
        counts[outcome] += 1
        report.append([decision.draft.source_line, _SAID[outcome], decision.draft.customer, why])
        if progress is not None and (number % EVERY == 0 or number == len(decisions)):
            progress(number, len(decisions))
    done = Imported(
        run_id=0,
        read=len(decisions) + result.kept_out,
        added=counts[Outcome.ADD],
        merged=counts[Outcome.MERGE],
        skipped=counts[Outcome.SKIP],
        kept_out=result.kept_out + counts[Outcome.KEEP_OUT],
        problems=tuple(sorted(troubles, key=lambda each: each.line)),
    )
    return replace(done, run_id=record(session, done, kind, file_name, result.preset, report))


def _move(session: Session, referral_id: int, draft: ReferralDraft, on: date) -> None:
    """Bring a referral to the stage that the file says, never back; one that is won needs the amount."""
    stage, row = draft.stage, session.get_one(Referral, referral_id)
    if stage is None or not is_further(stage, Stage(row.stage)):
        return
    on = max(draft.closed or on, row.received_on)
    if stage is Stage.WON and draft.value is not None:
        referrals.mark_won(session, referral_id, draft.value, on)
    elif stage is not Stage.WON or row.stage != Stage.PROPOSAL:
        reached = Stage.PROPOSAL if stage is Stage.WON else stage
        referrals.move(session, referral_id, reached, max(on, row.stage_since))


def _expect(session: Session, referral_id: int, value: Money) -> None:
    row = session.get_one(Referral, referral_id)
    if row.expected_minor is None and row.stage != Stage.WON:
        row.expected_minor, row.currency = value.minor, value.currency


def _note(draft: ReferralDraft | SaleDraft) -> str:
    """What the row said beside, so that nothing of it is lost."""
    lines = [f"{each.label}: {each.value}" if each.label else each.value for each in draft.extra]
    return "\n".join([draft.description, *lines] if draft.description else lines)
