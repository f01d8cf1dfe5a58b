"""The user's own fields with a partner: in its form, on its card, in its history, and which links are opened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app import formatting
from app.domain.custom_fields import FieldKind
from app.domain.rolodex import CustomValue, PartnerFields
from app.operations import custom_fields, partners
from app.persistence.store import Store
from app.queries import custom_fields as query
from app.queries import partners as partner_query
from app.queries.custom_fields import FilledField
from app.queries.history import Changed, ValueChange
from ui import links
from ui.desk import Desk
from ui.partners import changes
from ui.partners.form import PartnerForm
from ui.partners.own_line import OwnLine

FIELDS = (
    ("Region & more", FieldKind.TEXT, "North", ()),
    ("Seats", FieldKind.NUMBER, "1234.5", ()),
    ("Until", FieldKind.DATE, "2027-02-01", ()),
    ("Size", FieldKind.CHOICE, "large", ("small", "large")),
    ("VIP", FieldKind.YESNO, "no", ()),
    ("Portal", FieldKind.LINK, "https://portal.example", ()),
)


@pytest.fixture
def harbor(book: Store) -> int:
    with book.write("Begin") as session:
        for name, kind, _value, choices in FIELDS:
            custom_fields.define(session, name, kind, choices)
        uids = {each.name: each.uid for each in query.definitions(session)}
        held = tuple(CustomValue(uids[name], value) for name, _kind, value, _choices in FIELDS)
        return partners.add(session, PartnerFields("Harbor", custom=held))


def kept(book: Store, partner_id: int) -> dict[str, str]:
    with book.read() as session:
        return {each.name: each.value for each in query.of_partner(session, partner_id)}


def form_of(qtbot: QtBot, desk: Desk, book: Store, partner_id: int) -> PartnerForm:
    with book.read() as session:
        fields = partner_query.fields(session, partner_id)
    form = PartnerForm(desk, partner_id, fields)
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(form)
    form.open()
    return form


def line(form: PartnerForm, name: str) -> QLineEdit:
    return next(each for each in form.findChildren(QLineEdit) if each.accessibleName() == name)


def retype(qtbot: QtBot, form: PartnerForm, name: str, text: str) -> None:
    field = line(form, name)
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)


def save(qtbot: QtBot, form: PartnerForm) -> None:
    with qtbot.waitSignal(form.saved):
        qtbot.keyClick(form.name.field, Qt.Key.Key_Return)


def said(within: QWidget) -> list[str]:
    return [each.text() for each in within.findChildren(QLabel) if each.isVisible() and each.text()]


@pytest.mark.parametrize("locale", ["en", "de"])
def test_a_form_that_is_saved_as_it_was_changes_nothing(
    desk: Desk, book: Store, harbor: int, qtbot: QtBot, locale: str
) -> None:
    formatting.use(locale)
    try:
        form = form_of(qtbot, desk, book, harbor)
        assert line(form, "Seats").text() == ("1234,5" if locale == "de" else "1234.5")
        save(qtbot, form)
    finally:
        formatting.use("en")
    assert kept(book, harbor) == {name: value for name, _kind, value, _choices in FIELDS}


def test_values_are_typed_as_people_write_them(desk: Desk, book: Store, harbor: int, qtbot: QtBot) -> None:
    form = form_of(qtbot, desk, book, harbor)
    retype(qtbot, form, "Seats", "2,000.25")
    retype(qtbot, form, "Until", "24 Dec 2028")
    retype(qtbot, form, "Portal", "example.com")
    retype(qtbot, form, "Region & more", "")
    by_name = {each.accessibleName(): each for each in form.findChildren(QComboBox)}
    qtbot.keyClicks(by_name["Size"], "s")
    qtbot.keyClicks(by_name["VIP"], "not")
    save(qtbot, form)
    assert kept(book, harbor) == {
        "Seats": "2000.25",
        "Until": "2028-12-24",
        "Size": "small",
        "Portal": "https://example.com",
    }


def test_a_day_can_be_taken_away(desk: Desk, book: Store, harbor: int, qtbot: QtBot) -> None:
    form = form_of(qtbot, desk, book, harbor)
    retype(qtbot, form, "Until", "")
    save(qtbot, form)
    assert "Until" not in kept(book, harbor)
    assert line(form_of(qtbot, desk, book, harbor), "Until").text() == ""


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("Seats", "many", "“many” is not a number."),
        ("Portal", "javascript:alert(1)", "“javascript:alert(1)” is not the address of a web page"),
        ("Until", "some day", "“some day”"),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    desk: Desk, book: Store, harbor: int, qtbot: QtBot, name: str, typed: str, sentence: str
) -> None:
    form = form_of(qtbot, desk, book, harbor)
    retype(qtbot, form, name, typed)
    qtbot.keyClick(form.name.field, Qt.Key.Key_Return)
    assert any(sentence in each for each in said(form))
    assert line(form, name).property("wrong")
    assert kept(book, harbor)[name] == next(value for field, _kind, value, _choices in FIELDS if field == name)


def test_a_form_with_a_changed_field_asks_before_it_is_left(desk: Desk, book: Store, harbor: int, qtbot: QtBot) -> None:
    form = form_of(qtbot, desk, book, harbor)
    retype(qtbot, form, "Seats", "many")
    form.reject()
    assert form.isVisible()


SCHEMES = ("http", "https", "mailto", "file", "ftp", "javascript")


class Browser(QObject):
    """Hears what was handed to the desktop."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, address: QUrl) -> None:
        self.opened.append(address.toString())


