"""The first page as it is drawn: empty places, long lists, hostile names, narrow windows."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLabel
from pytestqt.qtbot import QtBot

from app.domain.reminders import ReminderFields
from app.domain.rolodex import PartnerFields
from app.operations import partners, reminders
from app.persistence.store import Store
from ui.desk import Desk
from ui.today.items import ItemRow
from ui.today.page import TodayPage

HOSTILE = "<img src=x> & “Söhne” \u202eevil"


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> TodayPage:
    made = TodayPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 730)
    return made


def rows(page: TodayPage) -> list[ItemRow]:
    return [row for row in page.findChildren(ItemRow) if row.isVisible()]


def follow_ups(book: Store, number: int, partner: str = "Harbor IT") -> None:
    with book.write("Begin") as session:
        one = partners.add(session, PartnerFields(partner))
        for index in range(number):
            reminders.add(session, one, ReminderFields(f"Call {index}", date(2026, 11, 20)))


def test_every_empty_place_says_what_belongs_there(page: TodayPage, qtbot: QtBot) -> None:
    page.show()
    texts = lambda: " ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())  # noqa: E731
    qtbot.waitUntil(lambda: "Nothing to follow up" in texts())
    for expected in ("Nobody has gone quiet", "No referral is waiting", "Nothing earned yet", "No sale yet", "90 days"):
        assert expected in texts()


def test_many_rows_are_shown_on_request(page: TodayPage, book: Store, qtbot: QtBot) -> None:
    follow_ups(book, 30)
    page.show()
    qtbot.waitUntil(lambda: len(rows(page)) == 8)
    more = next(each for each in page.findChildren(type(page._follow_ups._more)) if each.text() == "Show 22 more")
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(rows(page)) == 30)
    assert not more.isVisible()


def test_names_are_shown_as_typed(page: TodayPage, book: Store, qtbot: QtBot) -> None:
    follow_ups(book, 1, HOSTILE)
    page.show()
    qtbot.waitUntil(lambda: len(rows(page)) == 1)
    assert rows(page)[0].item.who.startswith("<img src=x> & “Söhne”")
    assert all(each.textFormat() is Qt.TextFormat.PlainText for each in page.findChildren(QLabel))


def test_the_columns_stand_under_each_other_where_it_is_narrow(page: TodayPage, qtbot: QtBot) -> None:
    page.show()
    assert page._columns.direction() is QBoxLayout.Direction.LeftToRight
    page.resize(500, 600)
    assert page._columns.direction() is QBoxLayout.Direction.TopToBottom


def test_every_button_of_a_row_says_what_it_is_about(page: TodayPage, book: Store, qtbot: QtBot) -> None:
    follow_ups(book, 1)
    page.show()
    qtbot.waitUntil(lambda: len(rows(page)) == 1)
    names = [button.accessibleName() for button in rows(page)[0]._buttons]
    assert names == ["Done: Call 0", "Log call: Call 0", "Later: Call 0"]
    assert rows(page)[0].accessibleDescription() == "D: Done, L: Log call, T: Later, Return: Open"
