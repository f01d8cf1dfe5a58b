"""Names that are nearly the same, found without comparing each with all others.

A name is only compared with those that share a word few have, a beginning, an ending, or the same consonants: a slip of
the pen seldom changes all four. Linear in the number of names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
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

_VOWELS: Final = dict.fromkeys(map(ord, "aeiouyhw"))
_REPEATED: Final = re.compile(r"(.)\1+")
_FIGURES: Final = re.compile(r"\d+")


class Alike:
    """Names of records, looked up by likeness."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._blocks: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, record: int, name: str) -> None:
        """Find ``record`` by this name from now on."""
        key, blocks = _filed(name)
        for block in blocks:
            self._names[record] = key
            self._blocks[block].append(record)

    def like(self, name: str) -> Iterator[tuple[int, int]]:
        """The records whose names are like this one, each with its likeness from ``ALIKE`` to 100.

        Names of which one has other figures or quite another word never are: “Studio 54” is not “Studio 55”, and
        “Hull Foods” not “Hull Books”.
        """
        from rapidfuzz.fuzz import ratio

        if not self._names:
            return
        key, blocks = _filed(name)
        near: set[int] = set()
        for block in blocks:
            members = self._blocks.get(block)
            if members is not None and len(members) <= CROWDED:
                near.update(members)
        for record in near:
            other = self._names[record]
            likeness = ratio(key, other, score_cutoff=ALIKE)
            if not likeness:
                continue
            odd, others = set(key.split()) - set(other.split()), set(other.split()) - set(key.split())
            same_figures = _FIGURES.findall(key) == _FIGURES.findall(other)
            if same_figures and (not odd or not others or ratio(_joined(odd), _joined(others)) >= SAME_WORD):
                yield record, int(likeness)


def _joined(words: set[str]) -> str:
    return " ".join(sorted(words))


@lru_cache(maxsize=1024)
def _filed(name: str) -> tuple[str, tuple[str, ...]]:
    """The words of a name in their order, and what it is filed under; a sign in front tells the kinds of keys apart.

    A name is mostly looked up and then added: kept for that long.
    """
    words = sorted(name_key(name).split())
    key, plain = " ".join(words), "".join(words)
    if len(key) < SHORTEST:
        return key, ()
    bones = _REPEATED.sub(r"\1", plain.translate(_VOWELS))
    return key, ("<" + plain[:5], ">" + plain[-5:], "=" + bones, *(word for word in words if len(word) > 3))
