"""The forms about the referral on the panel: each opened when the panel asks for it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog

from app.formatting import money
from app.i18n import _
from ui.desk import Desk
from ui.referrals import words
from ui.referrals.panel import ReferralPanel
from ui.referrals.rate_dialog import RateDialog
from ui.referrals.referral_dialog import EditReferralDialog
from ui.referrals.sale_dialog import CorrectSaleDialog
from ui.referrals.sale_money_dialogs import PaymentDialog, RefundDialog
from ui.referrals.share_dialog import ShareDialog
from ui.widgets.messages import confirm


class Asking(QObject):
    """``terms_requested`` asks to agree terms with the partner of this id."""

    terms_requested = Signal(object)

    def __init__(self, desk: Desk, panel: ReferralPanel) -> None:
        super().__init__(panel)
        self._desk, self._panel = desk, panel
        panel.edit_wanted.connect(self._edit)
        panel.share_wanted.connect(self._share)
        panel.rate_wanted.connect(self._agree_rate)
        panel.refund_wanted.connect(self._refund)
        panel.payment_wanted.connect(self._receive)
        panel.correction_wanted.connect(self._correct)
        panel.removal_wanted.connect(self._ask_removal)

    def _edit(self) -> None:
        open_form(EditReferralDialog(self._desk, self._panel.detail(), self._panel.window()))

    def _share(self) -> None:
        open_form(ShareDialog(self._desk, self._panel.detail(), self._panel.window()))

    def _agree_rate(self) -> None:
        open_form(RateDialog(self._desk, self._panel.detail(), self._panel.window()))

    @Slot(object)
    def _refund(self, sale: Any) -> None:
        open_form(RefundDialog(self._desk, self._panel.detail(), sale, self._panel.window()))

    @Slot(object)
    def _receive(self, sale: Any) -> None:
        open_form(PaymentDialog(self._desk, self._panel.detail(), sale, self._panel.window()))

    @Slot(object)
    def _correct(self, sale: Any) -> None:
        dialog = CorrectSaleDialog(self._desk, self._panel.detail(), sale, self._panel.window())
        dialog.terms_wanted.connect(self.terms_requested)
        open_form(dialog)

    @Slot(object)
    def _ask_removal(self, payment: Any) -> None:
        from app.queries import tried

        customer = self._panel.detail().row.customer
        self._desk.ask(
            "referrals.removal",
            tried.without_payment,
            payment.id,
            then=partial(self._confirm_removal, payment, customer),
        )

    def _confirm_removal(self, payment: Any, customer: str, found: Any) -> None:
        confirm(
            self._panel.window(),
            _("Remove the payment of {amount}?").format(amount=money(payment.amount)),
            words.differences(found) or _("No commission changes. Undo brings the payment back."),
            _("Remove"),
            partial(self._remove, payment, customer),
            kind="danger",
        )

    def _remove(self, payment: Any, customer: str) -> None:
        from app.operations import sales

        self._desk.do(
            "Remove payment of {amount} from {customer}",
            sales.remove_receipt,
            payment.id,
            amount=money(payment.amount),
            customer=customer,
        )


def open_form(dialog: QDialog) -> None:
    """Show a dialog that goes for good when it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
