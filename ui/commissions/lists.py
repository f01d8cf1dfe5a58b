"""Lists of the page: to pay, ledger, statements. Each is a table with what can be done about its line."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import clock
from app.i18n import _
from ui import theme
from ui.commissions import columns, words
from ui.desk import Desk
from ui.table.columns import Column
from ui.table.model import RecordModel
from ui.table.rows import Deliver
from ui.table.view import RecordTable
from ui.widgets.buttons import button
from ui.widgets.empty import EmptyPlace
from ui.widgets.labels import label


class MoneyList(QWidget):
    """A table over a line of buttons and a sentence, or what to do while it is empty."""

    partner_wanted = Signal(object)

    def __init__(self, desk: Desk, shown: Sequence[Column], name: str, empty: EmptyPlace) -> None:
        super().__init__()
        self.desk = desk
        self._place = 0
        self.model = RecordModel(shown, self)
        self.table = RecordTable(self.model, name)
        self.table.current_changed.connect(self.show_current)
        self.model.dataChanged.connect(self._on_arrived)
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(theme.px(4), theme.px(10), theme.px(4), theme.px(10))
        self._foot.setSpacing(theme.px(8))
        self.sentence = label("", "soft", wrap=True, selectable=True)
        self._foot.addWidget(self.sentence, 1)
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table, 1)
        layout.addLayout(self._foot)
        self._inner, self._empty = inner, empty
        self._stack = QStackedWidget()
        self._stack.addWidget(inner)
        self._stack.addWidget(empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def add_button(self, made: QWidget) -> None:
        """Put a button at the right of the sentence."""
        self._foot.addWidget(made)

    def keep_place(self, number: int) -> None:
        """After the rows were replaced, go back to the line that was current, or to the first."""
        self._stack.setCurrentWidget(self._inner if number else self._empty)
        if number:
            place = min(max(self._place, 0), number - 1)
            self.table.setCurrentIndex(self.model.index(place, 0))
        self.show_current(self.table.current_row())

    def refresh(self) -> None:
        """Ask for the rows again."""
        self._place = self.table.currentIndex().row()
        self.ask()

    def ask(self) -> None:
        raise NotImplementedError

    def show_current(self, row: Any) -> None:
        """Say what there is to say about the current line."""
        raise NotImplementedError

    def _on_arrived(self) -> None:
        self.show_current(self.table.current_row())

    def open_partner(self) -> None:
        """Show the partner of the current line."""
        row = self.table.current_row()
        if row is not None:
            self.partner_wanted.emit(row.partner_id)


class ToPay(MoneyList):
    """Who has anything open, the largest sum first. ``pay_wanted`` tells the ``Owed`` row."""

    pay_wanted = Signal(object)
    run_wanted = Signal()
    counted = Signal(int)

    def __init__(self, desk: Desk) -> None:
        empty = EmptyPlace(
            _("Nothing is owed"),
            _("When a referral is won, what the partner earned stands here until you have paid it."),
        )
        super().__init__(desk, columns.owed_columns(), _("To pay"), empty)
        self.add_button(button(_("Open partner"), self.open_partner))
        self._pay = button(_("Pay…"), self._want_pay, name=_("Pay this partner"))
        self._pay.setEnabled(False)
        self.add_button(self._pay)
        self._run = button(_("Payout run…"), self.run_wanted.emit, "primary")
        self.add_button(self._run)
        self.table.opened.connect(self._want_pay)

    def ask(self) -> None:
        from app.queries import commissions

        self.desk.ask("commissions.owed", commissions.owed, clock.today(), then=self._show_rows)

    @Slot(object)
    def _show_rows(self, rows: Sequence[Any]) -> None:
        self.model.set_rows(rows)
        self.counted.emit(sum(1 for row in rows if row.to_pay.minor > 0))
        self.keep_place(len(rows))

    def show_current(self, row: Any) -> None:
        trouble = words.nothing_to_do(row) if row is not None else ""
        self.sentence.setText(trouble)
        self._pay.setEnabled(row is not None and not trouble)

    def _want_pay(self, _row: Any = None) -> None:
        row = self.table.current_row()
        if row is not None and self._pay.isEnabled():
            self.pay_wanted.emit(row)


class Ledger(MoneyList):
    """Every line that was ever posted, the newest first; read page by page. The chain of entries has no gaps."""

    def __init__(self, desk: Desk) -> None:
        empty = EmptyPlace(
            _("The ledger is empty"),
            _("Every commission, refund and payout is entered here, and nothing is ever erased."),
        )
        super().__init__(desk, columns.ledger_columns(), _("Ledger"), empty)
        self.add_button(button(_("Open partner"), self.open_partner))
        self.table.opened.connect(self.open_partner)

    def ask(self) -> None:
        from app.queries import commissions

        self.desk.ask("commissions.ledger", commissions.ledger, clock.today(), None, 1, then=self._show_newest)

    @Slot(object)
    def _show_newest(self, newest: Sequence[Any]) -> None:
        last = newest[0].id if newest else 0
        self.model.set_ids(array("q", range(last, 0, -1)), self._fetch)
        self.keep_place(last)

    def _fetch(self, page: int, ids: Sequence[int], deliver: Deliver) -> None:
        self.desk.ask(("commissions.ledger", page), _ledger_rows, ids[0], len(ids), then=deliver)

    def show_current(self, row: Any) -> None:
        self.sentence.setText(words.whole_line(row) if row is not None else "")


class Statements(MoneyList):
    """Statements issued, standing or void. ``wanted`` tells a number, ``void_wanted`` the ``Issued`` row."""

    wanted = Signal(str)
    void_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        empty = EmptyPlace(
            _("No statement yet"), _("A statement is issued with each payout and can be seen here again.")
        )
        super().__init__(desk, columns.statement_columns(), _("Statements"), empty)
        self._void = button(_("Void…"), self._want_void, "danger")
        self._void.setEnabled(False)
        self.add_button(self._void)
        self.add_button(button(_("Open partner"), self.open_partner))
        self.add_button(button(_("Open"), self._open, "primary"))
        self.table.opened.connect(self._open)

    def ask(self) -> None:
        from app.queries import statements

        self.desk.ask("commissions.statements", statements.listed, then=self._show_rows)

    @Slot(object)
    def _show_rows(self, rows: Sequence[Any]) -> None:
        self.model.set_rows(rows)
        self.keep_place(len(rows))

    def show_current(self, row: Any) -> None:
        standing = row is not None and row.void_reason is None
        self._void.setEnabled(standing)
        self.sentence.setText(words.statement_state(row) if row is not None and not standing else "")

    def _open(self, _row: Any = None) -> None:
        row = self.table.current_row()
        if row is not None:
            self.wanted.emit(row.number)

    def _want_void(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.void_wanted.emit(row)


def _ledger_rows(session: Any, newest: int, number: int) -> dict[int, Any]:
    """``number`` ledger entries from ``newest`` down, by id."""
    from app.queries import commissions

    last = commissions.ledger(session, clock.today(), None, 1)
    offset = last[0].id - newest if last else 0
    return {row.id: row for row in commissions.ledger(session, clock.today(), None, number, max(offset, 0))}
