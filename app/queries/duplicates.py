"""Partners of the book that may be the same: by e-mail, phone, website, name, person and likeness of names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.exchange.alike import Alike
from app.exchange.keys import email_key, host_key, name_key, phone_key
from app.queries.settings import home_region

SHARED_BY: Final = 6
"""What more partners have in common (the number of a switchboard, the site of a network) makes nobody the same."""

SURE: Final = 100
"""How strongly each thing in common speaks; names by their likeness. Two such things speak more strongly than one."""
_WEIGHT: Final = {"email": 96, "phone": 92, "name": 94, "website": 85, "person": 60}


@dataclass(frozen=True, slots=True)
class Reason:
    """What two partners have in common: ``kind`` is ``email``, ``phone``, ``website``, ``name``, ``person`` or
    ``alike``, ``what`` the thing itself (for ``alike`` the likeness in percent)."""

    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two partners that may be one, the one that is in the book longer first; ``likelihood`` orders pairs (to 100)."""

    first_id: int
    second_id: int
    first: str
    second: str
    reasons: tuple[Reason, ...]
    likelihood: int


def duplicates(session: Session) -> tuple[Pair, ...]:
    """All pairs of partners that may be the same, the likeliest first; those told apart by the user are left out."""
    names: dict[int, str] = {
        row.id: row.name
        for row in session.execute(text("SELECT id, name FROM partner WHERE merged_into_id IS NULL ORDER BY id"))
    }
    found: defaultdict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    for kind, holders in _common(session, names, home_region(session)):
        for what, partners in holders.items():
            if 1 < len(partners) <= SHARED_BY:
                for pair in combinations(sorted(partners), 2):
                    found[pair].setdefault(kind, what)
    for pair, likeness in _alike(names):
        if "name" not in found[pair]:
            found[pair].setdefault("alike", str(likeness))
    for row in session.execute(text("SELECT partner_id, other_id FROM relation WHERE kind = 'distinct'")):
        found.pop((row.partner_id, row.other_id), None)
    pairs = (_pair(names, pair, reasons) for pair, reasons in found.items() if reasons)
    return tuple(sorted(pairs, key=lambda pair: (-pair.likelihood, pair.first, pair.first_id)))


def _pair(names: dict[int, str], pair: tuple[int, int], reasons: dict[str, str]) -> Pair:
    """The pair with its likelihood: each further thing in common takes away a part of the doubt that is left."""
    doubt = 1.0
    for kind, what in reasons.items():
        doubt *= 1 - (int(what) - 10 if kind == "alike" else _WEIGHT[kind]) / 100
    ordered = tuple(Reason(kind, reasons[kind]) for kind in (*_WEIGHT, "alike") if kind in reasons)
    return Pair(*pair, names[pair[0]], names[pair[1]], ordered, round(SURE * (1 - doubt)))


Holders = dict[str, set[int]]


def _common(session: Session, names: dict[int, str], region: str) -> Iterator[tuple[str, Holders]]:
    """Who has which e-mail address, phone number, website, name and person."""
    keys: dict[str, Callable[[str], str]] = {
        "email": email_key,
        "phone": lambda value: phone_key(value, region),
        "website": host_key,
    }
    for kind, key in keys.items():
        rows = session.execute(text("SELECT value, partner_id FROM contact_point WHERE kind = :kind"), {"kind": kind})
        yield kind, _held(((key(row.value), row.partner_id) for row in rows), names)
    yield "name", _held(((name_key(name), partner_id) for partner_id, name in names.items()), names)
    people = session.execute(text("SELECT name, partner_id FROM person"))
    yield "person", _held(((_full_name(row.name), row.partner_id) for row in people), names)


def _full_name(name: str) -> str:
    """The key of a person's name, empty for one of a single word: there are many of that name."""
    key = name_key(name)
    return key if " " in key else ""


def _held(keyed: Iterable[tuple[str, int]], names: dict[int, str]) -> Holders:
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for key, partner_id in keyed:
        if key and partner_id in names:
            holders[key].add(partner_id)
    return holders


def _alike(names: dict[int, str]) -> Iterator[tuple[tuple[int, int], int]]:
    """Pairs of like names, each once."""
    index = Alike()
    for partner_id, name in names.items():
        for other, likeness in index.like(name):
            yield (other, partner_id), likeness
        index.add(partner_id, name)
