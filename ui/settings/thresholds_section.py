"""From which sum on what a partner was paid in a year has to be reported to the tax office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from app import clock
from app.domain.thresholds import FIRST_YEAR, LAST_YEAR
from app.formatting import money
from app.i18n import _
from ui import theme
from ui.desk import Desk
from ui.settings.sections import Section
from ui.settings.short_table import ShortTable
from ui.table.columns import Column
from ui.widgets.buttons import button
from ui.widgets.fields import MoneyField


class ThresholdsSection(Section):
    """The usual thresholds and the user's own, which take their place."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        sentence = _(
            "What partners were paid in a calendar year is marked where it reaches the threshold of its currency "
            "(Commissions, Years). Each holds from its year until the next; zero means that nothing is reported."
        )
        super().__init__(_("Reporting thresholds"), sentence, parent)
        self._desk = desk
        self.year = QSpinBox()
        self.year.setRange(FIRST_YEAR, LAST_YEAR)
        self.year.setValue(clock.today().year)
        self.year.setAccessibleName(_("From the year"))
        self.year.lineEdit().setTextMargins(theme.px(7), 0, 0, 0)
        self.amount = MoneyField("USD")
        self.amount.setAccessibleName(_("Threshold"))
        entry = QWidget()
        layout = QHBoxLayout(entry)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.year)
        layout.addWidget(self.amount, 1)
        layout.addWidget(button(_("Set"), self._set))
        entry.setFocusProxy(self.year)
        self.add_row(_("From the year"), entry)
        columns = (
            Column(_("From the year"), _year, 120, bold=True),
            Column(_("Threshold"), lambda row: money(row.amount), 150, right=True),
            Column(_("By"), lambda row: row.source or _("yourself"), 140, stretch=True, tone=lambda row: "soft"),
        )
        self.table = ShortTable(columns, _("Reporting thresholds"))
        self.table.current_changed.connect(self._on_current)
        self.body.addWidget(self.table)
        foot = QHBoxLayout()
        self.remove = button(_("Remove"), self._remove, "small")
        foot.addStretch(1)
        foot.addWidget(self.remove)
        self.body.addLayout(foot)

    def refresh(self) -> None:
        """Look again which thresholds are kept."""
        from app.queries import settings

        self._desk.ask("settings.thresholds", settings.own_thresholds, then=self._show)

    @Slot(object)
    def _show(self, own: Sequence[Any]) -> None:
        from app.domain.thresholds import in_force

        self.table.show_rows(in_force(own)[::-1])
        self._on_current(self.table.current_row())

    @Slot(object)
    def _on_current(self, row: Any) -> None:
        self.remove.setEnabled(row is not None and not row.source)

    def _set(self) -> None:
        from app.domain.errors import PartnerbookError
        from app.operations import settings

        try:
            amount = self.amount.money()
        except PartnerbookError as error:
            self.trouble(str(error))
            return
        if amount is None:
            self.trouble(_("Enter the sum from which payments are to be reported; zero: none are."))
            return
        self._desk.do(
            "Set the reporting threshold of {year}",
            settings.set_threshold,
            self.year.value(),
            amount,
            then=self._was_set,
            failed=self._refused,
            year=self.year.value(),
        )

    @Slot(object)
    def _was_set(self, _nothing: Any) -> None:
        self.trouble("")

    @Slot(object)
    def _refused(self, error: Any) -> None:
        self.trouble(str(error))

    def _remove(self) -> None:
        from app.operations import settings

        row = self.table.current_row()
        if row is not None:
            self._desk.do(
                "Remove the reporting threshold of {year}",
                settings.remove_threshold,
                row.year,
                row.amount.currency,
                failed=self._refused,
                year=row.year,
            )


def _year(row: Any) -> str:
    return _("earlier years") if row.source and row.year == FIRST_YEAR else str(row.year)
