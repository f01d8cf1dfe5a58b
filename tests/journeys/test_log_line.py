"""Point 6 of the main job: a contact is logged in one line where one reads, and what was promised comes up on its day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.domain.communications import CommunicationKind
from app.domain.rolodex import PartnerFields
from app.operations import partners
from app.persistence.store import Store
from app.queries import timeline, today
from tests.journeys.conftest import WindowOn
from tests.journeys.hands import (
    choose,
    chord,
    click,
    closed,
    dialog,
    keys,
    partners_page,
    reopened,
    seen,
    wait_entry,
    wait_front,
    wait_says,
)
from ui import names
from ui.partners.entry_form import EntryForm
from ui.partners.page import PartnersPage
from ui.today.items import ItemRow
from ui.widgets.day_field import DayField
from ui.widgets.timeline import Timeline
from ui.window import Window

TODAY = date(2026, 11, 23)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "book.partnerbook"
    store = Store.open(made, create=True)
    with store.write("Begin") as session:
        partners.add(session, PartnerFields("Harbor IT Consulting"))
        partners.add(session, PartnerFields("Hudson Legal LLP"))
    store.close()
    return made


@pytest.fixture
def page(window_on: WindowOn, path: Path, qtbot: QtBot) -> PartnersPage:
    made = partners_page(window_on(path))
    wait_front(qtbot, made, "Harbor IT Consulting")
    return made


def window_of(page: PartnersPage) -> Window:
    window = page.window()
    assert isinstance(window, Window)
    return window


def due(path: Path, until: date) -> list[tuple[str, date]]:
    with reopened(path) as session:
        return [(each.text, each.due_on) for each in today.follow_ups(session, until)]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("call: Maya asks for new copy", CommunicationKind.CALL),
        ("e-mail sent the offer", CommunicationKind.EMAIL),
        ("meeting at the fair", CommunicationKind.MEETING),
        ("letter with the contract", CommunicationKind.LETTER),
        ("likes <b>short</b> & sweet", CommunicationKind.NOTE),
    ],
)
def test_one_line_is_logged_from_the_list(
    page: PartnersPage, path: Path, qtbot: QtBot, typed: str, kind: CommunicationKind
) -> None:
    keys(Qt.Key.Key_Return, typed, Qt.Key.Key_Return)
    rest = typed if kind is CommunicationKind.NOTE else typed.split(" ", 1)[1]
    wait_entry(qtbot, page, names.communication(kind), rest)
    assert QApplication.focusWidget() is page.record.tabs.view("timeline").log.focusWidget()
    with reopened(path) as session:
        told = timeline.timeline(session, 1)
    assert [(each.kind, each.text) for each in told] == [(kind, rest)]


def test_a_follow_up_is_added_by_tab_and_stands_on_today_when_it_is_due(
    page: PartnersPage, path: Path, qtbot: QtBot
) -> None:
    keys(Qt.Key.Key_Return, "call asks for new copy", Qt.Key.Key_Tab, "Send the copy", Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget().parent(), DayField)
    click(qtbot, page, "Follow up: Today")
    click(qtbot, page, "Save")
    wait_entry(qtbot, page, "Call", "asks for new copy")
    wait_says(qtbot, page, "Send the copy")
    assert due(path, TODAY) == [("Send the copy", TODAY)]

    chord(window_of(page), Qt.Key.Key_1)
    shown = window_of(page).page("today")
    qtbot.waitUntil(
        lambda: [row.item.title for row in shown.findChildren(ItemRow) if row.isVisible()] == ["Send the copy"]
    )
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), ItemRow))
    keys("d")
    wait_says(qtbot, shown, "Nothing to follow up.")
    assert due(path, TODAY) == []


def test_without_words_of_its_own_the_follow_up_is_about_what_was_said(
    page: PartnersPage, path: Path, qtbot: QtBot
) -> None:
    keys(Qt.Key.Key_Return, "call about the spring offer", Qt.Key.Key_Tab, Qt.Key.Key_Return)
    wait_entry(qtbot, page, "Call", "about the spring offer")
    assert due(path, date(2026, 11, 30)) == [("about the spring offer", date(2026, 11, 30))]


def test_one_that_repeats_comes_again_when_it_is_done_on_the_card(page: PartnersPage, path: Path, qtbot: QtBot) -> None:
    keys(Qt.Key.Key_Return, "note rhythm", Qt.Key.Key_Tab, "Check in")
    click(qtbot, page, "Follow up: Today")
    often = seen(page, QComboBox, "How often")
    often.setFocus()
    keys(*[Qt.Key.Key_Down] * 4, Qt.Key.Key_Return)
    wait_says(qtbot, page, "Check in")
    click(qtbot, page, "Done: Check in")
    qtbot.waitUntil(lambda: due(path, TODAY) == [])
    assert due(path, date(2027, 3, 1)) == [("Check in", date(2027, 2, 23))]


def test_later_is_chosen_on_the_card(page: PartnersPage, path: Path, qtbot: QtBot) -> None:
    keys(Qt.Key.Key_Return, "note promised", Qt.Key.Key_Tab, "Send the price list")
    click(qtbot, page, "Follow up: Today")
    click(qtbot, page, "Save")
    wait_says(qtbot, page, "Send the price list")
    choose(qtbot, page, "Later: Send the price list", "In a week")
    qtbot.waitUntil(lambda: due(path, date(2026, 12, 31)) == [("Send the price list", date(2026, 11, 30))])


def test_what_is_typed_waits_while_one_looks_at_another_card(page: PartnersPage, qtbot: QtBot) -> None:
    keys(Qt.Key.Key_Return, "half a sentence")
    page.focus_first()
    keys(Qt.Key.Key_Down)
    wait_front(qtbot, page, "Hudson Legal LLP")
    keys(Qt.Key.Key_Return)
    assert page.record.tabs.view("timeline").log.focusWidget().text() == ""
    page.focus_first()
    keys(Qt.Key.Key_Up)
    wait_front(qtbot, page, "Harbor IT Consulting")
    qtbot.waitUntil(lambda: page.record.tabs.view("timeline").log.focusWidget().text() == "half a sentence")


def test_an_entry_is_corrected_from_the_timeline_by_keys(page: PartnersPage, path: Path, qtbot: QtBot) -> None:
    keys(Qt.Key.Key_Return, "call asks for copy", Qt.Key.Key_Return)
    wait_entry(qtbot, page, "Call", "asks for copy")
    seen(page, Timeline, "Timeline").setFocus()
    keys(Qt.Key.Key_Down, Qt.Key.Key_Return)
    form = dialog(qtbot, window_of(page), EntryForm)
    keys(" by Friday")
    chord(form, Qt.Key.Key_Return)
    closed(qtbot, window_of(page), EntryForm)
    wait_entry(qtbot, page, "Call", "by Friday")
    with reopened(path) as session:
        assert "by Friday" in timeline.timeline(session, 1)[0].text
