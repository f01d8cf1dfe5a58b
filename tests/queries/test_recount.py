"""A large book is recounted by several processes: they find what one finds, and one goes on where none can be had."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from app.persistence.store import Store
from app.queries import recount
from app.queries.recount_rows import Difference
from tests.operations.office import Office, eur, percent
from tests.persistence import forger

PARTNERS = 7


@pytest.fixture
def forged(book: Path, office: Office, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A book of some partners; what the second and the last are credited was changed on the file."""
    for number in range(PARTNERS):
        partner = office.partner(f"Partner {number}")
        office.agree(partner, percent(10))
        office.sold(partner, "100.00", customer=f"Customer {number}")
    with forger.forged(book) as connection:
        connection.execute("UPDATE ledger_entry SET amount_minor = 999 WHERE id IN (2, ?)", (PARTNERS,))
    monkeypatch.setattr(recount, "AT_ONCE", 2)
    return office.store


def found(store: Store, *, alone: int) -> list[Difference]:
    with store.read() as session:
        return sorted(recount.differences(session, alone=alone), key=lambda each: each.partner_id)


def test_several_processes_find_what_one_finds(forged: Store) -> None:
    by_one = found(forged, alone=PARTNERS)
    assert [(each.credited, each.due) for each in by_one] == [(eur("9.99"), eur("10.00"))] * 2
    assert [each.partner_id for each in by_one] == [2, PARTNERS]
    assert found(forged, alone=0) == by_one


@pytest.mark.parametrize("alone", [0, PARTNERS])
def test_progress_counts_all_partners(forged: Store, alone: int) -> None:
    told: list[tuple[int, int]] = []
    with forged.read() as session:
        list(recount.differences(session, lambda done, of: told.append((done, of)), alone=alone))
    assert told == [(2, PARTNERS), (4, PARTNERS), (6, PARTNERS), (PARTNERS, PARTNERS)]


def test_a_session_that_writes_sees_what_it_has_written(forged: Store) -> None:
    with forged.write("Correct a sale") as session:
        session.execute(text("UPDATE sale SET amount_minor = 50000 WHERE id = 4"))
        assert [each.partner_id for each in recount.differences(session, alone=0)] == [2, 4, PARTNERS]


@pytest.mark.skipif(sys.platform == "win32", reason="a file that is open cannot be moved there")
def test_one_goes_on_where_the_others_cannot_open_the_book(
    forged: Store, book: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with forged.read() as session:
        session.connection()
        book.rename(book.with_name("moved"))
        try:
            assert [each.partner_id for each in recount.differences(session, alone=0)] == [2, PARTNERS]
        finally:
            book.with_name("moved").rename(book)
    assert "There is no book" in capfd.readouterr().err
