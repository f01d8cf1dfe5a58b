"""The form of a partner: a new one, or one there is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.domain.errors import PartnerbookError, UserError
from app.domain.partners import Kind, PointKind, Status
from app.domain.rolodex import PartnerFields, PostalAddress, check_partner
from app.i18n import _
from ui import names, theme
from ui.actions import plain
from ui.desk import Desk
from ui.partners import reads, writes
from ui.partners.address_field import AddressField
from ui.partners.checked import Checked
from ui.partners.own_fields import OwnFields
from ui.partners.payment_fields import PaymentFields
from ui.partners.people_field import PeopleField
from ui.partners.points_field import PointsField
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import Choice, line, lines
from ui.widgets.labels import breakable, label
from ui.widgets.messages import confirm

WIDEST_WORDS = 180
"""How wide the name of one of the user's own fields is, in pixels of the design, before it goes over several lines."""
SHOWN_POINTS = (PointKind.EMAIL, PointKind.PHONE, PointKind.WEBSITE)


class PartnerForm(FormDialog):
    """``saved`` tells the id of the partner. What is wrong is said at the field that holds it."""

    saved = Signal(object)

    def __init__(
        self, desk: Desk, partner_id: int | None, fields: PartnerFields, parent: QWidget | None = None
    ) -> None:
        heading = _("New partner") if partner_id is None else fields.name
        super().__init__(heading, _("Save"), parent, width=640)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._id, self._before = desk, partner_id, fields
        self._make_fields(fields)
        self._arrange()
        self._began = self._typed()
        self.name.setFocus()

    def _make_fields(self, fields: PartnerFields) -> None:
        self.name: Checked[QLineEdit] = Checked(line(fields.name))
        self._kind = Choice([(kind, names.partner_kind(kind)) for kind in Kind], fields.kind)
        self._kind.setAccessibleName(_("Kind"))
        self._status = Choice([(status, names.status(status)) for status in Status], fields.status)
        self._status.setAccessibleName(_("Status"))
        self._code: Checked[QLineEdit] = Checked(line(fields.code, hint=_("made from the name")))
        self._tier = line(fields.tier, hint=_("Gold, Silver …"))
        self._tags = line(", ".join(fields.tags), hint=_("separated by commas"))
        self._points = {kind: PointsField(kind, fields.points) for kind in SHOWN_POINTS}
        self._address = AddressField(fields.addresses[0] if fields.addresses else PostalAddress())
        self._people = PeopleField(fields.people)
        self._cadence: Checked[QLineEdit] = Checked(line(str(fields.cadence_days or ""), hint=_("30")))
        self._best_time = line(fields.best_time, hint=_("mornings"))
        self._notes = lines(fields.notes, rows=4)
        self._payment = PaymentFields(fields)
        self._own = OwnFields(self._desk.now(reads.own_fields), fields.custom)

    def _arrange(self) -> None:
        self.row(_("Name"), self.name)
        self.row(_("Kind"), _pair(self._kind, _("Status"), self._status))
        self.row(_("Code"), self._code)
        self.row(_("Tier"), self._tier)
        self.row(_("Tags"), self._tags)
        self._tall_row(_("People"), self._people)
        self._tall_row(_("E-mail"), self._points[PointKind.EMAIL])
        self._tall_row(_("Telephone"), self._points[PointKind.PHONE])
        self._tall_row(_("Website"), self._points[PointKind.WEBSITE])
        self._tall_row(_("Address"), self._address)
        self.row(_("Days between contacts"), self._cadence)
        self.row(_("Best time"), self._best_time)
        self._tall_row(_("Notes"), self._notes)
        own = self._own.rows()
        if own:
            self.heading(_("Your fields"))
        for words, field in own:
            field.setAccessibleName(words)
            said = self.row(breakable(plain(words)), field)
            said.setMaximumWidth(theme.px(WIDEST_WORDS))
        self.heading(_("Payment"))
        for words, field in self._payment.rows():
            self.row(words, field)

    def _tall_row(self, words: str, field: QWidget) -> None:
        """A row whose words stand at the height of its first line."""
        beside = self.row(words, field)
        beside.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        beside.setContentsMargins(0, theme.px(7), 0, 0)

    def add_person(self) -> None:
        """Begin a person, when that is what the form was opened for."""
        self._people.add_person()

    def _typed(self) -> tuple[PartnerFields, str, tuple[str, ...]]:
        """All that stands in the form. The rhythm and the user's own fields are as typed: they may not be what fits."""
        kept = tuple(point for point in self._before.points if point.kind not in SHOWN_POINTS)
        points = tuple(point for field in self._points.values() for point in field.points())
        fields = replace(
            self._before,
            name=self.name.field.text(),
            kind=self._kind.value(),
            status=self._status.value(),
            code=self._code.field.text(),
            tier=self._tier.text(),
            tags=tuple(tag.strip() for tag in self._tags.text().split(",") if tag.strip()),
            points=(*points, *kept),
            addresses=(self._address.address(), *self._before.addresses[1:]),
            people=self._people.people(),
            best_time=self._best_time.text(),
            notes=self._notes.toPlainText(),
        )
        return self._payment.typed_into(fields), self._cadence.field.text().strip(), self._own.typed()

    def save(self) -> None:
        self._clear_complaints()
        fields, cadence, _own = self._typed()
        if cadence and not cadence.isdecimal():
            raise UserError("cadence_invalid", _("Enter the days between contacts as a whole number, such as 30."))
        fields = replace(fields, cadence_days=int(cadence) if cadence else None, custom=self._own.values())
        check_partner(fields)
        self._desk.do(
            "Add {partner}" if self._id is None else "Edit {partner}",
            writes.save_partner,
            self._id,
            fields,
            then=self._saved,
            failed=self.refuse,
            partner=fields.name.strip(),
        )

    @Slot(object)
    def refuse(self, error: object) -> None:
        """Say it at the field that it is about; below the form only what is about none."""
        if isinstance(error, PartnerbookError) and self._complain(error):
            self.allow(True)
        else:
            super().refuse(error)

    def _complain(self, error: PartnerbookError) -> bool:
        sentence, value = str(error), str(error.parameters.get("value", ""))
        match error.code:
            case "name_missing" if self.name.field.text().strip():
                return self._people.complain_of_name(sentence)
            case "name_missing" | "name_too_long":
                field = self.name
            case "code_invalid" | "code_taken":
                field = self._code
            case "cadence_invalid":
                field = self._cadence
            case "email_invalid" | "phone_invalid":
                return any(points.complain(value, sentence) for points in self._points.values()) or any(
                    block.complain(value, sentence) for block in self._people.blocks()
                )
            case "field_value":
                return self._own.complain(error.parameters.get("field"), sentence)
            case code:
                return self._payment.complain(code, sentence)
        field.complain(sentence)
        field.setFocus()
        return True

    def _clear_complaints(self) -> None:
        for field in (self.name, self._code, self._cadence):
            field.complain("")
        for points in self._points.values():
            points.clear_complaints()
        self._people.clear_complaints()
        self._payment.clear_complaints()
        self._own.clear_complaints()

    @Slot(object)
    def _saved(self, partner_id: Any) -> None:
        self.saved.emit(partner_id)
        self.accept()

    def reject(self) -> None:
        """Close, but ask first where something was typed."""
        if self._typed() == self._began:
            super().reject()
            return
        confirm(
            self,
            _("Leave without saving?"),
            _("What you changed in this form would be lost."),
            _("Leave without saving"),
            self._leave,
            kind="danger",
        )

    def _leave(self) -> None:
        super().reject()


def _pair(first: QWidget, words: str, second: QWidget) -> QWidget:
    """Two fields on one line."""
    both = QWidget()
    layout = QHBoxLayout(both)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(10))
    layout.addWidget(first, 1)
    layout.addWidget(label(words, "soft"))
    layout.addWidget(second, 1)
    both.setFocusProxy(first)
    return both
