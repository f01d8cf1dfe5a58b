"""The book that tests of this folder work in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operations.office import Office, new_book, opened


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """An empty book that nobody has open."""
    return new_book(tmp_path / "my.partnerbook")


@pytest.fixture
def office(book: Path) -> Iterator[Office]:
    """An empty book, open for writing."""
    with opened(book) as found:
        yield found
