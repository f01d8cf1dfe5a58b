"""How partners stand to one another: said once, seen from both sides, gone with either of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.domain.relations import RelationKind
from app.operations import partners, relations
from app.queries.relations import RelationRow, of_partner
from tests.operations.office import Office, new_book, opened


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with opened(new_book(tmp_path / "my.partnerbook")) as found:
        yield found


def seen(office: Office, partner: int) -> list[tuple[RelationKind, bool, str, str]]:
    with office.store.read() as session:
        rows: tuple[RelationRow, ...] = of_partner(session, partner)
    return [(row.kind, row.is_first, row.other, row.note) for row in rows]


def relate(office: Office, partner: int, kind: RelationKind, other: int, note: str = "") -> int:
    return office.do("Relate", relations.relate, partner, kind, other, note)


def test_a_relation_is_seen_from_both_sides(office: Office) -> None:
    one, other = office.partner("Harbor"), office.partner("Nordlicht")
    relate(office, one, RelationKind.INTRODUCED_BY, other, "at the\nfair")
    relate(office, other, RelationKind.WORKS_WITH, one)
    assert seen(office, one) == [
        (RelationKind.INTRODUCED_BY, True, "Nordlicht", "at the fair"),
        (RelationKind.WORKS_WITH, True, "Nordlicht", ""),
    ]
    assert [row[:3] for row in seen(office, other)] == [
        (RelationKind.INTRODUCED_BY, False, "Harbor"),
        (RelationKind.WORKS_WITH, False, "Harbor"),
    ]


def test_said_again_it_is_the_same_with_a_new_note(office: Office) -> None:
    one, other = office.partner("Harbor"), office.partner("Nordlicht")
    first = relate(office, one, RelationKind.WORKS_WITH, other, "on sites")
    assert relate(office, other, RelationKind.WORKS_WITH, one, "on shops") == first
    assert [row[3] for row in seen(office, one)] == ["on shops"]


def test_no_company_is_its_own_parent(office: Office) -> None:
    one, other, third = (office.partner(name) for name in ("A", "B", "C"))
    relate(office, one, RelationKind.PARENT, other)
    relate(office, other, RelationKind.PARENT, third)
    with pytest.raises(UserError, match="belongs to this one already"):
        relate(office, third, RelationKind.PARENT, one)
    with pytest.raises(UserError, match="no relation to itself"):
        relate(office, one, RelationKind.WORKS_WITH, one)


def test_it_goes_with_its_partner_and_comes_back_with_it(office: Office) -> None:
    one, other = office.partner("Harbor"), office.partner("Nordlicht")
    relation = relate(office, one, RelationKind.INTRODUCED_BY, other)
    office.do("Delete", partners.remove, other)
    assert seen(office, one) == []
    office.undo()
    assert len(seen(office, one)) == 1
    office.do("Remove", relations.remove, relation)
    assert seen(office, other) == []
    with pytest.raises(UserError, match="no longer in the book"):
        office.do("Remove", relations.remove, relation)
