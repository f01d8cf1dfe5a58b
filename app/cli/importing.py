"""The import command: contacts, referrals or sales from a file, or a whole book."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from app.cli.looking import opened
from app.cli.output import Answer, progress_bar
from app.domain.errors import StorageError, UserError
from app.domain.imports import SavedMapping
from app.exchange.drafts import PartnerDraft, ReadResult
from app.exchange.matching import Choice, Proposal, propose
from app.persistence import backup
from app.persistence.store import Store

if TYPE_CHECKING:
    from app.operations.imports import Imported


def import_(options: Namespace) -> Answer:
    """Read the source into the book; with ``--dry-run`` only say what would happen."""
    if not options.source.exists():
        raise StorageError("source_missing", "There is no file “{path}”.", path=str(options.source))
    if not options.book.exists():
        raise StorageError("book_missing", "There is no book at “{path}”.", path=str(options.book))
    if options.source.suffix.lower() == ".json":
        return _whole(options)
    saved = _saved(options)
    kind = _kind(options, saved)
    return _contacts(options, saved) if kind == "partners" else _deals(options, kind, saved)


def _saved(options: Namespace) -> tuple[SavedMapping, ...]:
    """What the user said in the window that columns mean. A book that is yet to be upgraded has nothing of the kind."""
    from app.queries.import_mappings import listed

    try:
        with opened(options, write=False) as store:
            return listed(store.driver())
    except StorageError as error:
        if error.code != "book_older":
            raise
        return ()


def _kind(options: Namespace, saved: tuple[SavedMapping, ...]) -> str:
    """What the file holds: as said or, where neither kind nor preset was, by its columns."""
    from app.exchange.asked import saved_named
    from app.exchange.presets_deals import deals_named

    if options.kind:
        return str(options.kind)
    if options.preset:
        named, deals = saved_named(options.preset, saved), deals_named(options.preset)
        return named.kind if named else deals[0] if deals else "partners"
    from app.exchange.deals import guess_kind

    return guess_kind(options.source, saved)


_QUOTES: Final = {"double": '"', "single": "'", "none": "none"}
_DECIMALS: Final = {"point": ".", "comma": ","}


def _as_asked(options: Namespace, saved: tuple[SavedMapping, ...]) -> dict[str, Any]:
    """How the file is to be read, as far as it was said."""
    return {
        "preset": options.preset,
        "encoding": options.encoding,
        "delimiter": options.delimiter,
        "quote": _QUOTES.get(options.quote),
        "dates": options.dates,
        "saved": saved,
        "progress": progress_bar("Reading"),
    }


def _contacts(options: Namespace, saved: tuple[SavedMapping, ...]) -> Answer:
    from app.exchange.contacts import read_contacts

    with opened(options, write=not options.dry_run) as store:
        from app.queries.custom_fields import fast_definitions
        from app.queries.known import known

        own = fast_definitions(store.driver())
        result = read_contacts(options.source, **_as_asked(options, saved), own=own)
        with store.read() as session:
            proposals = [_as_told(p, options.on_duplicate) for p in propose(result.drafts, known(session))]
        if options.dry_run:
            return _dry(result, proposals)
        _back_up(store)
        from app.exchange.pictures import keeper
        from app.exchange.progress import many_records
        from app.operations.imports import apply

        with store.write("Import {file}", file=options.source.name) as session, many_records():
            done = apply(
                session,
                proposals,
                file_name=options.source.name,
                preset=result.preset,
                kept_out=result.kept_out,
                problems=result.problems,
                progress=progress_bar("Importing"),
                keep_picture=keeper(store.files.put),
            )
    return _done(result, done)


def _deals(options: Namespace, kind: str, saved: tuple[SavedMapping, ...]) -> Answer:
    """Referrals or sales. Where a partner is not sure the row is kept out and says who it could be."""
    from app.exchange import deal_decisions, deals

    read = deals.read_sales if kind == "sales" else deals.read_referrals
    with opened(options, write=not options.dry_run) as store:
        from app.queries import settings
        from app.queries.known_deals import known_deals

        with store.read() as session:
            currency = settings.preferences(session).currency
            known = known_deals(session)
        asked = {**_as_asked(options, saved), "decimal": _DECIMALS.get(options.decimal)}
        result: ReadResult[Any] = read(options.source, currency=currency, **asked)
        decisions: Any = (
            deal_decisions.decide_sales(result.drafts, known, add_again=options.on_duplicate == "add")
            if kind == "sales"
            else deal_decisions.decide_referrals(result.drafts, known)
        )
        if options.dry_run:
            return _dry_deals(result, decisions)
        _back_up(store)
        from app.operations import imports

        told: dict[str, Any] = {"file_name": options.source.name, "progress": progress_bar("Importing")}
        with store.write("Import {file}", file=options.source.name) as session:
            done = (
                imports.apply_sales(session, decisions, result, **told)
                if kind == "sales"
                else imports.apply_referrals(session, decisions, result, currency=currency, **told)
            )
    return _done(result, done)


def _done(result: ReadResult[Any], done: Imported) -> Answer:
    counts = {"read": done.read, "added": done.added, "merged": done.merged, "skipped": done.skipped}
    return _answer(result, {**counts, "kept_out": done.kept_out}, done.problems, "Imported")


def _dry_deals(result: ReadResult[Any], decisions: list[Any]) -> Answer:
    from app.exchange.deal_decisions import Outcome, problems

    def count(outcome: Outcome) -> int:
        return sum(decision.outcome is outcome for decision in decisions)

    counts = {"read": result.read, "added": count(Outcome.ADD), "merged": count(Outcome.MERGE)}
    counts |= {"skipped": count(Outcome.SKIP), "kept_out": result.kept_out + count(Outcome.KEEP_OUT)}
    return _answer(result, counts, (*result.problems, *problems(decisions)), "Would import")


def _as_told(proposal: Proposal, on_duplicate: str) -> Proposal:
    """The proposal with the user's word on records that are known already."""
    if proposal.choice is not Choice.MERGE or on_duplicate == "merge":
        return proposal
    return replace(proposal, choice=Choice.SKIP if on_duplicate == "skip" else Choice.ADD)


