"""Columns and cards that hold the user's own fields: known by name or as said, brought into form, nothing lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import pytest

from app.domain.custom_fields import FieldDefinition, FieldKind
from app.exchange.contacts import read_contacts
from app.exchange.drafts import PartnerDraft, ReadResult

OWN = (
    FieldDefinition("r", "Region", FieldKind.CHOICE, ("North", "South")),
    FieldDefinition("s", "Seats", FieldKind.NUMBER),
    FieldDefinition("u", "Until", FieldKind.DATE),
    FieldDefinition("v", "VIP?", FieldKind.YESNO),
)


class Read(Protocol):
    def __call__(self, text: str, name: str = "a.csv", **how: Any) -> ReadResult[PartnerDraft]: ...


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def of(text: str, name: str = "a.csv", **how: Any) -> ReadResult[PartnerDraft]:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_contacts(path, own=OWN, **how)

    return of


def held(draft: PartnerDraft) -> dict[str, str]:
    return {value.name: value.value for value in draft.custom}


def kept(draft: PartnerDraft) -> list[tuple[str, str]]:
    return [(point.label, point.value) for point in draft.extra]


def test_columns_are_known_by_the_names_of_fields(read: Read) -> None:
    result = read(
        'Name,E-Mail,REGION,seats,until,vip?\nAna,ana@example.com,north,"1.200,5",1.2.2027,ja\nBen,b@example.com,,7,,\n'
    )
    assert [column.field for column in result.columns] == [
        "name",
        "email",
        "custom:r",
        "custom:s",
        "custom:u",
        "custom:v",
    ]
    assert held(result.drafts[0]) == {"Region": "North", "Seats": "1200.5", "Until": "2027-02-01", "VIP?": "yes"}
    assert held(result.drafts[1]) == {"Seats": "7"}
    assert not any(draft.extra for draft in result.drafts)
    assert any("“until”" in remark for remark in result.remarks)


def test_what_does_not_fit_is_named_and_kept(read: Read) -> None:
    result = read("Name,E-Mail,Region,Seats\nAna,ana@example.com,West,€ 50\n")
    assert held(result.drafts[0]) == {}
    assert kept(result.drafts[0]) == [("Region", "West"), ("Seats", "€ 50")]
    assert [problem.sentence for problem in result.problems] == [
        "“West” is not among the choices of “Region”. It is kept in the notes.",
        "“€ 50” is not a number, as “Seats” asks for. It is kept in the notes.",
    ]
    assert {problem.line for problem in result.problems} == {2}


def test_a_column_means_what_the_user_says(read: Read) -> None:
    mapping = {"Name": "name", "Area": "custom:r", "Region": ""}
    result = read("Name,Area,Region\nAna,south,north\n", mapping=mapping)
    assert held(result.drafts[0]) == {"Region": "South"}
    assert kept(result.drafts[0]) == [("Region", "north")]


def test_a_column_that_meant_a_field_which_is_gone_is_kept_under_its_header(read: Read) -> None:
    result = read("Name,Area\nAna,south\n", mapping={"Name": "name", "Area": "custom:gone"})
    assert kept(result.drafts[0]) == [("Area", "south")]


def test_a_label_of_another_program_may_be_the_name_of_a_field(read: Read) -> None:
    header = "First Name,Last Name,Organization Name,Labels,Custom Field 1 - Label,Custom Field 1 - Value\n"
    result = read(header + "Ana,Silva,,,Region,South\n")
    assert held(result.drafts[0]) == {"Region": "South"}


def test_of_two_values_the_second_is_kept_beside_the_first(read: Read) -> None:
    card = "BEGIN:VCARD\nVERSION:4.0\nFN:Ana\nX-PARTNERBOOK-FIELD:Region;North\nX-PARTNERBOOK-FIELD:Region;South\n"
    result = read(card + "X-PARTNERBOOK-FIELD:Team\\;A;b\\,c\nEND:VCARD\n", "a.vcf")
    assert held(result.drafts[0]) == {"Region": "North"}
    assert kept(result.drafts[0]) == [("Region", "South"), ("Team;A", "b,c")]
