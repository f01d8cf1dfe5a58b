"""The user's own fields: defined, changed and removed with what stands in them, and all of it undone."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app import file_export
from app.domain.custom_fields import FieldKind
from app.domain.errors import UserError
from app.domain.rolodex import CustomValue, PartnerFields
from app.exchange.contacts import read_contacts
from app.exchange.drafts import FieldValue, PartnerDraft
from app.exchange.matching import Choice, Proposal, propose
from app.operations import custom_fields, imports, partners
from app.queries import custom_fields as query
from app.queries import history
from app.queries.known import known
from app.queries.partners import fields
from app.queries.search import search
from tests.operations.office import Office


def define(office: Office, name: str, kind: FieldKind = FieldKind.TEXT, *choices: str) -> tuple[int, str]:
    """The id and the uid of a new field."""
    field_id = office.do("Define", custom_fields.define, name, kind, choices)
    return field_id, str(office.value("SELECT uid FROM custom_field WHERE id = :id", id=field_id))


def give(office: Office, partner: int, **values: str) -> None:
    """Change some of the partner's fields, by the names of the fields."""
    with office.store.read() as session:
        before = fields(session, partner)
        uids = {each.name: each.uid for each in query.definitions(session)}
    kept = {held.field: held.value for held in before.custom} | {uids[name]: text for name, text in values.items()}
    held = tuple(CustomValue(uid, text) for uid, text in kept.items())
    office.do("Edit", partners.edit, partner, replace(before, custom=held))


def values(office: Office, partner: int) -> dict[str, str]:
    with office.store.read() as session:
        names = {each.uid: each.name for each in query.definitions(session)}
        return {names[held.field]: held.value for held in fields(session, partner).custom}


def counts(office: Office) -> list[tuple[str, int]]:
    with office.store.read() as session:
        return [(row.definition.name, row.partners) for row in query.listed(session)]


def refused(office: Office, operation: Any, *arguments: Any) -> str:
    before = office.dump()
    with pytest.raises(UserError) as error:
        office.do("Try", operation, *arguments)
    assert office.dump() == before
    return str(error.value)


def test_values_are_saved_with_the_partner_and_go_with_it(office: Office) -> None:
    _id, region = define(office, "Region", FieldKind.CHOICE, "North", "South")
    define(office, "Since", FieldKind.DATE)
    partner = office.partner(custom=(CustomValue(region, "north"),))
    give(office, partner, Since="2027-02-01")
    assert values(office, partner) == {"Region": "North", "Since": "2027-02-01"}
    give(office, partner, Region="")
    assert values(office, partner) == {"Since": "2027-02-01"}
    assert counts(office) == [("Region", 0), ("Since", 1)]
    office.do("Delete", partners.remove, partner)
    assert office.value("SELECT count(*) FROM custom_value") == 0
    office.undo()
    assert values(office, partner) == {"Since": "2027-02-01"}
    assert office.stale() == []


def test_what_does_not_fit_is_refused(office: Office) -> None:
    _id, size = define(office, "Size", FieldKind.NUMBER)
    words = refused(office, partners.add, PartnerFields("Ana", custom=(CustomValue(size, "large"),)))
    assert words == "“large” is not a number, as “Size” asks for."
    assert "no longer" in refused(office, partners.add, PartnerFields("Ana", custom=(CustomValue("gone", "1"),)))


def test_names_are_unlike_each_other(office: Office) -> None:
    first, _uid = define(office, "Größe")
    assert "GRÖSSE" in refused(office, custom_fields.define, "GRÖSSE", FieldKind.TEXT)
    office.do("Rename", custom_fields.rename, first, "größe")
    assert counts(office) == [("größe", 0)]


