"""Each draft is added, merged or skipped for a reason, and large files take time in proportion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.exchange.drafts import PartnerDraft, PersonDraft, Point
from app.exchange.grouping import group_by_organisation, merged
from app.exchange.keys import host_key, name_key, phone_key
from app.exchange.matching import Choice, Known, propose
from tests.effort import assert_at_most


def person(name: str, email: str = "", phone: str = "", line: int = 0, organisation: str = "") -> PartnerDraft:
    inside = PersonDraft(
        name,
        emails=(Point(email),) if email else (),
        phones=(Point(phone),) if phone else (),
    )
    return PartnerDraft(organisation or name, line, organisation=organisation, people=(inside,))


def book(*drafts: PartnerDraft) -> Known:
    known = Known()
    for number, draft in enumerate(drafts, start=1):
        known.remember(draft, number)
    return known


@pytest.mark.parametrize(
    ("known", "draft", "why"),
    [
        (
            person("Ada", "ada@x.example"),
            person("A. Lovelace", "ADA@x.example"),
            "the same e-mail address ada@x.example",
        ),
        (person("Ada", phone="+44 20 7946 0000"), person("ada", phone="0044 2079460000"), "the same phone number"),
        (person("Ada", organisation="Engines Ltd"), person("Bob", organisation="ENGINES"), "the same name"),
        (person("Ada", organisation="Engines"), person("Ada", organisation="Engines"), "the same person"),
        (replace(person("Ada"), uid="7"), replace(person("Bob"), uid="7"), "the same record number “7”"),
        (replace(person("Ada"), code="ADA"), replace(person("Bob"), code="ada"), "the same code ADA"),
    ],
)
def test_a_known_partner_is_found_and_the_reason_said(known: PartnerDraft, draft: PartnerDraft, why: str) -> None:
    (proposal,) = propose([draft], book(known))
    assert proposal.partner == 1
    assert proposal.why.startswith(why)


def test_an_identical_draft_is_skipped_and_one_with_news_merged() -> None:
    ada = person("Ada", "ada@x.example")
    with_phone = person("Ada", "ada@x.example", "+1 555 0100")
    choices = [proposal.choice for proposal in propose([ada, with_phone], book(ada))]
    assert choices == [Choice.SKIP, Choice.MERGE]


@pytest.mark.parametrize(
    "draft",
    [person("Ada", "other@x.example"), person("Bob", phone="+1 555 010000"), person("Ada")],
    ids=["same name", "same phone", "name alone"],
)
def test_two_people_who_share_a_name_or_a_phone_are_two(draft: PartnerDraft) -> None:
    known = book(person("Ada", "ada@x.example", "+1 555 010000"))
    (proposal,) = propose([draft], known)
    assert (proposal.choice, proposal.partner, proposal.why) == (Choice.ADD, None, "")


def test_duplicates_within_the_file_point_to_the_first() -> None:
    drafts = [
        person("Ada", "ada@x.example", line=2),
        person("Bob", "bob@x.example", line=3),
        person("Ada L.", "ada@x.example", "+1 555 0100", line=4),
        person("Ada", "ada@x.example", line=5),
    ]
    proposals = propose(drafts, Known())
    assert [proposal.choice for proposal in proposals] == [Choice.ADD, Choice.ADD, Choice.MERGE, Choice.SKIP]
    assert [proposal.same_as for proposal in proposals] == [None, None, 0, 0]
    assert proposals[2].why == "the same e-mail address ada@x.example, as in line 2"


def test_proposing_changes_nothing_in_the_index() -> None:
    known = book(person("Ada", "ada@x.example"))
    before = (dict(known.emails), {partner: set(values) for partner, values in known.values.items()})
    propose([person("Ada", "ada@x.example", "+1 555 0100"), person("Bob")], known)
    assert (known.emails, known.values) == before


@pytest.mark.parametrize(
    ("phone", "region", "key"),
    [
        ("+49 (0)30 123456", "", "+4930123456"),
        ("0049 30 123456", "", "+4930123456"),
        ("030 123456", "DE", "+4930123456"),
        ("030 123456", "", "030123456"),
        ("(415) 555-2671", "US", "+14155552671"),
        ("+1-501-680-9990x4331", "", "+15016809990"),
        ("06 12345678", "IT", "+390612345678"),
        ("12", "", ""),
        ("ask Jenny", "", ""),
    ],
)
def test_phone_numbers_are_compared_in_one_form(phone: str, region: str, key: str) -> None:
    assert phone_key(phone, region) == key


@pytest.mark.parametrize(
    ("name", "key"),
    [("Müller GmbH & Co. KG", "muller"), ("AT&T Inc.", "at t"), ("株式会社", "株式会社"), ("Co", "co"), ("—", "—")],
)
def test_names_are_compared_without_legal_forms(name: str, key: str) -> None:
    assert name_key(name) == key


@pytest.mark.parametrize(
    ("website", "key"),
    [
        ("https://www.Engines.example/about?x#y", "engines.example"),
        ("engines.example", "engines.example"),
        ("https://www.linkedin.com/in/ada", ""),
        ("", ""),
        ("words", ""),
    ],
)
def test_websites_are_compared_by_host(website: str, key: str) -> None:
    assert host_key(website) == key


def test_people_of_one_organisation_come_under_one_partner_and_nothing_is_lost() -> None:
    first = replace(person("Ada", "a@x.example", organisation="Engines"), tags=("x",), notes="one")
    second = replace(person("Bob", "b@x.example", organisation="engines ltd."), tags=("x", "y"), notes="two", code="E")
    alone = person("Eve")
    grouped = group_by_organisation([first, alone, second])
    assert [draft.name for draft in grouped] == ["Engines", "Eve"]
    assert [inside.name for inside in grouped[0].people] == ["Ada", "Bob"]
    assert (grouped[0].tags, grouped[0].notes, grouped[0].code) == (("x", "y"), "one\n\ntwo", "E")
    assert merged(first, first) == first


def test_time_grows_with_the_number_of_drafts_only() -> None:
    def work(count: int) -> Callable[[], None]:
        drafts = [person(f"Person {n}", f"p{n}@x.example", f"+4930{n:07}", n, f"Firm {n}") for n in range(count)]
        known = book(*drafts)

        def match() -> None:
            assert all(proposal.choice is Choice.SKIP for proposal in propose(drafts, known))

        return match

    assert_at_most(16 * 2.5, work(16000), work(1000))
