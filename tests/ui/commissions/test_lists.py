"""The three lists over money: what can be done about a line, and the ledger read by the page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from pytestqt.qtbot import QtBot

from app.domain.commissions.terms import percent_of_sale
from app.domain.money import Money
from app.domain.referrals import ReferralFields
from app.domain.rolodex import PartnerFields
from app.operations import partners, payouts, referrals, terms
from app.persistence.store import Store
from ui.commissions.page import CommissionsPage
from ui.desk import Desk

DAY = date(2026, 11, 20)
SALES = 200


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> CommissionsPage:
    made = CommissionsPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 730)
    return made


@pytest.fixture
def sold(book: Store) -> None:
    with book.write("Begin") as session:
        one = partners.add(session, PartnerFields("Harbor IT"))
        terms.agree(session, one, percent_of_sale("EUR", 100_000, 0), date(2026, 1, 1))
        made = referrals.log(session, one, ReferralFields("Brandt", date(2026, 1, 2), "EUR"))
        for index in range(SALES):
            referrals.mark_won(session, made, Money(1_000 + index, "EUR"), DAY - timedelta(days=index % 60))


def test_what_is_owed_can_be_paid_once(page: CommissionsPage, sold: None, book: Store, qtbot: QtBot) -> None:
    page.show()
    view = page._tabs.view("to_pay")
    qtbot.waitUntil(view._pay.isEnabled)
    with book.write("Pay") as session:
        payouts.record(session, 1, "EUR", DAY, DAY)
    qtbot.waitUntil(lambda: view.model.rowCount() == 0)
    page.show_tab("statements")
    listed = page._tabs.view("statements")
    qtbot.waitUntil(lambda: listed.model.rowCount() == 1)
    assert listed._void.isEnabled()


def test_the_ledger_has_every_line_the_newest_first(page: CommissionsPage, sold: None, qtbot: QtBot) -> None:
    page.show()
    page.show_tab("ledger")
    view = page._tabs.view("ledger")
    qtbot.waitUntil(lambda: view.model.rowCount() == SALES)
    qtbot.waitUntil(lambda: view.model.row(0) is not None)
    assert view.model.row(SALES - 1) is None
    qtbot.waitUntil(lambda: view.model.row(SALES - 1) is not None)
    assert [view.model.row(place).id for place in (0, SALES - 1)] == [SALES, 1]
    qtbot.waitUntil(lambda: "10% of €11.99 = €1.20" in view.sentence.text())


def test_buttons_wait_for_a_line(page: CommissionsPage, qtbot: QtBot) -> None:
    page.show()
    for key in ("to_pay", "ledger", "statements"):
        page.show_tab(key)
        view = page._tabs.view(key)
        qtbot.waitUntil(view._empty.isVisible)


def test_the_tab_in_front_is_remembered(page: CommissionsPage) -> None:
    page.show_tab("statements")
    assert page.state() == {"tab": "statements"}
    page.restore({"tab": "nonsense"})
    assert page.state() == {"tab": "statements"}
