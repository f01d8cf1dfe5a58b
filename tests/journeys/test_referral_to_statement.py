"""Points 7 and 8 of the main job: a referral is logged, moved along and won, paid, and its statement seen and sent."""

from __future__ import annotations

from datetime import date
from email import policy
from email.parser import BytesParser
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from app.domain.commissions.terms import percent_of_sale
from app.domain.money import Money
from app.domain.referrals import ReferralFields, Stage
from app.domain.rolodex import PartnerFields, PersonFields, Point, PointKind, PostalAddress
from app.domain.statements import Business
from app.operations import partners, referrals, sales, settings, terms
from app.persistence.store import Store
from app.queries import commissions, statements
from app.queries import deals as referral_queries
from tests.journeys.conftest import Handed, WindowOn
from tests.journeys.hands import chord, click, closed, dialog, keys, says, seen, wait_says
from ui.commissions.page import CommissionsPage
from ui.commissions.pay_dialog import PayDialog, VoidDialog
from ui.referrals.lost_dialog import LostDialog
from ui.referrals.page import ReferralsPage
from ui.referrals.panel import ReferralPanel
from ui.referrals.referral_dialog import LogReferralDialog
from ui.referrals.sale_dialog import SaleDialog
from ui.referrals.sale_money_dialogs import RefundDialog
from ui.reports.page import ReportsPage
from ui.reports.preview import Preview
from ui.window import Window

