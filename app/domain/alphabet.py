"""In which order names are filed, and under which letter: as the telephone books of the user's language do it."""

from __future__ import annotations

import string
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from app.domain.partners import fold, sort_key

OTHER: Final = "#"
"""The letter of the edge for figures, signs, and scripts that the language is not written in."""

_NORDIC: Final = {"å": "z1", "ä": "z2", "æ": "z2", "ö": "z3", "ø": "z3"}
_DANISH: Final = {"æ": "z1", "ä": "z1", "ø": "z2", "ö": "z2", "å": "z3"}
_POLISH: Final = {"ą": "a1", "ć": "c1", "ę": "e1", "ł": "l1", "ń": "n1", "ó": "o1", "ś": "s1", "ź": "z1", "ż": "z2"}
_OWN: Final[dict[str, dict[str, str]]] = {
    "sv": _NORDIC,
    "fi": _NORDIC,
    "da": _DANISH,
    "nb": _DANISH,
    "no": _DANISH,
    "nn": _DANISH,
    "es": {"ñ": "n1"},
    "pl": _POLISH,
}
"""Letters of their own, by language: after which letter of the Latin alphabet each is filed, and in which order.

From the collation and index characters of CLDR. In all other languages accents make no difference to the order.
"""

_KANA: Final = "あかさたなはまやらわ"
_HIRAGANA: Final = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_AFTER: Final = "{"
"""The sign after z: a letter of its own is filed as ``z{1``, behind everything that begins with z."""


class Filed(NamedTuple):
    """Where a name stands: the text that it is ordered by, and its letter on the edge."""

    key: str
    letter: str


@dataclass(frozen=True, slots=True)
class Alphabet:
    """``letters`` of the edge from top to bottom; ``beginnings`` the first key of each stretch of names, with its
    letter, in the order of keys: ``OTHER`` has several stretches."""

    letters: tuple[str, ...]
    beginnings: tuple[tuple[str, str], ...]
    own: dict[int, str]
    kana: bool = False

    def file(self, name: str) -> Filed:
        """Where a name is filed."""
        if name.isascii() or not (self.own or self.kana):
            key = sort_key(name)
        else:
            key = sort_key(self._written(name))
        place = bisect_right(self.beginnings, (key, "\U0010ffff")) - 1
        return Filed(key, self.beginnings[place][1])

    def _written(self, name: str) -> str:
        """The name with letters of their own, and kana of both kinds, written as they are ordered."""
        text = unicodedata.normalize("NFC", name.casefold())
        if self.kana:
            return fold(text).translate(_HIRAGANA)
        return "".join(self.own.get(ord(c)) or fold(c) for c in text)


@lru_cache(maxsize=32)
def alphabet(language: str) -> Alphabet:
    """The alphabet of a language (ISO 639, also with a territory behind it)."""
    short = language.replace("-", "_").partition("_")[0]
    own = {letter: f"{place[0]}{_AFTER}{place[1:]}" for letter, place in _OWN.get(short, {}).items()}
    marked: dict[str, str] = {}
    for letter, key in own.items():
        marked.setdefault(key, letter)
    starts = {letter: letter.upper() for letter in string.ascii_lowercase}
    starts |= {key: letter.upper() for key, letter in marked.items()}
    starts |= {"": OTHER, _AFTER: OTHER}
    kana = short == "ja"
    if kana:
        starts |= dict(zip(_KANA, _KANA, strict=True)) | {"\u3097": OTHER}
    beginnings = tuple(sorted(starts.items()))
    letters = (*(letter for _key, letter in beginnings if letter != OTHER), OTHER)
    return Alphabet(letters, beginnings, {ord(letter): key for letter, key in own.items()}, kana)
