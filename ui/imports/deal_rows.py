"""The rows of a file of referrals or sales: what each says, what becomes of it, and why."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.exchange.deal_decisions import Outcome
from app.exchange.drafts import SaleDraft
from app.formatting import day, money
from app.i18n import _
from ui import names, theme
from ui.imports.deals_work import DealRow
from ui.table.columns import Column
from ui.table.model import RecordModel
from ui.table.view import RecordTable
from ui.widgets.labels import label

_TONES = {Outcome.ADD: "green", Outcome.MERGE: "green", Outcome.SKIP: "soft", Outcome.KEEP_OUT: "amber"}


class DealRows(QWidget):
    """A table; why the row chosen does not simply go in is written out below, whatever its length."""

    def __init__(self) -> None:
        super().__init__()
        self._model = RecordModel(_columns(), self)
        self._table = RecordTable(self._model, _("Rows of the file"))
        self._why = label("", "soft", wrap=True, selectable=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self._table, 1)
        layout.addWidget(self._why)
        self._table.current_changed.connect(self._write_out)

    def show_rows(self, rows: Sequence[DealRow]) -> None:
        """Show these."""
        self._model.set_rows(rows)
        self._write_out(None)
        if rows:
            self._table.setCurrentIndex(self._model.index(0, 0))

    @Slot(object)
    def _write_out(self, row: DealRow | None) -> None:
        self._why.setText(row.decision.why if row is not None else "")


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Line"), lambda row: str(row.decision.draft.source_line), 56, right=True, tone=lambda row: "soft"),
        Column(_("Day"), _day, 96),
        Column(_("Customer"), lambda row: str(row.decision.draft.customer), 200, stretch=True, bold=True),
        Column(_("Amount"), _amount, 120, right=True),
        Column(_("Partner"), lambda row: str(row.partner), 180, stretch=True),
        Column(_("What happens"), _outcome, 110, tone=lambda row: _TONES[row.decision.outcome]),
        Column(_("Why"), lambda row: str(row.decision.why), 220, stretch=True, tone=lambda row: "soft", gives_way=1),
    )


def _day(row: DealRow) -> str:
    draft = row.decision.draft
    on = draft.day if isinstance(draft, SaleDraft) else draft.received
    return day(on) if on else ""


def _amount(row: DealRow) -> str:
    draft = row.decision.draft
    found = draft.amount if isinstance(draft, SaleDraft) else draft.value
    return money(found) if found is not None else ""


def _outcome(row: DealRow) -> str:
    decision = row.decision
    if decision.outcome is Outcome.ADD and isinstance(decision.draft, SaleDraft):
        return _("Refund") if decision.draft.amount.minor < 0 else _("Sale")
    if decision.outcome is Outcome.ADD:
        stage = decision.referral.stage if decision.referral else None
        return names.stage(stage) if stage else _("Add")
    return {Outcome.MERGE: _("Add to known"), Outcome.SKIP: _("Skip"), Outcome.KEEP_OUT: _("Kept out")}[
        decision.outcome
    ]
