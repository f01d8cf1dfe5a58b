"""The page of referrals: chips, the table that reads by the page, and the panel."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.referrals import ReferralFields, Stage
from app.domain.rolodex import PartnerFields
from app.operations import partners, referrals, terms
from app.persistence.store import Store
from app.queries import deals
from tests.operations.office import percent
from ui.desk import Desk
from ui.referrals.page import ReferralsPage
from ui.referrals.sale_dialog import SaleDialog

DAY = date(2026, 11, 1)
MANY = 300


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ReferralsPage:
    made = ReferralsPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 730)
    return made


@pytest.fixture
def many(book: Store) -> None:
    with book.write("Begin") as session:
        one = partners.add(session, PartnerFields("Harbor IT"))
        for index in range(MANY):
            day = DAY - timedelta(days=index)
            made = referrals.log(session, one, ReferralFields(f"Customer {index} <b>", day, "EUR"))
            if index % 3 == 0:
                referrals.move(session, made, Stage.CONTACTED, DAY)


def customers(page: ReferralsPage) -> list[str]:
    model = page._model
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def test_the_empty_page_offers_the_next_step(page: ReferralsPage, qtbot: QtBot) -> None:
    page.show()
    qtbot.waitUntil(page._empty.isVisible)
    page.show_stage("won")
    qtbot.waitUntil(page._none.isVisible)


def test_rows_far_down_are_fetched_when_they_are_looked_at(page: ReferralsPage, many: None, qtbot: QtBot) -> None:
    page.show()
    qtbot.waitUntil(lambda: page._model.rowCount() == MANY)
    assert page._model.row(MANY - 1) is None
    qtbot.waitUntil(lambda: page._model.row(MANY - 1) is not None)
    assert page._model.row(MANY - 1).customer == f"Customer {MANY - 1} <b>"


def test_a_chip_narrows_the_table_and_its_number_is_true(page: ReferralsPage, many: None, qtbot: QtBot) -> None:
    page.show()
    page.show_stage("contacted")
    qtbot.waitUntil(lambda: page._model.rowCount() == 100)
    qtbot.waitUntil(lambda: customers(page)[:2] == ["Customer 0 <b>", "Customer 3 <b>"])
    texts = [chip.accessibleName() for chip in page._chips._chips.values()]
    assert texts[:3] == ["All 300", "Received 200", "Contacted 100"]


def test_a_record_is_opened_whatever_its_stage(page: ReferralsPage, many: None, qtbot: QtBot) -> None:
    page.show()
    page.show_stage("won")
    qtbot.waitUntil(page._none.isVisible)
    page.open_record(200)
    qtbot.waitUntil(lambda: page._panel.detail() is not None and page._panel.detail().row.id == 200)
    assert page.state() == {"stage": "all", "referral": 200}


def test_moving_keeps_the_place_and_names_the_write(page: ReferralsPage, many: None, desk: Desk, qtbot: QtBot) -> None:
    page.show()
    page.open_record(50)
    qtbot.waitUntil(lambda: page._panel.detail() is not None and page._panel.detail().row.id == 50)
    with qtbot.waitSignal(desk.changed) as told:
        page.move_to(Stage.QUALIFIED)
    assert told.args[0].label.format(**told.args[0].parameters) == "Move Customer 49 <b> to Qualified"
    qtbot.waitUntil(lambda: page._panel.detail().row.stage is Stage.QUALIFIED)
    assert page._model.id_at(page._table.currentIndex().row()) == 50


def test_text_is_plain_everywhere(page: ReferralsPage, many: None, qtbot: QtBot) -> None:
    page.show()
    qtbot.waitUntil(lambda: page._panel.detail() is not None)
    assert all(each.textFormat() is Qt.TextFormat.PlainText for each in page.findChildren(QLabel))


def test_a_state_that_no_longer_fits_is_left_out(page: ReferralsPage) -> None:
    page.restore({"stage": "thrown away"})
    assert page.state() == {"stage": "all"}


def test_long_names_make_neither_the_panel_nor_the_table_wider_than_it_is(
    page: ReferralsPage, book: Store, qtbot: QtBot
) -> None:
    firm = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft mbH"
    with book.write("Begin") as session:
        referrals.log(session, partners.add(session, PartnerFields(firm)), ReferralFields(firm, DAY, "EUR"))
    page.show()
    qtbot.waitUntil(lambda: page._panel.detail() is not None)
    qtbot.waitUntil(page._panel.isVisible)
    for width in (1110, 852):
        page.resize(width, 730)
        qtbot.waitUntil(lambda: page._panel.widget().width() <= page._panel.viewport().width())
        qtbot.waitUntil(lambda: page._table.horizontalScrollBar().maximum() == 0)


def test_an_amount_that_cannot_be_read_is_said_while_it_is_typed(desk: Desk, book: Store, qtbot: QtBot) -> None:
    with book.write("Begin") as session:
        partner = partners.add(session, PartnerFields("Harbor IT"))
        terms.agree(session, partner, percent(10), DAY)
        referral = referrals.log(session, partner, ReferralFields("Otto", DAY, "EUR"))
    with book.read() as session:
        detail = deals.detail(session, referral, DAY)
    dialog = SaleDialog(desk, detail)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: "Enter the amount" in dialog._preview.text())
    qtbot.keyClicks(dialog.focusWidget(), "1,2x")
    assert dialog._preview.text() == "“1,2x” is not an amount."
