"""The pictures for looking can be drawn: the scenes lead through real pages, which change."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT


def test_scenes_are_drawn_by_name_in_one_size_and_look(tmp_path: Path) -> None:
    asked = ["--book", "empty", "--size", "900x600", "--look", "dark", "--text", "150", "--only", "se"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.shots", str(tmp_path), *asked],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    names = {path.name for path in (tmp_path / "empty").iterdir()}
    assert {"settings-dark-900-150.png", "search-none-dark-900-150.png"} <= names
    assert not any(name.startswith("today") for name in names)
    assert done.returncode == 0, done.stderr
