"""The pages of the window and how each is made. A feature is imported when its page is first shown."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from app import clock
from app.i18n import _
from ui.desk import Desk
from ui.page import Page
from ui.window import Command, PageSpec, Window

if TYPE_CHECKING:
    from pathlib import Path

    from app.queries.partners import Card
    from ui.referrals.page import ReferralsPage

FIRST = "partners"
"""The page of a book that was never open before."""


def pages() -> list[PageSpec]:
    """The pages in the order of the rail."""
    return [
        PageSpec("today", _("Today"), _today),
        PageSpec("partners", _("Partners"), _partners, opens="partner", connect=_connect_partners),
        PageSpec("referrals", _("Referrals"), _referrals, opens="referral", connect=_connect_referrals),
        PageSpec("commissions", _("Commissions"), _commissions),
        PageSpec("reports", _("Reports"), _reports, opens="statement"),
        PageSpec("settings", _("Settings"), _settings, at_foot=True, connect=_connect_settings),
    ]


def commands() -> list[Command]:
    """What can be done from anywhere, whatever page is in front."""
    return [
        Command("partner.new", _("New partner"), new_partner, ("Ctrl+N",)),
        Command("referral.log", _("Log a referral"), log_referral_here, ("Ctrl+R",)),
        Command("book.import", _("Import…"), ask_import, ("Ctrl+I",)),
        Command("book.export", _("Export…"), ask_export, ("Ctrl+E",)),
        Command("book.duplicates", _("Find duplicates…"), find_duplicates, ("Ctrl+Shift+D",)),
        Command("book.imports", _("Imports so far…"), show_imports),
    ]


def equip(window: Window) -> None:
    """What a new window can do beside its pages and commands: take files that are dropped on it."""
    from ui.imports.opening import FileDrop

    FileDrop(window, partial(import_file, window))


def ask_import(window: Window) -> None:
    """Ask for a file of contacts, and show what importing it would do."""
    from ui.imports.opening import ask_for_file

    path = ask_for_file(window)
    if path is not None:
        import_file(window, path)


def import_file(window: Window, path: Path) -> None:
    """Show what importing this file would do; nothing is written before it is agreed to."""
    from app.queries import import_mappings
    from ui.imports import deals_work

    look = partial(deals_work.kind_of, path, window.desk.now(import_mappings.listed))
    window.desk.work("imports.kind", look, then=partial(import_as, window, path))


def import_as(window: Window, path: Path, kind: str) -> None:
    """Show what importing this file would do if it holds ``partners``, ``referrals`` or ``sales``."""
    from ui.imports.deals_wizard import DealsWizard
    from ui.imports.wizard import ImportWizard

    wizard = (
        ImportWizard(window.desk, path, window) if kind == "partners" else DealsWizard(window.desk, path, kind, window)
    )
    wizard.imported.connect(partial(_tell_imported, window))
    wizard.kind_wanted.connect(partial(import_as, window))
    wizard.start()


def _tell_imported(window: Window, said: str, run_id: int) -> None:
    """Say what was brought in, with the ways to take it back and to see what happened to each row."""
    each = (_("What happened to each row"), partial(show_imports, window, run_id))
    window.toast.say(said, _("Undo"), window.desk.undo, each)


def show_imports(window: Window, run_id: int | None = None) -> None:
    """Show all imports of the book, one of them in front: the last where none is named."""
    from ui.imports.runs_dialog import ImportsDialog

    ImportsDialog(window.desk, run_id, window).start()


def ask_export(window: Window) -> None:
    """Ask for a file, and write what its ending stands for: where the list of the partners is in front and narrowed,
    or several of them are selected, of these alone if it is so wished."""
    from ui.exports.saving import ask_export as ask
    from ui.exports.whom import WhomDialog
    from ui.partners.page import PartnersPage

    page = window.page(window.current())
    go_on = partial(ask, window.desk, window, window.say)
    if isinstance(page, PartnersPage) and page.list.is_narrowed():
        WhomDialog(page.list.shown_ids(), page.list.selected_ids(), go_on, window).open()
    else:
        go_on()


def find_duplicates(window: Window) -> None:
    """Look through the book for partners that are in it twice."""
    merge_partners(window)


def merge_partners(window: Window, pair: tuple[int, int] | None = None) -> None:
    """Make two partners one: these, or those found by looking through the whole book."""
    from ui.merging.dialog import MergingDialog

    dialog = MergingDialog(window.desk, window, pair)
    dialog.merged.connect(window.offer_undo)
    dialog.opened.connect(partial(_open_partner, window))
    dialog.start()


def _ask_other(window: Window, partner_id: int, name: str) -> None:
    from ui.partner_dialog import PartnerDialog

    said = _("The two become one card. Next you see both side by side.")
    dialog = PartnerDialog(window.desk, _("Merge {partner} with").format(partner=name), _("Next"), said, window)
    dialog.chosen.connect(partial(_merge_with, window, partner_id))
    dialog.open()


def _merge_with(window: Window, partner_id: int, other_id: int, _name: str) -> None:
    merge_partners(window, (partner_id, other_id))


def _open_partner(window: Window, partner_id: int) -> None:
    if window.current() == "partners":
        window.page("partners").open_record(partner_id)


def new_partner(window: Window) -> None:
    """Open the form for a new partner, whose card will then be in front."""
    from ui.partners.page import PartnersPage

    page = window.page("partners")
    if isinstance(page, PartnersPage):
        window.go("partners")
        page.acts.new_partner()


def log_referral_here(window: Window) -> None:
    """Log a referral: from the partner whose card is in front, where there is one."""
    from ui.partners.page import PartnersPage

    page = window.page(window.current())
    log_referral(window, page.list.current if isinstance(page, PartnersPage) else None)


def log_referral(window: Window, partner_id: int | None = None) -> None:
    """Log a referral without leaving the page in front: from the partner of this id, or from one to be chosen."""
    _referrals_of(window).log_referral(partner_id)


def agree_terms(window: Window, partner_id: int) -> None:
    """Agree terms with a partner without leaving the page in front."""
    from app.queries import partners

    window.desk.ask("terms.card", partners.card, partner_id, clock.today(), then=partial(_open_terms, window))


def _open_terms(window: Window, card: Card) -> None:
    from app.domain.commissions.terms import PPM, percent_of_sale
    from app.queries import settings
    from ui.partners.terms_form import TermsForm

    chosen = window.desk.now(settings.fast_preferences)
    otherwise = percent_of_sale(chosen.currency, PPM // 10, chosen.hold_days)
    TermsForm(window.desk, card.id, card.fields.name, card.terms, otherwise, window).open()


def _show_statement_of(window: Window, partner_id: int) -> None:
    from ui.reports.page import ReportsPage

    page = window.page("reports")
    if isinstance(page, ReportsPage):
        window.visit("reports")
        page.show_statement_of(partner_id)


def _referrals_of(window: Window) -> ReferralsPage:
    return cast("ReferralsPage", window.page("referrals"))


def _ask_sale(window: Window, referral_id: int) -> None:
    _referrals_of(window).ask_sale(referral_id)


def _ask_lost(window: Window, referral_id: int) -> None:
    _referrals_of(window).ask_lost(referral_id)


def _partners(desk: Desk) -> Page:
    from ui.partners.page import PartnersPage

    return PartnersPage(desk)


def _connect_partners(window: Window, page: Page) -> None:
    from ui.partners.page import PartnersPage

    if isinstance(page, PartnersPage):
        page.log_referral_requested.connect(partial(log_referral, window))
        page.statement_requested.connect(partial(_show_statement_of, window))
        page.merge_requested.connect(partial(_ask_other, window))
        page.won_requested.connect(partial(_ask_sale, window))
        page.lost_requested.connect(partial(_ask_lost, window))
        page.search_requested.connect(window.focus_search)
        page.search_cleared.connect(window.top_bar.search.clear)
        page.search_restored.connect(window.top_bar.search.setText)
        page.import_requested.connect(window.commands["book.import"].trigger)
        page.export_requested.connect(window.commands["book.export"].trigger)
        if "book.sample" in window.commands:
            page.sample_requested.connect(window.commands["book.sample"].trigger)


def _connect_referrals(window: Window, page: Page) -> None:
    from ui.referrals.page import ReferralsPage

    if isinstance(page, ReferralsPage):
        page.terms_requested.connect(partial(agree_terms, window))


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
        page.book.imports_wanted.connect(partial(show_imports, window))
