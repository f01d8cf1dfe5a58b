"""Bands: rates that change with what a period brings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt

from app.domain.commissions.checks import check_bands
from app.domain.commissions.terms import Band, Bands, Measure, Rate, Reach, Terms, Unit
from app.domain.errors import UserError
from app.domain.money import Money
from app.formatting import Topic, parse_money
from app.formatting import typed as in_full
from app.i18n import _
from ui.terms import names
from ui.terms.fields import RateField, typed
from ui.terms.grid import FieldGrid
from ui.terms.part import Part
from ui.terms.rows import Row, Rows
from ui.widgets.fields import Choice, line
from ui.widgets.labels import restyle

SHARES = (4, 5)
PROPOSED = Rate(100_000)


class BandRow(Row):
    """From where on, and the rate."""

    def __init__(self) -> None:
        super().__init__()
        self.start = line()
        self.start.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.rate = RateField()
        self.put((self.start, _("Band from"), SHARES[0]), (self.rate, _("Rate of the band"), SHARES[1]))
        self.start.textChanged.connect(self.changed)
        self.rate.changed.connect(self.changed)

    def is_empty(self) -> bool:
        return not self.start.text().strip() and self.rate.is_empty()

    def set_currency(self, currency: str) -> None:
        self.rate.set_currency(currency)

    def band(self, measure: Measure, currency: str) -> Band:
        """The band as typed; raises ``UserError`` for what is missing or cannot be read."""
        text = self.start.text().strip()
        self.mark(not text)
        if not text:
            raise UserError("bands_start", "Every band needs to say from where on it counts.")
        if measure is Measure.COUNT and not text.isdecimal():
            self.mark(True)
            raise UserError("bands_start", "“{text}” is not the number of a sale, such as 11.", text=text)
        try:
            start = int(text) if measure is Measure.COUNT else parse_money(text, currency).minor
        except UserError:
            self.mark(True)
            raise
        rate = self.rate.rate()
        if rate is None:
            raise UserError("bands_rate", "The band from {start} needs a rate; 0 is one.", start=text)
        return Band(start, rate)

    def mark(self, wrong: bool) -> None:
        """Mark where the band begins as what is wrong."""
        self.start.setProperty("wrong", wrong)
        restyle(self.start)


class BandsPart(Part):
    """What is counted, over which period, what a band counts for, and the table."""

    topic, covers = Topic.BANDS, ("bands",)
    codes = frozenset({"terms_bands_and_later"})

    def __init__(self) -> None:
        super().__init__(_("Bands"))
        self._currency = "EUR"
        self.measure = Choice(names.measures(), Measure.VOLUME)
        self.unit = Choice(names.units(), Unit.QUARTER)
        self.reach = Choice(names.reaches(), Reach.MARGINAL)
        grid = FieldGrid()
        grid.add(_("What is counted"), self.measure)
        grid.add(_("Counted anew"), self.unit)
        grid.add(_("A band’s rate holds"), self.reach)
        self.body.addWidget(grid)
        self.rows = Rows(BandRow, [(_("From"), SHARES[0]), (_("Rate or amount"), SHARES[1])], _("+ Add a band"))
        self.body.addWidget(self.rows)
        for choice in (self.unit, self.reach):
            choice.picked.connect(self.changed)
        self.measure.picked.connect(self._other_measure)
        self.rows.changed.connect(self.changed)

    def begin(self, rate: Rate | None = None) -> None:
        """Two rows to start from, where there are none: the rate so far, and one more to fill in."""
        if self.rows.rows:
            return
        first = self.rows.append()
        first.start.setText(self._lowest())
        first.rate.show_rate(rate if rate is not None else PROPOSED)
        self.rows.append()

    def set_currency(self, currency: str) -> None:
        self._currency = currency
        self.rows.set_currency(currency)

    def show_terms(self, terms: Terms) -> None:
        self.rows.clear()
        bands = terms.bands
        if bands is None:
            return
        self.measure.set_value(bands.measure)
        self.unit.set_value(bands.unit)
        self.reach.set_value(bands.reach)
        for band in bands.bands:
            row = self.rows.append()
            by_volume = bands.measure is Measure.VOLUME
            row.start.setText(typed(band.start, terms.currency) if by_volume else str(band.start))
            row.rate.show_rate(band.rate)

    def read(self) -> Mapping[str, Any]:
        measure = self.measure.value()
        bands = Bands(
            measure,
            self.unit.value(),
            self.reach.value(),
            tuple(row.band(measure, self._currency) for row in self.rows.filled()),
        )
        try:
            check_bands(bands, self._currency)
        except UserError as error:
            self._mark(error)
            raise
        return {"bands": bands}

    def _mark(self, error: UserError) -> None:
        """Mark the band that leaves a gap, overlaps or is out of order."""
        filled = self.rows.filled()
        number = error.parameters.get("number", 1 if error.code == "bands_gap" else 0)
        if isinstance(number, int) and 0 < number <= len(filled):
            filled[number - 1].mark(True)

    def _lowest(self) -> str:
        return "0" if self.measure.value() is Measure.VOLUME else "1"

    def _other_measure(self) -> None:
        """The first band begins at 0 of the value, but at sale 1."""
        if self.rows.rows:
            first = self.rows.rows[0].start
            if first.text().strip() in {"0", "1", "", in_full(Money.zero(self._currency))}:
                first.setText(self._lowest())
        self.changed.emit()
