"""Paying many at once through the window: chosen, approved, put on a payment list, withdrawn, recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from app.domain.commissions.terms import Rate, Terms
from app.domain.money import Money
from app.domain.payouts import Account
from app.domain.referrals import ReferralFields
from app.domain.rolodex import PartnerFields
from app.operations import partners, referrals, settings, terms
from app.persistence.store import Store
from app.queries import payout_runs, statements
from tests.journeys.conftest import WindowOn
from tests.journeys.hands import chord, click, closed, dialog, keys, says, seen, wait_says
from ui.commissions.page import CommissionsPage
from ui.commissions.pay_dialog import PayDialog
from ui.commissions.payment_list_dialog import PaymentListDialog
from ui.commissions.run_dialogs import RecordDialog, RunDialog
from ui.widgets.messages import Message
from ui.window import Window

T = TypeVar("T")
DAY = date(2026, 11, 20)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Anna (€100, an IBAN) and Bert (€30, PayPal) can be paid; of Cleo's €20 at least €50 must come together."""
    made = tmp_path / "book.partnerbook"
    store = Store.open(made, create=True)
    with store.write("Begin") as session:
        settings.save_account(session, Account("Brightside AB", "SE4550000000058398257466", "ESSESESS"))
        for name, sold, minimum, more in (
            ("Anna Müller", 100_000, 0, {"iban": "DE89370400440532013000", "pay_method": "Bank transfer"}),
            ("Bert", 30_000, 0, {"paypal": "bert@example.com", "pay_method": "PayPal"}),
            ("Cleo", 20_000, 5_000, {}),
        ):
            partner = partners.add(session, PartnerFields(name, **more))
            agreed = Terms("EUR", Rate(100_000), hold_days=0, minimum_payout=minimum)
            terms.agree(session, partner, agreed, date(2026, 1, 1))
            one = referrals.log(session, partner, ReferralFields(f"Customer of {name}", DAY, "EUR"))
            referrals.mark_won(session, one, Money(sold, "EUR"), DAY)
    store.close()
    return made


def ask(path: Path, query: Callable[..., T], *arguments: Any) -> T:
    store = Store.open(path, write=False)
    try:
        with store.read() as session:
            return query(session, *arguments)
    finally:
        store.close()


def commissions_page(window: Window) -> CommissionsPage:
    window.go("commissions")
    page = window.page("commissions")
    assert isinstance(page, CommissionsPage)
    return page


def begin(window: Window, qtbot: QtBot) -> tuple[CommissionsPage, RunDialog]:
    page = commissions_page(window)
    click(qtbot, page, "Payout run…")
    form = dialog(qtbot, window, RunDialog)
    qtbot.waitUntil(lambda: form.model.rowCount() == 3)
    return page, form


def approved(window: Window, qtbot: QtBot) -> CommissionsPage:
    """The page after Anna and Bert were approved."""
    page, form = begin(window, qtbot)
    click(qtbot, form, "Approve")
    closed(qtbot, window, RunDialog)
    wait_says(qtbot, page, "Save the payment list")
    return page


def test_whom_to_pay_is_chosen_by_keys_and_those_left_out_are_told_why(
    window_on: WindowOn, path: Path, qtbot: QtBot
) -> None:
    window = window_on(path)
    page, form = begin(window, qtbot)
    assert says(form, "2 payments")
    assert seen(form, QLabel, "To be paid").text() == "€130.00"
    keys(Qt.Key.Key_Space)
    assert seen(form, QLabel, "To be paid").text() == "€30.00"
    keys(Qt.Key.Key_Down, Qt.Key.Key_Down)
    wait_says(qtbot, form, "Cleo: Below the minimum payout of €50.00: rolls over.")
    keys(Qt.Key.Key_Space)
    assert says(form, "1 payment")
    keys(Qt.Key.Key_Return)
    closed(qtbot, window, RunDialog)
    qtbot.waitUntil(lambda: "Payouts of €30.00 are approved." in window.toast.text())
    wait_says(qtbot, page, "Save the payment list")
    [run] = ask(path, payout_runs.listed)
    assert (run.state, run.totals) == ("approved", (Money(3_000, "EUR"),))

    page.show_tab("ledger")
    ledger = page._tabs.view("ledger")
    qtbot.waitUntil(lambda: ledger.model.rowCount() == 3 and ledger.model.row(0) is not None)
    shown = [ledger.model.index(place, 7).data() for place in range(3)]
    assert shown == ["payable", "approved, not yet paid", "payable"]

    chord(window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: ask(path, payout_runs.listed) == ())


