"""The item model: sound in Qt's eyes, lazy, and fast enough at a hundred thousand rows."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ui import theme
from ui.table.columns import Column
from ui.table.model import ROW_ROLE, TONE_ROLE, Index, RecordModel
from ui.table.rows import PAGE, PAGES, Deliver, page_of
from ui.table.view import RecordTable, fitting
from ui.widgets.record_list import RecordList, TwoLines


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    owed: int = 0


COLUMNS = [
    Column("Name", lambda row: row.name, stretch=True, sort="name"),
    Column("Owed", lambda row: str(row.owed), right=True, tone=lambda row: "red" if row.owed < 0 else ""),
]


class Store:
    """Fetches rows by their ids, at once or when told."""

    def __init__(self, *, at_once: bool) -> None:
        self.at_once = at_once
        self.asked: list[int] = []
        self.waiting: list[tuple[Sequence[int], Deliver]] = []

    def fetch(self, page: int, ids: Sequence[int], deliver: Deliver) -> None:
        self.asked.append(page)
        self.waiting.append((ids, deliver))
        if self.at_once:
            self.deliver()

    def deliver(self) -> None:
        for ids, deliver in self.waiting:
            deliver({record: Row(record, f"Partner {record}") for record in ids})
        self.waiting.clear()


def lazy(count: int, *, at_once: bool = True) -> tuple[RecordModel, Store]:
    store = Store(at_once=at_once)
    model = RecordModel(COLUMNS)
    model.set_ids(array("q", range(1000, 1000 + count)), store.fetch)
    return model, store


def test_the_model_is_sound_in_the_eyes_of_qt(qapp: object) -> None:
    model = RecordModel(COLUMNS)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.set_rows([Row(1, "Hafen"), Row(2, "Halvorsen", -5)])
    model.set_rows([])
    store = Store(at_once=False)
    model.set_ids(array("q", range(300)), store.fetch)
    assert model.data(model.index(0, 0)) == ""
    store.deliver()
    assert model.data(model.index(0, 0)) == "Partner 0"


def test_cells_have_text_alignment_and_tone(qapp: object) -> None:
    model = RecordModel(COLUMNS)
    model.set_rows([Row(7, "Hafen", -5)])
    owed = model.index(0, 1)
    assert model.data(owed) == "-5"
    assert model.data(owed, TONE_ROLE) == "red"
    assert model.data(owed, Qt.ItemDataRole.TextAlignmentRole) & int(Qt.AlignmentFlag.AlignRight)
    assert model.data(owed, ROW_ROLE) == Row(7, "Hafen", -5)
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Name"
    assert (model.id_at(0), model.place_of(7), model.place_of(8), model.id_at(5)) == (7, 0, -1, -1)


def test_only_pages_that_are_looked_at_are_fetched_and_each_once(qapp: object) -> None:
    model, store = lazy(100_000)
    for place in (0, 1, PAGE - 1, 50_000, 50_001, 0):
        assert model.row(place).id == 1000 + place
    assert store.asked == [0, 50_000 // PAGE]


def test_pages_in_hand_are_shown_without_being_fetched(qapp: object) -> None:
    store, model = Store(at_once=True), RecordModel(COLUMNS)
    ids = array("q", range(1000, 1000 + 3 * PAGE))
    model.set_ids(ids, store.fetch, {1: {record: Row(record, "In hand") for record in page_of(ids, 1)}})
    assert (model.row(PAGE).name, model.row(2 * PAGE - 1).id) == ("In hand", 1000 + 2 * PAGE - 1)
    assert store.asked == []
    assert model.row(0).name == "Partner 1000"
    assert store.asked == [0]


def test_choosing_all_rows_does_not_ask_each_of_them(qtbot: QtBot) -> None:
    class Asked(RecordModel):
        times = 0

        def flags(self, index: Index) -> Qt.ItemFlag:
            self.times += 1
            return super().flags(index)

    model = Asked(COLUMNS)
    model.set_rows(Row(number, f"Partner {number}") for number in range(20_000))
    table = RecordTable(model, "Partners")
    table.setSelectionMode(RecordTable.SelectionMode.ExtendedSelection)
    qtbot.addWidget(table)
    table.show()
    qtbot.waitExposed(table)
    table.selectAll()
    table.grab()
    assert table.selectionModel().selection().count() == 1
    assert model.times < 2_000


def test_rows_on_their_way_are_asked_for_once_and_shown_when_they_come(qapp: object, qtbot: QtBot) -> None:
    model, store = lazy(1000, at_once=False)
    assert [model.row(place) for place in (3, 4, 3)] == [None] * 3
    assert store.asked == [0]
    with qtbot.waitSignal(model.dataChanged) as told:
        store.deliver()
    assert (told.args[0].row(), told.args[1].row()) == (0, PAGE - 1)
    assert model.row(3).id == 1003


def test_pages_not_seen_for_longest_are_let_go(qapp: object) -> None:
    model, store = lazy(PAGE * (PAGES + 2))
    for page in range(PAGES + 1):
        model.row(page * PAGE)
    model.row(0)
    assert store.asked.count(0) == 2


def test_rows_of_an_earlier_question_do_not_appear(qapp: object) -> None:
    model, old = lazy(300, at_once=False)
    model.row(0)
    model.set_rows([Row(1, "New")])
    old.deliver()
    assert model.row(0).name == "New"


def test_sorting_is_asked_of_the_owner(qapp: object, qtbot: QtBot) -> None:
    model, _store = lazy(10)
    with qtbot.waitSignal(model.sort_wanted) as asked:
        model.sort(0, Qt.SortOrder.DescendingOrder)
    assert asked.args == ["name", True]
    with qtbot.assertNotEmitted(model.sort_wanted):
        model.sort(1)


def test_a_table_opens_the_current_row(qtbot: QtBot) -> None:
    model = RecordModel(COLUMNS)
    model.set_rows([Row(1, "Hafen"), Row(2, "Halvorsen")])
    table = RecordTable(model, "Partners")
    qtbot.addWidget(table)
    table.selectRow(1)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args[0].id == 2


def shown_list(qtbot: QtBot, model: Any) -> RecordList:
    made = RecordList(lambda row: TwoLines(row.name, "Referral · Gold"), "Partners")
    qtbot.addWidget(made)
    made.setModel(model)
    made.resize(310, 660)
    made.show()
    return made


def test_a_list_flips_with_left_and_right_and_fetches_what_is_seen(qtbot: QtBot) -> None:
    model, store = lazy(100_000)
    view = shown_list(qtbot, model)
    view.go_to(10)
    told: list[int] = []
    view.current_changed.connect(told.append)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    view.go_to(90_000, top=True)
    view.grab()
    assert told == [11, 10, 90_000]
    assert view.top_row() == 90_000
    assert len(store.asked) <= 3


def test_typing_a_letter_does_not_walk_through_the_rows(qtbot: QtBot) -> None:
    model, store = lazy(100_000)
    view = shown_list(qtbot, model)
    view.grab()
    before = list(store.asked)
    with qtbot.waitSignal(view.letter_typed) as typed:
        qtbot.keyClicks(view, "z")
    assert typed.args == ["z"]
    assert store.asked == before


def test_columns_give_way_in_their_order_and_the_rest_shares_what_is_left(qtbot: QtBot) -> None:
    columns = [
        Column("Name", lambda row: row.name, 100, stretch=True),
        Column("Why", lambda row: "", 50, stretch=True, gives_way=1),
        Column("Owed", lambda row: "", 100, gives_way=2),
    ]
    table = RecordTable(RecordModel(columns), "Partners")
    qtbot.addWidget(table)
    table.show()

    def shown_at(width: int) -> dict[str, int]:
        table.setFixedWidth(theme.px(width))
        return {c.title: table.columnWidth(n) for n, c in enumerate(columns) if not table.isColumnHidden(n)}

    assert list(shown_at(300)) == ["Name", "Why", "Owed"]
    assert list(shown_at(200)) == ["Name", "Why"]
    assert list(shown_at(120)) == ["Name"]
    wide = shown_at(400)
    assert sum(wide.values()) <= table.viewport().width()
    assert wide["Name"] - 2 <= 2 * wide["Why"] <= wide["Name"] + 2


def test_long_amounts_are_written_smaller_rather_than_cut(qtbot: QtBot) -> None:
    usual, long = "€3,800.00", "€246,911,578.16"
    room = QFontMetrics(theme.font(13, theme.BOLD)).horizontalAdvance(long) - 1
    assert fitting(usual, room, theme.BOLD) == theme.font(13, theme.BOLD)
    smaller = fitting(long, room, theme.BOLD)
    assert smaller.pixelSize() < theme.px(13)
    assert QFontMetrics(smaller).horizontalAdvance(long) <= room
