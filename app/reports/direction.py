"""The order of characters on a line: Unicode's bidirectional algorithm, by python-bidi, with bracket pairs resolved.

python-bidi leaves out rule N0, by which both brackets of a pair take one direction; it is added here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Final

_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_PAIRS: Final = {"(": ")", "[": "]", "{": "}", "\u2045": "\u2046", "\u2329": "\u232a", "\u3008": "\u3009"}
_DEEPEST: Final = 63
_STRONG: Final = {"L": "L", "R": "R", "AL": "R", "EN": "R", "AN": "R"}


def in_visual_order(text: str) -> Iterator[tuple[str, bool]]:
    """Stretches of one direction, in the order they stand on the line; each in the order it is read.

    The second of each pair says whether the stretch runs from right to left.
    """
    if not _RIGHT_TO_LEFT.search(text):
        yield text, False
        return
    for rtl, chars in groupby(_levelled(text), key=lambda char: char["level"] % 2 == 1):
        stretch = [char["ch"] for char in chars]
        yield "".join(reversed(stretch) if rtl else stretch), rtl


def mirrored(text: str) -> str:
    """Text that runs from right to left as it is drawn from the left: turned round, brackets facing the other way."""
    from bidi.mirror import MIRRORED

    return "".join(MIRRORED.get(char, char) for char in reversed(text))


def _levelled(text: str) -> list[dict[str, Any]]:
    """The characters in visual order with their embedding levels."""
    from bidi import algorithm

    storage: dict[str, Any] = algorithm.get_empty_storage()
    level = algorithm.get_base_level(text)
    storage["base_level"], storage["base_dir"] = level, ("L", "R")[level]
    algorithm.get_embedding_levels(text, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    _resolve_brackets(storage["chars"], storage["base_dir"])
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    algorithm.reorder_resolved_levels(storage, False)
    chars: list[dict[str, Any]] = storage["chars"]
    return chars


def _resolve_brackets(chars: list[dict[str, Any]], base: str) -> None:
    """Rule N0: a pair takes the line's direction if it holds any text of it, or else that of the text before it."""
    for first, last in _pairs([char["ch"] for char in chars]):
        inside = {_STRONG.get(char["type"]) for char in chars[first + 1 : last]} - {None}
        if not inside:
            continue
        chosen = base
        if base not in inside:
            before = (_STRONG[char["type"]] for char in reversed(chars[:first]) if char["type"] in _STRONG)
            chosen = next(before, base)
        chars[first]["type"] = chars[last]["type"] = chosen


def _pairs(text: list[str]) -> list[tuple[int, int]]:
    """Where brackets that belong together stand, in the order of the opening ones."""
    found, open_ones = [], list[tuple[str, int]]()
    for index, char in enumerate(text):
        if char in _PAIRS:
            if len(open_ones) == _DEEPEST:
                break
            open_ones.append((_PAIRS[char], index))
        elif any(char == closing for closing, _ in open_ones):
            while open_ones:
                closing, start = open_ones.pop()
                if closing == char:
                    found.append((start, index))
                    break
    return sorted(found)
