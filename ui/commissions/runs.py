"""The list of payout runs: what is approved and waits, what was paid, what was withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot

from app.i18n import _
from ui.commissions import columns, words
from ui.commissions.lists import MoneyList
from ui.desk import Desk
from ui.widgets.buttons import button
from ui.widgets.empty import EmptyPlace


class Runs(MoneyList):
    """Payout runs. Each signal but ``new_wanted`` tells the ``Run`` row."""

    new_wanted = Signal()
    record_wanted = Signal(object)
    list_wanted = Signal(object)
    withdraw_wanted = Signal(object)
    counted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        begin = button(_("Payout run…"), kind="primary")
        empty = EmptyPlace(
            _("No payout run yet"),
            _("Choose whom to pay and approve it; then save the payment list, pay, and record the run here."),
            [begin],
        )
        super().__init__(desk, columns.run_columns(), _("Payout runs"), empty)
        begin.clicked.connect(self.new_wanted)
        self._withdraw = button(_("Withdraw"), self._want_withdraw, "danger")
        self._list = button(_("Payment list…"), self._want_list)
        self._record = button(_("Record…"), self._want_record, "primary")
        for made in (self._withdraw, self._list, self._record):
            made.setEnabled(False)
            self.add_button(made)
        self.table.opened.connect(self._want_record)

    def ask(self) -> None:
        from app.queries import payout_runs

        self.desk.ask("commissions.runs", payout_runs.listed, then=self._show_rows)

    @Slot(object)
    def _show_rows(self, rows: Sequence[Any]) -> None:
        self.model.set_rows(rows)
        self.counted.emit(sum(1 for row in rows if row.waiting))
        self.keep_place(len(rows))

    def show_current(self, row: Any) -> None:
        waits = row is not None and row.waiting > 0
        for each in (self._withdraw, self._list, self._record):
            each.setEnabled(waits)
        self.sentence.setText(words.run_sentence(row) if row is not None else "")

    def _want_record(self, _row: Any = None) -> None:
        self._tell(self.record_wanted)

    def _want_list(self) -> None:
        self._tell(self.list_wanted)

    def _want_withdraw(self) -> None:
        self._tell(self.withdraw_wanted)

    def _tell(self, wanted: Any) -> None:
        row = self.table.current_row()
        if row is not None and row.waiting:
            wanted.emit(row)
