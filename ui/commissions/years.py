"""What each partner was paid in a calendar year, and whether that has to be reported."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog

from app import clock
from app.formatting import how_converted, money
from app.i18n import _, ngettext
from ui.commissions import columns, words
from ui.commissions.lists import MoneyList
from ui.desk import Desk
from ui.widgets.buttons import button
from ui.widgets.empty import EmptyPlace
from ui.widgets.fields import Choice


class Years(MoneyList):
    """A line a partner and currency, of the year chosen. ``said`` tells where an export went."""

    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        empty = EmptyPlace(
            _("Nothing was paid"),
            _("What each partner was paid in a calendar year stands here, for your tax office and theirs."),
        )
        super().__init__(desk, columns.year_columns(), _("Years"), empty)
        self.year = Choice(())
        self.year.setAccessibleName(_("Year"))
        self.year.picked.connect(self._ask_year)
        self._sums = ""
        self.add_button(self.year)
        self.add_button(button(_("Open partner"), self.open_partner))
        self.add_button(button(_("Export…"), self._export, "primary"))
        self.table.opened.connect(self.open_partner)

    def ask(self) -> None:
        from app.queries import year_totals

        self.desk.ask("commissions.years", year_totals.years, then=self._show_years)

    @Slot(object)
    def _show_years(self, years: Sequence[int]) -> None:
        for year in years:
            self.year.add(year, str(year))
        if years and self.year.value() not in years:
            self.year.set_value(years[0])
        self._ask_year()

    @Slot(object)
    def _ask_year(self, _year: Any = None) -> None:
        year = self.year.value() or clock.today().year
        self.desk.ask("commissions.year", _of_year, year, then=self._show_rows)

    @Slot(object)
    def _show_rows(self, found: Any) -> None:
        rows, all_in = found
        sentences = [words.year_sums(rows)] if rows else []
        if all_in is not None:
            total = _("All in {currency}: {amount}.").format(currency=all_in.currency, amount=money(all_in.totals[0]))
            sentences += [total, how_converted(all_in)]
        self._sums = " ".join(sentences)
        self.model.set_rows(rows)
        self.keep_place(len(rows))

    def show_current(self, row: Any) -> None:
        self.sentence.setText(self._sums)

    def _export(self) -> None:
        year = self.year.value()
        proposed = self.desk.path.with_name(f"{self.desk.path.stem} {year}.csv")
        formats = {_("Table (*.csv)"): ".csv", _("Workbook (*.xlsx)"): ".xlsx"}
        chosen, picked = QFileDialog.getSaveFileName(self, _("Export"), str(proposed), ";;".join(formats))
        if not chosen:
            return
        path = Path(chosen)
        if path.suffix.lower() not in formats.values():
            path = path.with_name(path.name + formats.get(picked, ".csv"))
        self.desk.ask("commissions.year export", _write, path, year, then=partial(self._exported, path))

    def _exported(self, path: Path, count: int) -> None:
        told = ngettext("{n} line is in “{name}”.", "{n} lines are in “{name}”.", count)
        self.said.emit(told.format(n=count, name=path.name))


def _of_year(session: Any, year: int) -> tuple[Any, Any]:
    """The lines of a year, and what was paid in all in the reporting currency, by the rates of the year's last day (of
    today, in the present year)."""
    from datetime import date

    from app.domain.money import totals
    from app.queries import exchange_rates, year_totals

    rows = year_totals.year_totals(session, year)
    sums = [(amount,) for amount in totals(row.paid for row in rows)]
    day = min(date(year, 12, 31), clock.today())
    return rows, exchange_rates.in_reporting_currency(session, sums, day)


def _write(session: Any, path: Path, year: int) -> int:
    from app import file_export
    from app.exchange.atomic import atomic_write

    with atomic_write(path, overwrite=True) as file:
        return file_export.write(session, "year", path.suffix.lower(), file, clock.now(), year)
