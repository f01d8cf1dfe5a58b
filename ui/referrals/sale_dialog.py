"""Entering a sale: the one that wins a referral, or a further one; and correcting one.

What it earns, line by line, is said while one types.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QWidget

from app import clock
from app.domain.commissions.account import Credit, Sale
from app.domain.commissions.terms import Basis, Version, in_force
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.referrals import Stage
from app.domain.sales import MadeOf
from app.formatting import money
from app.i18n import _
from ui import theme
from ui.desk import Desk
from ui.referrals import words
from ui.referrals.sale_parts import SaleParts
from ui.widgets.buttons import button
from ui.widgets.day_field import DayField
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import MoneyField, line
from ui.widgets.labels import label, restyle

if TYPE_CHECKING:
    from app.queries.tried import Tried

WIDTH = 620


class SaleForm(FormDialog):
    """The fields of a sale, with the commission under them. ``terms_wanted`` asks to agree terms with the partner."""

    terms_wanted = Signal(object)

    def __init__(self, heading: str, does: str, desk: Desk, detail: Any, parent: QWidget | None) -> None:
        super().__init__(heading, does, parent, width=WIDTH)
        self._desk, self._detail, self._row = desk, detail, detail.row
        self._versions: Sequence[Version] | None = None

    def _add_fields(self, amount: MoneyField, sold_on: DayField, reference: str, parts: MadeOf) -> None:
        self._amount, self._sold_on = amount, sold_on
        self._reference = line(reference, hint=_("Invoice or order number"))
        labels = [
            self.row(_("Amount of the sale"), self._amount),
            self.row(_("Sold on"), self._sold_on),
            self.row(_("Reference"), self._reference),
        ]
        self._parts = SaleParts(parts, amount.currency())
        self._align([*labels, *self._parts.labels()])
        self.add(self._parts)
        self._says = label("", "error", wrap=True)
        self._says.setAccessibleName(_("What does not add up"))
        self._says.hide()
        self.keep(self._says)
        self._preview = label("", "body", wrap=True)
        self._preview.setAccessibleName(_("Commission"))
        self.keep(self._preview)
        self._agree = button(
            _("Agree terms with {partner}…").format(partner=self._row.partner), self._ask_terms, "link"
        )
        self._agree.hide()
        self.add_left(self._agree)
        self._amount.changed.connect(self._show_preview)
        self._sold_on.changed.connect(self._show_preview)
        self._parts.changed.connect(self._show_preview)
        self._parts.resized.connect(self.fit)
        self._amount.setFocus()
        self._ask_versions()

    def _align(self, labels: Sequence[QLabel]) -> None:
        """Let all fields begin below one another."""
        width = max(each.fontMetrics().horizontalAdvance(each.text()) for each in labels)
        width = min(max(width + theme.px(2), theme.px(104)), theme.px(190))
        if self._grid is not None:
            self._grid.setColumnMinimumWidth(0, width)
        self._parts.set_label_width(width)

    def _entered(self) -> tuple[Money, MadeOf]:
        """The amount and its parts. Raises ``UserError`` when they are missing or do not fit together."""
        amount = self._amount.money()
        if amount is None:
            raise UserError("amount_missing", _("Enter what the sale came to."))
        return amount, self._parts.parts(amount)

    @Slot(object)
    def _saved(self, _sale: Any) -> None:
        self.accept()

    def _ask_versions(self) -> None:
        from app.queries import accounts

        self._desk.ask(("sale.versions", id(self)), accounts.versions, self._row.partner_id, then=self._take_versions)

    @Slot(object)
    def _take_versions(self, versions: Sequence[Version]) -> None:
        self._versions = versions
        self._show_preview()

    @Slot()
    def _show_preview(self) -> None:
        if self._versions is None:
            return
        sold_on = self._sold_on.day()
        version = in_force(self._versions, sold_on)
        self._agree.setVisible(version is None)
        self._parts.show_terms(version.terms if version else None)
        amount, parts, trouble = self._readable()
        self._says.setText(trouble if amount else "")
        self._says.setVisible(bool(self._says.text()))
        if version is None:
            self._tell(words.no_terms(self._row.partner, sold_on), "amber")
        elif amount is None or amount.minor <= 0:
            self._tell(trouble or _("Enter the amount to see the commission."), "soft")
        elif amount.currency != version.terms.currency:
            self._tell(words.other_currency(amount.currency, version.terms.currency), "red")
        elif parts is None:
            self._tell("", "soft")
        elif version.terms.basis is Basis.MARGIN and None in parts.costs:
            self._tell(_("These terms pay on the margin: enter what it cost you to see the commission."), "amber")
        else:
            draft = Sale(
                "", 0, 0, sold_on, sold_on, amount.minor, parts.tax, parts.shipping, parts.cost, parts.lines
            )  # fmt: skip
            self._ask_preview(draft, amount.currency)

    def _readable(self) -> tuple[Money | None, MadeOf | None, str]:
        """What can be read of the form already, and what is wrong with its parts."""
        try:
            amount = self._amount.money()
        except UserError as error:
            return None, None, str(error)
        if amount is None or amount.minor <= 0:
            return amount, None, ""
        self._parts.propose(amount)
        try:
            return amount, self._parts.parts(amount), ""
        except UserError as error:
            return amount, None, str(error)

    def _ask_preview(self, draft: Sale, currency: str) -> None:
        """Ask what the sale would be credited, and say it."""
        raise NotImplementedError

    def _tell(self, told: str, tone: str) -> None:
        self._desk.forget(("sale.preview", id(self)))
        self._preview.setText(told)
        self._preview.setVisible(bool(told))
        self._preview.setProperty("tone", tone)
        restyle(self._preview)
        self.fit()

    def _ask_terms(self) -> None:
        self.reject()
        self.terms_wanted.emit(self._row.partner_id)


class SaleDialog(SaleForm):
    """Marks a referral won, or adds a sale to one that is."""

    def __init__(self, desk: Desk, detail: Any, parent: QWidget | None = None) -> None:
        row = detail.row
        self._won = row.stage is Stage.WON
        heading = _("Add a sale to {customer}") if self._won else _("Mark {customer} won")
        does = _("Add sale") if self._won else _("Mark won")
        super().__init__(heading.format(customer=row.customer), does, desk, detail, parent)
        amount = MoneyField(detail.currency, None if self._won else row.expected)
        self._add_fields(amount, DayField(clock.today()), "", MadeOf())

    def save(self) -> None:
        from app.operations import referrals, sales

        amount, parts = self._entered()
        self._desk.do(
            "Add sale of {amount} to {customer}" if self._won else "Mark {customer} won, {amount}",
            sales.add if self._won else referrals.mark_won,
            self._row.id,
            amount,
            self._sold_on.day(),
            self._reference.text(),
            parts,
            then=self._saved,
            failed=self.refuse,
            customer=self._row.customer,
            amount=money(amount),
        )

    @Slot(object)
    def _take_versions(self, versions: Sequence[Version]) -> None:
        in_use = in_force(versions, self._sold_on.day())
        if in_use is not None and self._row.expected is None and not self._won:
            self._amount.set_currency(in_use.terms.currency)
        super()._take_versions(versions)

    def _ask_preview(self, draft: Sale, currency: str) -> None:
        from app.queries import tried

        self._desk.ask(
            ("sale.preview", id(self)),
            tried.sale,
            self._row.id,
            draft,
            currency,
            then=partial(self._take_preview, currency),
        )

    def _take_preview(self, currency: str, credited: Sequence[Credit]) -> None:
        names = {share.partner_id: share.partner for share in self._detail.shares}
        self._tell(*words.preview(credited, currency, self._row.partner_id, names))


class CorrectSaleDialog(SaleForm):
    """Puts right what was entered of a sale; what that does to the ledger is said before it is saved."""

    def __init__(self, desk: Desk, detail: Any, sale: Any, parent: QWidget | None = None) -> None:
        heading = _("Correct the sale to {customer}").format(customer=detail.row.customer)
        super().__init__(heading, _("Save correction"), desk, detail, parent)
        self._sale = sale
        amount = MoneyField(sale.amount.currency, sale.amount, fixed=True)
        self._add_fields(amount, DayField(sale.sold_on), sale.reference, sale.parts)

    def save(self) -> None:
        from app.operations import sales

        amount, parts = self._entered()
        self._desk.do(
            "Correct sale to {customer}, {amount}",
            sales.correct,
            self._sale.id,
            amount,
            self._sold_on.day(),
            self._reference.text(),
            parts,
            then=self._saved,
            failed=self.refuse,
            customer=self._row.customer,
            amount=money(amount),
        )

    def _ask_preview(self, draft: Sale, currency: str) -> None:
        from app.queries import tried

        self._desk.ask(
            ("sale.preview", id(self)),
            tried.correction,
            self._sale.id,
            draft,
            currency,
            then=partial(self._take_preview, currency),
        )

    def _take_preview(self, currency: str, found: Tried) -> None:
        self._tell(*words.correction(found, currency, self._row.partner_id, self._row.partner))
