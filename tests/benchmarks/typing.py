"""Typing in the search box of a book of 100,000 partners: how long the GUI thread is kept busy by each key.

``python -m tests.benchmarks.typing [BOOK]`` opens the real window, types words letter by letter with real key events at
the speed of a quick typist, and deletes them again. Counted for a key is everything until the next one: the key itself,
the answers that come back from the readers, the card after the pause, layout and painting. A slice is a time in which
the event loop does not turn and so no key is taken up. Printed are minimum, median, 95th percentile and maximum of the
longest slice of a key, by the clock and in work of the thread (whose goal is 16 ms at the 95th percentile: on a busy
machine the clock also counts what other programs took), and of the sum of its slices; beside them the same keys on an
empty ``QLineEdit`` over a ``QListView`` with a constant model in the same run. Without BOOK it makes one of sample data.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QVBoxLayout, QWidget

from app.persistence.store import Store
from tests.benchmarks.startup import filled
from tests.benchmarks.watch import Slice, Watch
from ui import theme
from ui.pages import FIRST, commands, equip, pages
from ui.program import Program

WORDS = 12
LONGEST = 9
KEY_MS = 120
REST_MS = 1500
GOAL = 16.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What a key cost: its longest slice, by the clock and in work, and all of them; ``words`` say what it was."""

    longest: float
    worked: float
    all: float
    words: str


def cost_of(slices: list[Slice], words: str) -> Cost:
    """What the slices between a key and the next come to."""
    longest = max(slices, key=lambda each: each.length)
    return Cost(longest.length, max(each.worked for each in slices), sum(each.length for each in slices), words)


class Typist(QObject):
    """Presses one key after the other, and keeps what each cost."""

    def __init__(self, window: QWidget, keys: list[tuple[str, str]], ended: Callable[[], object]) -> None:
        super().__init__()
        self._window, self._keys, self._ended = window, keys, ended
        self._watch = Watch()
        self._next = 0
        self.costs: list[Cost] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._press)

    def start(self) -> None:
        self._watch.take()
        self._timer.start(KEY_MS)

    def _press(self) -> None:
        slices = self._watch.take()
        if self._next:
            key, typed = self._keys[self._next - 1]
            self.costs.append(cost_of(slices, f"{key!r} → {typed!r}"))
        if self._next == len(self._keys):
            self._timer.stop()
            self._ended()
            return
        key, _typed = self._keys[self._next]
        self._next += 1
        code, text = (Qt.Key.Key_Backspace, "\b") if key == "⌫" else (Qt.Key(ord(key.upper())), key)
        # Posted, as from the keyboard: QTest would work on everything that waits before it comes back.
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, text)
            QApplication.postEvent(self._window.windowHandle(), event)


def keystrokes(path: Path) -> list[tuple[str, str]]:
    """Each key and what then stands in the box: names, surnames and numbers of the book typed and deleted."""
    store = Store.open(path, write=False)
    connection = store.driver()
    total = connection.execute("SELECT count(*) FROM partner").fetchone()[0]
    rows = connection.execute(f"SELECT name FROM partner WHERE id % {max(1, total // (WORDS - 4))} = 7").fetchall()
    words = [name for (name,) in rows]
    words += [name.split()[-1] for (name,) in connection.execute("SELECT name FROM person LIMIT 3")]
    words += [value for (value,) in connection.execute("SELECT value FROM contact_point WHERE kind = 'phone' LIMIT 1")]
    store.close()
    keys = []
    for word in words:
        plain = "".join(letter for letter in word if letter.isascii())[:LONGEST]
        keys += [(letter, plain[: place + 1]) for place, letter in enumerate(plain)]
        keys += [("⌫", plain[:place]) for place in range(len(plain) - 1, -1, -1)]
    return keys


def bare_window() -> QWidget:
    """A field over a list that never changes."""
    window = QWidget()
    layout = QVBoxLayout(window)
    layout.addWidget(QLineEdit())
    view = QListView()
    view.setUniformItemSizes(True)
    view.setModel(QStringListModel([f"Partner {number}" for number in range(1000)], window))
    layout.addWidget(view)
    window.resize(1280, 800)
    return window


def measure(window: QWidget, field: QLineEdit, keys: list[tuple[str, str]]) -> Typist:
    """Type all keys into the field."""
    window.activateWindow()
    field.setFocus()
    typist = Typist(window, keys, QApplication.exit)
    QTimer.singleShot(REST_MS, typist, typist.start)
    QApplication.exec()
    return typist


def _tell(name: str, costs: list[Cost]) -> float:
    """Print the lines of one side; the 95th percentile of the work in the longest slices."""
    _line(f"{name}: longest slice", [cost.longest for cost in costs])
    p95 = _line("  of that, work (not waiting for the processor)", [cost.worked for cost in costs])
    _line("  all slices of a key", [cost.all for cost in costs])
    return p95


def _line(name: str, values: list[float]) -> float:
    values = sorted(values)
    p95 = values[int(len(values) * 0.95)]
    print(f"{name:<50}{values[0]:8.2f}{statistics.median(values):9.2f}{p95:9.2f}{values[-1]:9.2f}")
    return p95


def main(path: Path) -> bool:
    """Measure both sides and print them; whether the goal is met."""
    keys = keystrokes(path)
    app = QApplication([])
    theme.install(app, "light")
    app.setQuitOnLastWindowClosed(False)
    bare = bare_window()
    bare.show()
    floor = measure(bare, bare.findChild(QLineEdit), keys)
    bare.close()
    program = Program(lambda where, create: Store.open(where, create=create), pages, FIRST, commands(), equip)
    program.open(path, create=False)
    window = program.window
    assert window is not None
    window.go("partners")
    typist = measure(window, window.top_bar.search, keys)
    assert not window.top_bar.search.text(), "the keys did not arrive in the search box"
    window.close()
    print(f"{len(keys)} keys, {KEY_MS} ms apart, milliseconds of the GUI thread for each")
    print(f"{'':<50}{'min':>8}{'median':>9}{'p95':>9}{'max':>9}")
    _tell("bare field and list", floor.costs)
    p95 = _tell("search box", typist.costs)
    for cost in sorted(typist.costs, key=lambda each: -each.longest)[:6]:
        print(f"  {cost.longest:6.1f} ms, {cost.worked:.1f} of work  {cost.words}")
    met = "" if p95 <= GOAL else "MISSED"
    print(f"work of the longest slice at the 95th percentile {p95:.1f} ms (goal {GOAL:.0f}) {met}")
    return p95 <= GOAL


if __name__ == "__main__":
    if len(sys.argv) > 1:
        met = main(filled(Path(sys.argv[1])))
    else:
        with tempfile.TemporaryDirectory() as folder:
            met = main(filled(Path(folder) / "big.partnerbook"))
    sys.exit(0 if met else 1)
