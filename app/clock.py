"""The one clock. Everything that needs to know the time asks here, so that tests can own it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

_fixed: datetime | None = None
_own = threading.local()


def now() -> datetime:
    """The present instant in UTC."""
    own: datetime | None = getattr(_own, "instant", None)
    if own is not None:
        return own
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
    """Stop the clock at ``instant`` for everybody, for a while: for tests."""
    global _fixed
    before, _fixed = _fixed, instant.astimezone(UTC)
    try:
        yield
    finally:
        _fixed = before


@contextmanager
def fixed_here(instant: datetime) -> Iterator[None]:
    """Stop the clock at ``instant`` on this thread only, for a while: for writing sample history beside a window."""
    before: datetime | None = getattr(_own, "instant", None)
    _own.instant = instant.astimezone(UTC)
    try:
        yield
    finally:
        _own.instant = before
