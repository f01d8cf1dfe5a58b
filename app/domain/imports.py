"""What the user once said that the columns of files with these headers mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A field by header, for files of one ``kind``: ``partners``, ``referrals`` or ``sales``."""

    id: int
    name: str
    kind: str
    headers: tuple[str, ...]
    columns: Mapping[str, str]
