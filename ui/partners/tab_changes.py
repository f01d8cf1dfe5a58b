"""What was changed about a partner, by which write, from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from app import clock
from app.i18n import _
from ui.desk import Desk
from ui.partners import changes, reads
from ui.partners.tab import Tab
from ui.widgets.empty import EmptyPlace
from ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from app.queries.history import Changed


class ChangesTab(Tab):
    """The history of the record."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._list = Timeline(_("Changes"))
        self._places = QStackedWidget()
        self._places.addWidget(self._list)
        self._places.addWidget(EmptyPlace(_("No changes"), _("Every change of this partner will stand here.")))
        self.column.addWidget(self._places, 1)

    def refresh(self) -> None:
        self.desk.ask("partners.changes", reads.changes, self.partner_id, then=self._show)

    def _show(self, found: tuple[Changed, ...]) -> None:
        today = clock.today()
        self._list.show_entries(changes.of_change(change, today) for change in found)
        self._places.setCurrentIndex(0 if found else 1)
