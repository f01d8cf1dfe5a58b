"""The preview of an import: every record with what would become of it, and the power to decide otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.exchange.matching import Choice
from app.formatting import count, number
from app.i18n import _
from ui import theme
from ui.imports.rows import PreviewRow, Records, columns
from ui.table.model import RecordModel
from ui.table.view import RecordTable
from ui.widgets.buttons import button
from ui.widgets.chips import Chip, Chips
from ui.widgets.labels import label

ALL = "all"


class Preview(QWidget):
    """``decided`` tells that the user changed what happens with records.

    ``partner_wanted`` asks for the partner to merge these records into: the user wants another than was proposed, or
    none was.
    """

    decided = Signal()
    partner_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._records = Records(())
        self._shown: list[PreviewRow] = []
        self._chips = Chips(_("Which records"))
        self._model = RecordModel(columns(), self)
        self._table = _Table(self._model, _("Records of the file"))
        self._said = label("", "soft")
        self._buttons = {
            choice: button(text, partial(self.decide, choice), "small", name=name)
            for choice, text, name in (
                (Choice.ADD, _("Add · A"), _("Add")),
                (Choice.MERGE, _("Merge · M"), _("Merge")),
                (Choice.SKIP, _("Skip · S"), _("Skip")),
            )
        }
        self._into = button(_("Merge into…"), self._want_partner, "small")
        self._arrange()
        self._chips.chosen.connect(self._fill)
        self._table.selected.connect(self._on_selected)
        self._table.menu_wanted.connect(self._show_menu)
        self._table.choice_typed.connect(self.decide)

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(6))
        foot.addWidget(self._said)
        for each in (self._buttons[Choice.ADD], self._buttons[Choice.MERGE], self._into, self._buttons[Choice.SKIP]):
            foot.addWidget(each)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self._chips)
        layout.addWidget(self._table, 1)
        layout.addLayout(foot)

    def show_rows(self, records: Records) -> None:
        """Show these records."""
        self._records = records
        self._count()
        self._chips.set_current(ALL)
        self._fill()

    def rows(self) -> Records:
        """All records with what is to happen with them."""
        return self._records

    @Slot(object)
    def decide(self, choice: Choice) -> None:
        """Do this with the records chosen; those that could be merged into nobody wait for a partner to be named."""
        chosen = self._chosen()
        if choice is Choice.MERGE and not any(row.can_merge for row in chosen):
            self._want_partner()
        elif chosen:
            self._records.decide(chosen, choice)
            self._show_decided()

    def _chosen(self) -> list[PreviewRow]:
        return [self._shown[place] for place in self._table.chosen_places()]

    def merge_into(self, rows: Sequence[PreviewRow], partner: int, name: str) -> None:
        """Merge these records into a partner of the book."""
        self._records.merge_into(rows, partner, name)
        self._show_decided()

    def _want_partner(self) -> None:
        chosen = self._chosen()
        if chosen:
            self.partner_wanted.emit(chosen)

    def _show_decided(self) -> None:
        last = self._model.index(self._model.rowCount() - 1, self._model.columnCount() - 1)
        self._model.dataChanged.emit(self._model.index(0, 0), last)
        self._count()
        self._on_selected()
        self.decided.emit()

    def _count(self) -> None:
        counts = self._records.counts
        numbered = [
            Chip(Choice.ADD, _("Added"), number(counts[Choice.ADD])),
            Chip(Choice.MERGE, _("Merged"), number(counts[Choice.MERGE])),
            Chip(Choice.SKIP, _("Skipped"), number(counts[Choice.SKIP])),
        ]
        self._chips.set_chips([Chip(ALL, _("All"), number(len(self._records))), *numbered])

    @Slot()
    def _fill(self) -> None:
        wanted = self._chips.current()
        self._shown = self._records.under(None if wanted == ALL else Choice(wanted))
        self._model.set_rows(self._shown)
        if self._model.rowCount():
            self._table.setCurrentIndex(self._model.index(0, 0))
        self._on_selected()

    @Slot()
    def _on_selected(self) -> None:
        places = self._table.chosen_places()
        self._said.setText(count(len(places), _("{n} record:"), _("{n} records:")) if places else "")
        for each in (*self._buttons.values(), self._into):
            each.setEnabled(bool(places))

    @Slot(object, object)
    def _show_menu(self, _row: object, where: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for each in (self._buttons[Choice.ADD], self._buttons[Choice.MERGE], self._into, self._buttons[Choice.SKIP]):
            menu.addAction(each.text(), each.click).setEnabled(each.isEnabled())
        menu.popup(where)


class _Table(RecordTable):
    """Several records can be chosen, and decided on by letters: A adds, M merges, S skips."""

    choice_typed = Signal(object)
    selected = Signal()

    def __init__(self, model: RecordModel, name: str) -> None:
        super().__init__(model, name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selectionModel().selectionChanged.connect(self.selected)

    def chosen_places(self) -> list[int]:
        """Where the records chosen stand. By ranges: Qt would make an object for each of very many."""
        chosen = self.selectionModel().selection()
        ranges = {(chosen.at(n).top(), chosen.at(n).bottom() + 1) for n in range(chosen.count())}
        if len(ranges) == 1:
            return list(range(*ranges.pop()))
        return sorted({place for each in ranges for place in range(*each)})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        choice = {"a": Choice.ADD, "m": Choice.MERGE, "s": Choice.SKIP}.get(event.text().lower())
        if choice is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.choice_typed.emit(choice)
        else:
            super().keyPressEvent(event)
