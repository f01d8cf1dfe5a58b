"""What was remembered of the columns of files: looked at, renamed, forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.imports import SavedMapping
from app.i18n import _
from app.queries import import_mappings
from ui import theme
from ui.desk import Desk
from ui.imports import words
from ui.table.columns import Column
from ui.table.model import RecordModel
from ui.table.view import RecordTable
from ui.widgets.buttons import button
from ui.widgets.dialog import room_over
from ui.widgets.fields import line
from ui.widgets.labels import label


class MappingsDialog(QDialog):
    """What is done to the one chosen is written at once, and can be undone."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Remembered columns"))
        self.setModal(True)
        self._desk = desk
        self._model = RecordModel(_columns(), self)
        self._table = RecordTable(self._model, _("Remembered columns"))
        self._whole = label("", "soft", wrap=True, selectable=True)
        self._name = line(name=_("Name"))
        self._rename = button(_("Rename"), self._rename_current)
        self._forget = button(_("Forget"), self._forget_current)
        self._trouble = label("", "error", wrap=True)
        self._trouble.hide()
        self._arrange()
        self._table.current_changed.connect(self._on_current)
        self._name.returnPressed.connect(self._rename_current)
        desk.changed.connect(self._on_changed)

    def _arrange(self) -> None:
        said = _("Files with exactly these columns are read by what you said that they mean.")
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(label(_("Name"), "soft"))
        row.addWidget(self._name, 1)
        for each in (self._rename, self._forget):
            each.setAutoDefault(False)
            row.addWidget(each)
        foot = QHBoxLayout()
        foot.addStretch(1)
        close = button(_("Close"), self.reject, "primary")
        close.setAutoDefault(False)
        foot.addWidget(close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(22), theme.px(18), theme.px(22), theme.px(18))
        outer.setSpacing(theme.px(12))
        outer.addWidget(label(_("Remembered columns"), "title"))
        outer.addWidget(label(said, "soft", wrap=True))
        outer.addWidget(self._table, 1)
        outer.addWidget(self._whole)
        outer.addLayout(row)
        outer.addWidget(self._trouble)
        outer.addLayout(foot)

    def start(self) -> None:
        """Show the dialog with what is remembered."""
        self.resize(room_over(self.parentWidget(), 640, 460))
        self.open()
        self._show_all(self._desk.now(import_mappings.listed))
        self._table.setFocus()

    @Slot(object)
    def _on_changed(self, touched: Any) -> None:
        if "import_mapping" in touched.tables:
            self._show_all(self._desk.now(import_mappings.listed))

    def _show_all(self, remembered: Sequence[SavedMapping]) -> None:
        current = self._table.current_row()
        self._model.set_rows(remembered)
        place = next((place for place, each in enumerate(remembered) if current and each.id == current.id), 0)
        if remembered:
            self._table.setCurrentIndex(self._model.index(place, 0))
        else:
            self._on_current(None)

    @Slot(object)
    def _on_current(self, mapping: SavedMapping | None) -> None:
        self._say("")
        self._name.setText(mapping.name if mapping else "")
        self._whole.setText(_meanings(mapping) if mapping else "")
        for each in (self._name, self._rename, self._forget):
            each.setEnabled(mapping is not None)

    @Slot()
    def _rename_current(self) -> None:
        from app.operations.import_mappings import rename

        mapping, name = self._table.current_row(), self._name.text()
        if mapping is not None and name != mapping.name:
            self._desk.do(
                *("Rename remembered columns {name}", rename, mapping.id, name), failed=self._refuse, name=mapping.name
            )

    @Slot()
    def _forget_current(self) -> None:
        from app.operations.import_mappings import delete

        mapping = self._table.current_row()
        if mapping is not None:
            self._desk.do(
                *("Forget remembered columns {name}", delete, mapping.id), failed=self._refuse, name=mapping.name
            )

    @Slot(object)
    def _refuse(self, error: object) -> None:
        self._say(str(error))

    def _say(self, sentence: str) -> None:
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))


def _columns() -> tuple[Column, ...]:
    kinds = words.kinds()
    return (
        Column(_("Name"), lambda mapping: str(mapping.name), 160, stretch=True, bold=True),
        Column(_("Holds"), lambda mapping: kinds[mapping.kind], 100),
        Column(
            *(_("Columns"), lambda mapping: ", ".join(mapping.headers), 260), stretch=True, tone=lambda mapping: "soft"
        ),
    )


def _meanings(mapping: SavedMapping) -> str:
    """``Wer: Customer · Wann: Date``; columns that are only kept are left out."""
    known = dict(words.fields() if mapping.kind == "partners" else words.deal_fields())
    return " · ".join(
        f"{header}: {known.get(field) or words.field_name(field)}" for header, field in mapping.columns.items() if field
    )
