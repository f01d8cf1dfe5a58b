"""A small table that is typed into: rows of fields, added and taken away with buttons or keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.i18n import _
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.fields import Choice
from ui.widgets.labels import label

REMOVE_WIDTH = 30


class Row(QWidget):
    """One row. A subclass puts its cells in, from left to right, and says whether anything is typed."""

    changed = Signal()
    step_wanted = Signal(object, int, int)
    """Go so many rows from this one (the first argument) in the same cell (the last)."""
    remove_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._box = QHBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(theme.px(6))
        self.cells: list[QWidget] = []

    def put(self, *cells: tuple[QWidget, str, int]) -> None:
        """The cells, each with its name and its share of the width."""
        for cell, name, share in cells:
            cell.setAccessibleName(name)
            if isinstance(cell, Choice):
                cell.let_shrink()
            self._box.addWidget(cell, share)
            self.cells.append(cell)
        self.remove = button("−", self._remove, "small", name=_("Take this row away"))
        self.remove.setToolTip(_("Take this row away (Ctrl+−)"))
        self.remove.setFixedWidth(theme.px(REMOVE_WIDTH))
        self._box.addWidget(self.remove)

    def stops(self) -> list[QWidget]:
        """Where Tab stops in the row, from left to right."""
        kinds = (QLineEdit, QComboBox)
        found: list[QWidget] = []
        for cell in self.cells:
            found += [cell] if isinstance(cell, kinds) else [each for kind in kinds for each in cell.findChildren(kind)]
        return [*found, self.remove]

    def is_empty(self) -> bool:
        raise NotImplementedError

    def set_currency(self, currency: str) -> None:
        """The currency of amounts from now on."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.step_wanted.emit(self, step, self.cell_in_use())

    def cell_in_use(self) -> int:
        """The number of the cell that has the focus; the first where none has."""
        return next((at for at, cell in enumerate(self.cells) if has_focus(cell)), 0)

    def _remove(self) -> None:
        self.remove_wanted.emit(self)


RowKind = TypeVar("RowKind", bound=Row)


class Rows(QWidget, Generic[RowKind]):
    """Rows of one kind under their headings.

    Ctrl++ adds one below the row in use, Ctrl+− takes that away, Up and Down go from row to row.
    """

    changed = Signal()

    def __init__(self, make: Callable[[], RowKind], headings: Sequence[tuple[str, int]], add: str) -> None:
        """``headings`` are words and shares of the width, as in the rows; ``add`` is what the button says."""
        super().__init__()
        self._make, self._currency = make, ""
        self.rows: list[RowKind] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(5))
        head = QHBoxLayout()
        head.setSpacing(theme.px(6))
        for words, share in headings:
            head.addWidget(label(words, "caption"), share)
        head.addSpacing(theme.px(REMOVE_WIDTH) + theme.px(6))
        self._head = QWidget()
        head.setContentsMargins(0, 0, 0, 0)
        self._head.setLayout(head)
        layout.addWidget(self._head)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(5))
        layout.addLayout(self._lines)
        self.add_button = button(add, self.add_row, "small")
        self.add_button.setToolTip(_("{does} (Ctrl++)").format(does=add))
        layout.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._head.hide()
        for keys, does in (("Ctrl++", self.add_row), ("Ctrl+=", self.add_row), ("Ctrl+-", self._remove_used)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(does)

    def set_currency(self, currency: str) -> None:
        self._currency = currency
        for row in self.rows:
            row.set_currency(currency)

    def filled(self) -> list[RowKind]:
        """The rows in which something is typed."""
        return [row for row in self.rows if not row.is_empty()]

    def clear(self) -> None:
        """Take all rows away, without a word."""
        while self.rows:
            self._drop(self.rows[-1])

    def append(self, below: RowKind | None = None) -> RowKind:
        """One more row below another, or at the end, without a word."""
        row = self._make()
        row.set_currency(self._currency)
        row.changed.connect(self.changed)
        row.step_wanted.connect(self._step)
        row.remove_wanted.connect(self.remove_row)
        at = len(self.rows) if below is None else self.rows.index(below) + 1
        self.rows.insert(at, row)
        self._lines.insertWidget(at, row)
        self._head.show()
        before = self.rows[at - 1].remove if at else _stop_before(self.add_button)
        for stop in row.stops():
            QWidget.setTabOrder(before, stop)
            before = stop
        return row

    def add_row(self) -> None:
        """One more row to type in, below the one in use or at the end."""
        row = self.append(self._used())
        row.show()
        row.cells[0].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.changed.emit()

    def remove_row(self, row: RowKind) -> None:
        """Take a row away; the focus goes to the one that comes into its place."""
        at = self.rows.index(row)
        self._drop(row)
        if self.rows:
            self.rows[min(at, len(self.rows) - 1)].cells[0].setFocus()
        else:
            self.add_button.setFocus()
        self.changed.emit()

    def _drop(self, row: RowKind) -> None:
        self.rows.remove(row)
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._head.setVisible(bool(self.rows))

    def _remove_used(self) -> None:
        used = self._used()
        if used is not None:
            self.remove_row(used)

    def _used(self) -> RowKind | None:
        return next((row for row in self.rows if has_focus(row)), None)

    def _step(self, row: RowKind, step: int, cell: int) -> None:
        at = self.rows.index(row) + step
        if 0 <= at < len(self.rows):
            self.rows[at].cells[cell].setFocus(Qt.FocusReason.TabFocusReason)


def _stop_before(widget: QWidget) -> QWidget:
    """Where Tab stops before the widget; Qt orders only what can have the focus."""
    before = widget.previousInFocusChain()
    while before is not None and before is not widget and before.focusPolicy() is Qt.FocusPolicy.NoFocus:
        before = before.previousInFocusChain()
    return before or widget


def has_focus(widget: QWidget) -> bool:
    """Whether the focus is in the widget or in what it holds."""
    focus = QApplication.focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))
