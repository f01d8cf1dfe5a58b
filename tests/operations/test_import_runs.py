"""The report of an import, kept and found again, and an import undone as one, also later and after a restart."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.exchange.contacts import read_contacts
from app.exchange.deal_decisions import decide_sales
from app.exchange.deals import read_sales
from app.exchange.matching import propose
from app.operations import history, partners, sales
from app.operations.imports import Imported, apply, apply_sales
from app.operations.whole import load
from app.queries import export, import_runs
from app.queries.import_runs import ImportedFile, Report, Standing
from app.queries.known import known
from app.queries.known_deals import known_deals
from app.queries.partners import fields as fields_of
from tests.operations.office import Office, eur, new_book, opened, percent

PEOPLE = (
    "Name;E-Mail;Geburtstag;Tags\nÅsa Berg;asa@ex.example;1.2.1990;\nBen Ode;ben@ex.example;sometime;\n;;;vip\n"
    "Åsa Berg;asa@ex.example;;\n"
)
ORDERS = (
    "Order,Date,Customer,Amount,Partner code\n1,2026-10-01,Ida,100.00,HARBOR\n2,2026-10-02,Ida,50.00,HARBOR\n"
    "3,2026-10-03,Otto,,HARBOR\n4,2026-10-03,Otto,9.00,NOBODY\n"
)


def take_people(office: Office, folder: Path, text: str = PEOPLE, name: str = "people.csv") -> Imported:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    result = read_contacts(path)
    with office.store.read() as session:
        proposals = propose(result.drafts, known(session))
    with office.store.write("Import {file}", file=name) as session:
        return apply(
            session, proposals, file_name=name, preset=result.preset, kept_out=result.kept_out, problems=result.problems
        )


def take_orders(office: Office, folder: Path) -> Imported:
    path = folder / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    result = read_sales(path, currency="EUR")
    with office.store.read() as session:
        decisions = decide_sales(result.drafts, known_deals(session))
    with office.store.write("Import {file}", file=path.name) as session:
        return apply_sales(session, decisions, result, file_name=path.name)


def listed(office: Office) -> tuple[ImportedFile, ...]:
    with office.store.read() as session:
        return import_runs.listed(session)


def report(office: Office, run_id: int, outcome: str = "", words: str = "") -> Report:
    with office.store.read() as session:
        return import_runs.report(session, run_id, outcome, words)


def turn(office: Office, run: ImportedFile) -> None:
    with office.store.write("Undo: Import {file}", file=run.file_name) as session:
        assert run.set_id is not None
        history.turn(session, run.set_id)


@pytest.fixture
def harbor(office: Office) -> int:
    partner = office.partner("Harbor", code="HARBOR")
    office.agree(partner, percent(10))
    return partner


def test_each_record_of_a_file_is_accounted_for_in_the_report(office: Office, tmp_path: Path) -> None:
    done = take_people(office, tmp_path)
    (run,) = listed(office)
    assert (run.file_name, run.kind, run.read, run.standing) == ("people.csv", "partners", 4, Standing.DONE)
    found = report(office, done.run_id)
    assert [(row.line, row.outcome) for row in found.rows] == [
        (2, "added"), (3, "problem"), (3, "added"), (4, "kept out"), (5, "skipped"),
    ]  # fmt: skip
    counts = found.counts
    assert run.read == counts["added"] + counts["skipped"] + counts["kept out"] == 4


def test_a_report_is_searched_and_shown_by_outcome(office: Office, tmp_path: Path) -> None:
    done = take_people(office, tmp_path)
    assert [row.line for row in report(office, done.run_id, "added").rows] == [2, 3]
    found = report(office, done.run_id, words="berg ASA")
    assert [row.line for row in found.rows] == [2, 5]
    assert found.counts["added"] == 1
    assert report(office, done.run_id, words="% _ '\"").rows == ()
    with pytest.raises(UserError, match="no such import"):
        report(office, 99)


def test_sales_say_what_they_are_and_why_rows_stayed_out(office: Office, harbor: int, tmp_path: Path) -> None:
    done = take_orders(office, tmp_path)
    (run,) = listed(office)
    assert (run.kind, run.read, run.added, run.kept_out) == ("sales", 4, 2, 2)
    reasons = [row.why for row in report(office, done.run_id, "kept out").rows]
    assert "no readable date, amount and customer" in reasons[0]
    assert "NOBODY" in reasons[1]


def test_an_import_is_undone_later_and_after_a_restart_and_brought_again(book: Path, tmp_path: Path) -> None:
    with opened(book) as office:
        office.partner("Before")
        before = office.dump()
        take_people(office, tmp_path)
        after = office.dump()
    with opened(book) as office:
        office.partner("Later")
        (run,) = listed(office)
        turn(office, run)
        del (now := office.dump())["partner"][max(now["partner"])]
        assert now == before
        assert office.findings() == []
        office.partner("Later still")
        (gone,) = listed(office)
        assert (gone.standing, gone.file_name, gone.added) == (Standing.GONE, "people.csv", run.added)
        assert report(office, run.id).counts["added"] == 2
        again = take_people(office, tmp_path)
        turn(office, listed(office)[0])
        (undone, _gone) = listed(office)
        assert (undone.id, undone.standing) == (again.run_id, Standing.UNDONE)
        turn(office, undone)
        assert listed(office)[0].standing is Standing.DONE
        assert len(office.dump()["partner"]) == len(after["partner"]) + 2


def test_what_was_changed_since_is_named_and_the_import_stays(office: Office, tmp_path: Path) -> None:
    take_people(office, tmp_path)
    (run,) = listed(office)
    ben = office.value("SELECT id FROM partner WHERE name = 'Ben Ode'")
    office.call(ben)
    with pytest.raises(UserError) as refused:
        turn(office, run)
    assert str(refused.value) == (
        "“Import people.csv” cannot be undone: what “Log call” added belongs to it. Undo that first."
    )
    office.undo()
    turn(office, run)
    assert office.dump()["partner"] == {}


def test_sales_are_undone_as_one_while_later_ones_stand(office: Office, harbor: int, tmp_path: Path) -> None:
    take_orders(office, tmp_path)
    sold = office.sold(harbor, "200.00", customer="Uma")
    (run,) = listed(office)
    turn(office, run)
    assert office.balances() == {(harbor, "EUR"): 2000}
    assert [row["id"] for row in office.rows("SELECT id FROM sale")] == [sold]
    assert office.findings() == []


def test_a_sale_given_back_since_is_named(office: Office, harbor: int, tmp_path: Path) -> None:
    take_orders(office, tmp_path)
    sale = office.value("SELECT id FROM sale WHERE reference = '1'")
    with office.store.write("Refund of {customer}", customer="Ida") as session:
        sales.refund(session, sale, eur("10.00"), date(2026, 11, 1))
    (run,) = listed(office)
    with pytest.raises(UserError, match="“Refund of Ida”"):
        turn(office, run)
    assert office.balances() == {(harbor, "EUR"): 1400}


def test_a_partner_edited_since_is_named(office: Office, tmp_path: Path) -> None:
    take_people(office, tmp_path)
    (run,) = listed(office)
    ben = office.value("SELECT id FROM partner WHERE name = 'Ben Ode'")
    with office.store.read() as session:
        fields = fields_of(session, ben)
    with office.store.write("Change {partner}", partner="Ben Ode") as session:
        partners.edit(session, ben, replace(fields, tier="Gold"))
    with pytest.raises(UserError) as refused:
        turn(office, run)
    assert "the same records were changed since by “Change Ben Ode”. Undo that first." in str(refused.value)
    assert listed(office)[0].standing is Standing.DONE


def test_sales_that_were_paid_out_stay(office: Office, harbor: int, tmp_path: Path) -> None:
    take_orders(office, tmp_path)
    office.pay(harbor)
    (run,) = listed(office)
    money = office.dump(money=True)
    with pytest.raises(UserError):
        turn(office, run)
    assert office.dump(money=True) == money
    assert office.findings() == []


def test_an_import_of_a_book_that_was_taken_in_whole_is_not_undone_here(
    office: Office, harbor: int, tmp_path: Path
) -> None:
    done = take_people(office, tmp_path)
    with office.store.read() as session:
        document = json.loads(json.dumps({**export.header(), "tables": dict(export.everything(session))}))
    with opened(new_book(tmp_path / "other.partnerbook")) as other:
        with other.store.write("Take in {file}", file="book.json") as session:
            load(session, document, document["tables"])
        (run,) = listed(other)
        assert (run.standing, run.set_id) == (Standing.TAKEN, None)
        assert report(other, done.run_id).counts["added"] == 2
