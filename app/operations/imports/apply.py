"""Taking drafts from an outside file into the book: added in bulk, merged where they are known, one write, one undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from app import clock
from app.domain.errors import UserError
from app.domain.rolodex import PartnerFields, check_partner
from app.exchange.drafts import PartnerDraft, Photo, Problem
from app.exchange.matching import Choice, Proposal
from app.operations import partners
from app.operations.imports.bulk import Progress, add_all
from app.operations.imports.landing import landed, merged
from app.operations.imports.pictures import Brought, Keep, keep_all, photo_of
from app.persistence.tables import ImportRun
from app.queries import custom_fields
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


@dataclass(slots=True)
class _Plan:
    """What will be written: new partners by their place in the file, and what is added to known ones."""

    new: dict[int, PartnerFields] = field(default_factory=dict)
    known: list[tuple[int, PartnerFields]] = field(default_factory=list)
    merged: int = 0
    skipped: int = 0
    problems: list[Problem] = field(default_factory=list)
    report: list[list[object]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """The user's own fields, by their uids."""
    pictures: list[tuple[int | None, int, PartnerDraft, Photo]] = field(default_factory=list)
    """Whose picture it is: the known partner, or the place of the new one in the file."""

    def note(self, draft: PartnerDraft, outcome: str, why: str = "") -> None:
        self.report.append([draft.source_line, outcome, draft.name, why])


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
    keep_picture: Keep | None = None,
) -> Imported:
    """Do what the proposals say; returns what was done, which is also kept in the book.

    ``kept_out`` and ``problems`` come from reading the file. A draft that breaks a rule of the book is kept out with a
    problem of its own; nothing is lost silently. ``defaults`` gives kind and status where the file has none.
    ``keep_picture`` keeps the pictures inside of cards.
    """
    drafts = {proposal.draft.source_line: proposal.draft.name for proposal in proposals}
    plan = _Plan(
        problems=list(problems),
        report=unread(problems, drafts, kept_out),
        names={each.uid: each.name for each in custom_fields.definitions(session)},
    )
    for place, proposal in enumerate(proposals):
        _decide(plan, place, proposal, defaults or PartnerFields(""), file_name)
    first = add_all(session, list(plan.new.values()), progress)
    for partner_id, fields in plan.known:
        partners.edit(session, partner_id, merged(fields_of(session, partner_id), fields, plan.names))
    if keep_picture is not None:
        _keep_pictures(session, plan, first, keep_picture, progress)
    out = kept_out + len(proposals) - len(plan.new) - plan.merged - plan.skipped
    done = Imported(
        run_id=0,
        read=len(proposals) + kept_out,
        added=len(plan.new),
        merged=plan.merged,
        skipped=plan.skipped,
        kept_out=out,
        problems=tuple(plan.problems),
    )
    return replace(done, run_id=record(session, done, "partners", file_name, preset, plan.report))


def _keep_pictures(session: Session, plan: _Plan, first: int, keep: Keep, progress: Progress | None) -> None:
    ids = {place: first + offset for offset, place in enumerate(plan.new)}
    brought = (
        Brought(ids[place] if known is None else known, draft.source_line, draft.name, photo)
        for known, place, draft, photo in plan.pictures
    )
    for problem in keep_all(session, brought, keep, progress):
        plan.problems.append(problem)
        plan.report.append([problem.line, "problem", "", problem.sentence])


def _decide(plan: _Plan, place: int, proposal: Proposal, defaults: PartnerFields, file_name: str) -> None:
    draft = proposal.draft
    if proposal.choice is Choice.SKIP:
        plan.skipped += 1
        plan.note(draft, "skipped", proposal.why)
        return
    try:
        fields = check_partner(landed(draft, defaults, file_name))
    except UserError as error:
        plan.problems.append(Problem(draft.source_line, str(error)))
        plan.note(draft, "kept out", str(error))
        return
    photo = photo_of(draft)
    if photo is not None:
        merges = proposal.choice is Choice.MERGE
        at = proposal.same_as if merges and proposal.same_as in plan.new else place
        plan.pictures.append((proposal.partner if merges else None, at, draft, photo))
    if proposal.choice is Choice.MERGE and proposal.partner is not None:
        plan.known.append((proposal.partner, fields))
    elif proposal.choice is Choice.MERGE and proposal.same_as in plan.new:
        plan.new[proposal.same_as] = merged(plan.new[proposal.same_as], fields, plan.names)
    else:
        plan.new[place] = fields
        plan.note(draft, "added")
        return
    plan.merged += 1
    plan.note(draft, "merged", proposal.why)


def unread(problems: Sequence[Problem], names: Mapping[int, str], kept_out: int) -> list[list[object]]:
    """What the report says of the problems met in reading: one entry a record that was kept out, with all its reasons.

    ``names`` has the records that were read, by their lines. Every record kept out has a problem on a line of its own;
    where there are more such lines, some belong to parts of records (the lines of a card), and all stay problems.
    """
    reasons: dict[int, list[str]] = {}
    for problem in problems:
        if problem.line not in names:
            reasons.setdefault(problem.line, []).append(problem.sentence)
    are_records = len(reasons) == kept_out
    beside: list[list[object]] = [
        [each.line, "problem", names.get(each.line, ""), each.sentence]
        for each in problems
        if each.line in names or not are_records
    ]
    if not are_records:
        return beside
    return beside + [[line, "kept out", "", " ".join(sentences)] for line, sentences in reasons.items()]


def record(session: Session, done: Imported, kind: str, file_name: str, preset: str, report: list[list[object]]) -> int:
    """Keep in the book what an import of ``partners``, ``referrals`` or ``sales`` did; returns the id of the run."""
    run = ImportRun(
        kind=kind,
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
