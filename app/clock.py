"""The one clock. Everything that needs to know the time asks here, so that tests can own it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

_fixed: datetime | None = None


def now() -> datetime:
    """The present instant in UTC."""
    if _fixed is not None:
        return _fixed
    given = os.environ.get("PARTNERBOOK_NOW")
    if given:
        return datetime.fromisoformat(given).astimezone(UTC)
    return datetime.now(UTC)


def today() -> date:
    """The day it is where the user is."""
    return now().astimezone().date()


@contextmanager
def fixed(instant: datetime) -> Iterator[None]:
    """Stop the clock at ``instant`` for a while: for tests and for sample data."""
    global _fixed
    before, _fixed = _fixed, instant.astimezone(UTC)
    try:
        yield
    finally:
        _fixed = before
