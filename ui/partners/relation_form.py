"""Saying how a partner stands to another."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from app.domain.errors import UserError
from app.i18n import _
from ui.desk import Desk
from ui.partner_field import PartnerField
from ui.partners import relation_words, writes
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import Choice, line


class RelationForm(FormDialog):
    """``partner`` is the one whose card is in front."""

    def __init__(self, desk: Desk, partner_id: int, partner: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Relation of {partner}").format(partner=partner), _("Save"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._partner_id, self._partner = desk, partner_id, partner
        kinds = relation_words.choices()
        self._kind = Choice(kinds, kinds[0][0])
        self._other = PartnerField(desk, self._itself)
        self._note = line("", hint=_("How they know each other"))
        self.row(_("It is"), self._kind)
        self.row(_("Partner"), self._other)
        self.row(_("Note"), self._note)
        self._other.resized.connect(self.fit)
        self._kind.setFocus()

    def save(self) -> None:
        other = self._other.chosen()
        if other is None:
            self._other.setFocus()
            raise UserError("relation_nobody", _("Choose the partner that it is about."))
        kind, is_first = self._kind.value()
        ends = (self._partner_id, other.id) if is_first else (other.id, self._partner_id)
        self._desk.do(
            "Relate {partner} and {other}",
            writes.relate,
            *ends,
            kind,
            self._note.text(),
            then=self._saved,
            failed=self.refuse,
            partner=self._partner,
            other=other.name,
        )

    @Slot(object)
    def _saved(self, _relation: Any) -> None:
        self.accept()

    def _itself(self) -> tuple[int]:
        return (self._partner_id,)
