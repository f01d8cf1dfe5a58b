"""The terms agreed with a partner, version by version, in words; tried on a sale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from app import clock
from app.domain.commissions.terms import in_force
from app.i18n import _
from ui.desk import Desk
from ui.partners import entries, reads
from ui.partners.tab import Tab
from ui.partners.try_it import TryIt
from ui.widgets.buttons import button
from ui.widgets.empty import EmptyPlace
from ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from app.domain.commissions.terms import Version


class TermsTab(Tab):
    """Terms are never changed, only followed by a newer version."""

    agree_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._try = TryIt()
        self._list = Timeline(_("Versions of the terms"))
        self._empty = EmptyPlace(
            _("No terms agreed yet"),
            _("Say what a sale earns this partner. Until then, sales earn no commission."),
            [button(_("Agree terms…"), self.agree_wanted.emit, "primary")],
        )
        self._places = QStackedWidget()
        self._places.addWidget(self._list)
        self._places.addWidget(self._empty)
        self._agree = button(_("Agree new terms…"), self.agree_wanted.emit, "small")
        head = QHBoxLayout()
        head.addWidget(self._try, 1)
        head.addWidget(self._agree)
        self.column.addLayout(head)
        self.column.addWidget(self._places, 1)

    def refresh(self) -> None:
        self.desk.ask("partners.versions", reads.versions, self.partner_id, then=self._show)

    def _show(self, versions: list[Version]) -> None:
        today = clock.today()
        current = in_force(versions, today)
        self._list.show_entries(entries.of_version(version, current, today) for version in reversed(versions))
        self._try.show_terms(current.terms if current else None)
        self._try.setVisible(current is not None)
        self._agree.setVisible(bool(versions))
        self._places.setCurrentIndex(0 if versions else 1)
