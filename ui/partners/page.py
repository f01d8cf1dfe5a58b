"""The page of the partners: the list, the card in front, and what is done with them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QWidget

from app import clock
from app.domain.commissions.terms import PPM, percent_of_sale
from app.domain.communications import CommunicationKind
from app.domain.errors import PartnerbookError
from app.domain.partners import PointKind, Status
from app.domain.rolodex import PartnerFields
from app.i18n import _
from app.queries import partner_list, settings
from app.queries.partner_list import Chip
from ui import theme
from ui.desk import Desk
from ui.page import Page
from ui.partners import reads, writes
from ui.partners.list_panel import ListPanel
from ui.partners.menu import PartnerMenu
from ui.partners.record import Record
from ui.widgets.buttons import button
from ui.widgets.empty import EmptyPlace
from ui.widgets.messages import confirm, tell

if TYPE_CHECKING:
    from app.queries.partners import Card
    from ui.partners.form import PartnerForm

LIST_WIDTH = 330
TYPING_PAUSE_MS = 90
"""While somebody types, the card waits for so long a pause: the list follows every key."""


class PartnersPage(Page):
    """The Rolodex. Requests that belong to other pages are told by signals; the window knows who answers."""

    shows: ClassVar[frozenset[str]] = frozenset(
        {"partner", "person", "contact_point", "address", "partner_tag", "terms_version", "communication", "reminder"}
        | {"referral", "stage_change", "customer", "sale", "ledger_entry", "payout", "payout_line", "voiding"}
        | {"referral_share", "given_referral", "receipt"}
    )
    log_referral_requested = Signal(object)
    """Log a referral from the partner with this id."""
    statement_requested = Signal(object)
    """Draw up a statement for the partner with this id."""
    won_requested = Signal(object)
    lost_requested = Signal(object)
    """Close the referral with this id."""
    import_requested = Signal()
    sample_requested = Signal()
    """Look around in a book with sample data."""
    search_requested = Signal()
    """The focus belongs into the search field of the window."""
    search_cleared = Signal()
    """What was searched for no longer narrows the list."""

    def __init__(self, desk: Desk, parent: Any = None) -> None:
        super().__init__(desk, parent)
        self.setAccessibleName(_("Partners"))
        self._place, self._step = -1, 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._ask_card)
        self._typing = False
        self._first_seen = True
        self._menu = PartnerMenu(self)
        self.list = ListPanel(desk)
        self.record = Record(desk, self._menu)
        self._nobody = EmptyPlace(
            _("Your Rolodex is empty"),
            _(
                "Add the first partner who sends you customers, bring your contacts from a file, or look around in a "
                "sample book first: yours stays empty meanwhile."
            ),
            [
                button(_("New partner"), self.new_partner, "primary"),
                button(_("Bring contacts from a file…"), self.import_requested.emit),
                button(_("Look around in a sample book"), self.sample_requested.emit),
            ],
        )
        self._right = QStackedWidget()
        self._right.addWidget(self.record)
        self._right.addWidget(self._nobody)
        self._nothing = QWidget()
        self._right.addWidget(self._nothing)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.list)
        self._split.addWidget(self._right)
        self.list.setMinimumWidth(theme.px(240))
        self._right.setMinimumWidth(theme.px(400))
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([theme.px(LIST_WIDTH), theme.px(780)])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._split)
        self._connect()

    def _connect(self) -> None:
        self.list.chosen.connect(self._on_chosen)
        self.list.listed.connect(self._on_listed)
        self.list.opened.connect(self.record.focus_log)
        self.list.search_cleared.connect(self.search_cleared)
        record, menu = self.record, self._menu
        record.stack.flip.connect(self.list.flip)
        record.front.call_wanted.connect(self.log_call)
        record.front.mail_wanted.connect(self.write_mail)
        record.front.next.done.connect(self._on_done)
        record.front.next.put_off.connect(self._on_put_off)
        record.open_requested.connect(self.open_requested)
        record.referral_wanted.connect(self.log_referral)
        record.statement_wanted.connect(self._on_statement)
        record.won_wanted.connect(self.won_requested)
        record.lost_wanted.connect(self.lost_requested)
        record.agree_wanted.connect(self.agree_terms)
        record.people_wanted.connect(self.edit_partner)
        menu.edit_wanted.connect(self.edit_partner)
        menu.terms_wanted.connect(self.agree_terms)
        menu.referral_wanted.connect(self.log_referral)
        menu.given_wanted.connect(record.log_given)
        menu.status_wanted.connect(self._on_status)
        menu.delete_wanted.connect(self.delete_partner)
        menu.motion_chosen.connect(self._on_motion)
        for keys, handler in (
            ("N", self.new_partner),
            ("E", self.edit_partner),
            ("/", self.search_requested.emit),
            ("Ctrl+Delete", self.delete_partner),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(handler)

    def refresh(self) -> None:
        if self._first_seen:
            self._first_seen = False
            if not self.list.paint_first():
                self._show_nobody()
        else:
            self.list.refresh()
            self._ask_card()

    def state(self) -> dict[str, Any]:
        return {
            "partner": self.list.current,
            "chip": self.list.chip.value,
            "tab": self.record.tabs.current(),
            "split": self._split.sizes(),
            "motion": self.record.stack.motion,
        }

    def restore(self, state: dict[str, Any]) -> None:
        if state.get("chip") in {chip.value for chip in Chip}:
            self.list.set_chip(Chip(state["chip"]))
        if isinstance(state.get("partner"), int):
            self.list.remember(state["partner"])
        if isinstance(state.get("tab"), str):
            self.record.tabs.set_current(state["tab"])
        split = state.get("split")
        if isinstance(split, list) and len(split) == 2 and all(isinstance(part, int) and part > 0 for part in split):
            self._split.setSizes(split)
        self._menu.set_motion(bool(state.get("motion", True)))

    def open_record(self, record: int) -> None:
        self.list.choose(record)

    def focus_search(self, text: str) -> None:
        self._typing = True
        self.list.look_for(text)

    def focus_first(self) -> None:
        self.list.focus_list()

    @Slot()
    def new_partner(self) -> None:
        """Open the form for a new partner."""
        preferences = self.desk.now(settings.fast_preferences)
        self._open_form(None, PartnerFields("", cadence_days=preferences.cadence_days))

    @Slot()
    def edit_partner(self) -> None:
        """Open the form of the partner in front."""
        if self.list.current is not None:
            which = self.list.current
            self.desk.ask("partners.form", reads.fields, which, then=partial(self._open_form, which))

    @Slot()
    def delete_partner(self) -> None:
        """Take the partner in front out of the book, after asking."""
        card = self.record.card
        if card is not None and self.list.current is not None:
            confirm(
                self.window(),
                _("Delete {partner}?").format(partner=card.fields.name),
                _("Its people, terms, referrals and timeline go with it. Undo brings everything back."),
                _("Delete"),
                partial(self._delete, card.id, card.fields.name),
                kind="danger",
            )

    @Slot()
    def log_call(self) -> None:
        """Be ready to log a call with the partner in front."""
        self.record.start_log(CommunicationKind.CALL)

    @Slot()
    def write_mail(self) -> None:
        """Write an e-mail to the partner in front, and be ready to log it."""
        card = self.record.card
        emails = card.points(PointKind.EMAIL) if card else ()
        if not emails:
            tell(self.window(), _("No e-mail address"), _("Add an e-mail address to this partner first: press E."))
            return
        self.record.start_log(CommunicationKind.EMAIL, focus=False)
        QDesktopServices.openUrl(mail_address(emails[0].value))

    @Slot()
    def log_referral(self) -> None:
        """Ask for the form of a referral from the partner in front."""
        if self.list.current is not None:
            self.log_referral_requested.emit(self.list.current)

    @Slot()
    def agree_terms(self) -> None:
        """Open the form of the terms with the partner in front."""
        from ui.partners.terms_form import TermsForm

        card = self.record.card
        if card is not None:
            chosen = self.desk.now(settings.fast_preferences)
            otherwise = percent_of_sale(chosen.currency, PPM // 10, chosen.hold_days)
            TermsForm(self.desk, card.id, card.fields.name, card.terms, otherwise, self.window()).open()

    def _open_form(self, partner_id: int | None, fields: PartnerFields) -> PartnerForm:
        from ui.partners.form import PartnerForm

        form = PartnerForm(self.desk, partner_id, fields, self.window())
        form.saved.connect(self.list.choose)
        form.open()
        return form

    @Slot(object)
    def _on_chosen(self, partner_id: int | None) -> None:
        place, _count = self.list.place()
        if partner_id is None:
            self._show_nobody()
            return
        self._right.setCurrentWidget(self.record)
        row = self.list.row()
        if self.record.card is None and row is not None:
            self.record.preview(row)
        self._step = 0 if self._place < 0 or self._typing else (place > self._place) - (place < self._place)
        self._place = place
        self._soon.start(TYPING_PAUSE_MS if self._typing else 0)

    @Slot()
    def _on_listed(self) -> None:
        self._typing = False

    def _show_nobody(self) -> None:
        """No card in front: in an empty book what belongs there, under a filter that nobody fits nothing."""
        empty = self.desk.now(partner_list.total) == 0
        self._right.setCurrentWidget(self._nobody if empty else self._nothing)

    @Slot()
    def _ask_card(self) -> None:
        step, self._step = self._step, 0
        if self.list.current is not None:
            self.desk.ask(
                "partners.card",
                reads.card,
                self.list.current,
                clock.today(),
                then=partial(self._show_card, step),
                failed=self._on_card_gone,
            )

    def _show_card(self, step: int, card: Card) -> None:
        _place, count = self.list.place()
        self._menu.show_status(card.fields.status)
        self.record.show_card(card, step, count - 1)

    def _on_card_gone(self, error: PartnerbookError) -> None:
        """The partner in front was deleted: the list, asked at the same time, will bring another to the front."""
        if error.code != "partner_gone":
            tell(self.window(), _("That did not work"), str(error))

    def _delete(self, partner_id: int, name: str) -> None:
        self.desk.do(
            "Delete {partner}", writes.remove_partner, partner_id, then=partial(self._deleted, name), partner=name
        )

    def _deleted(self, name: str, _nothing: Any) -> None:
        self.done.emit(_("{partner} was deleted.").format(partner=name))
        self.list.focus_list()

    @Slot()
    def _on_statement(self) -> None:
        if self.list.current is not None:
            self.statement_requested.emit(self.list.current)

    @Slot(object)
    def _on_status(self, status: Status) -> None:
        card = self.record.card
        if card is not None and card.fields.status is not status:
            self.desk.do("Change status of {partner}", writes.set_status, card.id, status, partner=card.fields.name)

    @Slot(object)
    def _on_done(self, reminder_id: int) -> None:
        card = self.record.card
        if card is not None:
            self.desk.do(
                "Done: follow-up with {partner}",
                writes.finish_follow_up,
                reminder_id,
                clock.today(),
                partner=card.fields.name,
            )

    @Slot(object, object)
    def _on_put_off(self, reminder_id: int, until: Any) -> None:
        card = self.record.card
        if card is not None:
            self.desk.do(
                "Put off follow-up with {partner}", writes.put_off, reminder_id, until, partner=card.fields.name
            )

    @Slot(bool)
    def _on_motion(self, motion: bool) -> None:
        self.record.stack.motion = motion


def mail_address(email: str) -> QUrl:
    """A ``mailto:`` link. The address was typed by somebody: no part of it becomes a header."""
    link = QUrl()
    link.setScheme("mailto")
    link.setPath(email, QUrl.ParsingMode.DecodedMode)
    return link
