"""What can pass between the user and a partner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CommunicationKind(StrEnum):
    """The form a contact took. A ``NOTE`` is the user's own and is no contact: it resets no cadence."""

    CALL = "call"
    EMAIL = "email"
    MEETING = "meeting"
    LETTER = "letter"
    MESSAGE = "message"
    VISIT = "visit"
    NOTE = "note"


class Direction(StrEnum):
    OUT = "out"
    IN = "in"


@dataclass(frozen=True, slots=True)
class CommunicationFields:
    """One contact: what it was, when, with whom, what was said."""

    kind: CommunicationKind
    text: str
    happened_at: datetime
    direction: Direction = Direction.OUT
    person_id: int | None = None
    referral_id: int | None = None
