"""Paying a partner: the lines and the sum are seen before anything is recorded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app import clock
from app.domain.payouts import Candidate, LeftOut
from app.formatting import count, money
from app.i18n import _
from ui import theme
from ui.commissions import words
from ui.commissions.columns import line_columns
from ui.desk import Desk
from ui.table.model import RecordModel
from ui.table.view import RecordTable
from ui.widgets.day_field import DayField
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import line
from ui.widgets.labels import label


class PayDialog(FormDialog):
    """Records a payout. ``paid`` tells the number of the statement that was issued with it."""

    paid = Signal(str)

    def __init__(self, desk: Desk, partner_id: int, partner: str, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Pay {partner}").format(partner=partner), _("Record payout"), parent, width=640)
        self._desk, self._partner_id, self._partner, self._currency = desk, partner_id, partner, currency
        self._until = DayField(clock.today())
        self._paid_on = DayField(clock.today())
        self._method = line(hint=_("Bank transfer"))
        self._reference = line(hint=_("Reference on the transfer"))
        days = QHBoxLayout()
        days.setSpacing(theme.px(10))
        self._until.setAccessibleName(_("All that is payable up to"))
        self._paid_on.setAccessibleName(_("Paid on"))
        days.addWidget(self._until, 1)
        days.addWidget(label(_("paid on"), "soft"))
        days.addWidget(self._paid_on, 1)
        holder = QWidget()
        days.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(days)
        holder.setFocusProxy(self._until)
        holder.setAccessibleName(_("Days"))
        self.row(_("Payable up to"), holder)
        self.row(_("Paid by"), self._method)
        self.row(_("Reference"), self._reference)
        self._add_lines()
        self.allow(False)
        self._until.changed.connect(self._ask_draft)
        self._method.setFocus()
        self._ask_draft()

    def _add_lines(self) -> None:
        self._model = RecordModel(line_columns(), self)
        self._table = RecordTable(self._model, _("Lines of the statement"))
        self._table.setProperty("panel", True)
        self._table.setFixedHeight(theme.px(190))
        total = QHBoxLayout()
        self._counted = label("", "soft")
        self._total = label("", "figure")
        self._total.setAccessibleName(_("To be paid"))
        total.addWidget(self._counted, 1)
        total.addWidget(label(_("To be paid"), "soft"))
        total.addWidget(self._total, 0, Qt.AlignmentFlag.AlignRight)
        self.add(total)  # above the lines: there can be more of them than a low screen shows
        self.add(self._table)
        self._blocked = self.say("", "error")
        self._hold = self.say("", "soft")
        self._minimum = self.say("", "soft")
        self._minimum.hide()

    def save(self) -> None:
        from app.operations import payouts

        self._desk.do(
            "Pay {partner}",
            payouts.record,
            self._partner_id,
            self._currency,
            self._until.day(),
            self._paid_on.day(),
            self._method.text(),
            self._reference.text(),
            then=self._saved,
            failed=self.refuse,
            partner=self._partner,
        )

    @Slot(object)
    def _saved(self, number: str) -> None:
        self.accept()
        self.paid.emit(number)

    def _ask_draft(self) -> None:
        from app.queries import payout_runs

        self._desk.ask(
            ("pay.minimum", id(self)), payout_runs.propose, self._until.day(), self._partner_id, then=self._show_minimum
        )
        self._desk.ask(
            ("pay.draft", id(self)),
            payout_runs.draft,
            self._partner_id,
            self._currency,
            self._until.day(),
            self._paid_on.day(),
            then=self._show_draft,
            failed=self.refuse,
        )

    @Slot(object)
    def _show_minimum(self, candidates: Sequence[Candidate]) -> None:
        """Say when this is less than a payout run would pay."""
        ours = [each for each in candidates if each.payable.currency == self._currency]
        below = next((each.minimum for each in ours if each.left_out is LeftOut.MINIMUM), None)
        self._minimum.setText(words.below_minimum(below) if below else "")
        self._minimum.setVisible(below is not None)
        self.fit()

    @Slot(object)
    def _show_draft(self, drawn: Any) -> None:
        self._model.set_rows(drawn.lines)
        self._counted.setText(count(len(drawn.lines), _("{n} line"), _("{n} lines")))
        self._total.setText(money(drawn.total))
        if not self._method.text():
            self._method.setText(drawn.pay_method)
        trouble, hold = words.blocked(drawn), words.hold_note(drawn)
        self._blocked.setText(trouble)
        self._blocked.setVisible(bool(trouble))
        self._hold.setText(hold)
        self._hold.setVisible(bool(hold))
        self.allow(not trouble)
        self.fit()


class VoidDialog(FormDialog):
    """Declares a statement void; asks why."""

    def __init__(self, desk: Desk, row: Any, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Void statement {number}").format(number=row.number), _("Void"), parent, width=480, kind="danger"
        )
        self._desk, self._row = desk, row
        self.say(
            _(
                "The payout of {amount} to {partner} is declared void. Both stay on record, marked void with your "
                "reason, and what it had paid is open again. A statement is never deleted."
            ).format(amount=money(row.total), partner=row.partner)
        )
        self._reason = line(hint=_("Wrong amount, transfer came back …"))
        self.row(_("Why"), self._reason)
        self._reason.setFocus()

    def save(self) -> None:
        from app.operations import payouts

        self._desk.do(
            "Void statement {number}",
            payouts.void,
            self._row.payout_id,
            self._reason.text(),
            then=self._saved,
            failed=self.refuse,
            number=self._row.number,
        )

    @Slot(object)
    def _saved(self, _nothing: Any) -> None:
        self.accept()
