"""What every test can rely on: a clock that stands still, a home of its own, no network, and nothing said in passing.

A test fails when it logs a warning it did not announce, when Qt says something, when it reaches for the network, or
when it leaves a window behind.
"""

from __future__ import annotations

import gc
import logging
import os
import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from pytestqt.qtbot import QtBot

from app import clock

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

NOW = datetime(2026, 11, 23, 8, 14, tzinfo=UTC)
"""The instant at which the clock stands in every test."""

CORPORA = "PARTNERBOOK_CORPORA"
OF_THE_USER = re.compile(r"^(PARTNERBOOK_|LC_|XDG_|QT_(SCALE|STYLE|FONT|ENABLE|AUTO|QPA_PLATFORMTHEME|LOGGING))")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--screen``: windows appear on the real display."""
    parser.addoption("--screen", action="store_true", help="show windows on the display instead of drawing them unseen")


def pytest_configure(config: pytest.Config) -> None:
    """Make the surroundings the same everywhere, for this process and for those that tests start."""
    for name in [name for name in os.environ if OF_THE_USER.match(name) and name != CORPORA]:
        del os.environ[name]
    os.environ.update(LANG="C.UTF-8", LANGUAGE="en", TZ="UTC", PYTHONUTF8="1")
    if not config.getoption("--screen"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if hasattr(time, "tzset"):
        time.tzset()
    sys.addaudithook(_keep_off_the_network)
    _load_hypothesis_profile()


def _load_hypothesis_profile() -> None:
    """The same examples on every run; ``--hypothesis-profile explore`` looks for new ones."""
    quiet = (hypothesis.HealthCheck.too_slow,)
    hypothesis.settings.register_profile(
        "ci", derandomize=True, deadline=None, database=None, print_blob=True, suppress_health_check=quiet
    )
    hypothesis.settings.register_profile("explore", deadline=None, max_examples=2000, suppress_health_check=quiet)
    hypothesis.settings.load_profile("ci")


def _keep_off_the_network(event: str, arguments: tuple[object, ...]) -> None:
    """Stop any connection that would leave this machine. An audit hook sees those of every library."""
    if event in ("socket.connect", "socket.sendto"):
        host = arguments[1]
        if isinstance(host, tuple):
            _demand_local(host[0])
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        _demand_local(arguments[0])


def _demand_local(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name not in (None, "", "localhost", "::1") and not str(name).startswith("127."):
        raise RuntimeError(f"A test reached for the network: {name}")


@pytest.fixture(autouse=True)
def _fixed_clock(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Stop the clock, here and in child processes, unless the test is marked ``real_clock``."""
    if request.node.get_closest_marker("real_clock"):
        yield
        return
    monkeypatch.setenv("PARTNERBOOK_NOW", NOW.isoformat())
    with clock.fixed(NOW):
        yield


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, so that no test reads or writes what belongs to the person running it."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder))
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    return folder


@pytest.fixture(autouse=True, scope="session")
def _shared_places(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Places that libraries fill once and may share: caches, and the runtime folder that Qt wants private."""
    runtime = tmp_path_factory.mktemp("runtime")
    runtime.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


class _Gathered(logging.Handler):
    """Keeps what was logged at level WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _nothing_unexpected_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail on a warning or error in the log that no ``logs`` mark announced, and on one announced that never came."""
    expected = [str(mark.args[0]) for mark in request.node.iter_markers("logs")]
    gathered = _Gathered()
    logging.getLogger().addHandler(gathered)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(gathered)
    surprises = [line for line in gathered.lines if not any(re.search(pattern, line) for pattern in expected)]
    missing = [pattern for pattern in expected if not any(re.search(pattern, line) for line in gathered.lines)]
    if surprises:
        pytest.fail("Logged and not announced:\n" + "\n".join(surprises), pytrace=False)
    if missing:
        pytest.fail("Announced and not logged:\n" + "\n".join(missing), pytrace=False)


@pytest.fixture(autouse=True)
def _no_window_left_behind() -> Iterator[None]:
    """Fail when a test leaves a top-level widget alive that was not there before it. Never imports Qt by itself."""
    before = set(_windows())
    yield
    if not _windows().keys() - before:
        return
    _let_qt_delete()
    left = [window for address, window in _windows().items() if address not in before]
    if not left:
        return
    names = [f"{type(window).__name__} {window.objectName()!r} {window.windowTitle()!r}" for window in left]
    while left:
        left.pop().deleteLater()
    _let_qt_delete()
    pytest.fail("Windows left behind: " + ", ".join(names), pytrace=False)


def _windows() -> dict[int, QWidget]:
    """The top-level widgets alive by their address, less those that Qt makes and drops on its own."""
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return {}
    address = sys.modules["shiboken6"].getCppPointer
    return {
        address(window)[0]: window
        for window in widgets.QApplication.topLevelWidgets()
        if window.parent() is None and window.metaObject().className() != "QTipLabel"
    }


def _let_qt_delete() -> None:
    """Carry out every deletion that was put off, in Python and in Qt."""
    core = sys.modules["PySide6.QtCore"]
    gc.collect()
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    gc.collect()


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of files that other programs wrote. It lies outside the project: without it such tests are skipped."""
    given = os.environ.get(CORPORA)
    if not given:
        pytest.skip(f"{CORPORA} is not set: it names the folder of contact files exported by other programs")
    folder = Path(given)
    if not folder.is_dir():
        pytest.fail(f"{CORPORA} names {given}, which is not a folder")
    return folder


PATIENCE_MS = 60_000
"""How long tests wait for what will come: a slow or shared machine must not fail them. Nothing waits longer than needed."""


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """pytest-qt's own, with more patience than its five seconds."""
    for name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=PATIENCE_MS))
    return qtbot
