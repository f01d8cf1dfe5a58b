"""Entering a sale: the one that wins a referral, or a further one. What it earns is said while one types."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app import clock
from app.domain.commissions.account import Credit, Sale
from app.domain.commissions.terms import Version, in_force
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.referrals import Stage
from app.formatting import money
from app.i18n import _
from ui.desk import Desk
from ui.referrals import words
from ui.widgets.buttons import button
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import DayField, MoneyField, line
from ui.widgets.labels import label, restyle


class SaleDialog(FormDialog):
    """Marks a referral won, or adds a sale to one that is. ``terms_wanted`` asks to agree terms with its partner."""

    terms_wanted = Signal(object)

    def __init__(self, desk: Desk, detail: Any, parent: QWidget | None = None) -> None:
        row = detail.row
        self._won = row.stage is Stage.WON
        heading = _("Add a sale to {customer}") if self._won else _("Mark {customer} won")
        super().__init__(heading.format(customer=row.customer), _("Add sale") if self._won else _("Mark won"), parent)
        self._desk, self._row = desk, row
        self._versions: Sequence[Version] | None = None
        self._amount = MoneyField(detail.currency, None if self._won else row.expected)
        self._sold_on = DayField(clock.today())
        self._reference = line(hint=_("Invoice or order number"))
        self.row(_("Amount of the sale"), self._amount)
        self.row(_("Sold on"), self._sold_on)
        self.row(_("Reference"), self._reference)
        self._preview = label("", "body", wrap=True)
        self._preview.setAccessibleName(_("Commission"))
        self.add(self._preview)
        self._agree = button(_("Agree terms with {partner}…").format(partner=row.partner), self._ask_terms, "link")
        self._agree.hide()
        self.add_left(self._agree)
        self._amount.changed.connect(self._show_preview)
        self._sold_on.dateChanged.connect(self._show_preview)
        self._amount.setFocus()
        self._ask_versions()

    def save(self) -> None:
        from app.operations import referrals, sales

        amount = self._amount.money()
        if amount is None:
            raise UserError("amount_missing", _("Enter what the sale came to."))
        enter = sales.add if self._won else referrals.mark_won
        self._desk.do(
            "Add sale of {amount} to {customer}" if self._won else "Mark {customer} won, {amount}",
            enter,
            self._row.id,
            amount,
            self._sold_on.day(),
            self._reference.text(),
            then=self._saved,
            failed=self.refuse,
            customer=self._row.customer,
            amount=money(amount),
        )

    @Slot(object)
    def _saved(self, _sale: Any) -> None:
        self.accept()

    def _ask_versions(self) -> None:
        from app.queries import accounts

        self._desk.ask(("sale.versions", id(self)), accounts.versions, self._row.partner_id, then=self._take_versions)

    @Slot(object)
    def _take_versions(self, versions: Sequence[Version]) -> None:
        self._versions = versions
        in_use = in_force(versions, self._sold_on.day())
        if in_use is not None and self._row.expected is None and not self._won:
            self._amount.set_currency(in_use.terms.currency)
        self._show_preview()

    @Slot()
    def _show_preview(self) -> None:
        if self._versions is None:
            return
        sold_on = self._sold_on.day()
        version = in_force(self._versions, sold_on)
        self._agree.setVisible(version is None)
        amount, wrong = None, ""
        try:
            amount = self._amount.money()
        except UserError as error:
            wrong = str(error)
        if version is None:
            self._tell(words.no_terms(self._row.partner, sold_on), "amber")
        elif amount is None or amount.minor <= 0:
            self._tell(wrong or _("Enter the amount to see the commission."), "soft")
        elif amount.currency != version.terms.currency:
            self._tell(words.other_currency(amount.currency, version.terms.currency), "red")
        else:
            self._ask_preview(amount, sold_on)

    def _ask_preview(self, amount: Money, sold_on: date) -> None:
        from app.queries import accounts

        draft = Sale("", 0, 0, sold_on, sold_on, amount.minor)
        self._desk.ask(
            ("sale.preview", id(self)),
            accounts.preview,
            self._row.id,
            draft,
            amount.currency,
            then=partial(self._take_preview, amount.currency),
        )

    def _take_preview(self, currency: str, credited: Sequence[Credit]) -> None:
        self._tell(*words.preview(credited, currency, self._row.partner_id))

    def _tell(self, told: str, tone: str) -> None:
        self._preview.setText(told)
        self._preview.setProperty("tone", tone)
        restyle(self._preview)
        self.fit()

    def _ask_terms(self) -> None:
        self.reject()
        self.terms_wanted.emit(self._row.partner_id)
