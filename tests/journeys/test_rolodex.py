"""Point 3 of the main job: partners are browsed like cards, by keys, wheel and letters, and found as one types."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.rolodex import PartnerFields, PersonFields
from app.operations import partners
from app.persistence.store import Store
from tests.journeys.conftest import WindowOn
from tests.journeys.hands import chord, in_front, keys, partners_page, wait_front, wait_says
from ui.partners.form import PartnerForm
from ui.partners.page import PartnersPage
from ui.widgets.az_edge import AZEdge
from ui.widgets.record_list import RecordList
from ui.window import Window

NAMES = ("Abbey Print", "Edgeware Ltd", "Hafen Webdesign", "Harbor IT Consulting", "Norden Law", "Zebra Logistics")


@pytest.fixture
def window(window_on: WindowOn, tmp_path: Path, qtbot: QtBot) -> Window:
    path = tmp_path / "book.partnerbook"
    store = Store.open(path, create=True)
    with store.write("Begin") as session:
        for name in NAMES:
            people = (PersonFields("Maya Lindqvist"),) if name.startswith("Harbor") else ()
            partners.add(session, PartnerFields(name, people=people))
    store.close()
    opened = window_on(path)
    wait_front(qtbot, partners_page(opened), NAMES[0])
    return opened


def edge_of(page: PartnersPage) -> AZEdge:
    return page.findChild(AZEdge)


def test_arrows_walk_through_the_list_and_the_card_follows(window: Window, qtbot: QtBot) -> None:
    page = partners_page(window)
    page.focus_first()
    for name in NAMES[1:]:
        keys(Qt.Key.Key_Down)
        wait_front(qtbot, page, name)
    assert edge_of(page).current() == "Z"
    keys(Qt.Key.Key_Home)
    wait_front(qtbot, page, NAMES[0])
    keys(Qt.Key.Key_End)
    wait_front(qtbot, page, NAMES[-1])


@pytest.mark.parametrize("name", ["Edgeware Ltd", "Norden Law", "Zebra Logistics"])
def test_a_letter_typed_in_the_list_goes_to_its_first_name(window: Window, qtbot: QtBot, name: str) -> None:
    page = partners_page(window)
    page.focus_first()
    keys(name[0].lower())
    wait_front(qtbot, page, name)
    assert not [form for form in window.findChildren(PartnerForm) if form.isVisible()]


def test_the_edge_is_pressed_and_walked(window: Window, qtbot: QtBot) -> None:
    page = partners_page(window)
    edge = edge_of(page)
    row = edge.height() / len(edge.letters)
    QTest.mouseClick(edge, Qt.MouseButton.LeftButton, pos=QPoint(8, int(row * (edge.letters.index("N") + 0.5))))
    wait_front(qtbot, page, "Norden Law")
    edge.setFocus()
    keys("e")
    wait_front(qtbot, page, "Edgeware Ltd")
    keys(Qt.Key.Key_Down)
    wait_front(qtbot, page, "Hafen Webdesign")


def test_the_card_is_flipped_by_keys_and_wheel(window: Window, qtbot: QtBot) -> None:
    page = partners_page(window)
    page.focus_first()
    stack = page.record.stack
    stack.setFocus()
    for key, name in (
        (Qt.Key.Key_Right, NAMES[1]),
        (Qt.Key.Key_PageDown, NAMES[2]),
        (Qt.Key.Key_PageUp, NAMES[1]),
        (Qt.Key.Key_Left, NAMES[0]),
    ):
        keys(key)
        wait_front(qtbot, page, name)
    over = QPointF(page.record.front.mapTo(window, page.record.front.rect().center()))
    QTest.wheelEvent(window.windowHandle(), over, QPoint(0, -120))
    wait_front(qtbot, page, NAMES[1])
    assert stack.hasFocus()


def test_what_is_typed_narrows_the_list_letter_by_letter(window: Window, qtbot: QtBot) -> None:
    page = partners_page(window)
    window.go("today")
    chord(window, Qt.Key.Key_K)
    for typed, left in (("h", 2), ("a", 2), ("r", 1)):
        keys(typed)
        qtbot.waitUntil(lambda left=left: page.list.place()[1] == left)
    assert window.current() == "partners"
    wait_front(qtbot, page, "Harbor IT Consulting")
    keys(Qt.Key.Key_Down)
    assert isinstance(QApplication.focusWidget(), RecordList)
    chord(window, Qt.Key.Key_K)
    keys("maya l")
    wait_front(qtbot, page, "Harbor IT Consulting")
    keys("xyz")
    wait_says(qtbot, page, "Nobody found")
    keys(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.list.place()[1] == len(NAMES))
    assert window.top_bar.search.hasFocus()
    assert window.top_bar.search.text() == ""


def test_the_card_found_stays_in_front_when_the_search_is_emptied(window: Window, qtbot: QtBot) -> None:
    page = partners_page(window)
    chord(window, Qt.Key.Key_K)
    keys("zeb")
    wait_front(qtbot, page, "Zebra Logistics")
    keys(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.list.place() == (len(NAMES) - 1, len(NAMES)))
    assert in_front(page) == "Zebra Logistics"
