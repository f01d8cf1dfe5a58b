"""Which rows of a table are selected, by their ids: also of a hundred thousand, of which few were ever fetched."""

from __future__ import annotations

from array import array
from collections.abc import Container

from PySide6.QtCore import QItemSelection, QItemSelectionModel
from PySide6.QtWidgets import QTableView

from ui.table.model import RecordModel

MOST_RUNS = 2000
"""A selection in more pieces than these is not made again when the rows are replaced."""


def selected_count(view: QTableView) -> int:
    """How many rows are selected."""
    return sum(bottom - top + 1 for top, bottom in _runs(view))


def selected_ids(view: QTableView, model: RecordModel) -> array[int]:
    """The ids of the selected rows in the order of the table."""
    return array("q", [model.id_at(place) for top, bottom in sorted(_runs(view)) for place in range(top, bottom + 1)])


def _runs(view: QTableView) -> list[tuple[int, int]]:
    """The first and last places of the runs of rows that are selected."""
    selection = view.selectionModel().selection()
    runs = [selection.at(number) for number in range(selection.count())]
    return [(run.top(), run.bottom()) for run in runs if run.left() == 0]


def select_ids(view: QTableView, model: RecordModel, wanted: Container[int]) -> None:
    """Select the rows with these ids beside those that are; what is no longer in the table is left out."""
    selection, first, runs = QItemSelection(), -1, 0
    last = model.columnCount() - 1
    for place in range(model.rowCount() + 1):
        inside = place < model.rowCount() and model.id_at(place) in wanted
        if inside and first < 0:
            first = place
        elif not inside and first >= 0:
            selection.select(model.index(first, 0), model.index(place - 1, last))
            first, runs = -1, runs + 1
            if runs > MOST_RUNS:
                return
    view.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.Select)
