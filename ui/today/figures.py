"""How commissions stand, on the first page. A click leads to the commissions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from app.i18n import _
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.standings import Standings

if TYPE_CHECKING:
    from app.queries.today import Standing


class Figures(Panel):
    """The sums, or a sentence while there are none."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Commissions"), parent=parent)
        self._standings = Standings()
        self.body.addWidget(self._standings)
        self._empty = label(_("Nothing earned yet. A commission appears when a referral is won."), "soft", wrap=True)
        self.body.addWidget(self._empty)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_standings(self, standings: Sequence[Standing]) -> None:
        """Show these ``queries.today.Standing`` rows."""
        self._standings.show_standings(standings)
        self._empty.setVisible(not standings)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()
