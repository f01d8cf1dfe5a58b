"""How a file is to be read, as far as it was said; what was not said is found out from the file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.domain.imports import SavedMapping, column_key, header_keys
from app.domain.partners import fold

GUESSED: Final = "guessed"


@dataclass(frozen=True, slots=True)
class Asked:
    """``mapping`` gives fields by header and goes before ``preset``, the name of a saved mapping or a known program.

    ``GUESSED`` as the preset has the columns understood by their names alone, whatever else knows them.
    ``saved`` are the mappings that were saved. ``quote``, ``decimal`` and ``dates`` are as in ``ReadResult``.
    """

    preset: str = ""
    mapping: Mapping[str, str] | None = None
    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    decimal: str = ""
    dates: str = ""
    saved: Sequence[SavedMapping] = ()


def recognise_saved(header: Sequence[str], saved: Sequence[SavedMapping]) -> SavedMapping | None:
    """The saved mapping for exactly these headers, in any order and case."""
    keys = header_keys(header)
    return next((each for each in saved if header_keys(each.headers) == keys), None)


def saved_named(name: str, saved: Sequence[SavedMapping]) -> SavedMapping | None:
    """The saved mapping of this name, however it is capitalised."""
    return next((each for each in saved if fold(each.name) == fold(name)), None)


def fields_of(named: SavedMapping, header: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    """The field of each column as it was remembered; none for a field that is no longer ``known``: it is kept then."""
    found = fields_by(named.columns, header)
    return tuple(field if field.partition(":")[0] in known else "" for field in found)


def fields_by(mapping: Mapping[str, str], header: Sequence[str]) -> tuple[str, ...]:
    """The field of each column by its name; empty for one that the mapping does not name."""
    given = {column_key(name): field for name, field in mapping.items()}
    return tuple(given.get(column_key(name), "") for name in header)
