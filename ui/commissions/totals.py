"""The head of the page: what is owed, on hold and paid, and beside it what falls due in which month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.formatting import how_converted, money
from app.i18n import _
from ui import theme
from ui.commissions import words
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.standings import Standings

if TYPE_CHECKING:
    from app.queries.forecast import MonthDue

SHOWN_MONTHS = 4
"""So many columns at most; the last one has all that is later."""

MOST_OF_PANEL = 0.4
"""The months take no more of the panel than this; where they would, they are fewer."""


class TotalsPanel(Panel):
    """Shows ``queries.commission_totals.CommissionTotals``; hidden while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._standings = Standings()
        self._in_one = label("", "small", wrap=True, selectable=True)
        self._due = DueMonths()
        self._months: tuple[Sequence[MonthDue], date] = (), date.min
        self._shown_in = 0
        left = QVBoxLayout()
        left.setSpacing(theme.px(6))
        left.addWidget(self._standings)
        left.addWidget(self._in_one)
        left.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(theme.px(24))
        line.addLayout(left, 1)
        line.addWidget(self._due, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(line)
        self.hide()

    def show_totals(self, totals: Any, today: date) -> None:
        """Show these; ``today`` tells the present month from those to come."""
        self._standings.show_standings(totals.standings)
        all_in = totals.in_one
        self._in_one.setText(f"{words.in_one(all_in)}\n{how_converted(all_in)}" if all_in else "")
        self._in_one.setVisible(all_in is not None)
        self._months = totals.due, today
        self._shown_in = 0
        self.setVisible(bool(totals.standings))
        self._fit_months()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_months()

    def _fit_months(self) -> None:
        """So many months as there is room for beside the figures, two at least."""
        if self._shown_in == self.width():
            return
        self._shown_in = self.width()
        for most in range(SHOWN_MONTHS, 1, -1):
            self._due.show_months(*self._months, most)
            if self._due.sizeHint().width() <= MOST_OF_PANEL * self.width():
                return


class DueMonths(QWidget):
    """What falls due, a column a month, a line a currency."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Falls due"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(18))
        self._grid.setVerticalSpacing(theme.px(3))

    def show_months(self, due: Sequence[MonthDue], today: date, most: int) -> None:
        """Show these months in ``most`` columns, all later ones in the last. Without any, nothing is to be seen."""
        while (item := self._grid.takeAt(0)) is not None:
            if (shown := item.widget()) is not None:
                shown.hide()
                shown.deleteLater()
        columns = words.due_columns(due, today, most)
        if columns:
            self._put(label(_("Falls due"), "caption"), 0, 0, len(columns))
        lines: dict[str, int] = {}
        for at, (name, amounts) in enumerate(columns):
            self._put(label(name, "small"), 1, at)
            for amount in amounts:
                line = lines.setdefault(amount.currency, 2 + len(lines))
                self._put(label(money(amount), "bold"), line, at)
        self.setVisible(bool(columns))
        self.setAccessibleDescription(words.due_in_words(columns))

    def _put(self, made: QLabel, line: int, column: int, columns: int = 1) -> None:
        right = Qt.AlignmentFlag.AlignRight if columns == 1 and line else Qt.AlignmentFlag.AlignLeft
        self._grid.addWidget(made, line, column, 1, columns, right)
        made.show()  # a layout gives no room to what is not shown, and its width is asked for at once
