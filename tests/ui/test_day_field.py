"""The field for a day: typed, stepped, picked; what is no day is never taken for one."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QWidget
from pytestqt.qtbot import QtBot

from app import formatting
from app.domain.errors import UserError
from ui.widgets.day_field import DayField, check_days


@pytest.fixture
def field(qtbot: QtBot) -> DayField:
    made = DayField(date(2026, 11, 23))
    made.setAccessibleName("Sold on")
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def write(field: DayField, text: str) -> None:
    field.line.selectAll()
    QTest.keyClicks(field.line, text)


def test_what_is_typed_over_the_day_is_what_is_meant(field: DayField) -> None:
    write(field, "1 Jan 2027")
    assert field.day() == date(2027, 1, 1)
    write(field, "01/13/27")
    assert field.day() == date(2027, 1, 13)
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert field.line.text() == "13 Jan 2027"


def test_what_is_no_day_is_refused_and_leaves_the_last_one(field: DayField) -> None:
    told: list[date] = []
    field.changed.connect(told.append)
    write(field, "1/2/2027")
    assert field.line.property("wrong")
    with pytest.raises(UserError, match="could be 1 Feb 2027 or 2 Jan 2027"):
        field.check()
    QTest.keyClick(field.line, Qt.Key.Key_Return)
    assert field.line.text() == "1/2/2027"
    write(field, "2 Jan 2027")
    field.check()
    assert not field.line.property("wrong")
    assert told[-1] == date(2027, 1, 2)


def test_what_is_understood_or_wrong_is_told_in_words(field: DayField) -> None:
    write(field, "1 Jan 2027")
    assert field.line.accessibleDescription() == "Friday 1 January 2027"
    write(field, "31 June")
    assert "There is no such day" in field.line.accessibleDescription()
    assert "There is no such day" in field.line.toolTip()


def test_a_field_that_is_not_in_use_refuses_nothing(field: DayField, qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    field.setParent(around)
    around.show()
    field.show()
    write(field, "soon")
    with pytest.raises(UserError):
        check_days(around)
    field.setEnabled(False)
    check_days(around)


def test_keys_go_by_days_and_months(field: DayField) -> None:
    for key, day in (
        (Qt.Key.Key_Up, date(2026, 11, 24)),
        (Qt.Key.Key_Down, date(2026, 11, 23)),
        (Qt.Key.Key_PageDown, date(2026, 10, 23)),
        (Qt.Key.Key_PageUp, date(2026, 11, 23)),
    ):
        QTest.keyClick(field.line, key)
        assert field.day() == day


def test_a_day_is_picked_from_the_calendar(field: DayField, qtbot: QtBot) -> None:
    QTest.keyClick(field.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: field.findChild(QCalendarWidget) is not None)
    calendar = field.findChild(QCalendarWidget)
    QTest.keyClick(QApplication.focusWidget() or calendar, Qt.Key.Key_Escape)
    calendar.clicked.emit(calendar.selectedDate().addDays(4))
    assert field.day() == date(2026, 11, 27)
    assert field.line.text() == "27 Nov 2026"


def test_the_field_writes_as_the_user_chose(qtbot: QtBot) -> None:
    formatting.use("de")
    try:
        made = DayField(date(2026, 10, 4))
        qtbot.addWidget(made)
        assert made.line.text() == "04.10.2026"
        write(made, "5.11.")
        assert made.day() == date(2026, 11, 5)
    finally:
        formatting.use("en")


def test_a_screen_reader_hears_the_name_at_the_line(field: DayField) -> None:
    assert field.line.accessibleName() == "Sold on"
