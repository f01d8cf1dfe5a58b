"""Whatever stands in a book goes out and comes back: what ``docs/round-trips.md`` names is the only difference."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.domain.partners import Kind, PointKind, Status
from app.domain.rolodex import (
    CustomValue,
    PartnerFields,
    PersonFields,
    Point,
    PostalAddress,
    check_partner,
    one_line,
)
from app.operations import partners, sample
from app.operations.imports.bulk import add_all
from app.queries.custom_fields import definitions
from tests.exchange.rounds import as_files_have_it, book, cards, taken_in, taken_in_whole, written
from tests.operations.office import Office, full_card, new_book, opened

PIECES = (
    *("=1+1", "'=x", "''", "-5", "+49 30 1", "@a", "\tx", " ::: ", ":::", "::\\:", "::\\\\:", ";", ",", "\\", "\\n", "\\;"),
    *("<b>x</b>", "&amp;", '"', "END:VCARD", "item1.TEL:1", "BEGIN:VCARD", "BDAY:1", "شركة", "李", "e\u0301", "\U0001f469\u200d\U0001f4bb"),
    *("tel:1", "mailto:", "* a", "_$!<Home>!$_", "work", "cell", "http\\://x", "null", "1e5", "01.02.2027", "00123", "x" * 90),
)  # fmt: skip
CHARACTERS = st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff")
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(CHARACTERS, max_size=6), max_size=4).map("".join)
NOTES = st.lists(TEXTS, max_size=3).map("\n".join)
NAMES = TEXTS.filter(one_line)
EMAILS = st.sampled_from(
    ["a@x.example", "mailto:b@x.example", "=c@x.example", "-d@x.example", "o'hara+1@x.example", "ü@ü.example", "e:f@x.example"]
)  # fmt: skip
POINTS = st.lists(
    st.builds(Point, st.just(PointKind.EMAIL), EMAILS, TEXTS)
    | st.builds(Point, st.sampled_from(list(PointKind)[1:]), NAMES, TEXTS | st.sampled_from(["work", "mobile", "fax"])),
    max_size=4,
).map(tuple)  # fmt: skip
UIDS = st.uuids().map(str) | st.uuids().map(lambda uid: f"a,b;c\\n:{uid}")
PEOPLE = st.builds(
    PersonFields, NAMES, TEXTS, POINTS, st.sampled_from(["", "1990-04-12", "--02-29", "1604-01-01"]) | TEXTS, NOTES, UIDS
)  # fmt: skip
PARTNERS = st.builds(
    PartnerFields,
    name=NAMES,
    kind=st.sampled_from(Kind),
    status=st.sampled_from(Status),
    **dict.fromkeys(("tier", "language", "best_time", "pay_method", "source", "account_holder"), TEXTS),
    cadence_days=st.none() | st.integers(1, 3650),
    notes=NOTES,
    uid=UIDS,
    tags=st.lists(TEXTS, max_size=3).map(tuple),
    points=POINTS,
    addresses=st.lists(st.builds(PostalAddress, NOTES, *[TEXTS] * 5), max_size=2).map(tuple),
    people=st.lists(PEOPLE, max_size=3).map(tuple),
    iban=st.sampled_from(["", "DE89370400440532013000"]),
    bic=st.sampled_from(["", "COBADEFFXXX"]),
    paypal=st.sampled_from(["", "pay@x.example"]),
)
HELD = st.tuples(TEXTS.map(one_line), st.sampled_from(["", "2027-02-01", "0850-12-31"]))
BOOKS = st.lists(st.tuples(PARTNERS, HELD), min_size=1, max_size=4)
SOME = settings(
    max_examples=5, deadline=None, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck)
)


def filled(office: Office, drawn: list[tuple[PartnerFields, tuple[str, str]]]) -> None:
    with office.store.read() as session:
        uids = [each.uid for each in definitions(session)]
    for place, (partner, held) in enumerate(drawn):
        custom = tuple(CustomValue(uid, value) for uid, value in zip(uids, held, strict=True))
        fields_ = check_partner(replace(partner, custom=custom, code=f"C-{place}"))
        office.do("Add", partners.add, fields_)


@SOME
@given(drawn=BOOKS)
def test_only_what_is_listed_is_lost(tmp_path: Path, drawn: list[tuple[PartnerFields, tuple[str, str]]]) -> None:
    with book(tmp_path / "source.partnerbook") as source:
        filled(source, drawn)
        wanted = {uid: as_files_have_it(fields) for uid, fields in cards(source).items()}
        files = [written(source, tmp_path / f"out{ending}") for ending in (".csv", ".vcf", ".xlsx", ".json")]
    for file in files[:3]:
        with book(tmp_path / "other.partnerbook") as other:
            done = taken_in(other, file)
            assert (done.added, done.problems) == (len(drawn), ()), file
            assert cards(other) == wanted, file
    assert taken_in_whole(tmp_path / "other.partnerbook", files[3]) == files[3].read_bytes()


def test_two_partners_of_one_name_stay_two(tmp_path: Path) -> None:
    """In another program's file they are one; of this program's the numbers of the records tell."""
    same = PartnerFields(
        "Hafen GmbH", points=(Point(PointKind.PHONE, "+49 30 123456"),), people=(PersonFields("Ana"),) * 2
    )
    with book(tmp_path / "source.partnerbook") as source:
        source.do("Add", add_all, [same, same], None)
        wanted = {uid: as_files_have_it(fields) for uid, fields in cards(source).items()}
        for ending in (".csv", ".vcf"):
            file = written(source, tmp_path / f"out{ending}")
            with book(tmp_path / "other.partnerbook") as other:
                taken_in(other, file)
                assert cards(other) == wanted
                again = taken_in(other, file)
                assert (again.added, again.merged, again.skipped) == (0, 0, 2)


def test_what_cannot_be_kept_goes_to_the_notes(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    header = "Partner,Code,Kind,Status,Tier,Tags,IBAN,BIC,PayPal,Cadence days\r\n"
    file.write_text(header + "Ana,A 1,referral,active,,,DE00,nothing,nobody,soon\r\n", encoding="utf-8")
    with book(tmp_path / "other.partnerbook") as other:
        taken_in(other, file)
        (ana,) = cards(other).values()
    assert ana.notes.splitlines() == ["Code: A 1", "Cadence days: soon", "Iban: DE00", "Bic: nothing", "Paypal: nobody"]


def test_a_sample_book_goes_through_json_byte_by_byte(tmp_path: Path) -> None:
    with opened(new_book(tmp_path / "source.partnerbook")) as source:
        sample.fill(source.store, partners=8)
        source.do("Add", add_all, [full_card(f"Partner {number}") for number in range(300)], None)
        file = written(source, tmp_path / "source.json")
    assert taken_in_whole(tmp_path / "other.partnerbook", file) == file.read_bytes()
