"""Whatever is typed finds what it means, in any script and order, and nothing that is typed is syntax."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.partners import PointKind
from app.domain.referrals import ReferralFields
from app.domain.rolodex import PartnerFields, PersonFields, Point
from app.operations import partners, referrals
from app.persistence.searchable import match_expression
from app.queries import partner_list
from app.queries.partners import choices
from app.queries.search import Hit, search
from tests.operations.office import TODAY, Office, new_book, opened


def phone(number: str) -> tuple[Point, ...]:
    return (Point(PointKind.PHONE, number),)


PARTNERS = (
    PartnerFields("Harbor Coffee Roasters", tags=("coffee", "Größe"), notes="Likes the 0815 blend. 50% off, o'clock"),
    PartnerFields("Åre Skidor AB", points=phone("+44 (0)20 7946 0018")),
    PartnerFields("日本商事株式会社", people=(PersonFields("山田太郎", "部長"),)),
    PartnerFields("O'Brien & Sons", points=(Point(PointKind.EMAIL, "pat.obrien@example.ie"),)),
    PartnerFields("Łódź Straße Øst", people=(PersonFields("José García", "Owner", phone("020 7946 0123")),)),
    PartnerFields("شركة النور", points=phone("٠٢٠ ١٢٣٤ ٥٦٧")),
    PartnerFields("हिन्दी सेवा"),
    PartnerFields("Twenty%_Off \"Deals\" NEAR*"),
    PartnerFields("0049 Numbers", code="N49"),
    PartnerFields("東京ABC商会"),
)  # fmt: skip


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A book with all of them, a call and a referral."""
    with opened(new_book(tmp_path_factory.mktemp("search") / "my.partnerbook")) as office:
        for fields in PARTNERS:
            office.do("Add", partners.add, fields)
        office.call(1, "Met on 2026-11-23 at café №5, room 1004")
        skis = ReferralFields("Zoë Müller", TODAY, "EUR", note="wants skis", phone="555 0199")
        office.do("Refer", referrals.log, 2, skis)
        yield office


def names(office: Office, typed: str) -> set[str]:
    """The partners that the list shows for what was typed."""
    connection = office.store.driver()
    found = partner_list.ids(connection, partner_list.Chip.ALL, typed, TODAY)
    return {row.name for row in partner_list.rows(connection, found, TODAY).values()}


def hits(office: Office, typed: str) -> list[Hit]:
    return list(search(office.store.driver(), typed))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("harbor", "Harbor Coffee Roasters"),
        ("roast harb", "Harbor Coffee Roasters"),
        ("COFFEE", "Harbor Coffee Roasters"),
        ("grosse", "Harbor Coffee Roasters"),
        ("Größe", "Harbor Coffee Roasters"),
        ("0815", "Harbor Coffee Roasters"),
        ("50%", "Harbor Coffee Roasters"),
        ("are skidor", "Åre Skidor AB"),
        ("Åre", "Åre Skidor AB"),
        ("A\u030are", "Åre Skidor AB"),
        ("+44 20 7946 0018", "Åre Skidor AB"),
        ("0044 20 79460018", "Åre Skidor AB"),
        ("020 7946 0018", "Åre Skidor AB"),
        ("20794600", "Åre Skidor AB"),
        ("7946 0018", "Åre Skidor AB"),
        ("20 7946", "Åre Skidor AB"),
        ("0207946012", "Łódź Straße Øst"),
        ("商事", "日本商事株式会社"),
        ("日本", "日本商事株式会社"),
        ("式会", "日本商事株式会社"),
        ("山田", "日本商事株式会社"),
        ("o'brien", "O'Brien & Sons"),
        ("o’brien", "O'Brien & Sons"),
        ("obrien@example", "O'Brien & Sons"),
        ("lodz strasse ost", "Łódź Straße Øst"),
        ("garcia jose", "Łódź Straße Øst"),
        ("النور", "شركة النور"),
        ("0201234", "شركة النور"),
        ("हिन्दी", "हिन्दी सेवा"),
        ("100% twenty", None),
        ("twenty%", "Twenty%_Off \"Deals\" NEAR*"),
        ("%_off", "Twenty%_Off \"Deals\" NEAR*"),
        ('"deals"', "Twenty%_Off \"Deals\" NEAR*"),
        ("near*", "Twenty%_Off \"Deals\" NEAR*"),
        ("0049", "0049 Numbers"),
        ("n49", "0049 Numbers"),
        ("東京ab", "東京ABC商会"),
        ("ABC商", "東京ABC商会"),
    ],
)  # fmt: skip
def test_what_is_typed_finds_it(full: Office, typed: str, name: str | None) -> None:
    assert (name in names(full, typed)) == (name is not None)
    if name is not None:
        assert name in {hit.partner for hit in hits(full, typed)}


