"""The parts of the terms that are small tables: rates by product and category, and bonuses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.commissions.terms import Bonus, Level, OwnRate, Terms, Unit
from app.domain.errors import UserError
from app.formatting import Topic
from app.i18n import _
from ui.terms import names
from ui.terms.fields import AmountField, NumberField, PercentField, RateField
from ui.terms.grid import FieldGrid
from ui.terms.part import Part
from ui.terms.rows import Row, Rows
from ui.widgets.fields import Choice, line


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
