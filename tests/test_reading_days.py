"""Days as people type them: read as meant, or refused in a sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.errors import UserError
from app.formatting import day
from app.formatting.reading_days import parse_day

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "locale", "meant"),
    [
        ("2027-01-02", "en", date(2027, 1, 2)),
        ("1 Jan 2027", "en", date(2027, 1, 1)),
        ("01 Jan 2027", "en", date(2027, 1, 1)),
        ("Jan 2, 2027", "en", date(2027, 1, 2)),
        ("2nd of January 2027", "en", date(2027, 1, 2)),
        ("Friday 1 January 2027", "en", date(2027, 1, 1)),
        ("3 sept", "en", date(2026, 9, 3)),
        ("13/2/27", "en", date(2027, 2, 13)),
        ("2/13/2027", "en", date(2027, 2, 13)),
        ("5/5/2027", "en", date(2027, 5, 5)),
        ("1.2.2027", "de", date(2027, 2, 1)),
        ("1. Februar 2027", "de", date(2027, 2, 1)),
        ("3.4.", "de", date(2026, 4, 3)),
        ("1er février 2027", "fr", date(2027, 2, 1)),
        ("3 ene 2027", "es", date(2027, 1, 3)),
        ("2027年2月3日", "ja", date(2027, 2, 3)),
        ("٣ يناير ٢٠٢٧", "ar", date(2027, 1, 3)),
        ("1 Jan 77", "en", date(1977, 1, 1)),
        ("1 Jan 76", "en", date(1976, 1, 1)),
        ("1 Jan 30", "en", date(2030, 1, 1)),
        ("today", "en", TODAY),
        ("Tomorrow", "en", date(2026, 11, 24)),
        ("+10", "en", date(2026, 12, 3)),
        ("−1", "en", date(2026, 11, 22)),
        ("29 Feb 2028", "en", date(2028, 2, 29)),
        ("27/2/3", "ja", date(2027, 2, 3)),
        ("27-2-3", "sv", date(2027, 2, 3)),
        ("1 de enero de 2027", "es", date(2027, 1, 1)),
        ("Jan 2 '27", "en", date(2027, 1, 2)),
        ("2-Jan-27", "en", date(2027, 1, 2)),
    ],
)
def test_days_that_can_be_read(text: str, locale: str, meant: date) -> None:
    assert parse_day(text, TODAY, locale) == meant


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "day_unreadable"),
        ("soon", "day_unreadable"),
        ("5", "day_unreadable"),
        ("1 2 3 4", "day_unreadable"),
        ("1 Jan Feb 3 4", "day_unreadable"),
        ("5 12 May", "day_unreadable"),
        ("Jan 1-15", "day_unreadable"),
        ("May 5 June 2027", "day_unreadable"),
        ("not 5 May", "day_unreadable"),
        ("13/1 invoice 27", "day_unreadable"),
        ("13.5", "day_unreadable"),
        ("13/1 = 27", "day_unreadable"),
        ("31 June 2027", "day_impossible"),
        ("29 Feb 2027", "day_impossible"),
        ("2027-13-01", "day_impossible"),
        ("1 Jan 1899", "day_impossible"),
        ("1 Jan 2200", "day_impossible"),
        ("1 Jan 99999999999999999999", "day_impossible"),
        ("0/0/2027", "day_impossible"),
    ],
)
def test_days_that_cannot_be(text: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_day(text, TODAY, "en")
    assert caught.value.code == code


def test_what_could_be_two_days_is_refused_with_both() -> None:
    with pytest.raises(UserError) as caught:
        parse_day("1/2/2027", TODAY, "en")
    assert "could be 1 Feb 2027 or 2 Jan 2027" in str(caught.value)


@settings(max_examples=300, deadline=None)
@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from(["en", "de", "fr", "es", "it", "nl", "pl", "pt", "sv", "da", "nb", "fi", "ar", "ja"]),
    st.sampled_from(["dated", "long", "weekday"]),
)
def test_every_day_as_it_is_written_reads_back(meant: date, locale: str, style: str) -> None:
    assert parse_day(day(meant, locale, style), TODAY, locale) == meant


@given(st.text(max_size=80), st.sampled_from(["en", "de", "ja"]))
def test_whatever_is_typed_is_a_day_or_a_sentence(text: str, locale: str) -> None:
    try:
        read = parse_day(text, TODAY, locale)
    except UserError:
        return
    assert 1900 <= read.year <= 2199
