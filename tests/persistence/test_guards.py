"""Rows of money cannot be changed through SQL on the file; and where somebody took the guards away, the check says."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from app import clock
from app.persistence.chain import GENESIS, hash_of_stored
from app.persistence.tables import APPEND_ONLY, Base
from tests.conftest import NOW
from tests.operations.office import Office, eur, new_book, opened, percent


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A book with two partners, sales, refunds, payouts, one of them void, and their statements."""
    book = new_book(tmp_path_factory.mktemp("paid") / "my.partnerbook")
    with clock.fixed(NOW), opened(book) as office:
        for name in ("Harbor", "Quay"):
            partner = office.card(name)
            office.agree(partner, percent(10))
            sale = office.sold(partner, "100.00", customer=f"{name}'s customer")
            number = office.pay(partner)
            office.refund(sale, eur("30.00"))
        office.void(number)
    return book.read_bytes()


@pytest.fixture
def paid(once: bytes, tmp_path: Path) -> Path:
    """A copy of that book which nobody has open."""
    path = tmp_path / "my.partnerbook"
    path.write_bytes(once)
    return path


@pytest.fixture
def foreign(paid: Path) -> Iterator[sqlite3.Connection]:
    """Another program's connection, with SQLite's own settings."""
    with closing(sqlite3.connect(paid, isolation_level=None)) as connection:
        yield connection


def found_in(book: Path) -> str:
    with opened(book) as office:
        return "\n".join(office.findings())


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


COLUMNS = [(table, column.name) for table in APPEND_ONLY for column in Base.metadata.tables[table].columns]
NAMED = {
    "ledger_entry": r"Ledger entry 2\b",
    "payout": r"Payout 1\b",
    "payout_line": r"Payout line 1\b|What payout 1 settled",
    "issued_statement": r"Issued statement 1\b|Statement S-2026-0001|statement of payout 1",
    "voiding": r"Voiding 1\b|voiding of payout 2",
}
"""How the check calls the row that is changed: number 1, in the ledger number 2 (a payout's entry)."""


@contextmanager
def forged(book: Path) -> Iterator[sqlite3.Connection]:
    """Another program's connection with the guards taken away, which are set up again at the end."""
    with closing(sqlite3.connect(book)) as connection:
        guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE 'guard%'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in guards:
            connection.execute(sql)
        connection.commit()


def put_something_else(connection: sqlite3.Connection, table: str, column: str, row: int) -> None:
    [(old, kind)] = connection.execute(f'SELECT "{column}", typeof("{column}") FROM {table} WHERE id = {row}')
    if column in {"steps", "document", "inputs"}:
        new: object = old.replace("1", "2") if isinstance(old, str) and "1" in old else '{"amount": 1}'
    elif kind == "text":
        new = "2020-02-02" if re.fullmatch(r"\d{4}-\d\d-\d\d", old) else f"{old}x"
    else:
        new = 900 if column in {"id", "payout_id"} else (old or 0) + 1
    connection.execute(f'UPDATE {table} SET "{column}" = ? WHERE id = {row}', (new,))
    connection.commit()


def journal_anew(connection: sqlite3.Connection, *tables: str) -> None:
    """Make the journal say that the rows were written as they are now."""
    for table in tables:
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        image = ", ".join(f"'{name}', \"{name}\"" for name in names)
        connection.execute(
            f"UPDATE change SET after = (SELECT json_object({image}) FROM {table} t WHERE t.id = change.row_id) "
            f"WHERE tbl = '{table}' AND op = 'I' AND row_id IN (SELECT id FROM {table})"
        )


def chain_anew(connection: sqlite3.Connection, to: int = 10**9) -> None:
    """Work the hashes out again from the beginning, as one who has read the program would."""
    connection.row_factory = sqlite3.Row
    previous = GENESIS
    for row in connection.execute("SELECT * FROM ledger_entry WHERE id <= ? ORDER BY id", (to,)).fetchall():
        digest = hash_of_stored({**row, "previous_hash": previous})
        sql = "UPDATE ledger_entry SET previous_hash = ?, hash = ? WHERE id = ?"
        connection.execute(sql, (previous, digest, row["id"]))
        previous = digest
    connection.row_factory = None


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=[".".join(each) for each in COLUMNS])
def test_whatever_is_changed_in_a_row_is_named_with_the_row(paid: Path, table: str, column: str) -> None:
    """Each column in turn; then also with the journal made to agree."""
    with forged(paid) as connection:
        put_something_else(connection, table, column, 2 if table == "ledger_entry" else 1)
    assert re.search(NAMED[table], found_in(paid))
    if column != "id" or table == "ledger_entry":
        with closing(sqlite3.connect(paid)) as connection:
            journal_anew(connection, table)
            connection.commit()
        assert re.search(NAMED[table], found_in(paid))


