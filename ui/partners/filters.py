"""The user's own filters in the list's chips: the saved ones with their counts, and the one just made."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Slot
from PySide6.QtWidgets import QMenu

from app import clock
from app.domain.custom_fields import FieldDefinition, FieldKind
from app.domain.errors import UserError
from app.domain.filters import FIELDS, Criteria, sort_of
from app.formatting import number
from app.i18n import _
from app.queries import custom_fields, saved_filters, settings
from app.queries.saved_filters import Saved
from ui.actions import plain
from ui.page import Page
from ui.partners import filter_words, writes
from ui.partners.filter_dialog import FilterDialog
from ui.partners.filter_row import Known
from ui.partners.list_chips import UNSAVED
from ui.partners.list_panel import ListPanel
from ui.widgets.chips import Chip

LONGEST_CHIP = 36


class Filters(QObject):
    """Keeps the chips of the user's filters as the book has them."""

    def __init__(self, page: Page, partners: ListPanel) -> None:
        super().__init__(page)
        self._page, self._desk, self._list = page, page.desk, partners
        self._saved: tuple[Saved, ...] = ()
        self._own: tuple[FieldDefinition, ...] = ()
        self._counts: dict[str, int] = {}
        self._unsaved: Criteria | None = None
        partners.chips.menu_wanted.connect(self._open_menu)
        partners.chips.filter_left.connect(self._forget)

    def refresh(self) -> None:
        """Read the saved filters again, and count anew who fits them."""
        self._desk.ask_fast("partners.filters", saved_filters.saved_and_own, then=self._take)

    def _take(self, read: tuple[tuple[Saved, ...], tuple[FieldDefinition, ...]]) -> None:
        self._saved, self._own = read
        if self._list.chips.filter_key == UNSAVED:
            self._unsaved = self._list.chips.filter
        self._show()
        if self._saved:
            self._desk.ask_fast("partners.filters.counts", saved_filters.counts, clock.today(), then=self._show_counts)

    def show(self, criteria: Criteria, uid: str = "") -> None:
        """Narrow the list to those who fit, under the filter's name where it was saved."""
        if uid:
            self._unsaved = None
        else:
            self._unsaved = criteria
        self._saved = self._desk.now(saved_filters.saved)
        self._show()
        self._list.chips.choose(uid or UNSAVED)
        self._list.chips.narrowed.emit()

    @Slot()
    def _forget(self) -> None:
        self._unsaved = None
        self._show()

    @Slot()
    def edit(self) -> None:
        """Open the editor on the filter in force, or on an empty one."""
        key = self._list.chips.filter_key
        saved = next((each for each in self._saved if each.uid == key), None)
        self._open(self._list.chips.filter or Criteria(), saved)

    def _open(self, criteria: Criteria, saved: Saved | None) -> None:
        dialog = FilterDialog(self._desk, self._known(), criteria, saved, self._page.window())
        dialog.chosen.connect(self.show)
        dialog.deleted.connect(self._list.show_all)
        dialog.open()

    def _known(self) -> Known:
        own = self._desk.now(custom_fields.fast_definitions)
        return Known(
            filter_words.fields() | {each.key: each.name for each in own},
            FIELDS | {each.key: sort_of(each) for each in own},
            {each.key: each.choices for each in own if each.kind is FieldKind.CHOICE},
            self._desk.now(settings.fast_preferences).currency,
        )

    def _show(self) -> None:
        criteria: dict[str, Criteria] = {}
        shown: list[Chip] = []
        for each in self._saved:
            try:
                criteria[each.uid] = each.criteria
            except UserError:
                continue  # made by another program: it stays in the book, and nobody fits what cannot be read
            found = self._counts.get(each.uid)
            name = each.name if len(each.name) <= LONGEST_CHIP else each.name[: LONGEST_CHIP - 1] + "…"
            shown.append(Chip(each.uid, name, "" if found is None else number(found)))
        if self._unsaved is not None:
            criteria[UNSAVED] = self._unsaved
            called = {each.key: each.name for each in self._own}
            shown.append(Chip(UNSAVED, filter_words.in_short(self._unsaved, called)))
        self._list.chips.show_filters(shown, criteria)

    def _show_counts(self, counts: dict[str, int]) -> None:
        self._counts = counts
        self._show()

    @Slot(str, object)
    def _open_menu(self, key: str, at: QPoint) -> None:
        saved = next((each for each in self._saved if each.uid == key), None)
        if saved is None:
            return
        menu = QMenu(self._page)
        menu.addAction(_("Edit…"), partial(self._open, saved.criteria, saved))
        uids = [each.uid for each in self._saved]
        place = uids.index(key)
        if place:
            menu.addAction(_("Move to the left"), partial(self._move, uids, place, -1))
        if place < len(uids) - 1:
            menu.addAction(_("Move to the right"), partial(self._move, uids, place, 1))
        menu.addSeparator()
        menu.addAction(plain(_("Delete")), partial(self._delete, saved))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    def _move(self, uids: list[str], place: int, step: int) -> None:
        moved = list(uids)
        moved[place], moved[place + step] = moved[place + step], moved[place]
        self._desk.do("Order the filters", writes.order_filters, moved)

    def _delete(self, saved: Saved) -> None:
        self._desk.do("Delete filter {name}", writes.remove_filter, saved.uid, name=saved.name)