def _dry(result: ReadResult[PartnerDraft], proposals: list[Proposal]) -> Answer:
    def count(choice: Choice) -> int:
        return sum(proposal.choice is choice for proposal in proposals)

    counts = {"read": result.read, "added": count(Choice.ADD), "merged": count(Choice.MERGE)}
    counts |= {"skipped": count(Choice.SKIP), "kept_out": result.kept_out}
    return _answer(result, counts, result.problems, "Would import")


def _answer(result: ReadResult[Any], counts: dict[str, int], problems: Any, verb: str) -> Answer:
    summary = (
        f"{verb} {counts['added']} new, {counts['merged']} merged, {counts['skipped']} skipped, "
        f"{counts['kept_out']} kept out, of {counts['read']} read."
    )
    lines = [summary]
    lines += [f"line {problem.line}: {problem.sentence}" for problem in problems]
    data = {
        **counts,
        "problems": [{"line": problem.line, "message": problem.sentence} for problem in problems],
        "preset": result.preset,
        "encoding": result.encoding,
        "delimiter": result.delimiter,
        "quote": result.quote,
        "decimal": result.decimal,
        "dates": result.dates,
    }
    return Answer(tuple(lines), data)


def _whole(options: Namespace) -> Answer:
    from app.operations.whole import keep_files, load

    try:
        document = json.loads(options.source.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        raise UserError("json_unreadable", "“{name}” is not readable JSON.", name=options.source.name) from None
    if not isinstance(document, dict) or not isinstance(document.get("tables"), dict):
        raise UserError("export_unknown", "“{name}” is not an export of a whole book.", name=options.source.name)
    if options.dry_run:
        read = sum(len(rows) for rows in document["tables"].values())
    else:
        with opened(options, write=True) as store, store.write("Take in {file}", file=options.source.name) as session:
            read = load(session, document, document["tables"])
            keep_files(session, store.files, document.get("files", {}))
    counts = {"read": read, "added": read, "merged": 0, "skipped": 0, "kept_out": 0}
    return _answer(ReadResult(drafts=()), counts, (), "Would take in" if options.dry_run else "Took in")


def _back_up(store: Store) -> None:
    """A way back beyond undo, where there is anything to lose."""
    if store.driver().execute("SELECT EXISTS (SELECT 1 FROM partner)").fetchone()[0]:
        backup.automatic(store.path, "before import")
