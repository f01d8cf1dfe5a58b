"""Agreements as real partner programmes publish them, set up by a new user: with the form, and what it reads out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from app.domain.commissions.terms import (
    Band,
    Bands,
    Cap,
    Counted,
    FlatPer,
    Level,
    Measure,
    OwnRate,
    Rate,
    Reach,
    Recurring,
    Schedule,
    Terms,
    Trigger,
    Unit,
    Version,
    percent_of_sale,
)
from app.domain.rolodex import PartnerFields
from app.operations import partners, programmes
from app.persistence.store import Store
from app.queries import accounts
from tests.journeys.conftest import WindowOn
from tests.journeys.hands import choose_from, chord, click, closed, dialog, keys, says, seen, wait_says, write
from ui.partners.page import PartnersPage
from ui.partners.terms_form import TermsForm
from ui.settings.give_dialog import GiveDialog
from ui.settings.page import SettingsPage
from ui.settings.programme_form import ProgrammeForm
from ui.terms.dialog import TermsDialog
from ui.widgets.day_field import DayField
from ui.widgets.messages import Message
from ui.window import Window


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "book.partnerbook"
    store = Store.open(made, create=True)
    with store.write("Begin") as session:
        for name in ("Harbor IT Consulting", "Hudson Legal"):
            partners.add(session, PartnerFields(name))
    store.close()
    return made


def versions(path: Path, partner: int = 1) -> list[Version]:
    store = Store.open(path, write=False)
    try:
        with store.read() as session:
            return accounts.versions(session, partner)
    finally:
        store.close()


def terms_tab(window: Window, qtbot: QtBot) -> PartnersPage:
    window.go("partners")
    page = window.page("partners")
    assert isinstance(page, PartnersPage)
    qtbot.waitUntil(lambda: page.record.card is not None)
    page.record.tabs.set_current("terms")
    return page


def terms_form(window: Window, qtbot: QtBot, does: str = "Agree terms…") -> TermsForm:
    page = terms_tab(window, qtbot)
    qtbot.waitUntil(lambda: any(each.text() == does for each in page.findChildren(QAbstractButton) if each.isVisible()))
    click(qtbot, page, does)
    return dialog(qtbot, window, TermsForm)


def read_out(form: TermsDialog) -> str:
    return seen(form, QLabel, "The terms in words").text()


def unfold(form: TermsDialog, heading: str) -> None:
    seen(form, QAbstractButton, heading).setFocus()
    keys(Qt.Key.Key_Space)


def agree(window: Window, qtbot: QtBot, form: TermsDialog, path: Path) -> Terms:
    click(qtbot, form, "Agree")
    closed(qtbot, window, type(form))
    return versions(path)[-1].terms


def test_shopify_affiliates_a_fixed_amount_for_each_merchant(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    """150 dollars once for each merchant, monthly, from 20 dollars on."""
    window = window_on(path)
    form = terms_form(window, qtbot)
    choose_from(form, "The partner gets", "A fixed amount for each referral")
    choose_from(form, "Currency", "USD")
    write(form, "Amount", "150")
    unfold(form, "Paying")
    choose_from(form, "Paid", "Monthly")
    write(form, "Smallest payout", "20")
    assert read_out(form) == (
        "$150 for each referral, with its first sale; paid monthly, 30 days after the sale; less than $20 waits for "
        "the next payout."
    )
    assert says(form, "earns $150.00")
    assert agree(window, qtbot, form, path) == Terms(
        "USD", Rate(flat=15_000), FlatPer.REFERRAL, schedule=Schedule.MONTHLY, minimum_payout=2000
    )


def test_hubspot_solutions_partners_a_share_for_three_years(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    """20 % of what was received for 36 months, paid quarterly."""
    window = window_on(path)
    form = terms_form(window, qtbot)
    keys("20")
    choose_from(form, "Currency", "USD")
    write(form, "On hold for", "0")
    unfold(form, "First and later sales")
    write(form, "Nothing any more after", "36")
    unfold(form, "Paying")
    choose_from(form, "Earned", "As the customer pays, part by part")
    choose_from(form, "Paid", "Quarterly")
    assert read_out(form) == "20% of each sale in a customer’s first 36 months; paid quarterly, as the customer pays."
    write(form, "Months since its first sale", "35")
    assert says(form, "earns $200.00")
    write(form, "Months since its first sale", "36")
    assert says(form, "nothing: the terms no longer reward sales to this customer")
    assert agree(window, qtbot, form, path) == Terms(
        "USD",
        Rate(200_000),
        recurring=Recurring(Counted.MONTHS, limit=36),
        trigger=Trigger.CASH,
        hold_days=0,
        schedule=Schedule.QUARTERLY,
    )


def test_kit_affiliates_of_the_bronze_level(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    """50 % for a customer's first 12 months, then 10 %, paid monthly."""
    window = window_on(path)
    form = terms_form(window, qtbot)
    keys("50")
    choose_from(form, "Currency", "USD")
    unfold(form, "First and later sales")
    write(form, "The rate above is for the first", "12")
    assert says(form, "Say which rate holds after the first 12; 0 for none.")
    write(form, "Afterwards", "10")
    unfold(form, "Paying")
    choose_from(form, "Paid", "Monthly")
    assert read_out(form) == (
        "50% of each sale in a customer’s first 12 months, 10% afterwards; paid monthly, 30 days after the sale."
    )
    write(form, "Months since its first sale", "12")
    assert says(form, "10% of $1,000.00 = $100.00")
    assert agree(window, qtbot, form, path) == Terms(
        "USD",
        Rate(500_000),
        recurring=Recurring(Counted.MONTHS, 12, Rate(100_000)),
        schedule=Schedule.MONTHLY,
    )


