"""The small widgets, used as a person uses them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.alphabet import alphabet
from ui import theme
from ui.actions import Actions
from ui.widgets.az_edge import AZEdge
from ui.widgets.buttons import Link, button
from ui.widgets.chips import Chip, Chips
from ui.widgets.fields import Choice, line
from ui.widgets.figures import FactColumn, initials_of
from ui.widgets.labels import Elided, breakable, label, plain_tip
from ui.widgets.log_line import LogLine
from ui.widgets.messages import CrashMessage, confirm
from ui.widgets.rail import Rail
from ui.widgets.rolodex import CardStack
from ui.widgets.tabs import Tabs
from ui.widgets.timeline import Entry, Timeline
from ui.widgets.toast import Toast
from ui.widgets.topbar import SearchField

TYPED = "<img src='file:///etc/hostname'> R&D"


@pytest.fixture
def field(qtbot: QtBot) -> QLineEdit:
    made = QLineEdit()
    qtbot.addWidget(made)
    return made


def test_a_link_takes_the_room_of_its_words_and_no_more_than_there_is(qtbot: QtBot) -> None:
    link = Link(QApplication.beep)
    qtbot.addWidget(link)
    link.show_text("from Highgate Print & Sign", "Open partner")
    link.resize(link.sizeHint())
    link.show()
    assert link.text() == "from Highgate Print && Sign"
    link.resize(theme.px(80), link.height())
    assert link.text()[:4] + link.text()[-1:] == "from…"
    assert link.toolTip() == plain_tip("from Highgate Print & Sign")
    assert link.minimumSizeHint().width() < theme.px(80)


def test_a_long_choice_does_not_widen_a_form_and_a_short_one_is_seen_whole(qtbot: QtBot) -> None:
    long = Choice([(1, "Stellvertretende Bereichsleiterin Kundenbeziehungsmanagement " * 3)])
    short = Choice([("EUR", "EUR")])
    for each in (long, short):
        qtbot.addWidget(each)
    assert long.minimumSizeHint().width() <= theme.px(160)
    assert long.sizeHint().width() <= theme.px(320)
    assert short.sizeHint().width() > short.fontMetrics().horizontalAdvance("EUR") + theme.px(20)


def test_a_text_in_a_field_is_seen_from_its_beginning(qtbot: QtBot) -> None:
    field = line("Stellvertretende Bereichsleiterin Kundenbeziehungsmanagement")
    qtbot.addWidget(field)
    assert field.cursorPosition() == 0


def test_a_minus_stays_with_its_amount_and_a_long_word_can_break() -> None:
    assert breakable("refund −€19.99") == "refund −\u2060€19.99"
    assert "\u200b" in breakable("Donaudampfschifffahrtselektrizitätengesellschaft")
    assert breakable("Harbor IT Consulting") == "Harbor IT Consulting"


def test_what_people_typed_is_never_markup_nor_a_mnemonic(qtbot: QtBot) -> None:
    shown = label(TYPED)
    pressed = button(TYPED)
    qtbot.addWidget(shown)
    qtbot.addWidget(pressed)
    assert shown.textFormat() is Qt.TextFormat.PlainText
    assert pressed.text() == TYPED.replace("&", "&&")
    assert pressed.accessibleName() == TYPED
    assert pressed.shortcut().isEmpty()
    assert "<img" not in plain_tip(TYPED)


def test_every_label_in_every_message_is_plain_text(qtbot: QtBot) -> None:
    message = CrashMessage(TYPED, TYPED)
    qtbot.addWidget(message)
    assert all(each.textFormat() is Qt.TextFormat.PlainText for each in message.findChildren(QLabel))


def test_a_line_without_room_ends_in_dots_and_keeps_its_whole_text(qtbot: QtBot) -> None:
    shown = Elided("Horizon Managed Services of Northern Europe")
    qtbot.addWidget(shown)
    shown.resize(80, 20)
    shown.show()
    assert shown.text().endswith("…")
    assert shown.toolTip() == shown.whole() == shown.accessibleName()


def test_the_rail_goes_where_one_presses_and_speaks_its_counts(qtbot: QtBot) -> None:
    rail = Rail()
    qtbot.addWidget(rail)
    for key in ("today", "partners"):
        rail.add(key, key.title())
    rail.add("settings", "Settings", bottom=True)
    rail.set_count("today", "7", alert=True)
    rail.set_count("kits", "3")
    rail.resize(171, 600)
    rail.show()
    items = {item.accessibleName(): item for item in rail.findChildren(QWidget) if item.accessibleName()}
    assert list(items) == ["Today, 7", "Partners", "Settings"]
    assert items["Settings"].y() > 500 > items["Partners"].y() > items["Today, 7"].y()
    with qtbot.waitSignal(rail.chosen) as chosen:
        qtbot.mouseClick(items["Partners"], Qt.MouseButton.LeftButton)
    assert chosen.args == ["partners"]


def test_chips_wrap_and_one_is_in_force(qtbot: QtBot) -> None:
    chips = Chips("Filters")
    qtbot.addWidget(chips)
    chips.set_chips([Chip("a", "Active", "318"), Chip("p", "Prospects", "41"), Chip("q", "Going quiet", "9")])
    chips.set_chips([Chip("a", "Active", "319")])
    chips.set_current("a")
    chips.resize(180, 80)
    chips.show()
    names = [each.accessibleName() for each in chips.findChildren(QWidget)]
    assert names == ["Active 319", "Prospects 41", "Going quiet 9"]
    lines = {each.y() for each in chips.findChildren(QWidget)}
    assert len(lines) > 1
    with qtbot.waitSignal(chips.chosen) as chosen:
        qtbot.mouseClick(chips.findChildren(QWidget)[1], Qt.MouseButton.LeftButton)
    assert (chosen.args, chips.current()) == (["p"], "p")


@pytest.fixture
def edge(qtbot: QtBot) -> AZEdge:
    made = AZEdge(alphabet("en").letters)
    qtbot.addWidget(made)
    made.set_present({"A", "H", "Z", "#"})
    made.resize(22, 27 * 20)
    made.show()
    return made


@pytest.mark.parametrize(("pressed", "reached"), [("A", "A"), ("B", "H"), ("H", "H"), ("I", "Z"), ("#", "#")])
def test_pressing_a_letter_goes_to_the_next_that_has_partners(
    edge: AZEdge, qtbot: QtBot, pressed: str, reached: str
) -> None:
    with qtbot.waitSignal(edge.jumped) as jumped:
        qtbot.mouseClick(edge, Qt.MouseButton.LeftButton, pos=QPoint(10, edge.letters.index(pressed) * 20 + 10))
    assert jumped.args == [reached]


def test_the_edge_is_walked_with_keys(edge: AZEdge, qtbot: QtBot) -> None:
    reached: list[str] = []
    edge.jumped.connect(reached.append)
    edge.set_current("A")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_X):
        qtbot.keyClick(edge, key)
    assert reached == ["H", "Z", "H", "Z"]
    assert "Z" in edge.accessibleDescription()


def test_an_edge_without_letters_goes_nowhere(qtbot: QtBot, edge: AZEdge) -> None:
    edge.set_present(())
    with qtbot.assertNotEmitted(edge.jumped):
        qtbot.mouseClick(edge, Qt.MouseButton.LeftButton)


@pytest.fixture
def stack(qtbot: QtBot) -> CardStack:
    made = CardStack(label("Harbor IT Consulting", "title"))
    qtbot.addWidget(made)
    made.set_tab("H")
    made.resize(700, 240)
    made.show()
    return made


def test_the_card_flips_by_keys_and_wheel(stack: CardStack, qtbot: QtBot) -> None:
    steps: list[int] = []
    stack.flip.connect(steps.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        qtbot.keyClick(stack, key)
    for turned in (-60, -60, 240):
        _wheel(stack, turned)
    assert steps == [1, -1, 1, -1, 1, -1, -1]


def _wheel(widget: QWidget, turned: int) -> None:
    nothing = Qt.MouseButton.NoButton
    plain = Qt.KeyboardModifier.NoModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    middle = QPointF(50, 50)
    QApplication.sendEvent(
        widget, QWheelEvent(middle, middle, QPoint(), QPoint(0, turned), nothing, plain, phase, False)
    )


@pytest.mark.parametrize("motion", [True, False])
def test_the_flip_is_seen_only_where_it_is_wanted(
    stack: CardStack, qtbot: QtBot, motion: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme, "reduced_motion", lambda: False)
    stack.motion = motion
    stack.turn(1)
    assert stack._leaf.isVisible() == motion
    qtbot.waitUntil(lambda: not stack._leaf.isVisible())


def test_the_flip_keeps_still_when_the_system_asks(stack: CardStack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "reduced_motion", lambda: True)
    stack.turn(1)
    assert not stack._leaf.isVisible()


def test_the_log_line_saves_with_enter_and_adds_a_follow_up_with_tab(qtbot: QtBot) -> None:
    line = LogLine()
    qtbot.addWidget(line)
    line.set_partner("Harbor IT")
    line.show()
    field = line.findChild(QLineEdit)
    with qtbot.assertNotEmitted(line.entered):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClicks(field, " Called, promised copy ")
    with qtbot.waitSignal(line.entered) as entered:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    with qtbot.waitSignal(line.follow_up_wanted) as wanted:
        qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert entered.args == wanted.args == ["Called, promised copy"]
    line.clear()
    with qtbot.assertNotEmitted(line.follow_up_wanted):
        qtbot.keyClick(field, Qt.Key.Key_Tab)


def test_a_toast_offers_one_thing_to_do_and_goes(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 300)
    toast = Toast(window)
    done: list[str] = []
    window.show()
    toast.say(TYPED, "Undo", lambda: done.append("undone"))
    assert window.rect().contains(toast.geometry())
    qtbot.mouseClick(toast.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert (done, toast.isVisible()) == (["undone"], False)
    toast.say(TYPED, "Undo", lambda: done.append("undone"), ("More", lambda: done.append("looked")))
    assert window.rect().contains(toast.geometry())
    qtbot.mouseClick(toast._more, Qt.MouseButton.LeftButton)
    assert (done, toast.isVisible()) == (["undone", "looked"], False)
    toast._timer.setInterval(1)
    toast.say("Saved")
    assert not toast._more.isVisible()
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_the_timeline_wraps_speaks_and_opens(qtbot: QtBot) -> None:
    timeline = Timeline("Timeline")
    qtbot.addWidget(timeline)
    timeline.resize(420, 300)
    timeline.show_entries(
        [Entry("31 Oct", "Call", "Went well. " * 20, source="a"), Entry("1 Oct", "Payout", "S", "€5")]
    )
    timeline.show()
    first, second = (timeline.model().index(row, 0) for row in (0, 1))
    assert timeline.visualRect(first).height() > 2 * timeline.visualRect(second).height()
    assert second.data(Qt.ItemDataRole.AccessibleTextRole) == "1 Oct, Payout, S, €5"
    with qtbot.waitSignal(timeline.opened) as opened:
        timeline.setCurrentIndex(first)
        qtbot.keyClick(timeline, Qt.Key.Key_Return)
    assert opened.args == ["a"]


def test_the_search_field_goes_on_with_down_and_empties_with_escape(qtbot: QtBot) -> None:
    search = SearchField()
    qtbot.addWidget(search)
    search.show()
    qtbot.keyClicks(search, "harb")
    with qtbot.waitSignal(search.left_down):
        qtbot.keyClick(search, Qt.Key.Key_Down)
    with qtbot.waitSignal(search.textEdited) as edited:
        qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert (edited.args, search.text()) == ([""], "")


def test_views_under_tabs_are_made_when_first_shown(qtbot: QtBot) -> None:
    tabs = Tabs("Partner")
    qtbot.addWidget(tabs)
    made: list[str] = []

    def make(name: str) -> QWidget:
        made.append(name)
        return QWidget()

    tabs.add("timeline", "Timeline", lambda: make("timeline"))
    tabs.add("terms", "Terms & rates", lambda: make("terms"))
    assert made == []
    tabs.show()
    assert made == ["timeline"]
    tabs.set_current("terms")
    tabs.set_current("timeline")
    tabs.set_current("nowhere")
    assert (made, tabs.current()) == (["timeline", "terms"], "timeline")
    assert tabs.bar.tabText(1) == "Terms && rates"


def test_a_question_is_answered_by_enter_or_refused_by_escape(qtbot: QtBot, field: QLineEdit) -> None:
    done: list[int] = []
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        message = confirm(field, "Delete it?", TYPED, "Delete", lambda: done.append(1))
        qtbot.waitUntil(message.isVisible)
        qtbot.keyClick(message, key)
    assert done == [1]


def test_facts_shrink_and_grow(qtbot: QtBot) -> None:
    from ui.widgets.figures import Fact

    column = FactColumn("REACH")
    qtbot.addWidget(column)
    column.show_facts([Fact("a"), Fact("b", "red", strong=True)])
    column.show_facts([Fact("c")])
    column.show()
    assert [each.text() for each in column.findChildren(QLabel) if each.isVisible()] == ["REACH", "c"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Harbor IT Consulting", "HI"),
        ("Hafen", "HA"),
        ("Müller & Söhne", "MS"),
        ("東京 商会", "東商"),
        ("", ""),
        ("é", "É"),
    ],
)
def test_initials(name: str, expected: str) -> None:
    assert initials_of(name) == expected


def test_a_command_is_one_in_menu_button_and_tooltip(qtbot: QtBot, field: QLineEdit) -> None:
    done: list[int] = []
    actions = Actions(field)
    actions.add("undo", "Undo", lambda: done.append(1), "Ctrl+Z").setEnabled(False)
    made = actions.button("undo")
    qtbot.addWidget(made)
    assert not made.isEnabled()
    actions["undo"].setEnabled(True)
    actions.set_text("undo", "Undo: Add R&D")
    assert made.isEnabled()
    assert made.toolTip().startswith("Undo: Add R&D (")
    assert actions.menu("undo", "", "unknown", parent=field).actions()[0].text() == "Undo: Add R&&D"
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    assert done == [1]
    with pytest.raises(ValueError, match="undo"):
        actions.add("undo", "Again", print)
