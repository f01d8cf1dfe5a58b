"""Names and phrases that sample data is made of, read from ``resources/sample``."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any, Final, TypeVar

from app.domain.alphabet import OTHER, alphabet
from app.domain.dates import add_months, quarter_of
from app.domain.partners import fold, sort_key
from app.formatting import month

T = TypeVar("T")

_SEASONS: Final = ("winter", "winter", *["spring"] * 3, *["summer"] * 3, *["autumn"] * 3, "winter")
_RARE: Final = frozenset("IQUXYZ")
_OTHER_SCRIPTS: Final = 0.06
"""The share of invented firms whose names are not in Latin letters."""


def chance(*seed: object) -> Random:
    """A source of chance that is the same for the same ``seed`` on every machine."""
    return Random(":".join(str(part) for part in seed))  # noqa: S311 - sample data, nothing secret


def pick(rng: Random, among: Sequence[T]) -> T:
    """One of several."""
    return among[int(rng.random() * len(among))]


def uid(rng: Random) -> str:
    """An identifier in the form of a random UUID."""
    digits = f"{rng.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"


@cache
def resource(name: str) -> Any:
    """A data file of the sample book, parsed."""
    return json.loads(files("resources").joinpath("sample", name).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Tongue:
    """The names of one country. ``phone`` has a ``#`` for each digit drawn."""

    code: str
    country: str
    language: str
    currency: str
    phone: str
    stems: tuple[str, ...]
    trades: tuple[str, ...]
    forms: tuple[str, ...]
    first: tuple[str, ...]
    last: tuple[str, ...]
    roles: tuple[str, ...]
    streets: tuple[str, ...]
    towns: tuple[tuple[str, str], ...]
    """Town and postal code."""

    def person(self, rng: Random) -> str:
        """The name of somebody."""
        first, last = pick(rng, self.first), pick(rng, self.last)
        return f"{last} {first}" if self.code in {"ja", "vi"} else f"{first} {last}"

    def firm(self, rng: Random, stem: str = "") -> str:
        """The name of a firm, beginning with ``stem`` when one is given."""
        stem = stem or pick(rng, self.stems)
        kind = rng.random()
        if kind < 0.2 and self.code not in {"ja", "ar", "he"}:
            stem = f"{stem} & {pick(rng, self.last)}"
        words = [stem, pick(rng, self.trades)]
        if kind > 0.85:
            words.append(pick(rng, self.towns)[0])
        elif (form := pick(rng, self.forms)) and not ("&" in stem and "&" in form):
            words.append(form)
        return " ".join(words)

    def number(self, rng: Random) -> str:
        """A telephone number out of a range that no real subscriber has, or as near to one as the country allows."""
        return "".join(str(int(rng.random() * 10)) if c == "#" else c for c in self.phone)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split("|") if "|" in text else text.split() or ("",))


@cache
def tongues() -> dict[str, Tongue]:
    """All countries by their key in ``words.json``."""
    return {code: _tongue(code, found) for code, found in resource("words.json").items()}


def _tongue(code: str, found: dict[str, str]) -> Tongue:
    lists = {name: _listed(found[name]) for name in ("stems", "trades", "forms", "first", "last", "roles", "streets")}
    towns = tuple(_town(town) for town in found["towns"].split("|"))
    return Tongue(
        code=code,
        towns=towns,
        country=found["country"],
        language=found["language"],
        currency=found["currency"],
        phone=found["phone"],
        **lists,
    )


def _town(text: str) -> tuple[str, str]:
    """``Den Haag 2511 CD`` taken apart where the postal code begins: at the first word with a digit."""
    words = text.split()
    at = next(index for index, word in enumerate(words) if any(c.isdigit() for c in word))
    if at > 1 and words[at - 1].isupper() and words[at - 1].isascii():
        at -= 1
    return " ".join(words[:at]), " ".join(words[at:])


@cache
def _by_initial() -> tuple[tuple[str, ...], dict[str, tuple[tuple[Tongue, str], ...]], tuple[Tongue, ...]]:
    """Letters, each as often as it is to be drawn; the beginnings of names under each; tongues of other scripts."""
    under: dict[str, list[tuple[Tongue, str]]] = {}
    others, english = [], alphabet("en")
    for tongue in tongues().values():
        if english.file(tongue.stems[0]).letter == OTHER:
            others.append(tongue)
            continue
        for word in (*tongue.stems, *tongue.last):
            under.setdefault(english.file(word).letter, []).append((tongue, word))
    letters = tuple(letter for letter in sorted(under) for _ in range(1 if letter in _RARE else 3))
    return letters, {letter: tuple(found) for letter, found in under.items()}, tuple(others)


def any_firm(rng: Random) -> tuple[Tongue, str]:
    """A firm of any country, with its tongue: evenly over the letters, a few in other scripts."""
    letters, under, others = _by_initial()
    if rng.random() < _OTHER_SCRIPTS:
        tongue = pick(rng, others)
        return tongue, tongue.firm(rng)
    tongue, stem = pick(rng, under[pick(rng, letters)])
    return tongue, tongue.firm(rng, stem)


def slug(text: str) -> str:
    """Text as it can stand in a domain or before the @; empty when there is nothing Latin in it."""
    return re.sub("[^a-z0-9]+", "-", sort_key(text)).strip("-")


def mailbox(name: str) -> str:
    """The part before the @ for a person: the first name, or ``info``."""
    return _mailbox(name.split()[0])


@cache
def _mailbox(first_name: str) -> str:
    first = fold(first_name)
    return first if first.isascii() and first.isalpha() else "info"


def told(template: str, day: date, **names: str) -> str:
    """A phrase with its fields filled for the day on which it is written."""
    return template.format(**_fields(day), **names)


@cache
def _fields(day: date) -> dict[str, str]:
    """What phrases may say of a day: the season, the year, the coming month, the last whole quarter."""
    season = _SEASONS[day.month - 1]
    last_quarter = (quarter_of(day).first.month - 1) // 3 or 4
    coming = month(add_months(day, 1), "en").partition(" ")[0]
    return {
        "season": season,
        "Season": season.title(),
        "year": str(day.year),
        "month": coming,
        "quarter": f"Q{last_quarter}",
    }
