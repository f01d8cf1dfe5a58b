"""What an import of referrals or sales does off the GUI thread: read, decide, and write in one go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.errors import UserError
from app.domain.imports import SavedMapping
from app.exchange.attribution import Answers
from app.exchange.deal_decisions import Decision, Outcome, decide_referrals, decide_sales, problems
from app.exchange.drafts import Problem, ReadResult
from app.i18n import _
from ui.imports.work import Reading
from ui.jobs import Control

if TYPE_CHECKING:
    from app.operations.imports import Imported

SALES, REFERRALS, PARTNERS = "sales", "referrals", "partners"


@dataclass(frozen=True, slots=True)
class Question:
    """A partner as the file writes it that is not sure: on how many rows, and which partners (id, name) it may be."""

    asks: str
    rows: int
    why: str
    offered: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DealRow:
    """A row of the file with what becomes of it, and the name of the partner it is credited to."""

    decision: Decision[Any]
    partner: str


@dataclass(frozen=True, slots=True)
class Decided:
    """All rows with how many end how, what there is to ask, and what there is to say of the file and its rows."""

    rows: tuple[DealRow, ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()
    counts: Counter[Outcome] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class DealOrder:
    """What is to be written."""

    kind: str
    decided: Decided
    result: ReadResult[Any]
    file_name: str
    currency: str


def kind_of(path: Path, saved: Sequence[SavedMapping] = ()) -> str:
    """What the file holds, by its columns; one that cannot be read counts as contacts, whose import says why."""
    from app.exchange.deals import guess_kind

    try:
        return guess_kind(path, saved)
    except UserError:
        return PARTNERS


def read(kind: str, reading: Reading, currency: str, control: Control) -> ReadResult[Any]:
    """The drafts and problems of the file."""
    from app.exchange.deals import read_referrals, read_sales

    door = read_sales if kind == SALES else read_referrals
    result: ReadResult[Any] = door(reading.path, currency=currency, decimal=reading.decimal, **reading.said(control))
    return result


def decide(session: Any, kind: str, result: ReadResult[Any], answers: Answers) -> Decided:
    """What becomes of each row by what the book knows and what was answered."""
    from app.queries.known_deals import known_deals

    known, drafts = known_deals(session), result.drafts
    decisions: list[Any] = (
        decide_sales(drafts, known, answers) if kind == SALES else decide_referrals(drafts, known, answers)
    )
    names = known.partners.names
    return Decided(
        tuple(DealRow(each, names[each.referral.partner] if each.referral else "") for each in decisions),
        _questions(decisions, names),
        tuple(sorted((*result.problems, *problems(decisions)), key=lambda each: each.line)),
        Counter(each.outcome for each in decisions),
    )


def _questions(decisions: Sequence[Decision[Any]], names: dict[int, str]) -> tuple[Question, ...]:
    """What is asked, once for each name, the one on most rows first."""
    first: dict[str, Decision[Any]] = {}
    counted: dict[str, int] = {}
    for each in decisions:
        if each.asks:
            first.setdefault(each.asks, each)
            counted[each.asks] = counted.get(each.asks, 0) + 1
    asked = sorted(first, key=lambda asks: -counted[asks])
    return tuple(
        Question(asks, counted[asks], first[asks].why, tuple((id_, names[id_]) for id_ in first[asks].offered))
        for asks in asked
    )


def write(session: Any, order: DealOrder, control: Control) -> Imported:
    """Take the rows into the book, all or none. Cancelling takes everything back."""
    from app.operations.imports import apply_referrals, apply_sales

    def report(done: int, total: int) -> None:
        if control.cancelled():
            raise UserError("cancelled", _("The import was stopped; nothing was changed."))
        control.report(done, total)

    told: dict[str, Any] = {"file_name": order.file_name, "progress": report}
    decisions: list[Any] = [row.decision for row in order.decided.rows]
    if order.kind == SALES:
        return apply_sales(session, decisions, order.result, **told)
    return apply_referrals(session, decisions, order.result, currency=order.currency, **told)
