"""The page of the partners: the list, and the card in front."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from app import clock
from app.i18n import _
from app.queries import partner_list
from app.queries.partner_list import Chip
from ui import theme
from ui.desk import Desk
from ui.page import Page
from ui.partners.list_panel import ListPanel

if TYPE_CHECKING:
    from app.domain.errors import PartnerbookError
    from app.queries.partners import Card
    from ui.partners.acts import Acts
    from ui.partners.filters import Filters
    from ui.partners.menu import PartnerMenu
    from ui.partners.record import Record
    from ui.partners.selection import Selection
    from ui.widgets.empty import EmptyPlace

LIST_WIDTH = 330
WIDEST = 16777215
"""As wide as there is room."""
TYPING_PAUSE_MS = 90
"""While somebody types, the card waits for so long a pause: the list follows every key."""


_LATER: Final = (
    *("app.domain.rolodex", "ui.partners.card", "ui.partners.tab_changes", "ui.partners.tab_referrals"),
    *("ui.partners.tab_files", "ui.partners.tab_terms", "ui.partners.tab_timeline", "ui.partners.record"),
    *("ui.partners.acts", "ui.partners.filters", "ui.partners.selection", "ui.partners.dragging"),
)
"""What the card is made of, loaded after the first paint, a module a step."""


class PartnersPage(Page):
    """The Rolodex: the list at once, the card beside it after the first paint.

    Requests that belong to other pages are told by signals; the window knows who answers.
    """

    shows: ClassVar[frozenset[str]] = frozenset(
        {"partner", "person", "contact_point", "address", "partner_tag", "terms_version", "communication", "reminder"}
        | {"referral", "stage_change", "customer", "sale", "ledger_entry", "payout", "payout_line", "voiding"}
        | {"approval", "referral_share", "given_referral", "receipt", "relation", "custom_field", "custom_value"}
        | {"saved_filter", "attachment"}
    )
    log_referral_requested = Signal(object)
    """Log a referral from the partner with this id."""
    statement_requested = Signal(object)
    """Draw up a statement for the partner with this id."""
    merge_requested = Signal(object, str)
    """Make one of the partner with this id and name and another."""
    won_requested = Signal(object)
    lost_requested = Signal(object)
    """Close the referral with this id."""
    import_requested = Signal()
    export_requested = Signal()
    sample_requested = Signal()
    """Look around in a book with sample data."""
    search_requested = Signal()
    """The focus belongs into the search field of the window."""
    search_cleared = Signal()
    """What was searched for no longer narrows the list."""

    search_restored = Signal(str)
    """This had been searched for when the book was closed, and is again."""

    def __init__(self, desk: Desk, parent: Any = None) -> None:
        super().__init__(desk, parent)
        self.setAccessibleName(_("Partners"))
        self._place, self._step = -1, 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._ask_card)
        self._typing = False
        self._first_seen = True
        self._tab, self._motion = "", True
        self.list = ListPanel(desk)
        self._right = QStackedWidget()
        self._nothing = QWidget()
        self._right.addWidget(self._nothing)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.list)
        self._split.addWidget(self._right)
        self.list.setMinimumWidth(theme.px(240))
        self._right.setMinimumWidth(theme.px(400))
        self.list.setMaximumWidth(theme.px(440))
        for side, share in enumerate((3, 7)):
            self._split.setStretchFactor(side, share)
        self._sizes = [theme.px(LIST_WIDTH), theme.px(780)]
        self._split.setSizes(self._sizes)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._split)
        self._connect()

    @property
    def record(self) -> Record:
        """The card and its tabs: made after the first paint, or when somebody asks for them before."""
        return self._front[0]

    @property
    def acts(self) -> Acts:
        """What can be done with the partner in front."""
        return self._front[1]

    @cached_property
    def _front(self) -> tuple[Record, Acts, PartnerMenu]:
        from ui.partners.acts import Acts
        from ui.partners.menu import PartnerMenu
        from ui.partners.record import Record

        menu = PartnerMenu(self)
        record = Record(self.desk, menu)
        acts = Acts(self, self.list, record, menu)
        record.stack.motion = self._motion
        menu.set_motion(self._motion)
        menu.motion_chosen.connect(self._on_motion)
        record.tabs.set_current(self._tab)
        self._join(record, acts)
        self._right.addWidget(record)
        return record, acts, menu

    @cached_property
    def filters(self) -> Filters:
        """The user's own filters, made when the list stands."""
        from ui.partners.filters import Filters

        return Filters(self, self.list)

    @cached_property
    def selection(self) -> Selection:
        """What is done with several partners at once, made when the list stands."""
        from ui.partners.selection import Selection

        made = Selection(self, self.list)
        made.done.connect(self.done)
        made.export_wanted.connect(self.export_requested)
        return made

    @cached_property
    def _nobody(self) -> EmptyPlace:
        from ui.partners.beginning import beginning

        made = beginning(self._new_partner, self.import_requested.emit, self.sample_requested.emit)
        self._right.addWidget(made)
        return made

    def complete(self) -> Iterator[None]:
        for module in _LATER:
            import_module(module)
            yield
        tabs = self.record.tabs
        yield
        tabs.view(tabs.current())
        yield
        if self.list.current is not None:
            self._bring_to_front()
        self.list.refresh()
        self.filters.refresh()
        yield
        self.selection.begin()
        from ui.partners.dragging import Dragging

        Dragging(self.desk, self.list, self.record)

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.listed.connect(self._on_listed)
        self.list.opened.connect(self._on_opened)
        self.list.search_cleared.connect(self.search_cleared)
        self.list.chips.new_wanted.connect(self._new_partner)
        self.list.chips.filter_wanted.connect(self._edit_filter)
        self.list.chips.table_wanted.connect(self.turn_table)
        self.list.chips.columns_wanted.connect(self.choose_columns)
        for keys, does in (
            ("/", self.search_requested.emit),
            ("Ctrl+L", self._edit_filter),
            ("Ctrl+D", self.turn_table),
            ("Ctrl+Shift+L", self.choose_columns),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, does)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _join(self, record: Record, acts: Acts) -> None:
        record.stack.flip.connect(self.list.flip)
        record.open_requested.connect(self.open_requested)
        record.won_wanted.connect(self.won_requested)
        record.lost_wanted.connect(self.lost_requested)
        acts.referral_wanted.connect(self.log_referral_requested)
        acts.statement_wanted.connect(self.statement_requested)
        acts.merge_wanted.connect(self.merge_requested)
        acts.done.connect(self.done)
        acts.delete_many_wanted.connect(self._delete_selected)

    @Slot()
    def _new_partner(self) -> None:
        self.acts.new_partner()

    @Slot()
    def _delete_selected(self) -> None:
        self.selection.delete()

    @Slot()
    def turn_table(self) -> None:
        """From the cards to the table, or back."""
        self._show_table(not self.list.is_table)

    def _show_table(self, shown: bool, state: dict[str, Any] | None = None) -> None:
        """The table takes the room of the card too."""
        if shown and not self.list.is_table:
            self._sizes = self._split.sizes()
        self._right.setVisible(not shown)
        self.list.setMaximumWidth(WIDEST if shown else theme.px(440))
        if not shown and self.list.is_table:
            self._split.setSizes(self._sizes)
        self.list.show_table(shown, state)

    @Slot()
    def choose_columns(self) -> None:
        """Ask which columns the table shall have, and show it."""
        self._show_table(True)
        self.list.table.choose_columns(self.window())

    @Slot()
    def _edit_filter(self) -> None:
        self.filters.edit()

    def refresh(self) -> None:
        if self._first_seen:
            self._first_seen = False
            if not self.list.paint_first():
                self._show_nobody()
        else:
            self.list.refresh()
            if self.is_complete:
                self.filters.refresh()
            self._ask_card()

    def state(self) -> dict[str, Any]:
        return {
            "partner": self.list.current,
            "chip": self.list.chips.chip.value,
            "filter": self._remembered_filter(),
            "search": self.list.search,
            "tab": self.record.tabs.current() if self._has_record() else self._tab,
            "split": self._sizes if self.list.is_table else self._split.sizes(),
            "table": self.list.table_state(),
            "motion": self._motion,
        }

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("chip") in {chip.value for chip in Chip}:
            self.list.chips.choose(Chip(state["chip"]))
        if state.get("filter") is not None:
            from ui.partners import remembered_filter

            remembered_filter.take_up(self.list.chips, state["filter"])
        if isinstance(state.get("partner"), int):
            self.list.remember(state["partner"])
        if isinstance(state.get("search"), str) and state["search"]:
            self.list.remember_search(state["search"])
            self.search_restored.emit(state["search"])
        if isinstance(state.get("tab"), str):
            self._tab = state["tab"]
            if self._has_record():
                self.record.tabs.set_current(self._tab)
        split = state.get("split")
        if isinstance(split, list) and len(split) == 2 and all(isinstance(part, int) and part > 0 for part in split):
            self._split.setSizes(split)
            self._sizes = split
        table = state.get("table")
        if isinstance(table, dict):
            self._show_table(table.get("shown") is True, table)
        self._motion = bool(state.get("motion", True))
        if self._has_record():
            self._front[2].set_motion(self._motion)

    def _remembered_filter(self) -> dict[str, Any] | None:
        if self.list.chips.filter is None:
            return None
        from ui.partners import remembered_filter

        return remembered_filter.remembered(self.list.chips)

    def _has_record(self) -> bool:
        return "_front" in self.__dict__

    def open_record(self, record: int) -> None:
        self.list.choose(record)

    def focus_search(self, text: str) -> None:
        self._typing = True
        self.list.look_for(text)

    def focus_first(self) -> None:
        if self._is_at_beginning():
            self._nobody.setFocus()
        else:
            self.list.focus_list()

    @Slot(object)
    def _on_chosen(self, partner_id: int | None) -> None:
        place, _count = self.list.place()
        if partner_id is None:
            self._show_nobody()
            return
        first = self._is_at_beginning() and self._nobody.isAncestorOf(self.window().focusWidget())
        self._step = 0 if self._place < 0 or self._typing else (place > self._place) - (place < self._place)
        self._place = place
        if self._has_record():
            self._bring_to_front()
        if first:
            self.list.focus_list()

    def _is_at_beginning(self) -> bool:
        """Whether the page says what belongs into an empty book."""
        return "_nobody" in self.__dict__ and self._right.currentWidget() is self._nobody

    def _bring_to_front(self) -> None:
        """Show the card of the partner in front: what the list knows of it at once, the whole soon."""
        self._right.setCurrentWidget(self.record)
        row = self.list.row()
        if self.record.card is None and row is not None:
            self.record.preview(row)
        self._soon.start(TYPING_PAUSE_MS if self._typing else 0)

    @Slot()
    def _on_opened(self) -> None:
        if self.list.is_table:
            self._show_table(False)
            self.list.focus_list()
            return
        self.record.focus_log()

    @Slot()
    def _on_listed(self) -> None:
        self._typing = False

    def _show_nobody(self) -> None:
        """No card in front: in an empty book what belongs there, under a filter that nobody fits nothing."""
        empty = self.desk.now(partner_list.total) == 0
        had_focus = self.isAncestorOf(self.window().focusWidget())
        if empty and self.list.is_table:
            self._show_table(False)
        self._right.setCurrentWidget(self._nobody if empty else self._nothing)
        if empty and had_focus:
            self._nobody.setFocus()

    @Slot()
    def _ask_card(self) -> None:
        from ui.partners import reads

        step, self._step = self._step, 0
        if self.list.current is not None and self._has_record():
            self.desk.ask(
                "partners.card",
                reads.card,
                self.list.current,
                clock.today(),
                then=partial(self._show_card, step),
                failed=self._on_card_gone,
            )

    def _show_card(self, step: int, card: Card) -> None:
        _place, count = self.list.place()
        if self.list.current is not None:
            self._right.setCurrentWidget(self.record)
        self._front[2].show_status(card.fields.status)
        self.record.show_card(card, step, count - 1)

    def _on_card_gone(self, error: PartnerbookError) -> None:
        """The partner in front was deleted: the list, asked at the same time, will bring another to the front."""
        if error.code != "partner_gone":
            from ui.widgets.messages import tell

            tell(self.window(), _("That did not work"), str(error))

    @Slot(bool)
    def _on_motion(self, motion: bool) -> None:
        self._motion = motion
        if self._has_record():
            self.record.stack.motion = motion