def test_removing_a_field_takes_its_values_and_undo_brings_them_back(office: Office) -> None:
    region, uid = define(office, "Region")
    partner = office.partner(custom=(CustomValue(uid, "Västra Götaland"),))
    assert office.do("Remove", custom_fields.remove, region) == 1
    assert values(office, partner) == {}
    assert search(office.store.driver(), "vastra") == ()
    office.undo()
    assert values(office, partner) == {"Region": "Västra Götaland"}
    assert [hit.where for hit in search(office.store.driver(), "vastra")] == ["Region: Västra Götaland"]


def test_a_kind_changes_where_every_value_fits(office: Office) -> None:
    size, uid = define(office, "Size")
    first, second = office.partner("Ana", custom=(CustomValue(uid, "010.50"),)), office.partner("Ben")
    give(office, second, Size="large")
    words = refused(office, custom_fields.change, size, "Size", FieldKind.NUMBER)
    assert words == "“Size” stays as it is: 1 of its 2 values would not fit, such as “large”."
    give(office, second, Size="7")
    office.do("Change", custom_fields.change, size, "Seats", FieldKind.NUMBER)
    assert (values(office, first), values(office, second)) == ({"Seats": "10.5"}, {"Seats": "7"})
    office.undo()
    assert values(office, first) == {"Size": "010.50"}


def test_choices_that_are_taken_stay(office: Office) -> None:
    region, uid = define(office, "Region", FieldKind.CHOICE, "North", "South")
    partner = office.partner(custom=(CustomValue(uid, "North"),))
    assert "1 of its 1 values" in refused(office, custom_fields.change, region, "Region", FieldKind.CHOICE, ["South"])
    office.do("Change", custom_fields.change, region, "Region", FieldKind.CHOICE, ["East", "NORTH"])
    assert values(office, partner) == {"Region": "NORTH"}


def test_fields_stand_in_the_order_of_the_user(office: Office) -> None:
    define(office, "One"), define(office, "Two")
    third, _uid = define(office, "Three")
    office.do("Move", custom_fields.move, third, -1)
    assert [name for name, _count in counts(office)] == ["One", "Three", "Two"]
    office.do("Move", custom_fields.move, third, 1)
    office.do("Move", custom_fields.move, third, 1)
    assert [name for name, _count in counts(office)] == ["One", "Two", "Three"]


def test_values_are_found_and_yes_is_no_word_to_search_for(office: Office) -> None:
    flag, uid = define(office, "VIP", FieldKind.YESNO)
    _id, site = define(office, "Portal", FieldKind.LINK)
    office.partner("Ana", custom=(CustomValue(uid, "yes"), CustomValue(site, "portal.example/ana")))
    connection = office.store.driver()
    assert [hit.where for hit in search(connection, "portal.example")] == ["Portal: https://portal.example/ana"]
    assert search(connection, "yes") == ()
    office.do("Change", custom_fields.change, flag, "VIP", FieldKind.TEXT)
    assert [hit.where for hit in search(connection, "yes")] == ["VIP: yes"]
    assert office.stale() == []


def test_history_tells_values_by_the_names_of_their_fields(office: Office) -> None:
    region, uid = define(office, "Region")
    partner = office.partner(custom=(CustomValue(uid, "North"),))
    give(office, partner, Region="South")
    office.do("Remove", custom_fields.remove, region)
    with office.store.read() as session:
        found = history.of_partner(session, partner)
    told = [(each.field, each.before, each.after) for change in found for each in change.values]
    assert told == [("Region", "South", ""), ("Region", "North", "South"), ("Region", "", "North")]


def draft(name: str, uid: str, value: str, email: str) -> PartnerDraft:
    return PartnerDraft(name, custom=(FieldValue(uid, "Region", value),), emails=(), code=email)


def take_in(office: Office, *drafts: PartnerDraft) -> list[Choice]:
    with office.store.read() as session:
        proposals: list[Proposal] = propose(drafts, known(session))
    office.do("Import", imports.apply, proposals, file_name="a.csv")
    return [proposal.choice for proposal in proposals]


