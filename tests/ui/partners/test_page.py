"""The page of the partners: the list, the card, the tabs and what is done with them, on a real book."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain.commissions.terms import percent_of_sale
from app.domain.partners import PointKind, Status
from app.domain.reminders import ReminderFields
from app.domain.rolodex import PartnerFields, PersonFields, Point, PostalAddress
from app.operations import partners, reminders, terms
from app.persistence.store import Store
from app.queries.partner_list import Chip
from ui import theme
from ui.desk import Desk
from ui.partners.follow_up import FollowUpFields
from ui.partners.page import PartnersPage
from ui.widgets.log_line import LogLine
from ui.widgets.short_lines import ShortLines

NAMES = ("Hafen Webdesign", "Halvorsen & Lie AS", "Harbor IT <b>", "Ålands Bygg", "שלום", "Zebra")
FILED = ("Ålands Bygg", "Hafen Webdesign", "Halvorsen & Lie AS", "Harbor IT <b>", "Zebra", "שלום")
"""The order in which a telephone book has them."""


@pytest.fixture
def ids(book: Store) -> dict[str, int]:
    with book.write("Begin") as session:
        made = {
            name: partners.add(
                session,
                PartnerFields(
                    name,
                    status=Status.PROSPECT if name == "Zebra" else Status.ACTIVE,
                    people=(PersonFields("Maya", "director", (Point(PointKind.EMAIL, "maya@office.example"),)),),
                ),
            )
            for name in NAMES
        }
        terms.agree(session, made["Hafen Webdesign"], percent_of_sale("EUR", 100_000), date(2026, 3, 1))
        reminders.add(session, made["Hafen Webdesign"], ReminderFields("Check in", date(2026, 11, 23)))
    return made


@pytest.fixture
def page(desk: Desk, ids: dict[str, int], qtbot: QtBot) -> PartnersPage:
    made = PartnersPage(desk)
    qtbot.addWidget(made)
    made.resize(1110, 730)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: made.record.card is not None)
    return made


def in_front(page: PartnersPage) -> str:
    return page.record.card.fields.name if page.record.card else ""


def wait_for(qtbot: QtBot, page: PartnersPage, name: str) -> None:
    qtbot.waitUntil(lambda: in_front(page) == name)


def texts(within: QWidget) -> list[str]:
    return [each.text() for each in within.findChildren(QLabel) if each.isVisible()]


def test_the_list_stands_in_the_order_of_a_telephone_book(page: PartnersPage, qtbot: QtBot) -> None:
    names = [in_front(page)]
    for _step in FILED[1:]:
        before = in_front(page)
        page.list.flip(1)
        qtbot.waitUntil(lambda seen=before: in_front(page) != seen)
        names.append(in_front(page))
    assert tuple(names) == FILED
    page.list.flip(1)
    assert page.list.place() == (5, 6)


def test_keys_and_wheel_over_the_card_flip_it(page: PartnersPage, qtbot: QtBot) -> None:
    stack = page.record.stack
    qtbot.keyClick(stack, Qt.Key.Key_Right)
    wait_for(qtbot, page, FILED[1])
    qtbot.keyClick(stack, Qt.Key.Key_PageDown)
    wait_for(qtbot, page, FILED[2])
    qtbot.keyClick(stack, Qt.Key.Key_Left)
    wait_for(qtbot, page, FILED[1])
    middle = QPointF(stack.rect().center())
    wheel = QWheelEvent(
        middle,
        stack.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(stack, wheel)
    wait_for(qtbot, page, FILED[2])


def test_a_letter_of_the_edge_goes_to_its_first_partner(page: PartnersPage, qtbot: QtBot) -> None:
    page.list._edge.jumped.emit("Z")
    wait_for(qtbot, page, "Zebra")


def test_searching_narrows_the_list_and_shows_the_first_hit(page: PartnersPage, qtbot: QtBot) -> None:
    page.focus_search("har")
    wait_for(qtbot, page, "Harbor IT <b>")
    assert page.list.place() == (0, 1)
    page.focus_search("nobody has this")
    qtbot.waitUntil(lambda: page.list.current is None)
    assert any("nobody has this" in text for text in texts(page.list))
    page.focus_search("")
    qtbot.waitUntil(lambda: page.list.place()[1] == 6)


def test_the_window_itself_reads_no_rows_while_somebody_types(page: PartnersPage, book: Store, qtbot: QtBot) -> None:
    read: list[str] = []
    book.driver().set_trace_callback(read.append)
    page.focus_search("har")
    wait_for(qtbot, page, "Harbor IT <b>")
    page.focus_search("")
    qtbot.waitUntil(lambda: page.list.place()[1] == 6)
    book.driver().set_trace_callback(None)
    assert read == []


def test_opening_a_record_takes_the_filters_away_that_hide_it(
    page: PartnersPage, ids: dict[str, int], qtbot: QtBot
) -> None:
    page.focus_search("zebra")
    wait_for(qtbot, page, "Zebra")
    with qtbot.waitSignal(page.search_cleared):
        page.open_record(ids["Hafen Webdesign"])
    wait_for(qtbot, page, "Hafen Webdesign")
    page.list.chips.choose(Chip.PROSPECTS)
    page.open_record(ids["Zebra"])
    wait_for(qtbot, page, "Zebra")


def test_text_that_people_typed_is_shown_as_it_is(page: PartnersPage, ids: dict[str, int], qtbot: QtBot) -> None:
    page.open_record(ids["Harbor IT <b>"])
    wait_for(qtbot, page, "Harbor IT <b>")
    qtbot.waitUntil(lambda: "Harbor IT <b>" in texts(page.record))


def test_a_follow_up_is_settled_on_the_card(page: PartnersPage, ids: dict[str, int], qtbot: QtBot) -> None:
    page.open_record(ids["Hafen Webdesign"])
    qtbot.waitUntil(lambda: "Today: Check in" in texts(page.record))
    done = next(each for each in page.record.findChildren(QAbstractButton) if each.text() == "Done")
    qtbot.mouseClick(done, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "No follow-up planned" in texts(page.record))
    assert not done.isVisible()


def test_what_was_typed_for_one_partner_waits_until_it_is_shown_again(
    page: PartnersPage, ids: dict[str, int], qtbot: QtBot
) -> None:
    page.record.focus_log()
    field = next(each for each in page.record.findChildren(QLineEdit) if "Log a contact" in each.accessibleName())
    qtbot.waitUntil(lambda: FILED[0] in field.accessibleName())
    qtbot.keyClicks(field, "call half a thought")
    page.list.flip(1)
    qtbot.waitUntil(lambda: FILED[1] in field.accessibleName())
    assert field.text() == ""
    page.list.flip(-1)
    qtbot.waitUntil(lambda: field.text() == "call half a thought")


def test_the_page_is_left_and_found_as_it_was(desk: Desk, page: PartnersPage, qtbot: QtBot) -> None:
    page.list.flip(1)
    wait_for(qtbot, page, FILED[1])
    page.record.tabs.set_current("terms")
    state = page.state()
    again = PartnersPage(desk)
    qtbot.addWidget(again)
    again.restore({**state, "split": "nonsense"})
    again.show()
    qtbot.waitUntil(lambda: in_front(again) == FILED[1])
    assert again.record.tabs.current() == "terms"


def test_every_control_has_a_name_for_screen_readers(page: PartnersPage, qtbot: QtBot) -> None:
    for key in ("timeline", "referrals", "commissions", "terms", "people", "changes"):
        page.record.tabs.set_current(key)
        controls = [*page.findChildren(QAbstractButton), *page.findChildren(QLineEdit)]
        silent = [
            each
            for each in controls
            if each.isVisible() and not each.accessibleName() and not each.objectName().startswith("qt_")
        ]
        assert not silent, key


def test_a_deleted_partner_makes_room_for_its_neighbour(page: PartnersPage, ids: dict[str, int], qtbot: QtBot) -> None:
    page.open_record(ids["Halvorsen & Lie AS"])
    wait_for(qtbot, page, "Halvorsen & Lie AS")
    with qtbot.waitSignal(page.done) as told:
        page.acts._delete(ids["Halvorsen & Lie AS"], "Halvorsen & Lie AS")
    assert told.args == ["Halvorsen & Lie AS was deleted."]
    wait_for(qtbot, page, "Harbor IT <b>")
    assert page.list.place() == (2, 5)


@pytest.fixture
def wordy(book: Store, ids: dict[str, int]) -> int:
    """A partner of whom there is much to say on the card."""
    points = (
        Point(PointKind.PHONE, "+49 89 1234 5678 9012"),
        Point(PointKind.WEBSITE, "https://kundenbeziehungsmanagement.example/ueber-uns"),
    )
    street = PostalAddress("Bürgermeister-Schmidt-Gedächtnisstraße 1234", "Göttingen", "", "37073", "Germany")
    with book.write("Begin") as session:
        fields = PartnerFields(
            "Ärztehaus", points=points, addresses=(street,), best_time="mornings, never on Mondays", cadence_days=30
        )
        made = partners.add(session, fields)
        reminders.add(session, made, ReminderFields("Talk about the framework contract once more", date(2026, 11, 20)))
    return made


def test_no_tab_cuts_into_the_card_in_a_low_window(page: PartnersPage, wordy: int, qtbot: QtBot) -> None:
    page.open_record(wordy)
    wait_for(qtbot, page, "Ärztehaus")

    def cut() -> list[str]:
        facts = [each for each in page.record.front.findChildren(ShortLines) if each.isVisible()]
        return [each.text() for each in facts if each.height() < each.sizeHint().height()]

    for width, height in ((852, 575), (700, 460)):
        page.resize(theme.px(width), theme.px(height))
        for tab in ("timeline", "referrals", "commissions", "terms", "people", "changes"):
            page.record.tabs.set_current(tab)
            qtbot.waitUntil(lambda: not cut())


def test_the_card_gives_way_to_an_open_follow_up_when_the_window_gets_low(
    page: PartnersPage, wordy: int, qtbot: QtBot
) -> None:
    page.open_record(wordy)
    wait_for(qtbot, page, "Ärztehaus")
    page.resize(theme.px(1110), theme.px(730))
    line = page.record.findChild(LogLine).findChild(QLineEdit)
    qtbot.keyClicks(line, "spoke")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    qtbot.waitUntil(page.record.findChild(FollowUpFields).isVisible)
    assert "REACH" in texts(page.record)
    page.resize(theme.px(852), theme.px(575))
    qtbot.waitUntil(lambda: "REACH" not in texts(page.record))
    page.resize(theme.px(1110), theme.px(730))
    qtbot.waitUntil(lambda: "REACH" in texts(page.record))
