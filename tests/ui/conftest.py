"""A window's surroundings: the look installed once, and a book to work on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.persistence.store import Store
from ui import theme
from ui.desk import Desk


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    theme.install(qapp, "light")
    return qapp


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "book.partnerbook", create=True)
    yield store
    store.close()


@pytest.fixture
def desk(qapp: QApplication, book: Store) -> Iterator[Desk]:
    made = Desk(book)
    yield made
    made.close()
