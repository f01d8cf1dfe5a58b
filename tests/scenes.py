"""Every place and every dialog of the window, each with the way there: what ``tests.shots`` draws."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QScrollArea, QWidget

from app.domain.communications import CommunicationKind
from app.domain.errors import UserError
from app.i18n import _
from tests import scenes_of_files, scenes_of_imports, scenes_of_lists, scenes_of_merging
from tests.journeys.hands import seen
from ui.pages import ask_export, pages
from ui.partners.entries import CONTACTS
from ui.partners.tab_timeline import TimelineTab
from ui.reports.page import ReportsPage
from ui.table.model import ROW_ROLE
from ui.today.items import ItemRow
from ui.widgets.day_field import DayField
from ui.widgets.log_line import LogLine
from ui.widgets.messages import CrashMessage
from ui.widgets.tabs import Tabs
from ui.window import Window


class Guide:
    """Leads through one window: goes to places, presses buttons by their names, and waits until all stands still."""

    def __init__(self, window: Window, scratch: Path, wait: Callable[[], None], draw: Callable[[], None]) -> None:
        self.window, self.scratch, self.wait, self.draw = window, scratch, wait, draw

    def page(self, key: str) -> Any:
        """The page, in front and from its top; of the partners, the one with most to show."""
        self.window.go(key)
        page = self.window.page(key)
        for area in page.findChildren(QScrollArea):
            area.verticalScrollBar().setValue(0)
        richest = self.window.desk.now(_richest) if key == "partners" else None
        if richest is not None:
            page.open_record(richest)
        self.wait()
        return page

    def press(self, name: str, within: QWidget | None = None) -> None:
        """Press the first enabled button that is seen under this name."""
        seen(within or QApplication.activeModalWidget() or self.window, QAbstractButton, name).click()
        self.wait()

    def tab(self, page: QWidget, key: str) -> QWidget:
        """Bring a tab of the page to the front."""
        tabs = next(each for each in page.findChildren(Tabs) if each.isVisible())
        tabs.set_current(key)
        self.wait()
        return tabs.view(key)

    def file(self, name: str, text: str) -> Path:
        """A file that could be imported."""
        path = self.scratch / name
        path.write_text(text, encoding="utf-8")
        return path

    def dialog(self) -> QWidget:
        """The dialog in front."""
        found = QApplication.activeModalWidget()
        assert found is not None, "no dialog is open"
        return found


def _richest(connection: sqlite3.Connection) -> int | None:
    """The partner with an impossible name, where there is one, and the most entries in the ledger."""
    sql = (
        "SELECT p.id FROM ledger_entry e JOIN partner p ON p.id = e.partner_id GROUP BY p.id "
        "ORDER BY length(p.name) > 80 DESC, count(*) DESC, p.id LIMIT 1"
    )
    found = connection.execute(sql).fetchone()
    return int(found[0]) if found else None


Scene = Callable[[Guide], object]


def scenes() -> dict[str, Scene]:
    """The scenes by name, pages first."""
    found: dict[str, Scene] = {spec.key: _page(spec.key) for spec in pages()}
    return (
        found
        | _TODAY
        | _PARTNERS
        | _REFERRALS
        | _COMMISSIONS
        | _REPORTS
        | _SETTINGS
        | scenes_of_imports.IMPORTS
        | scenes_of_merging.MERGING
        | scenes_of_lists.LISTS
        | scenes_of_files.FILES
        | _ANYWHERE
    )


def _page(key: str) -> Scene:
    return lambda guide: guide.page(key)


def _deed(deed: str, kind: str) -> Scene:
    """Ask for a deed of the first thing of a kind on the page of today."""

    def go(guide: Guide) -> None:
        rows = guide.page("today").findChildren(ItemRow)
        row = next(row for row in rows if row.isVisible() and row.item.key[0] == kind)
        row.chosen.emit(deed, row.item.key)

    return go


def _another_day(guide: Guide) -> None:
    page = guide.page("today")
    page.ask_day(page._found.follow_ups[0])


def _scrolled(key: str) -> Scene:
    """The foot of a page that scrolls."""

    def go(guide: Guide) -> None:
        for area in guide.page(key).findChildren(QScrollArea):
            area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())

    return go


_TODAY: dict[str, Scene] = {
    "today-foot": _scrolled("today"),
    "today-log": _deed("log", "reminder"),
    "today-mail": _deed("mail", "quiet"),
    "today-later": _deed("later", "reminder"),
    "today-another-day": _another_day,
}


def _partner_tab(key: str) -> Scene:
    return lambda guide: guide.tab(guide.page("partners"), key)


def _partner(method: str) -> Scene:
    """Ask the page of partners for something, as its keys and menu do."""
    return lambda guide: getattr(guide.page("partners").acts, method)()


def _follow_up(guide: Guide) -> None:
    record = guide.page("partners").record
    record.start_log(CommunicationKind.CALL)
    guide.wait()
    line = record.findChild(LogLine).findChild(QLineEdit)
    QTest.keyClicks(line, "spoke about the spring offer")
    QTest.keyClick(line, Qt.Key.Key_Tab)


def _entry(guide: Guide) -> None:
    view = guide.tab(guide.page("partners"), "timeline")
    assert isinstance(view, TimelineTab)
    model = view._list.model()
    entries = [model.index(row, 0).data(ROW_ROLE) for row in range(model.rowCount())]
    view._edit(next(entry.source for entry in entries if entry.source.kind in CONTACTS))


def _more(guide: Guide) -> None:
    record = guide.page("partners").record
    button = seen(record, QAbstractButton, _("More"))
    record.front._more.menu().popup(button.mapToGlobal(QPoint(0, button.height())))


def _search(typed: str) -> Scene:
    def go(guide: Guide) -> None:
        guide.page("partners")
        guide.window.top_bar.search.setText(typed)
        guide.window.top_bar.search.textEdited.emit(typed)

    return go


def _own_fields_in_form(guide: Guide) -> None:
    """The user's own fields in the form of a partner."""
    guide.page("partners").acts.edit_partner()
    guide.wait()
    dialog = guide.dialog()
    below = next(label for label in dialog.findChildren(QLabel) if label.text() == _("Your fields"))
    for area in dialog.findChildren(QScrollArea):
        area.verticalScrollBar().setValue(below.mapTo(area.widget(), QPoint()).y())


