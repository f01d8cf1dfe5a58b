"""What a form or a file gives is tidied, kept whole, or refused with a sentence."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import UserError
from app.domain.partners import PointKind
from app.domain.rolodex import (
    MAX_NAME,
    MAX_TEXT,
    PartnerFields,
    PersonFields,
    Point,
    PostalAddress,
    check_code,
    check_partner,
    check_person,
    many_lines,
    one_line,
)

ANY_TEXT = st.text(st.characters(), max_size=60)  # with surrogates and controls


def texts(value: object) -> list[str]:
    """Every piece of text in a value made of dataclasses and tuples."""
    if isinstance(value, str):
        return [str(value)]
    if isinstance(value, tuple):
        return [text for part in value for text in texts(part)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in texts(getattr(value, field.name))]
    return []


def card_of(text: str) -> PartnerFields:
    """A partner with ``text`` wherever text can stand."""
    points = (Point(PointKind.OTHER, text, text), Point(PointKind.WEBSITE, text))
    return PartnerFields(
        name="N" + text,
        tier=text,
        language=text,
        best_time=text,
        pay_method=text,
        notes=text,
        source=text,
        tags=(text, text + "2"),
        points=points,
        addresses=(PostalAddress(text, text, text, text, text, text),),
        people=(PersonFields("P" + text, text, points, text, text),),
        account_holder=text,
        iban=text,
        bic=text,
    )


@given(ANY_TEXT)
def test_whatever_is_typed_can_be_written_to_a_file(text: str) -> None:
    checked = check_partner(card_of(text))
    for piece in texts(checked):
        piece.encode("utf-8")
        assert "\x00" not in piece


@given(ANY_TEXT)
def test_tidying_is_settled_after_once(text: str) -> None:
    once = check_partner(card_of(text))
    assert check_partner(once) == once


def test_naughty_strings_are_kept(corpora: Path) -> None:
    listed = json.loads((corpora / "hostile/minimaxir_big-list-of-naughty-strings/blns_part0.json").read_text("utf-8"))
    for text in listed:
        checked = check_partner(card_of(text))
        assert checked.tier == one_line(text)
        if text.isascii() and text.isprintable():
            assert checked.notes == text.strip()
            assert checked.tier == " ".join(text.split())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Harbor \t Coffee\r\n ", "Harbor Coffee"),
        ("a\x00b\x1b[31mc", "a b [31mc"),
        ("10\u00a0000", "10 000"),
        ("日本\u3000商事", "日本 商事"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # the non-joiner is part of Persian spelling
        ("👨\u200d👩\u200d👧 & Co", "👨\u200d👩\u200d👧 & Co"),
        ("Do\u00adnau\u200bdampf\ufeff", "Donaudampf"),
        ("\ud800", ""),
        ("\U0001fae8 \uf8ff", "\U0001fae8 \uf8ff"),  # newer than the Python, private to a font
    ],
)
def test_a_single_line(typed: str, kept: str) -> None:
    assert one_line(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree"),
        ("one\u2028two\u2029three\x85four\x0cfive", "one\ntwo\nthree\nfour\nfive"),
        ("Monsieur\u00a0Dupont", "Monsieur\u00a0Dupont"),
        ("日本\u3000商事", "日本\u3000商事"),
        ("a\tb", "a\tb"),
        ("a\x00b\x07c", "abc"),
        ("\u200eשלום", "\u200eשלום"),
    ],
)
def test_several_lines(typed: str, kept: str) -> None:
    assert many_lines(typed) == kept


@pytest.mark.parametrize("name", ["", "   ", "\n\t", "\x00", "\u200b"])
def test_a_name_is_needed(name: str) -> None:
    with pytest.raises(UserError) as caught:
        check_partner(PartnerFields(name))
    assert caught.value.code == "name_missing"


def test_the_length_of_names() -> None:
    assert check_partner(PartnerFields("x" * MAX_NAME)).name == "x" * MAX_NAME
    with pytest.raises(UserError, match="longer than 300"):
        check_partner(PartnerFields("x" * (MAX_NAME + 1)))


def test_notes_are_not_cut_silently() -> None:
    assert len(check_partner(PartnerFields("x", notes="y" * MAX_TEXT)).notes) == MAX_TEXT
    for too_long in (
        PartnerFields("x", notes="y" * (MAX_TEXT + 1)),
        PartnerFields("x", people=(PersonFields("Ana", notes="y" * (MAX_TEXT + 1)),)),
    ):
        with pytest.raises(UserError, match="longer than 100000"):
            check_partner(too_long)


@pytest.mark.parametrize("value", ["ana@example.com", "ana+b@sub.example.co", "用户@例子.公司", "o'brien@x.ie", "a@b"])
def test_addresses_of_mail(value: str) -> None:
    person = check_person(PersonFields("Ana", points=(Point(PointKind.EMAIL, f"  {value} "),)))
    assert person.points[0].value == value


@pytest.mark.parametrize("value", ["ana", "ana@", "@x", "a b@c", "a@b@c", "a@b,c@d", "<a@b>", "a@b\nBcc: c@d"])
def test_no_addresses_of_mail(value: str) -> None:
    with pytest.raises(UserError) as caught:
        check_person(PersonFields("Ana", points=(Point(PointKind.EMAIL, value),)))
    assert caught.value.code == "email_invalid"


def test_a_telephone_number_of_words_is_kept_and_is_like_no_other() -> None:
    points = (Point(PointKind.PHONE, "ask Bob"), Point(PointKind.PHONE, "ask Eve"))
    assert check_person(PersonFields("Ana", points=points)).points == points
    assert points[0].normalised != points[1].normalised


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        (PointKind.EMAIL, "Ana@Example.COM", " ana@example.com "),
        (PointKind.PHONE, "+44 (20) 7946-0018", "0044 20 7946 0018"),
        (PointKind.PHONE, "٠٢٠ ٧٩٤٦", "020 7946"),
        (PointKind.WEBSITE, "https://www.Example.com/", "http://example.com"),
        (PointKind.WEBSITE, "www.example.com", "https://example.com"),
    ],
)
def test_two_spellings_of_the_same(kind: PointKind, one: str, other: str) -> None:
    assert Point(kind, one).normalised == Point(kind, other).normalised


def test_empty_lines_of_a_form_are_dropped() -> None:
    empty = Point(PointKind.EMAIL, "  ")
    checked = check_partner(
        PartnerFields(
            "Harbor",
            points=(empty,),
            addresses=(PostalAddress(label="home"),),
            people=(PersonFields(""), PersonFields(" ", points=(empty,)), PersonFields("Ana", points=(empty,))),
        )
    )
    assert checked.points == ()
    assert checked.addresses == ()
    assert [person.name for person in checked.people] == ["Ana"]
    assert checked.people[0].points == ()


@pytest.mark.parametrize(
    "person",
    [
        PersonFields("", role="Owner"),
        PersonFields("", notes="likes tea"),
        PersonFields("", birthday="1980-01-01"),
        PersonFields("", points=(Point(PointKind.EMAIL, "a@b.c"),)),
    ],
)
def test_what_is_said_of_somebody_without_a_name_is_not_lost_silently(person: PersonFields) -> None:
    with pytest.raises(UserError) as caught:
        check_partner(PartnerFields("Harbor", people=(person,)))
    assert caught.value.code == "name_missing"


def test_tags_stand_once_in_their_order() -> None:
    assert check_partner(PartnerFields("x", tags=("VIP", " local ", "vip", "", "Straße", "STRASSE"))).tags == (
        "VIP",
        "local",
        "Straße",
    )


def test_the_address_on_an_envelope() -> None:
    address = PostalAddress("1 Quay\r\nUnit 2", "Bristol", "", "BS1", "GB")
    assert check_partner(PartnerFields("x", addresses=(address,))).addresses[0].lines == (
        "1 Quay",
        "Unit 2",
        "BS1 Bristol",
        "GB",
    )


@pytest.mark.parametrize(("days", "kept"), [(None, True), (1, True), (3650, True), (0, False), (3651, False)])
def test_the_rhythm_of_contact(days: int | None, kept: bool) -> None:
    if kept:
        assert check_partner(PartnerFields("x", cadence_days=days)).cadence_days == days
    else:
        with pytest.raises(UserError, match="rhythm"):
            check_partner(PartnerFields("x", cadence_days=days))


@pytest.mark.parametrize("code", ["HARBOR", "A", "A-1_B", "9", "X" * 32])
def test_codes(code: str) -> None:
    assert check_code(f" {code.lower()} ") == code


@pytest.mark.parametrize("code", ["", "-A", "A B", "Ä", "X" * 33, "A%", "A'", "../A", "A\nB"])
def test_no_codes(code: str) -> None:
    with pytest.raises(UserError):
        check_code(code)
