"""Correcting a logged contact: its kind, its day, with whom, what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from app.domain.communications import CommunicationFields, CommunicationKind, Direction
from app.i18n import _
from ui import names
from ui.desk import Desk
from ui.partners import writes
from ui.widgets.day_field import DayField
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import Choice, lines


class EntryForm(FormDialog):
    """``people`` are those of the partner with their ids, to say with whom it was."""

    def __init__(
        self,
        desk: Desk,
        communication_id: int,
        fields: CommunicationFields,
        partner: str,
        people: Sequence[tuple[int | None, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Contact with {partner}").format(partner=partner), _("Save"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._id, self._before, self._partner = desk, communication_id, fields, partner
        self._kind = Choice([(kind, names.communication(kind)) for kind in CommunicationKind], fields.kind)
        self._direction = Choice(
            [(Direction.OUT, _("From us to them")), (Direction.IN, _("From them to us"))], fields.direction
        )
        self._day = DayField(fields.happened_at.astimezone().date())
        self._person = Choice([(None, _("Nobody in particular")), *people], fields.person_id)
        self._text = lines(fields.text, rows=5)
        self.row(_("Kind"), self._kind)
        self.row(_("Direction"), self._direction)
        self.row(_("Day"), self._day)
        if people:
            self.row(_("With"), self._person)
        self.row(_("What was said"), self._text)
        self._text.setFocus()

    def save(self) -> None:
        fields = replace(
            self._before,
            kind=self._kind.value(),
            direction=self._direction.value(),
            happened_at=_moved(self._before.happened_at, self._day.day()),
            person_id=self._person.value(),
            text=self._text.toPlainText(),
        )
        self._desk.do(
            "Edit an entry of {partner}",
            writes.edit_entry,
            self._id,
            fields,
            then=self._saved,
            failed=self.refuse,
            partner=self._partner,
        )

    @Slot(object)
    def _saved(self, _nothing: Any) -> None:
        self.accept()


def _moved(moment: datetime, day: date) -> datetime:
    """The same time of another day, where the user is."""
    local = moment.astimezone()
    return local.replace(year=day.year, month=day.month, day=day.day)
