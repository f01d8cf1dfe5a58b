"""Trying terms on a sale: what it would earn, why line by line, and from when it could be paid."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import clock
from app.domain.commissions.account import Credit
from app.domain.commissions.terms import Basis, Counted, Level, Measure, Terms, Unit
from app.domain.commissions.trial import Trial, Tried, try_sale
from app.domain.errors import UserError
from app.domain.money import Money
from app.formatting import day, explain, money
from app.i18n import _
from ui import theme
from ui.terms.fields import AmountField, NumberField
from ui.terms.grid import FieldGrid
from ui.widgets.fields import line
from ui.widgets.labels import label

PROPOSED = "1000"
_SHOWN_BY_LEVEL = (Level.PRODUCT, Level.VARIANT, Level.CATEGORY)


class TryIt(QWidget):
    """A sale is typed, with as much about it as the terms look at; below, what it earns."""

    def __init__(self) -> None:
        super().__init__()
        self._terms: Terms | None = None
        self.amount, self.tax, self.shipping, self.cost = (AmountField() for _index in range(4))
        self.volume_before, self.sales_before, self.charges_before = AmountField(), NumberField(), NumberField()
        self.named = {level: line() for level in _SHOWN_BY_LEVEL}
        self.amount.line.setText(PROPOSED)
        self._grid = FieldGrid(120)
        for words, field in (
            (_("A sale of"), self.amount),
            (_("of which tax"), self.tax),
            (_("of which shipping"), self.shipping),
            (_("What it cost you"), self.cost),
            (_("Product"), self.named[Level.PRODUCT]),
            (_("Variant"), self.named[Level.VARIANT]),
            (_("Category"), self.named[Level.CATEGORY]),
            (_("Sold before"), self.volume_before),
            (_("Sales before"), self.sales_before),
            (_("Sales to this customer before"), self.charges_before),
        ):
            self._grid.add(words, field)
        self._earns = label("", "figure", wrap=True)
        self._why = label("", "body", wrap=True, selectable=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self._grid)
        layout.addWidget(self._earns)
        layout.addWidget(self._why)
        for money_field in (self.amount, self.tax, self.shipping, self.cost, self.volume_before):
            money_field.changed.connect(self._work_out)
        for number_field in (self.sales_before, self.charges_before):
            number_field.changed.connect(self._work_out)
        for name in self.named.values():
            name.textChanged.connect(self._work_out)

    def show_terms(self, terms: Terms | None) -> None:
        """Try these terms from now on; none while they are not complete."""
        self._terms = terms
        if terms is not None:
            self._fit_fields(terms)
        self._work_out()

    def said(self) -> str:
        """What is said of the sale: the commission, and why."""
        return "\n".join(text for text in (self._earns.text(), self._why.text()) if text)

    def _fit_fields(self, terms: Terms) -> None:
        """Show the fields that make a difference under these terms, and only those."""
        for field in (self.amount, self.tax, self.shipping, self.cost, self.volume_before):
            field.set_currency(terms.currency)
        self._grid.show_row(self.cost, terms.basis is Basis.MARGIN)
        levels = {own.level for own in terms.own_rates}
        for level, name in self.named.items():
            self._grid.show_row(name, level in levels)
        bands, cap = terms.bands, terms.cap_period
        by_volume = bands is not None and bands.measure is Measure.VOLUME
        by_number = bands is not None and bands.measure is Measure.COUNT
        self._grid.show_row(self.volume_before, by_volume or cap is not None)
        self._grid.show_row(self.sales_before, by_number or bool(terms.bonuses))
        unit = bands.unit if bands else cap.unit if cap else terms.bonuses[0].unit if terms.bonuses else Unit.EVER
        self._grid.call_row(self.volume_before, _sold_before(unit))
        self._grid.call_row(self.sales_before, _sales_before(unit))
        recurring = terms.recurring
        self._grid.show_row(self.charges_before, recurring is not None)
        months = recurring is not None and recurring.counted is Counted.MONTHS
        self._grid.call_row(
            self.charges_before,
            _("Months since its first sale") if months else _("Earlier sales to the customer"),
        )

    def _trial(self) -> Trial:
        """The sale as typed, of the fields that are shown; raises ``UserError`` for what cannot be read."""

        def amount(field: AmountField) -> int:
            return 0 if field.isHidden() else field.amount() or 0

        def number(field: NumberField) -> int:
            return 0 if field.isHidden() else field.number() or 0

        names = {level: "" if field.isHidden() else field.text() for level, field in self.named.items()}
        return Trial(
            clock.today(),
            amount(self.amount),
            amount(self.tax),
            amount(self.shipping),
            None if self.cost.isHidden() else self.cost.amount(),
            names[Level.PRODUCT],
            names[Level.VARIANT],
            names[Level.CATEGORY],
            amount(self.volume_before),
            number(self.sales_before),
            number(self.charges_before),
        )

    @Slot()
    def _work_out(self) -> None:
        self._earns.setText("")
        self._why.setText("")
        if self._terms is None or self.amount.is_empty():
            return
        try:
            tried = try_sale(self._terms, self._trial())
        except UserError as error:
            self._why.setText(str(error))
            return
        self._earns.setText(_earned(tried, self._terms.currency))
        self._why.setText("\n".join(_reasons(tried, self._terms)))


def _earned(tried: Tried, currency: str) -> str:
    return _("earns {amount}").format(amount=money(Money(tried.amount, currency)))


def _reasons(tried: Tried, terms: Terms) -> Iterator[str]:
    """The arithmetic line by line, what changes for the sales before, and when it can be paid."""
    for credit in tried.credits:
        yield from _lines(credit, terms.currency)
    if tried.others:
        yield _("and {amount} for the sales before").format(
            amount=money(Money(tried.others, terms.currency), sign=True)
        )
    if tried.amount:
        yield _("payable on {day}").format(day=day(tried.credits[0].payable_on, style="dated"))


def _lines(credit: Credit, currency: str) -> Iterator[str]:
    steps = credit.steps(currency)
    for step in steps:
        words = explain([step])
        nothing = step.rule == "nothing"
        yield words if nothing else _("{words} = {amount}").format(words=words, amount=money(step.result))


def _sold_before(unit: Unit) -> str:
    return {
        Unit.MONTH: _("Sold before in the month"),
        Unit.QUARTER: _("Sold before in the quarter"),
        Unit.HALF_YEAR: _("Sold before in the half-year"),
        Unit.YEAR: _("Sold before in the year"),
        Unit.EVER: _("Sold before"),
    }[unit]


def _sales_before(unit: Unit) -> str:
    return {
        Unit.MONTH: _("Sales before in the month"),
        Unit.QUARTER: _("Sales before in the quarter"),
        Unit.HALF_YEAR: _("Sales before in the half-year"),
        Unit.YEAR: _("Sales before in the year"),
        Unit.EVER: _("Sales before"),
    }[unit]
