"""A payout run: choosing and approving whom to pay, and recording what was paid."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app import clock
from app.formatting import count
from app.i18n import _
from ui import theme
from ui.commissions import words
from ui.commissions.columns import approval_columns, candidate_columns
from ui.desk import Desk
from ui.table.picking import PickModel, PickTable
from ui.widgets.buttons import button
from ui.widgets.day_field import DayField
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import line
from ui.widgets.labels import label

WIDTH = 800


class Choosing(FormDialog):
    """A form with a table of partners to choose from, what is chosen and its sum."""

    def _add_table(self, model: PickModel, name: str) -> None:
        self.model = model
        self.table = PickTable(model, name)
        self.table.setProperty("panel", True)
        self.table.setFixedHeight(theme.px(270))
        self.table.current_changed.connect(self._show_note)
        self.add(self.table)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(6))
        foot.addWidget(button(_("All"), self._pick_all, "small", name=_("Choose all")))
        foot.addWidget(button(_("None"), self._pick_none, "small", name=_("Choose none")))
        self._counted = label("", "soft")
        self._total = label("", "figure", wrap=True)
        self._total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._total.setAccessibleName(_("To be paid"))
        foot.addWidget(self._counted)
        foot.addWidget(self._total, 1)
        self.add(foot)
        self._note: QLabel = self.say("", "soft")
        model.repicked.connect(self._count)
        self._count()

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Show whom there is to choose from."""
        self.model.set_rows(rows)
        if rows:
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._show_note(self.table.current_row())

    def note(self, row: Any) -> str:
        """What there is to say about a row."""
        raise NotImplementedError

    @Slot(object)
    def _show_note(self, row: Any) -> None:
        self._note.setText(words.about(row.partner, self.note(row)) if row is not None else "")

    @Slot()
    def _count(self) -> None:
        picked = self.model.picked()
        self._counted.setText(count(len(picked), _("{n} payment"), _("{n} payments")))
        self._total.setText(words.sums(self.amount(row) for row in picked))
        self.allow(bool(picked))

    def amount(self, row: Any) -> Any:
        """What a row pays."""
        return row.amount

    def _pick_all(self) -> None:
        self.model.pick_all(True)

    def _pick_none(self) -> None:
        self.model.pick_all(False)


class RunDialog(Choosing):
    """Chooses until when and whom to pay. ``approved`` tells what was approved, in words."""

    approved = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("Payout run"), _("Approve"), parent, width=WIDTH)
        self._desk = desk
        self.say(
            _(
                "What you approve is set aside for payment. Pay it with your bank or PayPal, then record it: "
                "that issues the statements."
            )
        )
        self._until = DayField(clock.today())
        self.row(_("Payable up to"), self._until)
        self._add_table(PickModel(_("Pay"), candidate_columns(), _is_payable, _candidate_key, self), _("Whom to pay"))
        self._until.changed.connect(self._ask)
        self._ask()
        self.table.setFocus()

    def note(self, row: Any) -> str:
        return words.candidate_note(row)

    def amount(self, row: Any) -> Any:
        return row.payable

    def _ask(self) -> None:
        from app.queries import payout_runs

        self.allow(False)
        self._desk.ask(
            ("run.propose", id(self)), payout_runs.propose, self._until.day(), then=self._show, failed=self.refuse
        )

    @Slot(object)
    def _show(self, candidates: Sequence[Any]) -> None:
        self.show_rows(candidates)
        if not candidates:
            self._note.setText(_("Nothing is open: when a referral is won, what the partner earned stands here."))

    def save(self) -> None:
        from app.operations import payout_run

        chosen = [payout_run.Chosen(row.partner_id, row.payable) for row in self.model.picked()]
        self._sum = self._total.text()
        self._desk.do(
            "Approve payouts of {amount}",
            payout_run.approve,
            self._until.day(),
            chosen,
            then=self._saved,
            failed=self._refused,
            amount=self._sum,
        )

    @Slot(object)
    def _refused(self, error: Any) -> None:
        self._ask()
        self.refuse(error)

    @Slot(object)
    def _saved(self, _run_id: int) -> None:
        self.accept()
        self.approved.emit(_("Payouts of {amount} are approved.").format(amount=self._sum))


class RecordDialog(Choosing):
    """Records what a run has paid. ``recorded`` tells ``operations.payout_run.Recorded``."""

    recorded = Signal(object)

    def __init__(self, desk: Desk, run_id: int, parent: QWidget | None = None) -> None:
        super().__init__(_("Record payouts"), _("Record"), parent, width=WIDTH)
        self._desk, self._run_id = desk, run_id
        self._paid_on = DayField(clock.today())
        self._method = line(hint=_("as agreed with each partner"))
        self._reference = line(hint=_("Reference on the transfers"))
        self.row(_("Paid on"), self._paid_on)
        self.row(_("Paid by"), self._method)
        self.row(_("Reference"), self._reference)
        self._add_table(PickModel(_("Paid"), approval_columns(), _is_recordable, _approval_key, self), _("Payments"))
        self._ask()
        self._method.setFocus()

    def note(self, row: Any) -> str:
        return words.approval_note(row)

    def _ask(self) -> None:
        from app.queries import payout_runs

        self.allow(False)
        self._desk.ask(
            ("run.approvals", id(self)),
            payout_runs.approvals,
            self._run_id,
            then=self.show_rows,
            failed=self.refuse,
        )

    def save(self) -> None:
        from app.operations import payout_run

        self._desk.do(
            "Record payouts of {amount}",
            payout_run.record,
            self._run_id,
            self._paid_on.day(),
            self._method.text(),
            self._reference.text(),
            {row.id for row in self.model.picked()},
            then=self._saved,
            failed=self._refused,
            amount=self._total.text(),
        )

    @Slot(object)
    def _refused(self, error: Any) -> None:
        self._ask()
        self.refuse(error)

    @Slot(object)
    def _saved(self, recorded: Any) -> None:
        self.accept()
        self.recorded.emit(recorded)


def _is_payable(row: Any) -> bool:
    return bool(row.left_out is None)


def _candidate_key(row: Any) -> Hashable:
    return row.partner_id, row.payable.currency


def _is_recordable(row: Any) -> bool:
    return bool(row.state == "approved" and not row.changed)


def _approval_key(row: Any) -> Hashable:
    return int(row.id)
