"""What a check of the book can find."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: what kind (``file``, ``reference``, ``ledger``, ``statement``, ``search``) and the sentence."""

    kind: str
    sentence: str
