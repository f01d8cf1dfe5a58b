"""The parts of the terms that most agreements do without: folded away until they are wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QCheckBox

from app.domain.commissions.terms import (
    Cap,
    Counted,
    Recurring,
    Schedule,
    Terms,
    Trigger,
    Unit,
)
from app.domain.money import Rounding
from app.formatting import Topic
from app.i18n import _
from ui.terms import names
from ui.terms.fields import AmountField, LastDay, NumberField, RateField
from ui.terms.grid import FieldGrid
from ui.terms.part import Part
from ui.widgets.fields import Choice


class LaterPart(Part):
    """First and later sales to one customer."""

    topic, covers = Topic.LATER, ("recurring",)
    codes = frozenset({"terms_charges", "terms_later", "terms_recurring", "terms_limit", "terms_bands_and_later"})

    def __init__(self) -> None:
        super().__init__(
            _("First and later sales"),
            _("For customers who buy or pay again: another rate after a while, or an end to it."),
        )
        self.counted = Choice(names.counted(), Counted.MONTHS)
        self.first, self.limit = NumberField(), NumberField()
        self.later = RateField()
        grid = FieldGrid()
        grid.add(_("Counted in"), self.counted)
        grid.add(_("The rate above is for the first"), self.first)
        grid.add(_("Afterwards"), self.later)
        grid.add(_("Nothing any more after"), self.limit)
        self.body.addWidget(grid)
        self.counted.picked.connect(self._count)
        for field in (self.first, self.later, self.limit):
            field.changed.connect(self.changed)
        self._count()

    def set_currency(self, currency: str) -> None:
        self.later.set_currency(currency)

    def show_terms(self, terms: Terms) -> None:
        found = terms.recurring
        self.counted.set_value(found.counted if found else Counted.MONTHS)
        self.first.show_number(found.first if found else None)
        self.later.show_rate(found.later if found else None)
        self.limit.show_number(found.limit if found else None)
        self._count()

    def read(self) -> Mapping[str, Any]:
        first, later, limit = self.first.number(), self.later.rate(), self.limit.number()
        if first is None and later is None and limit is None:
            return {"recurring": None}
        return {"recurring": Recurring(self.counted.value(), first, later, limit)}

    def _count(self) -> None:
        unit = _("sales") if self.counted.value() is Counted.CHARGES else _("months")
        self.first.set_unit(unit)
        self.limit.set_unit(unit)
        self.changed.emit()


class LimitsPart(Part):
    """Caps, the smallest sale, windows and the end."""

    topic = Topic.LIMITS
    covers = (
        *("cap_sale", "cap_customer", "cap_period", "minimum_sale", "window_days", "refund_days"),
        "ends_on",
    )
    codes = frozenset({"terms_cap", "terms_minimum", "terms_window", "terms_ends"})

    def __init__(self) -> None:
        super().__init__(_("Limits"), _("Leave empty what was not agreed."))
        self.sale, self.customer, self.period, self.minimum = (AmountField() for _index in range(4))
        self.unit = Choice(names.units(), Unit.QUARTER)
        self.unit.setAccessibleName(_("Period of the cap"))
        self.first_sale, self.refund = NumberField(_("days")), NumberField(_("days"))
        self.ends = LastDay(_("The terms end; last day:"))
        grid = FieldGrid()
        grid.add(_("At most for a sale"), self.sale)
        grid.add(_("At most for a customer"), self.customer)
        grid.add(_("At most in a period"), self.period)
        self.period.box.addWidget(self.unit)
        self.unit.let_shrink()
        grid.add(_("Nothing for sales under"), self.minimum)
        grid.add(_("First sale after the referral within"), self.first_sale)
        grid.add(_("Refunds take back within"), self.refund)
        self.body.addWidget(grid)
        self.body.addWidget(self.ends)
        for field in (self.sale, self.customer, self.period, self.minimum, self.first_sale, self.refund, self.ends):
            field.changed.connect(self.changed)
        self.unit.picked.connect(self.changed)

    def set_currency(self, currency: str) -> None:
        for field in (self.sale, self.customer, self.period, self.minimum):
            field.set_currency(currency)

    def show_terms(self, terms: Terms) -> None:
        self.sale.show_amount(terms.cap_sale)
        self.customer.show_amount(terms.cap_customer)
        self.period.show_amount(terms.cap_period.amount if terms.cap_period else None)
        self.unit.set_value(terms.cap_period.unit if terms.cap_period else Unit.QUARTER)
        self.minimum.show_amount(terms.minimum_sale or None)
        self.first_sale.show_number(terms.window_days)
        self.refund.show_number(terms.refund_days)
        self.ends.show_day(terms.ends_on)

    def read(self) -> Mapping[str, Any]:
        most = self.period.amount()
        return {
            "cap_sale": self.sale.amount(),
            "cap_customer": self.customer.amount(),
            "cap_period": None if most is None else Cap(most, self.unit.value()),
            "minimum_sale": self.minimum.amount() or 0,
            "window_days": self.first_sale.number(),
            "refund_days": self.refund.number(),
            "ends_on": self.ends.value(),
        }


class CustomersPart(Part):
    """What the partner's customers get, and whether referrals are given back."""

    topic, covers = Topic.CUSTOMERS, ("discount", "reciprocal")

    def __init__(self) -> None:
        super().__init__(_("Customers’ discount and reciprocity"))
        self.discount = RateField()
        self.reciprocal = QCheckBox(_("Referrals go both ways: keep a balance"))
        grid = FieldGrid()
        grid.add(_("Customers get off the price"), self.discount)
        self.body.addWidget(grid)
        self.body.addWidget(self.reciprocal)
        self.discount.changed.connect(self.changed)
        self.reciprocal.toggled.connect(self.changed)

    def set_currency(self, currency: str) -> None:
        self.discount.set_currency(currency)

    def show_terms(self, terms: Terms) -> None:
        self.discount.show_rate(terms.discount)
        self.reciprocal.setChecked(terms.reciprocal)

    def read(self) -> Mapping[str, Any]:
        return {"discount": self.discount.rate(), "reciprocal": self.reciprocal.isChecked()}


