"""The left half of the page: the chips, the list of partners and the A–Z edge."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import clock
from app.domain.alphabet import alphabet
from app.i18n import _
from app.queries import partner_list
from app.queries.partner_list import Chip, ChipCounts, PartnerRow
from app.queries.settings import fast_preferences
from ui import theme
from ui.desk import Desk
from ui.partners import row_words
from ui.partners.list_chips import ListChips
from ui.partners.listing import Listing, Question, listing, rows
from ui.table import selecting
from ui.table.columns import Column
from ui.table.model import RecordModel
from ui.table.rows import Deliver
from ui.widgets.az_edge import AZEdge
from ui.widgets.panel import Hairline
from ui.widgets.record_list import RecordList, TwoLines

if TYPE_CHECKING:
    from ui.partners.nobody import Nobody
    from ui.partners.table import PartnerTable
    from ui.partners.table_part import TablePart


class ListPanel(QWidget):
    """Which partners are shown, and which of them is in front."""

    chosen = Signal(object)
    """The id of the partner now in front, or ``None`` when the list is empty."""
    listed = Signal()
    """The list was shown anew."""
    opened = Signal()
    search_cleared = Signal()
    drag_wanted = Signal()
    """Those selected are dragged out of the list."""
    selection_changed = Signal(int)
    """So many partners are selected now."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._today = clock.today()
        self._search, self._letters = "", dict[str, int]()
        self._selected: array[int] | None = None
        self._current: int | None = None
        self._wanted: int | None = None
        self._showing, self._book_empty = False, True
        self.chips = ListChips()
        self._cards_model = RecordModel([Column(_("Partner"), row_words.name_of)], self)
        self._cards_model.draggable = True
        self._cards = RecordList(self._present, _("Partners"))
        self._cards.setModel(self._cards_model)
        self._model: RecordModel = self._cards_model
        self._view: RecordList | PartnerTable = self._cards
        self._table_state: dict[str, Any] = {}
        self._views = QStackedWidget()
        self._alphabet = alphabet(desk.now(fast_preferences).language)
        self._edge = AZEdge(self._alphabet.letters)
        self._pages = QStackedWidget()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(theme.px(10), theme.px(9), theme.px(8), theme.px(9))
        top.addWidget(self.chips)
        shown = QWidget()
        line = QHBoxLayout(shown)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        self._views.addWidget(self._cards)
        line.addWidget(self._views, 1)
        line.addWidget(self._edge)
        self._pages.addWidget(shown)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(top)
        outer.addWidget(Hairline())
        outer.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self.chips.narrowed.connect(self._ask)
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._go_back)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._cards.setSelectionMode(RecordList.SelectionMode.ExtendedSelection)
        self._cards.current_changed.connect(self._on_row)
        self._cards.opened.connect(self._on_opened)
        self._cards.doubleClicked.connect(self._on_opened)
        self._cards.letter_typed.connect(self._on_letter)
        self._cards.drag_wanted.connect(self.drag_wanted)
        self._cards.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._cards.selectionModel().selectionChanged.connect(self._on_selection)
        self._edge.jumped.connect(self._on_letter)

    @cached_property
    def _nobody(self) -> Nobody:
        """What stands in the place of an empty list, made when there is one."""
        from ui.partners.nobody import Nobody

        made = Nobody()
        made.set_book_empty(self._book_empty)
        made.all_wanted.connect(self.show_all)
        self._pages.addWidget(made)
        return made

    @cached_property
    def table(self) -> TablePart:
        """The table, made when it is first shown."""
        from ui.partners.table_part import TablePart

        made = TablePart(self._desk, self._table_state)
        made.ordered.connect(self._ask)
        made.renewed.connect(self._show_view)
        self._views.addWidget(made)
        return made

    @property
    def is_table(self) -> bool:
        """Whether the table is shown instead of the list."""
        return self._view is not self._cards

    def show_table(self, shown: bool, state: dict[str, Any] | None = None) -> None:
        """Show the table instead of the list, or the list again; ``state`` is how the table was left."""
        self._table_state = state or self._table_state
        if shown != self.is_table:
            self.chips.show_table(shown)
            self._views.setCurrentWidget(self.table if shown else self._cards)
            self._show_view()

    def table_state(self) -> dict[str, Any]:
        """How the table is, as plain JSON values."""
        state = self.table.state() if "table" in self.__dict__ else self._table_state
        return {**state, "shown": self.is_table}

    @Slot()
    def _show_view(self) -> None:
        """Take up the view that is in front, and ask for its rows."""
        is_table = self._views.currentWidget() is not self._cards
        selected = self.selected_ids() if self.selected_count() > 1 else None
        focused = self._view.hasFocus()
        if is_table:
            self._view, self._model = self.table.table, self.table.table.records
            self._connect_table(self.table.table)
        else:
            self._view, self._model = self._cards, self._cards_model
        self._selected = selected
        if focused:
            self._view.setFocus()
        self._ask()

    def _connect_table(self, table: PartnerTable) -> None:
        if table.property("connected"):
            return
        table.setProperty("connected", True)
        table.selectionModel().currentRowChanged.connect(self._on_table_row)
        table.selectionModel().selectionChanged.connect(self._on_selection)
        table.opened.connect(self._on_opened)
        table.typed.connect(self._on_word)
        table.drag_wanted.connect(self.drag_wanted)
        table.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def current(self) -> int | None:
        """The partner in front."""
        return self._current

    def question(self) -> Question:
        """What the list asks for."""
        known = tuple(each for each in (self._wanted, self._current) if each is not None)
        otherwise = 0 if self._search else max(0, self._view.currentIndex().row())
        table = self.table if self.is_table else None
        order, columns = (table.order, table.columns()) if table else (None, ())
        return Question(self.chips.chip, self._search, self._today, known, otherwise, self.chips.filter, order, columns)

    def selected_count(self) -> int:
        """How many partners are selected: with one in front, that one."""
        return selecting.selected_count(self._view)

    def selected_ids(self) -> array[int]:
        """The partners that are selected, in the order of the list."""
        return selecting.selected_ids(self._view, self._model)

    def is_narrowed(self) -> bool:
        """Whether others than all partners are shown, or several are selected."""
        chips = self.chips
        return bool(self._search) or chips.current() != Chip.ALL or self.selected_count() > 1

    def shown_ids(self) -> array[int]:
        """All partners in the list as it is narrowed now."""
        return array("q", [self._model.id_at(place) for place in range(self._model.rowCount())])

    @property
    def search(self) -> str:
        return self._search

    def paint_first(self) -> bool:
        """Show the beginning of the list at once, through the driver alone; ``refresh`` brings the whole afterwards.

        Returns whether there is any.
        """
        if self._search or self.chips.filter is not None or self.is_table:
            self.refresh()
            return True
        ids = self._desk.now(partner_list.first_ids, self.chips.chip, self._today)
        self._model.set_ids(ids, self._fetch)
        if ids and self._wanted is None:
            self._view.go_to(0)
        return bool(ids)

    def refresh(self) -> None:
        """Ask again which partners there are, how many under each chip, and where the letters begin."""
        self._today = clock.today()
        self._ask()
        self._desk.ask_fast("partners.counts", partner_list.counts, self._today, then=self._show_counts)

    def look_for(self, text: str) -> None:
        """Narrow the list to what matches the words typed."""
        if text != self._search:
            self._search = text
            self._ask()

    def add_below(self, bar: QWidget) -> None:
        """Put a bar under the list."""
        layout = self.layout()
        if layout is not None:
            layout.addWidget(bar)

    @Slot()
    def select_one(self) -> None:
        """Select the partner in front alone."""
        self._view.go_to(max(0, self._view.currentIndex().row()))
        self._view.setFocus()

    @Slot()
    def _go_back(self) -> None:
        """From several partners to one, and from a filter to all."""
        if self.selected_count() > 1:
            self.select_one()
        else:
            self.chips.leave_filter()

    def remember(self, partner_id: int) -> None:
        """Bring this partner to the front as soon as the list is there."""
        self._wanted = partner_id

    def remember_search(self, text: str) -> None:
        """Begin with the partners that match these words."""
        self._search = text

    def choose(self, partner_id: int) -> None:
        """Bring a partner to the front, taking filters away where they hide it."""
        place = self._model.place_of(partner_id)
        if place >= 0:
            self._view.go_to(place)
            return
        self._wanted = partner_id
        self.show_all()

    @Slot()
    def show_all(self) -> None:
        """No filter and no search."""
        self.chips.choose(Chip.ALL)
        if self._search:
            self._search = ""
            self.search_cleared.emit()
        self._ask()

    @Slot(int)
    def flip(self, step: int) -> None:
        """The next partner of the list, or the one before."""
        place = self._view.currentIndex().row() + step
        if 0 <= place < self._model.rowCount():
            self._view.go_to(place)

    def place(self) -> tuple[int, int]:
        """Where the list stands: the row in front, and how many there are."""
        return self._view.currentIndex().row(), self._model.rowCount()

    def name(self) -> str:
        """What the partner in front is called, as the list or the table has it."""
        found = self._model.row(self._view.currentIndex().row())
        return str(found.name) if found is not None else ""

    def row(self) -> PartnerRow | None:
        """What the list shows of the partner in front."""
        found = self._model.row(self._view.currentIndex().row())
        return found if isinstance(found, PartnerRow) else None

    def focus_list(self) -> None:
        self._view.setFocus()

    def _present(self, row: PartnerRow) -> TwoLines:
        return row_words.two_lines(row, self._today)

    def _fetch(self, _page: int, ids: Sequence[int], deliver: Deliver) -> None:
        """A page of rows takes about a millisecond on the driver: read here and now, nothing flickers."""
        deliver(self._desk.now(rows, ids, self.question()))

    @Slot()
    def _ask(self) -> None:
        self._desk.ask_fast("partners.list", listing, self.question(), then=self._show_listing)

    def _show_listing(self, listing: Listing) -> None:
        ids, self._letters = listing.ids, listing.letters
        selected = self._selected
        if selected is None and self.selected_count() > 1:
            selected = self.selected_ids()
        self._selected = None
        before, height = self._view.currentIndex().row(), self._view.verticalScrollBar().value()
        self._showing = True
        self._model.set_ids(ids, self._fetch, listing.pages)
        self._showing = False
        self._edge.set_present(self._letters)
        self._edge.setVisible(bool(self._letters) or not self.is_table)
        if ids:
            self._pages.setCurrentIndex(0)
            self._view.verticalScrollBar().setValue(height)
            self._view.go_to(self._place_to_take_up(before))
            if selected is not None:
                selecting.select_ids(self._view, self._model, frozenset(selected))
        else:
            self._nobody.explain(self.chips.chip, self._search, filtered=self.chips.filter is not None)
            self._pages.setCurrentWidget(self._nobody)
            self._tell(None)
        self._on_selection()
        self.listed.emit()

    def _place_to_take_up(self, before: int) -> int:
        """The partner asked for, else the one in front, else (when it is gone) the one that took its place."""
        wanted, self._wanted = self._wanted, None
        for partner_id in (wanted, self._current):
            place = self._model.place_of(partner_id) if partner_id is not None else -1
            if place >= 0:
                return place
        return 0 if self._search else max(0, min(before, self._model.rowCount() - 1))

    @Slot(int)
    def _on_row(self, place: int) -> None:
        if self._showing:
            return
        row = self._model.row(place)
        if row is not None:
            self._edge.set_current(row.initial)
            self._tell(row.id)

    @Slot(object, object)
    def _on_table_row(self, current: Any, _previous: Any) -> None:
        self._on_row(current.row())

    @Slot()
    def _on_selection(self) -> None:
        if not self._showing:
            self.selection_changed.emit(self.selected_count())

    @Slot(str)
    def _on_word(self, word: str) -> None:
        self.table.go_to_word(word, self.shown_ids())

    def _tell(self, partner_id: int | None) -> None:
        if partner_id != self._current:
            self._current = partner_id
            self.chosen.emit(partner_id)

    @Slot()
    def _on_opened(self) -> None:
        if self._current is not None:
            self.opened.emit()

    @Slot(str)
    def _on_letter(self, letter: str) -> None:
        letter = self._alphabet.file(letter).letter
        place = self._letters.get(letter, -1)
        if 0 <= place < self._model.rowCount():
            self._view.go_to(place, top=True)

    @Slot(int)
    def _on_scrolled(self, _value: int) -> None:
        """The edge shows where the list stands, also when it is only looked through."""
        current = self._view.visualRect(self._view.currentIndex())
        in_sight = current.isValid() and self._view.viewport().rect().intersects(current)
        row = self._model.row(self._view.currentIndex().row() if in_sight else self._view.top_row())
        if row is not None:
            self._edge.set_current(row.initial)

    def _show_counts(self, counts: ChipCounts) -> None:
        self.chips.show_counts(counts)
        self._book_empty = counts.all == 0
        if "_nobody" in self.__dict__:
            self._nobody.set_book_empty(self._book_empty)
