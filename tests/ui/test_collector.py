"""Collecting garbage: what is loaded for good is not looked at again and again, and let go with its window."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from ui.collector import BULK, Collector


class Ring:
    """Garbage that only a collection finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def collector(qapp: object) -> Iterator[Collector]:
    parent = QObject()
    made = Collector(parent)
    yield made
    made.stir()
    gc.enable()


def test_what_was_there_when_everything_was_loaded_is_left_alone_until_the_window_goes(collector: Collector) -> None:
    ring = Ring()
    seen = weakref.ref(ring)
    collector.begin()
    del ring
    gc.collect()
    assert seen() is not None
    collector.stir()
    gc.collect()
    assert seen() is None


def test_what_was_made_since_is_collected(collector: Collector) -> None:
    collector.begin()
    seen = weakref.ref(Ring())
    gc.collect()
    assert seen() is None


def test_what_was_read_in_bulk_is_left_alone(collector: Collector) -> None:
    gc.collect()
    read = [[number] for number in range(BULK * 2)]
    collector.collect()
    frozen, many = gc.get_freeze_count(), len(read)
    assert frozen >= many
    del read
    assert gc.get_freeze_count() <= frozen - many
