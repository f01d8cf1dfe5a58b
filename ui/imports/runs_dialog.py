"""All imports of the book: what each brought, what happened to its rows, and the way to take one back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.formatting import day, number
from app.i18n import _
from ui import theme
from ui.desk import Desk
from ui.imports import words
from ui.imports.runs_report import RunReport
from ui.table.columns import Column
from ui.table.model import RecordModel
from ui.table.view import ROW_HEIGHT, RecordTable
from ui.widgets.buttons import button
from ui.widgets.dialog import room_over
from ui.widgets.empty import EmptyPlace
from ui.widgets.labels import label, restyle

if TYPE_CHECKING:
    from app.queries.import_runs import ImportedFile

SHOWN_ROWS = 4
"""Imports that are seen at once: the report below them is what is read."""


class ImportsDialog(QDialog):
    """The newest import is in front, or the one of ``run_id``."""

    def __init__(self, desk: Desk, run_id: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Imports"))
        self.setModal(True)
        self._desk = desk
        self._wanted = run_id
        self._runs: Sequence[ImportedFile] = ()
        self._model = RecordModel(_columns(), self)
        self._table = RecordTable(self._model, _("Imports"))
        self._report = RunReport(desk)
        self._said = label("", wrap=True, selectable=True)
        self._said.hide()
        self._turn = button(_("Undo this import"), self._turn_current)
        self._turn.setEnabled(False)
        self._export = button(_("Save the report…"), self._report.export)
        self._close = button(_("Close"), self.reject, "primary")
        self._pages = QStackedWidget()
        self._arrange()
        self._table.current_changed.connect(self._on_current)
        self._report.said.connect(self._say)
        self._report.failed.connect(self._refuse)
        desk.changed.connect(self._on_changed)

    def _arrange(self) -> None:
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(self._table)
        column.addWidget(self._report, 1)
        column.addWidget(self._said)
        nothing = EmptyPlace(
            _("Nothing was imported yet"),
            _("Every file that you bring in is listed here, with what happened to each of its rows."),
        )
        self._pages.addWidget(nothing)
        self._pages.addWidget(found)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(self._turn)
        foot.addWidget(self._export)
        foot.addWidget(button(_("Remembered columns…"), self._show_mappings))
        foot.addStretch(1)
        foot.addWidget(self._close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(22), theme.px(18), theme.px(22), theme.px(18))
        outer.setSpacing(theme.px(12))
        outer.addWidget(label(_("Imports"), "title"))
        outer.addWidget(self._pages, 1)
        outer.addLayout(foot)

    @Slot()
    def _show_mappings(self) -> None:
        from ui.imports.mappings_dialog import MappingsDialog

        MappingsDialog(self._desk, self).start()

    def start(self) -> None:
        """Show the dialog, and look which imports there are."""
        self.resize(room_over(self.parentWidget(), 1000, 680))
        self._pages.setCurrentIndex(1)
        self.open()
        self._refresh()

    def _refresh(self) -> None:
        from app.queries import import_runs

        self._desk.ask("imports.runs", import_runs.listed, then=self._show_runs)

    @Slot(object)
    def _on_changed(self, touched: Any) -> None:
        if "import_run" in touched.tables:
            self._refresh()

    @Slot(object)
    def _show_runs(self, runs: Sequence[ImportedFile]) -> None:
        current = self._table.current_row()
        wanted = self._wanted if current is None else current.id
        self._runs = runs
        self._model.set_rows(runs)
        self._table.setFixedHeight(theme.px(ROW_HEIGHT) * (min(len(runs), SHOWN_ROWS) + 1) + theme.px(4))
        self._pages.setCurrentIndex(1 if runs else 0)
        self._export.setVisible(bool(runs))
        place = next((place for place, run in enumerate(runs) if run.id == wanted), 0)
        if runs:
            self._table.setCurrentIndex(self._model.index(place, 0))
            self._table.setFocus()
        else:
            self._on_current(None)
            self._close.setFocus()

    @Slot(object)
    def _on_current(self, run: ImportedFile | None) -> None:
        self._report.show_run(run)
        self._turn.setVisible(run is not None and run.standing in ("done", "undone"))
        if run is not None:
            self._turn.setText(_("Undo this import") if run.standing == "done" else _("Bring it back"))
            self._turn.setAccessibleName(self._turn.text())
            self._turn.setEnabled(True)

    @Slot()
    def _turn_current(self) -> None:
        """Undo the import in front, or bring it back."""
        from app.operations import history

        run = self._table.current_row()
        if run is None or run.set_id is None:
            return
        self._turn.setEnabled(False)
        undoes = run.standing == "done"
        told = _("“{name}” was undone.") if undoes else _("“{name}” was brought back.")
        self._desk.do(
            *("Undo: Import {file}" if undoes else "Redo: Import {file}", history.turn, run.set_id),
            then=partial(self._on_turned, told.format(name=run.file_name)),
            failed=self._refuse,
            file=run.file_name,
        )

    def _on_turned(self, told: str, _nothing: object) -> None:
        self._say(told)

    @Slot(str)
    def _say(self, sentence: str) -> None:
        self._show_said(sentence, "green")

    @Slot(object)
    def _refuse(self, error: object) -> None:
        self._turn.setEnabled(True)
        self._show_said(str(error), "red")

    def _show_said(self, sentence: str, tone: str) -> None:
        self._said.setText(sentence)
        self._said.setProperty("tone", tone)
        self._said.show()
        restyle(self._said)


def _columns() -> tuple[Column, ...]:
    kinds = words.kinds()
    return (
        Column(_("Made"), _made, 155, tone=lambda run: "soft"),
        Column(_("File"), lambda run: str(run.file_name), 120, stretch=True, bold=True),
        Column(_("Holds"), lambda run: kinds[run.kind], 100),
        Column(_("Read"), lambda run: number(run.read), 74, right=True),
        Column(_("Added"), lambda run: number(run.added), 74, right=True),
        Column(_("Merged"), lambda run: number(run.merged), 82, right=True, gives_way=1),
        Column(_("Skipped"), lambda run: number(run.skipped), 82, right=True, gives_way=2),
        Column(
            *(_("Kept out"), lambda run: number(run.kept_out), 84),
            right=True,
            tone=lambda run: "amber" if run.kept_out else "",
        ),
        Column(_("Now"), _standing, 110, tone=lambda run: "green" if run.standing == "done" else "soft"),
    )


def _made(run: ImportedFile) -> str:
    when = run.at.astimezone()
    return f"{day(when.date(), style='dated')}, {when:%H:%M}"


def _standing(run: ImportedFile) -> str:
    return {"done": _("In the book"), "taken": _("In the book")}.get(run.standing, _("Undone"))
