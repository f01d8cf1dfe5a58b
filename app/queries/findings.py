"""What a check of the book can find."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: the sentence, and of which kind it is.

    Kinds are ``file``, ``reference``, ``ledger``, ``statement``, ``search`` and ``attachment``.
    """

    kind: str
    sentence: str
