"""The user's own fields in the form of a partner, each with the control that fits what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app import clock
from app.domain.custom_fields import FieldDefinition, FieldKind
from app.domain.errors import UserError
from app.domain.rolodex import CustomValue
from app.formatting import read_field, typed_field
from app.i18n import _
from ui import theme
from ui.links import link_to, open_link
from ui.partners.checked import Checked
from ui.widgets.buttons import button
from ui.widgets.fields import Choice, line
from ui.widgets.optional_day import OptionalDayField


class OwnFields:
    """The rows of the group, in the order of the fields. What is wrong with a value is said at its field."""

    def __init__(self, definitions: Sequence[FieldDefinition], held: Sequence[CustomValue]) -> None:
        before = {each.field: each.value for each in held}
        self._fields = [(each, _control(each, before.get(each.uid, ""))) for each in definitions]

    def rows(self) -> list[tuple[str, QWidget]]:
        """Each field with its words, in order."""
        return [(definition.name, control) for definition, control in self._fields]

    def typed(self) -> tuple[str, ...]:
        """All that stands in them now, whether it fits or not."""
        return tuple(control.typed() for _definition, control in self._fields)

    def values(self) -> tuple[CustomValue, ...]:
        """What is to be kept. Raises ``UserError`` (``field_value``), naming the field that holds what does not fit."""
        return tuple(
            CustomValue(definition.uid, value) for definition, control in self._fields if (value := control.value())
        )

    def complain(self, field: object, sentence: str) -> bool:
        """Say what is wrong at the field of this name; whether there is one."""
        for definition, control in self._fields:
            if definition.name == field and isinstance(control, _Typed | _LinkField):
                control.complain(sentence)
                control.setFocus()
                return True
        return False

    def clear_complaints(self) -> None:
        for _definition, control in self._fields:
            if isinstance(control, _Typed | _LinkField):
                control.complain("")


class _Typed(Checked[QLineEdit]):
    """A line; what it began with stays as it was kept unless somebody types."""

    def __init__(self, definition: FieldDefinition, before: str) -> None:
        super().__init__(line(typed_field(definition.kind, before)))
        self._definition, self._before = definition, before
        self._began = self.field.text()
        if definition.kind is FieldKind.NUMBER:
            self.field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.field.setMaximumWidth(theme.px(180))

    def typed(self) -> str:
        return self.field.text()

    def value(self) -> str:
        text = self.field.text()
        return self._before if text == self._began else read_field(self._definition, text, clock.today())


class _LinkField(QWidget):
    """A line with a button that opens what stands in it."""

    def __init__(self, definition: FieldDefinition, before: str) -> None:
        super().__init__()
        self._line = _Typed(definition, before)
        self._open = button(_("Open"), self._on_open, name=_("Open: {name}").format(name=definition.name))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self._line, 1)
        layout.addWidget(self._open, 0, Qt.AlignmentFlag.AlignTop)
        self.setFocusProxy(self._line)
        self._line.field.textChanged.connect(self._look)
        self._look()

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self._line.setAccessibleName(name)

    def typed(self) -> str:
        return self._line.typed()

    def value(self) -> str:
        return self._line.value()

    def complain(self, sentence: str) -> None:
        self._line.complain(sentence)

    @Slot()
    def _look(self) -> None:
        self._open.setEnabled(bool(self._address()))

    @Slot()
    def _on_open(self) -> None:
        open_link(self._address())

    def _address(self) -> str:
        try:
            value = self.value()
        except UserError:
            return ""
        return value if value and link_to(value) else ""


class _DayControl(OptionalDayField):
    def __init__(self, definition: FieldDefinition, before: str) -> None:
        super().__init__(_day(before))

    def typed(self) -> str:
        return self.line.text()

    def value(self) -> str:
        day = self.given()
        return day.isoformat() if day else ""


class _ChoiceControl(Choice):
    def typed(self) -> str:
        return str(self.value())


def _control(definition: FieldDefinition, before: str) -> _Typed | _LinkField | _DayControl | _ChoiceControl:
    match definition.kind:
        case FieldKind.DATE:
            return _DayControl(definition, before)
        case FieldKind.YESNO:
            return _ChoiceControl([("", _("not said")), ("yes", _("Yes")), ("no", _("No"))], before)
        case FieldKind.CHOICE:
            made = _ChoiceControl([("", "—"), *((each, each) for each in definition.choices)], before)
            made.setMaxVisibleItems(12)
            return made
        case FieldKind.LINK:
            return _LinkField(definition, before)
    return _Typed(definition, before)


def _day(kept: str) -> date | None:
    return date.fromisoformat(kept) if kept else None
