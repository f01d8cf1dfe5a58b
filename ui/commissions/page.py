"""The page of commissions: how they stand, what is to be paid, every line of the ledger, every statement, every
year."""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app import clock
from app.formatting import number
from app.i18n import _
from ui import theme
from ui.commissions import words
from ui.commissions.lists import Ledger, MoneyList, Statements, ToPay
from ui.commissions.pay_dialog import PayDialog, VoidDialog
from ui.commissions.payment_list_dialog import PaymentListDialog
from ui.commissions.run_dialogs import RecordDialog, RunDialog
from ui.commissions.runs import Runs
from ui.commissions.totals import TotalsPanel
from ui.commissions.years import Years
from ui.desk import Desk
from ui.page import Page
from ui.widgets.labels import label
from ui.widgets.messages import tell
from ui.widgets.tabs import Tabs


class CommissionsPage(Page):
    """Key figures over four tabs. Paying opens the statement that was issued."""

    shows: ClassVar[frozenset[str]] = frozenset(
        {
            *("partner", "ledger_entry", "payout", "payout_line", "issued_statement", "voiding", "approval"),
            *("terms_version", "exchange_rate", "setting"),
        }
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setAccessibleName(_("Commissions"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), 0)
        layout.setSpacing(theme.px(12))
        layout.addWidget(label(_("Commissions"), "title"))
        self._totals = TotalsPanel()
        layout.addWidget(self._totals)
        self._tabs = Tabs(_("Commissions"))
        self._tabs.add("to_pay", _("To pay"), self._make_to_pay)
        self._tabs.add("runs", _("Payout runs"), self._make_runs)
        self._tabs.add("ledger", _("Ledger"), self._make_ledger)
        self._tabs.add("statements", _("Statements"), self._make_statements)
        self._tabs.add("years", _("Years"), self._make_years)
        self._tabs.shown.connect(self._on_tab)
        layout.addWidget(self._tabs, 1)

    def _make_to_pay(self) -> QWidget:
        made = ToPay(self.desk)
        made.partner_wanted.connect(self._open_partner)
        made.pay_wanted.connect(self.pay)
        made.run_wanted.connect(self.prepare_run)
        made.counted.connect(self._show_count)
        return made

    def _make_runs(self) -> QWidget:
        made = Runs(self.desk)
        made.new_wanted.connect(self.prepare_run)
        made.record_wanted.connect(self._record)
        made.list_wanted.connect(self._save_list)
        made.withdraw_wanted.connect(self._withdraw)
        made.counted.connect(self._show_runs)
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

    def _make_years(self) -> QWidget:
        made = Years(self.desk)
        made.partner_wanted.connect(self._open_partner)
        made.said.connect(self.said)
        return made

    def refresh(self) -> None:
        from app.queries import commission_totals as totals

        self.desk.ask("commissions.totals", totals.commission_totals, clock.today(), then=self._show_totals)
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
    def _show_totals(self, totals: Any) -> None:
        self._totals.show_totals(totals, clock.today())

    @Slot(int)
    def _show_count(self, partners: int) -> None:
        self._tabs.set_text("to_pay", f"{_('To pay')} {number(partners)}" if partners else _("To pay"))

    @Slot(int)
    def _show_runs(self, waiting: int) -> None:
        self._tabs.set_text("runs", f"{_('Payout runs')} {number(waiting)}" if waiting else _("Payout runs"))

    def focus_first(self) -> None:
        view = self._tabs.view(self._tabs.current())
        if isinstance(view, MoneyList):
            view.table.setFocus()

    def state(self) -> dict[str, Any]:
        return {"tab": self._tabs.current()}

    def restore(self, state: dict[str, Any]) -> None:
        self._tabs.set_current(str(state.get("tab", "")))

    def show_tab(self, key: str) -> None:
        """Bring ``to_pay``, ``runs``, ``ledger``, ``statements`` or ``years`` to the front."""
        self._tabs.set_current(key)

    @Slot(object)
    def pay(self, row: Any) -> None:
        """Pay what this ``queries.commissions.Owed`` row says is owed, after a look at it."""
        dialog = PayDialog(self.desk, row.partner_id, row.partner, row.payable.currency, self.window())
        dialog.paid.connect(self._open_statement)
        self._open(dialog)

    @Slot()
    def prepare_run(self) -> None:
        """Choose whom to pay and approve it."""
        dialog = RunDialog(self.desk, self.window())
        dialog.approved.connect(self._on_approved)
        self._open(dialog)

    @Slot(str)
    def _on_approved(self, said: str) -> None:
        self.show_tab("runs")
        self.done.emit(said)

    @Slot(object)
    def _record(self, run: Any) -> None:
        dialog = RecordDialog(self.desk, run.id, self.window())
        dialog.recorded.connect(self._on_recorded)
        self._open(dialog)

    @Slot(object)
    def _on_recorded(self, recorded: Any) -> None:
        """Show the one statement that was issued, or the list of them; and say who could not be paid."""
        if len(recorded.paid) == 1:
            self._open_statement(recorded.paid[0].statement)
        else:
            self.show_tab("statements")
            self.said.emit(words.recorded(recorded))
        if recorded.refused:
            tell(self.window(), _("Not everybody was paid"), "\n".join(recorded.refused))

    @Slot(object)
    def _save_list(self, run: Any) -> None:
        dialog = PaymentListDialog(self.desk, run, self.window())
        dialog.saved.connect(self.said)
        self._open(dialog)

    @Slot(object)
    def _withdraw(self, run: Any) -> None:
        from app.operations import payout_run

        self.desk.do(
            "Withdraw payouts of {amount}", payout_run.withdraw, run.id, then=self._on_withdrawn,
            amount=words.sums(run.totals),
        )  # fmt: skip

    @Slot(object)
    def _on_withdrawn(self, _nothing: Any) -> None:
        self.done.emit(_("The payouts are withdrawn and payable again."))

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
