"""The right half of the page: the card on its stack, and under it the tabs with everything of that partner."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Signal, Slot
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from app import clock
from app.domain.communications import CommunicationKind
from app.formatting import number
from app.i18n import _
from ui import theme
from ui.desk import Desk
from ui.partners import file_work, reads
from ui.partners.card import CardFront
from ui.partners.tab import Tab
from ui.partners.tab_changes import ChangesTab
from ui.partners.tab_commissions import CommissionsTab
from ui.partners.tab_files import FilesTab
from ui.partners.tab_people import PeopleTab
from ui.partners.tab_referrals import ReferralsTab
from ui.partners.tab_terms import TermsTab
from ui.partners.tab_timeline import TimelineTab
from ui.widgets.rolodex import CardStack
from ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from app.queries.attachments import AttachmentRow
    from app.queries.partner_list import PartnerRow
    from app.queries.partners import Card

TIMELINE, REFERRALS, COMMISSIONS, TERMS, PEOPLE, FILES, CHANGES = (
    "timeline", "referrals", "commissions", "terms", "people", "files", "changes"
)  # fmt: skip

LOW = 640
"""The height of the page, in pixels of the design, below which the card and an open follow-up have no room together."""

TABS_HEIGHT = 120
LOWEST = 500
"""What the tabs keep in a low window, and the height of the page below which the card says every fact in one line."""


class Record(QWidget):
    """One partner. The tabs are made when they are first shown, and told what is in front."""

    open_requested = Signal(str, object)
    referral_wanted = Signal()
    statement_wanted = Signal()
    won_wanted = Signal(object)
    lost_wanted = Signal(object)
    agree_wanted = Signal()
    people_wanted = Signal()
    picture_known = Signal(bool)
    """Whether there is a picture on the card."""

    def __init__(self, desk: Desk, menu: QMenu) -> None:
        super().__init__()
        self._desk = desk
        self._card: Card | None = None
        self._follow_up_open = False
        self._face: tuple[int, str] = (0, "")
        self.front = CardFront(menu)
        self.stack = CardStack(self.front)
        self.stack.setAccessibleName(_("Card"))
        self.tabs = Tabs(_("About this partner"))
        self._made: dict[str, Tab] = {}
        for key, text, make in (
            (TIMELINE, _("Timeline"), self._timeline),
            (REFERRALS, _("Referrals"), self._referrals),
            (COMMISSIONS, _("Commissions"), self._commissions),
            (TERMS, _("Terms"), self._terms),
            (PEOPLE, _("People"), self._people),
            (FILES, _("Files"), self._files),
            (CHANGES, _("Changes"), self._changes),
        ):
            self.tabs.add(key, text, make)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(26), theme.px(7), theme.px(26), theme.px(10))
        layout.setSpacing(theme.px(12))
        layout.addWidget(self.stack)
        layout.addWidget(self.tabs, 1)
        self.tabs.setMinimumHeight(theme.px(TABS_HEIGHT))  # not what the highest of them would like: the card is whole
        self.tabs.shown.connect(self._on_shown)
        self.front.statement_wanted.connect(self.statement_wanted)
        self.front.referral_wanted.connect(self.referral_wanted)

    @property
    def card(self) -> Card | None:
        """What is known of the partner in front; none until it has come."""
        return self._card

    def preview(self, row: PartnerRow) -> None:
        """Show what the list knows until the card itself has come."""
        self.stack.set_tab(row.initial)
        self.front.preview(row)

    def show_card(self, card: Card, step: int, others: int) -> None:
        """Bring a card to the front; ``step`` is the way it is flipped to, 0 where it is only shown anew."""
        if step:
            self.stack.turn(step)
        self._card = card
        self.stack.set_tab(card.initial)
        self.stack.set_depth(others)
        self.front.show_card(card, clock.today())
        self.tabs.set_text(REFERRALS, _with_count(_("Referrals"), card.referrals))
        self.tabs.set_text(PEOPLE, _with_count(_("People"), len(card.fields.people)))
        if self._face[0] != card.id:
            self._show_face((card.id, ""), None)
        self._desk.ask("partners.face", reads.face, card.id, then=self._on_face)
        for tab in self._made.values():
            tab.show_card(card)

    def take_files(self, data: QMimeData) -> None:
        """Add the files that were pasted to the partner in front."""
        view = self.tabs.view(FILES)
        if isinstance(view, FilesTab):
            view.take(data)

    def _on_face(self, found: tuple[int, AttachmentRow | None, int]) -> None:
        partner_id, picture, files = found
        self.tabs.set_text(FILES, _with_count(_("Files"), files))
        self.picture_known.emit(picture is not None)
        wanted = (partner_id, picture.digest if picture is not None else "")
        if picture is None:
            self._show_face(wanted, None)
        elif wanted != self._face:
            work = partial(file_work.face, self._desk.files, picture.digest, picture.media_type)
            self._desk.work("partners.face", work, partial(self._show_face, wanted))

    def _show_face(self, whose: tuple[int, str], picture: QImage | None) -> None:
        """Put the picture on the card, unless another was brought to the front meanwhile."""
        if self._card is not None and whose[0] == self._card.id:
            self._face = whose
            self.front.show_picture(picture, self._card.fields.name)

    def start_log(self, kind: CommunicationKind, *, focus: bool = True) -> None:
        """Be ready to log a contact of this kind."""
        self.tabs.set_current(TIMELINE)
        view = self.tabs.view(TIMELINE)
        if isinstance(view, TimelineTab):
            view.log.start(kind, focus=focus)

    def focus_log(self) -> None:
        """Go to the line in which a contact is logged."""
        self.tabs.set_current(TIMELINE)
        view = self.tabs.view(TIMELINE)
        if isinstance(view, TimelineTab):
            view.log.setFocus()

    @Slot()
    def log_given(self) -> None:
        """Ask for a referral that was given to the partner in front."""
        self.tabs.set_current(REFERRALS)
        view = self.tabs.view(REFERRALS)
        if isinstance(view, ReferralsTab):
            view.log_given()

    def _on_shown(self, key: str) -> None:
        tab = self._made.get(key)
        if tab is not None and self._card is not None and tab.card is not self._card:
            tab.show_card(self._card)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.front.set_low(self.height() < theme.px(LOWEST))
        self._share_height()

    @Slot(bool)
    def _make_room(self, needed: bool) -> None:
        """In a low window the card gives way to the fields of a follow-up."""
        self._follow_up_open = needed
        self._share_height()

    def _share_height(self) -> None:
        self.front.set_brief(self._follow_up_open and self.height() < theme.px(LOW))

    def _keep(self, key: str, tab: Tab) -> None:
        self._made[key] = tab
        if self._card is not None:
            tab.show_card(self._card)

    def _timeline(self) -> QWidget:
        tab = TimelineTab(self._desk)
        tab.open_requested.connect(self.open_requested)
        tab.log.grown.connect(self._make_room)
        self._keep(TIMELINE, tab)
        return tab

    def _referrals(self) -> QWidget:
        tab = ReferralsTab(self._desk)
        tab.open_requested.connect(self.open_requested)
        tab.new_wanted.connect(self.referral_wanted)
        tab.won_requested.connect(self.won_wanted)
        tab.lost_requested.connect(self.lost_wanted)
        self._keep(REFERRALS, tab)
        return tab

    def _commissions(self) -> QWidget:
        tab = CommissionsTab(self._desk)
        tab.open_requested.connect(self.open_requested)
        tab.statement_wanted.connect(self.statement_wanted)
        self._keep(COMMISSIONS, tab)
        return tab

    def _terms(self) -> QWidget:
        tab = TermsTab(self._desk)
        tab.agree_wanted.connect(self.agree_wanted)
        self._keep(TERMS, tab)
        return tab

    def _people(self) -> QWidget:
        tab = PeopleTab(self._desk)
        tab.edit_wanted.connect(self.people_wanted)
        tab.open_wanted.connect(self._open_partner)
        self._keep(PEOPLE, tab)
        return tab

    @Slot(object)
    def _open_partner(self, partner_id: int) -> None:
        self.open_requested.emit("partner", partner_id)

    def _files(self) -> QWidget:
        tab = FilesTab(self._desk)
        self._keep(FILES, tab)
        return tab

    def _changes(self) -> QWidget:
        tab = ChangesTab(self._desk)
        self._keep(CHANGES, tab)
        return tab


def _with_count(text: str, count: int) -> str:
    return f"{text} {number(count)}" if count else text
