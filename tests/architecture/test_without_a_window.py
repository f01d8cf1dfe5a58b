"""The command line works on a machine without Qt, and loads only what a command needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.architecture.test_imports import HEAVY, QT


def _loaded_by(*arguments: str) -> set[str]:
    """The top-level packages that main.py imports while it carries out a command."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", str(ROOT / "main.py"), *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = [line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {name.split(".")[0] for name in told}


@pytest.fixture(autouse=True)
def _program_exists() -> None:
    if not (ROOT / "main.py").exists():
        pytest.skip("there is no main.py yet")


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_a_question_about_the_program_loads_nothing_heavy(arguments: list[str]) -> None:
    assert not _loaded_by(*arguments) & {*QT, *HEAVY}


def test_a_search_loads_neither_qt_nor_what_files_and_papers_need(tmp_path: Path) -> None:
    book = str(tmp_path / "book.partnerbook")
    assert not _loaded_by("--file", book, "new") & set(QT)
    loaded = _loaded_by("--file", book, "search", "anna")
    assert not loaded & {*QT, "alembic", "charset_normalizer", "icalendar", "openpyxl", "rapidfuzz", "reportlab"}
