"""The people at a partner: who they are and how to reach them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from app.domain.rolodex import PersonFields
from app.i18n import _
from ui.desk import Desk
from ui.partners import reads, words, writes
from ui.partners.relation_form import RelationForm
from ui.partners.relations_list import RelationsList
from ui.partners.tab import Tab
from ui.table.columns import Column
from ui.table.model import RecordModel
from ui.widgets.buttons import button
from ui.widgets.empty import EmptyPlace
from ui.widgets.record_list import RecordList, TwoLines

if TYPE_CHECKING:
    from app.queries.relations import RelationRow


class PeopleTab(Tab):
    """Enter on a person opens the form of the partner, where people are changed. Below stand the partner's relations.

    ``open_wanted`` tells the id of another partner.
    """

    edit_wanted = Signal()
    open_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._model = RecordModel([Column(_("Person"), _name)], self)
        self._list = RecordList(self._present, _("People"))
        self._list.setModel(self._model)
        self._list.setProperty("timeline", True)
        self._list.opened.connect(self._on_opened)
        self._list.doubleClicked.connect(self._on_opened)
        self._empty = EmptyPlace(
            _("Nobody yet"),
            _("The people you deal with at this partner stand here, the main contact first."),
            [button(_("Add a person"), self.edit_wanted.emit, "primary")],
        )
        self._places = QStackedWidget()
        self._places.addWidget(self._list)
        self._places.addWidget(self._empty)
        head = QHBoxLayout()
        head.addStretch(1)
        head.addWidget(button(_("Edit people…"), self.edit_wanted.emit, "small"))
        self.column.addLayout(head)
        self.column.addWidget(self._places, 1)
        self._relations = RelationsList()
        self._relations.add_wanted.connect(self._add_relation)
        self._relations.open_wanted.connect(self.open_wanted)
        self._relations.remove_wanted.connect(self._remove_relation)
        self.column.addWidget(self._relations)

    def clear(self) -> None:
        self._relations.show_relations(())

    def refresh(self) -> None:
        people = self.card.fields.people if self.card else ()
        self._model.set_rows(people)
        self._places.setCurrentIndex(0 if people else 1)
        if self.card is not None:
            self.desk.ask("partners.relations", reads.relations, self.card.id, then=self._relations.show_relations)

    def _present(self, person: PersonFields) -> TwoLines:
        first = self.card is not None and self.card.contact is person
        reach = [point.value for point in person.points]
        detail = " · ".join(part for part in (person.role, *reach, words.birthday(person.birthday)) if part)
        return TwoLines(person.name, detail or "—", badge=_("main contact") if first else "")

    def _on_opened(self) -> None:
        self.edit_wanted.emit()

    def _add_relation(self) -> None:
        RelationForm(self.desk, self.partner_id, self.partner, self.window()).open()

    def _remove_relation(self, row: RelationRow) -> None:
        self.desk.do(
            "Remove relation of {partner} and {other}",
            writes.remove_relation,
            row.id,
            partner=self.partner,
            other=row.other,
        )


def _name(person: PersonFields) -> str:
    return person.name
