"""What can pass between the user and a partner."""

from __future__ import annotations

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
