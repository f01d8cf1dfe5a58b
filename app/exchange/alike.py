"""Names that are nearly the same, found without comparing each with all others.

A name is only compared with those that share a word few have, a beginning, an ending, or the same consonants: a slip of
the pen seldom changes all four. Linear in the number of names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from app.exchange.keys import name_key

ALIKE: Final = 88
"""From this likeness on (of 100: Levenshtein by rapidfuzz, words in any order) two names may mean the same."""

CROWDED: Final = 60
"""What more names have in common tells nothing."""

SAME_WORD: Final = 70
"""From this likeness on two words are one, written differently."""

SHORTEST: Final = 5
"""Shorter names differ by a letter because they are other names."""

_VOWELS: Final = re.compile("[aeiouyhw ]")
_REPEATED: Final = re.compile(r"(.)\1+")
_FIGURES: Final = re.compile(r"\d+")


class Alike:
    """Names of records, looked up by likeness."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._blocks: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, record: int, name: str) -> None:
        """Find ``record`` by this name from now on."""
        key = _sorted_words(name)
        if len(key) >= SHORTEST:
            self._names[record] = key
            for block in _blocks(key):
                self._blocks[block].append(record)

    def like(self, name: str) -> Iterator[tuple[int, int]]:
        """The records whose names are like this one, each with its likeness from ``ALIKE`` to 100.

        Names of which one has other figures or quite another word never are: “Studio 54” is not “Studio 55”, and
        “Hull Foods” not “Hull Books”.
        """
        from rapidfuzz import process
        from rapidfuzz.fuzz import ratio

        key = _sorted_words(name)
        if len(key) < SHORTEST:
            return
        near: dict[int, str] = {}
        for block in _blocks(key):
            members = self._blocks.get(block, ())
            if len(members) <= CROWDED:
                near.update((record, self._names[record]) for record in members)
        for other, likeness, record in process.extract(key, near, scorer=ratio, score_cutoff=ALIKE, limit=None):
            odd, others = set(key.split()) - set(other.split()), set(other.split()) - set(key.split())
            same_figures = _FIGURES.findall(key) == _FIGURES.findall(other)
            if same_figures and (not odd or not others or ratio(_joined(odd), _joined(others)) >= SAME_WORD):
                yield record, int(likeness)


def _joined(words: set[str]) -> str:
    return " ".join(sorted(words))


def _sorted_words(name: str) -> str:
    return " ".join(sorted(name_key(name).split()))


def _blocks(key: str) -> Iterator[str]:
    """What a name is filed under. A sign in front tells the kinds of keys apart."""
    plain = key.replace(" ", "")
    yield "<" + plain[:5]
    yield ">" + plain[-5:]
    yield "=" + _REPEATED.sub(r"\1", _VOWELS.sub("", key))
    for word in key.split():
        if len(word) > 3:
            yield word
