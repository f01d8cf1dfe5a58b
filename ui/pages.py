"""The pages of the window and how each is made. A feature is imported when its page is first shown."""

from __future__ import annotations

from app.i18n import _
from ui.desk import Desk
from ui.page import Page
from ui.window import PageSpec

FIRST = "partners"
"""The page of a book that was never open before."""


def pages() -> list[PageSpec]:
    """The pages in the order of the rail."""
    return [
        PageSpec("today", _("Today"), _today),
        PageSpec("referrals", _("Referrals"), _referrals, opens="referral"),
        PageSpec("commissions", _("Commissions"), _commissions),
    ]


def _today(desk: Desk) -> Page:
    from ui.today.page import TodayPage

    return TodayPage(desk)


def _referrals(desk: Desk) -> Page:
    from ui.referrals.page import ReferralsPage

    return ReferralsPage(desk)


def _commissions(desk: Desk) -> Page:
    from ui.commissions.page import CommissionsPage

    return CommissionsPage(desk)
