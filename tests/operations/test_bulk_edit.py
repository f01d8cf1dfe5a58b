"""Many partners changed at once: few or thousands, each time one write that is undone and redone whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import insert, text

from app import clock
from app.domain.errors import UserError
from app.operations import bulk_edit
from app.persistence.journal import bulk
from app.persistence.tables import CustomField, Partner
from tests.operations.office import Office, eur, percent

MANY = 1050


@pytest.fixture
def crowd(office: Office) -> Iterator[Office]:
    """An office with many partners, the first of whom has a tag, and one field of the user's own of each kind."""
    common = {"kind": "referral", "status": "active", "created_at": clock.now(), "initial": "M"}
    rows = [
        {"uid": f"uid {n}", "code": f"MANY{n}", "name": f"Many {n}", "sort_key": f"many {n:05d}", **common}
        for n in range(MANY)
    ]
    with office.store.write("Begin") as session:
        with bulk(session, "partner"):
            session.execute(insert(Partner), rows)
        session.execute(text("INSERT INTO partner_tag (partner_id, tag) VALUES (1, 'Fair')"))
        for position, kind in enumerate(("text", "number", "date", "choice", "yesno")):
            choices = ["red", "blue"] if kind == "choice" else []
            session.add(CustomField(uid=kind, name=kind, kind=kind, choices=choices, position=position))
    yield office
    assert office.stale() == []
    assert office.findings() == []


def both_ways(office: Office, change: object, *arguments: object) -> int:
    """Do it, undo it and redo it; returns how many were changed."""
    before = office.dump()
    count = office.do("Change many", change, *arguments)  # type: ignore[arg-type]
    after = office.dump()
    office.undo()
    assert office.dump() == before
    office.redo()
    assert office.dump() == after
    return int(count)  # type: ignore[call-overload]


@pytest.mark.parametrize("some", [range(1, 4), range(1, MANY + 1)])
def test_a_field_of_many_is_set_and_taken_back(crowd: Office, some: Sequence[int]) -> None:
    count = len(some)
    assert both_ways(crowd, bulk_edit.set_field, some, "status", "paused") == count
    assert both_ways(crowd, bulk_edit.set_field, some, "tier", " Gold  star ") == count
    assert both_ways(crowd, bulk_edit.set_field, some, "cadence", "45") == count
    assert both_ways(crowd, bulk_edit.set_field, [*some, 999_999], "cadence", "") == count
    with crowd.store.write("Again") as session:
        assert bulk_edit.set_field(session, some, "status", "paused") == 0
    kept = "SELECT count(*) FROM partner WHERE status = 'paused' AND tier = 'Gold star' AND cadence_days IS NULL"
    assert crowd.value(kept) == count


@pytest.mark.parametrize("some", [range(1, MANY + 1)])
def test_a_tag_of_many_comes_and_goes(crowd: Office, some: Sequence[int]) -> None:
    assert both_ways(crowd, bulk_edit.add_tag, some, "fair") == len(some) - 1
    found = "SELECT count(*) FROM partner_search WHERE partner_search MATCH 'fair'"
    assert crowd.value(found) == len(some)
    assert both_ways(crowd, bulk_edit.remove_tag, some, "FAIR") == len(some)
    assert crowd.value(found) == 0


@pytest.mark.parametrize("some", [range(1, 4)])
def test_an_own_field_of_many_is_set_changed_and_emptied(crowd: Office, some: Sequence[int]) -> None:
    with crowd.store.write("One has it") as session:
        bulk_edit.set_field(session, [2], "custom:number", "7")
    assert both_ways(crowd, bulk_edit.set_field, some, "custom:number", "1234.5") == len(some)
    assert crowd.value("SELECT count(*) FROM custom_value WHERE value = '1234.5'") == len(some)
    assert both_ways(crowd, bulk_edit.set_field, some, "custom:number", "") == len(some)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("status", "asleep"),
        ("cadence", "0"),
        ("cadence", "often"),
        ("custom:number", "much"),
        ("custom:date", "2026-02-30"),
        ("custom:choice", "green"),
        ("custom:yesno", "perhaps"),
        ("custom:gone", "x"),
        ("name", "All the same"),
    ],
)
def test_a_value_that_does_not_fit_changes_nobody(crowd: Office, field: str, value: str) -> None:
    before = crowd.dump()
    with pytest.raises(UserError):
        crowd.do("Change", bulk_edit.set_field, [1, 2], field, value)
    assert crowd.dump() == before


def test_values_of_each_kind_fit(crowd: Office) -> None:
    for field, value in {
        "custom:text": "a, b",
        "custom:date": "2027-02-01",
        "custom:choice": "red",
        "custom:yesno": "no",
    }.items():
        assert crowd.do("Change", bulk_edit.set_field, [1, 2], field, value) == 2
    for tag in ("", " ", "a, b"):
        with pytest.raises(UserError, match="tag"):
            crowd.do("Tag", bulk_edit.add_tag, [1], tag)


def test_partners_with_money_are_named_and_kept_when_others_go(office: Office) -> None:
    earning, plain, sharing = office.partner("Earning"), office.card("Plain"), office.card("Other")
    office.agree(earning, percent(10))
    office.won(office.referral(earning), eur("100.00"))
    before = office.dump()
    removed = office.do("Delete many", bulk_edit.remove, [earning, plain, sharing, 999])
    assert removed == bulk_edit.Removed(2, 1, ("Earning",))
    assert office.value("SELECT count(*) FROM partner") == 1
    office.undo()
    assert office.dump() == before
    assert office.stale() == []
