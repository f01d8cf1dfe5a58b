"""Trying terms on a sale: what it would earn, why, and from when it could be paid."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import clock
from app.domain.commissions import engine
from app.domain.commissions.account import Sale
from app.domain.commissions.terms import Terms
from app.domain.errors import UserError
from app.domain.money import Money
from app.formatting import day, explain, money, parse_money
from app.i18n import _
from ui import theme
from ui.widgets.fields import line
from ui.widgets.labels import label

PROPOSED = "1000"


class TryIt(QWidget):
    """A sale typed at the left, what it earns at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._terms: Terms | None = None
        self._sale = line(PROPOSED, name=_("A sale to try the terms on"))
        self._sale.setFixedWidth(theme.px(96))
        self._sale.textChanged.connect(self._work_out)
        self._earns = label("", "body", wrap=True)
        top = QHBoxLayout()
        top.setSpacing(theme.px(8))
        top.addWidget(label(_("A sale of"), "soft"))
        top.addWidget(self._sale)
        top.addWidget(self._earns, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)

    def show_terms(self, terms: Terms | None) -> None:
        """Try these terms from now on; none while they are not complete."""
        self._terms = terms
        self._work_out()

    def said(self) -> str:
        """What is said of the sale."""
        return self._earns.text()

    @Slot()
    def _work_out(self) -> None:
        text = self._sale.text().strip()
        if self._terms is None or not text:
            self._earns.setText("")
            return
        try:
            sale = parse_money(text, self._terms.currency)
            today = clock.today()
            [earned, *_more] = engine.try_out(self._terms, Sale("", 0, 0, today, today, sale.checked().minor))
        except UserError as error:
            self._earns.setText(str(error))
            return
        self._earns.setText(
            _("today earns {amount}: {why}, payable on {day}").format(
                amount=money(Money(earned.amount, sale.currency)),
                why=explain(earned.steps(sale.currency)),
                day=day(earned.payable_on, style="dated"),
            )
        )
