"""The form of the terms: it shows any terms as they are, reads what is typed, and says what is wrong where it stands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.domain.commissions.terms import (
    Band,
    Bands,
    Basis,
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
    Unit,
    flat_per_sale,
    percent_of_sale,
)
from tests.domain.commission_terms import all_terms
from ui.terms.bands_part import BandsPart
from ui.terms.editor import BY_BANDS, PERCENT_OF_MARGIN, Read, TermsEditor
from ui.terms.fields import FIXED
from ui.terms.parts import LaterPart, LimitsPart, PayingPart
from ui.terms.row_parts import BonusesPart, ProductsPart
from ui.widgets.fields import Choice

PLAIN = percent_of_sale("EUR", 100_000)
TEN = Rate(100_000)


def shown(qtbot: QtBot, terms: Terms = PLAIN) -> TermsEditor:
    editor = TermsEditor(terms)
    qtbot.addWidget(editor)
    editor.resize(600, 900)
    editor.show()
    qtbot.waitExposed(editor)
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)
    return editor


def pick(choice: Choice, value: object) -> None:
    """Choose as a person does: the choice tells it."""
    choice.set_value(value)
    choice.activated.emit(choice.currentIndex())


def terms_of(editor: TermsEditor) -> Terms:
    read = editor.read()
    assert read.terms is not None, str(read.wrong)
    return read.terms


def test_any_terms_are_shown_and_read_as_they_are(qtbot: QtBot) -> None:
    editor = TermsEditor(PLAIN)
    qtbot.addWidget(editor)

    @settings(max_examples=60)
    @given(all_terms())
    def shows(terms: Terms) -> None:
        editor.show_terms(terms)
        assert editor.read() == Read(terms)

    shows()


def test_the_plain_case_is_calm(qtbot: QtBot) -> None:
    editor = shown(qtbot)
    assert not any(part.inside.isVisible() for part in editor.parts)
    assert not editor.bands.isVisible()
    assert not any(part.said() for part in editor.parts)
    assert editor.complaints() == []
    assert terms_of(editor) == PLAIN


def test_parts_with_something_in_them_are_open_and_say_so(qtbot: QtBot) -> None:
    terms = replace(PLAIN, cap_period=Cap(150_000, Unit.QUARTER), recurring=Recurring(Counted.MONTHS, limit=12))
    editor = shown(qtbot, replace(terms, schedule=Schedule.MONTHLY))
    said = {part.heading: part.said() for part in editor.parts if part.inside.isVisible()}
    assert said == {
        "First and later sales": "10% of each sale in a customer’s first 12 months",
        "Limits": "at most €1,500 a quarter",
        "Paying": "paid monthly, 30 days after the sale",
    }
    limits = editor.part(LimitsPart)
    limits.head.setFocus()
    QTest.keyClick(limits.head, Qt.Key.Key_Space)
    assert not limits.inside.isVisible()
    assert limits.said() == "at most €1,500 a quarter"


def test_bands_are_typed_with_the_keys(qtbot: QtBot) -> None:
    editor = shown(qtbot)
    editor.rate.line.setText("12.5")
    pick(editor.model, BY_BANDS)
    assert editor.bands.inside.isVisible()
    assert not editor.rate.isVisible()
    assert len(editor.bands.rows.rows) == 2
    first, second = editor.bands.rows.rows
    assert (first.start.text(), first.rate.line.text(), second.start.text()) == ("0", "12.5", "")
    second.start.setFocus()
    QTest.keyClicks(second.start, "10000")
    assert editor.complaints() == ["The band from 10000 needs a rate; 0 is one."]
    QTest.keyClick(second.start, Qt.Key.Key_Tab)
    QTest.keyClicks(second.rate.line, "20")
    QTest.keyClick(second.rate.line, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    third = editor.bands.rows.rows[2]
    qtbot.waitUntil(third.start.hasFocus)
    QTest.keyClicks(third.start, "50000")
    QTest.keyClick(third.start, Qt.Key.Key_Tab)
    QTest.keyClicks(third.rate.line, "25 %")
    assert terms_of(editor).bands == Bands(
        Measure.VOLUME,
        Unit.QUARTER,
        Reach.MARGINAL,
        (Band(0, Rate(125_000)), Band(1_000_000, Rate(200_000)), Band(5_000_000, Rate(250_000))),
    )
    QTest.keyClick(third.rate.line, Qt.Key.Key_Up)
    qtbot.waitUntil(second.rate.line.hasFocus)
    QTest.keyClick(second.rate.line, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert [row.start.text() for row in editor.bands.rows.rows] == ["0", "50000"]
    qtbot.waitUntil(third.start.hasFocus)
    QTest.mouseClick(third.remove, Qt.MouseButton.LeftButton)
    assert [row.start.text() for row in editor.bands.rows.rows] == ["0"]


def test_tab_goes_through_the_rows_as_they_stand(qtbot: QtBot) -> None:
    editor = shown(qtbot)
    pick(editor.model, BY_BANDS)
    rows = editor.bands.rows
    rows.rows[0].start.setFocus()
    QTest.keyClick(rows.rows[0].start, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert len(rows.rows) == 3
    wanted = [stop for row in rows.rows for stop in (row.start, row.rate.line, row.rate.kind, row.remove)]
    editor.bands.reach.setFocus()
    for stop in (*wanted, rows.add_button):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is stop
    for stop in reversed(wanted):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
        assert QApplication.focusWidget() is stop


def test_the_wheel_changes_nothing_and_typed_letters_are_heard(qtbot: QtBot) -> None:
    editor = shown(qtbot)
    heard = []
    editor.currency.picked.connect(heard.append)
    editor.currency.setFocus()
    QTest.wheelEvent(
        editor.windowHandle(), editor.currency.mapTo(editor, editor.currency.rect().center()), QPoint(0, -120)
    )
    assert heard == []
    QTest.keyClicks(editor.currency, "SE")
    assert heard[-1] == "SEK"
    assert terms_of(editor).currency == "SEK"
    QTest.keyClick(editor.currency, Qt.Key.Key_Down)
    assert heard[-1] == "SGD"


@pytest.mark.parametrize(
    ("starts", "sentence"),
    [
        (("500", "1000"), "The first band must begin at 0.00 EUR, or there is a gap before 500.00 EUR."),
        (("0", "1000", "1000"), "Band 3 overlaps: two bands begin at 1000.00 EUR."),
        (
            ("0", "5000", "3000"),
            "Band 3 is out of order: it begins at 3000.00 EUR, below the band before it at 5000.00 EUR.",
        ),
        (("0", ""), "Every band needs to say from where on it counts."),
        (("0", "lots"), "“lots” is not an amount."),
    ],
)
def test_what_is_wrong_with_bands_is_said_at_the_bands(qtbot: QtBot, starts: tuple[str, ...], sentence: str) -> None:
    editor = shown(qtbot)
    pick(editor.model, BY_BANDS)
    while len(editor.bands.rows.rows) < len(starts):
        editor.bands.rows.append()
    for row, start in zip(editor.bands.rows.rows, starts, strict=True):
        row.start.setText(start)
        row.rate.line.setText("10")
    assert editor.bands.complaint() == sentence
    assert editor.complaints() == [sentence]
    assert str(editor.read().wrong) == sentence
    assert [bool(row.start.property("wrong")) for row in editor.bands.rows.filled()].count(True) == 1


def test_counting_sales_begins_at_the_first(qtbot: QtBot) -> None:
    editor = shown(qtbot)
    pick(editor.model, BY_BANDS)
    bands = editor.part(BandsPart)
    assert isinstance(bands, BandsPart)
    pick(bands.measure, Measure.COUNT)
    assert bands.rows.rows[0].start.text() == "1"
    bands.rows.rows[1].start.setText("11.5")
    bands.rows.rows[1].rate.line.setText("5")
    assert bands.complaint() == "“11.5” is not the number of a sale, such as 11."
    pick(bands.measure, Measure.VOLUME)
    assert bands.rows.rows[0].start.text() == "0"
    assert bands.complaint() == ""


def test_first_and_later_sales_are_counted_in_months_or_sales(qtbot: QtBot) -> None:
    editor = shown(qtbot)
    editor.later.open()
    units = [each for each in editor.later.findChildren(QLabel) if each.isVisible() and each.text() == "months"]
    assert len(units) == 2
    pick(editor.later.counted, Counted.CHARGES)
    assert [unit.text() for unit in units] == ["sales", "sales"]


def test_empty_rows_are_no_rows(qtbot: QtBot) -> None:
    editor = shown(qtbot)
    for kind in (ProductsPart, BonusesPart):
        part = editor.part(kind)
        assert isinstance(part, ProductsPart | BonusesPart)
        part.open()
        QTest.mouseClick(part.rows.add_button, Qt.MouseButton.LeftButton)
    assert terms_of(editor) == PLAIN


def test_the_margin_and_fixed_amounts(qtbot: QtBot) -> None:
    editor = shown(qtbot)
    pick(editor.model, PERCENT_OF_MARGIN)
    assert terms_of(editor) == replace(PLAIN, basis=Basis.MARGIN)
    pick(editor.model, FlatPer.REFERRAL)
    assert editor.complaints() == ["Say which amount the partner gets."]
    editor.amount.line.setText("150")
    assert terms_of(editor) == replace(PLAIN, rate=Rate(flat=15_000), per=FlatPer.REFERRAL)
    pick(editor.currency, "JPY")
    assert terms_of(editor).rate == Rate(flat=150)


def test_beside_a_fixed_amount_percentages_may_be_of_the_margin(qtbot: QtBot) -> None:
    editor = shown(qtbot, flat_per_sale("EUR", 5000))
    assert not editor.basis.isVisible()
    row = editor.products.rows.append()
    row.name.setText("Hosting")
    row.rate.line.setText("10")
    assert editor.basis.isVisible()
    pick(editor.basis, Basis.MARGIN)
    assert terms_of(editor).basis is Basis.MARGIN
    row.rate.line.setText("")
    row.name.setText("")
    assert terms_of(editor).basis is Basis.SALE


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Say which percentage the partner gets."),
        ("a lot", "“a lot” is not a percentage."),
        ("101", "The rate must be between 0 and 100 %."),
        ("-1", "The rate must be between 0 and 100 %."),
    ],
)
def test_what_is_wrong_with_the_rate_is_said_below_it(qtbot: QtBot, typed: str, sentence: str) -> None:
    editor = shown(qtbot)
    editor.rate.line.setText(typed)
    assert editor.complaints() == [sentence]
    editor.rate.line.setText("10")
    assert editor.complaints() == []


def test_what_is_wrong_in_a_part_is_said_there(qtbot: QtBot) -> None:
    editor = shown(qtbot)
    later, limits, paying, products = (editor.part(kind) for kind in (LaterPart, LimitsPart, PayingPart, ProductsPart))
    assert isinstance(later, LaterPart)
    assert isinstance(limits, LimitsPart)
    assert isinstance(paying, PayingPart)
    assert isinstance(products, ProductsPart)
    later.first.line.setText("12")
    assert later.complaint() == "Say which rate holds after the first 12; 0 for none."
    later.first.line.setText("")
    limits.sale.line.setText("0")
    assert limits.complaint() == "A cap must be more than zero. Leave it empty for none."
    limits.sale.line.setText("-5")
    assert limits.complaint() == "“-5” is below zero."
    limits.sale.line.setText("")
    limits.first_sale.line.setText("90 days")
    assert limits.complaint() == "“90 days” is not a whole number such as 30."
    limits.first_sale.line.setText("9000")
    assert limits.complaint() == "A window must be between 0 and 3650 days."
    limits.first_sale.line.setText("")
    paying.minimum.line.setText("many")
    assert paying.complaint() == "“many” is not an amount."
    paying.minimum.line.setText("")
    row = products.rows.append()
    row.name.setText("Books")
    assert products.complaint() == "“Books” needs a rate. With 0 it is free of commission."
    row.rate.line.setText("0")
    pick(row.level, Level.CATEGORY)
    assert terms_of(editor).own_rates == (OwnRate(Level.CATEGORY, "Books", Rate()),)
    pick(row.rate.kind, FIXED)
    assert terms_of(editor).own_rates == (OwnRate(Level.CATEGORY, "Books", Rate(flat=0)),)
    editor.hold.line.setText("")
    assert editor.complaints() == ["Say for how many days after a sale a commission is on hold; 0 for none."]


def test_bands_and_a_later_rate_exclude_each_other_where_it_was_typed(qtbot: QtBot) -> None:
    editor = shown(qtbot, replace(PLAIN, recurring=Recurring(Counted.CHARGES, 1, TEN)))
    pick(editor.model, BY_BANDS)
    editor.bands.rows.remove_row(editor.bands.rows.rows[1])
    assert editor.complaints() == ["Use either bands or a second rate for later sales: both would set the same rate."]
