"""The user's own fields in the settings: defined, changed, put in order and taken away by hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.custom_fields import FieldKind
from app.domain.rolodex import CustomValue, PartnerFields
from app.operations import custom_fields, history, partners
from app.persistence.store import Store
from app.queries import custom_fields as query
from ui.desk import Desk
from ui.settings.field_form import FieldForm
from ui.settings.fields_section import FieldsSection


@pytest.fixture
def section(desk: Desk, qtbot: QtBot) -> FieldsSection:
    made = FieldsSection(desk)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    desk.changed.connect(lambda _touched: made.refresh())
    made.refresh()
    qtbot.waitUntil(lambda: "Is there something" in words(made) or made.table.isVisible())
    return made


def words(within: QWidget) -> str:
    return "\n".join(each.text() for each in within.findChildren(QLabel) if each.isVisible())


def press(qtbot: QtBot, within: QWidget, name: str) -> None:
    found = next(each for each in within.findChildren(QPushButton) if each.accessibleName() == name)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def form(section: FieldsSection) -> FieldForm:
    return next(each for each in section.window().findChildren(FieldForm) if each.isVisible())


def kept(book: Store) -> list[tuple[str, FieldKind, tuple[str, ...]]]:
    with book.read() as session:
        return [(each.name, each.kind, each.choices) for each in query.definitions(session)]


def add(book: Store, *names: str) -> list[str]:
    """Fields of text; returns their uids."""
    with book.write("Define") as session:
        for name in names:
            custom_fields.define(session, name, FieldKind.TEXT)
    with book.read() as session:
        return [each.uid for each in query.definitions(session)]


def shown(section: FieldsSection) -> list[list[str]]:
    model = section.table.model()
    return [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]


def test_the_first_field_is_defined_by_keys(section: FieldsSection, book: Store, qtbot: QtBot) -> None:
    assert not section.table.isVisible()
    press(qtbot, section, "New field…")
    dialog = form(section)
    assert not dialog.choices.isVisible()
    qtbot.keyClicks(dialog.name, "Region")
    qtbot.keyClicks(dialog.kind, "One")
    assert dialog.choices.isVisible()
    qtbot.keyClicks(dialog.choices, "North")
    qtbot.keyClick(dialog.choices, Qt.Key.Key_Return)
    qtbot.keyClicks(dialog.choices, "South")
    press(qtbot, dialog, "Add field")
    qtbot.waitUntil(section.table.isVisible)
    assert kept(book) == [("Region", FieldKind.CHOICE, ("North", "South"))]
    assert shown(section) == [["Region", "One of several choices: North, South", "nobody yet"]]


def test_what_is_wrong_is_said_and_the_form_stays(section: FieldsSection, book: Store, qtbot: QtBot) -> None:
    press(qtbot, section, "New field…")
    dialog = form(section)
    qtbot.keyClicks(dialog.name, "notes")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Every partner has “notes” already." in words(dialog))
    assert kept(book) == []


def test_a_field_is_moved_and_stays_current(book: Store, section: FieldsSection, desk: Desk, qtbot: QtBot) -> None:
    add(book, "One", "Two", "Three")
    section.refresh()
    qtbot.waitUntil(lambda: len(shown(section)) == 3)
    section.table.setFocus()
    qtbot.keyClick(section.table, Qt.Key.Key_Down)
    qtbot.keyClick(section.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: [row[0] for row in shown(section)] == ["Two", "One", "Three"])
    press(qtbot, section, "Move down")
    qtbot.waitUntil(lambda: [row[0] for row in shown(section)] == ["One", "Two", "Three"])
    assert section.table.current_row().definition.name == "Two"


def test_a_field_is_removed_after_saying_what_goes_with_it(section: FieldsSection, book: Store, qtbot: QtBot) -> None:
    (uid,) = add(book, "Region")
    with book.write("Add") as session:
        partners.add(session, PartnerFields("Ana", custom=(CustomValue(uid, "North"),)))
    section.refresh()
    qtbot.waitUntil(lambda: shown(section) == [["Region", "Text", "1 partner"]])
    section.table.setFocus()
    qtbot.keyClick(section.table, Qt.Key.Key_Delete)
    asked = QApplication.activeModalWidget()
    assert asked is not None
    assert "1 partner has a value in it" in words(asked)
    press(qtbot, asked, "Remove")
    qtbot.waitUntil(lambda: not section.table.isVisible())
    assert kept(book) == []
    history.undo(book)
    assert [name for name, _kind, _choices in kept(book)] == ["Region"]
