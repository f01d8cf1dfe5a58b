"""Connections to a book through the driver alone: what the first painted list needs before SQLAlchemy is loaded.

This is the one documented fast path of the house: reads that must answer within a frame (the list, the search box) run
as plain SQL on a read-only connection from here. Everything else goes through the sessions of ``store``.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import Final

from app.domain.errors import StorageError

APPLICATION_ID: Final = 0x50426F6B
"""“PBok” in the header of the file: this SQLite database is a book."""

SCHEMA: Final = 3
"""The schema this program writes, kept in ``PRAGMA user_version``."""

TABLES: Final = frozenset(
    """partner person contact_point address partner_tag programme terms_version customer referral referral_share
    given_referral stage_change sale sale_line receipt communication
    reminder ledger_entry payout payout_line issued_statement voiding payout_run approval
    approved_entry exchange_rate custom_field custom_value relation partner_code attachment saved_filter
    import_mapping import_run setting view_state change_set change
    partner_search record_search partner_summary unsettled""".split()
)
"""The tables of a book of this schema; without one of them it is damaged."""

BUSY_MS: Final = 5000

WRITER_CACHE_KIB: Final = 64 * 1024
"""Memory for pages while writing, taken as it is needed: with SQLite's own 2 MB a large write spills and reads its
indexes again and again (100,000 partners: inserts 28 s instead of 11 s)."""


def connect_reader(path: Path) -> sqlite3.Connection:
    """A connection that can only read."""
    path = path.resolve()
    # To look into a log SQLite makes a file beside the book. Where it may not, and there is no log, it need not look.
    fixed = not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()
    uri = f"{path.as_uri()}?{'immutable=1' if fixed else 'mode=ro'}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    connection.execute("PRAGMA mmap_size=268435456")
    connection.execute("PRAGMA query_only=ON")
    _recover_log(connection, path)
    return connection


def _recover_log(reader: sqlite3.Connection, path: Path) -> None:
    """Where a writer was killed in the wrong moment, the log's index must be made anew, which a reader may not do.

    A second connection does it, and is closed while the reader is open: so nothing is folded into the file itself.
    What else is wrong with the file is left for those to say who look at it next.
    """
    try:
        reader.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.OperationalError as error:
        if "readonly" not in str(error):
            return
        with contextlib.suppress(sqlite3.DatabaseError):
            helper = sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True, isolation_level=None)
            with contextlib.closing(helper):
                helper.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
                reader.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except sqlite3.DatabaseError:
        return


def connect_writer(path: Path) -> sqlite3.Connection:
    """The one connection that writes: WAL, each commit on the disk before it is acknowledged, foreign keys held."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA mmap_size=268435456")
    connection.execute("PRAGMA recursive_triggers=ON")
    connection.execute(f"PRAGMA cache_size=-{WRITER_CACHE_KIB}")
    return connection


def _damaged(path: Path, detail: str) -> StorageError:
    return StorageError(
        "book_damaged",
        "“{name}” is damaged ({detail}). It was left as it is: restore a backup with “restore”, or open another book.",
        name=path.name,
        detail=detail,
    )


def inspect_header(path: Path) -> None:
    """Refuse what is no book, or a newer one, reading a hundred bytes and changing none.

    SQLite itself would leave files beside a database in WAL mode by merely looking at it.
    """
    try:
        with path.open("rb") as file:
            header = file.read(100)
            size = path.stat().st_size
    except OSError as error:
        raise StorageError(
            "book_unreadable", "“{name}” cannot be read: {reason}.", name=path.name, reason=error.strerror or str(error)
        ) from error
    if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
        raise _foreign(path)
    _demand_ours(int.from_bytes(header[68:72], "big"), int.from_bytes(header[60:64], "big"), path)
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    pages = int.from_bytes(header[28:32], "big")
    if page and not path.with_name(path.name + "-wal").exists() and size < page * pages:
        raise _damaged(path, "the file has been cut short")


def schema_of(connection: sqlite3.Connection, path: Path) -> int:
    """The schema number of a book; raises ``StorageError`` when the file is none, is damaged, or is newer."""
    try:
        application = int(connection.execute("PRAGMA application_id").fetchone()[0])
        schema = int(connection.execute("PRAGMA user_version").fetchone()[0])
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.OperationalError as error:  # the way to the file, not what is in it
        raise StorageError(
            "book_unreadable", "“{name}” cannot be read: {reason}.", name=path.name, reason=str(error)
        ) from error
    except sqlite3.DatabaseError as error:
        raise _damaged(path, str(error)) from error
    _demand_ours(application, schema, path)
    missing = TABLES - tables if schema == SCHEMA else ()
    if missing:
        raise _damaged(path, f"it has no {min(missing)}")
    return schema


def _demand_ours(application: int, schema: int, path: Path) -> None:
    if application != APPLICATION_ID:
        raise _foreign(path)
    if schema > SCHEMA:
        raise StorageError(
            "book_newer",
            "“{name}” was written by a newer Partnerbook (schema {schema}; this one knows {known}). It was left as it "
            "is: open it with the newer program.",
            name=path.name,
            schema=schema,
            known=SCHEMA,
        )


def _foreign(path: Path) -> StorageError:
    return StorageError("book_foreign", "“{name}” is not a Partnerbook book. It was left as it is.", name=path.name)


def quick_check(connection: sqlite3.Connection, path: Path) -> None:
    """Read every page once; raises ``StorageError`` with SQLite's finding when one is damaged."""
    try:
        rows = connection.execute("PRAGMA quick_check(3)").fetchall()
    except sqlite3.DatabaseError as error:
        raise _damaged(path, str(error)) from error
    if rows != [("ok",)]:
        raise _damaged(path, str(rows[0][0]))
