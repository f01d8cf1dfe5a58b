"""A panel of things to do: some rows, the rest on request, and a sentence where there are none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.formatting import count
from app.i18n import _
from ui.today.items import Item, ItemRow
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.panel import Hairline, Panel

NOT_WORTH_A_LINK = 2
"""So few more rows are shown at once rather than asked for."""


class Section(Panel):
    """Rows under a heading. Emits what a row emits, and ``left`` when an arrow leads out of it."""

    chosen = Signal(str, object)
    left = Signal(object, int)

    def __init__(self, heading: str, empty: str, at_first: int, parent: QWidget | None = None) -> None:
        """``empty`` is said where there is nothing; ``at_first`` rows are shown until somebody asks for more."""
        super().__init__(heading, parent=parent)
        self._at_first = at_first
        self._items: tuple[Item, ...] = ()
        self._all_shown = False
        self._rows: list[ItemRow] = []
        self._lines: list[Hairline] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self._empty = label(empty, "soft", wrap=True)
        self.body.addWidget(self._empty)
        self._more = button("", self._show_all, "link")
        self._more.hide()
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_items(self, items: Sequence[Item], note: str) -> None:
        """Show these. A row that stays becomes another one: who has the focus is for the page to see to."""
        self._items = tuple(items)
        self.set_remark(note)
        self._fill()

    def rows(self) -> list[ItemRow]:
        """The rows shown."""
        return self._rows

    def _fill(self) -> None:
        whole = self._all_shown or len(self._items) <= self._at_first + NOT_WORTH_A_LINK
        shown = self._items if whole else self._items[: self._at_first]
        while len(self._rows) > len(shown):
            for gone in (self._rows.pop(), self._lines.pop()):
                self._list.removeWidget(gone)
                gone.hide()
                gone.deleteLater()
        for row, item in zip(self._rows, shown, strict=False):
            row.show_item(item)
        for item in shown[len(self._rows) :]:
            self._append(item)
        self._empty.setVisible(not self._items)
        hidden = len(self._items) - len(shown)
        self._more.setVisible(hidden > 0)
        text = count(hidden, _("Show {n} more"), _("Show {n} more"))
        self._more.setText(text)
        self._more.setAccessibleName(text)

    def _append(self, item: Item) -> None:
        line, row = Hairline(), ItemRow(item)
        row.chosen.connect(self.chosen)
        row.left.connect(self._pass_on)
        self._list.addWidget(line)
        self._list.addWidget(row)
        self._lines.append(line)
        self._rows.append(row)

    def _pass_on(self, step: int) -> None:
        self.left.emit(self.sender(), step)

    def _show_all(self) -> None:
        self._all_shown = True
        first_new = len(self._rows)
        self._fill()
        self._rows[first_new].setFocus(Qt.FocusReason.TabFocusReason)
