"""The sales of a referral, each with what it is made of, what was paid, what it earned, why, and how that stands."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.formatting import money
from app.i18n import _
from ui import theme
from ui.referrals import words
from ui.widgets.buttons import button
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Elided, label
from ui.widgets.panel import Hairline


class SalesView(QWidget):
    """One block a sale or refund. What is pressed goes out as a signal with the sale, or the statement's number."""

    refund_wanted = Signal(object)
    payment_wanted = Signal(object)
    correction_wanted = Signal(object)
    removal_wanted = Signal(object)
    """The payment to be taken out."""
    statement_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(8))
        self._detail: Any = None

    def show_sales(self, detail: Any) -> None:
        """Show the sales of this ``queries.deals.ReferralDetail``, and the bonuses that it brought."""
        self._detail = detail
        while (item := self._layout.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for sale in detail.sales:
            self._layout.addWidget(Hairline())
            self._layout.addWidget(self._block(sale))
        if detail.bonuses:
            self._layout.addWidget(Hairline())
            block, layout = _column()
            self._add_entries(layout, detail.bonuses)
            self._layout.addWidget(block)

    def _block(self, sale: Any) -> QWidget:
        block, layout = _column()
        head = QHBoxLayout()
        head.addWidget(Elided(words.sale_line(sale), "soft"), 1)
        head.addWidget(label(money(sale.amount), "bold", tone="red" if sale.amount.minor < 0 else ""))
        layout.addLayout(head)
        for told in words.made_of(sale):
            layout.addWidget(label(told, "small", wrap=True, selectable=True))
        self._add_entries(layout, sale.credited)
        if not sale.credited and (sale.nothing or not sale.on_cash):
            layout.addWidget(label(words.nothing(sale), "small", wrap=True))
        if sale.refund_of_id is None:
            self._add_payments(layout, sale)
            self._add_buttons(layout, sale)
        return block

    def _add_entries(self, layout: QVBoxLayout, entries: Any) -> None:
        for entry in entries:
            whose = entry.partner if self._detail.shares else ""
            layout.addWidget(label(words.entry_line(entry, whose), wrap=True, selectable=True))
            state, tone = words.entry_state(entry)
            if entry.statement:
                link = button(state, self._open_statement, "link")
                link.setProperty("number", entry.statement)
                layout.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                layout.addWidget(label(state, "small", tone=tone))

    def _add_payments(self, layout: QVBoxLayout, sale: Any) -> None:
        for payment in sale.payments:
            line = QHBoxLayout()
            line.addWidget(Elided(words.payment_line(payment), "soft"), 1)
            line.addWidget(label(money(payment.amount)))
            remove = button(
                "×", self._remove, "small", name=_("Remove: {payment}").format(payment=words.payment_line(payment))
            )
            remove.setProperty("payment", payment.id)
            remove.setToolTip(_("Remove this payment"))
            line.addWidget(remove)
            layout.addLayout(line)
            self._add_entries(layout, payment.credited)
        if sale.on_cash or sale.payments:
            left = sale.amount - sale.paid
            layout.addWidget(label(words.still_to_pay(left), "small", tone="amber" if left.minor > 0 else "green"))

    def _add_buttons(self, layout: QVBoxLayout, sale: Any) -> None:
        flow = FlowLayout(gap=theme.px(6), line_gap=theme.px(6))
        wanted = []
        if (sale.on_cash or sale.payments) and sale.paid < sale.amount:
            wanted.append((_("Payment received…"), _("Payment received on {sale}"), self._receive))
        if words.left_of(sale, self._detail.sales).minor > 0:
            wanted.append((_("Refund…"), _("Refund of {sale}"), self._refund))
        wanted.append((_("Correct…"), _("Correct {sale}"), self._correct))
        for told, name, handler in wanted:
            made = button(told, handler, "small", name=name.format(sale=words.sale_line(sale)))
            made.setProperty("sale", sale.id)
            flow.addWidget(made)
        layout.addLayout(flow)

    def _sale(self) -> Any:
        """The sale whose button was pressed."""
        wanted = self.sender().property("sale")
        return next(sale for sale in self._detail.sales if sale.id == wanted)

    def _refund(self) -> None:
        self.refund_wanted.emit(self._sale())

    def _receive(self) -> None:
        self.payment_wanted.emit(self._sale())

    def _correct(self) -> None:
        self.correction_wanted.emit(self._sale())

    def _remove(self) -> None:
        wanted = self.sender().property("payment")
        payments = (payment for sale in self._detail.sales for payment in sale.payments)
        self.removal_wanted.emit(next(payment for payment in payments if payment.id == wanted))

    def _open_statement(self) -> None:
        self.statement_wanted.emit(self.sender().property("number"))


def _column() -> tuple[QWidget, QVBoxLayout]:
    block = QWidget()
    layout = QVBoxLayout(block)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(3))
    return block, layout
