"""The chips over the list: the five of every book, the user's own filters, and what can be done with the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from app.formatting import number
from app.i18n import _
from app.queries.partner_list import Chip, ChipCounts
from ui.widgets import chips

if TYPE_CHECKING:
    from app.domain.filters import Criteria

UNSAVED = "unsaved"
"""The key of the chip of a filter that has no name."""


class ListChips(chips.Chips):
    """Which partners the list shows. ``narrowed`` tells that it is others now."""

    narrowed = Signal()
    new_wanted = Signal()
    filter_wanted = Signal()
    """Make a filter, or change the one in force."""
    filter_left = Signal()
    """The filter that was in force is not wanted any more."""
    table_wanted = Signal()
    """The table instead of the list, or the list again."""
    columns_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(_("Which partners"))
        self._counts: ChipCounts | None = None
        self._further: tuple[chips.Chip, ...] = ()
        self._criteria: dict[str, Criteria] = {}
        self.show_only(_usual(None))
        self.set_current(Chip.ALL)
        self.chosen.connect(self._on_chosen)
        self._clear = self._button("✕", self.leave_filter, _("Clear the filter"))
        self._clear.hide()
        self._button(_("Filter…"), self.filter_wanted.emit)
        self._table = self._button("", self.table_wanted.emit)
        self._columns = self._button(_("Columns…"), self.columns_wanted.emit)
        self._button(_("+ New"), self.new_wanted.emit, _("New partner"))
        self.show_table(False)

    def _button(self, text: str, does: Callable[[], object], name: str = "") -> chips.ChipButton:
        made = chips.ChipButton(text=text)
        made.setAccessibleName(name or text)
        made.clicked.connect(does)
        self.add_button(made)
        return made

    @property
    def chip(self) -> Chip:
        """The chip in force; all where it is a filter of the user's own."""
        return Chip(self.current()) if self.filter is None else Chip.ALL

    @property
    def filter(self) -> Criteria | None:
        """The criteria in force, where there are any."""
        return self._criteria.get(self.current())

    @property
    def filter_key(self) -> str:
        """What the filter in force is known by: its ``uid``, ``UNSAVED``, or nothing."""
        return self.current() if self.filter is not None else ""

    def show_counts(self, counts: ChipCounts) -> None:
        """The numbers beside the chips of every book."""
        self._counts = counts
        self._renew()

    def show_table(self, shown: bool) -> None:
        """Offer the other of the two: the table, or the cards again."""
        self._table.set_text(_("Cards") if shown else _("Table"))
        self._columns.setVisible(shown)

    def show_filters(self, shown: Sequence[chips.Chip], criteria: Mapping[str, Criteria]) -> None:
        """Offer these filters too, each under the key of its chip. One in force that is gone gives way to all."""
        before = self.filter
        self._further, self._criteria = tuple(shown), dict(criteria)
        self._renew()
        if not self.current():
            self.set_current(Chip.ALL)
        self._clear.setVisible(bool(self.filter_key))
        if self.filter != before:
            self.narrowed.emit()

    def begin_with(self, chip: chips.Chip, criteria: Criteria) -> None:
        """Begin with the partners who fit these criteria, without a word."""
        self._further, self._criteria = (chip,), {chip.key: criteria}
        self._renew()
        self.choose(chip.key)

    def choose(self, key: str) -> None:
        """Put a chip in force, without a word."""
        self.set_current(key)
        self._clear.setVisible(bool(self.filter_key))

    @Slot()
    def leave_filter(self) -> None:
        """All partners again, where a filter is in force."""
        if self.filter_key:
            self.choose(Chip.ALL)
            self.narrowed.emit()
            self.filter_left.emit()

    def _renew(self) -> None:
        self.show_only([*_usual(self._counts), *self._further])

    @Slot()
    def _on_chosen(self) -> None:
        self._clear.setVisible(bool(self.filter_key))
        self.narrowed.emit()


def _usual(counts: ChipCounts | None) -> list[chips.Chip]:
    named = {
        Chip.ALL: _("All"),
        Chip.ACTIVE: _("Active"),
        Chip.PROSPECTS: _("Prospects"),
        Chip.QUIET: _("Going quiet"),
        Chip.OWED: _("Owed"),
    }
    numbers = {chip: number(getattr(counts, chip.value)) if counts else "" for chip in Chip}
    return [chips.Chip(chip, text, numbers[chip]) for chip, text in named.items()]
