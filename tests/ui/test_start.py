"""What is loaded when the first list is painted, in a process of its own. Every module before that is time waited."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.domain.rolodex import PartnerFields
from app.operations import partners
from app.persistence.store import Store

ROOT = Path(__file__).resolve().parents[2]
NOT_YET = (
    *(
        "sqlalchemy",
        "alembic",
        "babel",
        "reportlab",
        "openpyxl",
        "icalendar",
        "phonenumbers",
        "filelock",
        "platformdirs",
    ),
    *("asyncio", "decimal", "calendar", "importlib.metadata", "importlib.resources"),
    *("app.domain.statements", "app.domain.commissions", "app.domain.rolodex", "app.domain.communications"),
    *("app.formatting.reading", "app.formatting.words", "app.persistence.engine", "app.persistence.searchable"),
    *("app.persistence.upgrade", "app.operations", "app.exchange", "app.reports", "app.cli"),
    *("ui.partners.record", "ui.partners.card", "ui.partners.acts", "ui.partners.menu", "ui.partners.nobody"),
    *("ui.today", "ui.referrals", "ui.imports", "ui.widgets.dialog", "ui.widgets.messages", "ui.widgets.toast"),
)
MOST_OF_OURS = 70
"""Modules of the program's own before the first paint; there are 62."""

WATCHED = """
import json, linecache, sys
import main
from ui.quick_imports import spare_reading
spare_reading()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTableView
from ui.widgets.record_list import RecordList

told = {}

def paint(self, event):
    QTableView.paintEvent(self, event)
    if self.model().rowCount() and not told:
        read = [name for name in linecache.cache if "/app/" in name or "/ui/" in name]
        told.update(rows=self.model().rowCount(), modules=sorted(sys.modules), read=read)
        print(json.dumps(told), flush=True)
        QTimer.singleShot(0, self.window().close)

RecordList.paintEvent = paint
main.show_window(["--file", sys.argv[1]])
"""


@pytest.fixture
def at_the_paint(tmp_path: Path) -> dict[str, Any]:
    """What a fresh process with a book of some partners has loaded when its first list has been painted."""
    path = tmp_path / "book.partnerbook"
    store = Store.open(path, create=True)
    with store.write("Begin") as session:
        for name in ("Hafen Webdesign", "Harbor IT", "Ålands Bygg"):
            partners.add(session, PartnerFields(name))
    store.close()
    given = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(path)], cwd=ROOT, env=given, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[0])
    return told


def test_the_first_list_is_painted_before_anything_else_is_loaded(at_the_paint: dict[str, Any]) -> None:
    loaded = at_the_paint["modules"]
    early = [name for name in loaded if any(name == late or name.startswith(f"{late}.") for late in NOT_YET)]
    assert at_the_paint["rows"] == 3
    assert early == []
    ours = [name for name in loaded if name.split(".")[0] in ("app", "ui", "resources", "main")]
    assert len(ours) <= MOST_OF_OURS, ours


def test_no_source_of_the_program_is_read_at_the_start(at_the_paint: dict[str, Any]) -> None:
    assert at_the_paint["read"] == []
