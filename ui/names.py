"""What the fixed words of the field are called on the screen: stages, kinds of contact, states of a ledger entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.partners import Kind, Status
from app.i18n import _

if TYPE_CHECKING:
    from app.domain.communications import CommunicationKind
    from app.domain.custom_fields import FieldKind
    from app.domain.referrals import Stage


def stage(value: Stage) -> str:
    """A stage of a referral."""
    from app.domain.referrals import Stage

    return {
        Stage.RECEIVED: _("Received"),
        Stage.CONTACTED: _("Contacted"),
        Stage.QUALIFIED: _("Qualified"),
        Stage.PROPOSAL: _("Proposal"),
        Stage.WON: _("Won"),
        Stage.LOST: _("Lost"),
    }[value]


def field_kind(kind: FieldKind) -> str:
    """What one of the user's own fields holds."""
    from app.domain.custom_fields import FieldKind

    return {
        FieldKind.TEXT: _("Text"),
        FieldKind.NUMBER: _("Number"),
        FieldKind.DATE: _("Date"),
        FieldKind.CHOICE: _("One of several choices"),
        FieldKind.YESNO: _("Yes or no"),
        FieldKind.LINK: _("Link"),
    }[kind]


def communication(kind: CommunicationKind) -> str:
    """A kind of contact."""
    from app.domain.communications import CommunicationKind

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
        "bonus": _("Bonus"),
        "refund": _("Refund"),
        "adjustment": _("Adjustment"),
        "reversal": _("Taken back"),
        "payout": _("Payout"),
        "payout_void": _("Payout voided"),
    }[kind]


def partner_kind(kind: Kind) -> str:
    """A kind of partner, in a list."""
    return {
        Kind.REFERRAL: _("Referral"),
        Kind.AFFILIATE: _("Affiliate"),
        Kind.CHANNEL: _("Channel"),
        Kind.RECIPROCAL: _("Reciprocal"),
    }[kind]


def partner_kind_long(kind: Kind) -> str:
    """A kind of partner, standing alone."""
    return {
        Kind.REFERRAL: _("Referral partner"),
        Kind.AFFILIATE: _("Affiliate"),
        Kind.CHANNEL: _("Channel partner"),
        Kind.RECIPROCAL: _("Reciprocal partner"),
    }[kind]


def status(value: Status) -> str:
    """Where a partnership stands."""
    return {
        Status.PROSPECT: _("Prospect"),
        Status.INVITED: _("Invited"),
        Status.ONBOARDING: _("Onboarding"),
        Status.ACTIVE: _("Active"),
        Status.PAUSED: _("Paused"),
        Status.ENDED: _("Ended"),
    }[value]