def test_an_import_adds_values_and_keeps_what_was_there(office: Office) -> None:
    _id, uid = define(office, "Region")
    assert take_in(office, draft("Ana", uid, "North", "ANA"), draft("Ben", uid, "South", "BEN")) == [Choice.ADD] * 2
    assert [values(office, partner) for partner in (1, 2)] == [{"Region": "North"}, {"Region": "South"}]
    assert take_in(office, draft("Ana", uid, "North", "ANA")) == [Choice.SKIP]
    assert take_in(office, draft("Ana", uid, "East", "ANA")) == [Choice.MERGE]
    assert values(office, 1) == {"Region": "North"}
    assert office.value("SELECT notes FROM partner WHERE id = 1") == "Region: East"
    assert take_in(office, draft("Ana", uid, "East", "ANA")) == [Choice.SKIP]
    assert office.stale() == []
    for _write in range(4):
        office.undo()
    assert office.value("SELECT count(*) FROM custom_value") == 0


def exported(office: Office, path: Path, what: str = "partners") -> bytes:
    with office.store.read() as session, path.open("wb") as file:
        file_export.write(session, what, path.suffix, file, datetime(2026, 11, 23, tzinfo=UTC))
    return path.read_bytes()


def own_columns(file: bytes, count: int) -> list[list[str]]:
    return [row[-count:] for row in csv.reader(io.StringIO(file.decode("utf-8-sig")))]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".vcf"])
def test_values_go_out_and_come_back(office: Office, tmp_path: Path, ending: str) -> None:
    held = {
        "=cmd()": (FieldKind.TEXT, "'=1+1"),
        "Size; really": (FieldKind.NUMBER, "-1234.567"),
        "Tiny": (FieldKind.NUMBER, "0.0000001"),
        "Until": (FieldKind.DATE, "2027-02-01"),
        "Founded": (FieldKind.DATE, "1850-12-31"),
        "VIP": (FieldKind.YESNO, "no"),
        "Portal": (FieldKind.LINK, "https://portal.example/?a=1,2;3"),
    }
    what = "people" if ending == ".vcf" else "partners"
    uids = {name: define(office, name, kind)[1] for name, (kind, _value) in held.items()}
    custom = tuple(CustomValue(uid, held[name][1]) for name, uid in uids.items())
    office.partner("Ana", custom=custom), office.partner("Ben")
    first = exported(office, tmp_path / f"first{ending}", what)
    for partner in (1, 2):
        office.do("Delete", partners.remove, partner)
    with office.store.read() as session:
        read = read_contacts(tmp_path / f"first{ending}", own=query.definitions(session))
    assert read.problems == ()
    take_in(office, *read.drafts)
    ana = office.value("SELECT id FROM partner WHERE name = 'Ana'")
    assert values(office, ana) == {name: value for name, (_kind, value) in held.items()}
    if ending == ".csv":
        second = exported(office, tmp_path / "second.csv")
        assert own_columns(second, len(held)) == own_columns(first, len(held))
        assert own_columns(first, len(held))[0][0] == "'=cmd()"


def test_a_workbook_has_numbers_and_days(office: Office, tmp_path: Path) -> None:
    seats, until = define(office, "Seats", FieldKind.NUMBER)[1], define(office, "Until", FieldKind.DATE)[1]
    office.partner("Ana", custom=(CustomValue(seats, "12.5"), CustomValue(until, "2027-02-01")))
    exported(office, tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    rows = [
        dict(zip([cell.value for cell in sheet[1]], row, strict=True)) for row in sheet.iter_rows(2, values_only=True)
    ]
    assert (rows[0]["Seats"], rows[0]["Until"]) == (12.5, datetime.fromisoformat("2027-02-01"))


def test_records_have_the_fields_by_name(office: Office, tmp_path: Path) -> None:
    office.partner("Ana", custom=(CustomValue(define(office, "Region")[1], "North"),))
    assert json.loads(exported(office, tmp_path / "a.json"))[0]["fields"] == {"Region": "North"}
    assert json.loads(exported(office, tmp_path / "b.json", "people"))[0]["fields"] == {"Region": "North"}
