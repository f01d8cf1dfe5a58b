"""Books as earlier programs made them: each is brought to the present schema with equal content, after a backup.

The files in ``tests/data/books`` were written by the program of their time and are never made anew.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.domain.commissions.terms import Rate
from app.domain.statements import Statement
from app.persistence import backup
from app.persistence.tables import JOURNALED
from app.queries import accounts, statements
from tests.operations.office import Office, eur, opened

BOOKS = Path(__file__).parents[1] / "data" / "books"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "old.partnerbook"
    made.write_bytes(gzip.decompress((BOOKS / "schema-1.partnerbook.gz").read_bytes()))
    return made


@pytest.fixture
def office(path: Path) -> Iterator[Office]:
    with opened(path) as found:
        yield found


def test_what_was_in_the_book_is_in_it(office: Office) -> None:
    assert office.earned() == [10_000, -2_500, 4_000, -11_500, 2_500, -2_500, 2_500, 5_000, -1_250, 2_000]
    assert office.balances() == {(1, "EUR"): 5_750, (2, "EUR"): 2_500}
    with office.store.read() as session:
        first, second = accounts.versions(session, 1)
        assert (first.terms.rate, second.terms.rate) == (Rate(100_000), Rate(150_000))
        assert accounts.versions(session, 2)[0].terms.rate == Rate(flat=2_500)
        drawn = statements.issued(session, "S-2026-0001")
        assert drawn.total.minor == 11_500
        assert Statement.from_dict(drawn.as_dict()) == drawn


def test_the_check_finds_nothing_and_nothing_derived_is_stale(office: Office) -> None:
    assert office.findings() == []
    assert office.stale() == []


def test_work_goes_on_in_it(office: Office) -> None:
    sale = office.sold(1, "100.00")
    office.refund(sale, eur("40.00"))
    assert sum(office.earned()[-2:]) == 900
    office.pay(1)
    assert office.findings() == []


def test_a_backup_of_the_old_one_was_made_first(path: Path) -> None:
    with opened(path):
        pass
    [kept] = [each for each in backup.folder_of(path).iterdir() if "before-upgrade-from-1" in each.name]
    with closing(sqlite3.connect(kept)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM ledger_entry").fetchone() == (10,)


def test_every_past_schema_comes_to_the_present_one_with_equal_content(tmp_path: Path) -> None:
    path = tmp_path / "old.partnerbook"
    path.write_bytes(gzip.decompress((BOOKS / "schema-2.partnerbook.gz").read_bytes()))
    with closing(sqlite3.connect(path)) as connection:
        before = {table: _content(connection, table, columns) for table, columns in _tables(connection).items()}
        columns = _tables(connection)
    with opened(path) as found:
        assert found.findings() == []
        assert found.stale() == []
    with closing(sqlite3.connect(path)) as connection:
        assert {table: _content(connection, table, columns[table]) for table in columns} == before
    assert sum(map(len, before.values())) > 300


def _tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """The tables of people's data with their columns."""
    present = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    names = [table.name for table in JOURNALED if table.name in present]
    return {name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")] for name in names}


def _content(connection: sqlite3.Connection, table: str, columns: list[str]) -> list[Any]:
    return connection.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY id").fetchall()


def test_a_changed_entry_of_an_old_book_is_named(office: Office) -> None:
    with office.store.write("Behind the back") as session:
        connection = session.connection()
        connection.exec_driver_sql("DROP TRIGGER guard_ledger_entry_update")
        inputs: dict[str, Any] = {"amount": 1}
        connection.exec_driver_sql("UPDATE ledger_entry SET inputs = ? WHERE id = 1", (json.dumps(inputs),))
    assert any("Ledger entry 1" in sentence for sentence in office.findings())