class BasePart(Part):
    """What belongs to the amount that a commission is taken of."""

    topic, covers = Topic.BASE, ("with_tax", "with_shipping")

    def __init__(self) -> None:
        super().__init__(_("Tax and shipping"), _("Usually neither: the commission is taken of the goods alone."))
        self.tax = QCheckBox(_("Tax belongs to what the commission is taken of"))
        self.shipping = QCheckBox(_("Shipping belongs to what the commission is taken of"))
        for box in (self.tax, self.shipping):
            self.body.addWidget(box)
            box.toggled.connect(self.changed)

    def show_terms(self, terms: Terms) -> None:
        self.tax.setChecked(terms.with_tax)
        self.shipping.setChecked(terms.with_shipping)

    def read(self) -> Mapping[str, Any]:
        return {"with_tax": self.tax.isChecked(), "with_shipping": self.shipping.isChecked()}


class PayingPart(Part):
    """When a commission is earned, how often and from how much on it is paid, and how it is rounded."""

    topic, covers = Topic.PAYING, ("trigger", "schedule", "minimum_payout", "rounding")

    def __init__(self) -> None:
        super().__init__(_("Paying"))
        self.trigger = Choice(names.triggers(), Trigger.SALE)
        self.schedule = Choice(names.schedules(), Schedule.OPEN)
        self.minimum = AmountField()
        self.rounding = Choice(names.roundings(), Rounding.HALF_UP)
        grid = FieldGrid()
        grid.add(_("Earned"), self.trigger)
        grid.add(_("Paid"), self.schedule)
        grid.add(_("Smallest payout"), self.minimum)
        grid.add(_("Rounding"), self.rounding)
        self.body.addWidget(grid)
        for choice in (self.trigger, self.schedule, self.rounding):
            choice.picked.connect(self.changed)
        self.minimum.changed.connect(self.changed)

    def set_currency(self, currency: str) -> None:
        self.minimum.set_currency(currency)

    def show_terms(self, terms: Terms) -> None:
        self.trigger.set_value(terms.trigger)
        self.schedule.set_value(terms.schedule)
        self.minimum.show_amount(terms.minimum_payout or None)
        self.rounding.set_value(terms.rounding)

    def read(self) -> Mapping[str, Any]:
        return {
            "trigger": self.trigger.value(),
            "schedule": self.schedule.value(),
            "minimum_payout": self.minimum.amount() or 0,
            "rounding": self.rounding.value(),
        }
