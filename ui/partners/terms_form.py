"""Agreeing new terms with a partner: what the partner gets, from which day that holds, and from which programme."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app import clock
from app.domain.commissions.terms import Terms, Version
from app.domain.errors import UserError
from app.i18n import _
from ui.desk import Desk
from ui.partners import reads, writes
from ui.terms.dialog import TermsDialog
from ui.terms.editor import Read
from ui.terms.grid import FieldGrid
from ui.widgets.day_field import DayField
from ui.widgets.fields import Choice, line

if TYPE_CHECKING:
    from app.queries.programmes import ProgrammeRow


class TermsForm(TermsDialog):
    """Starts from the terms ``before``, where there are some, or from a programme."""

    def __init__(
        self,
        desk: Desk,
        partner_id: int,
        partner: str,
        before: Version | None,
        otherwise: Terms,
        parent: QWidget | None = None,
    ) -> None:
        self._partner_id, self._partner, self._before = partner_id, partner, before
        self._programmes: dict[int, ProgrammeRow] = {}
        self.programme = Choice([(None, _("Terms of its own"))])
        self.starts = DayField(clock.today())
        self.note = line(hint=_("Why, or where it was agreed"))
        terms = before.terms if before else otherwise
        super().__init__(desk, _("Terms with {partner}").format(partner=partner), _("Agree"), terms, parent)
        desk.ask("terms.programmes", reads.programmes, then=self._offer)

    def arrange(self) -> None:
        if self._before is not None:
            self.say(
                _(
                    "Version {number} stays on record. Sales from the new day on are worked out by the new terms."
                ).format(number=self._before.version)
            )
        self._from = FieldGrid()
        self._from.add(_("Start from"), self.programme)
        self._from.hide()
        self.programme.picked.connect(self._start_from)
        self.add(self._from)
        self.add(self.editor)
        last = FieldGrid()
        last.add(_("Starts on"), self.starts)
        last.add(_("Note"), self.note)
        self.add(last)
        self.starts.changed.connect(self._again)

    @Slot(object)
    def follow(self, read: Read) -> None:
        super().follow(read)
        chosen = self._programmes.get(self.programme.value())
        if chosen is None:
            self.aside.remark_on("")
        elif read.terms == chosen.terms:
            self.aside.remark_on(_("As in the programme “{name}”.").format(name=chosen.name))
        else:
            self.aside.remark_on(
                _("Not as in the programme “{name}”: kept as terms of its own.").format(name=chosen.name)
            )

    def save(self) -> None:
        terms, starts_on = self.terms(), self.starts.day()
        if terms.ends_on is not None and terms.ends_on < starts_on:
            raise UserError("terms_ends", "The terms would end before they start. Change one of the two days.")
        chosen = self._programmes.get(self.programme.value())
        self.desk.do(
            "Agree terms with {partner}",
            writes.agree_terms,
            self._partner_id,
            terms,
            starts_on,
            self.note.text(),
            chosen.id if chosen is not None and chosen.terms == terms else None,
            then=self._saved,
            failed=self.refuse,
            partner=self._partner,
        )

    def starts_on(self) -> date:
        """The day from which the terms are to hold."""
        return self.starts.day()

    def _offer(self, programmes: tuple[ProgrammeRow, ...]) -> None:
        """Offer the programmes of the book; the one that the terms come from is chosen."""
        self._programmes = {each.id: each for each in programmes}
        for each in programmes:
            self.programme.add(each.id, each.name)
        self._from.setVisible(bool(programmes))
        if self._before is not None:
            name, terms = self._before.programme, self._before.terms
            self.programme.set_value(
                next((each.id for each in programmes if each.name == name and each.terms == terms), None)
            )
        self._again()

    @Slot(object)
    def _start_from(self, programme_id: int | None) -> None:
        chosen = self._programmes.get(programme_id) if programme_id is not None else None
        if chosen is not None:
            self.editor.show_terms(chosen.terms)
        self._again()

    @Slot()
    def _again(self) -> None:
        self.follow(self.editor.read())

    @Slot(object)
    def _saved(self, _version: Any) -> None:
        self.accept()
