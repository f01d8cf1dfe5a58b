"""A field for a day: typed as people write days, or picked from a calendar. What was understood stands beside it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QHBoxLayout, QMenu, QWidget, QWidgetAction

from app import clock
from app.domain.dates import add_months
from app.domain.errors import UserError
from app.formatting import day as day_text
from app.formatting.reading_days import FIRST_YEAR, LAST_YEAR, parse_day
from app.i18n import _
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.fields import line
from ui.widgets.labels import Elided, plain_tip, restyle

TEXT_WIDTH = 126


class DayField(QWidget):
    """Up and Down go by days, Page Up and Page Down by months, Alt+Down opens the calendar.

    ``day`` is the last day that could be read; ``check`` raises ``UserError`` while something else is typed.
    """

    changed = Signal(object)
    """The day that is meant now; not told while what is typed is none."""

    def __init__(self, day: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._day = day
        self._trouble: UserError | None = None
        self.line = line()
        self.line.setFixedWidth(theme.px(TEXT_WIDTH))
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._read)
        self.line.editingFinished.connect(self._settle)
        self._open = button("▾", self.open_calendar, "small", name=_("Calendar"))
        self._open.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addWidget(self.line)
        layout.addWidget(self._open)
        self._understood = Elided("", "small")
        layout.addWidget(self._understood, 1)
        self.setFocusProxy(self.line)
        self._show()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def day(self) -> date:
        """The day that is meant."""
        return self._day

    def set_day(self, day: date) -> None:
        """Show another day."""
        self._mean(day)
        self._show()

    def check(self) -> None:
        """Raises ``UserError`` when what is typed is no day."""
        if self._trouble is not None:
            raise self._trouble

    @Slot()
    def open_calendar(self) -> None:
        """Pick the day from a calendar."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(menu)
        calendar.setMinimumDate(QDate(FIRST_YEAR, 1, 1))
        calendar.setMaximumDate(QDate(LAST_YEAR, 12, 31))
        calendar.setSelectedDate(QDate(self._day.year, self._day.month, self._day.day))
        calendar.activated.connect(self._pick)
        calendar.clicked.connect(self._pick)
        for signal in (calendar.activated, calendar.clicked):
            signal.connect(menu.close)
        inside = QWidgetAction(menu)
        inside.setDefaultWidget(calendar)
        menu.addAction(inside)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        calendar.setFocus()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return True
        days = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(key))
        months = {Qt.Key.Key_PageUp: 1, Qt.Key.Key_PageDown: -1}.get(Qt.Key(key))
        if days is None and months is None:
            return False
        moved = date.fromordinal(self._day.toordinal() + days) if days else add_months(self._day, months or 0)
        if FIRST_YEAR <= moved.year <= LAST_YEAR:
            self.set_day(moved)
        return True

    @Slot(QDate)
    def _pick(self, picked: QDate) -> None:
        self.set_day(date(picked.year(), picked.month(), picked.day()))
        self.line.setFocus()

    @Slot(str)
    def _read(self, text: str) -> None:
        try:
            day = parse_day(text, clock.today())
        except UserError as error:
            self._say(str(error), error)
            return
        self._say(day_text(day, style="weekday"))
        self._mean(day)

    @Slot()
    def _settle(self) -> None:
        """Leaving the field, a day that was understood is written out as it is everywhere."""
        if self._trouble is None:
            self._show()

    def _mean(self, day: date) -> None:
        if day != self._day:
            self._day = day
            self.changed.emit(day)

    def _show(self) -> None:
        self._say(day_text(self._day, style="weekday"))
        self._understood.setText("")
        self.line.setText(day_text(self._day, style="dated"))

    def _say(self, told: str, trouble: UserError | None = None) -> None:
        """Tell what was understood or is wrong: beside the line as far as there is room, and to a screen reader."""
        if (trouble is None) != (self._trouble is None):
            self.line.setProperty("wrong", trouble is not None)
            self._understood.setProperty("tone", "red" if trouble is not None else "")
            restyle(self.line)
            restyle(self._understood)
        self._trouble = trouble
        self._understood.setText(told)
        self.line.setToolTip(plain_tip(told))
        self.line.setAccessibleDescription(told)


def check_days(within: QWidget) -> None:
    """Raises ``UserError`` for the first field below ``within`` in sight and in use whose text is no day."""
    for field in within.findChildren(DayField):
        if field.isVisibleTo(within) and field.isEnabledTo(within):
            field.check()
