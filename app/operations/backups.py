"""Backups as the window asks for them: by hand, once a day by itself, and the list of what there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from app import clock
from app.persistence import backup
from app.persistence.store import Store

EVERY: Final = timedelta(hours=20)
"""How old the last backup must be before another is made by itself: at most one on a working day."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup among the book's own."""

    path: Path
    made_at: datetime
    size: int


def make(store: Store, target: Path | None = None) -> Path:
    """A verified copy of the book: at ``target``, or among the book's own backups. Returns where it is."""
    if target is None:
        return backup.automatic(store.path, "by hand")
    return backup.make(store.path, target, overwrite=True)


def lacking(made: Path) -> int:
    """How many files of partners a backup lacks, because they were missing or altered when it was made."""
    return backup.lacking(made)


def before_import(store: Store) -> Path | None:
    """A backup to go back to beyond undo; none of a book without partners, which has nothing to lose."""
    if not store.driver().execute("SELECT EXISTS (SELECT 1 FROM partner)").fetchone()[0]:
        return None
    return backup.automatic(store.path, "before import")


def restore(book: Path, copy: Path) -> Path | None:
    """Put the backup ``copy`` in the place of ``book``, which nobody may have open; where the old one is kept."""
    return backup.restore(copy, book, "Partnerbook")


def daily(store: Store) -> Path | None:
    """A backup when the last is a day old and something was written since; none when it is not needed."""
    last = backup.latest(store.path)
    with store.read() as session:
        from app.queries.history import last_change

        changed = last_change(session)
    if changed is None or (last is not None and (changed <= last or clock.now() - last < EVERY)):
        return None
    return backup.automatic(store.path, "daily")


def listed(store: Store) -> tuple[Kept, ...]:
    """The book's own backups, the newest first."""
    kept = [
        Kept(path, datetime.fromtimestamp(path.stat().st_mtime).astimezone(), path.stat().st_size)
        for path in backup.own(store.path)
    ]
    return tuple(sorted(kept, key=lambda one: one.made_at, reverse=True))
