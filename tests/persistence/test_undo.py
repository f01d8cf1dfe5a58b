"""Undo and redo: named conflicts, money that cannot be taken back, any order, after a restart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.errors import UserError
from app.domain.referrals import Stage
from app.domain.rolodex import PartnerFields
from app.operations import communications, history, partners, referrals, reminders
from app.persistence import journal
from app.queries.history import next_redo, next_undo, of_partner, of_record
from tests.operations.office import TODAY, Office, eur, full_card, opened, percent


def turn(office: Office, label: str) -> None:
    """Undo or redo the latest write of this name, wherever it stands."""
    found = office.value("SELECT max(id) FROM change_set WHERE label = :label AND state <> 'turn'", label=label)
    office.do("Turn", history.turn, found)


def offered(office: Office) -> tuple[str, str]:
    """The labels that undo and redo offer."""
    with office.store.read() as session:
        steps = next_undo(session), next_redo(session)
    return tuple(step.label if step else "" for step in steps)  # type: ignore[return-value]


@pytest.fixture
def deeds(office: Office) -> Iterator[Office]:
    """An office in which every kind of write was done; undoing and redoing all of them must come out even."""
    partner = office.card()
    office.do("Edit", partners.edit, partner, PartnerFields("Harbour & Co", people=()))
    office.agree(partner, percent(10))
    call = office.call(partner, follow_up=date(2026, 11, 20))
    office.do("Done", reminders.done, 1, TODAY)
    referral = office.referral(partner)
    office.do("Move", referrals.move, referral, Stage.QUALIFIED, TODAY)
    sale = office.won(referral, eur("100.00"))
    office.refund(sale, eur("50.00"))
    office.agree(partner, percent(20))
    office.do("Forget", communications.remove, call)
    office.do("Other", partners.add, full_card("Another"))
    office.do("Remove", partners.remove, 2)
    yield office
    assert office.findings() == []
    assert office.stale() == []


def test_all_the_way_back_and_forth(deeds: Office) -> None:
    states = [(deeds.dump(), deeds.open_amounts(), deeds.balances())]
    while offered(deeds)[0] != "Add Harbor Coffee":
        deeds.undo()
        states.append((deeds.dump(), deeds.open_amounts(), deeds.balances()))
    assert {name for name, rows in states[-1][0].items() if rows} == {
        *("partner", "person", "contact_point", "partner_tag")
    }
    assert states[-1][1:] == ({}, {})
    with pytest.raises(UserError) as caught:
        deeds.undo()
    assert caught.value.code == "undo_referenced", "a partner named in the ledger is kept"
    while offered(deeds)[1]:
        states.pop()
        deeds.redo()
        assert (deeds.dump(), deeds.open_amounts(), deeds.balances()) == states[-1]
    assert len(states) == 1


def test_the_same_after_each_restart(book: Path) -> None:
    with opened(book) as office:
        partner = office.card()
        before = office.dump()
        office.do("Edit", partners.edit, partner, PartnerFields("Changed"))
        after = office.dump()
    with opened(book) as office:
        assert offered(office) == ("Edit", "")
        office.undo()
        assert office.dump() == before
    with opened(book) as office:
        assert offered(office) == ("Add Harbor Coffee", "Edit")
        office.redo()
        assert office.dump() == after


def test_a_new_write_ends_what_could_be_redone(office: Office) -> None:
    partner = office.partner("One")
    office.partner("Two")
    office.undo()
    assert offered(office) == ("Add One", "Add Two")
    office.do("Nothing", partners.edit, partner, PartnerFields("One"))
    assert offered(office) == ("Add One", "Add Two")
    office.partner("Three")
    assert offered(office) == ("Add Three", "")
    with pytest.raises(UserError) as caught:
        turn(office, "Add Two")
    assert caught.value.code == "undo_final"


def test_nothing_to_undo_or_redo(office: Office) -> None:
    assert history.undo(office.store) is None
    assert history.redo(office.store) is None


def test_an_earlier_write_is_undone_when_nothing_stands_on_it(office: Office) -> None:
    one, two = office.partner("One"), office.partner("Two")
    turn(office, "Add One")
    assert [row["id"] for row in office.rows("SELECT id FROM partner")] == [two]
    turn(office, "Add One")
    assert [row["id"] for row in office.rows("SELECT id FROM partner")] == [one, two]


def test_a_row_changed_since_is_a_conflict_by_name(office: Office) -> None:
    partner = office.partner("One")
    office.do("Rename", partners.edit, partner, PartnerFields("Uno"))
    office.do("Rename again", partners.edit, partner, PartnerFields("Eins"))
    before = office.dump()
    with pytest.raises(UserError) as caught:
        turn(office, "Add One")
    assert caught.value.code == "undo_conflict"
    assert "“Rename again”; “Rename”" in str(caught.value)
    assert office.dump() == before


def test_what_belongs_to_a_row_is_a_conflict_too(office: Office) -> None:
    partner = office.partner("One")
    office.call(partner)
    before = office.dump()
    with pytest.raises(UserError) as caught:
        turn(office, "Add One")
    assert caught.value.code == "undo_referenced"
    assert office.dump() == before
    assert office.stale() == []


def test_labels_of_people_cannot_spoil_the_sentence(office: Office) -> None:
    with office.store.write("Log call with {partner}", partner="{evil} {0} %s") as session:
        partners.add(session, PartnerFields("x"))
    office.do("Rename", partners.edit, 1, PartnerFields("y"))
    with pytest.raises(UserError) as caught, office.store.write("Turn") as session:
        history.turn(session, 1)
    assert "“Log call with {evil} {0} %s”" in str(caught.value)


def test_a_payout_is_voided_and_never_undone(office: Office) -> None:
    partner = office.partner()
    office.agree(partner, percent(10))
    office.sold(partner, "100.00")
    number = office.pay(partner)
    with pytest.raises(UserError) as caught:
        history.undo(office.store)
    assert caught.value.code == "undo_final"
    with pytest.raises(UserError) as caught:
        turn(office, "Mark won")
    assert caught.value.code == "entry_paid"
    assert number in str(caught.value)
    office.void(number)
    assert offered(office) == ("Mark won", "")
    office.undo()
    assert office.balances() == {}
    assert office.open_amounts() == {}
    assert office.findings() == []
    office.redo()
    assert office.balances() == {(partner, "EUR"): 1000}
    assert office.stale() == []


def test_a_write_of_an_older_schema_is_not_undone(office: Office) -> None:
    office.partner()
    with office.store.maintenance() as connection:
        connection.execute("UPDATE change_set SET schema = 0")
    with pytest.raises(UserError) as caught:
        history.undo(office.store)
    assert caught.value.code == "undo_older"


def add_in_bulk(session: Session, names: list[str]) -> None:
    with journal.bulk(session, "partner"):
        for name in names:
            session.execute(
                text(
                    "INSERT INTO partner (uid, code, name, sort_key, initial, kind, status, tier, language, best_time, "
                    "pay_method, notes, source, created_at) VALUES (:n, :n, :n, :n, 'X', 'referral', 'active', '', "
                    "'', '', '', '', '', '2026-01-01T00:00:00.000000Z')"
                ),
                {"n": name},
            )


class TestBulk:
    def test_is_recorded_as_one_range(self, office: Office) -> None:
        office.partner("first")
        office.do("Import", add_in_bulk, ["a", "b", "c"])
        assert office.rows("SELECT tbl, row_id, last_id, op, before, after FROM change WHERE set_id = 2") == [
            {"tbl": "partner", "row_id": 2, "last_id": 4, "op": "R", "before": None, "after": None}
        ]
        assert office.stale() == []

    def test_is_undone_and_redone_whole(self, office: Office) -> None:
        office.partner("first")
        before = office.dump()
        office.do("Import", add_in_bulk, ["a", "b", "c"])
        after = office.dump()
        for _ in range(2):
            office.undo()
            assert office.dump() == before
            assert office.stale() == []
            office.redo()
            assert office.dump() == after
            assert office.stale() == []

    def test_a_row_edited_since_stands_in_the_way(self, office: Office) -> None:
        office.do("Import", add_in_bulk, ["a", "b", "c"])
        office.do("Rename b", partners.edit, 2, PartnerFields("bee"))
        with pytest.raises(UserError, match="Rename b"):
            turn(office, "Import")
        office.undo()
        office.undo()
        assert office.value("SELECT count(*) FROM partner") == 0

    def test_nothing_inserted_leaves_no_trace(self, office: Office) -> None:
        office.do("Import", add_in_bulk, [])
        assert office.value("SELECT count(*) FROM change_set") == 0

    def test_a_failure_inside_leaves_recording_on(self, office: Office) -> None:
        def fail(session: Session) -> None:
            with journal.bulk(session, "partner"):
                partners.add(session, PartnerFields(""))

        with pytest.raises(UserError):
            office.do("Import", fail)
        office.partner("Recorded")
        assert office.rows("SELECT op FROM change") == [{"op": "I"}]


def test_a_change_of_case_alone_is_recorded(office: Office) -> None:
    """Codes and tags compare without case; what is recorded must not."""
    partner = office.do("Add", partners.add, PartnerFields("One", tags=("vip",)))
    before = office.dump()
    office.do("Case", partners.edit, partner, PartnerFields("One", tags=("VIP",)))
    assert [row["tag"] for row in office.rows("SELECT tag FROM partner_tag")] == ["VIP"]
    office.undo()
    assert office.dump() == before


def test_the_history_of_a_partner_names_what_changed(office: Office) -> None:
    partner = office.partner("One")
    office.partner("Two")
    office.do("Rename", partners.edit, partner, PartnerFields("Uno"))
    office.call(partner, "Hello")
    office.undo()
    with office.store.read() as session:
        found = of_partner(session, partner)
        of_row = of_record(session, "partner", partner)
    assert [change.label for change in found] == ["Undo: Log call", "Log call", "Rename", "Add One"]
    assert [change.state for change in found] == ["undone", "undone", "done", "done"]
    assert found[2].fields == (("partner", "name", "One", "Uno"),)
    assert [change.label for change in of_row] == ["Rename", "Add One"]


def test_journal_keeps_the_images_of_every_table(deeds: Office) -> None:
    sale = deeds.value("SELECT max(id) FROM sale WHERE refund_of_id IS NULL")
    deeds.refund(sale, eur("1.00"))
    recorded = {(row["tbl"], row["op"]) for row in deeds.rows("SELECT tbl, op FROM change")}
    for table in ("partner", "person", "contact_point", "partner_tag", "reminder", "communication", "referral"):
        assert (table, "I") in recorded
    assert {("partner", "U"), ("person", "D"), ("communication", "D"), ("partner", "D")} <= recorded
    for row in deeds.rows('SELECT op, "before" IS NULL AS b, "after" IS NULL AS a FROM change'):
        assert (row["b"], row["a"]) == {"I": (1, 0), "U": (0, 0), "D": (0, 1)}[row["op"]]
