"""Choosing one of very many by typing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ui.widgets.suggest import SHOWN, Suggest, Suggestion

OFFERED = [Suggestion(index, f"Partner {index} <b>", f"P{index}") for index in range(10)]


@pytest.fixture
def suggest(qtbot: QtBot) -> Suggest:
    made = Suggest("Partner")
    qtbot.addWidget(made)
    made.show()
    return made


def field(suggest: Suggest) -> QLineEdit:
    found = suggest.findChild(QLineEdit)
    assert found is not None
    return found


def test_it_asks_for_what_is_typed_and_shows_a_few(suggest: Suggest, qtbot: QtBot) -> None:
    with qtbot.waitSignal(suggest.wanted) as asked:
        qtbot.keyClicks(field(suggest), "par")
    assert asked.args == ["par"]
    suggest.offer(OFFERED)
    assert suggest._list.isVisible()
    assert suggest._list.count() == SHOWN


def test_arrows_and_enter_choose(suggest: Suggest, qtbot: QtBot) -> None:
    qtbot.keyClicks(field(suggest), "p")
    suggest.offer(OFFERED)
    with qtbot.waitSignal(suggest.picked):
        qtbot.keyClick(field(suggest), Qt.Key.Key_Down)
        qtbot.keyClick(field(suggest), Qt.Key.Key_Return)
    assert suggest.chosen() == OFFERED[1]
    assert field(suggest).text() == "Partner 1 <b>"
    assert not suggest._list.isVisible()


def test_typing_on_takes_the_choice_back(suggest: Suggest, qtbot: QtBot) -> None:
    suggest.choose(OFFERED[3])
    qtbot.keyClicks(field(suggest), "x")
    assert suggest.chosen() is None


def test_a_late_answer_does_not_open_the_list_again(suggest: Suggest) -> None:
    suggest.choose(OFFERED[3])
    suggest.offer(OFFERED)
    assert not suggest._list.isVisible()


def test_tab_takes_the_one_marked(suggest: Suggest, qtbot: QtBot) -> None:
    qtbot.keyClicks(field(suggest), "p")
    suggest.offer(OFFERED)
    qtbot.keyClick(field(suggest), Qt.Key.Key_Tab)
    assert suggest.chosen() == OFFERED[0]
