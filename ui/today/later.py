"""Putting a follow-up off: a short menu of days, or any day."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.dates import add_months
from app.formatting import day
from app.i18n import _
from ui.actions import plain
from ui.widgets.day_field import DayField
from ui.widgets.dialog import FormDialog


def next_monday(today: date) -> date:
    """The Monday of the week after this one."""
    return today + timedelta(days=7 - today.weekday())


class LaterMenu(QMenu):
    """Tomorrow, next week, in a month, a date… ``chosen`` tells the day, ``another_day`` that it is to be asked for."""

    chosen = Signal(object)
    another_day = Signal()

    def __init__(self, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        for words, when in (
            (_("Tomorrow"), today + timedelta(days=1)),
            (_("Next week"), next_monday(today)),
            (_("In a month"), add_months(today, 1)),
        ):
            self.addAction(f"&{plain(words)} · {day(when, today=today)}").setData(when)
        self.addSeparator()
        self._other = self.addAction(f"&{plain(_('A date…'))}")
        self.triggered.connect(self._tell)

    def _tell(self, action: object) -> None:
        if action is self._other:
            self.another_day.emit()
        else:
            self.chosen.emit(action.data())  # type: ignore[attr-defined]  # a QAction


class LaterDialog(FormDialog):
    """Asks for a day. ``chosen`` tells it."""

    chosen = Signal(object)

    def __init__(self, what: str, proposed: date, parent: QWidget | None = None) -> None:
        super().__init__(_("Put off “{what}”").format(what=what), _("Put off"), parent, width=380)
        self._until = DayField(proposed)
        self.row(_("Until"), self._until)
        self._until.setFocus()

    def save(self) -> None:
        self.chosen.emit(self._until.day())
        self.accept()
