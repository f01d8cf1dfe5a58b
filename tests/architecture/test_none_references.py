"""Some releases of PySide6 take a reference to None away with every call that returns it, until the interpreter dies.

CPython 3.11 counts references to None; from 3.12 on it is immortal and its count never moves, so this passes there
whatever the release does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

CALLS = 5_000
TOLERANCE = 250
"""References that Python itself may take or give while the loop runs."""


def _references_lost(call: Callable[[], Any]) -> int:
    for _ in range(100):
        call()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call()
    return before - sys.getrefcount(None)


@pytest.fixture
def model(qapp: Any) -> Any:
    from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

    class Empty(QAbstractTableModel):
        """A table that has nothing to say about any cell."""

        def rowCount(self, parent: QModelIndex | None = None) -> int:
            return 3

        def columnCount(self, parent: QModelIndex | None = None) -> int:
            return 3

        def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
            return None

    return Empty()


def test_the_release_in_use_is_the_one_that_was_measured() -> None:
    import PySide6

    assert PySide6.__version__ == "6.11.3"


def test_a_model_that_returns_none_through_qt_leaves_it_whole(model: Any) -> None:
    from PySide6.QtCore import QSortFilterProxyModel

    proxy = QSortFilterProxyModel()  # the call has to come from C++
    proxy.setSourceModel(model)
    index = proxy.index(1, 1)
    assert _references_lost(lambda: proxy.data(index)) < TOLERANCE


def test_setting_the_text_of_a_label_leaves_none_whole(qtbot: Any) -> None:
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    qtbot.addWidget(label)
    assert _references_lost(lambda: label.setText("A")) < TOLERANCE
