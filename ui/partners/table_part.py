"""The table in the place of the list: which columns it has and in which order its rows are."""

from __future__ import annotations

from array import array
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import clock
from app.domain.custom_fields import FieldDefinition
from app.queries import custom_fields, partner_table
from app.queries.partner_table import Order
from ui.desk import Desk
from ui.partners import table_columns
from ui.partners.columns_dialog import ColumnsDialog
from ui.partners.table import PartnerTable, as_columns


class TablePart(QWidget):
    """Holds the table, and makes it anew where other columns are wanted."""

    renewed = Signal()
    """There is a new table, without rows."""
    ordered = Signal()
    """The rows are wanted in another order."""

    def __init__(self, desk: Desk, state: dict[str, Any]) -> None:
        super().__init__()
        self._desk = desk
        self._keys, self._widths = as_columns(state.get("columns"))
        self._keys = self._keys or list(table_columns.USUAL)
        order = state.get("order")
        usual = not (isinstance(order, list) and len(order) == 2 and isinstance(order[0], str))
        self.order = Order() if usual or not isinstance(order, list) else Order(order[0], bool(order[1]))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._layout = layout
        self.table = self._make()
        layout.addWidget(self.table)

    def columns(self) -> tuple[str, ...]:
        """The keys of the columns."""
        return tuple(column.sort for column in self.table.records.columns)

    def state(self) -> dict[str, Any]:
        """The columns as they stand and the order of the rows, as plain JSON values."""
        columns = [[key, width] for key, width in self.table.arrangement()]
        return {"columns": columns, "order": [self.order.column, self.order.falling]}

    def choose_columns(self, parent: QWidget) -> None:
        """Ask which columns are wanted, and in which order the rows."""
        own = self._own()
        keys = [key for key, _width in self.table.arrangement()]
        dialog = ColumnsDialog(keys, table_columns.words(own), self.order, parent)
        dialog.chosen.connect(self._on_chosen)
        dialog.open()

    def go_to_word(self, word: str, ids: array[int]) -> None:
        """Go to the next row whose text in the column of the order begins so, from the current one on."""
        here = max(0, self.table.currentIndex().row())
        after = here + 1 if len(word) == 1 else here
        question = partial(partner_table.place_of, found=ids, order=self.order, typed=word, after=after)
        self._desk.ask_fast("partners.table.word", _placed, question, then=self._go_to)

    def _own(self) -> dict[str, FieldDefinition]:
        return {field.key: field for field in self._desk.now(custom_fields.fast_definitions)}

    def _make(self) -> PartnerTable:
        own = self._own()
        keys = [key for key in self._keys if key in table_columns.words(own)]
        made = PartnerTable(table_columns.columns(keys or table_columns.USUAL, own, self._widths))
        made.show_sorted(self.order)
        made.records.sort_wanted.connect(self._on_sort)
        return made

    @Slot(str, bool)
    def _on_sort(self, column: str, falling: bool) -> None:
        self.order = Order(column, falling)
        self.ordered.emit()

    @Slot(object, object)
    def _on_chosen(self, keys: list[str], order: Order) -> None:
        self._widths = dict(self.table.arrangement())
        self._keys, self.order = keys, order
        before, self.table = self.table, self._make()
        self._layout.replaceWidget(before, self.table)
        before.hide()
        before.deleteLater()
        self.renewed.emit()

    def _go_to(self, place: int) -> None:
        if place >= 0:
            self.table.go_to(place)


def _placed(connection: Any, question: Any) -> int:
    return int(question(connection, today=clock.today()))
