"""A partner's commissions: the ledger with the arithmetic of each line, and the statements issued from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from app import clock
from app.formatting import number
from app.i18n import _
from ui.desk import Desk
from ui.partners import entries, reads
from ui.partners.tab import Tab
from ui.widgets.buttons import button
from ui.widgets.chips import Chip, Chips
from ui.widgets.empty import EmptyPlace
from ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from app.queries.commissions import LedgerLine
    from app.queries.statements import Issued

LEDGER, STATEMENTS = "ledger", "statements"


class CommissionsTab(Tab):
    """Enter on a line opens the statement that paid it, else the referral that it comes from."""

    open_requested = Signal(str, object)
    statement_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._account: reads.Account | None = None
        self._chips = Chips(_("What to show"))
        self._chips.set_chips([Chip(LEDGER, _("Ledger")), Chip(STATEMENTS, _("Statements"))])
        self._chips.set_current(LEDGER)
        self._chips.chosen.connect(self._fill)
        self._list = Timeline(_("Commissions"))
        self._list.opened.connect(self._open)
        self._empty = EmptyPlace("", "")
        self._places = QStackedWidget()
        self._places.addWidget(self._list)
        self._places.addWidget(self._empty)
        head = QHBoxLayout()
        head.addWidget(self._chips, 1)
        head.addWidget(button(_("Statement…"), self.statement_wanted.emit, "small", name=_("Draw up a statement")))
        self.column.addLayout(head)
        self.column.addWidget(self._places, 1)

    def clear(self) -> None:
        self._chips.set_current(LEDGER)

    def refresh(self) -> None:
        self.desk.ask("partners.account", reads.account, self.partner_id, clock.today(), then=self._show)

    def _show(self, account: reads.Account) -> None:
        self._account = account
        self._chips.set_chips([Chip(STATEMENTS, _("Statements"), number(len(account.statements)))])
        self._fill()

    @Slot()
    def _fill(self) -> None:
        if self._account is None:
            return
        today = clock.today()
        if self._chips.current() == STATEMENTS:
            self._empty.say(_("No statements yet"), _("Recording a payout issues one, and it stands here for good."))
            found = [entries.of_statement(issued, today) for issued in self._account.statements]
        else:
            self._empty.say(
                _("No commissions yet"),
                _("Mark a referral won with its sale: what it earns stands here, with the arithmetic."),
            )
            found = [entries.of_ledger(line, today) for line in self._account.ledger]
        self._list.show_entries(found)
        self._places.setCurrentIndex(0 if found else 1)

    @Slot(object)
    def _open(self, source: LedgerLine | Issued) -> None:
        number_ = getattr(source, "statement", "") or getattr(source, "number", "")
        if number_:
            self.open_requested.emit("statement", number_)
        elif getattr(source, "referral_id", None):
            self.open_requested.emit("referral", source.referral_id)  # type: ignore[union-attr]  # asked just now
