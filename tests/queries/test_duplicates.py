"""Partners that may be the same are found, with the reasons; those that only share a switchboard are not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.partners import PointKind
from app.domain.relations import RelationKind
from app.domain.rolodex import PartnerFields, PersonFields, Point
from app.operations import merging, partners, relations, settings
from app.queries.duplicates import Pair, duplicates
from app.queries.settings import Preferences
from tests.operations.office import Office, new_book, opened


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(new_book(tmp_path / "my.partnerbook")) as found:
        found.do("Settings", settings.save_preferences, Preferences("GBP", "en"))
        yield found


def pairs(office: Office) -> tuple[Pair, ...]:
    with office.store.read() as session:
        return duplicates(session)


def add(office: Office, name: str, email: str = "", phone: str = "", site: str = "", person: str = "") -> int:
    points = ((PointKind.EMAIL, email), (PointKind.PHONE, phone), (PointKind.WEBSITE, site))
    fields = PartnerFields(
        name,
        points=tuple(Point(kind, value) for kind, value in points if value),
        people=(PersonFields(person),) if person else (),
    )
    return office.do("Add", partners.add, fields)


def reasons(pair: Pair) -> dict[str, str]:
    return {reason.kind: reason.what for reason in pair.reasons}


def test_each_thing_in_common_is_a_reason_and_more_of_them_come_first(office: Office) -> None:
    one = add(office, "Harbor Coffee", "Ana@Example.com", "020 7946 0018", "https://www.harbor.example/")
    add(office, "Nordlicht", "mail@nordlicht.example")
    by_email = add(office, "Entirely Else", "ana@example.com")
    by_all = add(office, "Harbour Coffee Ltd", "ana@example.com", "+44 20 7946 0018", "http://harbor.example")
    found = pairs(office)
    assert [(pair.first_id, pair.second_id) for pair in found] == [(one, by_all), (by_email, by_all), (one, by_email)]
    assert reasons(found[0]) == {
        "email": "ana@example.com",
        "phone": "+442079460018",
        "website": "harbor.example",
        "alike": "96",
    }
    assert found[0].likelihood == 100 > found[1].likelihood == 96


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ({"name": "Acme Inc."}, {"name": "ACME GmbH"}, "name"),
        ({"name": "A", "person": "Ana Pereira"}, {"name": "B", "person": "ana péreira"}, "person"),
        ({"name": "Nordlicht Media"}, {"name": "Nordlciht Media"}, "alike"),
        ({"name": "A", "phone": "(020) 7946-0018"}, {"name": "B", "phone": "0044 20 7946 0018"}, "phone"),
    ],
)
def test_one_thing_is_enough(office: Office, one: dict[str, str], other: dict[str, str], kind: str) -> None:
    add(office, **one)
    add(office, **other)
    [pair] = pairs(office)
    assert list(reasons(pair)) == [kind]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "A", "person": "Ana"}, {"name": "B", "person": "Ana"}),
        ({"name": "A", "site": "https://linkedin.com/in/a"}, {"name": "B", "site": "https://linkedin.com/in/b"}),
        ({"name": "A", "phone": "112"}, {"name": "B", "phone": "112"}),
    ],
)
def test_what_many_share_is_no_reason(office: Office, one: dict[str, str], other: dict[str, str]) -> None:
    add(office, **one)
    add(office, **other)
    assert pairs(office) == ()


def test_a_switchboard_makes_nobody_the_same(office: Office) -> None:
    for number in range(8):
        add(office, f"{number * 1111} Firm{number}", phone="+44 20 7946 0018")
    assert pairs(office) == ()


def test_those_told_apart_and_those_merged_are_not_proposed_again(office: Office) -> None:
    one, other, third = (add(office, name) for name in ("Acme", "ACME Inc", "acme ltd"))
    office.do("Apart", relations.relate, other, RelationKind.DISTINCT, one)
    assert {(pair.first_id, pair.second_id) for pair in pairs(office)} == {(one, third), (other, third)}
    office.do("Merge", merging.merge, one, third)
    assert pairs(office) == ()
