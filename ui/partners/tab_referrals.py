"""A partner's referrals: where each stands, what it may bring or brought, and the next step."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget

from app import clock
from app.domain.referrals import OPEN, Stage
from app.i18n import _
from ui import names
from ui.desk import Desk
from ui.partners import entries, reads, writes
from ui.partners.tab import Tab
from ui.widgets.buttons import button
from ui.widgets.empty import EmptyPlace
from ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from app.queries.referrals import ReferralRow


class ReferralsTab(Tab):
    """Moves between the open stages are made here; what needs a form is asked for by signals."""

    open_requested = Signal(str, object)
    new_wanted = Signal()
    won_requested = Signal(object)
    lost_requested = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._list = Timeline(_("Referrals"))
        self._empty = EmptyPlace(
            _("No referrals yet"),
            _("Customers that this partner sends you stand here, from the first word to the sale."),
            [button(_("Log a referral"), self.new_wanted.emit, "primary")],
        )
        self._places = QStackedWidget()
        self._places.addWidget(self._list)
        self._places.addWidget(self._empty)
        self._head = QHBoxLayout()
        self._head.addStretch(1)
        self._head.addWidget(button(_("+ Referral"), self.new_wanted.emit, "small", name=_("Log a referral")))
        self.column.addLayout(self._head)
        self.column.addWidget(self._places, 1)
        self._list.opened.connect(self._open)
        self._list.menu_wanted.connect(self._show_menu)

    def refresh(self) -> None:
        self.desk.ask("partners.referrals", reads.referrals, self.partner_id, then=self._show)

    def _show(self, rows: tuple[ReferralRow, ...]) -> None:
        today = clock.today()
        self._list.show_entries(entries.of_referral(row, today) for row in rows)
        self._places.setCurrentIndex(0 if rows else 1)

    @Slot(object)
    def _open(self, row: ReferralRow) -> None:
        self.open_requested.emit("referral", row.id)

    @Slot(object, QPoint)
    def _show_menu(self, row: ReferralRow, where: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(_("Open"), partial(self._open, row))
        if row.stage is not Stage.WON:
            menu.addSeparator()
            for stage in Stage:
                if stage in OPEN and stage is not row.stage:
                    menu.addAction(names.stage(stage), partial(self._move, row, stage))
            menu.addAction(_("Won…"), partial(self.won_requested.emit, row.id))
            if row.stage is not Stage.LOST:
                menu.addAction(_("Lost…"), partial(self.lost_requested.emit, row.id))
        menu.popup(where)

    def _move(self, row: ReferralRow, stage: Stage) -> None:
        self.desk.do(
            "Move referral {customer}", writes.move_referral, row.id, stage, clock.today(), customer=row.customer
        )
