"""Filing names, comparing what people type, and making codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.alphabet import alphabet
from app.domain.partners import code_base, fold, sort_key, suggest_code
from app.domain.rolodex import check_code


@pytest.mark.parametrize(
    ("name", "key", "letter"),
    [
        ("Harbor Coffee", "harbor coffee", "H"),
        ("  The   Two\tSpaces ", "the two spaces", "T"),
        ("Åre Ski", "are ski", "A"),
        ("Öl & Söhne", "ol & sohne", "O"),
        ("Œuvre", "oeuvre", "O"),
        ("Ærø", "aero", "A"),
        ("Łódź", "lodz", "L"),
        ("Straße", "strasse", "S"),
        ("İstanbul", "istanbul", "I"),
        ("ﬁne ﬂour", "fine flour", "F"),
        ("Ｗｉｄｅ", "wide", "W"),
        ("ℌaus™", "haustm", "H"),
        ("“Quoted” Ltd", "quoted” ltd", "Q"),
        ("🎉 Party", "party", "P"),
        ("3M", "3m", "#"),
        ("日本商事", "日本商事", "#"),
        ("한국", "한국", "#"),
        ("شركة", "شركة", "#"),
        ("Ωmega", "ωmega", "#"),
        ("!!!", "!!!", "#"),
        ("🎉", "🎉", "#"),
        ("", "", "#"),
    ],
)
def test_where_a_name_is_filed(name: str, key: str, letter: str) -> None:
    assert sort_key(name) == key
    assert alphabet("en").file(name) == (key, letter)


@given(st.text(max_size=60))
def test_filing_is_settled_after_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert sort_key(sort_key(name)) == sort_key(name)


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=40))
def test_case_does_not_matter(name: str) -> None:
    assert fold(name) == fold(fold(name).upper())


@given(st.text(max_size=60))
def test_letters_of_the_edge_stand_together(name: str) -> None:
    """The list is in the order of keys: a key under a letter begins with it, one under ``#`` lies before or behind."""
    key, letter = alphabet("en").file(name)
    if letter == "#":
        assert key < "a" or key >= "{"
    else:
        assert key.startswith(letter.lower())


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("Harbor Coffee Roasters", "HARBOR"),
        ("Bo & Co", "BOCO"),
        ("A B C D E F", "ABCD"),
        ("Åre", "ARE"),
        ("Donaudampfschifffahrtsgesellschaft", "DONAUDAMPFSC"),
        ("日本商事", "PARTNER"),
        ("日本 Trading", "TRADING"),
        ("", "PARTNER"),
        ("😀", "PARTNER"),
        ("x", "X"),
    ],
)
def test_code_made_from_a_name(name: str, base: str) -> None:
    assert code_base(name) == base


def test_codes_that_are_taken_get_a_number() -> None:
    assert suggest_code("Harbor", set()) == "HARBOR"
    assert suggest_code("Harbor", {"HARBOR"}) == "HARBOR2"
    assert suggest_code("Harbor", {"HARBOR", "HARBOR2", "HARBOR4"}) == "HARBOR3"


@given(st.text(max_size=80), st.sets(st.sampled_from(["PARTNER", "PARTNER2", "A", "A2"])))
def test_a_suggestion_can_always_be_kept(name: str, taken: set[str]) -> None:
    code = suggest_code(name, taken)
    assert code not in taken
    assert check_code(code) == code
