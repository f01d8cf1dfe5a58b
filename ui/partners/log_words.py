"""Reading the line in which a contact is logged: “call Maya about the spring offer” is a call."""

from __future__ import annotations

from app.domain.communications import CommunicationKind
from app.i18n import _


def leading_kind(typed: str) -> tuple[CommunicationKind | None, str]:
    """The kind of contact that the first word names, and the rest; none when it names none or nothing follows."""
    first, _space, rest = typed.strip().partition(" ")
    kind = _words().get(first.rstrip(":,").casefold())
    return (kind, rest.strip()) if kind is not None and rest.strip() else (None, typed.strip())


def _words() -> dict[str, CommunicationKind]:
    said = {
        CommunicationKind.CALL: _("call phone"),
        CommunicationKind.EMAIL: _("email e-mail mail"),
        CommunicationKind.MEETING: _("meeting"),
        CommunicationKind.LETTER: _("letter"),
        CommunicationKind.MESSAGE: _("message sms"),
        CommunicationKind.VISIT: _("visit"),
        CommunicationKind.NOTE: _("note"),
    }
    return {word.casefold(): kind for kind, words in said.items() for word in words.split()}
