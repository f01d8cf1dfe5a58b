"""What the fixed words of the field are called on the screen: stages, kinds of contact, states of a ledger entry."""

from __future__ import annotations

from app.domain.communications import CommunicationKind
from app.domain.referrals import Stage
from app.i18n import _


def stage(value: Stage) -> str:
    """A stage of a referral."""
    return {
        Stage.RECEIVED: _("Received"),
        Stage.CONTACTED: _("Contacted"),
        Stage.QUALIFIED: _("Qualified"),
        Stage.PROPOSAL: _("Proposal"),
        Stage.WON: _("Won"),
        Stage.LOST: _("Lost"),
    }[value]


def communication(kind: CommunicationKind) -> str:
    """A kind of contact."""
    return {
        CommunicationKind.CALL: _("Call"),
        CommunicationKind.EMAIL: _("E-mail"),
        CommunicationKind.MEETING: _("Meeting"),
        CommunicationKind.LETTER: _("Letter"),
        CommunicationKind.MESSAGE: _("Message"),
        CommunicationKind.VISIT: _("Visit"),
        CommunicationKind.NOTE: _("Note"),
    }[kind]


def entry(kind: str) -> str:
    """A kind of ledger entry, by the word that the ledger keeps."""
    return {
        "accrual": _("Sale"),
        "refund": _("Refund"),
        "adjustment": _("Adjustment"),
        "reversal": _("Taken back"),
        "payout": _("Payout"),
        "payout_void": _("Payout voided"),
    }[kind]
