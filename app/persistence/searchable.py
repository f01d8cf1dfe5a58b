"""Turning what people type, and what is kept, into the words the search index knows.

User text is never index syntax: a query is built from quoted words only.
"""

from __future__ import annotations

import re
from typing import Final

from app.domain.partners import fold

# Scripts written without spaces: each character is a word of its own, so that any part of a name is found.
_UNSPACED: Final = re.compile(
    "([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0002fa1f])"
)
_WORD: Final = re.compile(r"\w+")
_PHONE: Final = re.compile(r"[\d\s()+./-]{4,}")
MAX_WORDS: Final = 12


def searchable(text: str | None) -> str:
    """Text as it goes into the index: folded, with scripts without spaces taken apart."""
    if not text:
        return ""
    if text.isascii():
        return text
    return _UNSPACED.sub(r" \1 ", fold(text))


def match_expression(typed: str) -> str:
    """The FTS5 expression for what was typed: all words, in any order, each as a beginning; empty for no words.

    A telephone number, however grouped, is looked for by its digits.
    """
    stripped = typed.strip()[:200]
    if _PHONE.fullmatch(stripped) and sum(c.isdigit() for c in stripped) >= 4:
        digits = "".join(c for c in stripped if c.isdigit()).lstrip("0")
        return f'"{digits}"*' if digits else ""
    terms: list[str] = []
    for word in _WORD.findall(fold(stripped)):
        parts = _UNSPACED.sub(r" \1 ", word).split()
        if len(parts) > 1:
            terms.append('"' + " ".join(parts) + '"')
        else:
            terms.append(f'"{word}"*')
    return " ".join(terms[:MAX_WORDS])
