"""Logging a referral that you gave to a partner, and correcting one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from app import clock
from app.domain.errors import UserError
from app.domain.referrals import GivenFields
from app.i18n import _
from ui.desk import Desk
from ui.partners import writes
from ui.widgets.day_field import DayField
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import MoneyField, line, lines

if TYPE_CHECKING:
    from app.queries.reciprocity import GivenRow


class GivenForm(FormDialog):
    """``known`` is the referral to correct; without one a new one is logged. ``currency`` is proposed for its value."""

    def __init__(
        self,
        desk: Desk,
        partner_id: int,
        partner: str,
        currency: str,
        known: GivenRow | None = None,
        parent: QWidget | None = None,
    ) -> None:
        heading = _("Referral given to {partner}") if known else _("Log a referral you gave to {partner}")
        super().__init__(heading.format(partner=partner), _("Save") if known else _("Log referral"), parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._partner_id, self._partner, self._known = desk, partner_id, partner, known
        self._customer = line(known.customer if known else "", hint=_("Person or company whom you sent"))
        self._on = DayField(known.given_on if known else clock.today())
        self._value = MoneyField(known.currency if known else currency, known.value if known else None)
        self._note = lines(known.note if known else "", rows=2)
        self.row(_("Customer"), self._customer)
        self.row(_("Given on"), self._on)
        self.row(_("What it brought"), self._value)
        self.row(_("Note"), self._note)
        self._customer.setFocus()

    def save(self) -> None:
        if not self._customer.text().strip():
            self._customer.setFocus()
            raise UserError("customer_missing", _("Say whom you sent to the partner."))
        fields = GivenFields(
            self._customer.text(),
            self._on.day(),
            self._value.currency(),
            self._value.money(),
            self._note.toPlainText(),
        )
        which = self._partner_id if self._known is None else self._known.id
        self._desk.do(
            "Log referral of {customer} to {partner}" if self._known is None else "Edit referral of {customer}",
            writes.log_given if self._known is None else writes.edit_given,
            which,
            fields,
            then=self._saved,
            failed=self.refuse,
            customer=fields.customer.strip(),
            partner=self._partner,
        )

    @Slot(object)
    def _saved(self, _given: Any) -> None:
        self.accept()
