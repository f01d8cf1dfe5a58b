"""A book as the migrations make it is the book that the mapped tables describe."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from app.persistence import driver
from app.persistence.tables import APPEND_ONLY, JOURNALED, Base

PLACE = re.compile(r"^(partner_search|record_search|sqlite_)")


def shape(connection: sqlite3.Connection) -> dict[str, Any]:
    """Columns, keys, indexes, checks and flags of every table, in a form that ignores how the SQL is written."""
    found: dict[str, Any] = {}
    tables = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    for name, sql in tables:
        if PLACE.match(name) or name in {"alembic_version", "partner_summary", "unsettled"}:
            continue
        indexes = {}
        for row in connection.execute(f"PRAGMA index_list({name})").fetchall():
            columns = connection.execute(f"PRAGMA index_xinfo({row[1]})").fetchall()
            label = row[1] if row[3] == "c" else f"{row[3]} on {[c[2] for c in columns]}"
            indexes[label] = (row[2:5], [c[1:] for c in columns])
        found[name] = {
            "columns": connection.execute(f"PRAGMA table_xinfo({name})").fetchall(),
            "foreign keys": sorted(row[2:] for row in connection.execute(f"PRAGMA foreign_key_list({name})")),
            "indexes": indexes,
            "checks": sorted(
                re.sub(r"\s", "", check) for check in re.findall(r"CONSTRAINT \w+ CHECK \((?:[^()]|\([^()]*\))*\)", sql)
            ),
            "autoincrement": "AUTOINCREMENT" in sql.upper(),
        }
    return found


@pytest.fixture
def made(book: Path) -> sqlite3.Connection:
    return driver.connect_reader(book)


def test_the_migrations_make_what_is_mapped(made: sqlite3.Connection, tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'mapped.db'}")
    Base.metadata.create_all(engine)
    engine.dispose()
    with closing(made), closing(sqlite3.connect(tmp_path / "mapped.db")) as mapped:
        wanted, have = shape(mapped), shape(made)
    assert have.keys() == wanted.keys()
    for name in wanted:
        assert have[name] == wanted[name], name
    assert sum(len(table["checks"]) for table in have.values()) == 17
    assert all(table["foreign keys"] for name, table in have.items() if name in {"person", "sale", "payout_line"})


def test_what_a_book_must_have_is_what_it_has(made: sqlite3.Connection) -> None:
    with closing(made):
        names = {row[0] for row in made.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    parts = {name for name in names if re.match(r"(partner|record)_search_", name)}
    assert names - parts - {"alembic_version", "sqlite_sequence"} == driver.TABLES


def test_every_row_of_the_users_has_an_id_that_never_comes_back(made: sqlite3.Connection) -> None:
    with closing(made):
        tables = shape(made)
    assert {table.name for table in JOURNALED} == tables.keys() - {"change", "change_set", "view_state"}
    for table in JOURNALED:
        assert tables[table.name]["autoincrement"], table.name


def test_every_reference_holds_fast(made: sqlite3.Connection) -> None:
    with closing(made):
        actions = {key[3:5] for table in shape(made).values() for key in table["foreign keys"]}
    assert actions == {("NO ACTION", "RESTRICT")}


def test_a_new_book_says_what_it_is(book: Path) -> None:
    with closing(sqlite3.connect(book)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (driver.APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (driver.SCHEMA,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0003",)]


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_every_money_table_is_guarded(table: str, book: Path) -> None:
    with closing(sqlite3.connect(book)) as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert {f"guard_{table}_{event}" for event in ("update", "delete", "insert")} <= names


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("referral", "expected_minor"),
        ("sale", "amount_minor"),
        ("ledger_entry", "amount_minor"),
        ("ledger_entry", "base_minor"),
        ("payout", "amount_minor"),
    ],
)
def test_an_amount_is_an_integer_whatever_writes_it(table: str, column: str, book: Path) -> None:
    with closing(sqlite3.connect(book)) as connection:
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        values = ["12.5" if name == column else "'1'" for name in names]
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            connection.execute(f"INSERT INTO {table} VALUES ({', '.join(values)})")
