"""Whom a row is credited to: only where everything it says leads to one partner; else it is asked, with suggestions."""

from __future__ import annotations

import pytest

from app.exchange.attribution import Attributor, Partners, question
from app.exchange.drafts import PartnerHint


@pytest.fixture
def partners() -> Partners:
    known = Partners()
    for number, (name, code) in enumerate(
        [
            ("Harbor IT Consulting", "HARBOR10"),
            ("Halvorsen & Lie AS", "HALVORSEN"),
            ("Åkesson", "AKE"),
            ("Akesson", "A2"),
        ],
        1,
    ):
        known.add(number, name, code)
    known.add_person(1, "Maya Lopez")
    known.add_email(1, "Maya@Harbor.example")
    known.add_email(2, "post@halvorsen.example")
    return known


@pytest.mark.parametrize(
    "hint",
    [
        PartnerHint("harbor it  consulting"),
        PartnerHint("", "harbor10"),
        PartnerHint("HARBOR10 "),
        PartnerHint("", "", "maya@harbor.EXAMPLE"),
        PartnerHint("Maya Lopez"),
        PartnerHint("Harbor IT Consulting", "HARBOR10", "maya@harbor.example"),
        PartnerHint("Harbor IT Consulting", "unknown code"),
    ],
)
def test_code_coupon_e_mail_name_and_person_lead_to_the_partner(partners: Partners, hint: PartnerHint) -> None:
    assert Attributor(partners).of(hint).partner == 1


@pytest.mark.parametrize(
    ("hint", "offered"),
    [
        (PartnerHint("Harbor IT Consulting", "HALVORSEN"), (1, 2)),
        (PartnerHint("Akesson"), (3, 4)),
        (PartnerHint("Halvorsen Lie"), (2,)),
        (PartnerHint("", "HARBUR10"), (1,)),
        (PartnerHint("Somebody Else Ltd"), ()),
        (PartnerHint("", "", "nobody@else.example"), ()),
    ],
)
def test_what_is_not_sure_is_asked(partners: Partners, hint: PartnerHint, offered: tuple[int, ...]) -> None:
    found = Attributor(partners).of(hint)
    assert (found.partner, found.offered) == (None, offered)
    assert question(hint) in found.why
    assert all(partners.names[partner] in found.why for partner in offered)


def test_an_answer_holds_for_all_rows_that_say_the_same(partners: Partners) -> None:
    hint = PartnerHint("Halvorsen Lie")
    assert Attributor(partners, {question(hint): 2}).of(hint).partner == 2
    nobody = Attributor(partners, {question(hint): None}).of(hint)
    assert (nobody.partner, nobody.offered) == (None, ())


def test_a_row_without_a_word_on_the_partner_asks_nothing(partners: Partners) -> None:
    assert Attributor(partners).of(PartnerHint()).why == "The row names no partner."
