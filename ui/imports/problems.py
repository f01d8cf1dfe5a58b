"""What could not be taken from a file as it stands, with the lines."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.exchange.drafts import Problem
from app.i18n import _
from ui import theme
from ui.table.columns import Column
from ui.table.model import RecordModel
from ui.table.view import RecordTable
from ui.widgets.labels import label


class Problems(QWidget):
    """A row for each; the one chosen is written out below, whatever its length."""

    def __init__(self) -> None:
        super().__init__()
        columns = (
            Column(_("Line"), lambda problem: str(problem.line), 60, right=True, tone=lambda problem: "soft"),
            Column(_("What is wrong"), lambda problem: str(problem.sentence), 300, stretch=True),
        )
        self._model = RecordModel(columns, self)
        self._table = RecordTable(self._model, _("Problems"))
        self._whole = label("", "soft", wrap=True, selectable=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self._table, 1)
        layout.addWidget(self._whole)
        self._table.current_changed.connect(self._write_out)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these."""
        self._model.set_rows(problems)
        self._write_out(None)
        if problems:
            self._table.setCurrentIndex(self._model.index(0, 0))

    @Slot(object)
    def _write_out(self, problem: Problem | None) -> None:
        self._whole.setText(problem.sentence if problem is not None else "")
