"""What a partner is: its kinds, its states, where it stands in the Rolodex, the code that credits it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from enum import StrEnum


class Kind(StrEnum):
    """How a partner brings customers."""

    REFERRAL = "referral"
    AFFILIATE = "affiliate"
    CHANNEL = "channel"
    RECIPROCAL = "reciprocal"


class Status(StrEnum):
    """Where the partnership stands."""

    PROSPECT = "prospect"
    INVITED = "invited"
    ONBOARDING = "onboarding"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class PointKind(StrEnum):
    """Ways to reach a partner or a person."""

    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    OTHER = "other"


# Letters that Unicode does not take apart, as telephone books file them.
_FILED_AS = str.maketrans(
    {"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h", "ŋ": "n"}
)


def fold(text: str) -> str:
    """Text with case, accents and widths taken away, for comparing what people type."""
    if text.isascii():
        return text.lower()
    # Taking apart can give capitals again (™ is TM), and case can give what is to be taken apart.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text.casefold()).casefold())
    return unicodedata.normalize("NFC", "".join(c for c in apart.translate(_FILED_AS) if not unicodedata.combining(c)))


def digits(text: str) -> str:
    """The decimal digits in a text, of whatever script, as 0 to 9."""
    return "".join(str(int(c)) for c in text if c.isdecimal())


def sort_key(name: str) -> str:
    """The text by which a name is filed: folded, leading punctuation and spaces dropped."""
    folded = " ".join(fold(name).split())
    start = re.search(r"\w", folded)
    return folded[start.start() :] if start else folded


def code_base(name: str) -> str:
    """The readable beginning of a partner's code: the name's first words in A–Z and digits, or ``PARTNER``."""
    words = re.findall(r"[A-Z0-9]+", sort_key(name).upper())
    base = words[0] if words else "PARTNER"
    for word in words[1:]:
        if len(base) >= 4:
            break
        base += word
    return base[:12]


def suggest_code(name: str, taken: Container[str]) -> str:
    """A short readable partner code made from the name and not in ``taken``: ``HARBOR``, ``HARBOR2`` …

    ``taken`` holds codes in capitals.
    """
    base = code_base(name)
    if base not in taken:
        return base
    number = 2
    while f"{base}{number}" in taken:
        number += 1
    return f"{base}{number}"
