"""Names stand where people of the language look for them, and the edge shows the letters there are."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.alphabet import OTHER, alphabet
from app.domain.partners import sort_key

LANGUAGES = ("en", "de", "sv", "da", "pl", "es", "ja")


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("sv", ["42", "Aalto", "Zorn", "Zåå", "Ågren", "ÅÅ", "Älg", "Ærø", "Öberg", "日本"]),
        ("da", ["Andersen", "Zorn", "Ærø", "Öberg", "Østergaard", "Ågaard"]),
        ("de", ["Arendt", "Ärzte", "Böhm", "Oder", "Österreich", "Zorn"]),
        ("es", ["Nuevo", "Nzinga", "Ñandú", "Oro"]),
        ("pl", ["Lublin", "Łódź", "Morze", "Zebra", "Żabka"]),
        ("ja", ["Acme", "Zen", "アサヒ", "あずま", "ガーデン", "きく", "んん", "日本"]),
        ("en", ["Å", "Aa", "Ö", "Omega", "Ωmega", "日本"]),
    ],
)
def test_names_in_their_order(language: str, names: list[str]) -> None:
    assert sorted(names, key=lambda name: alphabet(language).file(name).key) == names


@pytest.mark.parametrize(
    ("language", "name", "letter"),
    [
        *[
            ("sv", "Ågren", "Å"),
            ("sv", "Zorn", "Z"),
            ("sv", "Øst", "Ö"),
            ("sv", "日本", OTHER),
            ("sv", "A\u030agren", "Å"),
        ],
        *[("da", "Ågaard", "Å"), ("da", "Ærø", "Æ"), ("de", "Österreich", "O"), ("de", "ß", "S"), ("es", "ñu", "Ñ")],
        *[("ja", "ガーデン", "か"), ("ja", "わたなべ", "わ"), ("ja", "日本", OTHER), ("ja", "Ｚｅｎ", "Z")],
        *[
            ("en", "42 Ltd", OTHER),
            ("en", "“Quoted”", "Q"),
            ("en", "", OTHER),
            ("en", "Ágnes", "A"),
            ("de_AT", "Ä", "A"),
        ],
        *[("sv_FI", "Ö", "Ö"), ("xx", "Ö", "O"), ("en", "~z", "Z"), ("en", "{", OTHER)],
    ],
)
def test_the_letter_of_a_name(language: str, name: str, letter: str) -> None:
    assert alphabet(language).file(name).letter == letter


def test_the_edge_of_each_language() -> None:
    assert "".join(alphabet("sv").letters) == "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ#"
    assert "".join(alphabet("da").letters[-4:]) == "ÆØÅ#"
    assert "".join(alphabet("ja").letters[-11:]) == "あかさたなはまやらわ#"


@given(st.sampled_from(LANGUAGES), st.lists(st.text(max_size=12), max_size=12))
def test_what_stands_under_one_letter_stands_together(language: str, names: list[str]) -> None:
    letters = alphabet(language)
    filed = sorted(letters.file(name) for name in names)
    stretches = [letter for letter, _names in groupby(one.letter for one in filed)]
    ordered = [letter for letter in stretches if letter != OTHER]
    assert ordered == [letter for letter in letters.letters if letter in ordered]
    assert {one.letter for one in filed} <= set(letters.letters)


@given(st.text(max_size=30))
def test_without_letters_of_its_own_a_language_files_by_the_folded_name(name: str) -> None:
    assert alphabet("en").file(name).key == sort_key(name)
