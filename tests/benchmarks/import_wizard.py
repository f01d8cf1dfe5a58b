"""A file of 100,000 contacts taken in through the window: how long the window does not answer meanwhile.

``python -m tests.benchmarks.import_wizard`` writes a CSV file of 100,000 rows, opens it in the wizard over the real
window, looks at the preview, imports and undoes with the keys and buttons of a person. For each stage it prints the
time it took and the longest times in which the event loop did not turn, by the clock and of them in work of the GUI
thread; the goal is 50 ms of work. On a busy machine the clock also counts what other programs took.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.persistence.store import Store
from app.queries import partner_list
from tests.benchmarks.watch import Watch
from ui import theme
from ui.imports.wizard import ImportWizard
from ui.pages import FIRST, commands, equip, import_file, pages
from ui.program import Program
from ui.window import Window

ROWS = 100_000
GOAL = 50.0
LOOK_MS = 20
QUIET_MS = 1500
"""So long a stage goes on after its end: what is refreshed then belongs to it."""


def written(path: Path) -> Path:
    """A file of contacts as another program would export them; every tenth repeats one before it."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["First name", "Last name", "Company", "E-mail", "Phone", "City"])
        for row in range(ROWS):
            number = row - 5 if row % 10 == 9 else row
            company = f"Company {number} Ltd"
            mail, phone = f"a{number}@company{number}.example", f"+46 31 {number:07}"
            out.writerow([f"Anna{number % 997}", f"Berg{number}", company, mail, phone, "Göteborg"])
    return path


class Stages(QObject):
    """Runs one stage after the other in the event loop, and says of each what it cost."""

    def __init__(self, stages: list[tuple[str, Callable[[], object], Callable[[], bool]]]) -> None:
        super().__init__()
        self._stages, self.worst = stages, 0.0
        self._watch = Watch()
        self._began = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)

    def run(self) -> None:
        """Until the last stage has ended."""
        QTimer.singleShot(QUIET_MS, self, self._begin)
        QApplication.exec()

    def _begin(self) -> None:
        self._watch.take()
        self._began = time.perf_counter()
        self._stages[0][1]()
        self._timer.start(LOOK_MS)

    def _look(self) -> None:
        if self._stages[0][2]():
            self._timer.stop()
            self._took = time.perf_counter() - self._began
            QTimer.singleShot(QUIET_MS, self, self._end)

    def _end(self) -> None:
        slices = sorted(self._watch.take(), key=lambda each: -each.worked)[:4]
        longest = ", ".join(f"{each.length:.0f} ({each.worked:.0f})" for each in slices)
        print(f"{self._stages[0][0]:<28}{self._took:6.1f} s   {longest}", flush=True)
        self.worst = max(self.worst, slices[0].worked)
        self._stages.pop(0)
        if self._stages:
            self._begin()
        else:
            QApplication.exit()


def _press(within: QWidget, words: str) -> None:
    found = next(each for each in within.findChildren(QPushButton) if each.text() == words and each.isVisible())
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def _says(within: QWidget, words: str) -> bool:
    return any(words in each.text() for each in within.findChildren(QLabel) if each.isVisible())


def stages(window: Window, file: Path) -> list[tuple[str, Callable[[], object], Callable[[], bool]]]:
    """What a person does, and how one sees that it is done."""

    def wizard() -> ImportWizard | None:
        return window.findChild(ImportWizard)

    def table() -> QWidget:
        shown = wizard()
        assert shown is not None
        return next(each for each in shown.findChildren(QWidget) if each.accessibleName() == "Records of the file")

    def count(wanted: int) -> Callable[[], bool]:
        return lambda: window.desk.now(partner_list.total) == wanted and wizard() is None

    def previewed() -> bool:
        shown = wizard()
        return shown is not None and _says(shown, "will be added")

    def import_() -> None:
        shown = wizard()
        assert shown is not None
        _press(shown, "Import")

    def choose_all() -> None:
        QTest.keyClick(table(), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(table(), Qt.Key.Key_S)

    def take_back() -> None:
        QTest.keyClick(table(), Qt.Key.Key_A)

    added = ROWS
    return [
        ("read and preview", lambda: import_file(window, file), previewed),
        ("skip all 100,000 records", choose_all, lambda: _says_of(wizard(), f"{ROWS:,} skipped")),
        ("add all 100,000 again", take_back, lambda: _says_of(wizard(), f"{added:,} will be added")),
        ("import", import_, count(added)),
        ("undo", lambda: window.commands["undo"].trigger(), count(0)),
    ]


def _says_of(within: QWidget | None, words: str) -> bool:
    return within is not None and _says(within, words)


def main(folder: Path) -> bool:
    """Measure all stages; whether the goal is met."""
    app = QApplication([])
    theme.install(app, "light")
    app.setQuitOnLastWindowClosed(False)
    program = Program(lambda where, create: Store.open(where, create=create), pages, FIRST, commands(), equip)
    program.open(folder / "book.partnerbook", create=True)
    window = program.window
    assert window is not None
    print("stage, time, longest slices in milliseconds by the clock (of them work)")
    running = Stages(stages(window, written(folder / "contacts.csv")))
    running.run()
    window.close()
    print(f"longest work {running.worst:.0f} ms (goal {GOAL:.0f})", "" if running.worst <= GOAL else "MISSED")
    return running.worst <= GOAL


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        met = main(Path(made))
    sys.exit(0 if met else 1)
