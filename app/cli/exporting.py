"""The export command: one kind of record, or everything, in the format the target's ending names."""

from __future__ import annotations

from argparse import Namespace

from app.cli.looking import opened
from app.cli.output import Answer
from app.domain.errors import UserError
from app.exchange.atomic import atomic_write

_ALLOWED = {
    ".csv": ("partners", "people", "referrals", "commissions", "communications", "reminders"),
    ".xlsx": ("partners", "people", "referrals", "commissions", "communications", "reminders"),
    ".vcf": ("people", "partners"),
    ".ics": ("reminders",),
    ".json": ("partners", "people", "referrals", "commissions", "communications", "reminders", "everything"),
}
_USUAL = {".csv": "partners", ".xlsx": "partners", ".vcf": "people", ".ics": "reminders", ".json": "everything"}


def export(options: Namespace) -> Answer:
    """Write records to the target, whole or not at all."""
    ending = options.target.suffix.lower()
    if ending not in _ALLOWED:
        raise UserError(
            "format_unknown",
            "Partnerbook writes {endings}, not “{ending}”.",
            endings=", ".join(_ALLOWED),
            ending=ending or options.target.name,
        )
    what = options.what or _USUAL[ending]
    if what not in _ALLOWED[ending]:
        raise UserError("format_unsuited", "{what} cannot be written as {ending}.", what=what, ending=ending)
    with opened(options) as store, store.read() as session, atomic_write(options.target, options.overwrite) as file:
        count = _everything(session, file) if what == "everything" else _write(session, what, ending, file)
    line = f"Wrote {count} {'records' if what == 'everything' else what} to {options.target}."
    return Answer((line,), {"target": str(options.target), "what": what, "count": count})
