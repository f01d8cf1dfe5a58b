"""Naming a partner of the book by typing a few letters."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.i18n import _
from ui.desk import Desk
from ui.partner_field import PartnerField
from ui.widgets.dialog import FormDialog
from ui.widgets.suggest import Suggestion


class PartnerDialog(FormDialog):
    """``chosen`` tells the id and the name of the partner. ``said`` is what choosing one means."""

    chosen = Signal(object, str)

    def __init__(self, desk: Desk, title: str, action: str, said: str, parent: QWidget | None = None) -> None:
        super().__init__(title, action, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.say(said)
        self._partner = PartnerField(desk)
        self.row(_("Partner"), self._partner)
        self.allow(False)
        self._partner.picked.connect(self._on_picked)
        self._partner.resized.connect(self.fit)
        self._partner.setFocus()

    def save(self) -> None:
        partner = self._partner.chosen()
        if partner is not None:
            self.chosen.emit(partner.id, partner.name)
            self.accept()

    @Slot(object)
    def _on_picked(self, partner: Suggestion | None) -> None:
        self.allow(partner is not None)
