"""The sales of a referral, each with what it earned, why, and how that stands."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.formatting import money
from app.i18n import _
from ui import theme
from ui.referrals import words
from ui.widgets.buttons import button
from ui.widgets.labels import Elided, label
from ui.widgets.panel import Hairline


class SalesView(QWidget):
    """One block a sale or refund. ``refund_wanted`` tells the sale, ``statement_wanted`` a statement's number."""

    refund_wanted = Signal(object)
    statement_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(8))
        self._detail: Any = None

    def show_sales(self, detail: Any) -> None:
        """Show the sales of this ``queries.referrals.ReferralDetail``."""
        self._detail = detail
        while (item := self._layout.takeAt(0)) is not None:
            gone = item.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        for sale in detail.sales:
            self._layout.addWidget(Hairline())
            self._layout.addWidget(self._block(sale))

    def _block(self, sale: Any) -> QWidget:
        block = QWidget()
        layout = QVBoxLayout(block)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(3))
        head = QHBoxLayout()
        head.addWidget(Elided(words.sale_line(sale), "soft"), 1)
        head.addWidget(label(money(sale.amount), "bold", tone="red" if sale.amount.minor < 0 else ""))
        layout.addLayout(head)
        for entry in sale.credited:
            layout.addWidget(label(words.entry_line(entry), wrap=True, selectable=True))
            state, tone = words.entry_state(entry)
            if entry.statement:
                link = button(state, self._open_statement, "link")
                link.setProperty("number", entry.statement)
                layout.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                layout.addWidget(label(state, "small", tone=tone))
        if not sale.credited:
            layout.addWidget(label(_("Earned nothing: no terms were in force that day."), "small", wrap=True))
        if sale.refund_of_id is None and words.left_of(sale, self._detail.sales).minor > 0:
            refund = button(
                _("Refund…"), self._refund, "small", name=_("Refund of {sale}").format(sale=words.sale_line(sale))
            )
            refund.setProperty("sale", sale.id)
            layout.addWidget(refund, 0, Qt.AlignmentFlag.AlignLeft)
        return block

    def _refund(self) -> None:
        wanted = self.sender().property("sale")
        self.refund_wanted.emit(next(sale for sale in self._detail.sales if sale.id == wanted))

    def _open_statement(self) -> None:
        self.statement_wanted.emit(self.sender().property("number"))