def test_amazon_associates_rates_by_number_and_by_category(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    """The schedule of 2012: 4 % to 7 % by what a month brings, for all of it; fixed rates for some categories."""
    window = window_on(path)
    form = terms_form(window, qtbot)
    choose_from(form, "The partner gets", "More as more is sold (bands)")
    choose_from(form, "Currency", "USD")
    write(form, "On hold for", "60")
    choose_from(form, "What is counted", "The number of sales")
    choose_from(form, "Counted anew", "each month")
    choose_from(form, "A band’s rate holds", "For everything in the period, once reached")
    first, second = form.editor.bands.rows.rows
    first.rate.line.setFocus()
    first.rate.line.selectAll()
    keys("4")
    second.start.setFocus()
    keys("7", Qt.Key.Key_Tab, "6")
    for start, rate in (("31", "6.5"), ("111", "7")):
        chord(form, Qt.Key.Key_Plus)
        keys(start, Qt.Key.Key_Tab, rate)
    unfold(form, "Products and categories")
    for name, rate in (("Grocery", "4"), ("Magazines", "25"), ("Industrial", "8"), ("Gift cards", "0")):
        click(qtbot, form, "+ Add a rate")
        keys("C", Qt.Key.Key_Tab, name, Qt.Key.Key_Tab, rate)
    unfold(form, "Paying")
    choose_from(form, "Paid", "Monthly")
    write(form, "Smallest payout", "10")
    assert read_out(form) == (
        "4% of each sale, 6% for all of them from 7 sales on, 6.5% for all of them from 31 sales on, 7% for all of "
        "them from 111 sales on, counted each month; 4% for the category “Grocery”; 25% for the category “Magazines”; "
        "8% for the category “Industrial”; nothing for the category “Gift cards”; paid monthly, 60 days after the "
        "sale; less than $10 waits for the next payout."
    )
    write(form, "Sales before in the month", "6")
    assert says(form, "6% of $1,000.00 = $60.00")
    assert says(form, "and +$120.00 for the sales before")
    write(form, "Category", "gift cards")
    assert says(form, "gift cards: free of commission")
    category = Level.CATEGORY
    assert agree(window, qtbot, form, path) == Terms(
        "USD",
        bands=Bands(
            Measure.COUNT,
            Unit.MONTH,
            Reach.RETROACTIVE,
            (Band(1, Rate(40_000)), Band(7, Rate(60_000)), Band(31, Rate(65_000)), Band(111, Rate(70_000))),
        ),
        own_rates=(
            OwnRate(category, "Grocery", Rate(40_000)),
            OwnRate(category, "Magazines", Rate(250_000)),
            OwnRate(category, "Industrial", Rate(80_000)),
            OwnRate(category, "Gift cards", Rate()),
        ),
        hold_days=60,
        schedule=Schedule.MONTHLY,
        minimum_payout=1000,
    )


def test_floreysoft_resellers_levels_by_the_number_of_customers(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    """Nothing for the first customer, 10 % from the second on, 20 % from the fifth, 30 % from the tenth."""
    window = window_on(path)
    form = terms_form(window, qtbot)
    keys("0")
    choose_from(form, "The partner gets", "More as more is sold (bands)")
    choose_from(form, "What is counted", "The number of sales")
    choose_from(form, "Counted anew", "altogether")
    form.editor.bands.rows.rows[1].start.setFocus()
    keys("2", Qt.Key.Key_Tab, "10")
    chord(form, Qt.Key.Key_Plus)
    keys("10", Qt.Key.Key_Tab, "30")
    chord(form, Qt.Key.Key_Plus)
    keys("5", Qt.Key.Key_Tab, "20")
    assert says(form, "Band 4 is out of order: it begins at 5, below the band before it at 10.")
    chord(form, Qt.Key.Key_Minus)
    form.editor.bands.rows.rows[1].start.setFocus()
    chord(form, Qt.Key.Key_Plus)
    keys("5", Qt.Key.Key_Tab, "20")
    assert read_out(form) == (
        "0% of each sale, 10% from sale 2 on, 20% from sale 5 on, 30% from sale 10 on; 30-day hold."
    )
    write(form, "Sales before", "9")
    assert says(form, "earns €300.00")
    assert agree(window, qtbot, form, path).bands == Bands(
        Measure.COUNT,
        Unit.EVER,
        Reach.MARGINAL,
        (Band(1, Rate()), Band(2, Rate(100_000)), Band(5, Rate(200_000)), Band(10, Rate(300_000))),
    )


def test_bands_of_the_volume_with_a_cap_follow_every_key(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    form = terms_form(window, qtbot)
    choose_from(form, "The partner gets", "More as more is sold (bands)")
    form.editor.bands.rows.rows[1].start.setFocus()
    keys("10000")
    assert read_out(form) == "Not complete yet: The band from 10000 needs a rate; 0 is one."
    keys(Qt.Key.Key_Tab, "2")
    assert read_out(form) == "10% of the first €10,000 each quarter, 2% above; 30-day hold."
    keys("0")
    unfold(form, "Limits")
    write(form, "At most in a period", "1500")
    unfold(form, "Paying")
    choose_from(form, "Paid", "Monthly")
    assert read_out(form) == (
        "10% of the first €10,000 each quarter, 20% above; at most €1,500 a quarter; paid monthly, 30 days after the "
        "sale."
    )
    write(form, "A sale of", "15000")
    assert says(form, "earns €1,500.00")
    assert says(form, "10% of €10,000.00 = €1,000.00\n20% of €5,000.00 = €1,000.00\n€1,500.00 left of the most")
    agreed = agree(window, qtbot, form, path)
    assert agreed.cap_period == Cap(150_000, Unit.QUARTER)

    page = terms_tab(window, qtbot)
    wait_says(qtbot, page, "Version 1, in force since 23 Nov 2026 · no end agreed")
    wait_says(qtbot, page, "at most €1,500 a quarter …")
    again = terms_form(window, qtbot, "Agree new terms…")
    assert read_out(again).startswith("10% of the first €10,000 each quarter, 20% above; at most €1,500 a quarter")
    assert seen(again, QAbstractButton, "Limits").isChecked()
    again.reject()


def test_terms_that_end_before_they_start_are_not_agreed(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    form = terms_form(window, qtbot)
    unfold(form, "Limits")
    seen(form, QAbstractButton, "The terms end; last day:").setFocus()
    keys(Qt.Key.Key_Space)
    seen(form, DayField, "The terms end; last day:").set_day(date(2026, 11, 22))
    click(qtbot, form, "Agree")
    wait_says(qtbot, form, "The terms would end before they start. Change one of the two days.")
    assert versions(path) == []
    form.reject()


def test_a_programme_is_made_taken_changed_and_agreed_anew(window_on: WindowOn, path: Path, qtbot: QtBot) -> None:
    window = window_on(path)
    window.go("settings")
    settings = window.page("settings")
    assert isinstance(settings, SettingsPage)
    click(qtbot, settings, "New programme…")
    made = dialog(qtbot, window, ProgrammeForm)
    keys("Gold")
    write(made, "Rate", "15")
    click(qtbot, made, "Add programme")
    closed(qtbot, window, ProgrammeForm)
    wait_says(qtbot, settings, "15% of each sale; 30-day hold.")
    assert says(settings, "nobody yet")

    form = terms_form(window, qtbot)
    qtbot.waitUntil(lambda: form.programme.isVisible())
    choose_from(form, "Start from", "Gold")
    assert read_out(form) == "15% of each sale; 30-day hold."
    assert says(form, "As in the programme “Gold”.")
    write(form, "Rate", "16")
    assert says(form, "Not as in the programme “Gold”: kept as terms of its own.")
    write(form, "Rate", "15")
    agree(window, qtbot, form, path)
    assert [(version.programme, version.terms.rate.ppm) for version in versions(path)] == [("Gold", 150_000)]
    wait_says(qtbot, terms_tab(window, qtbot), "programme “Gold”")

    window.go("settings")
    wait_says(qtbot, settings, "1 partner")
    click(qtbot, settings, "Edit: Gold")
    changed = dialog(qtbot, window, ProgrammeForm)
    write(changed, "Rate", "18")
    click(qtbot, changed, "Save")
    closed(qtbot, window, ProgrammeForm)
    wait_says(qtbot, settings, "1 partner is on an older version of it.")
    click(qtbot, settings, "Agree the new one: Gold")
    given = dialog(qtbot, window, GiveDialog)
    assert says(given, "18% of each sale; 30-day hold.")
    click(qtbot, given, "Agree")
    closed(qtbot, window, GiveDialog)
    qtbot.waitUntil(lambda: len(versions(path)) == 2)
    assert (versions(path)[1].programme, versions(path)[1].terms.rate.ppm) == ("Gold", 180_000)
    qtbot.waitUntil(lambda: not says(settings, "older version"))
    click(qtbot, window.top_bar, "Undo")
    qtbot.waitUntil(lambda: len(versions(path)) == 1)
    wait_says(qtbot, settings, "1 partner is on an older version of it.")


def test_a_programme_with_a_name_that_is_taken_is_refused_and_one_nobody_is_on_goes(
    window_on: WindowOn, path: Path, qtbot: QtBot
) -> None:
    store = Store.open(path)
    with store.write("Add") as session:
        programmes.create(session, "Gold", percent_of_sale("EUR", 100_000))
    store.close()
    window = window_on(path)
    window.go("settings")
    settings = window.page("settings")
    assert isinstance(settings, SettingsPage)
    wait_says(qtbot, settings, "nobody yet")
    click(qtbot, settings, "New programme…")
    form = dialog(qtbot, window, ProgrammeForm)
    keys("gold", Qt.Key.Key_Return)
    wait_says(qtbot, form, "There is a programme called “gold” already.")
    write(form, "Rate", "much")
    click(qtbot, form, "Add programme")
    assert not says(form, "There is a programme called")
    write(form, "Rate", "5")
    write(form, "Name", "Silver")
    chord(form, Qt.Key.Key_Return)
    closed(qtbot, window, ProgrammeForm)
    wait_says(qtbot, settings, "5% of each sale; 30-day hold.")

    click(qtbot, settings, "Remove: Gold")
    asked = dialog(qtbot, window, Message)
    click(qtbot, asked, "Remove")
    qtbot.waitUntil(lambda: not says(settings, "10% of each sale"))
    qtbot.waitUntil(lambda: "“Gold” was removed." in window.toast.text())
    click(qtbot, window.top_bar, "Undo")
    wait_says(qtbot, settings, "10% of each sale; 30-day hold.")
