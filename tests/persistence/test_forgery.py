"""Whatever somebody changes in the money of a book, and whatever of the traces with it: the check names it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.persistence.tables import APPEND_ONLY, Base
from tests.persistence.forger import chain_anew, forged, found_in, journal_anew, put_something_else

COLUMNS = [(table, column.name) for table in APPEND_ONLY for column in Base.metadata.tables[table].columns]
NAMED = {
    "ledger_entry": r"Ledger entry 2\b",
    "payout": r"Payout 1\b",
    "payout_line": r"Payout line 1\b|What payout 1 settled",
    "issued_statement": r"Issued statement 1\b|Statement S-2026-0001|statement of payout 1",
    "voiding": r"Voiding 1\b|voiding of payout 2",
}
"""How the check calls the row that is changed: number 1, in the ledger number 2 (a payout's entry)."""


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


@pytest.mark.parametrize(
    ("entry", "named"), [(1, "Statement S-2026-0001"), (2, "Statement S-2026-0001"), (3, "HARBOR")]
)
def test_an_amount_changed_with_its_chain_and_its_journal_no_longer_adds_up(paid: Path, entry: int, named: str) -> None:
    """A commission that was paid, its payout, and a refund that is open."""
    with forged(paid) as connection:
        put_something_else(connection, "ledger_entry", "amount_minor", entry)
        chain_anew(connection)
        journal_anew(connection, "ledger_entry")
        connection.commit()
    found = found_in(paid)
    assert named in found
    assert "was changed" not in found


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
