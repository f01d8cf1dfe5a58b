"""Rows of money cannot be changed through SQL on the file; and where somebody took the guards away, the check says."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.persistence.tables import APPEND_ONLY
from tests.operations.office import Office, opened
from tests.persistence.forger import forged, found_in


@pytest.fixture
def foreign(paid: Path) -> Iterator[sqlite3.Connection]:
    """Another program's connection, with SQLite's own settings."""
    with closing(sqlite3.connect(paid, isolation_level=None)) as connection:
        yield connection


@pytest.mark.parametrize("recursive", ["OFF", "ON"])
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_no_row_is_changed_replaced_or_deleted(foreign: sqlite3.Connection, table: str, recursive: str) -> None:
    foreign.execute(f"PRAGMA recursive_triggers = {recursive}")
    before = foreign.execute(f"SELECT * FROM {table}").fetchall()
    assert before
    columns = [row[1] for row in foreign.execute(f"PRAGMA table_info({table})")]
    others = ", ".join(column for column in columns if column != "id")
    attempts = [
        f"UPDATE {table} SET {columns[-1]} = {columns[-1]}",
        f"UPDATE OR REPLACE {table} SET id = 2 WHERE id = 1",
        f"DELETE FROM {table} WHERE id = 1",
        f"DELETE FROM {table}",
        f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE id = 1",
        f"REPLACE INTO {table} SELECT * FROM {table} WHERE id = 1",
        f"INSERT INTO {table} SELECT * FROM {table} WHERE id = 1 ON CONFLICT DO UPDATE SET id = 99",
    ]
    if any(column in {"hash", "uid", "number", "payout_id"} for column in columns) and table != "payout_line":
        attempts.append(f"INSERT OR REPLACE INTO {table} ({others}) SELECT {others} FROM {table} WHERE id = 1")
    for attempt in attempts:
        with pytest.raises(sqlite3.DatabaseError, match=f"{table} rows are never"):
            foreign.execute(attempt)
    assert foreign.execute(f"SELECT * FROM {table}").fetchall() == before


def test_a_sound_book_has_no_findings(paid: Path) -> None:
    assert found_in(paid) == ""


TAMPERED = [
    ("UPDATE ledger_entry SET amount_minor = 99999 WHERE id = 1", "Ledger entry 1"),
    ("UPDATE ledger_entry SET customer = 'Somebody' WHERE id = 2", "Ledger entry 2"),
    ("UPDATE ledger_entry SET payable_on = '2020-01-01' WHERE id = 3", "Ledger entry 3"),
    ("DELETE FROM ledger_entry WHERE id = 3", "Ledger entry 3 is missing"),
    ("DELETE FROM ledger_entry WHERE id > 4", "Ledger entry 5"),
    (
        """DELETE FROM ledger_entry WHERE id > 6; DELETE FROM unsettled WHERE entry_id > 6;
        UPDATE sqlite_sequence SET seq = 6 WHERE name = 'ledger_entry'""",
        "Ledger entry 7",
    ),
    ("UPDATE payout SET reference = 'IBAN of mine' WHERE id = 1", "payout 1"),
    ("UPDATE payout SET amount_minor = amount_minor + 1 WHERE id = 2", "payout 2"),
    ("UPDATE issued_statement SET document = replace(document, 'Harbor', 'Hacker') WHERE id = 1", "statement 1"),
    ("UPDATE issued_statement SET total_minor = 1 WHERE id = 2", "S-2026-0002"),
    ("DELETE FROM issued_statement WHERE id = 1", "statement 1"),
    ("DELETE FROM voiding", "voiding 1"),
    ("UPDATE voiding SET reason = 'none'", "voiding 1"),
    ("UPDATE payout_line SET entry_id = 2 WHERE id = 1", "payout line 1"),
    ("DELETE FROM payout_line WHERE id = 2", "payout line 2"),
    ("INSERT INTO payout_line (payout_id, entry_id) VALUES (1, 3)", "payout line 3"),
    ("UPDATE unsettled SET payable_on = '2020-01-01'", "owed"),
    ("UPDATE unsettled SET amount_minor = amount_minor * 2", "owed"),
    ("UPDATE partner SET name = 'Someone Else' WHERE id = 1; DELETE FROM partner_search WHERE rowid = 1", "search"),
    ("PRAGMA foreign_keys = OFF; DELETE FROM customer", "customer"),
]


@pytest.mark.parametrize(("statements", "named"), TAMPERED, ids=[case[0][:50] for case in TAMPERED])
def test_the_check_names_what_somebody_changed(paid: Path, statements: str, named: str) -> None:
    """The guards are dropped, the change made and the guards set up again, as one who knows how would do."""
    with forged(paid) as connection:
        connection.executescript(statements)
    assert named.casefold() in found_in(paid).casefold()


def test_a_guard_taken_away_is_named(paid: Path) -> None:
    with closing(sqlite3.connect(paid)) as connection:
        connection.execute("DROP TRIGGER guard_ledger_entry_update")
    assert found_in(paid) == "The guard against update on ledger_entry was taken away."


def test_a_guard_that_does_nothing_is_no_guard(paid: Path) -> None:
    with closing(sqlite3.connect(paid)) as connection:
        connection.execute("DROP TRIGGER guard_payout_delete")
        connection.execute("CREATE TRIGGER guard_payout_delete BEFORE DELETE ON payout BEGIN SELECT 1; END")
    assert "guard against delete on payout" in found_in(paid)


def test_the_whole_ledger_deleted(paid: Path) -> None:
    with closing(sqlite3.connect(paid)) as connection:
        for table in APPEND_ONLY:
            connection.execute(f"DROP TRIGGER guard_{table}_delete")
        for table in ("payout_line", "issued_statement", "voiding", "ledger_entry", "payout"):
            connection.execute(f"DELETE FROM {table}")
        connection.execute("DELETE FROM unsettled")
        connection.execute("DELETE FROM sqlite_sequence")
        connection.commit()
    assert "Ledger entry 1" in found_in(paid)


def test_an_office_goes_on_after_the_check(paid: Path) -> None:
    with opened(paid) as office:
        assert isinstance(office, Office)
        office.void("S-2026-0001")
        assert office.findings() == []
