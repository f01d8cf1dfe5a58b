"""Why a payout run leaves somebody out, in words."""

from __future__ import annotations

from app.domain.payouts import Candidate, LeftOut
from app.formatting.amounts import money
from app.formatting.days import day
from app.i18n import _


def left_out(candidate: Candidate) -> str:
    """Why the partner is not paid, with the amounts; empty when it can be."""
    match candidate.left_out:
        case LeftOut.NEGATIVE:
            return _("Owes {amount} back after refunds: blocked until new commissions net it").format(
                amount=money(-candidate.payable)
            )
        case LeftOut.MINIMUM if candidate.minimum is not None:
            return _("Below the minimum payout of {minimum}: rolls over").format(minimum=money(candidate.minimum))
        case LeftOut.APPROVED:
            return _("Approved already: {amount} waits to be recorded").format(amount=money(candidate.approved))
        case LeftOut.NOTHING if candidate.next_on is not None:
            return _("Nothing is payable yet: {amount} is on hold until {day}").format(
                amount=money(candidate.on_hold), day=day(candidate.next_on, style="dated")
            )
        case LeftOut.NOTHING:
            return _("Nothing is payable")
    return ""
