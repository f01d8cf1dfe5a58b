"""Taking drafts from an outside file into the book: added in bulk, merged where they are known, one write, one undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from app import clock
from app.domain.errors import UserError
from app.domain.rolodex import PartnerFields, check_partner
from app.exchange.drafts import Problem
from app.exchange.matching import Action, Proposal
from app.operations import partners
from app.operations.imports.bulk import Progress, add_all
from app.operations.imports.landing import landed, merged
from app.persistence.tables import ImportRun
from app.queries.partners import fields as fields_of


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: read = added + merged + skipped + kept_out."""

    run_id: int
    read: int
    added: int
    merged: int
    skipped: int
    kept_out: int
    problems: tuple[Problem, ...]


def apply(
    session: Session,
    proposals: Sequence[Proposal],
    *,
    file_name: str,
    preset: str = "",
    kept_out: int = 0,
    problems: Sequence[Problem] = (),
    defaults: PartnerFields | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Do what the proposals say; returns what was done, which is also kept in the book.

    ``kept_out`` and ``problems`` come from reading the file. A draft that breaks a rule of the book is kept out with a
    problem of its own; nothing is lost silently. ``defaults`` gives kind and status where the file has none.
    """
    defaults = defaults or PartnerFields("")
    found = list(problems)
    report: list[list[object]] = [[p.line, "problem", p.sentence] for p in problems]
    checked: list[tuple[Proposal, PartnerFields]] = []
    for proposal in proposals:
        if proposal.action is Action.SKIP:
            report.append([proposal.draft.source_line, "skipped", proposal.draft.name, proposal.why])
            continue
        try:
            checked.append((proposal, check_partner(landed(proposal.draft, defaults, file_name))))
        except UserError as error:
            found.append(Problem(proposal.draft.source_line, str(error)))
            report.append([proposal.draft.source_line, "kept out", proposal.draft.name, str(error)])
    new = [(p, fields) for p, fields in checked if p.action is Action.ADD]
    known = [(p, fields) for p, fields in checked if p.action is Action.MERGE]
    first_id = add_all(session, [fields for _, fields in new], progress)
    report += [[p.draft.source_line, "added", fields.name] for p, fields in new]
    for proposal, fields in known:
        target = _target(proposal, new, first_id)
        partners.edit(session, target, merged(fields_of(session, target), fields))
        report.append([proposal.draft.source_line, "merged", fields.name, proposal.why])
    skipped = sum(proposal.action is Action.SKIP for proposal in proposals)
    out = kept_out + len(proposals) - skipped - len(checked)
    done = Imported(0, len(proposals) + kept_out, len(new), len(known), skipped, out, tuple(found))
    return replace(done, run_id=_record(session, done, file_name, preset, report))


def _target(proposal: Proposal, new: Sequence[tuple[Proposal, PartnerFields]], first_id: int) -> int:
    """The partner to merge into: one in the book, or one that an earlier record of the same file adds."""
    if proposal.partner_id is not None:
        return proposal.partner_id
    for offset, (other, _) in enumerate(new):
        if other.draft is proposal.into:
            return first_id + offset
    raise UserError("merge_target", "“{name}” should be merged, but into whom is not known.", name=proposal.draft.name)


def _record(session: Session, done: Imported, file_name: str, preset: str, report: list[list[object]]) -> int:
    run = ImportRun(
        imported_at=clock.now(),
        file_name=file_name,
        preset=preset,
        counts={
            "read": done.read,
            "added": done.added,
            "merged": done.merged,
            "skipped": done.skipped,
            "kept_out": done.kept_out,
        },
        report=report,
    )
    session.add(run)
    session.flush()
    return run.id