_PARTNERS: dict[str, Scene] = {
    **{f"partners-{tab}": _partner_tab(tab) for tab in ("referrals", "commissions", "terms", "people", "changes")},
    "partners-timeline": _partner_tab("timeline"),
    "partners-follow-up": _follow_up,
    "partners-entry": _entry,
    "partners-more": _more,
    "partners-new": _partner("new_partner"),
    "partners-edit": _partner("edit_partner"),
    "partners-edit-own": _own_fields_in_form,
    "partners-terms-form": _partner("agree_terms"),
    "partners-delete": _partner("delete_partner"),
    "partners-given": lambda guide: guide.page("partners").record.log_given(),
    "search-hits": _search("ha"),
    "search-none": _search("zzzyx"),
}


def _stage(stage: str, button: str = "") -> Scene:
    """The referrals of a stage, and a button pressed on the first."""

    def go(guide: Guide) -> None:
        page = guide.page("referrals")
        page.show_stage(stage)
        guide.wait()
        if button:
            guide.press(button, page)

    return go


def _log_referral(guide: Guide) -> None:
    guide.window.commands["referral.log"].trigger()


def _suggest(guide: Guide) -> None:
    _log_referral(guide)
    guide.wait()
    QTest.keyClicks(QApplication.focusWidget() or guide.dialog(), "ha")


def _sale(typed: str, day: str = "") -> Scene:
    def go(guide: Guide) -> None:
        _stage("proposal", _("Mark won…"))(guide)
        QTest.keyClicks(QApplication.focusWidget() or guide.dialog(), typed)
        if day:
            (field,) = guide.dialog().findChildren(DayField)
            field.line.selectAll()
            QTest.keyClicks(field.line, day)

    return go


def _sale_parts(guide: Guide) -> None:
    _stage("won", _("Add sale…"))(guide)
    QTest.keyClicks(QApplication.focusWidget() or guide.dialog(), "1190")
    guide.press(_("Tax, shipping, cost and products"))
    guide.press(_("Add a line"))


def _pressed(page: str, name: str) -> Scene:
    """A button pressed on a page."""

    def go(guide: Guide) -> None:
        guide.press(name, guide.page(page))

    return go


_REFERRALS: dict[str, Scene] = {
    "referrals-sale-parts": _sale_parts,
    "referrals-correct": _stage("won", _("Correct…")),
    "referrals-share": _stage("won", _("Share this referral…")),
    "referrals-rate": _stage("won", _("Rate for this deal…")),
    "referrals-won": _stage("won"),
    "referrals-lost": _stage("lost"),
    "referrals-log": _log_referral,
    "referrals-log-suggest": _suggest,
    "referrals-edit": _stage("proposal", _("Edit…")),
    "referrals-sale": _sale("3800"),
    "referrals-sale-day": _sale("1190", "1 Jan 2026"),
    "referrals-sale-wrong": _sale("1,234x", "31 June"),
    "referrals-mark-lost": _stage("proposal", _("Lost…")),
    "referrals-refund": _stage("won", _("Refund…")),
}


def _money(tab: str, button: str = "") -> Scene:
    def go(guide: Guide) -> None:
        page = guide.page("commissions")
        guide.tab(page, tab)
        if button:
            guide.press(button, page)

    return go