@pytest.mark.parametrize("typed", ["harbor skidor", "zzz", "arbor", "7946 0019", "本日", "!!!", "_", '"', "*", "''"])
def test_what_is_not_there_is_not_found(full: Office, typed: str) -> None:
    assert names(full, typed) == set()


def test_nothing_typed_is_the_whole_list(full: Office) -> None:
    assert len(names(full, "")) == len(names(full, "  \t")) == len(PARTNERS)
    assert hits(full, "  ") == []


def test_a_hit_says_where_it_matched(full: Office) -> None:
    def first(typed: str) -> tuple[str, str, str]:
        hit = hits(full, typed)[0]
        return hit.kind, hit.title, hit.where

    assert first("garcia") == ("person", "José García", "Owner")
    assert first("山田") == ("person", "山田太郎", "部長")
    assert first('"garcia"') == ("person", "José García", "Owner")
    assert first("pat.obr") == ("partner", "O'Brien & Sons", "pat.obrien@example.ie")
    assert first("7946 0018") == ("partner", "Åre Skidor AB", "+44 (0)20 7946 0018")
    assert first("0815") == ("partner", "Harbor Coffee Roasters", "Likes the 0815 blend. 50% off, o'clock")
    assert first("grosse") == ("partner", "Harbor Coffee Roasters", "Größe")
    assert first("Zoë") == ("referral", "Zoë Müller", "received")
    assert first("skis")[:2] == ("referral", "Zoë Müller")
    assert first("555 0199")[:2] == ("referral", "Zoë Müller")
    assert first("cafe")[0] == first("2026-11-23")[0] == first("1004")[0] == "communication"


def test_names_come_first(full: Office) -> None:
    full.partner("Owner of the World")
    assert [hit.title for hit in hits(full, "owner")] == ["Owner of the World", "José García"]
    full.undo()


def test_the_limit_holds(full: Office) -> None:
    for number in range(30):
        full.partner(f"Many {number}")
    assert len(search(full.store.driver(), "many", 7)) == 7
    assert search(full.store.driver(), "many", 0) == ()
    for _ in range(30):
        full.undo()


HARD = [
    "o'brien", "100%", '"', "*", "NEAR", "NEAR(a b)", "a AND", "OR", "NOT x", "a:b", "name:x", "{a b}:c", "^x", "-x",
    "(", ")", "+", "\\", "\x00", "a\x00b", "\ud800", "’", "x" * 10_000, "x " * 5_000, "1" * 10_000, "9 " * 5_000,
    "日" * 10_000, "+()-./ 0000", "0000", "00 00", "----", "....", "\u0301", "a\u0301" * 100, "🎉", "\u202e", "٠٠٠٠",
]  # fmt: skip


@pytest.mark.parametrize("typed", HARD, ids=range(len(HARD)))
def test_nothing_typed_is_syntax(full: Office, typed: str) -> None:
    names(full, typed)
    hits(full, typed)
    with full.store.read() as session:
        choices(session, typed)


def test_naughty_strings_never_raise(full: Office, corpora: Path) -> None:
    strings = json.loads((corpora / "hostile/minimaxir_big-list-of-naughty-strings/blns_part0.json").read_text("utf-8"))
    sql = (corpora / "hostile/swisskyrepo_payloadsallthethings/sql_injection_readme_0.txt").read_text("utf-8")
    for typed in (*strings, *sql.splitlines()):
        names(full, typed)
        hits(full, typed)


@given(st.text(st.characters(), max_size=30))
def test_every_expression_can_be_run(text: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(name, more, prefix = '1 2')")
    expression = match_expression(text)
    if expression:
        connection.execute("SELECT count(*) FROM t WHERE t MATCH ?", (expression,)).fetchone()
        connection.execute("SELECT count(*) FROM t WHERE t MATCH ?", (f"{{name}} : ({expression})",)).fetchone()
    connection.close()


@settings(max_examples=40)
@given(name=st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1, max_size=20).filter(str.strip))
def test_a_name_is_found_by_itself(full: Office, name: str) -> None:
    """By the whole name, and by the words of it in another order."""
    if not match_expression(name):
        return
    office = full
    partner = office.do("Add", partners.add, PartnerFields(name))
    try:
        for typed in (name, name.upper(), " ".join(reversed(name.split()[:12]))):
            found = partner_list.ids(office.store.driver(), partner_list.Chip.ALL, typed, TODAY)
            assert partner in found, typed
    finally:
        office.do("Remove", partners.remove, partner)
