"""One change for all partners that are selected."""

from __future__ import annotations

from array import array
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCompleter, QWidget

from app import clock
from app.domain.custom_fields import FieldDefinition
from app.domain.errors import UserError
from app.domain.filters import Sort, sort_of
from app.domain.partners import Status
from app.formatting import number
from app.i18n import _
from app.queries import custom_fields, saved_filters
from ui import names
from ui.desk import Desk
from ui.partners import writes
from ui.widgets.day_field import DayField
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import Choice, line

ADD_TAG, REMOVE_TAG = "add_tag", "remove_tag"


class BulkDialog(FormDialog):
    """What to change, and to what. ``changed`` tells how many were."""

    changed = Signal(int)

    def __init__(self, desk: Desk, ids: array[int], parent: QWidget | None = None) -> None:
        one, many = _("Change one partner"), _("Change {count} partners")
        super().__init__(one if len(ids) == 1 else many.format(count=number(len(ids))), _("Change"), parent)
        self._desk, self._ids = desk, ids
        self._own = {field.key: field for field in desk.now(custom_fields.fast_definitions)}
        self._offered: dict[str, tuple[str, ...]] = {}
        self._value: QWidget | None = None
        offered = [
            (ADD_TAG, _("Add a tag")),
            (REMOVE_TAG, _("Remove a tag")),
            ("status", _("Status")),
            ("tier", _("Tier")),
            ("language", _("Language")),
            ("cadence", _("Rhythm of contact (days)")),
            *((key, field.name) for key, field in self._own.items()),
        ]
        self._what = Choice(offered)
        self.row(_("What"), self._what)
        self._place = QWidget()
        self._words = self.row(_("To"), self._place)
        self._fields = self._rows()
        self._show_value()
        self._what.picked.connect(self._show_value)
        self.say(_("An empty field takes away what is there. One undo brings everything back."))
        self._what.setFocus()
        desk.ask_fast("partners.bulk.kept", saved_filters.all_kept, then=self._on_kept)
        self.fit()

    def save(self) -> None:
        what, value = str(self._what.value()), self._read()
        if what in (ADD_TAG, REMOVE_TAG) and not value:
            raise UserError("bulk_tag", _("Give one tag, without a comma."))
        count = number(len(self._ids))
        label, work = {
            ADD_TAG: ("Tag {count} partners", writes.add_tag),
            REMOVE_TAG: ("Untag {count} partners", writes.remove_tag),
        }.get(what, ("Change {count} partners", partial(writes.set_field_of_many, field=what)))
        self._desk.do(label, work, self._ids, value, then=self._on_done, failed=self.refuse, count=count)

    def _read(self) -> str:
        if isinstance(self._value, Choice):
            return str(self._value.value())
        if isinstance(self._value, DayField):
            self._value.check()
            return self._value.day().isoformat()
        text = str(self._value.text()).strip() if self._value is not None else ""  # type: ignore[attr-defined]
        field = self._own.get(str(self._what.value()))
        is_number = field is not None and sort_of(field) is Sort.NUMBER
        return text.replace(",", ".") if is_number and "." not in text else text

    def _show_value(self) -> None:
        before, self._value = self._value or self._place, self._field(str(self._what.value()))
        self._value.setAccessibleName(_("To"))
        self._words.setBuddy(self._value)
        self._fields.replaceWidget(before, self._value)
        before.hide()
        before.deleteLater()
        self._value.show()
        QWidget.setTabOrder(self._what, self._value)

    def _field(self, what: str) -> QWidget:
        if what == "status":
            return Choice([(status.value, names.status(status)) for status in Status], Status.ACTIVE.value)
        field = self._own.get(what)
        if field is not None and sort_of(field) in (Sort.CHOICE, Sort.FACT, Sort.DAY):
            return _own_field(field)
        made = line()
        self._complete(made, what)
        return made

    def _complete(self, made: Any, what: str) -> None:
        kept = self._offered.get("tag" if what in (ADD_TAG, REMOVE_TAG) else what)
        if kept:
            made.setCompleter(QCompleter(list(kept), made))

    def _on_kept(self, kept: dict[str, tuple[str, ...]]) -> None:
        self._offered = kept
        if hasattr(self._value, "setCompleter") and not isinstance(self._value, Choice):
            self._complete(self._value, str(self._what.value()))

    def _on_done(self, changed: int) -> None:
        self.changed.emit(changed)
        self.accept()


def _own_field(field: FieldDefinition) -> QWidget:
    if sort_of(field) is Sort.DAY:
        return DayField(clock.today())
    facts = [("yes", _("yes")), ("no", _("no"))]
    values = facts if sort_of(field) is Sort.FACT else [(choice, choice) for choice in field.choices]
    return Choice([*values, ("", _("nothing"))])
