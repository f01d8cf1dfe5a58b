"""Calling a file of a partner something else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from app.i18n import _
from ui.desk import Desk
from ui.partners import writes
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import line

if TYPE_CHECKING:
    from app.queries.attachments import AttachmentRow


class FileForm(FormDialog):
    """The name, with what comes before its ending selected."""

    def __init__(self, desk: Desk, row: AttachmentRow, partner: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Rename the file"), _("Rename"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._row, self._partner = desk, row, partner
        self._name = line(row.name)
        self.row(_("Name"), self._name)
        self._name.setFocus()
        self._name.setSelection(0, len(row.name.rpartition(".")[0]) or len(row.name))

    def save(self) -> None:
        self._desk.do(
            "Rename file of {partner}",
            writes.rename_file,
            self._row.id,
            self._name.text(),
            then=self._saved,
            failed=self.refuse,
            partner=self._partner,
        )

    @Slot(object)
    def _saved(self, _nothing: Any) -> None:
        self.accept()
