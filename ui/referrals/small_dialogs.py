"""Two short questions about a referral: how much was refunded, and why it was lost."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app import clock
from app.domain.errors import UserError
from app.domain.referrals import Stage
from app.formatting import money
from app.i18n import _
from ui.desk import Desk
from ui.referrals import words
from ui.widgets.day_field import DayField
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import MoneyField, line


class RefundDialog(FormDialog):
    """Money given back on a sale, with what it takes back of the commission."""

    def __init__(self, desk: Desk, detail: Any, sale: Any, parent: QWidget | None = None) -> None:
        super().__init__(_("Refund to {customer}").format(customer=detail.row.customer), _("Enter refund"), parent)
        self._desk, self._detail, self._sale = desk, detail, sale
        left = words.left_of(sale, detail.sales)
        self.say(
            _("Of the sale of {amount}, {left} is not refunded yet.").format(
                amount=money(sale.amount), left=money(left)
            )
        )
        self._amount = MoneyField(left.currency, left, fixed=True)
        self._on = DayField(clock.today())
        self._reference = line(hint=_("Number of the credit note"))
        self.row(_("Given back"), self._amount)
        self.row(_("On"), self._on)
        self.row(_("Reference"), self._reference)
        self._preview = self.say("", "body")
        self._amount.changed.connect(self._ask_preview)
        self._on.changed.connect(self._ask_preview)
        self._amount.setFocus()
        self._ask_preview()

    def save(self) -> None:
        from app.operations import sales

        amount = self._amount.money()
        if amount is None:
            raise UserError("amount_missing", _("Enter what was given back."))
        self._desk.do(
            "Refund {amount} to {customer}",
            sales.refund,
            self._sale.id,
            amount,
            self._on.day(),
            self._reference.text(),
            then=self._saved,
            failed=self.refuse,
            amount=money(amount),
            customer=self._detail.row.customer,
        )

    @Slot(object)
    def _saved(self, _refund: Any) -> None:
        self.accept()

    @Slot()
    def _ask_preview(self) -> None:
        from app.queries import accounts

        try:
            amount = self._amount.money()
        except UserError as error:
            self._preview.setText(str(error))
            return
        if amount is None:
            self._preview.setText("")
            return
        self._desk.ask(
            ("refund.preview", id(self)),
            accounts.refund_preview,
            self._sale.id,
            amount,
            self._on.day(),
            then=self._show_preview,
        )

    @Slot(object)
    def _show_preview(self, credited: Any) -> None:
        self._preview.setText(words.refund_preview(self._sale, credited))
        self.fit()


class LostDialog(FormDialog):
    """Why a referral was lost: for the partner, who will ask."""

    def __init__(self, desk: Desk, row: Any, parent: QWidget | None = None) -> None:
        super().__init__(_("{customer} is lost").format(customer=row.customer), _("Mark lost"), parent)
        self._desk, self._row = desk, row
        self._reason = line(row.lost_reason, hint=_("Too expensive, chose somebody else, no answer …"))
        self.row(_("Why"), self._reason)
        self._reason.setFocus()

    def save(self) -> None:
        from app.operations import referrals

        if not self._reason.text().strip():
            raise UserError("reason_missing", _("Say in a word why: your partner will ask."))
        self._desk.do(
            "Mark {customer} lost",
            referrals.move,
            self._row.id,
            Stage.LOST,
            clock.today(),
            self._reason.text(),
            then=self._saved,
            failed=self.refuse,
            customer=self._row.customer,
        )

    @Slot(object)
    def _saved(self, _nothing: Any) -> None:
        self.accept()
