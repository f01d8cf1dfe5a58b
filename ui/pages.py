"""The pages of the window and how each is made. A feature is imported when its page is first shown."""

from __future__ import annotations

from app.i18n import _
from ui.desk import Desk
from ui.page import Page
from ui.window import Command, PageSpec, Window

FIRST = "partners"
"""The page of a book that was never open before."""


def pages() -> list[PageSpec]:
    """The pages in the order of the rail."""
    return [
        PageSpec("today", _("Today"), _today),
        PageSpec("referrals", _("Referrals"), _referrals, opens="referral"),
        PageSpec("commissions", _("Commissions"), _commissions),
        PageSpec("reports", _("Reports"), _reports, opens="statement"),
        PageSpec("settings", _("Settings"), _settings, at_foot=True, connect=_connect_settings),
    ]


def commands() -> list[Command]:
    """What can be done from anywhere, whatever page is in front."""
    return [Command("referral.log", _("Log a referral"), log_referral, ("Ctrl+R",))]


def log_referral(window: Window) -> None:
    """Log a referral without leaving the page in front."""
    from ui.referrals.page import ReferralsPage

    page = window.page("referrals")
    if isinstance(page, ReferralsPage):
        page.log_referral()


def _today(desk: Desk) -> Page:
    from ui.today.page import TodayPage

    return TodayPage(desk)


def _referrals(desk: Desk) -> Page:
    from ui.referrals.page import ReferralsPage

    return ReferralsPage(desk)


def _commissions(desk: Desk) -> Page:
    from ui.commissions.page import CommissionsPage

    return CommissionsPage(desk)


def _reports(desk: Desk) -> Page:
    from ui.reports.page import ReportsPage

    return ReportsPage(desk)


def _settings(desk: Desk) -> Page:
    from ui.settings.page import SettingsPage

    return SettingsPage(desk)


def _connect_settings(window: Window, page: Page) -> None:
    from ui.settings.page import SettingsPage

    if isinstance(page, SettingsPage):
        page.restore_requested.connect(window.restore_wanted)
