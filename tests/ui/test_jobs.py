"""Work off the GUI thread: order, void questions, errors, receivers that are gone."""

from __future__ import annotations

import gc
import sys
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from app.domain.errors import UserError
from ui.jobs import Control, Jobs


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


class Receiver(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[Any] = []

    def take(self, *answer: Any) -> None:
        assert QThread.isMainThread()
        self.got.append(answer[0] if len(answer) == 1 else answer)


def test_the_window_waits_for_a_worker_only_a_fraction_of_a_frame(jobs: Jobs) -> None:
    assert sys.getswitchinterval() <= 0.001


def test_answers_come_on_the_gui_thread(jobs: Jobs, qtbot: QtBot) -> None:
    receiver = Receiver()
    jobs.ask("list", lambda: threading.current_thread() is threading.main_thread(), receiver.take)
    qtbot.waitUntil(lambda: receiver.got == [False])


def test_an_answer_to_an_old_question_is_dropped(jobs: Jobs, qtbot: QtBot) -> None:
    receiver, may_end = Receiver(), threading.Event()
    jobs.ask("list", lambda: may_end.wait(60) and "old", receiver.take)
    jobs.ask("list", lambda: "new", receiver.take)
    jobs.ask("card", lambda: "other", receiver.take)
    qtbot.waitUntil(lambda: len(receiver.got) == 2)
    may_end.set()
    jobs.ask("last", lambda: "last", receiver.take)
    qtbot.waitUntil(lambda: "last" in receiver.got)
    qtbot.wait(20)
    assert sorted(receiver.got) == ["last", "new", "other"]


def test_an_old_question_not_begun_is_never_run(jobs: Jobs, qtbot: QtBot) -> None:
    receiver, may_end, ran = Receiver(), threading.Event(), []
    for slot in ("a", "b"):
        jobs.ask(slot, partial(may_end.wait, 60), receiver.take)
    for number in range(10):
        jobs.ask("search", partial(ran.append, number), receiver.take)
    may_end.set()
    qtbot.waitUntil(lambda: len(receiver.got) == 3)
    assert ran == [9]


def test_writes_run_in_the_order_asked(jobs: Jobs, qtbot: QtBot) -> None:
    receiver, order = Receiver(), list[int]()
    for number in range(50):
        jobs.write(partial(order.append, number), receiver.take)
    qtbot.waitUntil(lambda: len(receiver.got) == 50)
    assert order == list(range(50))


def test_closing_waits_for_writes(qapp: object) -> None:
    jobs, done = Jobs(), list[int]()
    for number in range(20):
        jobs.write(partial(done.append, number))
    jobs.close()
    assert done == list(range(20))


def test_known_errors_go_to_who_asked_or_to_everyone(jobs: Jobs, qtbot: QtBot) -> None:
    receiver, everyone = Receiver(), Receiver()
    jobs.failed.connect(everyone.take)

    def refuse() -> None:
        raise UserError("no", "That cannot be.")

    jobs.write(refuse, receiver.take, failed=receiver.take)
    jobs.write(refuse, receiver.take)
    qtbot.waitUntil(lambda: bool(everyone.got))
    assert [error.code for error in receiver.got + everyone.got] == ["no", "no"]


def test_anything_else_is_a_bug_and_reported_as_one(jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    reported: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: reported.append(error))
    jobs.write(lambda: 1 // 0)
    qtbot.waitUntil(lambda: bool(reported))
    assert isinstance(reported[0], ZeroDivisionError)


def test_a_receiver_that_is_gone_is_neither_kept_nor_called(jobs: Jobs, qtbot: QtBot) -> None:
    receiver, witness, may_end = Receiver(), Receiver(), threading.Event()
    gone = list[bool]()
    receiver.destroyed.connect(lambda: gone.append(True))
    jobs.write(partial(may_end.wait, 60), partial(receiver.take, "bound"))
    del receiver
    gc.collect()
    assert gone == [True]
    may_end.set()
    jobs.write(lambda: "after", witness.take)
    qtbot.waitUntil(lambda: witness.got == ["after"])


def test_long_work_reports_and_can_be_cancelled(jobs: Jobs, qtbot: QtBot) -> None:
    receiver = Receiver()
    control = Control(receiver.take)
    begun = threading.Event()

    def count() -> int:
        for step in range(1_000_000):
            control.report(step, 100)
            begun.set()
            if control.cancelled():
                return -1
        return 0

    done = Receiver()
    jobs.long("import", count, done.take)
    begun.wait(60)
    control.cancel()
    qtbot.waitUntil(lambda: done.got == [-1])
    assert receiver.got[0] == (0, 100)
