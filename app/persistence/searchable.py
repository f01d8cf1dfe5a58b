"""Turning what people type, and what is kept, into the words the search index knows.

User text is never index syntax: a query is built from quoted words only.
"""

from __future__ import annotations

import re
from typing import Final

from app.domain.partners import digits, fold

# Scripts written without spaces: each character is a word of its own, so that any part of a name is found.
_UNSPACED: Final = re.compile(
    "([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\U00020000-\U0002fa1f])"
)
# Signs for private use are letters to the index.
_WORD: Final = re.compile(r"[\w\ue000-\uf8ff]+")
_PHONE: Final = re.compile(r"[\d\s()+./-]{4,}")
# ITU-T E.164: one digit for North America and Russia, these of two digits, all others of three.
_COUNTRY_CODE: Final = re.compile("^(?:1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|...)")
MAX_WORDS: Final = 12
MAX_TYPED: Final = 200


def searchable(text: str | None) -> str:
    """Text as it goes into the index: folded, with scripts without spaces taken apart."""
    if not text:
        return ""
    if text.isascii():
        return text
    return _UNSPACED.sub(r" \1 ", fold(text))


def national(number: str | None, normalised: str | None) -> str:
    """The digits of an international telephone number without the country's: as it is dialled at home, less the 0."""
    if not number or not normalised or not number.lstrip().startswith(("+", "00")):
        return ""
    return _COUNTRY_CODE.sub("", normalised).lstrip("0")


def words(typed: str) -> list[str]:
    """The words of what was typed, in the form in which texts are compared."""
    return _WORD.findall(fold(typed.strip()[:MAX_TYPED]))


def match_expression(typed: str) -> str:
    """The FTS5 expression for what was typed: all words, in any order, each as a beginning; empty for no words.

    What looks like a telephone number is also looked for by its digits, however they are grouped.
    """
    terms = " ".join(_term(word) for word in words(typed)[:MAX_WORDS])
    stripped = typed.strip()[:MAX_TYPED]
    number = digits(stripped).lstrip("0")
    if _PHONE.fullmatch(stripped) and number and terms != f'"{number}"*':
        return f'"{number}"* OR ({terms})'
    return terms


def _term(word: str) -> str:
    """One word as a beginning; of a script without spaces, its characters one after the other."""
    return '"' + " ".join(_UNSPACED.sub(r" \1 ", word).split()) + '"*'
