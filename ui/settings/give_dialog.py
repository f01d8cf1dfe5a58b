"""Agreeing what a programme says now with partners who are on an older version of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app import clock
from app.domain.errors import UserError
from app.formatting import terms_sentence
from app.i18n import _, ngettext
from ui import theme
from ui.desk import Desk
from ui.terms.grid import FieldGrid
from ui.widgets.day_field import DayField
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import line

if TYPE_CHECKING:
    from app.queries.programmes import ProgrammeRow

ROWS = 7


class GiveDialog(FormDialog):
    """Everybody is ticked at first. All of it is one write and one step of undo."""

    def __init__(self, desk: Desk, programme: ProgrammeRow, parent: QWidget | None = None) -> None:
        super().__init__(_("Agree the new “{name}”").format(name=programme.name), _("Agree"), parent, width=520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._programme = desk, programme
        self.say(terms_sentence(programme.terms), "bold")
        self.say(_("A new version of their terms begins on that day. What was agreed before stays on record."))
        self.starts = DayField(clock.today())
        self.note = line(hint=_("Why, or where it was agreed"))
        grid = FieldGrid(104)
        grid.add(_("Starts on"), self.starts)
        grid.add(_("Note"), self.note)
        self.add(grid)
        self.partners = QListWidget()
        self.partners.setAccessibleName(_("Partners on an older version"))
        self.partners.setFixedHeight(
            self.partners.fontMetrics().lineSpacing() * min(max(len(programme.older), 2), ROWS) + theme.px(18)
        )
        for partner in programme.older:
            item = QListWidgetItem(partner.name)
            item.setData(Qt.ItemDataRole.UserRole, partner.id)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.partners.addItem(item)
        self.add(self.partners)
        self.starts.setFocus()

    def save(self) -> None:
        from app.operations import programmes

        items = [self.partners.item(at) for at in range(self.partners.count())]
        chosen = [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked]
        if not chosen:
            raise UserError("programme_nobody", "Tick at least one partner.")
        self._desk.do(
            "Agree {programme} with {partners}",
            programmes.give,
            self._programme.id,
            chosen,
            self.starts.day(),
            self.note.text(),
            then=self._saved,
            failed=self.refuse,
            programme=self._programme.name,
            partners=ngettext("{n} partner", "{n} partners", len(chosen)).format(n=len(chosen)),
        )

    @Slot(object)
    def _saved(self, _versions: Any) -> None:
        self.accept()
