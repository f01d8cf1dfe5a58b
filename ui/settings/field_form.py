"""One of the user's own fields: its name, what it holds, and what can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.domain.custom_fields import FieldKind
from app.i18n import _, ngettext
from ui import names
from ui.desk import Desk
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import Choice, line, lines

if TYPE_CHECKING:
    from app.queries.custom_fields import FieldRow


class FieldForm(FormDialog):
    """Adds a field, or changes the one there is. ``saved`` tells its id."""

    saved = Signal(object)

    def __init__(self, desk: Desk, before: FieldRow | None, parent: QWidget | None = None) -> None:
        definition = before.definition if before else None
        heading = _("New field") if definition is None else _("Field “{name}”").format(name=definition.name)
        super().__init__(heading, _("Add field") if definition is None else _("Save"), parent, width=480)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._definition = desk, definition
        self.name = line(definition.name if definition else "", hint=_("Region, contract until …"))
        kinds = [(kind, names.field_kind(kind)) for kind in FieldKind]
        self.kind = Choice(kinds, definition.kind if definition else FieldKind.TEXT)
        self.choices = lines("\n".join(definition.choices) if definition else "", rows=5, hint=_("A line for each"))
        self.row(_("Name"), self.name)
        self.row(_("Holds"), self.kind)
        self._choices_word = self.row(_("Choices"), self.choices)
        if before is not None and before.partners:
            self.say(_filled(before.partners), "small")
        self.kind.picked.connect(self._on_kind)
        self._on_kind()
        self.name.setFocus()

    def save(self) -> None:
        from app.operations import custom_fields

        entered = (self.name.text(), self.kind.value(), self.choices.toPlainText().splitlines())
        name = self.name.text().strip()
        if self._definition is None:
            self._desk.do(
                "Add field {field}", custom_fields.define, *entered, then=self._saved, failed=self.refuse, field=name
            )
        else:
            self._desk.do(
                "Change field {field}",
                custom_fields.change,
                self._definition.id,
                *entered,
                then=self._saved,
                failed=self.refuse,
                field=self._definition.name,
            )

    @Slot()
    def _on_kind(self) -> None:
        chosen = self.kind.value() is FieldKind.CHOICE
        self.choices.setVisible(chosen)
        self._choices_word.setVisible(chosen)
        self.fit()

    @Slot(object)
    def _saved(self, field_id: object) -> None:
        self.saved.emit(field_id if field_id is not None or self._definition is None else self._definition.id)
        self.accept()


def _filled(partners: int) -> str:
    return ngettext(
        "{n} partner has a value in it. What it holds can change where that value still fits.",
        "{n} partners have a value in it. What it holds can change where all of these still fit.",
        partners,
    ).format(n=partners)
