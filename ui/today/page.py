"""The first page: follow-ups, partners going quiet, referrals waiting; commissions, top partners and the funnel."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app import clock
from app.domain.communications import CommunicationKind
from app.domain.referrals import Stage
from app.formatting import day, month
from app.i18n import _
from ui import theme
from ui.desk import Desk
from ui.page import Page
from ui.today import contents, words
from ui.today.charts import Funnel, TopBars
from ui.today.figures import Figures
from ui.today.items import ItemRow
from ui.today.later import LaterDialog, LaterMenu
from ui.today.log_dialog import LogContactDialog
from ui.today.section import Section
from ui.widgets.labels import Elided, label
from ui.widgets.panel import Panel

if TYPE_CHECKING:
    from app.queries.today import Today

ONE_COLUMN_BELOW = 900
"""Pixels of the design below which the two columns stand under each other."""


class TodayPage(Page):
    """What to do today. Everything on it is done in place, by mouse or by one letter."""

    shows: ClassVar[frozenset[str]] = frozenset(
        {"partner", "reminder", "communication", "referral", "stage_change", "sale", "ledger_entry", "payout"}
        | {"payout_line", "voiding", "customer"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setAccessibleName(_("Today"))
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._found: Any = None
        self._wants_focus = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer.addWidget(self._scroll)
        content = QWidget()
        content.setObjectName("content")
        layout = QVBoxLayout(content)
        layout.setContentsMargins(theme.px(28), theme.px(22), theme.px(28), theme.px(22))
        layout.setSpacing(theme.px(20))
        layout.addLayout(self._make_head())
        # Until the first answer is there nothing is claimed: “nobody has gone quiet” would be a guess.
        self._answered = QWidget()
        self._answered.setVisible(False)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._answered)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(theme.px(20))
        self._columns.addLayout(self._make_left(), 4)
        self._columns.addLayout(self._make_right(), 3)
        layout.addWidget(self._answered)
        layout.addStretch(1)
        self._scroll.setWidget(content)

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        self._greeting = label("", "title")
        self._summary = Elided("", "soft")
        head.addWidget(self._greeting)
        head.addWidget(self._summary, 1, Qt.AlignmentFlag.AlignBottom)
        return head

    def _make_left(self) -> QVBoxLayout:
        self._follow_ups = Section(
            _("Follow-ups"),
            _("Nothing to follow up. What you promise when you log a call appears here on its day."),
            8,
        )
        self._quiet = Section(
            _("Going quiet"),
            _("Nobody has gone quiet. Set a rhythm of contact on a partner’s card to be reminded here."),
            4,
        )
        self._waiting = Section(
            _("Referrals waiting for you"),
            _("No referral is waiting. New ones appear here until somebody has contacted the customer."),
            4,
        )
        column = QVBoxLayout()
        column.setSpacing(theme.px(16))
        self._sections = (self._follow_ups, self._quiet, self._waiting)
        for section in self._sections:
            section.chosen.connect(self._do)
            section.left.connect(self._walk)
            column.addWidget(section)
        column.addStretch(1)
        return column

    def _make_right(self) -> QVBoxLayout:
        self._figures = Figures()
        self._figures.opened.connect(self._open_commissions)
        self._top_panel = Panel(_("Top partners"))
        self._top = TopBars()
        self._top.opened.connect(self._open_partner)
        self._no_top = label(_("No sale yet this quarter."), "soft", wrap=True)
        self._top_panel.body.addWidget(self._top)
        self._top_panel.body.addWidget(self._no_top)
        self._funnel_panel = Panel(_("Funnel"))
        self._funnel = Funnel()
        self._no_funnel = label(_("No referral in the last 90 days."), "soft", wrap=True)
        self._funnel_panel.body.addWidget(self._funnel)
        self._funnel_panel.body.addWidget(self._no_funnel)
        column = QVBoxLayout()
        column.setSpacing(theme.px(16))
        for panel in (self._figures, self._top_panel, self._funnel_panel):
            column.addWidget(panel)
        column.addStretch(1)
        return column

    def refresh(self) -> None:
        from app.queries import today

        self.desk.ask("today", today.today, clock.today(), then=self._show_found)

    @Slot(object)
    def _show_found(self, found: Any) -> None:
        focused = self._focused()
        self._found = found
        self._answered.setVisible(True)
        self._greeting.setText(words.greeting(clock.now().astimezone().hour))
        self._summary.setText(words.summary(found))
        self._follow_ups.show_items(contents.follow_ups(found), words.follow_ups_note(found))
        self._quiet.show_items(contents.quiet(found), words.quiet_note(found.quiet_count))
        self._waiting.show_items(contents.waiting(found), words.waiting_note(found.waiting_count))
        if focused is not None:
            self._focus_again(*focused)
        elif self._wants_focus and self.hasFocus():
            self.focus_first()
        self._figures.show_standings(found.standings)
        self._figures.set_remark(month(found.day))
        self._top.show_rows(found.top)
        self._top.setVisible(bool(found.top))
        self._no_top.setVisible(not found.top)
        self._top_panel.set_remark(words.quarter_note(found.day) if found.top else "")
        any_referral = any(number for _stage, number in found.funnel)
        self._funnel.show_stages(found.funnel)
        self._funnel.setVisible(any_referral)
        self._no_funnel.setVisible(not any_referral)
        self._funnel_panel.set_remark(words.funnel_note(found.funnel) if any_referral else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.px(ONE_COLUMN_BELOW)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(direction)

    def focus_first(self) -> None:
        """Put the focus on the first thing to do, once it is known."""
        first = next(self._rows(), None)
        self._wants_focus = first is None
        (first or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _focused(self) -> tuple[int, Hashable] | None:
        """Which row the focus is on, or on a button of: its place and its key."""
        focus = self.window().focusWidget()
        for place, row in enumerate(self._rows()):
            if focus is not None and (row is focus or row.isAncestorOf(focus)):
                return place, row.item.key
        return None

    def _focus_again(self, place: int, key: Hashable) -> None:
        """Put the focus on the row with this key, or on the one that took its place."""
        rows = list(self._rows())
        again = next((row for row in rows if row.item.key == key), None)
        if again is None and rows:
            again = rows[min(place, len(rows) - 1)]
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rows(self) -> Iterator[ItemRow]:
        for section in self._sections:
            yield from section.rows()

    @Slot(object, int)
    def _walk(self, row: ItemRow, step: int) -> None:
        rows = list(self._rows())
        index = rows.index(row) + step
        if 0 <= index < len(rows):
            rows[index].setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(rows[index], 0, theme.px(24))

    @Slot(str, object)
    def _do(self, deed: str, key: tuple[str, int]) -> None:
        """One of the deeds of a row; ``key`` is (``reminder``, ``quiet`` or ``waiting``, id)."""
        kind, record = key
        found = next((each for each in self._all_found(kind) if _id_of(each) == record), None)
        if found is None:
            return
        match deed:
            case "done":
                self._done(found)
            case "log":
                self._log(found, CommunicationKind.CALL)
            case "mail":
                self._log(found, CommunicationKind.EMAIL)
            case "later":
                self._later(found, key)
            case "contacted":
                self._contacted(found)
            case "open":
                shown = ("referral", found.referral_id) if kind == "waiting" else ("partner", found.partner_id)
                self.open_requested.emit(*shown)

    def _all_found(self, kind: str) -> tuple[Any, ...]:
        found: Today = self._found
        return {"reminder": found.follow_ups, "quiet": found.quiet, "waiting": found.waiting}[kind]

    def _done(self, item: Any) -> None:
        from app.operations import reminders

        self.desk.do(
            "Done: {what} with {partner}",
            reminders.done,
            item.id,
            clock.today(),
            then=partial(self._on_done, _("Done: {what}").format(what=item.text)),
            what=item.text,
            partner=item.partner,
        )

    def _on_done(self, text: str, _result: Any) -> None:
        self.done.emit(text)

    def _contacted(self, item: Any) -> None:
        from app.operations import referrals

        self.desk.do(
            "Move {customer} to contacted",
            referrals.move,
            item.referral_id,
            Stage.CONTACTED,
            clock.today(),
            then=partial(self._on_done, _("{customer} is contacted").format(customer=item.customer)),
            customer=item.customer,
        )

    def _log(self, item: Any, kind: CommunicationKind) -> None:
        closes = getattr(item, "id", None)
        dialog = LogContactDialog(
            self.desk,
            item.partner_id,
            item.partner,
            kind=kind,
            closes=closes,
            about=item.text if closes is not None else "",
            parent=self.window(),
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _later(self, item: Any, key: tuple[str, int]) -> None:
        row = next((row for row in self._rows() if row.item.key == key), None)
        menu = LaterMenu(clock.today(), self)
        menu.chosen.connect(partial(_postpone, self, item))
        menu.another_day.connect(partial(_ask_day, self, item))
        menu.aboutToHide.connect(menu.deleteLater)
        anchor = row.anchor("later") if row else self
        menu.popup(anchor.mapToGlobal(QPoint(0, anchor.height() + theme.px(2))))

    def postpone(self, item: Any, until: date) -> None:
        """Put a follow-up off."""
        from app.operations import reminders

        self.desk.do(
            "Put off {what} with {partner}",
            reminders.later,
            item.id,
            until,
            then=partial(
                self._on_done, _("Put off to {day}: {what}").format(day=day(until, today=clock.today()), what=item.text)
            ),
            what=item.text,
            partner=item.partner,
        )

    def ask_day(self, item: Any) -> None:
        """Ask to which day a follow-up is put off."""
        dialog = LaterDialog(item.text, clock.today() + timedelta(days=14), self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(partial(_postpone, self, item))
        dialog.open()

    @Slot(object)
    def _open_partner(self, partner_id: int) -> None:
        self.open_requested.emit("partner", partner_id)

    @Slot()
    def _open_commissions(self) -> None:
        self.open_requested.emit("page", "commissions")


def _id_of(item: Any) -> int:
    """The id by which a row of ``queries.today`` is known on the page."""
    for name in ("id", "referral_id", "partner_id"):
        if getattr(item, name, None) is not None:
            return int(getattr(item, name))
    raise ValueError("an item without an id")


def _postpone(page: TodayPage, item: Any, until: date) -> None:
    page.postpone(item, until)


def _ask_day(page: TodayPage, item: Any) -> None:
    page.ask_day(item)
