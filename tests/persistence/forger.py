"""What somebody could do to the money in a book through SQL, with the guards out of the way."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.persistence.chain import GENESIS, hash_of_stored
from tests.operations.office import opened


def found_in(book: Path) -> str:
    with opened(book) as office:
        return "\n".join(office.findings())


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
