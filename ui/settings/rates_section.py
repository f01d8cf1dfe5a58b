"""Exchange rates: the currency in which totals are shown too, and what the user enters to convert them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app import clock
from app.domain.money import CURRENCIES
from app.formatting import day, exchange_rate, parse_exchange_rate
from app.i18n import _
from ui import theme
from ui.desk import Desk
from ui.settings.sections import Section
from ui.settings.short_table import ShortTable
from ui.table.columns import Column
from ui.widgets.buttons import button
from ui.widgets.day_field import DayField
from ui.widgets.fields import Choice, currency_choice, line
from ui.widgets.labels import label


class RatesSection(Section):
    """Keeps what is chosen and entered by itself, in one write each."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sentence = _(
            "Amounts of different currencies are never added. Choose a currency to see all totals in it as well, "
            "converted by the rates that you enter here; each rate holds from its day until the next."
        )
        super().__init__(_("Exchange rates"), sentence, parent)
        self._desk = desk
        self.currency = Choice([("", _("None")), *((code, code) for code in sorted(CURRENCIES))])
        self.currency.setMaxVisibleItems(12)
        self.add_row(_("Totals also in"), self.currency)
        self.edited.connect(self._choose)
        self.add_row(_("New rate"), self._make_entry())
        columns = (
            Column(_("One"), lambda row: str(row.rate.currency), 80, bold=True),
            Column(_("Is worth"), _worth, 150, right=True, stretch=True),
            Column(_("From"), lambda row: day(row.rate.day, style="dated"), 140),
        )
        self.table = ShortTable(columns, _("Exchange rates"))
        self.body.addWidget(self.table)
        foot = QHBoxLayout()
        self.remove = button(_("Remove"), self._remove, "small")
        foot.addStretch(1)
        foot.addWidget(self.remove)
        self.body.addLayout(foot)

    def _make_entry(self) -> QWidget:
        self.source, self.target = currency_choice("USD"), currency_choice("EUR")
        self.source.setAccessibleName(_("One unit of"))
        self.target.setAccessibleName(_("Is worth so many"))
        self.rate = line(hint="1.0842", name=_("Rate"))
        self.rate.returnPressed.connect(self._enter)
        self.day = DayField(clock.today())
        self.day.setAccessibleName(_("From"))
        made = QWidget()
        layout = QHBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        for each in (label("1"), self.source, label("="), self.rate, self.target, label(_("from"), "soft"), self.day):
            layout.addWidget(each, 1 if each is self.rate else 0)
        layout.addWidget(button(_("Enter"), self._enter))
        made.setFocusProxy(self.rate)
        return made

    def refresh(self) -> None:
        """Look again which rates there are."""
        from app.queries import exchange_rates

        self._desk.ask("settings.rates", exchange_rates.listed, then=self._show_rates)

    @Slot(object)
    def _show_rates(self, entered: Sequence[Any]) -> None:
        self.table.show_rows(entered)
        self.remove.setVisible(bool(entered))

    def show_currency(self, currency: str) -> None:
        """Show the reporting currency that is kept; a new rate begins with it."""
        self.currency.set_value(currency)
        if currency and not self.rate.text():
            self.target.set_value(currency)

    def _choose(self, _words: str) -> None:
        from app.operations import settings

        chosen = self.currency.value()
        self._desk.do("Show totals in {currency}", settings.report_in, chosen, currency=chosen or "—")

    def _enter(self) -> None:
        from app.domain.errors import PartnerbookError
        from app.operations import exchange_rates

        pair = self.source.value(), self.target.value()
        try:
            rate = parse_exchange_rate(self.rate.text())
        except PartnerbookError as error:
            self._refused(error)
            return
        self._desk.do(
            "Enter the rate of {currency} in {target}",
            exchange_rates.enter,
            *pair,
            self.day.day(),
            rate,
            then=self._entered,
            failed=self._refused,
            currency=pair[0],
            target=pair[1],
        )

    @Slot(object)
    def _entered(self, _rate_id: int) -> None:
        self.trouble("")
        self.rate.clear()

    @Slot(object)
    def _refused(self, error: Any) -> None:
        self.trouble(str(error))

    def _remove(self) -> None:
        from app.operations import exchange_rates

        row = self.table.current_row()
        if row is not None:
            self._desk.do(
                "Remove the rate of {currency} in {target}",
                exchange_rates.remove,
                row.id,
                failed=self._refused,
                currency=row.rate.currency,
                target=row.rate.target,
            )


def _worth(row: Any) -> str:
    return f"{exchange_rate(row.rate.rate_e10)} {row.rate.target}"
