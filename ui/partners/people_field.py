"""The people of a partner in its form: the main contact first, each with a role and ways to be reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.partners import PointKind
from app.domain.rolodex import PersonFields
from app.i18n import _
from ui import theme
from ui.partners.checked import Checked
from ui.partners.points_field import PointsField
from ui.widgets.buttons import button
from ui.widgets.fields import line
from ui.widgets.panel import Hairline
from ui.widgets.tab_order import follow_layout

REACHED_BY = (PointKind.EMAIL, PointKind.PHONE)


class PeopleField(QWidget):
    """A block for each person, and a button for one more."""

    def __init__(self, people: Iterable[PersonFields]) -> None:
        super().__init__()
        self._blocks: list[PersonBlock] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.px(10))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(self._column)
        add = QHBoxLayout()
        add.addWidget(button(_("Add a person"), self.add_person, "small"))
        add.addStretch(1)
        layout.addLayout(add)
        for person in people:
            self._append(person)

    def people(self) -> tuple[PersonFields, ...]:
        """The people as typed; a block without anything in it is left out."""
        found = (block.person() for block in self._blocks)
        return tuple(person for person in found if person.name.strip() or person.points or person.role.strip())

    def blocks(self) -> list[PersonBlock]:
        return self._blocks

    def add_person(self) -> None:
        """Begin one more."""
        self._append(PersonFields("")).name.setFocus()

    def complain_of_name(self, sentence: str) -> bool:
        """Say at the first person without a name that it is missing; whether there is one."""
        for block in self._blocks:
            person = block.person()
            if not person.name.strip() and (person.points or person.role.strip()):
                block.name.complain(sentence)
                block.name.setFocus()
                return True
        return False

    def clear_complaints(self) -> None:
        for block in self._blocks:
            block.clear_complaints()

    def _append(self, person: PersonFields) -> PersonBlock:
        block = PersonBlock(person)
        block.remove_wanted.connect(self._on_remove)
        block.first_wanted.connect(self._on_first)
        self._blocks.append(block)
        self._column.addWidget(block)
        self._number()
        return block

    def _on_remove(self, block: PersonBlock) -> None:
        self._blocks.remove(block)
        self._column.removeWidget(block)
        block.hide()
        block.deleteLater()
        self._number()

    def _on_first(self, block: PersonBlock) -> None:
        """Make somebody the main contact."""
        self._blocks.remove(block)
        self._blocks.insert(0, block)
        self._column.removeWidget(block)
        self._column.insertWidget(0, block)
        self._number()
        block.name.setFocus()

    def _number(self) -> None:
        for place, block in enumerate(self._blocks):
            block.set_first(place == 0)
        follow_layout(self)


class PersonBlock(QWidget):
    """The fields of one person."""

    remove_wanted = Signal(object)
    first_wanted = Signal(object)

    def __init__(self, person: PersonFields) -> None:
        super().__init__()
        self._person = person
        self.name: Checked[QLineEdit] = Checked(line(person.name, hint=_("Name")))
        self.name.setAccessibleName(_("Name of the person"))
        self._role = line(person.role, hint=_("Role"), name=_("Role"))
        self._reach = [PointsField(kind, person.points, person.name) for kind in REACHED_BY]
        self._first = button(_("Main contact"), self._make_first, "small", name=_("Make this the main contact"))
        top = QHBoxLayout()
        top.setSpacing(theme.px(5))
        top.addWidget(self.name, 3)
        top.addWidget(self._role, 2)
        top.addWidget(self._first)
        top.addWidget(button(_("Remove"), self._remove, "small", name=_("Remove this person")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(5))
        layout.addLayout(top)
        for field in self._reach:
            layout.addWidget(field)
        layout.addWidget(Hairline())

    def person(self) -> PersonFields:
        """The person as typed; what the form does not show stays as it was."""
        kept = tuple(point for point in self._person.points if point.kind not in REACHED_BY)
        typed = tuple(point for field in self._reach for point in field.points())
        return replace(self._person, name=self.name.field.text(), role=self._role.text(), points=(*typed, *kept))

    def set_first(self, first: bool) -> None:
        """Whether this is the main contact already."""
        self._first.setVisible(not first)

    def complain(self, value: str, sentence: str) -> bool:
        """Say what is wrong with the line that holds ``value``; whether there is such a line."""
        return any(field.complain(value, sentence) for field in self._reach)

    def clear_complaints(self) -> None:
        self.name.complain("")
        for field in self._reach:
            field.clear_complaints()

    def _make_first(self) -> None:
        self.first_wanted.emit(self)

    def _remove(self) -> None:
        self.remove_wanted.emit(self)
