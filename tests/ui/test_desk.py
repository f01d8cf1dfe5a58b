"""The desk on a real book: questions, writes, undo, and views that refresh."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest
from PySide6.QtWidgets import QStackedWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import PartnerbookError
from app.domain.rolodex import PartnerFields
from app.operations import partners
from app.queries import partner_list
from ui.desk import Desk
from ui.page import Page


def add(desk: Desk, name: str, **more: Any) -> None:
    desk.do("Add {partner}", partners.add, PartnerFields(name), partner=name, **more)


def test_a_write_is_told_and_then_answered(desk: Desk, qtbot: QtBot) -> None:
    heard: list[Any] = []
    desk.changed.connect(lambda touched: heard.append(("changed", "partner" in touched.tables)))
    desk.saved.connect(lambda: heard.append("saved"))
    add(desk, "Hafen Webdesign", then=lambda record: heard.append(record))
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert heard == [("changed", True), "saved", 1]
    assert desk.now(partner_list.total) == 1


def test_questions_are_answered_through_the_driver_and_through_sessions(desk: Desk, qtbot: QtBot) -> None:
    from app.queries import partners as queries

    answers: dict[str, Any] = {}
    add(desk, "Halvorsen & Lie AS", then=lambda _record: answers.setdefault("added", True))
    qtbot.waitUntil(lambda: "added" in answers)
    desk.ask_fast("total", partner_list.total, then=lambda total: answers.setdefault("fast", total))
    desk.ask("choices", queries.choices, "halv", then=lambda found: answers.setdefault("slow", found[0].name))
    qtbot.waitUntil(lambda: len(answers) == 3)
    assert (answers["fast"], answers["slow"]) == (1, "Halvorsen & Lie AS")


def test_what_cannot_be_done_changes_nothing_and_is_told(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.failed) as told:
        add(desk, "   ")
    assert isinstance(told.args[0], PartnerbookError)
    assert desk.now(partner_list.total) == 0


def test_undo_and_redo_say_what_they_did(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.undo_changed, check_params_cb=lambda undo, redo: undo is not None):
        add(desk, "Hafen")
    with qtbot.waitSignals([desk.undone, desk.changed]):
        desk.undo()
    assert desk.now(partner_list.total) == 0
    with qtbot.waitSignal(desk.redone) as redone:
        desk.redo()
    assert redone.args[0].parameters == {"partner": "Hafen"}
    assert desk.now(partner_list.total) == 1


def test_closing_waits_for_what_was_asked_to_be_written(qapp: object, tmp_path: Any) -> None:
    from app.persistence.store import Store

    path = tmp_path / "book.partnerbook"
    desk = Desk(Store.open(path, create=True))
    for number in range(5):
        add(desk, f"Partner {number}")
    desk.close()
    again = Store.open(path)
    assert partner_list.total(again.driver()) == 5
    again.close()


class Shown(Page):
    shows: ClassVar[frozenset[str]] = frozenset({"partner"})
    refreshed = 0

    def refresh(self) -> None:
        self.refreshed += 1


class Other(Shown):
    shows: ClassVar[frozenset[str]] = frozenset({"payout"})


@pytest.mark.parametrize(("kind", "times"), [(Shown, 2), (Other, 1)])
def test_a_page_in_sight_refreshes_when_its_tables_change(
    desk: Desk, qtbot: QtBot, kind: type[Shown], times: int
) -> None:
    page = kind(desk)
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(desk.saved):
        add(desk, "Hafen")
    assert page.refreshed == times


def test_a_page_out_of_sight_waits_until_it_is_shown(desk: Desk, qtbot: QtBot) -> None:
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    front, behind = Shown(desk), Shown(desk)
    stack.addWidget(front)
    stack.addWidget(behind)
    stack.show()
    with qtbot.waitSignal(desk.saved):
        add(desk, "Hafen")
    assert (front.refreshed, behind.refreshed, behind.stale) == (2, 0, True)
    stack.setCurrentWidget(behind)
    assert (behind.refreshed, behind.stale) == (1, False)
