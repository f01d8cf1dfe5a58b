"""From an empty book to one's own contacts: look before it is written, take in, undo with one key; and a sample book."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QListWidget
from pytestqt.qtbot import QtBot

from app.queries import partner_list
from app.queries.import_mappings import listed
from tests.journeys.conftest import WindowOn
from tests.journeys.hands import choose_from, chord, click, closed, dialog, keys, seen, wait_says, write
from tests.operations.office import new_book, opened, percent
from ui.imports.columns_dialog import ColumnsDialog
from ui.imports.deals_wizard import DealsWizard
from ui.imports.mappings_dialog import MappingsDialog
from ui.imports.runs_dialog import ImportsDialog
from ui.imports.wizard import ImportWizard
from ui.pages import import_as, import_file, show_imports
from ui.partner_dialog import PartnerDialog
from ui.widgets.tabs import Tabs
from ui.window import Window

CARDS = """BEGIN:VCARD
VERSION:3.0
FN:Maya Lindqvist
ORG:Harbor IT Consulting
EMAIL:maya@harbor-it.example
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Jonas Hafen
EMAIL:not an address
END:VCARD
"""


def partners_in(window: Window) -> int:
    return int(window.desk.now(partner_list.total))


@pytest.fixture
def cards(tmp_path: Path) -> Path:
    path = tmp_path / "contacts.vcf"
    path.write_text(CARDS, encoding="utf-8")
    return path


def test_contacts_are_looked_at_taken_in_and_taken_back(
    window_on: WindowOn, cards: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_on(tmp_path / "book.partnerbook")
    window.go("partners")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(cards), ""))
    click(qtbot, window.page("partners"), "Bring contacts from a file…")
    wizard = dialog(qtbot, window, ImportWizard)
    wait_says(qtbot, wizard, "2 will be added")
    assert partners_in(window) == 0
    click(qtbot, wizard, "Import")
    closed(qtbot, window, ImportWizard)
    qtbot.waitUntil(lambda: partners_in(window) == 2)
    chord(window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: partners_in(window) == 0)


def test_cancelling_the_preview_writes_nothing(window_on: WindowOn, cards: Path, tmp_path: Path, qtbot: QtBot) -> None:
    window = window_on(tmp_path / "book.partnerbook")
    import_file(window, cards)
    wizard = dialog(qtbot, window, ImportWizard)
    wait_says(qtbot, wizard, "2 will be added")
    click(qtbot, wizard, "Cancel")
    closed(qtbot, window, ImportWizard)
    assert partners_in(window) == 0


def test_a_file_that_is_none_is_refused_in_a_sentence(window_on: WindowOn, tmp_path: Path, qtbot: QtBot) -> None:
    window = window_on(tmp_path / "book.partnerbook")
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 and then nothing")
    import_file(window, broken)
    wizard = dialog(qtbot, window, ImportWizard)
    wait_says(qtbot, wizard, "cannot be read as a workbook")
    click(qtbot, wizard, "Close")
    closed(qtbot, window, ImportWizard)


def test_a_sample_book_is_opened_beside_ones_own(window_on: WindowOn, tmp_path: Path, qtbot: QtBot) -> None:
    own = tmp_path / "book.partnerbook"
    window = window_on(own)
    window.go("partners")
    click(qtbot, window.page("partners"), "Look around in a sample book")
    sample = tmp_path / "Sample.partnerbook"
    qtbot.waitUntil(sample.exists, timeout=60_000)


ORDERS = """Order ID,Created at,Email,Billing Name,Total,Currency,Discount Code,Financial Status
#1,2026-10-03 10:11:12,ida@ex.example,Ida Berg,120.50,EUR,HARBOR,paid
#2,2026-10-04 10:11:12,otto@ex.example,Otto Kern,80.00,EUR,HARBOR,refunded
#3,2026-10-05 10:11:12,ben@ex.example,Ben Ode,50.00,EUR,HARBUR,paid
#4,2026-10-06 10:11:12,eva@ex.example,Eva Lund,70.00,EUR,SUMMER,paid
"""


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    return path


@pytest.fixture
def business(tmp_path: Path) -> Path:
    """A book with two partners, of the codes HARBOR and ANNA, who get 10 %."""
    book = new_book(tmp_path / "business.partnerbook")
    with opened(book) as office:
        for name, code in (("Harbor Coffee", "HARBOR"), ("Anna & Söhne", "ANNA")):
            office.agree(office.partner(name, code=code), percent(10))
    return book


def sales_in(window: Window) -> int:
    return int(window.desk.now(lambda connection: connection.execute("SELECT count(*) FROM sale").fetchone()[0]))


def wait_offered(qtbot: QtBot, asked: PartnerDialog, name: str) -> None:
    """Wait until a partner of this name is offered for what was typed."""
    offered = asked.findChild(QListWidget)
    assert offered is not None
    qtbot.waitUntil(lambda: offered.count() > 0 and name in offered.item(0).text())


def test_orders_are_credited_doubtful_codes_asked_and_all_of_it_taken_back(
    window_on: WindowOn, business: Path, orders: Path, qtbot: QtBot
) -> None:
    window = window_on(business)
    import_file(window, orders)
    wizard = dialog(qtbot, window, DealsWizard)
    wait_says(qtbot, wizard, "4 read: 1 will be entered, 1 skipped; 2 kept out")
    wait_says(qtbot, wizard, "No partner is called “HARBUR”; is it Harbor Coffee?")
    click(qtbot, wizard, "It is Harbor Coffee")
    wait_says(qtbot, wizard, "4 read: 2 will be entered, 1 skipped; 1 kept out")
    wait_says(qtbot, wizard, "No partner is called “SUMMER”.")
    click(qtbot, wizard, "Another partner…")
    asked = dialog(qtbot, window, PartnerDialog)
    keys("anna")
    wait_offered(qtbot, asked, "Anna & Söhne")
    keys(Qt.Key.Key_Return)
    click(qtbot, asked, "It is this one")
    wait_says(qtbot, wizard, "4 read: 3 will be entered, 1 skipped")
    click(qtbot, wizard, "Import")
    closed(qtbot, window, DealsWizard)
    qtbot.waitUntil(lambda: sales_in(window) == 3)
    chord(window, Qt.Key.Key_Z)
    qtbot.waitUntil(lambda: sales_in(window) == 0)


def test_a_file_taken_for_sales_can_be_said_to_hold_contacts(
    window_on: WindowOn, business: Path, orders: Path, qtbot: QtBot
) -> None:
    window = window_on(business)
    import_file(window, orders)
    wizard = dialog(qtbot, window, DealsWizard)
    wait_says(qtbot, wizard, "4 read")
    choose_from(wizard, "What the file holds", "Contacts")
    contacts = dialog(qtbot, window, ImportWizard)
    wait_says(qtbot, contacts, "4 will be added")
    choose_from(contacts, "What the file holds", "Referrals")
    deals = dialog(qtbot, window, DealsWizard)
    wait_says(qtbot, deals, "4 read")
    click(qtbot, deals, "Cancel")
    closed(qtbot, window, DealsWizard)
    assert sales_in(window) == 0


def test_nobody_is_an_answer_that_can_be_taken_back(
    window_on: WindowOn, business: Path, orders: Path, qtbot: QtBot
) -> None:
    window = window_on(business)
    import_file(window, orders)
    wizard = dialog(qtbot, window, DealsWizard)
    for name in ("“HARBUR”; is it Harbor Coffee?", "“SUMMER”."):
        wait_says(qtbot, wizard, f"No partner is called {name}")
        click(qtbot, wizard, "Nobody in the book")
    wait_says(qtbot, wizard, "4 read: 1 will be entered, 1 skipped; 2 kept out")
    tabs = wizard.findChild(Tabs)
    assert tabs is not None
    qtbot.waitUntil(lambda: tabs.current() == "rows")
    tabs.set_current("questions")
    click(qtbot, wizard, "Ask all again")
    wait_says(qtbot, wizard, "No partner is called “HARBUR”; is it Harbor Coffee?")


def test_columns_of_any_name_can_be_told_what_they_mean(
    window_on: WindowOn, business: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    sheet = tmp_path / "till.csv"
    sheet.write_text("Wer;Wann;Wieviel;Bon\nIda Berg;3.10.2026;120,50;HARBOR\n", encoding="utf-8")
    window = window_on(business)
    import_as(window, sheet, "sales")
    wizard = dialog(qtbot, window, DealsWizard)
    columns = dialog(qtbot, window, ColumnsDialog)
    for name, meaning in (
        ("Wer", "Customer"), ("Wann", "Date"), ("Wieviel", "Amount"), ("Bon", "Code or coupon of the partner")
    ):  # fmt: skip
        choose_from(columns, name, meaning)
    click(qtbot, columns, "Read again")
    closed(qtbot, window, ColumnsDialog)
    wait_says(qtbot, wizard, "1 read: 1 will be entered, 0 skipped")
    click(qtbot, wizard, "Import")
    closed(qtbot, window, DealsWizard)
    qtbot.waitUntil(lambda: sales_in(window) == 1)


def test_what_columns_mean_is_remembered_known_again_renamed_and_forgotten(
    window_on: WindowOn, business: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    sheet = tmp_path / "till.csv"
    sheet.write_text("Wer;Wann;Wieviel;Bon\nIda Berg;3.10.2026;120,50;HARBOR\n", encoding="utf-8")
    window = window_on(business)
    import_as(window, sheet, "sales")
    wizard = dialog(qtbot, window, DealsWizard)
    columns = dialog(qtbot, window, ColumnsDialog)
    for name, meaning in (
        ("Wer", "Customer"), ("Wann", "Date"), ("Wieviel", "Amount"), ("Bon", "Code or coupon of the partner")
    ):  # fmt: skip
        choose_from(columns, name, meaning)
    write(columns, "Remember as", "Our till")
    click(qtbot, columns, "Read again")
    closed(qtbot, window, ColumnsDialog)
    wait_says(qtbot, wizard, "1 read: 1 will be entered, 0 skipped")
    click(qtbot, wizard, "Cancel")
    closed(qtbot, window, DealsWizard)
    sheet.write_text("bon;wieviel;wer;wann\nANNA;99,50;Ida Berg;3.10.2026\n", encoding="utf-8")
    import_file(window, sheet)
    again = dialog(qtbot, window, DealsWizard)
    wait_says(qtbot, again, "1 read: 1 will be entered, 0 skipped")
    assert seen(again, QComboBox, "Made by").currentText() == "Our till"
    click(qtbot, again, "Cancel")
    closed(qtbot, window, DealsWizard)
    show_imports(window)
    click(qtbot, dialog(qtbot, window, ImportsDialog), "Remembered columns…")
    remembered = dialog(qtbot, window, MappingsDialog)
    wait_says(qtbot, remembered, "Wer: Customer · Wann: Date · Wieviel: Amount")
    write(remembered, "Name", "Market")
    keys(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [each.name for each in window.desk.now(listed)] == ["Market"])
    click(qtbot, remembered, "Forget")
    qtbot.waitUntil(lambda: not window.desk.now(listed))


def test_amounts_and_dates_are_read_as_it_is_said(
    window_on: WindowOn, business: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    sheet = tmp_path / "orders.csv"
    sheet.write_text("customer,date,amount,code\nIda,03/04/2026,'1.234',HARBOR\n", encoding="utf-8")
    window = window_on(business)
    import_as(window, sheet, "sales")
    wizard = dialog(qtbot, window, DealsWizard)
    wait_says(qtbot, wizard, "could be read in two ways")
    choose_from(wizard, "Around cells", "Apostrophes '…'")
    wait_says(qtbot, wizard, "0 will be entered, 0 skipped; 1 kept out")
    choose_from(wizard, "Amounts", "1.234,50")
    qtbot.waitUntil(lambda: row_of(wizard)[1::2] == ["3 Apr", "€1,234.00"])
    choose_from(wizard, "Dates", "month/day/year")
    qtbot.waitUntil(lambda: row_of(wizard)[1::2] == ["4 Mar", "€1,234.00"])


def row_of(wizard: DealsWizard) -> list[str]:
    """The line, day, customer and amount of the first row that is shown."""
    model = wizard._rows._model
    return [str(model.index(0, column).data()) for column in range(4)]
