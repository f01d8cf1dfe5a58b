"""Money that moves on a sale: a payment received or a refund given, with what it does to the commission."""

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


class _SaleMoneyDialog(FormDialog):
    """An amount up to what is left of the sale, its day and reference. A subclass shows the preview and saves."""

    def __init__(self, desk: Desk, detail: Any, sale: Any, heading: str, does: str, parent: QWidget | None) -> None:
        super().__init__(heading.format(customer=detail.row.customer), does, parent)
        self._desk, self._detail, self._sale = desk, detail, sale

    def _add_fields(self, left: Money, moved: str, reference: str) -> None:
        self._amount = MoneyField(left.currency, left, fixed=True)
        self._on = DayField(clock.today())
        self._reference = line(hint=reference)
        self.row(moved, self._amount)
        self.row(_("On"), self._on)
        self.row(_("Reference"), self._reference)
        self._preview = self.say("", "body")
        self._preview.setAccessibleName(_("Commission"))
        self._amount.changed.connect(self._ask_preview)
        self._on.changed.connect(self._ask_preview)
        self._amount.setFocus()
        self._ask_preview()

    @Slot()
    def _ask_preview(self) -> None:
        """Ask what the amount that is typed does to the commission, and show it."""
        raise NotImplementedError

    def _do(self, subject: str, operation: Any, missing: str) -> None:
        amount = self._amount.money()
        if amount is None:
            raise UserError("amount_missing", missing)
        self._desk.do(
            subject,
            operation,
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
    def _saved(self, _made: Any) -> None:
        self.accept()


class PaymentDialog(_SaleMoneyDialog):
    """A payment of the customer on a sale, whole or in part; where the terms pay on cash, it earns commission."""

    def __init__(self, desk: Desk, detail: Any, sale: Any, parent: QWidget | None = None) -> None:
        super().__init__(desk, detail, sale, _("Payment received from {customer}"), _("Enter payment"), parent)
        left = sale.amount - sale.paid
        self.say(
            _("Of the sale of {amount}, {paid} is paid and {left} is still to be paid.").format(
                amount=money(sale.amount), paid=money(sale.paid), left=money(left)
            )
        )
        self._add_fields(left, _("Received"), _("Number on the bank statement"))

    def save(self) -> None:
        from app.operations import sales

        self._do("Payment of {amount} from {customer}", sales.receive, _("Enter what was received."))

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


class RefundDialog(_SaleMoneyDialog):
    """Money given back on a sale, with what it takes back of the commission."""

    def __init__(self, desk: Desk, detail: Any, sale: Any, parent: QWidget | None = None) -> None:
        super().__init__(desk, detail, sale, _("Refund to {customer}"), _("Enter refund"), parent)
        left = words.left_of(sale, detail.sales)
        self.say(
            _("Of the sale of {amount}, {left} is not refunded yet.").format(
                amount=money(sale.amount), left=money(left)
            )
        )
        self._add_fields(left, _("Given back"), _("Number of the credit note"))

    def save(self) -> None:
        from app.operations import sales

        self._do("Refund {amount} to {customer}", sales.refund, _("Enter what was given back."))

    @Slot()
    def _ask_preview(self) -> None:
        from app.queries import tried

        slot = "refund.preview", id(self)
        try:
            amount, trouble = self._amount.money(), ""
        except UserError as error:
            amount, trouble = None, str(error)
        if amount is None:
            self._desk.forget(slot)
            self._preview.setText(trouble)
            return
        self._desk.ask(
            slot,
            tried.refund,
            self._sale.id,
            amount,
            self._on.day(),
            then=self._show_preview,
        )

    @Slot(object)
    def _show_preview(self, credited: Any) -> None:
        self._preview.setText(words.refund_preview(self._sale, credited))
        self.fit()