TODAY = date(2026, 11, 23)
NUMBER = "S-2026-0001"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A book with a business and one partner, with whom 10 % and no hold are agreed."""
    made = tmp_path / "book.partnerbook"
    store = Store.open(made, create=True)
    with store.write("Begin") as session:
        settings.save_business(session, Business("Brightside Software AB", email="partners@brightside.example"))
        harbor = partners.add(
            session,
            PartnerFields(
                "Harbor IT Consulting",
                pay_method="Bank transfer",
                people=(PersonFields("Maya Lindqvist", points=(Point(PointKind.EMAIL, "maya@harbor-it.example"),)),),
                addresses=(PostalAddress("Lindholmspiren 7", "Göteborg", postal_code="417 56"),),
            ),
        )
        terms.agree(session, harbor, percent_of_sale("EUR", 100_000, 0), date(2026, 1, 1))
        partners.add(session, PartnerFields("Hudson Legal LLP"))
    store.close()
    return made


@pytest.fixture
def won(path: Path) -> Path:
    """The same book with a referral won for €3,800.00."""
    store = Store.open(path)
    with store.write("Win") as session:
        one = referrals.log(session, 1, ReferralFields("Brandt Logistik AB", date(2026, 11, 2), "EUR"))
        referrals.mark_won(session, one, Money(380_000, "EUR"), date(2026, 11, 20), "INV-17")
    store.close()
    return path


def referrals_page(window: Window) -> ReferralsPage:
    window.go("referrals")
    page = window.page("referrals")
    assert isinstance(page, ReferralsPage)
    return page


def commissions_page(window: Window) -> CommissionsPage:
    window.go("commissions")
    page = window.page("commissions")
    assert isinstance(page, CommissionsPage)
    return page


def preview(window: Window, qtbot: QtBot) -> Preview:
    qtbot.waitUntil(lambda: window.current() == "reports")
    page = window.page("reports")
    assert isinstance(page, ReportsPage)
    qtbot.waitUntil(lambda: page.preview().isVisible() and page.preview().pdf.pageCount() > 0)
    window.activateWindow()
    qtbot.waitUntil(page.preview().view.hasFocus)
    return page.preview()


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def test_from_the_first_word_to_a_sale_with_its_arithmetic(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    page = referrals_page(window)
    chord(window, Qt.Key.Key_R)
    form = dialog(qtbot, window, LogReferralDialog)
    keys("harb")
    qtbot.waitUntil(lambda: says_list(form, "Harbor"))
    keys(Qt.Key.Key_Return, Qt.Key.Key_Tab, "Brandt <b>& Logistik", Qt.Key.Key_Tab, "Anna Berg", Qt.Key.Key_Return)
    closed(qtbot, window, LogReferralDialog)
    panel = page.findChild(ReferralPanel)
    wait_says(qtbot, panel, "Brandt <b>& Logistik")
    assert says(panel, "Anna Berg")

    page.focus_first()
    for stage in ("Contacted", "Qualified", "Proposal"):
        keys("]")
        wait_says(qtbot, panel, stage)
    keys("]")
    sale = dialog(qtbot, window, SaleDialog)
    wait_says(qtbot, sale, "Enter the amount to see the commission.")
    keys("3,800.00")
    wait_says(qtbot, sale, "€380.00: 10% of €3,800.00, payable from 23 November 2026 (terms version 1)")
    keys(Qt.Key.Key_Return)
    closed(qtbot, window, SaleDialog)
    wait_says(qtbot, panel, "€380.00 · 10% of €3,800.00")
    assert says(panel, "payable")

    chord(window, Qt.Key.Key_Z)
    wait_says(qtbot, panel, "Proposal")
    qtbot.waitUntil(lambda: not says(panel, "€380.00"))
    chord(window, Qt.Key.Key_Y)
    wait_says(qtbot, panel, "€380.00 · 10% of €3,800.00")


def says_list(form: LogReferralDialog, text: str) -> bool:
    from PySide6.QtWidgets import QListWidget

    offered = form.findChild(QListWidget)
    return offered is not None and offered.isVisible() and offered.count() == 1 and text in offered.item(0).text()


def test_without_terms_it_says_so_and_offers_to_agree_them(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    chord(window, Qt.Key.Key_R)
    form = dialog(qtbot, window, LogReferralDialog)
    keys("huds")
    qtbot.waitUntil(lambda: says_list(form, "Hudson"))
    keys(Qt.Key.Key_Return)
    wait_says(qtbot, form, "No terms with Hudson Legal LLP are in force on 23 November 2026: a sale earns nothing.")
    click(qtbot, form, "Agree terms…")
    closed(qtbot, window, LogReferralDialog)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(QLineEdit)))
    from ui.partners.terms_form import TermsForm

    dialog(qtbot, window, TermsForm).reject()


def test_a_lost_one_asks_why_and_a_refund_says_what_it_takes_back(window_on: WindowOn, won: Path, qtbot: QtBot) -> None:
    store = Store.open(won)
    with store.write("Another") as session:
        referrals.log(session, 1, ReferralFields("Café Linné", date(2026, 11, 1), "EUR"))
    store.close()
    window = window_on(won)
    page = referrals_page(window)
    panel = window.findChild(ReferralPanel)
    wait_says(qtbot, page, "Brandt Logistik AB")

    click(qtbot, panel, "Refund of Sale, 20 Nov 2026 · INV-17")
    asked = dialog(qtbot, window, RefundDialog)
    keys("950")
    wait_says(qtbot, asked, "−€95.00 of the commission of €380.00 is taken back.")
    keys(Qt.Key.Key_Return)
    closed(qtbot, window, RefundDialog)
    wait_says(qtbot, panel, "−€95.00 · 10% of −€950.00")

    page.focus_first()
    keys(Qt.Key.Key_Down)
    wait_says(qtbot, panel, "Café Linné")
    click(qtbot, panel, "Lost…")
    asked_why = dialog(qtbot, window, LostDialog)
    keys(Qt.Key.Key_Return)
    wait_says(qtbot, asked_why, "Say in a word why")
    keys("Too expensive", Qt.Key.Key_Return)
    closed(qtbot, window, LostDialog)
    wait_says(qtbot, panel, "Lost: Too expensive")


def test_paying_shows_the_statement_which_is_saved_mailed_and_printed(
    window_on: WindowOn, won: Path, qtbot: QtBot, handed: Handed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_on(won)
    page = commissions_page(window)
    click(qtbot, page, "Pay…")
    form = dialog(qtbot, window, PayDialog)
    wait_says(qtbot, form, "€380.00")
    wait_says(qtbot, form, "1 line")
    click(qtbot, form, "Record payout")
    shown = preview(window, qtbot)
    assert says(shown, f"Statement {NUMBER}")

    target = tmp_path / "statement.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    chord(window, Qt.Key.Key_S)
    qtbot.waitUntil(target.exists)
    told = text_of(target.read_bytes())
    for expected in (NUMBER, "Brandt Logistik AB", "10% of €3,800.00", "€380.00", "Maya Lindqvist", "Bank transfer"):
        assert expected in told

    click(qtbot, shown, "Mail draft")
    qtbot.waitUntil(lambda: bool(handed.urls))
    with Path(handed.urls[0].toLocalFile()).open("rb") as file:
        mail = BytesParser(policy=policy.default).parse(file)
    assert mail["X-Unsent"] == "1"
    assert mail["To"] == "maya@harbor-it.example"
    assert [part.get_content() for part in mail.iter_attachments()] == [target.read_bytes()]
    click(qtbot, shown, "Open folder")
    assert handed.urls[1].toLocalFile() == str(Path(handed.urls[0].toLocalFile()).parent)

    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    shown.print_on(printer)
    qtbot.waitUntil(lambda: "1 page sent" in window.toast.text())
    assert len(PdfReader(tmp_path / "printed.pdf").pages) == 1

    keys(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.current() == "commissions")
    wait_says(qtbot, page, "Nothing is owed")


def test_a_statement_is_voided_with_a_reason_and_stays_on_record(window_on: WindowOn, won: Path, qtbot: QtBot) -> None:
    window = window_on(won)
    page = commissions_page(window)
    click(qtbot, page, "Pay…")
    form = dialog(qtbot, window, PayDialog)
    wait_says(qtbot, form, "1 line")
    click(qtbot, form, "Record payout")
    preview(window, qtbot)
    qtbot.waitUntil(lambda: not window.commands["undo"].isEnabled())
    window.go("commissions")
    page.show_tab("statements")
    click(qtbot, page, "Void…")
    asked = dialog(qtbot, window, VoidDialog)
    assert says(asked, "never deleted")
    keys(Qt.Key.Key_Return)
    wait_says(qtbot, asked, "Say why the payout is void")
    keys("Transfer came back", Qt.Key.Key_Return)
    closed(qtbot, window, VoidDialog)
    wait_says(qtbot, page, "void: Transfer came back")
    click(qtbot, page, "Open")
    wait_says(qtbot, preview(window, qtbot), "VOID")

    store = Store.open(won, write=False)
    with store.read() as session:
        assert statements.void_reason(session, NUMBER) == "Transfer came back"
        assert [row.payable for row in commissions.owed(session, TODAY)] == [Money(38_000, "EUR")]
    store.close()


def test_a_negative_balance_is_not_paid_and_says_why(window_on: WindowOn, won: Path, qtbot: QtBot) -> None:
    window = window_on(won)
    page = commissions_page(window)
    click(qtbot, page, "Pay…")
    form = dialog(qtbot, window, PayDialog)
    wait_says(qtbot, form, "1 line")
    click(qtbot, form, "Record payout")
    preview(window, qtbot)
    done = []
    window.desk.do("Refund", sales.refund, 1, Money(380_000, "EUR"), TODAY, then=done.append)
    qtbot.waitUntil(lambda: bool(done))

    window.go("commissions")
    wait_says(qtbot, page, "Harbor IT Consulting owes €380.00 back after refunds: the next payout nets it.")
    assert not seen(page, type(form._does), "Pay…").isEnabled()


def test_the_lid_is_closed_and_everything_is_found_as_it_was(window_on: WindowOn, won: Path, qtbot: QtBot) -> None:
    window = window_on(won)
    page = referrals_page(window)
    page.show_stage(Stage.WON.value)
    wait_says(qtbot, page, "Brandt Logistik AB")

    window = window_on(won)
    assert window.current() == "referrals"
    again = referrals_page(window)
    assert again.state()["stage"] == "won"
    wait_says(qtbot, again, "€380.00 · 10% of €3,800.00")
    store = Store.open(won, write=False)
    with store.read() as session:
        assert referral_queries.detail(session, 1, TODAY).sales[0].amount == Money(380_000, "EUR")
    store.close()


def test_reports_are_chosen_and_shown(window_on: WindowOn, won: Path, qtbot: QtBot) -> None:
    window = window_on(won)
    window.go("reports")
    page = window.page("reports")
    page.focus_first()
    keys("harb")
    from PySide6.QtWidgets import QListWidget

    offered = page.findChild(QListWidget)
    qtbot.waitUntil(lambda: offered.isVisible() and offered.count() == 1)
    keys(Qt.Key.Key_Return)
    click(qtbot, page, "Show: Statement of a partner")
    shown = preview(window, qtbot)
    wait_says(qtbot, shown, "DRAFT")
    document = shown.document()
    assert document is not None
    assert "€380.00" in text_of(document.pdf)
    QTest.keyClick(shown.view, Qt.Key.Key_Escape)

    from ui.reports.choices import CommissionChoice

    choice = page.findChild(CommissionChoice)
    choice.period.choose("this_month")
    click(qtbot, choice, "Show: Commission report")
    wait_says(qtbot, shown, "Commissions, November 2026")
    report = shown.document()
    assert report is not None
    assert "Brandt Logistik AB" in text_of(report.pdf)
