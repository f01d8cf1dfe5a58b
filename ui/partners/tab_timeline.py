"""The timeline: the line to log a contact in, and everything that happened, newest first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QMenu, QStackedWidget

from app import clock
from app.domain.communications import CommunicationFields
from app.i18n import _
from ui import theme
from ui.desk import Desk
from ui.partners import entries, reads, writes
from ui.partners.entry_form import EntryForm
from ui.partners.log_bar import LogBar
from ui.partners.tab import Tab
from ui.widgets.empty import EmptyPlace
from ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from app.queries.timeline import TimelineItem

PAGE = 200
LEAST_HEIGHT = 44


class TimelineTab(Tab):
    """``open_requested`` tells the kind and the id of a record that belongs to another page."""

    open_requested = Signal(str, object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._limit, self._shown = PAGE, 0
        self.log = LogBar(desk)
        self._list = Timeline(_("Timeline"))
        self._empty = EmptyPlace(
            _("Nothing has happened yet"),
            _("Calls, e-mails, referrals, sales and payouts will stand here, newest first."),
        )
        self._places = QStackedWidget()
        self._places.setMinimumHeight(theme.px(LEAST_HEIGHT))
        self._places.addWidget(self._list)
        self._places.addWidget(self._empty)
        self.column.addWidget(self.log)
        self.column.addWidget(self._places, 1)
        self._list.opened.connect(self._open)
        self._list.menu_wanted.connect(self._show_menu)
        self._list.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def clear(self) -> None:
        self._limit = PAGE

    def refresh(self) -> None:
        self.log.set_partner(self.partner_id, self.partner)
        self.desk.ask("partners.timeline", reads.timeline, self.partner_id, self._limit, then=self._show)

    def _show(self, items: tuple[TimelineItem, ...]) -> None:
        bar = self._list.verticalScrollBar()
        height = bar.value()
        today = clock.today()
        self._shown = len(items)
        self._list.show_entries(entries.of_timeline(item, today) for item in items)
        self._places.setCurrentIndex(0 if items else 1)
        bar.setValue(height)

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        """The end of what was asked for is in sight: ask for more."""
        bar = self._list.verticalScrollBar()
        if self._shown >= self._limit and bar.maximum() > 0 and value == bar.maximum():
            self._limit += PAGE
            self.refresh()

    @Slot(object)
    def _open(self, item: TimelineItem) -> None:
        if item.kind in entries.CONTACTS:
            self._edit(item)
        elif item.kind in ("sale", "refund", "receipt") or item.kind.startswith("referral."):
            self.open_requested.emit("referral", item.record_id)
        elif item.kind in ("payout", "payout_void"):
            self.open_requested.emit("statement", item.reference)

    @Slot(object, QPoint)
    def _show_menu(self, item: TimelineItem, where: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if item.kind in entries.CONTACTS:
            menu.addAction(_("Edit…"), partial(self._edit, item))
            menu.addAction(_("Delete"), partial(self._remove, item))
        elif item.kind not in ("terms", "given"):
            menu.addAction(_("Open"), partial(self._open, item))
        if not menu.isEmpty():
            menu.popup(where)

    def _edit(self, item: TimelineItem) -> None:
        self.desk.ask(
            "partners.entry",
            reads.communication,
            item.record_id,
            then=partial(self._edit_fields, item.record_id),
        )

    def _edit_fields(self, communication_id: int, fields: CommunicationFields) -> None:
        people = [(person.id, person.name) for person in self.card.fields.people] if self.card else []
        EntryForm(self.desk, communication_id, fields, self.partner, people, self.window()).open()

    def _remove(self, item: TimelineItem) -> None:
        self.desk.do(
            "Delete an entry of {partner}",
            writes.remove_entry,
            item.record_id,
            then=self._removed,
            partner=self.partner,
        )

    def _removed(self, _nothing: Any) -> None:
        self._list.setFocus()
