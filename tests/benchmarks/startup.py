"""From a cold process to the painted list of 100,000 partners, against an empty window shown in the same run.

``python -m tests.benchmarks.startup [BOOK]`` prints minimum, median and maximum in milliseconds, the ratio of the
medians, the memory of both, and the longest time that the window did not answer while the rest was loading. Goals:
painted within 2.2 times, everything usable within 6 times, twice the memory, no hitch over 50 ms.

*Painted* is the first picture of the real list. *Usable* is when the list is whole, the card in front shows all that is known
of its partner, everything can be read, and whatever a person does is taken. A first write asked for at that moment is
acknowledged only when every page of the file has been read and found whole, which grows with the file: that is the line
*first write on the disk*. On a machine that others use as well the *longest hitch* is mostly theirs; *most work at a
stretch* is the processor's time that the window's own thread took between two answers. Both sides run from compiled modules, as an installed program does, whatever the environment
says; the first run of each, which makes them, is not counted.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROUNDS = 9
PARTNERS = 100_000
# RssAnon is the memory of the process's own, without the pages of files that the system shares.
ROOT = Path(__file__).resolve().parents[2]

_COMMON = """
import json, sys, time
began = float(sys.argv[1])
told = {}
def note(name):
    told[name] = (time.monotonic() - began) * 1000
    told[name + "_mb"] = memory()
def memory():
    if sys.platform != "linux":
        return 0
    return next(int(line.split()[1]) / 1000 for line in open("/proc/self/status") if line.startswith("RssAnon"))
def end():
    print(json.dumps(told), flush=True)
"""

EMPTY = (
    _COMMON
    + """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, self.painted)
    def painted(self):
        if not told:
            note("painted")
            end()
            QApplication.quit()
app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""
)

PROGRAM = (
    _COMMON
    + """
import main
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTableView
from ui.partners.list_panel import ListPanel
from ui.partners.page import PartnersPage
from ui.program import Program
from ui.widgets.record_list import RecordList

class Watch:
    last = program = None
    def painted(self):
        if "painted" not in told:
            note("painted")
            told["modules"] = len(sys.modules)
            self.ticks = QTimer()
            self.ticks.timeout.connect(self.tick)
            self.ticks.start(5)
    def tick(self):
        now, own = time.monotonic(), time.thread_time()
        if self.last is not None:
            told["hitch"] = max(told.get("hitch", 0.0), (now - self.last[0]) * 1000)
            told["own"] = max(told.get("own", 0.0), (own - self.last[1]) * 1000)
        self.last = now, own
    def look(self):
        if "usable" not in told and told.keys() >= {"card", "prepared", "listed"}:
            note("usable")
            from app.operations import view_state
            self.program.window.desk.do("", view_state.save, "benchmark", {}, then=self.written)
    def written(self, nothing):
        note("written")
        QTimer.singleShot(300, self.finish)
    def finish(self):
        end()
        self.program.window.close()
watch = Watch()

def paint_list(self, event):
    QTableView.paintEvent(self, event)
    if self.model().rowCount():
        QTimer.singleShot(0, watch.painted)
RecordList.paintEvent = paint_list
show_card, on_prepared, opening = PartnersPage._show_card, Program._on_prepared, Program.open
show_listing = ListPanel._show_listing
def listed(self, listing):
    show_listing(self, listing)
    note("listed")
    watch.look()
ListPanel._show_listing = listed
def card_shown(self, *given):
    show_card(self, *given)
    if "card" not in told:
        note("card")
        watch.look()
def prepared(self, nothing):
    on_prepared(self, nothing)
    note("prepared")
    watch.look()
def opened(self, path, *, create):
    watch.program = self
    opening(self, path, create=create)
PartnersPage._show_card, Program._on_prepared, Program.open = card_shown, prepared, opened
main.show_window(["--file", sys.argv[2]])
"""
)


def filled(path: Path) -> Path:
    """A book with 100,000 partners at ``path``, made by the program's own sample data when it is not there yet."""
    if not path.exists():
        from app.operations import sample
        from app.persistence.store import Store

        store = Store.open(path, create=True)
        sample.fill(store, partners=PARTNERS)
        store.close()
    return path


def once(script: str, *words: str) -> dict[str, Any]:
    """What a fresh process running ``script`` told of itself."""
    given = dict(os.environ, QT_QPA_PLATFORM=os.environ.get("QT_QPA_PLATFORM", "offscreen"))
    given.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", script, repr(time.monotonic()), *words]
    done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=120, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def line(name: str, runs: list[dict[str, Any]], key: str, unit: str = "ms") -> float:
    """Print one row of the result; its median."""
    values = [run[key] for run in runs]
    middle = statistics.median(values)
    print(f"{name:<34}{min(values):8.0f}{middle:8.0f}{max(values):8.0f} {unit}")
    return middle


def main(book: Path) -> None:
    """Measure both sides by turns and print them."""
    once(EMPTY), once(PROGRAM, str(book))
    empty, program = [], []
    for _round in range(ROUNDS):
        empty.append(once(EMPTY))
        program.append(once(PROGRAM, str(book)))
    print(f"{'':<34}{'min':>8}{'median':>8}{'max':>8}")
    nothing = line("empty QMainWindow painted", empty, "painted")
    painted = line(f"list of {PARTNERS:,} painted", program, "painted")
    line("the card in front in full", program, "card")
    usable = line("everything usable", program, "usable")
    line("first write on the disk", program, "written")
    line("longest hitch after the paint", program, "hitch")
    line("most work at a stretch in it", program, "own")
    bare = line("memory, empty window", empty, "painted_mb", "MB")
    full = line("memory, list painted", program, "painted_mb", "MB")
    print(f"painted {painted / nothing:.2f}× (goal 2.2), usable {usable / nothing:.2f}× (goal 6), ", end="")
    print(f"memory {full / bare:.2f}× (goal 2)")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(filled(Path(sys.argv[1])))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(filled(Path(folder) / "big.partnerbook"))
