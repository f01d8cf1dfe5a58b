"""What the columns of outside files are called, and what the user once said that they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.partners import fold


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A field by header, for files of one ``kind``: ``partners``, ``referrals`` or ``sales``."""

    id: int
    name: str
    kind: str
    headers: tuple[str, ...]
    columns: Mapping[str, str]


def column_key(header: str) -> str:
    """A header for comparing: folded, one space between words, without marks at its ends."""
    return " ".join(fold(header).replace("_", " ").split()).strip(" :*\"'")


def header_keys(header: Sequence[str]) -> list[str]:
    """Headers for comparing: equal lists are the same columns, in whatever order."""
    return sorted(map(column_key, header))
