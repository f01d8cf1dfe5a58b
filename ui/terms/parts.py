"""The parts of the terms that most agreements do without: folded away until they are wanted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QCheckBox

from app.domain.commissions.terms import (
    Bonus,
    Cap,
    Counted,
    Level,
    OwnRate,
    Recurring,
    Schedule,
    Terms,
    Trigger,
    Unit,
)
from app.domain.errors import UserError
from app.domain.money import Rounding
from app.formatting import Topic
from app.i18n import _
from ui.terms import names
from ui.terms.fields import AmountField, LastDay, NumberField, PercentField, RateField
from ui.terms.grid import FieldGrid
from ui.terms.part import Part
from ui.terms.rows import Row, Rows
from ui.widgets.fields import Choice, line


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


class OwnRateRow(Row):
    """The rate of one product, variant or category."""

    SHARES = (4, 5, 5)

    def __init__(self) -> None:
        super().__init__()
        self.level = Choice(names.levels(), Level.PRODUCT)
        self.name = line()
        self.rate = RateField()
        words = (_("Product, variant or category"), _("Its name"), _("Its rate"))
        self.put(*zip((self.level, self.name, self.rate), words, self.SHARES, strict=True))
        self.level.picked.connect(self.changed)
        self.name.textChanged.connect(self.changed)
        self.rate.changed.connect(self.changed)

    def is_empty(self) -> bool:
        return not self.name.text().strip() and self.rate.is_empty()

    def set_currency(self, currency: str) -> None:
        self.rate.set_currency(currency)

    def own_rate(self) -> OwnRate:
        """As typed; raises ``UserError`` where the rate is missing or cannot be read."""
        name, rate = self.name.text().strip(), self.rate.rate()
        if rate is None:
            raise UserError("terms_own_rate", "“{name}” needs a rate. With 0 it is free of commission.", name=name)
        return OwnRate(self.level.value(), name, rate)


class ProductsPart(Part):
    """Rates by product, variant and category."""

    topic, covers = Topic.PRODUCTS, ("own_rates",)
    codes = frozenset({"terms_own_name", "terms_own_twice"})

    def __init__(self) -> None:
        super().__init__(
            _("Products and categories"),
            _(
                "Rates of their own, before the rate above; of several the variant’s goes first, then the product’s, "
                "then the category’s. With 0 there is no commission. Fixed amounts are for each piece."
            ),
        )
        headings = [("", OwnRateRow.SHARES[0]), (_("Name"), OwnRateRow.SHARES[1]), (_("Rate"), OwnRateRow.SHARES[2])]
        self.rows = Rows(OwnRateRow, headings, _("+ Add a rate"))
        self.body.addWidget(self.rows)
        self.rows.changed.connect(self.changed)

    def set_currency(self, currency: str) -> None:
        self.rows.set_currency(currency)

    def show_terms(self, terms: Terms) -> None:
        self.rows.clear()
        for own in terms.own_rates:
            row = self.rows.append()
            row.level.set_value(own.level)
            row.name.setText(own.name)
            row.name.setCursorPosition(0)
            row.rate.show_rate(own.rate)

    def read(self) -> Mapping[str, Any]:
        return {"own_rates": tuple(row.own_rate() for row in self.rows.filled())}


class BonusRow(Row):
    """An amount for one referral in a period."""

    SHARES = (3, 4, 4)

    def __init__(self) -> None:
        super().__init__()
        self.nth, self.amount = NumberField(), AmountField()
        self.unit = Choice(names.units(), Unit.QUARTER)
        words = (_("Bonus for referral number"), _("Counted anew"), _("Amount of the bonus"))
        self.put(*zip((self.nth, self.unit, self.amount), words, self.SHARES, strict=True))
        self.unit.picked.connect(self.changed)
        self.nth.changed.connect(self.changed)
        self.amount.changed.connect(self.changed)

    def is_empty(self) -> bool:
        return self.nth.is_empty() and self.amount.is_empty()

    def set_currency(self, currency: str) -> None:
        self.amount.set_currency(currency)

    def bonus(self) -> Bonus:
        """As typed; what is missing is zero, which cannot be agreed."""
        return Bonus(self.nth.number() or 0, self.unit.value(), self.amount.amount() or 0)


class BonusesPart(Part):
    """Fixed amounts for the nth referral won, and a share on top of each commission."""

    topic, covers = Topic.BONUSES, ("bonuses", "extra_ppm")
    codes = frozenset({"terms_bonus", "terms_bonus_twice", "terms_extra"})

    def __init__(self) -> None:
        super().__init__(
            _("Bonuses"), _("A fixed amount when a certain number of referrals is won, or something on top of each.")
        )
        headings = [
            (_("Referral number"), BonusRow.SHARES[0]),
            (_("Counted anew"), BonusRow.SHARES[1]),
            (_("Amount"), BonusRow.SHARES[2]),
        ]
        self.rows = Rows(BonusRow, headings, _("+ Add a bonus"))
        self.extra = PercentField()
        grid = FieldGrid()
        grid.add(_("On top of each commission"), self.extra)
        self.body.addWidget(self.rows)
        self.body.addWidget(grid)
        self.rows.changed.connect(self.changed)
        self.extra.changed.connect(self.changed)

    def set_currency(self, currency: str) -> None:
        self.rows.set_currency(currency)

    def show_terms(self, terms: Terms) -> None:
        self.rows.clear()
        for bonus in terms.bonuses:
            row = self.rows.append()
            row.nth.show_number(bonus.nth)
            row.unit.set_value(bonus.unit)
            row.amount.show_amount(bonus.amount)
        self.extra.show_ppm(terms.extra_ppm or None)

    def read(self) -> Mapping[str, Any]:
        return {
            "bonuses": tuple(row.bonus() for row in self.rows.filled()),
            "extra_ppm": self.extra.ppm() or 0,
        }


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
