"""A partner's referrals: where each stands and what it brought; those given to it; and the balance of both."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget

from app import clock
from app.domain.referrals import OPEN, Stage
from app.formatting import number
from app.i18n import _
from ui import names
from ui.desk import Desk
from ui.partners import entries, reads, writes
from ui.partners.tab import Tab
from ui.partners.words import balance
from ui.widgets.buttons import button
from ui.widgets.chips import Chip, Chips
from ui.widgets.empty import EmptyPlace
from ui.widgets.labels import label
from ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from app.queries.reciprocity import GivenRow
    from app.queries.referrals import ReferralRow
    from ui.partners.given_form import GivenForm
    from ui.partners.reads import Exchanged

RECEIVED, GIVEN = "received", "given"


class ReferralsTab(Tab):
    """Moves between the open stages are made here; what needs the form of a sale is asked for by signals."""

    open_requested = Signal(str, object)
    new_wanted = Signal()
    won_requested = Signal(object)
    lost_requested = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found: Exchanged | None = None
        self._chips = Chips(_("What to show"))
        self._chips.set_chips([Chip(RECEIVED, _("Received")), Chip(GIVEN, _("Given"))])
        self._chips.set_current(RECEIVED)
        self._chips.chosen.connect(self._fill)
        self._list = Timeline(_("Referrals"))
        self._empty = EmptyPlace(
            _("No referrals yet"),
            _("Customers that this partner sends you stand here, from the first word to the sale."),
            [button(_("Log a referral"), self.new_wanted.emit, "primary")],
        )
        self._none_given = EmptyPlace(
            _("No referrals given yet"),
            _("Log whom you sent to this partner, and the balance of both ways is kept here."),
            [button(_("Log a referral you gave…"), self.log_given, "primary")],
        )
        self._places = QStackedWidget()
        for place in (self._list, self._empty, self._none_given):
            self._places.addWidget(place)
        self._balance = label("", "soft", wrap=True, selectable=True)
        self._balance.setAccessibleName(_("Balance of referrals"))
        self._add = button(_("+ Referral"), self._log, "small")
        head = QHBoxLayout()
        head.addWidget(self._chips, 1)
        head.addWidget(self._add)
        self.column.addLayout(head)
        self.column.addWidget(self._balance)
        self.column.addWidget(self._places, 1)
        self._list.opened.connect(self._open)
        self._list.menu_wanted.connect(self._show_menu)
        remove = QShortcut(QKeySequence(Qt.Key.Key_Delete), self._list, self._remove_current)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._fill()

    def clear(self) -> None:
        self._found = None
        self._chips.set_current(RECEIVED)

    def refresh(self) -> None:
        self.desk.ask("partners.referrals", reads.exchanged, self.partner_id, then=self._show)

    def _show(self, found: Exchanged) -> None:
        self._found = found
        self._chips.set_chips(
            [
                Chip(RECEIVED, _("Received"), number(len(found.received))),
                Chip(GIVEN, _("Given"), number(len(found.given))),
            ]
        )
        self._fill()

    def _shows_given(self) -> bool:
        return self._chips.current() == GIVEN

    @Slot()
    def _fill(self) -> None:
        told = _("Log a referral you gave") if self._shows_given() else _("Log a referral")
        self._add.setAccessibleName(told)
        self._add.setToolTip(told)
        if self._found is None:
            return
        today = clock.today()
        reciprocal = self.card is not None and self.card.terms is not None and self.card.terms.terms.reciprocal
        self._balance.setVisible(reciprocal or bool(self._found.given))
        self._balance.setText(balance(self._found.balance))
        if self._shows_given():
            self._list.show_entries(entries.of_given(row, today) for row in self._found.given)
            self._places.setCurrentWidget(self._list if self._found.given else self._none_given)
        else:
            self._list.show_entries(entries.of_referral(row, today, self.partner_id) for row in self._found.received)
            self._places.setCurrentWidget(self._list if self._found.received else self._empty)

    def _log(self) -> None:
        if self._shows_given():
            self.log_given()
        else:
            self.new_wanted.emit()

    @Slot()
    def log_given(self) -> None:
        """Ask for a referral that was given to this partner."""
        self._form(None).open()

    def _form(self, known: GivenRow | None) -> GivenForm:
        from ui.partners.given_form import GivenForm

        currency = self._found.currency if self._found is not None else "EUR"
        return GivenForm(self.desk, self.partner_id, self.partner, currency, known, self.window())

    @Slot(object)
    def _open(self, row: ReferralRow | GivenRow) -> None:
        if self._shows_given():
            self._form(row).open()  # type: ignore[arg-type]  # the list shows those given
        else:
            self.open_requested.emit("referral", row.id)

    @Slot(object, QPoint)
    def _show_menu(self, row: Any, where: QPoint) -> None:
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if self._shows_given():
            menu.addAction(_("Edit…"), partial(self._open, row))
            menu.addAction(_("Remove"), partial(self._remove, row))
        else:
            self._fill_menu(menu, row)
        menu.popup(where)

    def _fill_menu(self, menu: QMenu, row: ReferralRow) -> None:
        menu.addAction(_("Open"), partial(self._open, row))
        if row.stage is not Stage.WON:
            menu.addSeparator()
            for stage in Stage:
                if stage in OPEN and stage is not row.stage:
                    menu.addAction(names.stage(stage), partial(self._move, row, stage))
            menu.addAction(_("Won…"), partial(self.won_requested.emit, row.id))
            if row.stage is not Stage.LOST:
                menu.addAction(_("Lost…"), partial(self.lost_requested.emit, row.id))

    def _move(self, row: ReferralRow, stage: Stage) -> None:
        self.desk.do(
            "Move referral {customer}", writes.move_referral, row.id, stage, clock.today(), customer=row.customer
        )

    def _remove_current(self) -> None:
        row = self._list.current()
        if row is not None and self._shows_given():
            self._remove(row)

    def _remove(self, row: GivenRow) -> None:
        self.desk.do(
            "Remove referral of {customer} to {partner}",
            writes.remove_given,
            row.id,
            customer=row.customer,
            partner=self.partner,
        )
