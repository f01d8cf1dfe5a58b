"""Referrals that went both ways, with real clicks and keys: logged, corrected, removed, and their balance."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.commissions.terms import Rate, Terms
from app.domain.money import Money
from app.domain.referrals import ReferralFields
from app.domain.rolodex import PartnerFields
from app.operations import deals, partners, referrals, terms
from app.persistence.store import Store
from app.queries import reciprocity, timeline
from app.queries.reciprocity import Balance
from tests.journeys.hands import click, closed, dialog, keys, says, seen, wait_says
from ui.desk import Desk
from ui.partners.entries import of_timeline
from ui.partners.given_form import GivenForm
from ui.partners.page import PartnersPage
from ui.partners.tab_referrals import ReferralsTab
from ui.partners.words import balance

WON = date(2026, 10, 1)


@pytest.fixture
def page(desk: Desk, book: Store, qtbot: QtBot) -> PartnersPage:
    """Two partners; the first, on reciprocal terms, brought a sale of €124.00 that the second has a quarter of."""
    with book.write("Begin") as session:
        harbor, mill = partners.add(session, PartnerFields("Harbor")), partners.add(session, PartnerFields("Mill"))
        terms.agree(session, harbor, Terms("EUR", Rate(100_000), reciprocal=True, hold_days=0), date(2026, 1, 1))
        one = referrals.log(session, harbor, ReferralFields("Brandt AB", date(2026, 9, 1), "EUR"))
        referrals.mark_won(session, one, Money(12_400, "EUR"), WON)
        deals.share(session, one, [(harbor, 750_000), (mill, 250_000)])
    made = PartnersPage(desk)
    qtbot.addWidget(made)
    made.resize(1180, 740)
    made.show()
    made.refresh()
    made.activateWindow()
    return made


def tab_of(page: PartnersPage, partner: int, qtbot: QtBot) -> ReferralsTab:
    page.open_record(partner)
    qtbot.waitUntil(lambda: page.record.card is not None and page.record.card.id == partner)
    page.record.tabs.set_current("referrals")
    tab = page.record.tabs.view("referrals")
    assert isinstance(tab, ReferralsTab)
    qtbot.waitUntil(lambda: tab._found is not None)
    return tab


def lines(tab: ReferralsTab) -> list[str]:
    model = tab._list.model()
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def test_a_referral_given_is_logged_corrected_and_removed(page: PartnersPage, book: Store, qtbot: QtBot) -> None:
    tab = tab_of(page, 1, qtbot)
    wait_says(qtbot, tab, "You received 1 (€124.00), gave 0: you owe 1")
    click(qtbot, tab, "Given 0")
    click(qtbot, tab, "Log a referral you gave…")
    form = dialog(qtbot, page, GivenForm)
    keys(Qt.Key.Key_Return)
    wait_says(qtbot, form, "Say whom you sent to the partner.")
    seen(form, QLineEdit, "Customer").setFocus()
    keys("<b>Kim</b> Ltd")
    seen(form, QLineEdit, "What it brought").setFocus()
    keys("-70", Qt.Key.Key_Return)
    wait_says(qtbot, form, "What the referral brought cannot be negative.")
    seen(form, QLineEdit, "What it brought").selectAll()
    keys("70", Qt.Key.Key_Return)
    closed(qtbot, page, GivenForm)
    wait_says(qtbot, tab, "You received 1 (€124.00), gave 1 (€70.00): you are even")
    assert lines(tab) == ["23 Nov, Given, <b>Kim</b> Ltd, €70.00"]
    tab._list.setFocus()
    tab._list.setCurrentIndex(tab._list.model().index(0, 0))
    QTest.keyClick(tab._list, Qt.Key.Key_Return)
    form = dialog(qtbot, page, GivenForm)
    seen(form, QLineEdit, "Customer").selectAll()
    keys("Ada", Qt.Key.Key_Return)
    closed(qtbot, page, GivenForm)
    qtbot.waitUntil(lambda: lines(tab) == ["23 Nov, Given, Ada, €70.00"])
    with book.read() as session:
        given = timeline.timeline(session, 1)[0]
    assert (given.kind, given.text, given.amount) == ("given", "Ada", Money(7_000, "EUR"))
    assert of_timeline(given, date(2026, 11, 23)).spoken == "23 Nov, Given, Ada, €70.00"
    tab._list.setFocus()
    tab._list.setCurrentIndex(tab._list.model().index(0, 0))
    QTest.keyClick(tab._list, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: says(tab, "No referrals given yet"))
    with book.read() as session:
        assert reciprocity.balance(session, 1) == Balance(1, (Money(12_400, "EUR"),), 0, ())


def test_a_share_of_anothers_referral_stands_with_each_partner(page: PartnersPage, qtbot: QtBot) -> None:
    tab = tab_of(page, 2, qtbot)
    qtbot.waitUntil(lambda: bool(lines(tab)))
    assert lines(tab) == ["1 Sep, Won, Brandt AB · 25% of a referral by Harbor · commission €3.10, €124.00"]
    assert not tab._balance.isVisible()
    page.record.tabs.set_current("commissions")
    ledger = page.record.tabs.view("commissions")._list  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: ledger.model().rowCount() == 1)
    told = str(ledger.model().data(ledger.model().index(0, 0)))
    assert "25% of a referral by Harbor" in told
    tab = tab_of(page, 1, qtbot)
    qtbot.waitUntil(lambda: "shared, 75% of it here" in "".join(lines(tab)))


def test_the_menu_asks_for_a_referral_given(page: PartnersPage, qtbot: QtBot) -> None:
    tab_of(page, 2, qtbot)
    page.record.log_given()
    form = dialog(qtbot, page, GivenForm)
    assert says(form, "Log a referral you gave to Mill")
    keys(Qt.Key.Key_Escape)
    closed(qtbot, page, GivenForm)


def test_the_balance_in_words() -> None:
    euro, yen = Money(1_240_000, "EUR"), Money(5_000, "JPY")
    assert balance(Balance(5, (euro,), 3, (Money(700_000, "EUR"), yen))) == (
        "You received 5 (€12,400.00), gave 3 (€7,000.00, ¥5,000): you owe 2"
    )
    assert balance(Balance(0, (), 2, ())) == "You received 0, gave 2: they owe you 2"
    assert balance(Balance(0, (), 0, ())) == "You received 0, gave 0: you are even"
