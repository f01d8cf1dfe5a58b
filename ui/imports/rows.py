"""The rows of the preview: what the file says, what would become of it, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.exchange.matching import Choice, Proposal
from app.i18n import _
from ui.imports import words
from ui.imports.work import Prepared
from ui.table.columns import Column


@dataclass(slots=True)
class PreviewRow:
    """A proposal and the user's word on it. ``into`` is the name of what it can be merged into, if anything."""

    proposal: Proposal
    into: str

    @property
    def choice(self) -> Choice:
        return self.proposal.choice

    @property
    def can_merge(self) -> bool:
        return bool(self.into)

    def decide(self, choice: Choice) -> None:
        """Do this with the row instead. What is known nowhere cannot be merged."""
        if choice is not Choice.MERGE or self.can_merge:
            self.proposal = replace(self.proposal, choice=choice)


def rows(prepared: Prepared) -> list[PreviewRow]:
    """A row for each proposal."""
    proposals = prepared.proposals
    return [PreviewRow(proposal, _into(proposal, proposals, prepared.names)) for proposal in proposals]


def _into(proposal: Proposal, all_: Sequence[Proposal], names: dict[int, str]) -> str:
    if proposal.partner is not None:
        return names.get(proposal.partner, "") or _("a partner of the book")
    if proposal.same_as is not None:
        return all_[proposal.same_as].draft.name
    return ""


def columns() -> list[Column]:
    """The columns of the preview."""
    return [
        Column(_("Line"), _line, 56, right=True, tone=_soft),
        Column(_("Name"), _name, 180, stretch=True, bold=True),
        Column(_("E-mail and telephone"), _reached, 190, stretch=True, tone=_soft),
        Column(_("What happens"), _decision, 180, stretch=True, tone=_decision_tone),
        Column(_("Why"), _why, 190, stretch=True, tone=_soft),
    ]


def _line(row: PreviewRow) -> str:
    return str(row.proposal.draft.source_line)


def _name(row: PreviewRow) -> str:
    return row.proposal.draft.name


def _reached(row: PreviewRow) -> str:
    return words.reached(row.proposal.draft)


def _decision(row: PreviewRow) -> str:
    return words.decision(row.choice, row.into)


def _decision_tone(row: PreviewRow) -> str:
    return {Choice.ADD: "green", Choice.MERGE: "amber", Choice.SKIP: "soft"}[row.choice]


def _why(row: PreviewRow) -> str:
    return words.reason(row.choice, row.proposal.why)


def _soft(_row: PreviewRow) -> str:
    return "soft"
