"""The preview of an import: every record with what would become of it, and the power to decide otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.exchange.matching import Choice
from app.formatting import number
from app.i18n import _
from ui import theme
from ui.imports.rows import PreviewRow, columns
from ui.table.model import RecordModel
from ui.table.view import RecordTable
from ui.widgets.buttons import button
from ui.widgets.chips import Chip, Chips
from ui.widgets.labels import label

ALL = "all"


class Preview(QWidget):
    """``decided`` tells that the user changed what happens with a row."""

    decided = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[PreviewRow] = []
        self._chips = Chips(_("Which records"))
        self._model = RecordModel(columns(), self)
        self._table = _Table(self._model, _("Records of the file"))
        self._buttons = {
            choice: button(text, partial(self.decide, choice), "small", name=name)
            for choice, text, name in (
                (Choice.ADD, _("Add"), _("Add this record")),
                (Choice.MERGE, _("Merge"), _("Merge this record")),
                (Choice.SKIP, _("Skip"), _("Skip this record")),
            )
        }
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(6))
        foot.addWidget(label(_("The record chosen:"), "soft"))
        for each in self._buttons.values():
            foot.addWidget(each)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self._chips)
        layout.addWidget(self._table, 1)
        layout.addLayout(foot)
        self._chips.chosen.connect(self._fill)
        self._table.current_changed.connect(self._on_current)
        self._table.menu_wanted.connect(self._show_menu)
        self._table.choice_typed.connect(self.decide)

    def show_rows(self, rows: Sequence[PreviewRow]) -> None:
        """Show these records."""
        self._rows = list(rows)
        self._count()
        self._chips.set_current(ALL)
        self._fill()

    def rows(self) -> list[PreviewRow]:
        """All records with what is to happen with them."""
        return self._rows

    @Slot(object)
    def decide(self, choice: Choice) -> None:
        """Do this with the record chosen."""
        row = self._table.current_row()
        if not isinstance(row, PreviewRow):
            return
        row.decide(choice)
        place = self._table.currentIndex().row()
        self._model.dataChanged.emit(
            self._model.index(place, 0), self._model.index(place, self._model.columnCount() - 1)
        )
        self._count()
        self._on_current(row)
        self.decided.emit()

    def _count(self) -> None:
        chosen = [row.choice for row in self._rows]
        numbered = [
            Chip(Choice.ADD, _("Added"), number(chosen.count(Choice.ADD))),
            Chip(Choice.MERGE, _("Merged"), number(chosen.count(Choice.MERGE))),
            Chip(Choice.SKIP, _("Skipped"), number(chosen.count(Choice.SKIP))),
        ]
        self._chips.set_chips([Chip(ALL, _("All"), number(len(chosen))), *numbered])

    @Slot()
    def _fill(self) -> None:
        wanted = self._chips.current()
        self._model.set_rows(row for row in self._rows if wanted in (ALL, row.choice))
        if self._model.rowCount():
            self._table.setCurrentIndex(self._model.index(0, 0))
        self._on_current(self._table.current_row())

    @Slot(object)
    def _on_current(self, row: object) -> None:
        for choice, each in self._buttons.items():
            possible = isinstance(row, PreviewRow) and (choice is not Choice.MERGE or row.can_merge)
            each.setEnabled(possible and isinstance(row, PreviewRow) and row.choice is not choice)

    @Slot(object, object)
    def _show_menu(self, row: object, where: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for choice, each in self._buttons.items():
            menu.addAction(each.text(), partial(self.decide, choice)).setEnabled(each.isEnabled())
        menu.popup(where)


class _Table(RecordTable):
    """Decides by letters too: A adds, M merges, S skips."""

    choice_typed = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        choice = {"a": Choice.ADD, "m": Choice.MERGE, "s": Choice.SKIP}.get(event.text().lower())
        if choice is not None:
            self.choice_typed.emit(choice)
        else:
            super().keyPressEvent(event)