def test_boxes_are_clicked_and_read_aloud(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    _page, form = begin(window, qtbot)
    read = QAccessible.queryAccessibleInterface(form.table)
    cells = [read.child(place) for place in range(read.childCount())]
    boxes = [cell for cell in cells if cell.state().checkable]
    assert [cell.text(QAccessible.Text.Name) for cell in boxes] == ["Anna Müller", "Bert"]
    assert all(cell.state().checked for cell in boxes)
    box = form.table.visualRect(form.model.index(0, 0)).center()
    QTest.mouseClick(form.table.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert says(form, "1 payment")
    click(qtbot, form, "Choose none")
    assert not seen(form, type(form._does), "Approve").isEnabled()
    assert says(form, "0 payments")
    click(qtbot, form, "Choose all")
    assert says(form, "2 payments")
    keys(Qt.Key.Key_Escape)
    closed(qtbot, window, RunDialog)


def test_what_changed_since_the_review_is_looked_at_again(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    _page, form = begin(window, qtbot)
    done: list[object] = []
    window.desk.do("Win", referrals.mark_won, 1, Money(10_000, "EUR"), DAY, then=done.append)
    qtbot.waitUntil(lambda: bool(done))
    click(qtbot, form, "Approve")
    wait_says(qtbot, form, "has changed meanwhile")
    qtbot.waitUntil(lambda: seen(form, QLabel, "To be paid").text() == "€140.00")
    click(qtbot, form, "Approve")
    closed(qtbot, window, RunDialog)


def test_a_payment_list_is_saved_for_bank_and_paypal(
    window_on: WindowOn, path: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_on(path)
    page = approved(window, qtbot)
    chosen: list[str] = []

    def choose(_parent: object, _title: str, proposed: str, _kinds: str) -> tuple[str, str]:
        chosen.append(Path(proposed).name)
        return str(tmp_path / Path(proposed).stem), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    click(qtbot, page, "Payment list…")
    form = dialog(qtbot, window, PaymentListDialog)
    wait_says(qtbot, form, "1 payment; 1 partner is left out")
    assert [form.model.index(place, 3).data() for place in range(2)] == ["—", "No IBAN is known."]
    click(qtbot, form, "Save…")
    closed(qtbot, window, PaymentListDialog)
    assert chosen == ["payments-2026-11-23-EUR-sepa.xml"]
    message = (tmp_path / chosen[0]).read_text(encoding="utf-8")
    assert "<Nm>Anna Muller</Nm>" in message
    assert "pain.001.001.09" in message

    click(qtbot, page, "Payment list…")
    form = dialog(qtbot, window, PaymentListDialog)
    keys(Qt.Key.Key_End)
    qtbot.waitUntil(lambda: form.model.index(0, 2).data() == "bert@example.com")
    click(qtbot, form, "Save…")
    closed(qtbot, window, PaymentListDialog)
    assert (tmp_path / "payments-2026-11-23-EUR-paypal.csv").read_bytes() == (
        b"bert@example.com,30.00,EUR,P2-BERT,Commission up to 23 November 2026,PAYPAL\r\n"
    )


def test_without_an_own_account_the_dialog_says_where_to_enter_it_and_writes_nothing(
    window_on: WindowOn, path: Path, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(path)
    with store.write("Clear") as session:
        settings.save_account(session, Account())
    store.close()
    window = window_on(path)
    page = approved(window, qtbot)
    target = tmp_path / "list.xml"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    click(qtbot, page, "Payment list…")
    form = dialog(qtbot, window, PaymentListDialog)
    click(qtbot, form, "Save…")
    wait_says(qtbot, form, "Enter holder, IBAN and BIC of your own account in the settings")
    assert not target.exists()
    form.reject()


def test_some_are_recorded_the_rest_is_withdrawn_and_undone(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = approved(window, qtbot)
    click(qtbot, page, "Record…")
    form = dialog(qtbot, window, RecordDialog)
    wait_says(qtbot, form, "2 payments")
    keys("SEPA transfer", Qt.Key.Key_Tab, "NOV-2026")
    form.table.setFocus()
    keys(Qt.Key.Key_Space, Qt.Key.Key_Return)
    closed(qtbot, window, RecordDialog)
    qtbot.waitUntil(lambda: window.current() == "reports")
    [issued] = ask(path, statements.listed)
    assert (issued.partner, issued.total) == ("Bert", Money(3_000, "EUR"))
    assert (issued.method, issued.reference) == ("SEPA transfer", "NOV-2026")

    page = commissions_page(window)
    page.show_tab("runs")
    runs = page._tabs.view("runs")
    qtbot.waitUntil(lambda: runs.model.index(0, 4).data() == "1 payment waits to be made")
    click(qtbot, page, "Withdraw")
    qtbot.waitUntil(lambda: runs.model.index(0, 4).data() == "paid")
    assert not seen(page, type(form._does), "Record…").isEnabled()
    chord(window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: runs.model.index(0, 4).data() == "1 payment waits to be made")


def test_several_statements_are_issued_at_once(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = approved(window, qtbot)
    click(qtbot, page, "Record…")
    form = dialog(qtbot, window, RecordDialog)
    wait_says(qtbot, form, "2 payments")
    click(qtbot, form, "Record")
    closed(qtbot, window, RecordDialog)
    listed = page._tabs.view("statements")
    qtbot.waitUntil(lambda: listed.model.rowCount() == 2)
    assert {row.method for row in ask(path, statements.listed)} == {"Bank transfer", "PayPal"}
    assert page.state() == {"tab": "statements"}


def test_one_who_cannot_be_paid_as_approved_is_told_of(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    from app.operations.ledger import reverse_all

    window = window_on(path)
    page = approved(window, qtbot)
    done: list[object] = []
    window.desk.do("Take back", reverse_all, [1], then=done.append)
    qtbot.waitUntil(lambda: bool(done))
    click(qtbot, page, "Record…")
    form = dialog(qtbot, window, RecordDialog)
    wait_says(qtbot, form, "1 payment")
    assert form.model.index(0, 4).data().startswith("What was approved has changed since")
    click(qtbot, form, "Record")
    closed(qtbot, window, RecordDialog)
    qtbot.waitUntil(lambda: len(ask(path, statements.listed)) == 1)
    for message in window.findChildren(Message):
        message.reject()


def test_an_empty_list_of_runs_begins_one(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = commissions_page(window)
    page.show_tab("runs")
    wait_says(qtbot, page, "No payout run yet")
    click(qtbot, page, "Payout run…")
    dialog(qtbot, window, RunDialog).reject()


def test_a_single_payout_may_be_below_the_minimum_but_says_so(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = commissions_page(window)
    qtbot.waitUntil(lambda: page._tabs.view("to_pay").model.rowCount() == 3)
    page.focus_first()
    keys(Qt.Key.Key_Down, Qt.Key.Key_Down)
    click(qtbot, page, "Pay this partner")
    form = dialog(qtbot, window, PayDialog)
    wait_says(qtbot, form, "This is below the minimum payout of €50.00: a payout run would let it roll over.")
    form.reject()


def test_what_is_approved_is_not_paid_once_more(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = approved(window, qtbot)
    page.show_tab("to_pay")
    wait_says(qtbot, page, "€100.00 to Anna Müller is approved: record the payout run once it is paid.")
    assert not seen(page, type(window.findChild(CommissionsPage)._tabs.view("to_pay")._pay), "Pay…").isEnabled()
