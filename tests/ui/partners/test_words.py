"""The sentences of the Rolodex: rows of the list, lines of the timeline and of the history, the line one logs in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.domain.commissions.terms import Cap, Schedule, Unit, Version, percent_of_sale
from app.domain.communications import CommunicationKind
from app.domain.money import Money
from app.domain.partners import Kind, Status
from app.queries.history import Changed
from app.queries.partner_list import PartnerRow
from app.queries.timeline import TimelineItem
from ui.links import mail_address
from ui.partners import changes, entries, row_words, words
from ui.partners.log_words import leading_kind

TODAY = date(2026, 11, 23)
ROW = PartnerRow(
    id=1,
    name="Harbor IT",
    initial="H",
    code="HARBOR",
    kind=Kind.REFERRAL,
    status=Status.ACTIVE,
    tier="Gold",
    last_contact_on=date(2026, 10, 31),
    quiet=False,
    due_on=None,
    owed=(Money(38000, "EUR"),),
)


def test_a_row_says_what_the_partner_is_and_when_one_last_spoke() -> None:
    assert row_words.subtitle(ROW, TODAY) == "Referral · Gold · 23 days ago"
    assert row_words.subtitle(replace(ROW, tier="", status=Status.INVITED, last_contact_on=None), TODAY) == (
        "Referral · Invited · new"
    )


@pytest.mark.parametrize(
    ("due", "quiet", "said"),
    [
        (date(2026, 11, 22), True, ("overdue", "red")),
        (TODAY, True, ("follow-up today", "soft")),
        (date(2026, 11, 24), True, ("quiet", "soft")),
        (None, False, ("", "soft")),
    ],
)
def test_what_wants_attention_first_is_said(due: date | None, quiet: bool, said: tuple[str, str]) -> None:
    assert row_words.mark(replace(ROW, due_on=due, quiet=quiet), TODAY) == said


def test_sums_in_several_currencies_are_counted_not_added() -> None:
    assert row_words.owed(ROW) == "€380.00"
    assert row_words.owed(replace(ROW, owed=(Money(38000, "EUR"), Money(100, "USD")))) == "€380.00 + 1"
    assert row_words.owed(replace(ROW, owed=())) == "—"
    assert row_words.owed(replace(ROW, owed=(Money(0, "EUR"),))) == "—"


@pytest.mark.parametrize(
    ("typed", "kind", "rest"),
    [
        ("call Maya about the offer", CommunicationKind.CALL, "Maya about the offer"),
        ("E-Mail: sent the kit", CommunicationKind.EMAIL, "sent the kit"),
        ("meeting in Lund", CommunicationKind.MEETING, "in Lund"),
        ("callous words", None, "callous words"),
        ("call", None, "call"),
        ("", None, ""),
    ],
)
def test_the_first_word_of_the_line_names_the_kind_of_contact(
    typed: str, kind: CommunicationKind | None, rest: str
) -> None:
    assert leading_kind(typed) == (kind, rest)


def test_the_timeline_tells_what_a_sale_earned_and_what_a_refund_took_back() -> None:
    sale = TimelineItem("sale", 3, date(2026, 10, 28), "Brandt", amount=Money(380000, "EUR"))
    won = entries.of_timeline(replace(sale, commission=Money(38000, "EUR")), TODAY)
    assert (won.text, won.amount, won.tone) == ("Brandt → won, sale €3,800.00", "+€380.00", "green")
    refund = replace(sale, kind="refund", amount=Money(-380000, "EUR"), commission=Money(-38000, "EUR"))
    taken = entries.of_timeline(refund, TODAY)
    assert (taken.text, taken.amount, taken.tone) == ("Brandt → refund −€3,800.00", "−€380.00", "red")


@pytest.mark.parametrize("kind", ["call", "note", "referral.lost", "payout", "payout_void", "terms"])
def test_everything_that_happens_has_a_line(kind: str) -> None:
    item = TimelineItem(kind, 3, date(2025, 10, 28), "Said <b>so</b>", reference="7", amount=Money(1, "EUR"))
    entry = entries.of_timeline(item, TODAY)
    assert entry.when == "28 Oct 2025"
    assert "Said <b>so</b>" in entry.text or "7" in entry.text


def change(*fields: tuple[str, str, str, str], state: str = "done") -> Changed:
    at = datetime(2026, 11, 20, 9, 5, tzinfo=UTC)
    return Changed(1, at, "Edit {partner}", {"partner": "R&D {Ltd}"}, state, fields)


def test_the_history_says_from_what_to_what() -> None:
    entry = changes.of_change(
        change(("partner", "name", "A", "B"), ("contact_point", "*", "", "a@b.example"), ("sale", "uid", "1", "2")),
        TODAY,
    )
    assert entry.text == "Edit R&D {Ltd}\nName: A → B\nContact added: a@b.example"
    assert changes.of_change(change(state="undone"), TODAY).text == "Edit R&D {Ltd} (undone)"


def test_a_long_history_of_one_write_is_cut_and_says_so() -> None:
    many = [("person", "*", "", f"Person {number}") for number in range(20)]
    assert changes.of_change(change(*many), TODAY).text.endswith("… and 12 more")


def test_nothing_in_an_address_becomes_a_header_of_the_mail() -> None:
    link = mail_address("a@b.example?subject=Boo&bcc=c@d.example")
    assert link.query() == ""
    assert "%3F" in link.toString(link.ComponentFormattingOption.FullyEncoded)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("--05-14", "birthday 14 May"),
        ("1980-02-29", "birthday 29 Feb 1980"),
        ("--02-29", "birthday 29 February"),
        ("1981-02-29", "1981-02-29"),
        ("in spring", "in spring"),
        ("", ""),
    ],
)
def test_a_birthday_is_said_in_words(written: str, said: str) -> None:
    assert words.birthday(written) == said


PLAIN = Version(7, 2, date(2026, 3, 1), percent_of_sale("EUR", 100_000))
LONG = replace(
    PLAIN,
    terms=replace(PLAIN.terms, cap_period=Cap(150_000, Unit.QUARTER), schedule=Schedule.MONTHLY),
    programme="Gold",
    note="Spring fair",
)


def test_the_card_says_the_first_of_the_terms_only() -> None:
    assert [fact.text for fact in words.terms_facts(None)] == ["Nothing agreed yet"]
    assert [fact.text for fact in words.terms_facts(PLAIN)] == ["10% of each sale", "30-day hold"]
    assert [fact.text for fact in words.terms_facts(LONG)] == ["10% of each sale", "at most €1,500 a quarter …"]


def test_a_version_is_read_in_full_with_where_it_came_from() -> None:
    entry = entries.of_version(LONG, LONG, TODAY)
    assert (entry.when, entry.kind, entry.amount) == ("1 Mar", "Version 2", "in force")
    assert entry.text == (
        "10% of each sale; at most €1,500 a quarter; paid monthly, 30 days after the sale.\n"
        "From the programme “Gold” · Spring fair"
    )
    coming = replace(PLAIN, id=8, starts_on=date(2026, 12, 1))
    assert entries.of_version(coming, LONG, TODAY).amount == "from 1 Dec"
    assert entries.of_version(replace(PLAIN, id=9), LONG, TODAY).amount == ""
    assert entries.of_version(PLAIN, None, TODAY).text == "10% of each sale; 30-day hold."


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (None, "No terms are in force today."),
        (PLAIN, "Version 2, in force since 1 Mar 2026 · no end agreed"),
        (LONG, "Version 2, in force since 1 Mar 2026 · no end agreed · programme “Gold”"),
        (
            replace(PLAIN, terms=replace(PLAIN.terms, ends_on=TODAY)),
            "Version 2, in force since 1 Mar 2026 · ends on 23 Nov 2026",
        ),
        (
            replace(PLAIN, terms=replace(PLAIN.terms, ends_on=date(2026, 11, 22))),
            "Version 2, in force since 1 Mar 2026 · ended on 22 Nov 2026",
        ),
    ],
)
def test_how_the_terms_stand(version: Version | None, sentence: str) -> None:
    assert entries.standing_of_terms(version, TODAY) == sentence
