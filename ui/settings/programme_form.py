"""A programme: its name and its terms, for many partners."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.domain.commissions.terms import Terms
from app.i18n import _
from ui.desk import Desk
from ui.terms.dialog import TermsDialog
from ui.terms.grid import FieldGrid
from ui.widgets.fields import line

if TYPE_CHECKING:
    from app.queries.programmes import ProgrammeRow


class ProgrammeForm(TermsDialog):
    """Adds a programme that begins with the terms ``otherwise``, or changes ``before``."""

    def __init__(
        self, desk: Desk, before: ProgrammeRow | None, otherwise: Terms, parent: QWidget | None = None
    ) -> None:
        self._before = before
        self.name = line(before.name if before else "", hint=_("Gold partners, affiliates …"))
        self.note = line(before.note if before else "", hint=_("Whom it is for"))
        heading = _("New programme") if before is None else _("Programme “{name}”").format(name=before.name)
        does = _("Add programme") if before is None else _("Save")
        super().__init__(desk, heading, does, before.terms if before else otherwise, parent)
        if before is None:
            self.name.setFocus()

    def arrange(self) -> None:
        if self._before is not None and self._before.partners:
            self.say(
                _("What partners agreed to stays as it is. Afterwards you can agree the new terms with all of them.")
            )
        top = FieldGrid()
        top.add(_("Name"), self.name)
        self.add(top)
        self.add(self.editor)
        last = FieldGrid()
        last.add(_("Note"), self.note)
        self.add(last)

    def save(self) -> None:
        from app.operations import programmes

        entered = (self.name.text(), self.terms(), self.note.text())
        if self._before is None:
            self.desk.do(
                "Add programme {programme}",
                programmes.create,
                *entered,
                then=self._saved,
                failed=self.refuse,
                programme=self.name.text().strip(),
            )
        else:
            self.desk.do(
                "Change programme {programme}",
                programmes.edit,
                self._before.id,
                *entered,
                then=self._saved,
                failed=self.refuse,
                programme=self._before.name,
            )

    @Slot(object)
    def _saved(self, _id: Any) -> None:
        self.accept()
