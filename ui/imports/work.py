"""What an import does off the GUI thread: read the file, propose, and write it in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from app.domain.custom_fields import FieldDefinition
from app.domain.errors import UserError
from app.domain.imports import SavedMapping
from app.domain.rolodex import PartnerFields
from app.exchange.drafts import PartnerDraft, ReadResult
from app.exchange.matching import Proposal, propose
from app.i18n import _
from app.queries import partner_list
from ui.jobs import Control

if TYPE_CHECKING:
    from app.operations.imports import Imported

_NAMES_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """How a file is to be read; what is empty is recognised. ``saved`` is what was remembered of columns, ``own`` are
    the user's own fields."""

    path: Path
    preset: str = ""
    mapping: Mapping[str, str] | None = None
    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    decimal: str = ""
    dates: str = ""
    saved: tuple[SavedMapping, ...] = ()
    own: tuple[FieldDefinition, ...] = ()

    def said(self, control: Control) -> dict[str, Any]:
        """The same for who reads the file, with whom to tell how far it is."""
        return {
            "preset": self.preset,
            "mapping": self.mapping,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "quote": self.quote,
            "dates": self.dates,
            "saved": self.saved,
            "progress": control.report,
            "cancelled": control.cancelled,
        }


@dataclass(frozen=True, slots=True)
class Prepared:
    """A proposal for each draft, and the names of the partners of the book that some would be merged into."""

    proposals: list[Proposal]
    names: dict[int, str] = field(default_factory=dict)


def read(reading: Reading, control: Control) -> ReadResult[PartnerDraft]:
    """The drafts and problems of the file."""
    from app.exchange.contacts import read_contacts

    return read_contacts(reading.path, **reading.said(control), own=reading.own)


def prepare(session: Any, drafts: Sequence[PartnerDraft]) -> list[Proposal]:
    """What to do with each draft, by what the book knows."""
    from app.queries.known import known

    return propose(drafts, known(session))


def names(connection: Any, proposals: list[Proposal], today: date) -> Prepared:
    """The proposals with the names of the partners that they would be merged into."""
    wanted = sorted({proposal.partner for proposal in proposals if proposal.partner is not None})
    found: dict[int, str] = {}
    for start in range(0, len(wanted), _NAMES_AT_ONCE):
        rows = partner_list.rows(connection, wanted[start : start + _NAMES_AT_ONCE], today)
        found.update((partner_id, row.name) for partner_id, row in rows.items())
    return Prepared(proposals, found)


class Decided(Protocol):
    """Records on which everything is decided."""

    def settled(self) -> Sequence[Proposal]: ...


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written: the records with what was decided on them, as they were read from the file."""

    records: Decided
    result: ReadResult[PartnerDraft]
    file_name: str
    defaults: PartnerFields
    files: Any
    """Where pictures inside of the cards are kept."""


def write(session: Any, order: Order, control: Control) -> Imported:
    """Take the drafts into the book, all or none. Cancelling takes everything back."""
    from app.exchange.pictures import keeper
    from app.operations.imports import apply

    def report(done: int, total: int) -> None:
        if control.cancelled():
            raise UserError("cancelled", _("The import was stopped; nothing was changed."))
        control.report(done, total)

    return apply(
        session,
        order.records.settled(),
        file_name=order.file_name,
        preset=order.result.preset,
        kept_out=order.result.kept_out,
        problems=order.result.problems,
        defaults=order.defaults,
        progress=report,
        keep_picture=keeper(order.files.put),
    )


def nothing(_answer: object) -> None:
    """For work whose end nobody waits for."""
