"""The left half of the page: the chips, the list of partners and the A–Z edge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import clock
from app.formatting import number
from app.i18n import _
from app.queries import partner_list
from app.queries.partner_list import Chip, ChipCounts, PartnerRow
from ui import theme
from ui.desk import Desk
from ui.partners import row_words
from ui.partners.listing import Listing, Question, listing
from ui.table.columns import Column
from ui.table.model import RecordModel
from ui.table.rows import Deliver
from ui.widgets import chips
from ui.widgets.az_edge import LETTERS, AZEdge
from ui.widgets.panel import Hairline
from ui.widgets.record_list import RecordList, TwoLines

if TYPE_CHECKING:
    from app.domain.filters import Criteria
    from ui.partners.nobody import Nobody

UNSAVED = "unsaved"
"""The key of the chip of a filter that has no name."""


class ListPanel(QWidget):
    """Which partners are shown, and which of them is in front."""

    chosen = Signal(object)
    """The id of the partner now in front, or ``None`` when the list is empty."""
    listed = Signal()
    """The list was shown anew."""
    opened = Signal()
    search_cleared = Signal()
    new_wanted = Signal()
    filter_wanted = Signal()
    """Make a filter, or change the one in force."""
    filter_menu_wanted = Signal(str, object)
    filter_left = Signal()
    """The filter that was in force is not wanted any more."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._today = clock.today()
        self._search, self._letters = "", dict[str, int]()
        self._current: int | None = None
        self._wanted: int | None = None
        self._showing, self._book_empty = False, True
        self._counts: ChipCounts | None = None
        self._further: tuple[chips.Chip, ...] = ()
        self._criteria: dict[str, Criteria] = {}
        self._chips = chips.Chips(_("Which partners"))
        self._chips.set_chips(_chips(None))
        self._chips.set_current(Chip.ALL)
        self._new = chips.ChipButton(text=_("+ New"))
        self._new.setAccessibleName(_("New partner"))
        self._new.clicked.connect(self.new_wanted)
        self._filter = chips.ChipButton(text=_("Filter…"))
        self._filter.clicked.connect(self.filter_wanted)
        self._clear = chips.ChipButton(text="✕")
        self._clear.setAccessibleName(_("Clear the filter"))
        self._clear.clicked.connect(self.leave_filter)
        self._clear.hide()
        for each in (self._clear, self._filter, self._new):
            self._chips.add_button(each)
        self._model = RecordModel([Column(_("Partner"), row_words.name_of)], self)
        self._view = RecordList(self._present, _("Partners"))
        self._view.setModel(self._model)
        self._edge = AZEdge()
        self._pages = QStackedWidget()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        top = QVBoxLayout()
        top.setContentsMargins(theme.px(10), theme.px(9), theme.px(8), theme.px(9))
        top.addWidget(self._chips)
        shown = QWidget()
        line = QHBoxLayout(shown)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self._view, 1)
        line.addWidget(self._edge)
        self._pages.addWidget(shown)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(top)
        outer.addWidget(Hairline())
        outer.addWidget(self._pages, 1)

    def _connect(self) -> None:
        self._chips.chosen.connect(self._on_chip)
        self._chips.menu_wanted.connect(self.filter_menu_wanted)
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.leave_filter)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._view.current_changed.connect(self._on_row)
        self._view.opened.connect(self._on_opened)
        self._view.doubleClicked.connect(self._on_opened)
        self._view.letter_typed.connect(self._on_letter)
        self._view.verticalScrollBar().valueChanged.connect(self._on_scrolled)
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

    @property
    def current(self) -> int | None:
        """The partner in front."""
        return self._current

    @property
    def chip(self) -> Chip:
        """The chip in force; all where it is a filter of the user's own."""
        return Chip(self._chips.current()) if self.filter is None else Chip.ALL

    @property
    def filter(self) -> Criteria | None:
        """The criteria in force, where there are any."""
        return self._criteria.get(self._chips.current())

    @property
    def filter_key(self) -> str:
        """What the filter in force is known by: its ``uid``, ``UNSAVED``, or nothing."""
        return self._chips.current() if self.filter is not None else ""

    def question(self) -> Question:
        """What the list asks for."""
        known = tuple(each for each in (self._wanted, self._current) if each is not None)
        otherwise = 0 if self._search else max(0, self._view.currentIndex().row())
        return Question(self.chip, self._search, self._today, known, otherwise, self.filter)

    @property
    def search(self) -> str:
        return self._search

    def paint_first(self) -> bool:
        """Show the beginning of the list at once, through the driver alone; ``refresh`` brings the whole afterwards.

        Returns whether there is any.
        """
        if self._search or self.filter is not None:
            self.refresh()
            return True
        ids = self._desk.now(partner_list.first_ids, self.chip, self._today)
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

    def set_chip(self, chip: str) -> None:
        """Begin with this chip, or with the filter under this key."""
        self._chips.set_current(chip)

    def show_filters(self, shown: Sequence[chips.Chip], criteria: Mapping[str, Criteria]) -> None:
        """Offer these filters too, each under the key of its chip. One in force that is gone gives way to all."""
        before = self.filter
        self._further = tuple(shown)
        self._criteria = dict(criteria)
        self._chips.show_only([*_chips(self._counts), *self._further])
        if not self._chips.current():
            self._chips.set_current(Chip.ALL)
        self._clear.setVisible(bool(self.filter_key))
        if self.filter != before:
            self._ask()

    def begin_with(self, key: str, chip: chips.Chip, criteria: Criteria) -> None:
        """Begin with the partners who fit these criteria."""
        self._further, self._criteria = (chip,), {key: criteria}
        self._chips.show_only([*_chips(None), chip])
        self._chips.set_current(key)
        self._clear.show()

    def choose_filter(self, key: str) -> None:
        """Narrow the list to those who fit the filter under this key."""
        self._chips.set_current(key)
        self._on_chip()

    @Slot()
    def leave_filter(self) -> None:
        """All partners again, where a filter is in force."""
        if self.filter_key:
            self._chips.set_current(Chip.ALL)
            self._on_chip()
            self.filter_left.emit()
            self._view.setFocus()

    @Slot()
    def _on_chip(self) -> None:
        self._clear.setVisible(bool(self.filter_key))
        self._ask()

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
        self._chips.set_current(Chip.ALL)
        self._clear.hide()
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
        deliver(self._desk.now(partner_list.rows, ids, self._today))

    @Slot()
    def _ask(self) -> None:
        self._desk.ask_fast("partners.list", listing, self.question(), then=self._show_listing)

    def _show_listing(self, listing: Listing) -> None:
        ids, self._letters = listing.ids, listing.letters
        before, height = self._view.currentIndex().row(), self._view.verticalScrollBar().value()
        self._showing = True
        self._model.set_ids(ids, self._fetch, listing.pages)
        self._showing = False
        self._edge.set_present(self._letters)
        if ids:
            self._pages.setCurrentIndex(0)
            self._view.verticalScrollBar().setValue(height)
            self._view.go_to(self._place_to_take_up(before))
        else:
            self._nobody.explain(self.chip, self._search, filtered=self.filter is not None)
            self._pages.setCurrentWidget(self._nobody)
            self._tell(None)
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
        letter = letter.upper() if letter.upper() in LETTERS else "#"
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
        self._counts = counts
        self._chips.show_only([*_chips(counts), *self._further])
        self._book_empty = counts.all == 0
        if "_nobody" in self.__dict__:
            self._nobody.set_book_empty(self._book_empty)


def _chips(counts: ChipCounts | None) -> list[chips.Chip]:
    named = {
        Chip.ALL: _("All"),
        Chip.ACTIVE: _("Active"),
        Chip.PROSPECTS: _("Prospects"),
        Chip.QUIET: _("Going quiet"),
        Chip.OWED: _("Owed"),
    }
    numbers = {chip: number(getattr(counts, chip.value)) if counts else "" for chip in Chip}
    return [chips.Chip(chip, text, numbers[chip]) for chip, text in named.items()]
