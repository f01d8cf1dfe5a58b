"""The forms of the Rolodex: what they keep, what they refuse and where they say so, and what leaving them costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.domain.commissions.terms import percent_of_sale
from app.domain.partners import Kind, PointKind, Status
from app.domain.rolodex import PartnerFields, PersonFields, Point, PostalAddress
from app.operations import partners
from app.persistence.store import Store
from app.queries import accounts
from app.queries import partners as query
from ui.desk import Desk
from ui.partners.form import PartnerForm
from ui.partners.terms_form import TermsForm
from ui.terms.parts import LimitsPart
from ui.widgets.messages import Message

FULL = PartnerFields(
    name="Harbor IT",
    kind=Kind.CHANNEL,
    status=Status.PAUSED,
    code="HARBOR10",
    tier="Gold",
    language="sv",
    cadence_days=45,
    best_time="mornings",
    pay_method="Bank",
    notes="One\nTwo",
    source="fair.csv",
    tags=("it", "north"),
    points=(
        Point(PointKind.EMAIL, "office@harbor.example", "office"),
        Point(PointKind.OTHER, "@harbor", "chat"),
    ),
    addresses=(PostalAddress("Street 1", "Lund", "", "222 22", "Sweden"), PostalAddress("Second 2", "Ystad")),
    people=(
        PersonFields(
            "Maya",
            "director",
            (Point(PointKind.EMAIL, "maya@harbor.example"), Point(PointKind.WEBSITE, "maya.example")),
        ),
        PersonFields("Jon", birthday="--04-12", notes="likes tea"),
    ),
    account_holder="Harbor Holding AB",
    iban="SE4550000000058398257466",
    bic="ESSESESS",
    paypal="pay@harbor.example",
)


def form_on(qtbot: QtBot, desk: Desk, partner_id: int | None, fields: PartnerFields) -> PartnerForm:
    form = PartnerForm(desk, partner_id, fields)
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(form)
    form.open()
    return form


def press(within: QWidget, text: str) -> None:
    next(each for each in within.findChildren(QAbstractButton) if each.text() == text and each.isVisible()).click()


def said(within: QWidget) -> list[str]:
    return [each.text() for each in within.findChildren(QLabel) if each.isVisible() and each.text()]


@pytest.fixture
def harbor(book: Store) -> int:
    with book.write("Begin") as session:
        return partners.add(session, FULL)


def kept(book: Store, partner_id: int) -> PartnerFields:
    with book.read() as session:
        return query.fields(session, partner_id)


def test_saving_an_untouched_form_changes_nothing(desk: Desk, book: Store, harbor: int, qtbot: QtBot) -> None:
    before = kept(book, harbor)
    form = form_on(qtbot, desk, harbor, before)
    with qtbot.waitSignal(form.saved):
        press(form, "Save")
    assert kept(book, harbor) == before


def test_a_new_partner_gets_its_code_from_its_name(desk: Desk, book: Store, qtbot: QtBot) -> None:
    form = form_on(qtbot, desk, None, PartnerFields(""))
    qtbot.keyClicks(form.name.field, "Hafen Webdesign")
    with qtbot.waitSignal(form.saved) as told:
        qtbot.keyClick(form.name.field, Qt.Key.Key_Return)
    assert kept(book, told.args[0]).code == "HAFEN"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (PartnerFields(" "), "Give the partner a name."),
        (PartnerFields("A", points=(Point(PointKind.EMAIL, "nobody"),)), "“nobody” is not an e-mail address."),
        (PartnerFields("A", people=(PersonFields("", "director"),)), "Give the person a name."),
        (PartnerFields("A", code="no code"), "The code “no code” may have"),
        (PartnerFields("A", cadence_days=5000), "between 1 and 3650 days"),
        (PartnerFields("A", paypal="=1+1@x"), "“=1+1@x” is not the e-mail address of a PayPal account."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(desk: Desk, qtbot: QtBot, fields: PartnerFields, sentence: str) -> None:
    form = form_on(qtbot, desk, None, fields)
    press(form, "Save")
    assert any(sentence in text for text in said(form))
    assert form.focusWidget().accessibleDescription().startswith(sentence[:10]) or "days" in sentence
    form._leave()


def test_a_code_that_is_taken_names_its_owner(desk: Desk, harbor: int, qtbot: QtBot) -> None:
    form = form_on(qtbot, desk, None, PartnerFields("Other", code="harbor10"))
    press(form, "Save")
    qtbot.waitUntil(lambda: any("already belongs to Harbor IT" in text for text in said(form)))
    form._leave()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"iban": "SE4550000000058398257467"}, "“SE45 5000 0000 0583 9825 7467” is not an IBAN."),
        ({"iban": "１２３４"}, "is not an IBAN."),
        ({"iban": "9" * 1000}, "is not an IBAN."),
        ({"bic": "ESSE"}, "“ESSE” is not a BIC: 8 or 11 letters and digits"),
    ],
)
def test_a_wrong_account_number_is_refused_at_its_field(
    desk: Desk, book: Store, harbor: int, qtbot: QtBot, typed: dict[str, str], sentence: str
) -> None:
    form = form_on(qtbot, desk, harbor, replace(kept(book, harbor), **typed))
    press(form, "Save")
    qtbot.waitUntil(lambda: any(sentence in text for text in said(form)))
    assert form.focusWidget().accessibleDescription().startswith("“")
    form._leave()
    assert kept(book, harbor).iban == FULL.iban


def test_an_account_number_may_be_typed_as_it_is_printed(desk: Desk, book: Store, harbor: int, qtbot: QtBot) -> None:
    form = form_on(qtbot, desk, harbor, kept(book, harbor))
    iban = next(each for each in form.findChildren(QLineEdit) if each.accessibleName() == "IBAN")
    assert iban.text() == "SE45 5000 0000 0583 9825 7466"
    iban.selectAll()
    qtbot.keyClicks(iban, "de89 3704 0044 0532 0130 00")
    with qtbot.waitSignal(form.saved):
        press(form, "Save")
    assert kept(book, harbor).iban == "DE89370400440532013000"


def test_leaving_a_changed_form_asks_and_an_unchanged_one_does_not(desk: Desk, qtbot: QtBot) -> None:
    form = form_on(qtbot, desk, None, PartnerFields(""))
    qtbot.keyClicks(form.name.field, "Half typed")
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert form.isVisible()
    question = form.findChild(Message)
    assert question is not None
    press(question, "Leave without saving")
    qtbot.waitUntil(lambda: not form.isVisible())
    other = form_on(qtbot, desk, None, PartnerFields(""))
    qtbot.keyClick(other, Qt.Key.Key_Escape)
    assert not other.isVisible()


def test_somebody_else_is_made_the_main_contact(desk: Desk, book: Store, harbor: int, qtbot: QtBot) -> None:
    form = form_on(qtbot, desk, harbor, kept(book, harbor))
    press(form, "Main contact")
    with qtbot.waitSignal(form.saved):
        press(form, "Save")
    assert [person.name for person in kept(book, harbor).people] == ["Jon", "Maya"]


def test_terms_are_said_in_words_and_tried_before_they_are_agreed(
    desk: Desk, book: Store, harbor: int, qtbot: QtBot
) -> None:
    otherwise = percent_of_sale("EUR", 100_000)
    form = TermsForm(desk, harbor, "Harbor IT", None, otherwise)
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(form)
    form.open()
    form.editor.rate.line.setText("12.5 %")
    assert "12.5% of each sale; 30-day hold." in said(form)
    assert "earns €125.00" in said(form)
    form.editor.rate.line.setText("a lot")
    assert "Not complete yet: “a lot” is not a percentage." in said(form)
    press(form, "Agree")
    assert form.isVisible()
    form.editor.rate.line.setText("12.5")
    press(form, "Agree")
    qtbot.waitUntil(lambda: not form.isVisible())
    with book.read() as session:
        (version,) = accounts.versions(session, harbor)
    assert (version.terms.rate.ppm, version.starts_on) == (125_000, date(2026, 11, 23))


def test_what_is_wrong_with_terms_is_shown_where_it_stands_and_not_again_at_the_foot(
    desk: Desk, harbor: int, qtbot: QtBot
) -> None:
    form = TermsForm(desk, harbor, "Harbor IT", None, percent_of_sale("EUR", 100_000))
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(form)
    form.open()
    limits = form.editor.part(LimitsPart)
    assert isinstance(limits, LimitsPart)
    limits.sale.line.setText("none")
    press(form, "Agree")
    assert form.isVisible()
    assert [text for text in said(form) if text == "“none” is not an amount."] == ["“none” is not an amount."]
    assert limits.inside.isVisible()
    assert limits.wrong.isVisible()
    form.reject()