@pytest.fixture
def browser(qapp: QApplication) -> Iterator[Browser]:
    made = Browser()
    for scheme in SCHEMES:
        QDesktopServices.setUrlHandler(scheme, made, "take")
    yield made
    for scheme in SCHEMES:
        QDesktopServices.unsetUrlHandler(scheme)


def test_a_link_is_opened_from_the_form_and_the_card(
    desk: Desk, book: Store, harbor: int, qtbot: QtBot, browser: Browser
) -> None:
    form = form_of(qtbot, desk, book, harbor)
    button = next(each for each in form.findChildren(QAbstractButton) if each.accessibleName() == "Open: Portal")
    button.click()
    retype(qtbot, form, "Portal", "file:///etc/passwd")
    assert not button.isEnabled()
    card = OwnLine()
    qtbot.addWidget(card)
    card.resize(900, 30)
    card.show_fields([FilledField("Portal", FieldKind.LINK, "https://portal.example/a")])
    card.show()
    next(iter(card.findChildren(QAbstractButton))).click()
    assert browser.opened == ["https://portal.example", "https://portal.example/a"]


@pytest.mark.parametrize("text", ["javascript:alert(1)", "file:///etc/passwd", "https:", "x", "", "HTTPS", "ftp://a.b"])
def test_only_pages_and_mail_are_opened(text: str, browser: Browser) -> None:
    assert links.link_to(text) is None
    assert not links.open_link(text)
    assert browser.opened == []


def test_mail_has_no_headers_but_the_address() -> None:
    link = links.link_to("mailto:a@b.example?subject=Boo")
    assert link is not None
    assert link.scheme() == "mailto"
    assert not link.hasQuery()


def test_the_card_shows_as_many_as_have_room(qtbot: QtBot) -> None:
    card = OwnLine()
    qtbot.addWidget(card)
    card.resize(1600, 30)
    card.show_fields([FilledField(name, kind, value) for name, kind, value, _choices in FIELDS])
    card.show()
    assert {"Seats", "1,234.5", "Until", "1 Feb 2027", "VIP", "no"} <= set(said(card))
    card.resize(300, 30)
    assert any(text.startswith("+ ") for text in said(card))
    card.show_fields([])
    assert not card.isVisible()


def test_history_says_what_a_value_was_and_is() -> None:
    values = (
        ValueChange("Until", FieldKind.DATE, "", "2027-02-01"),
        ValueChange("VIP", FieldKind.YESNO, "yes", "no"),
    )
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)
    entry = changes.of_change(
        Changed(1, at, "Edit {partner}", {"partner": "Ana"}, "done", (), values), date(2026, 11, 23)
    )
    assert entry.text.splitlines() == ["Edit Ana", "Until: — → 1 Feb 2027", "VIP: yes → no"]
