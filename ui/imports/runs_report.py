"""What happened to each row of an import: by outcome, by words, one written out, all of it saved as a table."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.formatting import number
from app.i18n import _
from ui import theme
from ui.desk import Desk
from ui.table.columns import Column
from ui.table.model import RecordModel
from ui.table.view import RecordTable
from ui.widgets.chips import Chip, Chips
from ui.widgets.fields import line
from ui.widgets.labels import label

if TYPE_CHECKING:
    from app.queries.import_runs import ImportedFile, ImportedRow, Report

ALL = "all"
_TONES = {"added": "green", "merged": "green", "skipped": "soft", "kept out": "amber", "problem": "amber"}


class RunReport(QWidget):
    """``said`` tells that something was done; ``failed`` why not."""

    said = Signal(str)
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._run: ImportedFile | None = None
        self._chips = Chips(_("Which rows"))
        self._chips.set_chips([Chip(ALL, _("All"))])
        self._chips.set_current(ALL)
        self._search = line(hint=_("Find a line, a name or a reason"), name=_("Search the rows"))
        self._search.setFixedWidth(theme.px(260))
        self._model = RecordModel(_columns(), self)
        self._table = RecordTable(self._model, _("Rows of the file"))
        self._whole = label("", "soft", wrap=True, selectable=True)
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self._chips, 1)
        head.addWidget(self._search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(head)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._whole)
        self._chips.chosen.connect(self._ask)
        self._search.textChanged.connect(self._ask)
        self._table.current_changed.connect(self._write_out)

    def show_run(self, run: ImportedFile | None) -> None:
        """Show what happened to the rows of this import, all of them to begin with."""
        self._run = run
        self._chips.set_current(ALL)
        self._search.blockSignals(True)
        self._search.clear()
        self._search.blockSignals(False)
        self._ask()

    @Slot()
    def _ask(self) -> None:
        from app.queries import import_runs

        if self._run is None:
            self._model.set_rows(())
            return
        chosen = self._chips.current()
        wanted = "" if chosen == ALL else chosen
        self._desk.ask(
            "imports.report", import_runs.report, self._run.id, wanted, self._search.text(), then=self._show_report
        )

    @Slot(object)
    def _show_report(self, found: Report) -> None:
        chosen = self._chips.current() or ALL
        counts = found.counts
        chips = [Chip(key, words, number(counts[key])) for key, words in outcomes() if counts.get(key) or key == chosen]
        self._chips.set_chips([Chip(ALL, _("All"), number(sum(counts.values()))), *chips])
        self._chips.set_current(chosen)
        self._model.set_rows(found.rows)
        self._write_out(None)
        if found.rows:
            self._table.setCurrentIndex(self._model.index(0, 0))

    @Slot(object)
    def _write_out(self, row: ImportedRow | None) -> None:
        self._whole.setText(row.why if row is not None else "")

    @Slot()
    def export(self) -> None:
        """Ask for a file, and write the whole report to it as a table."""
        if self._run is None:
            return
        name = f"{Path(self._run.file_name).stem} - {_('report')}.csv"
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Save the report"), str(self._desk.path.with_name(name)), _("Tables (*.csv)")
        )
        if chosen:
            path = Path(chosen) if chosen.lower().endswith(".csv") else Path(f"{chosen}.csv")
            told = _("The report is in “{name}”.").format(name=path.name)
            self._desk.ask(
                *("imports.export", write_report, self._run.id, path),
                then=partial(self._on_exported, told),
                failed=self.failed.emit,
            )

    def _on_exported(self, told: str, _rows: int) -> None:
        self.said.emit(told)


def write_report(session: Any, run_id: int, path: Path) -> int:
    """Write what happened to each row as CSV, over a file there is; returns how many rows."""
    from app.exchange.atomic import atomic_write
    from app.exchange.write_csv import write_csv
    from app.queries import import_runs

    words = dict(outcomes())
    rows = import_runs.report(session, run_id).rows
    header = (_("Line"), _("What happened"), _("Name"), _("Why"))
    with atomic_write(path, overwrite=True) as file:
        return write_csv(file, header, ((row.line, words[row.outcome], row.name, row.why) for row in rows))


def outcomes() -> list[tuple[str, str]]:
    """What can have happened to a row, in words."""
    return [
        ("added", _("Added")),
        ("merged", _("Merged")),
        ("skipped", _("Skipped")),
        ("kept out", _("Kept out")),
        ("problem", _("With a problem")),
    ]


def _columns() -> tuple[Column, ...]:
    words = dict(outcomes())
    return (
        Column(_("Line"), lambda row: str(row.line), 64, right=True, tone=lambda row: "soft"),
        Column(_("What happened"), lambda row: words[row.outcome], 120, tone=lambda row: _TONES[row.outcome]),
        Column(_("Name"), lambda row: str(row.name), 200, stretch=True, bold=True),
        Column(_("Why"), lambda row: str(row.why), 320, stretch=True, tone=lambda row: "soft", gives_way=1),
    )
