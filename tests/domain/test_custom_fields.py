"""What can stand in the user's own fields, and the form in which it is kept."""

from __future__ import annotations

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.custom_fields import FieldDefinition, FieldKind, canonical, check_choices, check_field_name, number_text
from app.domain.errors import UserError
from app.formatting import field_text, read_field, typed_field

TODAY = date(2026, 11, 23)


def field(kind: FieldKind) -> FieldDefinition:
    return FieldDefinition("u", "Region", kind, ("North", "South") if kind is FieldKind.CHOICE else ())


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        (FieldKind.TEXT, " a \n b ", "a b"),
        (FieldKind.TEXT, "", ""),
        (FieldKind.NUMBER, "007.50", "7.5"),
        (FieldKind.NUMBER, "\u2212.50", "-0.5"),
        (FieldKind.NUMBER, "-0.0", "0"),
        (FieldKind.NUMBER, "1200", "1200"),
        (FieldKind.DATE, "2027-02-01", "2027-02-01"),
        (FieldKind.CHOICE, "nORTH", "North"),
        (FieldKind.YESNO, "Ja", "yes"),
        (FieldKind.YESNO, "FALSE", "no"),
        (FieldKind.LINK, "example.com/a?b=c", "https://example.com/a?b=c"),
        (FieldKind.LINK, "example.com:8080", "https://example.com:8080"),
        (FieldKind.LINK, "HTTP://Example.com", "http://Example.com"),
        (FieldKind.LINK, "Mailto:ana@example.com", "mailto:ana@example.com"),
        (FieldKind.LINK, "ana@example.com", "mailto:ana@example.com"),
        (FieldKind.LINK, "bücher.example", "https://bücher.example"),
    ],
)
def test_a_value_is_kept_in_a_form_without_a_language(kind: FieldKind, text: str, kept: str) -> None:
    assert canonical(field(kind), text) == kept
    assert canonical(field(kind), kept) == kept


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (FieldKind.NUMBER, "1,5"),
        (FieldKind.NUMBER, "12 CR"),
        (FieldKind.NUMBER, "1e9"),
        (FieldKind.NUMBER, "NaN"),
        (FieldKind.NUMBER, "1234567890.1234567"),
        (FieldKind.DATE, "2027-02-30"),
        (FieldKind.DATE, "20270201"),
        (FieldKind.CHOICE, "West"),
        (FieldKind.YESNO, "perhaps"),
        (FieldKind.LINK, "javascript:alert(1)"),
        (FieldKind.LINK, "JavaScript://example.com/%0aalert(1)"),
        (FieldKind.LINK, "file:///etc/passwd"),
        (FieldKind.LINK, "https://"),
        (FieldKind.LINK, "https://user@example.com"),
        (FieldKind.LINK, "localhost:8080"),
        (FieldKind.LINK, "mailto:ana@example.com?bcc=eve@example.com"),
        (FieldKind.LINK, "example.com and more"),
        (FieldKind.TEXT, "x" * 1001),
    ],
)
def test_what_does_not_fit_is_named_in_a_sentence(kind: FieldKind, text: str) -> None:
    with pytest.raises(UserError, match="Region") as refused:
        canonical(field(kind), text)
    assert refused.value.code == "field_value"


@settings(max_examples=40)
@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4))
@pytest.mark.parametrize("locale", ["en", "de", "fr", "sv", "de-CH", "hi"])
def test_a_number_is_read_as_it_is_written(locale: str, number: Decimal) -> None:
    kept = number_text(number)
    assert Decimal(kept) == number
    for text in (field_text(FieldKind.NUMBER, kept, locale), typed_field(FieldKind.NUMBER, kept, locale)):
        assert read_field(field(FieldKind.NUMBER), text, TODAY, locale) == kept


@settings(max_examples=40)
@given(st.text())
@pytest.mark.parametrize("kind", list(FieldKind))
def test_any_text_is_kept_or_refused(kind: FieldKind, text: str) -> None:
    field_text(kind, text)  # what was never such a value is shown, not trusted
    with contextlib.suppress(UserError):
        kept = read_field(field(kind), text, TODAY)
        assert canonical(field(kind), kept) == kept


def test_each_locale_has_its_own_words_and_marks() -> None:
    assert read_field(field(FieldKind.NUMBER), "1.234,5", TODAY, "de") == "1234.5"
    assert read_field(field(FieldKind.NUMBER), "1.234", TODAY, "de") == "1234"
    assert read_field(field(FieldKind.NUMBER), "1.234", TODAY, "en") == "1.234"
    assert field_text(FieldKind.NUMBER, "-1234.5", "de") == "−1.234,5"
    assert read_field(field(FieldKind.DATE), "1.2.2027", TODAY, "de") == "2027-02-01"
    assert field_text(FieldKind.DATE, "2027-02-01") == "1 Feb 2027"
    assert field_text(FieldKind.LINK, "mailto:ana@example.com") == "ana@example.com"


@pytest.mark.parametrize("name", ["", " \n ", "Notes", "e-mail", "Person 1", "address 2 - City", "x" * 81])
def test_a_name_must_be_one_of_its_own(name: str) -> None:
    with pytest.raises(UserError):
        check_field_name(name)


def test_choices_are_tidied() -> None:
    assert check_choices(FieldKind.CHOICE, [" North ", "", "north", "So\nuth"]) == ("North", "So uth")
    assert check_choices(FieldKind.TEXT, ["North"]) == ()
    with pytest.raises(UserError):
        check_choices(FieldKind.CHOICE, [" "])
