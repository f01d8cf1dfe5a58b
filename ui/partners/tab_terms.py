"""The terms agreed with a partner: what is in force, and every version read in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from app import clock
from app.domain.commissions.terms import in_force
from app.i18n import _
from ui import theme
from ui.desk import Desk
from ui.partners import entries, reads
from ui.partners.tab import Tab
from ui.widgets.buttons import button
from ui.widgets.empty import EmptyPlace
from ui.widgets.short_lines import ShortLines
from ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from app.domain.commissions.terms import Version


class TermsTab(Tab):
    """Terms are never changed, only followed by a newer version."""

    agree_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._current: Version | None = None
        self._standing = ShortLines()
        self._standing.setProperty("role", "soft")
        self._list = Timeline(_("Versions of the terms"))
        self._empty = EmptyPlace(
            _("No terms agreed yet"),
            _("Say what a sale earns this partner. Until then, sales earn no commission."),
            [button(_("Agree terms…"), self.agree_wanted.emit, "primary")],
        )
        self._places = QStackedWidget()
        self._places.addWidget(self._list)
        self._places.addWidget(self._empty)
        self._try = button(_("Try a sale…"), self._open_trial, "small")
        self._agree = button(_("Agree new terms…"), self.agree_wanted.emit, "small")
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        head.addWidget(self._standing, 1)
        head.addWidget(self._try)
        head.addWidget(self._agree)
        self.column.addLayout(head)
        self.column.addWidget(self._places, 1)

    def refresh(self) -> None:
        self.desk.ask("partners.versions", reads.versions, self.partner_id, then=self._show)

    def _show(self, versions: list[Version]) -> None:
        today = clock.today()
        self._current = in_force(versions, today)
        self._standing.setText(entries.standing_of_terms(self._current, today) if versions else "")
        self._list.show_entries(entries.of_version(version, self._current, today) for version in reversed(versions))
        self._try.setVisible(self._current is not None)
        self._agree.setVisible(bool(versions))
        self._places.setCurrentIndex(0 if versions else 1)

    def _open_trial(self) -> None:
        from ui.terms.trial_dialog import TrialDialog

        if self._current is not None:
            TrialDialog(self.partner, self._current.terms, self.window()).open()
