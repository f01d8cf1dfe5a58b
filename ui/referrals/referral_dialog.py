"""Logging a referral from anywhere, and correcting one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app import clock
from app.domain.commissions.terms import Version, in_force
from app.domain.errors import UserError
from app.domain.referrals import ReferralFields
from app.i18n import _
from ui.desk import Desk
from ui.partner_field import PartnerField
from ui.referrals import words
from ui.widgets.buttons import button
from ui.widgets.day_field import DayField
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import MoneyField, line, lines
from ui.widgets.labels import label
from ui.widgets.suggest import Suggestion


class ReferralForm(FormDialog):
    """The fields of a referral."""

    def _add_fields(self, currency: str, known: Any = None) -> None:
        """``known`` is the ``ReferralDetail`` to start from."""
        row = known.row if known else None
        self._customer = line(row.customer if row else "", hint=_("Person or company"))
        self._contact = line(known.contact if known else "", hint=_("Whom to ask for"))
        self._email = line(known.email if known else "")
        self._phone = line(known.phone if known else "")
        self._expected = MoneyField(currency, row.expected if row else None)
        self._received = DayField(row.received_on if row else clock.today())
        self._note = lines(known.note if known else "", hint=_("What they need, how they know each other"), rows=2)
        self.row(_("Customer"), self._customer)
        self.row(_("Contact"), self._contact)
        self.row(_("E-mail"), self._email)
        self.row(_("Telephone"), self._phone)
        self.row(_("Expected value"), self._expected)
        self.row(_("Received on"), self._received)
        self.row(_("Note"), self._note)

    def _fields(self) -> ReferralFields:
        if not self._customer.text().strip():
            self._customer.setFocus()
            raise UserError("customer_missing", _("Say who the customer is."))
        return ReferralFields(
            customer=self._customer.text(),
            received_on=self._received.day(),
            currency=self._expected.currency(),
            expected=self._expected.money(),
            contact=self._contact.text(),
            email=self._email.text(),
            phone=self._phone.text(),
            note=self._note.toPlainText(),
        )


class LogReferralDialog(ReferralForm):
    """A new referral. ``logged`` tells its id, ``terms_wanted`` asks to agree terms with a partner."""

    logged = Signal(object)
    terms_wanted = Signal(object)

    def __init__(self, desk: Desk, partner_id: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(_("Log a referral"), _("Log referral"), parent, width=500)
        self._desk = desk
        self._versions: Sequence[Version] | None = None
        self._partner = PartnerField(desk)
        self._partner.picked.connect(self._on_picked)
        self._partner.resized.connect(self.fit)
        self.row(_("Partner"), self._partner)
        self._add_fields("EUR")
        self._advice = label("", "body", tone="amber", wrap=True)
        self._agree = button(_("Agree terms…"), self._ask_terms, "link")
        self._advice.hide()
        self._agree.hide()
        self.add(self._advice)
        self.add_left(self._agree)
        self._received.changed.connect(self._advise)
        self._partner.setFocus()
        self._ask_start(partner_id)

    def save(self) -> None:
        from app.operations import referrals

        partner = self._partner.chosen()
        if partner is None:
            self._partner.setFocus()
            raise UserError("partner_missing", _("Choose the partner who sent it."))
        fields = self._fields()
        self._desk.do(
            "Log referral of {customer} from {partner}",
            referrals.log,
            partner.id,
            fields,
            then=self._saved,
            failed=self.refuse,
            customer=fields.customer.strip(),
            partner=partner.name,
        )

    @Slot(object)
    def _saved(self, referral_id: int) -> None:
        self.accept()
        self.logged.emit(referral_id)

    def _ask_start(self, partner_id: int | None) -> None:
        from app.queries import partners, settings

        self._desk.ask(("log.preferences", id(self)), settings.preferences, then=self._take_preferences)
        if partner_id is not None:
            self._desk.ask(("log.partner", id(self)), partners.card, partner_id, clock.today(), then=self._take_partner)

    @Slot(object)
    def _take_preferences(self, preferences: Any) -> None:
        if not self._versions:
            self._expected.set_currency(preferences.currency)

    @Slot(object)
    def _take_partner(self, card: Any) -> None:
        self._partner.choose(Suggestion(card.id, card.fields.name, card.fields.code))
        self._customer.setFocus()

    @Slot(object)
    def _on_picked(self, partner: Suggestion | None) -> None:
        from app.queries import accounts

        self._versions = None
        self._advise()
        if partner is not None:
            self._desk.ask(("log.versions", id(self)), accounts.versions, partner.id, then=self._take_versions)

    @Slot(object)
    def _take_versions(self, versions: Sequence[Version]) -> None:
        self._versions = versions
        if versions and not self._expected.text():
            self._expected.set_currency(versions[-1].terms.currency)
        self._advise()

    def _advise(self) -> None:
        partner, day = self._partner.chosen(), self._received.day()
        without = partner is not None and self._versions is not None and in_force(self._versions, day) is None
        if without and partner is not None:
            self._advice.setText(words.no_terms(partner.name, day))
        self._advice.setVisible(without)
        self._agree.setVisible(without)
        self.fit()

    def _ask_terms(self) -> None:
        partner = self._partner.chosen()
        if partner is not None:
            self.reject()
            self.terms_wanted.emit(partner.id)


class EditReferralDialog(ReferralForm):
    """Corrects what is known of a referral."""

    def __init__(self, desk: Desk, detail: Any, parent: QWidget | None = None) -> None:
        super().__init__(_("Referral from {partner}").format(partner=detail.row.partner), _("Save"), parent, width=500)
        self._desk, self._detail = desk, detail
        self._add_fields(detail.currency, detail)
        self._customer.setFocus()

    def save(self) -> None:
        from app.operations import referrals

        fields = self._fields()
        self._desk.do(
            "Edit referral of {customer}",
            referrals.edit,
            self._detail.row.id,
            fields,
            then=self._saved,
            failed=self.refuse,
            customer=fields.customer.strip(),
        )

    @Slot(object)
    def _saved(self, _nothing: Any) -> None:
        self.accept()
