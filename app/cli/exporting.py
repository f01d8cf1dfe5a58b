"""The export command: one kind of record, or everything, in the format the target's ending names."""

from __future__ import annotations

from argparse import Namespace

from app import clock, file_export
from app.cli.looking import opened
from app.cli.output import Answer
from app.domain.errors import UserError
from app.exchange.atomic import atomic_write


def export(options: Namespace) -> Answer:
    """Write records to the target, whole or not at all."""
    ending = options.target.suffix.lower()
    what = file_export.check_kind(ending, options.what)
    if options.year is not None and what != "year":
        raise UserError("year_unwanted", "--year goes with --what year.")
    with opened(options) as store, store.read() as session, atomic_write(options.target, options.overwrite) as file:
        count = file_export.write(session, what, ending, file, clock.now(), options.year, store.files)
    name = {"everything": "records", "year": "year totals"}.get(what, what)
    line = f"Wrote {count} {name} to {options.target}."
    return Answer((line,), {"target": str(options.target), "what": what, "count": count})
