"""Choosing a period: one of the usual ones, or from one day to another."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app import clock
from app.domain.dates import Period
from app.domain.errors import UserError
from app.i18n import _
from ui import theme
from ui.reports.documents import spans
from ui.widgets.day_field import DayField
from ui.widgets.fields import Choice
from ui.widgets.labels import label

OPEN = "open"


class PeriodField(QWidget):
    """``span`` is the period chosen. With ``open_first``, “what is open today” is offered first, and ``is_open``."""

    changed = Signal()

    def __init__(self, *, open_first: bool = False, chosen: str = "last_month", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        known = spans(clock.today())
        self._spans = {key: span for key, _words, span in known}
        offered = [(key, words) for key, words, _span in known]
        if open_first:
            offered.insert(0, (OPEN, _("Everything open today")))
        self._choice = Choice(offered, OPEN if open_first else chosen)
        start = self._spans[chosen] or Period(clock.today(), clock.today())
        self._first, self._last = DayField(start.first), DayField(start.last)
        self._first.setAccessibleName(_("From"))
        self._last.setAccessibleName(_("To"))
        self._dash = label("–")
        self.setFocusProxy(self._choice)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self._choice, 1)
        for each in (self._first, self._dash, self._last):
            layout.addWidget(each)
        self._choice.picked.connect(self._show_days)
        self._show_days()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._choice.setAccessibleName(name)

    def is_open(self) -> bool:
        """Whether what is open today was chosen instead of a period."""
        return bool(self._choice.value() == OPEN)

    def span(self) -> Period:
        """The days; raises ``UserError`` when the last is before the first."""
        known = self._spans.get(self._choice.value())
        if known is not None:
            return known
        self._first.check()
        self._last.check()
        first, last = self._first.day(), self._last.day()
        if last < first:
            raise UserError("period_backwards", _("The period ends before it begins."))
        return Period(first, last)

    def choose(self, key: str) -> None:
        """Choose one of the periods on offer by its key."""
        self._choice.set_value(key)
        self._show_days()

    def _show_days(self) -> None:
        other = self._choice.value() == "other"
        for each in (self._first, self._dash, self._last):
            each.setVisible(other)
        self.changed.emit()
