"""What is done with the partner in front: forms, follow-ups, status, mail. Loaded after the first paint."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QDesktopServices

from app import clock
from app.domain.commissions.terms import PPM, percent_of_sale
from app.domain.communications import CommunicationKind
from app.domain.partners import PointKind, Status
from app.domain.rolodex import PartnerFields
from app.i18n import _
from app.queries import settings
from ui.links import mail_address
from ui.page import Page
from ui.partners import reads, writes
from ui.partners.faces import Faces
from ui.partners.list_panel import ListPanel
from ui.partners.menu import PartnerMenu
from ui.partners.record import Record
from ui.widgets.messages import confirm, tell

if TYPE_CHECKING:
    from ui.partners.form import PartnerForm


class Acts(QObject):
    """Acts on whichever partner of the page is in front."""

    referral_wanted = Signal(object)
    statement_wanted = Signal(object)
    """A referral from, or a statement for, the partner with this id."""
    merge_wanted = Signal(object, str)
    """Make one of the partner with this id and name and another."""
    delete_many_wanted = Signal()
    """Delete all that are selected in the list."""
    done = Signal(str)
    """What was just done, in words; undo takes it back."""

    def __init__(self, page: Page, partners: ListPanel, record: Record, menu: PartnerMenu) -> None:
        super().__init__(page)
        self._page, self._desk, self._list, self._record = page, page.desk, partners, record
        self.faces = Faces(page, record, menu)
        record.front.call_wanted.connect(self.log_call)
        record.front.mail_wanted.connect(self.write_mail)
        record.front.next.done.connect(self.finish)
        record.front.next.put_off.connect(self.put_off)
        record.referral_wanted.connect(self.log_referral)
        record.statement_wanted.connect(self.draw_statement)
        record.agree_wanted.connect(self.agree_terms)
        record.people_wanted.connect(self.edit_partner)
        menu.edit_wanted.connect(self.edit_partner)
        menu.terms_wanted.connect(self.agree_terms)
        menu.referral_wanted.connect(self.log_referral)
        menu.given_wanted.connect(record.log_given)
        menu.status_wanted.connect(self.set_status)
        menu.merge_wanted.connect(self.merge_partner)
        menu.delete_wanted.connect(self.delete_partner)

    @Slot()
    def new_partner(self) -> None:
        """Open the form for a new partner."""
        preferences = self._desk.now(settings.fast_preferences)
        self._open_form(None, PartnerFields("", cadence_days=preferences.cadence_days))

    @Slot()
    def edit_partner(self) -> None:
        """Open the form of the partner in front."""
        if self._list.current is not None:
            which = self._list.current
            self._desk.ask("partners.form", reads.fields, which, then=partial(self._open_form, which))

    @Slot()
    def merge_partner(self) -> None:
        """Ask with whom the partner in front is to be made one."""
        card = self._record.card
        if card is not None:
            self.merge_wanted.emit(card.id, card.fields.name)

    @Slot()
    def delete_partner(self) -> None:
        """Take the partner in front out of the book, or all that are selected, after asking."""
        if self._list.selected_count() > 1:
            self.delete_many_wanted.emit()
            return
        card = self._record.card
        if card is not None and self._list.current is not None:
            confirm(
                self._page.window(),
                _("Delete {partner}?").format(partner=card.fields.name),
                _("Its people, terms, referrals and timeline go with it. Undo brings everything back."),
                _("Delete"),
                partial(self._delete, card.id, card.fields.name),
                kind="danger",
            )

    @Slot()
    def log_call(self) -> None:
        """Be ready to log a call with the partner in front."""
        self._record.start_log(CommunicationKind.CALL)

    @Slot()
    def write_mail(self) -> None:
        """Write an e-mail to the partner in front, and be ready to log it."""
        card = self._record.card
        emails = card.points(PointKind.EMAIL) if card else ()
        if not emails:
            tell(
                self._page.window(), _("No e-mail address"), _("Add an e-mail address to this partner first: press F2.")
            )
            return
        self._record.start_log(CommunicationKind.EMAIL, focus=False)
        QDesktopServices.openUrl(mail_address(emails[0].value))

    @Slot()
    def log_referral(self) -> None:
        """Ask for the form of a referral from the partner in front."""
        if self._list.current is not None:
            self.referral_wanted.emit(self._list.current)

    @Slot()
    def agree_terms(self) -> None:
        """Open the form of the terms with the partner in front."""
        from ui.partners.terms_form import TermsForm

        card = self._record.card
        if card is not None:
            chosen = self._desk.now(settings.fast_preferences)
            otherwise = percent_of_sale(chosen.currency, PPM // 10, chosen.hold_days)
            TermsForm(self._desk, card.id, card.fields.name, card.terms, otherwise, self._page.window()).open()

    def _open_form(self, partner_id: int | None, fields: PartnerFields) -> PartnerForm:
        from ui.partners.form import PartnerForm

        form = PartnerForm(self._desk, partner_id, fields, self._page.window())
        form.saved.connect(self._list.choose)
        form.open()
        return form

    def _delete(self, partner_id: int, name: str) -> None:
        self._desk.do(
            "Delete {partner}", writes.remove_partner, partner_id, then=partial(self._deleted, name), partner=name
        )

    def _deleted(self, name: str, _nothing: Any) -> None:
        self.done.emit(_("{partner} was deleted.").format(partner=name))
        self._list.focus_list()

    @Slot()
    def draw_statement(self) -> None:
        if self._list.current is not None:
            self.statement_wanted.emit(self._list.current)

    @Slot(object)
    def set_status(self, status: Status) -> None:
        card = self._record.card
        if card is not None and card.fields.status is not status:
            self._desk.do("Change status of {partner}", writes.set_status, card.id, status, partner=card.fields.name)

    @Slot(object)
    def finish(self, reminder_id: int) -> None:
        card = self._record.card
        if card is not None:
            self._desk.do(
                "Done: follow-up with {partner}",
                writes.finish_follow_up,
                reminder_id,
                clock.today(),
                partner=card.fields.name,
            )

    @Slot(object, object)
    def put_off(self, reminder_id: int, until: Any) -> None:
        card = self._record.card
        if card is not None:
            self._desk.do(
                "Put off follow-up with {partner}", writes.put_off, reminder_id, until, partner=card.fields.name
            )
