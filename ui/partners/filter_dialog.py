"""Making a filter: lines of conditions, how many partners fit them, and a name to save them under."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from app import clock
from app.domain.errors import PartnerbookError, UserError
from app.domain.filters import Criteria, check
from app.formatting import number
from app.i18n import _
from app.queries import filtered, saved_filters
from app.queries.saved_filters import Saved
from ui.desk import Desk
from ui.partners import writes
from ui.partners.filter_row import FilterRow, Known
from ui.terms.rows import Rows
from ui.widgets.buttons import button
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import Choice, line
from ui.widgets.labels import label

COUNT_AFTER_MS = 150


class FilterDialog(FormDialog):
    """The lines of a filter. ``chosen`` tells the criteria, and the ``uid`` where they were saved."""

    chosen = Signal(object, str)
    deleted = Signal()

    def __init__(
        self,
        desk: Desk,
        known: Known,
        criteria: Criteria,
        saved: Saved | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Filter"), _("Show"), parent, width=640)
        self._desk, self._known, self._saved = desk, known, saved
        self._match = Choice([(False, _("All lines hold")), (True, _("At least one line holds"))], criteria.any_of)
        self._match.setAccessibleName(_("How the lines are combined"))
        self.add_left(self._match)
        headings = list(zip((_("Field"), "", ""), FilterRow.SHARES, strict=True))
        self._lines = Rows(self._make, headings, _("+ Add a line"))
        self.add(self._lines)
        for condition in criteria.conditions:
            if condition.field in known.sorts:
                self._lines.append().show_condition(condition)
        if not self._lines.rows:
            self._lines.append()
        self._name = line(saved.name if saved else "", hint=_("Only if you want to keep it"))
        self.row(_("Save as"), self._name)
        if saved is not None:
            self.add_left(button(_("Delete this filter"), self._delete, "link"))
        self._found = label("", "soft", wrap=True)
        self.keep(self._found)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(COUNT_AFTER_MS)
        self._soon.timeout.connect(self._ask)
        self._lines.changed.connect(self._on_changed)
        self._match.picked.connect(self._on_changed)
        self._lines.rows[0].cells[0].setFocus()
        desk.ask_fast("partners.filter.kept", saved_filters.all_kept, then=self._on_kept)
        self._ask()
        self.fit()

    def criteria(self) -> Criteria:
        """The filter as typed; raises ``UserError`` naming what is missing."""
        return check(Criteria(tuple(row.condition() for row in self._lines.rows), bool(self._match.value())))

    def save(self) -> None:
        criteria = self.criteria()
        if not criteria.conditions:
            raise UserError("filter_empty", _("A filter needs at least one line."))
        name = self._name.text().strip()
        if not name:
            self.chosen.emit(criteria, "")
            self.accept()
            return
        self._desk.do(
            "Save filter {name}",
            writes.save_filter,
            name,
            criteria,
            self._saved.uid if self._saved else "",
            then=self._on_saved,
            failed=self.refuse,
            name=name,
        )

    def _make(self) -> FilterRow:
        return FilterRow(self._known)

    @Slot()
    def _on_changed(self) -> None:
        self._trouble.hide()
        self._soon.start()

    @Slot()
    def _ask(self) -> None:
        try:
            criteria = self.criteria()
        except PartnerbookError:
            self._desk.forget("partners.filter.count")
            self._found.setText(_("Fill in what is missing to see how many partners fit."))
            return
        self._desk.ask_fast("partners.filter.count", filtered.count, criteria, clock.today(), then=self._show_count)

    def _show_count(self, found: int) -> None:
        one, many = _("One partner fits."), _("{count} partners fit.")
        self._found.setText(one if found == 1 else many.format(count=number(found)))

    def _on_kept(self, kept: dict[str, tuple[str, ...]]) -> None:
        self._known.kept.update(kept)
        for row in self._lines.rows:
            row.complete()

    def _on_saved(self, uid: Any) -> None:
        self.chosen.emit(self.criteria(), uid)
        self.accept()

    @Slot()
    def _delete(self) -> None:
        if self._saved is not None:
            uid, name = self._saved.uid, self._saved.name
            self._desk.do("Delete filter {name}", writes.remove_filter, uid, then=self._on_deleted, name=name)

    def _on_deleted(self, _nothing: Any) -> None:
        self.deleted.emit()
        self.reject()
