"""The records of a file as the preview shows them: what the file says, what becomes of each, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.exchange.drafts import PartnerDraft
from app.exchange.matching import Choice, Proposal
from app.i18n import _
from ui.imports import words, work
from ui.imports.work import Prepared
from ui.table.columns import Column


@dataclass(slots=True)
class PreviewRow:
    """A record and the user's word on it. ``into`` is the name of what it can be merged into, if anything.

    ``first`` is the earlier record of the file that this one repeats: the two go the same way into the book.
    """

    proposal: Proposal
    into: str
    first: PreviewRow | None = None
    wanted: Choice = field(init=False)
    partner: int | None = field(init=False)

    def __post_init__(self) -> None:
        self.wanted, self.partner = self.proposal.choice, self.proposal.partner

    @property
    def draft(self) -> PartnerDraft:
        return self.proposal.draft

    @property
    def choice(self) -> Choice:
        """What becomes of it. A repetition of a record that is left out is added in its place."""
        if self.wanted is Choice.MERGE and self.partner is None and self.first is not None:
            left_out = self.first.choice is Choice.SKIP and self.first.partner is None
            return Choice.ADD if left_out else Choice.MERGE
        return self.wanted

    @property
    def can_merge(self) -> bool:
        return bool(self.into)

    @property
    def why(self) -> str:
        """Why that is proposed, or that the user said so."""
        return self.proposal.why if self.partner == self.proposal.partner else words.chosen()

    def decide(self, choice: Choice) -> None:
        """Do this with the record instead. What is known nowhere cannot be merged."""
        if choice is not Choice.MERGE or self.can_merge:
            self.wanted = choice

    def merge_into(self, partner: int, name: str) -> None:
        """Merge it into this partner of the book, whatever was proposed."""
        self.wanted, self.partner, self.into = Choice.MERGE, partner, name

    def settled(self) -> Proposal:
        """What is to be done in the end: where the record it repeats is merged into a partner, this one is too."""
        choice, partner, same_as = self.choice, self.partner, self.proposal.same_as
        if partner is None and self.first is not None and self.first.choice is not Choice.ADD:
            partner = self.first.partner
        if (choice, partner) == (self.proposal.choice, self.proposal.partner):
            return self.proposal
        return replace(
            self.proposal, choice=choice, partner=partner, same_as=None if partner else same_as, why=self.why
        )


class Records:
    """All records of a file, with how many there are of each fate. Made off the GUI thread: there may be many."""

    def __init__(self, rows: Iterable[PreviewRow]) -> None:
        self._rows = list(rows)
        self._later: dict[int, list[PreviewRow]] = {}
        for row in self._rows:
            if row.first is not None:
                self._later.setdefault(id(row.first), []).append(row)
        self._count()

    def _count(self) -> None:
        # What repeats nothing goes as it is wanted: asking that alone halves the time at very many records.
        self.counts = Counter(row.wanted if row.first is None else row.choice for row in self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[PreviewRow]:
        return iter(self._rows)

    def decide(self, rows: Sequence[PreviewRow], choice: Choice) -> None:
        """Do this with these records instead."""
        if len(rows) * 2 > len(self):
            for row in rows:
                row.decide(choice)
            self._count()
            return
        with_later = self._with_later(rows)
        self.counts.subtract(row.choice for row in with_later)
        for row in rows:
            row.decide(choice)
        self.counts.update(row.choice for row in with_later)

    def merge_into(self, rows: Sequence[PreviewRow], partner: int, name: str) -> None:
        """Merge these records into a partner of the book."""
        with_later = self._with_later(rows)
        self.counts.subtract(row.choice for row in with_later)
        for row in rows:
            row.merge_into(partner, name)
        self.counts.update(row.choice for row in with_later)

    def under(self, choice: Choice | None) -> list[PreviewRow]:
        """The records of one fate; all for ``None``."""
        return self._rows if choice is None else [row for row in self._rows if row.choice is choice]

    def settled(self) -> list[Proposal]:
        """What is to be done, record by record."""
        return [row.settled() for row in self._rows]

    def _with_later(self, rows: Sequence[PreviewRow]) -> list[PreviewRow]:
        """The records, and those that go the same way as one of them, each once."""
        found = {id(row): row for row in rows}
        for row in rows:
            for later in self._later.get(id(row), ()):
                found.setdefault(id(later), later)
        return list(found.values())


def named(connection: Any, proposals: list[Proposal], today: date) -> Records:
    """The records with the names of the partners that some would be merged into."""
    return rows(work.names(connection, proposals, today))


def rows(prepared: Prepared) -> Records:
    """A row for each proposal."""
    made: list[PreviewRow] = []
    for proposal in prepared.proposals:
        first = None if proposal.same_as is None else made[proposal.same_as]
        made.append(PreviewRow(proposal, _into(proposal, first, prepared.names), first))
    return Records(made)


def _into(proposal: Proposal, first: PreviewRow | None, names: dict[int, str]) -> str:
    if proposal.partner is not None:
        return names.get(proposal.partner, "") or _("a partner of the book")
    return first.draft.name if first is not None else ""


def columns() -> list[Column]:
    """The columns of the preview."""
    return [
        Column(_("Line"), _line, 60, right=True, tone=_soft),
        Column(_("Name"), _name, 190, stretch=True, bold=True),
        Column(_("Person"), _person, 110, stretch=True, gives_way=1),
        Column(_("What happens"), _decision, 130, stretch=True, tone=_decision_tone),
        Column(_("Why"), _why, 120, stretch=True, tone=_soft),
        Column(_("E-mail"), _email, 130, stretch=True, tone=_soft, gives_way=2),
        Column(_("Telephone"), _phone, 130, tone=_soft, gives_way=3),
    ]


def _line(row: PreviewRow) -> str:
    return str(row.draft.source_line)


def _name(row: PreviewRow) -> str:
    return row.draft.name


def _person(row: PreviewRow) -> str:
    return words.people(row.draft)


def _email(row: PreviewRow) -> str:
    return words.first(row.draft.all_emails())


def _phone(row: PreviewRow) -> str:
    return words.first(row.draft.all_phones())


def _decision(row: PreviewRow) -> str:
    return words.decision(row.choice, row.into)


def _decision_tone(row: PreviewRow) -> str:
    return {Choice.ADD: "green", Choice.MERGE: "amber", Choice.SKIP: "soft"}[row.choice]


def _why(row: PreviewRow) -> str:
    return words.reason(row.choice, row.why) if row.choice is row.proposal.choice else row.why


def _soft(_row: PreviewRow) -> str:
    return "soft"
