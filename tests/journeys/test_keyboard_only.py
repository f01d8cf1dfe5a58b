"""The whole life of one partner by keys alone: from a new card to the statement that is paid and mailed."""

from __future__ import annotations

from email import policy
from email.parser import BytesParser
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.queries import partners, statements
from tests.journeys.conftest import Handed, WindowOn
from tests.journeys.hands import (
    chord,
    closed,
    dialog,
    keys,
    reopened,
    wait_entry,
    wait_front,
    wait_says,
    wait_seen,
)
from ui.commissions.pay_dialog import PayDialog
from ui.partners.form import PartnerForm
from ui.partners.page import PartnersPage
from ui.partners.terms_form import TermsForm
from ui.referrals.panel import ReferralPanel
from ui.referrals.referral_dialog import LogReferralDialog
from ui.referrals.sale_dialog import SaleDialog
from ui.reports.page import ReportsPage
from ui.today.items import ItemRow
from ui.window import Window

TAB, ENTER, DOWN = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Down
CUSTOMER = "Brandt Logistik AB"


def tab_to(name: str) -> None:
    """Walk with Tab until the focus is on what is called this."""
    walked = []
    for _step in range(60):
        focus = QApplication.focusWidget()
        assert focus is not None
        walked.append(focus.accessibleName())
        if focus.accessibleName() == name:
            return
        keys(TAB)
    raise AssertionError(f"Tab does not come to {name!r}, only to {walked}")


def write_down(window: Window, qtbot: QtBot) -> PartnersPage:
    """A new partner with a person and an address to write to."""
    chord(window, Qt.Key.Key_2)
    page = window.page("partners")
    assert isinstance(page, PartnersPage)
    keys(ENTER)  # the focus is on the first of the next steps in an empty book
    form = dialog(qtbot, window, PartnerForm)
    keys("Harbor IT Consulting")
    tab_to("Add a person")
    keys(ENTER)
    wait_seen(qtbot, form, QLineEdit, "Role")
    keys("Maya Lindqvist", TAB, "director")
    tab_to("E-mail")
    keys("maya@harbor-it.example", ENTER)
    closed(qtbot, window, PartnerForm)
    wait_front(qtbot, page, "Harbor IT Consulting")
    return page


def agree(window: Window, page: PartnersPage, qtbot: QtBot) -> None:
    chord(window, Qt.Key.Key_T)
    form = dialog(qtbot, window, TermsForm)
    keys("10")
    tab_to("On hold for")
    keys("0")
    wait_says(qtbot, form, "10% of each sale")
    keys(ENTER)
    closed(qtbot, window, TermsForm)
    wait_says(qtbot, page, "10% of each sale")


def call_and_follow_up(window: Window, page: PartnersPage, qtbot: QtBot) -> None:
    keys(ENTER, "call asks for new copy", TAB, "Send the copy")
    tab_to("Follow up: Today")
    keys(ENTER)
    tab_to("Save")
    keys(ENTER)
    wait_entry(qtbot, page, "Call", "asks for new copy")
    chord(window, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), ItemRow))
    keys("d")
    wait_says(qtbot, window.page("today"), "Nothing to follow up.")


def refer_and_win(window: Window, qtbot: QtBot) -> None:
    chord(window, Qt.Key.Key_2)
    chord(window, Qt.Key.Key_R)
    dialog(qtbot, window, LogReferralDialog)
    qtbot.waitUntil(lambda: _on("Customer"))
    keys(CUSTOMER, ENTER)
    closed(qtbot, window, LogReferralDialog)
    chord(window, Qt.Key.Key_3)
    panel = window.page("referrals").findChild(ReferralPanel)
    wait_says(qtbot, panel, CUSTOMER)
    for stage in ("Contacted", "Qualified", "Proposal"):
        keys("]")
        wait_says(qtbot, panel, stage)
    keys("]")
    sale = dialog(qtbot, window, SaleDialog)
    keys("3,800.00")
    wait_says(qtbot, sale, "€380.00: 10% of €3,800.00")
    keys(ENTER)
    closed(qtbot, window, SaleDialog)
    wait_says(qtbot, panel, "€380.00 · 10% of €3,800.00")


def _on(name: str) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and focus.accessibleName() == name


def _rows() -> int:
    """How many rows the table has that the keys go to; its rows may come after what is said above it."""
    focus = QApplication.focusWidget()
    return focus.model().rowCount() if isinstance(focus, QAbstractItemView) else 0


def pay(window: Window, qtbot: QtBot) -> ReportsPage:
    chord(window, Qt.Key.Key_4)
    wait_says(qtbot, window.page("commissions"), "to pay now, 1 partner")
    qtbot.waitUntil(lambda: _rows() == 1)
    keys(ENTER)
    form = dialog(qtbot, window, PayDialog)
    wait_says(qtbot, form, "1 line")
    keys(ENTER)
    qtbot.waitUntil(lambda: window.current() == "reports")
    page = window.page("reports")
    assert isinstance(page, ReportsPage)
    qtbot.waitUntil(lambda: page.preview().isVisible() and page.preview().pdf.pageCount() == 1)
    window.activateWindow()
    qtbot.waitUntil(page.preview().view.hasFocus)
    return page


def test_the_life_of_a_partner(window_on: WindowOn, tmp_path: Path, qtbot: QtBot, handed: Handed) -> None:
    path = tmp_path / "book.partnerbook"
    window = window_on(path)
    page = write_down(window, qtbot)
    agree(window, page, qtbot)
    call_and_follow_up(window, page, qtbot)
    refer_and_win(window, qtbot)
    shown = pay(window, qtbot)
    tab_to("Mail draft")
    keys(ENTER)
    qtbot.waitUntil(lambda: bool(handed.urls))
    with Path(handed.urls[0].toLocalFile()).open("rb") as file:
        mail = BytesParser(policy=policy.default).parse(file)
    assert (mail["X-Unsent"], mail["To"]) == ("1", "maya@harbor-it.example")
    keys(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.current() == "commissions")
    wait_says(qtbot, window.page("commissions"), "Nothing is owed")
    assert not shown.isVisible()
    chord(window, Qt.Key.Key_2)
    wait_entry(qtbot, page, "Payout", "S-2026-0001")

    with reopened(path) as session:
        assert partners.fields(session, 1).people[0].role == "director"
        assert [each.number for each in statements.listed(session, 1)] == ["S-2026-0001"]
