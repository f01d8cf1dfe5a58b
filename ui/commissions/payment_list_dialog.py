"""Payment lists: what the file is for, whom it pays and whom it cannot, and where it is saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from app import clock
from app.domain.errors import UserError
from app.formatting import count
from app.i18n import _, ngettext
from ui import theme
from ui.commissions import words
from ui.commissions.columns import payment_columns
from ui.commissions.run_dialogs import WIDTH
from ui.desk import Desk
from ui.table.model import RecordModel
from ui.table.view import RecordTable
from ui.widgets.day_field import DayField
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import Choice

SEPA, BANK, PAYPAL = "sepa", "bank", "paypal"


class PaymentListDialog(FormDialog):
    """Saves the payments of a run that wait as a file for the bank or PayPal. ``saved`` tells what was written."""

    saved = Signal(str)

    def __init__(self, desk: Desk, run: Any, parent: QWidget | None = None) -> None:
        super().__init__(_("Payment list"), _("Save…"), parent, width=WIDTH)
        self._desk, self._run = desk, run
        self._layout = Choice(
            [
                (SEPA, _("SEPA credit transfer, for the bank (XML)")),
                (BANK, _("Table, for the bank or for typing off (CSV)")),
                (PAYPAL, _("PayPal Payouts (CSV)")),
            ]
        )
        currencies = [total.currency for total in run.totals]
        self._currency = Choice([(code, code) for code in currencies])
        self._day = DayField(clock.today())
        self.row(_("For"), self._layout)
        self.row(_("Currency"), self._currency)
        self.row(_("Transfer on"), self._day)
        self.model = RecordModel(payment_columns(), self)
        self._table = RecordTable(self.model, _("Payments"))
        self._table.setProperty("panel", True)
        self._table.setFixedHeight(theme.px(250))
        self.add(self._table)
        self._said = self.say("", "soft")
        if "EUR" not in currencies:
            self._layout.set_value(BANK)
        self._layout.picked.connect(self._ask)
        self._currency.picked.connect(self._ask)
        self._ask()
        self._layout.setFocus()

    def _ask(self) -> None:
        self.allow(False)
        self._day.setEnabled(self._layout.value() == SEPA)
        self._desk.ask(
            ("payment_list", id(self)),
            _sorted_out,
            self._run.id,
            self._layout.value(),
            self._currency.value(),
            then=self._show,
            failed=self.refuse,
        )

    @Slot(object)
    def _show(self, found: Any) -> None:
        fit, unfit = found
        self._paid = fit
        self.model.set_rows([words.Listed(each, words.paid_to(each, self._layout.value()), "") for each in fit]
                            + [words.Listed(each.payment, "", each.why) for each in unfit])  # fmt: skip
        said = count(len(fit), _("{n} payment"), _("{n} payments"))
        if unfit:
            left = count(len(unfit), _("{n} partner is left out"), _("{n} partners are left out"))
            said = f"{said}; {left}: " + _("add what is missing to their cards, or pay them in another way.")
        self._said.setText(said)
        self.allow(bool(fit))

    def save(self) -> None:
        layout = self._layout.value()
        ending = ".xml" if layout == SEPA else ".csv"
        name = words.list_name(self._run, layout, self._currency.value()) + ending
        chosen, _filter = QFileDialog.getSaveFileName(
            self, _("Save payment list"), str(self._desk.path.with_name(name)), f"*{ending}"
        )
        if not chosen:
            self.allow(True)
            return
        path = Path(chosen)
        path = path if path.suffix.lower() == ending else path.with_name(path.name + ending)
        if path == self._desk.path:
            raise UserError("target_is_book", "This is the book itself: choose another name.")
        self._path = path
        self._desk.ask(
            ("payment_list.write", id(self)),
            _write,
            path,
            self._run.id,
            layout,
            self._currency.value(),
            self._day.day(),
            then=self._written,
            failed=self.refuse,
        )

    @Slot(object)
    def _written(self, number: int) -> None:
        self.accept()
        told = ngettext("{n} payment is in “{name}”.", "{n} payments are in “{name}”.", number)
        self.saved.emit(told.format(n=number, name=self._path.name))


def _sorted_out(session: Any, run_id: int, layout: str, currency: str) -> Any:
    """The payments that such a list carries, and those that it cannot, with why."""
    from app.exchange.payment_lists import Layout, sort_out
    from app.queries import payout_runs

    return sort_out(payout_runs.payments(session, run_id), Layout(layout), currency)


def _write(session: Any, path: Path, run_id: int, layout: str, currency: str, day: Any) -> int:
    """Write the list, whole or not at all; returns how many payments are in it."""
    from app.exchange.atomic import atomic_write
    from app.exchange.payment_lists import Layout, write_list
    from app.queries import settings

    fit, _unfit = _sorted_out(session, run_id, layout, currency)
    with atomic_write(path, overwrite=True) as file:
        return write_list(file, Layout(layout), fit, settings.account(session), day)
