"""Which columns the table of the partners has, in which order they stand, and in which order its rows are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from app.domain.errors import UserError
from app.i18n import _
from app.queries.partner_table import Order
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import Choice

HEIGHT = 270
_KEY = Qt.ItemDataRole.UserRole


class ColumnsDialog(FormDialog):
    """Columns to be ticked and moved. ``chosen`` tells their keys as they shall stand, and the order of the rows."""

    chosen = Signal(object, object)

    def __init__(self, keys: Sequence[str], words: Mapping[str, str], order: Order, parent: QWidget) -> None:
        super().__init__(_("Columns"), _("Show"), parent, width=420)
        self._list = QListWidget()
        self._list.setAccessibleName(_("Columns"))
        self._list.setProperty("framed", True)
        self._list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._list.setMinimumHeight(theme.px(HEIGHT))
        self._list.setUniformItemSizes(True)
        for key in [*keys, *(key for key in words if key not in keys)]:
            item = QListWidgetItem(words[key])
            item.setData(_KEY, key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if key in keys else Qt.CheckState.Unchecked)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self.add(self._list)
        moving = QHBoxLayout()
        moving.addWidget(button(_("Move up"), lambda: self._move(-1), "small"))
        moving.addWidget(button(_("Move down"), lambda: self._move(1), "small"))
        moving.addStretch(1)
        self.add(moving)
        self._by = Choice(list(words.items()), order.column)
        self._way = Choice(
            [(False, _("the first or smallest first")), (True, _("the last or largest first"))], order.falling
        )
        self.row(_("In the order of"), self._by)
        self.row(_("Beginning with"), self._way)
        self._list.setFocus()
        self.fit()

    def save(self) -> None:
        items = [self._list.item(row) for row in range(self._list.count())]
        keys = [item.data(_KEY) for item in items if item.checkState() is Qt.CheckState.Checked]
        if not keys:
            raise UserError("columns_none", _("Tick at least one column."))
        self.chosen.emit(keys, Order(self._by.value(), bool(self._way.value())))
        self.accept()

    @Slot()
    def _move(self, step: int) -> None:
        row = self._list.currentRow()
        if 0 <= row + step < self._list.count():
            item = self._list.takeItem(row)
            self._list.insertItem(row + step, item)
            self._list.setCurrentRow(row + step)
