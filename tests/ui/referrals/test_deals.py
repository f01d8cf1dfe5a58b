"""What is entered about a deal, with real clicks and keys: parts of a sale, corrections, payments, shares, a rate."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.commissions.account import Line
from app.domain.commissions.terms import Basis, Level, OwnRate, Rate, Terms, Trigger
from app.domain.money import Money
from app.domain.referrals import ReferralFields
from app.domain.rolodex import PartnerFields
from app.domain.sales import MadeOf
from app.operations import partners, referrals, sales, terms
from app.persistence.store import Store
from app.queries import deals
from app.queries.deals import ReferralDetail
from tests.journeys.hands import click, closed, dialog, keys, says, seen, wait_says
from ui.desk import Desk
from ui.referrals.page import ReferralsPage
from ui.referrals.rate_dialog import RateDialog
from ui.referrals.sale_dialog import CorrectSaleDialog, SaleDialog
from ui.referrals.sale_money_dialogs import PaymentDialog
from ui.referrals.share_dialog import ShareDialog
from ui.widgets.messages import Message

TODAY = date(2026, 11, 23)
WON = date(2026, 10, 1)


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ReferralsPage:
    made = ReferralsPage(desk)
    qtbot.addWidget(made)
    made.resize(1180, 740)
    return made


def agreed(book: Store, agreement: Terms | None, amount: int | None = 20_000) -> None:
    """Three partners, the first with this agreement and, given an amount, a referral won for it."""
    with book.write("Begin") as session:
        for name in ("Harbor <b>IT</b>", "Mill Street", "Otter & Sons"):
            partners.add(session, PartnerFields(name))
        if agreement is not None:
            terms.agree(session, 1, agreement, date(2026, 1, 1))
        one = referrals.log(session, 1, ReferralFields("Brandt AB", date(2026, 9, 1), "EUR"))
        if amount is not None:
            referrals.mark_won(session, one, Money(amount, "EUR"), WON, "INV-1")


def opened(page: ReferralsPage, qtbot: QtBot) -> None:
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: page._panel.isVisible() and page._panel.detail() is not None)


def now(book: Store) -> ReferralDetail:
    with book.read() as session:
        return deals.detail(session, 1, TODAY)


def write(within: QWidget, name: str, text: str) -> None:
    """Type a text into the field of this name, instead of what stands in it."""
    field = seen(within, QLineEdit, name)
    field.setFocus()
    field.selectAll()
    keys(text)


def preview(form: QWidget) -> str:
    return seen(form, QLabel, "Commission").text()


TEN = Terms("EUR", Rate(100_000), hold_days=0)


def test_a_sale_with_lines_shows_the_commission_line_by_line(page: ReferralsPage, book: Store, qtbot: QtBot) -> None:
    agreed(book, Terms("EUR", Rate(100_000), own_rates=(OwnRate(Level.PRODUCT, "Beans", Rate(50_000)),)), None)
    opened(page, qtbot)
    page._enter_sale()
    form = dialog(qtbot, page, SaleDialog)
    write(form, "Amount of the sale", "119")
    click(qtbot, form, "Tax, shipping, cost and products")
    write(form, "Tax in it", "19")
    click(qtbot, form, "Add a line")
    keys("beans", Qt.Key.Key_Tab, "dark", Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Tab, "40")
    wait_says(qtbot, form, "The lines come to 40.00, 60.00 less than the sale without tax and shipping, 100.00 EUR.")
    click(qtbot, form, "Add a line")
    keys("rest", *(Qt.Key.Key_Tab,) * 4, "60")
    keys(*(Qt.Key.Key_Tab,) * 3)
    assert seen(form, QPushButton, "Add a line").hasFocus()
    wait_says(qtbot, form, "beans: 5% of €40.00 = €2.00")
    assert preview(form).splitlines()[0] == "€8.00, payable from 23 December 2026 (terms version 1)"
    assert preview(form).splitlines()[2] == "10% of €60.00 = €6.00"
    QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    closed(qtbot, page, SaleDialog)
    [sale] = now(book).sales
    assert sale.parts == MadeOf(tax=1_900, lines=(Line(4_000, None, "beans", "dark"), Line(6_000, None, "rest")))
    wait_says(qtbot, page, "with €19.00 tax")
    assert says(page, "beans · dark: €40.00")


def test_lines_that_cannot_be_are_refused_in_words(page: ReferralsPage, book: Store, qtbot: QtBot) -> None:
    agreed(book, TEN, None)
    opened(page, qtbot)
    page._enter_sale()
    form = dialog(qtbot, page, SaleDialog)
    write(form, "Amount of the sale", "100")
    click(qtbot, form, "Tax, shipping, cost and products")
    click(qtbot, form, "Add a line")
    write(form, "Product, line 1", "=cmd()<b>")
    wait_says(qtbot, form, "Enter what =cmd()<b> came to.")
    write(form, "Amount, line 1", "100")
    write(form, "Pieces, line 1", "1e9")
    wait_says(qtbot, form, "“1e9” is not a number of pieces.")
    write(form, "Pieces, line 1", "0")
    wait_says(qtbot, form, "Each line needs a quantity of 1 or more")
    write(form, "Tax in it", "-1")
    wait_says(qtbot, form, "Tax and shipping are part of the sale")
    write(form, "Tax in it", "abc")
    wait_says(qtbot, form, "“abc” is not an amount.")
    click(qtbot, form, "Mark won")
    assert form.isVisible()
    assert now(book).sales == ()
    click(qtbot, form, "Take out line 1")
    write(form, "Tax in it", "0")
    keys(Qt.Key.Key_Return)
    closed(qtbot, page, SaleDialog)
    assert now(book).sales[0].parts == MadeOf()


def test_cost_and_discount_are_asked_where_the_terms_need_them(page: ReferralsPage, book: Store, qtbot: QtBot) -> None:
    agreed(book, Terms("EUR", Rate(200_000), basis=Basis.MARGIN, discount=Rate(100_000)), None)
    opened(page, qtbot)
    page._enter_sale()
    form = dialog(qtbot, page, SaleDialog)
    write(form, "Amount of the sale", "90")
    wait_says(qtbot, form, "enter what it cost you to see the commission")
    assert seen(form, QLineEdit, "Discount given").text() == "10.00"
    seen(form, QLineEdit, "Reference").setFocus()
    keys(Qt.Key.Key_Tab, Qt.Key.Key_Tab, "40")
    assert seen(form, QLineEdit, "What it cost you").text() == "40"
    wait_says(qtbot, form, "€10.00: 20% of €50.00")
    write(form, "Discount given", "5")
    write(form, "Amount of the sale", "95")
    assert seen(form, QLineEdit, "Discount given").text() == "5"
    keys(Qt.Key.Key_Return)
    closed(qtbot, page, SaleDialog)
    assert now(book).sales[0].parts == MadeOf(discount=500, cost=4_000)


def test_a_correction_says_what_it_posts(page: ReferralsPage, book: Store, desk: Desk, qtbot: QtBot) -> None:
    agreed(book, TEN)
    opened(page, qtbot)
    click(qtbot, page, "Correct…")
    form = dialog(qtbot, page, CorrectSaleDialog)
    wait_says(qtbot, form, "The commission stays as it is.")
    write(form, "Amount of the sale", "150")
    wait_says(qtbot, form, "€20.00 credited before, now €15.00: −\u2060€5.00 is posted as an adjustment.")
    keys(Qt.Key.Key_Return)
    closed(qtbot, page, CorrectSaleDialog)
    wait_says(qtbot, page, "less €20.00 credited before")
    with qtbot.waitSignal(desk.undone):
        desk.undo()
    assert now(book).sales[0].amount == Money(20_000, "EUR")


def test_payments_are_entered_and_taken_out(page: ReferralsPage, book: Store, qtbot: QtBot) -> None:
    agreed(book, Terms("EUR", Rate(40_000), trigger=Trigger.CASH, hold_days=0), 1_000_000)
    opened(page, qtbot)
    assert says(page, "€10,000.00 still to be paid")
    click(qtbot, page, "Payment received…")
    form = dialog(qtbot, page, PaymentDialog)
    write(form, "Received", "12000")
    keys(Qt.Key.Key_Return)
    wait_says(qtbot, form, "A payment must be in EUR and between zero and what is still to be paid, 10000.00.")
    write(form, "Received", "8000")
    wait_says(qtbot, form, "€320.00: for €8,000.00 received, 80% of the sale, payable from 23 November 2026")
    keys(Qt.Key.Key_Return)
    closed(qtbot, page, PaymentDialog)
    wait_says(qtbot, page, "€2,000.00 still to be paid")
    click(qtbot, page, "Remove: Payment, 23 Nov 2026")
    question = dialog(qtbot, page, Message)
    assert says(question, "€320.00 credited before, now €0.00: −\u2060€320.00 is posted as an adjustment.")
    click(qtbot, question, "Remove")
    wait_says(qtbot, page, "€10,000.00 still to be paid")
    assert now(book).row.commission == (Money(0, "EUR"),)


def test_a_referral_is_shared_in_equal_parts(page: ReferralsPage, book: Store, qtbot: QtBot) -> None:
    agreed(book, TEN, 8_000)
    opened(page, qtbot)
    click(qtbot, page, "Share this referral…")
    form = dialog(qtbot, page, ShareDialog)
    keys("mill")
    qtbot.waitUntil(lambda: form._others[0].partner._list.isVisible())
    keys(Qt.Key.Key_Tab)
    assert form._others[0].partner.chosen() is not None
    keys("20")
    wait_says(qtbot, form, "Together 120%: 20% too much.")
    keys(Qt.Key.Key_Return)
    wait_says(qtbot, form, "Together 120%")
    assert form.isVisible()
    keys(Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Space)
    keys("otter")
    qtbot.waitUntil(lambda: form._others[1].partner._list.isVisible())
    keys(Qt.Key.Key_Return)
    click(qtbot, form, "Equal parts")
    wait_says(qtbot, form, "Together 100%")
    wait_says(qtbot, form, "Harbor <b>IT</b>: €8.00 credited before, now €2.67")
    wait_says(qtbot, form, "Otter & Sons: €2.66 is credited.")
    click(qtbot, form, "Save shares")
    closed(qtbot, page, ShareDialog)
    assert [share.ppm for share in now(book).shares] == [333_334, 333_333, 333_333]
    wait_says(qtbot, page, "Shared: Harbor <b>IT</b> 33.3334% (primary), Mill Street 33.3333%, Otter & Sons 33.3333%")
    click(qtbot, page, "Share this referral…")
    form = dialog(qtbot, page, ShareDialog)
    for _other in range(2):
        click(qtbot, form, "Take this partner out")
    write(form, "Share of Harbor <b>IT</b>", "100")
    click(qtbot, form, "Save shares")
    closed(qtbot, page, ShareDialog)
    assert now(book).shares == ()


def test_shares_need_their_partners_and_their_sum(page: ReferralsPage, book: Store, qtbot: QtBot) -> None:
    agreed(book, None, None)
    opened(page, qtbot)
    click(qtbot, page, "Share this referral…")
    form = dialog(qtbot, page, ShareDialog)
    keys("nobody at all", Qt.Key.Key_Tab, "50%")
    write(form, "Share of Harbor <b>IT</b>", "50")
    wait_says(qtbot, form, "Together 100%")
    click(qtbot, form, "Save shares")
    wait_says(qtbot, form, "Choose each partner from the list, or take the row out.")
    write(form, "Share of Harbor <b>IT</b>", "½")
    wait_says(qtbot, form, "“½” is not a percentage.")
    assert now(book).shares == ()


def test_a_rate_for_one_deal(page: ReferralsPage, book: Store, qtbot: QtBot) -> None:
    agreed(book, TEN)
    opened(page, qtbot)
    click(qtbot, page, "Rate for this deal…")
    form = dialog(qtbot, page, RateDialog)
    keys(Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: form._rate.isVisible())
    write(form, "Percent", "101")
    wait_says(qtbot, form, "The rate must be between 0 and 100 %.")
    write(form, "Percent", "15")
    wait_says(qtbot, form, "€20.00 credited before, now €30.00: +\u2060€10.00 is posted as an adjustment.")
    keys(Qt.Key.Key_Return)
    closed(qtbot, page, RateDialog)
    wait_says(qtbot, page, "Agreed for this deal: 15%")
    with book.write("Further sale") as session:
        sales.add(session, 1, Money(10_000, "EUR"), WON)
    assert now(book).row.commission == (Money(4_500, "EUR"),)


def test_everything_is_plain_text(page: ReferralsPage, book: Store, qtbot: QtBot) -> None:
    agreed(book, TEN)
    opened(page, qtbot)
    click(qtbot, page, "Share this referral…")
    form = dialog(qtbot, page, ShareDialog)
    assert all(each.textFormat() is Qt.TextFormat.PlainText for each in form.findChildren(QLabel))
    form.reject()
