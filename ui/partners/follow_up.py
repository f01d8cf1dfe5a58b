"""The fields of a follow-up, opened by Tab from the line in which a contact is logged."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app import clock
from app.domain.dates import add_months
from app.domain.reminders import ReminderFields, Repeat, Unit
from app.i18n import _
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.day_field import DayField
from ui.widgets.fields import Choice, line
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import label

PROPOSED_DAYS = 7


class FollowUpFields(QWidget):
    """What is to be done, when, and how often. Enter in any field asks to save, Escape to close."""

    save_wanted = Signal()
    close_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._what = line(hint=_("What is to be done then"), name=_("What to follow up"))
        self._on = DayField(clock.today())
        self._on.setAccessibleName(_("Follow up on"))
        self._at = line(hint=_("14:30"), name=_("At what time; may stay empty"))
        self._at.setFixedWidth(theme.px(64))
        self._repeat = Choice(_repeats())
        self._repeat.setAccessibleName(_("How often"))
        first = QHBoxLayout()
        first.setSpacing(theme.px(8))
        first.addWidget(label(_("Follow up"), "bold"))
        first.addWidget(self._what, 1)
        second = FlowLayout(gap=theme.px(6), line_gap=theme.px(6))
        second.addWidget(self._on)
        second.addWidget(self._at)
        for text, when in _quick_days():
            second.addWidget(
                button(text, partial(self._set_day, when), "small", name=_("Follow up: {day}").format(day=text))
            )
        second.addWidget(self._repeat)
        save = button(_("Save"), self.save_wanted.emit, "primary")
        first.addWidget(save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(10), 0, theme.px(10), theme.px(4))
        layout.setSpacing(theme.px(6))
        layout.addLayout(first)
        layout.addLayout(second)
        self.setTabOrder(self._repeat, save)  # where everything is said, though it stands in the first line

    def start(self) -> None:
        """Propose a day, with nothing to be done yet, and take the focus."""
        self._what.clear()
        self._at.clear()
        self._repeat.set_value(None)
        self._set_day(clock.today() + timedelta(days=PROPOSED_DAYS))
        self._what.setFocus(Qt.FocusReason.TabFocusReason)

    def fields(self, otherwise: str) -> ReminderFields:
        """The follow-up as typed; what is to be done is ``otherwise`` where nothing was said.

        Raises ``UserError`` when the day is none.
        """
        self._on.check()
        repeat: Repeat | None = self._repeat.value()
        return ReminderFields(self._what.text().strip() or otherwise, self._on.day(), self._at.text(), repeat)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save_wanted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.close_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _set_day(self, day: date) -> None:
        self._on.set_day(day)


def _quick_days() -> list[tuple[str, date]]:
    today = clock.today()
    return [
        (_("Today"), today),
        (_("Tomorrow"), today + timedelta(days=1)),
        (_("In a week"), today + timedelta(days=7)),
        (_("In a month"), add_months(today, 1)),
    ]


def _repeats() -> list[tuple[Repeat | None, str]]:
    return [
        (None, _("Once")),
        (Repeat(1, Unit.WEEK), _("Every week")),
        (Repeat(2, Unit.WEEK), _("Every 2 weeks")),
        (Repeat(1, Unit.MONTH), _("Every month")),
        (Repeat(3, Unit.MONTH), _("Every 3 months")),
        (Repeat(6, Unit.MONTH), _("Every 6 months")),
        (Repeat(1, Unit.YEAR), _("Every year")),
    ]
