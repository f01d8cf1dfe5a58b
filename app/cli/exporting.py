"""The export command: one kind of record, or everything, in the format the target's ending names."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from app import clock, file_export
from app.cli.looking import opened
from app.cli.output import Answer
from app.domain.errors import UserError
from app.exchange.atomic import atomic_write
from app.persistence.store import Store


def _fitting(store: Store, name: str) -> Sequence[int]:
    """The partners who fit a saved filter; raises ``UserError`` when there is none of this name."""
    from app.queries import filtered, saved_filters

    connection = store.driver()
    wanted = filtered.Wanted(criteria=saved_filters.by_name(connection, name))
    return filtered.ids(connection, wanted, clock.today())


def export(options: Namespace) -> Answer:
    """Write records to the target, whole or not at all."""
    ending = options.target.suffix.lower()
    what = file_export.check_kind(ending, options.what)
    if options.year is not None and what != "year":
        raise UserError("year_unwanted", "--year goes with --what year.")
    if options.filter is not None and what not in file_export.OF_SOME:
        raise UserError("filter_unwanted", "--filter goes with --what partners or people.")
    with opened(options) as store:
        only = None if options.filter is None else _fitting(store, options.filter)
        with store.read() as session, atomic_write(options.target, options.overwrite) as file:
            how = {"only": only, "vcard": options.vcard, "files": store.files}
            count = file_export.write(session, what, ending, file, clock.now(), options.year, **how)
    name = {"everything": "records", "year": "year totals"}.get(what, what)
    line = f"Wrote {count} {name} to {options.target}."
    return Answer((line,), {"target": str(options.target), "what": what, "count": count})
