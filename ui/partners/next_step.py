"""The column of the card that says what comes next, with the buttons that settle it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app import clock
from app.domain.dates import add_months
from app.formatting import day
from app.i18n import _
from ui import theme
from ui.actions import plain
from ui.widgets.buttons import button
from ui.widgets.figures import Fact, FactColumn

if TYPE_CHECKING:
    from app.queries.partners import NextFollowUp


class NextStep(QWidget):
    """``done`` tells the id of a follow-up that is settled, ``put_off`` its id and the day it is put off to."""

    done = Signal(object)
    put_off = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = FactColumn(_("NEXT"))
        self._follow_up: NextFollowUp | None = None
        self._done = button(_("Done"), self._on_done, "small")
        self._later = button(_("Later"), None, "small")
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._menu.triggered.connect(self._on_later)
        self._later.setMenu(self._menu)
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(6))
        line.addWidget(self._done)
        line.addWidget(self._later)
        line.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.facts)
        layout.addWidget(self._line)
        layout.addStretch(1)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show what comes next in words."""
        self.facts.show_facts(facts)

    def show_follow_up(self, follow_up: NextFollowUp | None) -> None:
        """Offer to settle this follow-up; none hides the buttons."""
        self._follow_up = follow_up
        self._line.setVisible(follow_up is not None)
        if follow_up is not None:
            self._done.setAccessibleName(_("Done: {what}").format(what=follow_up.text))
            self._later.setAccessibleName(_("Later: {what}").format(what=follow_up.text))

    def _fill_menu(self) -> None:
        today = clock.today()
        self._menu.clear()
        for text, until in (
            (_("Tomorrow"), today + timedelta(days=1)),
            (_("In a week"), today + timedelta(days=7)),
            (_("In a month"), add_months(today, 1)),
        ):
            action = self._menu.addAction(plain(f"{text} · {day(until, today=today)}"))
            action.setData(until)

    def _on_done(self) -> None:
        if self._follow_up is not None:
            self.done.emit(self._follow_up.id)

    def _on_later(self, action: QAction) -> None:
        until = action.data()
        if self._follow_up is not None and isinstance(until, date):
            self.put_off.emit(self._follow_up.id, until)
