"""Money that the customer paid on a sale: entered, with what it earns where the terms pay as the customer pays."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app import clock
from app.domain.errors import UserError
from app.domain.money import Money
from app.formatting import money
from app.i18n import _
from ui.desk import Desk
from ui.referrals import words
from ui.widgets.day_field import DayField
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import MoneyField, line


class PaymentDialog(FormDialog):
    """A payment on a sale, whole or in part."""

    def __init__(self, desk: Desk, detail: Any, sale: Any, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Payment received from {customer}").format(customer=detail.row.customer), _("Enter payment"), parent
        )
        self._desk, self._detail, self._sale = desk, detail, sale
        left = sale.amount - sale.paid
        self.say(
            _("Of the sale of {amount}, {paid} is paid and {left} is still to be paid.").format(
                amount=money(sale.amount), paid=money(sale.paid), left=money(left)
            )
        )
        self._amount = MoneyField(left.currency, left, fixed=True)
        self._on = DayField(clock.today())
        self._reference = line(hint=_("Number on the bank statement"))
        self.row(_("Received"), self._amount)
        self.row(_("On"), self._on)
        self.row(_("Reference"), self._reference)
        self._preview = self.say("", "body")
        self._preview.setAccessibleName(_("Commission"))
        self._amount.changed.connect(self._ask_preview)
        self._on.changed.connect(self._ask_preview)
        self._amount.setFocus()
        self._ask_preview()

    def save(self) -> None:
        from app.operations import sales

        amount = self._amount.money()
        if amount is None:
            raise UserError("amount_missing", _("Enter what was received."))
        self._desk.do(
            "Payment of {amount} from {customer}",
            sales.receive,
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
    def _saved(self, _receipt: Any) -> None:
        self.accept()

    @Slot()
    def _ask_preview(self) -> None:
        from app.queries import tried

        slot = "payment.preview", id(self)
        left = self._sale.amount - self._sale.paid
        try:
            amount = self._amount.money() or Money.zero(left.currency)
        except UserError:
            amount = Money.zero(left.currency)
        if not 0 < amount.minor <= left.minor:
            self._desk.forget(slot)
            self._preview.setText("")
            return
        self._desk.ask(
            slot, tried.payment, self._sale.id, amount, self._on.day(), then=partial(self._show, amount.currency)
        )

    def _show(self, currency: str, credited: Any) -> None:
        names = {share.partner_id: share.partner for share in self._detail.shares}
        self._preview.setText(words.payment(credited, currency, names))
        self.fit()
