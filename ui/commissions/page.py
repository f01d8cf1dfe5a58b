"""The page of commissions: how they stand, what is to be paid, every line of the ledger, every statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app import clock
from app.formatting import number
from app.i18n import _
from ui import theme
from ui.commissions.lists import Ledger, MoneyList, Statements, ToPay
from ui.commissions.pay_dialog import PayDialog, VoidDialog
from ui.desk import Desk
from ui.page import Page
from ui.widgets.labels import label
from ui.widgets.panel import Panel
from ui.widgets.standings import Standings
from ui.widgets.tabs import Tabs


class CommissionsPage(Page):
    """Key figures over three tabs. Paying opens the statement that was issued."""

    shows: ClassVar[frozenset[str]] = frozenset(
        {"partner", "ledger_entry", "payout", "payout_line", "issued_statement", "voiding"}
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setAccessibleName(_("Commissions"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), 0)
        layout.setSpacing(theme.px(12))
        layout.addWidget(label(_("Commissions"), "title"))
        layout.addWidget(self._make_figures())
        self._tabs = Tabs(_("Commissions"))
        self._tabs.add("to_pay", _("To pay"), self._make_to_pay)
        self._tabs.add("ledger", _("Ledger"), self._make_ledger)
        self._tabs.add("statements", _("Statements"), self._make_statements)
        self._tabs.shown.connect(self._on_tab)
        layout.addWidget(self._tabs, 1)

    def _make_figures(self) -> Panel:
        self._figures = Panel()
        self._standings = Standings()
        self._figures.body.addWidget(self._standings)
        self._figures.hide()
        return self._figures

    def _make_to_pay(self) -> QWidget:
        made = ToPay(self.desk)
        made.partner_wanted.connect(self._open_partner)
        made.pay_wanted.connect(self.pay)
        made.counted.connect(self._show_count)
        return made

    def _make_ledger(self) -> QWidget:
        made = Ledger(self.desk)
        made.partner_wanted.connect(self._open_partner)
        return made

    def _make_statements(self) -> QWidget:
        made = Statements(self.desk)
        made.partner_wanted.connect(self._open_partner)
        made.wanted.connect(self._open_statement)
        made.void_wanted.connect(self._void)
        return made

    def refresh(self) -> None:
        from app.queries import today

        self.desk.ask("commissions.standings", today.standings, clock.today(), then=self._show_standings)
        self._refresh_list()

    def _refresh_list(self) -> None:
        view = self._tabs.view(self._tabs.current())
        if isinstance(view, MoneyList):
            view.refresh()

    @Slot(str)
    def _on_tab(self, _key: str) -> None:
        if not self.stale:
            self._refresh_list()

    @Slot(object)
    def _show_standings(self, standings: Sequence[Any]) -> None:
        self._standings.show_standings(standings)
        self._figures.setVisible(bool(standings))

    @Slot(int)
    def _show_count(self, partners: int) -> None:
        self._tabs.set_text("to_pay", f"{_('To pay')} {number(partners)}" if partners else _("To pay"))

    def focus_first(self) -> None:
        view = self._tabs.view(self._tabs.current())
        if isinstance(view, MoneyList):
            view.table.setFocus()

    def state(self) -> dict[str, Any]:
        return {"tab": self._tabs.current()}

    def restore(self, state: dict[str, Any]) -> None:
        self._tabs.set_current(str(state.get("tab", "")))

    def show_tab(self, key: str) -> None:
        """Bring ``to_pay``, ``ledger`` or ``statements`` to the front."""
        self._tabs.set_current(key)

    @Slot(object)
    def pay(self, row: Any) -> None:
        """Pay what this ``queries.commissions.Owed`` row says is owed, after a look at it."""
        dialog = PayDialog(self.desk, row.partner_id, row.partner, row.payable.currency, self.window())
        dialog.paid.connect(self._open_statement)
        self._open(dialog)

    @Slot(object)
    def _void(self, row: Any) -> None:
        self._open(VoidDialog(self.desk, row, self.window()))

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot(object)
    def _open_partner(self, partner_id: int) -> None:
        self.open_requested.emit("partner", partner_id)

    @Slot(str)
    def _open_statement(self, statement: str) -> None:
        self.open_requested.emit("statement", statement)
