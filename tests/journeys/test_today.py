"""Point 6 of the main job: what was promised comes up on its day, and is done, logged or put off where it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from app.domain.referrals import ReferralFields, Stage
from app.domain.reminders import ReminderFields, Repeat, Unit
from app.domain.rolodex import PartnerFields, Point, PointKind
from app.operations import partners, referrals, reminders
from app.persistence.store import Store
from app.queries import deals as referral_queries
from app.queries import timeline, today
from tests.journeys.conftest import Handed, WindowOn
from tests.journeys.hands import click, closed, dialog, keys, wait_says
from ui.today.items import ItemRow
from ui.today.log_dialog import LogContactDialog
from ui.today.page import TodayPage
from ui.window import Window

TODAY = date(2026, 11, 23)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A book with two follow-ups, a partner gone quiet and a referral that waits."""
    made = tmp_path / "book.partnerbook"
    store = Store.open(made, create=True)
    with store.write("Begin") as session:
        harbor = partners.add(
            session, PartnerFields("Harbor <b>IT", points=(Point(PointKind.EMAIL, "maya@harbor-it.example"),))
        )
        reminders.add(session, harbor, ReminderFields("Send landing-page copy", date(2026, 11, 20)))
        again = Repeat(3, Unit.MONTH)
        reminders.add(session, harbor, ReminderFields("Quarterly check-in", TODAY, "10:00", again))
        referrals.log(session, harbor, ReferralFields("Nordfrakt Sverige AB", date(2026, 11, 21), "EUR"))
    store.close()
    return made


def page_of(window: Window, qtbot: QtBot) -> TodayPage:
    window.go("today")
    page = window.page("today")
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: len(rows(page)) == 3)
    return page


def rows(page: TodayPage) -> list[ItemRow]:
    return [row for row in page.findChildren(ItemRow) if row.isVisible()]


def titles(page: TodayPage) -> list[str]:
    return [row.item.title for row in rows(page)]


def read(path: Path) -> today.Today:
    store = Store.open(path, write=False)
    try:
        with store.read() as session:
            return today.today(session, TODAY)
    finally:
        store.close()


def test_done_then_log_then_next_takes_few_keys(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = page_of(window, qtbot)
    page.focus_first()

    keys("d")
    qtbot.waitUntil(lambda: titles(page)[0] == "Quarterly check-in")
    qtbot.waitUntil(lambda: rows(page)[0].hasFocus())
    keys("l")
    asked = dialog(qtbot, window, LogContactDialog)
    wait_says(qtbot, asked, "maya@harbor-it.example")
    keys("All well & <i>growing</i>", Qt.Key.Key_Return)
    closed(qtbot, window, LogContactDialog)
    qtbot.waitUntil(lambda: titles(page) == ["Nordfrakt Sverige AB"])
    qtbot.waitUntil(lambda: rows(page)[0].hasFocus())

    found = read(path)
    assert not found.follow_ups
    store = Store.open(path, write=False)
    with store.read() as session:
        told = timeline.timeline(session, 1)
        due = today.follow_ups(session, date(2027, 3, 1))
    store.close()
    assert "All well & <i>growing</i>" in [item.text for item in told]
    assert [(each.text, each.due_on) for each in due] == [("Quarterly check-in", date(2027, 2, 23))]


def test_done_can_be_undone_from_the_message(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = page_of(window, qtbot)

    click(qtbot, page, "Done: Send landing-page copy")
    qtbot.waitUntil(lambda: window.toast.text() == "Done: Send landing-page copy")
    qtbot.waitUntil(lambda: titles(page)[0] == "Quarterly check-in")
    click(qtbot, window.toast, "Undo")
    qtbot.waitUntil(lambda: titles(page)[0] == "Send landing-page copy")

    assert [each.text for each in read(path).follow_ups] == ["Send landing-page copy", "Quarterly check-in"]


def test_later_is_a_menu_of_days(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = page_of(window, qtbot)
    page.focus_first()

    keys("t")
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    keys("t")
    qtbot.waitUntil(lambda: titles(page)[0] == "Quarterly check-in")

    store = Store.open(path, write=False)
    with store.read() as session:
        due = {each.text: each.due_on for each in today.follow_ups(session, date(2026, 12, 31))}
    store.close()
    assert due["Send landing-page copy"] == date(2026, 11, 24)


def test_arrows_walk_through_all_lists_and_contacted_moves_the_referral(
    window_on: WindowOn, path: Path, qtbot: QtBot
) -> None:
    window = window_on(path)
    page = page_of(window, qtbot)
    page.focus_first()

    keys(Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert rows(page)[2].hasFocus()
    assert rows(page)[2].item.title == "Nordfrakt Sverige AB"
    keys("c")
    qtbot.waitUntil(lambda: len(rows(page)) == 2)

    store = Store.open(path, write=False)
    with store.read() as session:
        assert referral_queries.detail(session, 1, TODAY).row.stage is Stage.CONTACTED
    store.close()


def test_a_quiet_partner_is_written_to_and_the_contact_logged(
    window_on: WindowOn, tmp_path: Path, qtbot: QtBot, handed: Handed
) -> None:
    path = tmp_path / "quiet.partnerbook"
    store = Store.open(path, create=True)
    with store.write("Begin") as session:
        one = partners.add(
            session,
            PartnerFields("Halvorsen & Lie", cadence_days=7, points=(Point(PointKind.EMAIL, "lie@example.com"),)),
        )
    with store.write("Long ago") as session:
        from app.persistence.tables import Partner

        session.get_one(Partner, one).created_at = session.get_one(Partner, one).created_at.replace(year=2025)
    store.close()
    window = window_on(path)
    window.go("today")
    page = window.page("today")

    click(qtbot, page, "E-mail: Halvorsen & Lie")
    asked = dialog(qtbot, window, LogContactDialog)
    click(qtbot, asked, "Write an e-mail")
    assert [url.toString() for url in handed.urls] == ["mailto:lie@example.com"]
    keys("Asked how spring looks", Qt.Key.Key_Return)
    closed(qtbot, window, LogContactDialog)
    wait_says(qtbot, page, "Nobody has gone quiet")
