"""Names that mean the same although they are written otherwise are found, others are not; and a file says so."""

from __future__ import annotations

from functools import partial

import pytest

from app.exchange.alike import Alike
from app.exchange.drafts import PartnerDraft
from app.exchange.matching import Choice, Known, propose
from tests.effort import assert_at_most


def found(known: str, asked: str) -> bool:
    index = Alike()
    index.add(7, known)
    return [record for record, _likeness in index.like(asked)] == [7]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbor Coffee", "Harbour Coffee"),
        ("Harbor Coffee Ltd", "Coffee, Harbor"),
        ("Nordlicht Media", "Nordlciht Media"),
        ("Bergström Consulting AB", "Bergstrom Consultng"),
    ],
)
def test_a_slip_of_the_pen_is_seen_through(one: str, other: str) -> None:
    assert found(one, other)
    assert found(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Studio 54", "Studio 55"),
        ("Hull Foods", "Hull Books"),
        ("Anna", "Hanna"),
        ("Silver Star Travel", "Silver Stone Travel"),
        ("Harbor Coffee", "Harbor Coaching"),
        ("…", "…"),
        ("", ""),
    ],
)
def test_another_name_is_another(one: str, other: str) -> None:
    assert not found(one, other)


def test_an_addition_says_what_it_could_be_merged_with() -> None:
    known = Known()
    known.remember(PartnerDraft("Harbor Coffee", organisation="Harbor Coffee"), 5)
    like = PartnerDraft("Harbour Coffee", organisation="Harbour Coffee")
    again = PartnerDraft("Nordlicht Media", organisation="Nordlicht Media")
    slip = PartnerDraft("Nordlicht Medai", organisation="Nordlicht Medai")
    person = PartnerDraft("Harbour Coffee")
    proposals = propose([like, again, slip, person], known)
    assert [(p.choice, p.partner, p.same_as, p.why) for p in proposals[:3]] == [
        (Choice.ADD, 5, None, "a name like “Harbor Coffee”"),
        (Choice.ADD, None, None, ""),
        (Choice.ADD, None, 1, "a name like “Nordlicht Media”"),
    ]


def test_a_book_in_which_all_names_begin_alike_takes_no_longer_for_it() -> None:
    def look(number: int) -> None:
        index = Alike()
        for record in range(number):
            assert list(index.like(f"Harbor Coffee {record}")) == []
            index.add(record, f"Harbor Coffee {record}")

    assert_at_most(8 * 2.5, partial(look, 4000), partial(look, 500))