def _run(button: str = "") -> Scene:
    """A payout run that was approved, and a button pressed for it."""

    def go(guide: Guide) -> None:
        page = guide.page("commissions")
        guide.tab(page, "runs")
        if guide.window.desk.now(_runs) == 0:
            guide.press(_("Payout run…"), page)
            guide.press(_("Approve"))
            guide.tab(page, "runs")
        if button:
            guide.press(button, page)

    return go


def _runs(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM payout_run").fetchone()[0])


_COMMISSIONS: dict[str, Scene] = {
    "commissions-years": _money("years"),
    "commissions-run-choose": _money("to_pay", _("Payout run…")),
    "commissions-ledger": _money("ledger"),
    "commissions-statements": _money("statements"),
    "commissions-pay": _money("to_pay", _("Pay…")),
    "commissions-void": _money("statements", _("Void…")),
    "commissions-runs": _run(),
    "commissions-run-list": _run(_("Payment list…")),
    "commissions-run-record": _run(_("Record…")),
}


def _draft(guide: Guide) -> None:
    guide.page("partners")
    guide.press(_("Statement"))
    _until_shown(guide)


def _issued(guide: Guide) -> None:
    _money("statements", _("Open"))(guide)
    _until_shown(guide)


def _report(guide: Guide) -> None:
    page = guide.page("reports")
    page._commissions.wanted.emit()
    _until_shown(guide)


def _until_shown(guide: Guide) -> None:
    """Wait until the document, which is laid out beside the window, is there."""
    page = guide.window.page("reports")
    assert isinstance(page, ReportsPage)
    for _turn in range(40):
        if page._preview is not None and page._preview.isVisible():
            return
        guide.wait()


_REPORTS: dict[str, Scene] = {"reports-draft": _draft, "reports-issued": _issued, "reports-commissions": _report}


def _restore(guide: Guide) -> None:
    guide.page("settings").book.ask_restore(guide.scratch / "Sample 2026-11-20.partnerbook")


def _checked(guide: Guide) -> None:
    _scrolled("settings")(guide)
    guide.press(_("Check the book"))
    guide.wait()
    _scrolled("settings")(guide)


def _settings_fields(guide: Guide) -> Any:
    """The fields in sight, the second of them current."""
    page = guide.page("settings")
    section = page.fields
    for area in page.findChildren(QScrollArea):
        area.ensureWidgetVisible(section, 0, 20)
    if section.table.isVisible():
        section.table.selectRow(1)
        section.table.setFocus()
    guide.wait()
    return section


def _field_form(guide: Guide) -> None:
    section = _settings_fields(guide)
    section.table.selectRow(0)
    section.edit_field()


def _field_removed(guide: Guide) -> None:
    _settings_fields(guide).remove_field()


_SETTINGS: dict[str, Scene] = {
    "settings-foot": _scrolled("settings"),
    "settings-fields": _settings_fields,
    "settings-field-new": _pressed("settings", _("New field…")),
    "settings-field": _field_form,
    "settings-field-remove": _field_removed,
    "settings-programme": _pressed("settings", _("New programme…")),
    "settings-restore": _restore,
    "settings-checked": _checked,
}


def _export(guide: Guide) -> None:
    """The file dialog runs a loop of its own: it is drawn and closed from within."""
    QTimer.singleShot(500, guide.draw)
    QTimer.singleShot(900, lambda: leave(guide.window))
    ask_export(guide.window)


def _refusal(guide: Guide) -> None:
    guide.window.show_trouble(
        UserError(
            "undo_conflict",
            "“Add Harbor IT” cannot be undone: the same records were changed since by “Log call”. Undo that first.",
        )
    )


def _crash(guide: Guide) -> None:
    CrashMessage("ValueError: not an amount\n  ui/page.py, line 12", "Sample logs", guide.window).open()


def _menu(guide: Guide) -> None:
    button = seen(guide.window, QAbstractButton, _("Menu"))
    button.menu().popup(button.mapToGlobal(QPoint(0, button.height())))  # type: ignore[attr-defined]


_ANYWHERE: dict[str, Scene] = {
    "menu": _menu,
    "shortcuts": lambda guide: guide.window.show_shortcuts(),
    "refusal": _refusal,
    "toast": lambda guide: guide.window.offer_undo("Done: Quarterly check-in call with Harbor IT Consulting"),
    "export": _export,
    "crash": _crash,
}


def leave(window: Window) -> None:
    """Close whatever a scene opened, and be where the next one can begin."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    while (dialog := QApplication.activeModalWidget()) is not None:
        dialog.close()
    scenes_of_lists.leave(window)
    if window.top_bar.search.text():
        window.top_bar.search.clear()
        window.top_bar.search.textEdited.emit("")
    if "toast" in window.__dict__:
        window.toast.hide()