@pytest.mark.parametrize("column", ["amount_minor", "payable_on", "customer", "partner_id", "inputs", "steps", "why"])
def test_a_chain_worked_out_again_does_not_hide_a_change(paid: Path, column: str) -> None:
    with forged(paid) as connection:
        put_something_else(connection, "ledger_entry", column, 1)
        chain_anew(connection)
        connection.commit()
    assert "Ledger entry 1 was changed after it was written" in found_in(paid)


def test_an_entry_put_in_with_a_chain_that_fits_is_named(paid: Path) -> None:
    with forged(paid) as connection:
        columns = [
            row[1] for row in connection.execute("PRAGMA table_info(ledger_entry)") if row[1] not in {"id", "hash"}
        ]
        names = ", ".join(columns)
        connection.execute(
            f"INSERT INTO ledger_entry ({names}, hash) SELECT {names}, 'new' FROM ledger_entry WHERE kind = 'accrual' LIMIT 1"
        )
        [added] = connection.execute("SELECT max(id) FROM ledger_entry").fetchone()
        chain_anew(connection)
        connection.commit()
    assert f"Ledger entry {added} was added by another program" in found_in(paid)


def test_an_entry_put_in_the_middle_with_a_chain_that_fits_is_named(paid: Path) -> None:
    with forged(paid) as connection:
        connection.execute("UPDATE ledger_entry SET id = id + 1000 WHERE id > 3")
        connection.execute("UPDATE ledger_entry SET id = id - 999 WHERE id > 1000")
        columns = [
            row[1] for row in connection.execute("PRAGMA table_info(ledger_entry)") if row[1] not in {"id", "hash"}
        ]
        names = ", ".join(columns)
        connection.execute(
            f"INSERT INTO ledger_entry (id, {names}, hash) SELECT 4, {names}, 'new' FROM ledger_entry WHERE id = 1"
        )
        chain_anew(connection)
        connection.commit()
    assert "Ledger entry 4 was changed after it was written" in found_in(paid)


def test_the_last_entries_taken_out_of_the_journal_too(paid: Path) -> None:
    """The refund and what came after it: out of the ledger, of its numbers and of the journal."""
    with forged(paid) as connection:
        connection.executescript(
            """DELETE FROM ledger_entry WHERE id > 5; DELETE FROM unsettled WHERE entry_id > 5;
            UPDATE sqlite_sequence SET seq = 5 WHERE name = 'ledger_entry';
            DELETE FROM change WHERE tbl = 'ledger_entry' AND row_id > 5"""
        )
    assert "missing from the journal" in found_in(paid)


def test_a_journal_without_a_row_of_money_is_named(paid: Path) -> None:
    with closing(sqlite3.connect(paid)) as connection:
        connection.execute("DELETE FROM change WHERE tbl = 'payout' AND row_id = 1")
        connection.commit()
    found = found_in(paid)
    assert "Payout 1 was added by another program" in found
    assert "Changes are missing from the journal" in found


@pytest.mark.parametrize(
    ("column", "rubbish"), [("day", "never"), ("steps", "{"), ("posted_at", ""), ("inputs", "[1"), ("kind", "gift")]
)
def test_rubbish_in_the_ledger_is_named_and_stops_nothing(paid: Path, column: str, rubbish: str) -> None:
    with forged(paid) as connection:
        connection.execute(f"UPDATE ledger_entry SET {column} = ? WHERE id = 1", (rubbish,))
        connection.commit()
    assert "Ledger entry 1 (" in found_in(paid)


@pytest.mark.parametrize("rubbish", ["", "[]", '"x"', "{}", '{"currency": 5}'])
def test_a_statement_that_is_rubbish_is_named_and_stops_nothing(paid: Path, rubbish: str) -> None:
    with forged(paid) as connection:
        connection.execute("UPDATE issued_statement SET document = ? WHERE id = 1", (rubbish,))
        connection.commit()
    assert "Statement S-2026-0001 cannot be read" in found_in(paid)


@pytest.mark.parametrize("part", ["opening", "earned", "reversed", "paid", "closing"])
def test_a_balance_that_does_not_tie_out_is_named(paid: Path, part: str) -> None:
    """Even where the journal and the seal were made to agree with it."""
    with forged(paid) as connection:
        connection.execute(
            f"UPDATE issued_statement SET document = json_set(document, '$.balance.{part}', 5) WHERE id = 1"
        )
        connection.commit()
    assert "The balance on statement S-2026-0001 does not tie out with the ledger" in found_in(paid)


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
