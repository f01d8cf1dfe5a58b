"""Point 9 of the main job: the lid is closed, and later everything is as it was, with the way back still open."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.partners import Status
from app.domain.referrals import ReferralFields
from app.domain.rolodex import PartnerFields
from app.operations import partners, referrals
from app.persistence.store import Store
from app.queries import timeline
from tests.journeys.conftest import WindowOn
from tests.journeys.hands import (
    chord,
    click,
    in_front,
    keys,
    partners_page,
    reopened,
    says,
    wait_entry,
    wait_front,
    wait_says,
)
from ui.referrals.panel import ReferralPanel

NAMES = ("Abbey Print", "Hafen Webdesign", "Harbor IT Consulting", "Hudson Legal LLP")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A book with four partners, two of them prospects, and three referrals."""
    made = tmp_path / "book.partnerbook"
    store = Store.open(made, create=True)
    with store.write("Begin") as session:
        for name in NAMES:
            status = Status.PROSPECT if name.startswith("Ha") else Status.ACTIVE
            partners.add(session, PartnerFields(name, status=status))
        for customer in ("Brandt Logistik", "Cloudberry", "Dahl Motors"):
            referrals.log(session, 1, ReferralFields(customer, date(2026, 11, 20), "EUR"))
    store.close()
    return made


def test_the_card_its_tab_and_the_filter_are_found_again(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = partners_page(window)
    click(qtbot, page, "Prospects 2")
    qtbot.waitUntil(lambda: page.list.place()[1] == 2)
    keys(Qt.Key.Key_Tab)
    page.focus_first()
    keys(Qt.Key.Key_End)
    wait_front(qtbot, page, "Harbor IT Consulting")
    page.record.tabs.set_current("people")

    window = window_on(path)
    assert window.current() == "partners"
    page = partners_page(window)
    wait_front(qtbot, page, "Harbor IT Consulting")
    qtbot.waitUntil(lambda: page.list.place() == (1, 2))
    wait_says(qtbot, page, "Nobody yet")
    keys(Qt.Key.Key_Up)
    wait_front(qtbot, page, "Hafen Webdesign")


def test_what_was_searched_for_is_found_again(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = partners_page(window)
    chord(window, Qt.Key.Key_K)
    keys("ha", Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.list.place()[1] == 2)
    keys(Qt.Key.Key_End)
    wait_front(qtbot, page, "Harbor IT Consulting")

    window = window_on(path)
    page = partners_page(window)
    wait_front(qtbot, page, "Harbor IT Consulting")
    qtbot.waitUntil(lambda: page.list.place() == (1, 2))
    assert window.top_bar.search.text() == "ha"
    chord(window, Qt.Key.Key_K)
    keys(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.list.place()[1] == len(NAMES))
    assert in_front(page) == "Harbor IT Consulting"


def test_the_referral_that_was_looked_at_is_found_again(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    chord(window, Qt.Key.Key_3)
    page = window.page("referrals")
    wait_says(qtbot, page, "Referral")
    qtbot.waitUntil(lambda: page.findChild(ReferralPanel).isVisible())
    first = page.findChild(ReferralPanel).detail().row.customer
    keys(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.findChild(ReferralPanel).detail().row.customer != first)
    second = page.findChild(ReferralPanel).detail().row.customer

    window = window_on(path)
    assert window.current() == "referrals"
    qtbot.waitUntil(lambda: says(window.page("referrals").findChild(ReferralPanel), second))


def test_undo_and_redo_still_work(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = partners_page(window)
    wait_front(qtbot, page, NAMES[0])
    keys(Qt.Key.Key_Return, "call about spring", Qt.Key.Key_Return)
    wait_entry(qtbot, page, "about spring")

    def calls() -> list[str]:
        with reopened(path) as session:
            return [each.text for each in timeline.timeline(session, 1) if each.kind == "call"]

    window = window_on(path)
    page = partners_page(window)
    wait_entry(qtbot, page, "about spring")
    qtbot.waitUntil(window.commands["undo"].isEnabled)
    chord(window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: calls() == [])

    window = window_on(path)
    qtbot.waitUntil(window.commands["redo"].isEnabled)
    chord(window, Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: calls() == ["about spring"])
    wait_entry(qtbot, partners_page(window), "about spring")
