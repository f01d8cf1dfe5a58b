"""Whole tasks through the window, with real clicks and keys on a real file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.persistence.store import Store
from app.queries.settings import Preferences
from ui import theme
from ui.pages import commands, equip, pages
from ui.preferences import take_up
from ui.program import Program
from ui.window import Window

WindowOn = Callable[[Path], Window]


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    theme.install(qapp, "light")
    qapp.setQuitOnLastWindowClosed(False)
    return qapp


@pytest.fixture
def window_on(qapp: QApplication, qtbot: QtBot) -> Iterator[WindowOn]:
    """``window_on(path)`` opens the window on a book, made where there is none; one that was open is closed first."""
    program = Program(lambda path, create: Store.open(path, create=create), pages, "today", commands(), equip)

    def open_window(path: Path) -> Window:
        if program.window is not None:
            program.window.close()
        program.open(path, create=True)
        window = program.window
        assert window is not None
        window.resize(1280, 800)
        qtbot.waitExposed(window)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return window

    yield open_window
    if program.window is not None:
        program.window.close()
    take_up(Preferences(appearance="light"))


class Handed(QObject):
    """What the program handed to the desktop instead of opening it itself."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.urls.append(url)


@pytest.fixture
def handed(qapp: QApplication) -> Iterator[Handed]:
    """Files, folders and addresses that would have been opened by other programs."""
    made = Handed()
    for scheme in ("file", "mailto"):
        QDesktopServices.setUrlHandler(scheme, made, "take")
    yield made
    for scheme in ("file", "mailto"):
        QDesktopServices.unsetUrlHandler(scheme)
