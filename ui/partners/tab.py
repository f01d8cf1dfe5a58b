"""What the tabs under the card have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui import theme
from ui.desk import Desk

if TYPE_CHECKING:
    from app.queries.partners import Card


class Tab(QWidget):
    """Shows something of one partner. It asks for it when it is seen, and again when the partner changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.card: Card | None = None
        self._stale = False
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.px(8))

    @property
    def partner_id(self) -> int:
        """The partner shown. Only to be asked once there is one."""
        if self.card is None:
            raise LookupError("no partner is shown yet")
        return self.card.id

    @property
    def partner(self) -> str:
        """The name of the partner shown."""
        return self.card.fields.name if self.card else ""

    def show_card(self, card: Card) -> None:
        """Show this partner, or the same one again after a change."""
        other = self.card is None or card.id != self.card.id
        self.card = card
        if other:
            self.clear()
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True

    def clear(self) -> None:
        """Forget what was typed or shown for the partner before."""

    def refresh(self) -> None:
        """Ask for what is shown."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()
