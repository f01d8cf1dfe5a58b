"""Text on paper: cleaned, broken, ordered and shaped."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.reports import style
from app.reports.direction import in_visual_order, mirrored
from app.reports.text import break_lines, clean, line, width


def seen(text: str) -> str:
    """The characters as they stand on the line, from the left."""
    return "".join(mirrored(part) if rtl else part for part, rtl in in_visual_order(text))


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("abc", "abc"),
        ("abc אבג", "abc גבא"),
        ("abc (אבג) def", "abc (גבא) def"),
        ("אבג (abc) דהו", "והד (abc) גבא"),
        ("אבג 12 דהו", "והד 12 גבא"),
        ("שלום (עולם) e", "e (םלוע) םולש"),
        ("a אב (ג [ד]) b", "a ([ד] ג) בא b"),
    ],
)
def test_the_order_on_the_line_is_unicode_s(text: str, drawn: str) -> None:
    assert seen(text) == drawn


def test_arabic_letters_are_joined() -> None:
    (run,) = line("سلام", "Regular").runs
    apart = sum(width(letter, style.BODY) for letter in "سلام")
    assert run.encoded
    assert run.said == "سلام"
    assert run.advance * style.BODY.size < apart * 0.9


def test_figures_are_tabular_in_every_weight() -> None:
    for weight in ("Regular", "SemiBold", "Bold"):
        assert len({round(line(digit * 8, weight).advance, 6) for digit in "0123456789"}) == 1


def test_what_cannot_be_drawn_is_taken_out() -> None:
    assert clean("a\x00b\u200f\u202ec\ufe0f") == "abc"
    assert clean("e\u0301\tf\r\ng\u2028h") == "é f\ng\nh"
    assert clean("1\u00a0234") == "1\u00a0234"


def test_wide_characters_break_anywhere_but_not_before_a_closing_mark() -> None:
    lines = break_lines("株式会社、" * 20, style.BODY, 44)
    assert len(lines) > 5
    assert not any(text.startswith("、") for text in lines)


@settings(max_examples=150)
@given(st.text(max_size=80), st.floats(30, 300))
def test_broken_lines_fit_and_lose_nothing_but_spaces(text: str, room: float) -> None:
    lines = break_lines(text, style.BODY, room)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())
    for part in lines:
        letters = [char for char in part if not unicodedata.combining(char)]
        assert len(letters) <= 1 or width(part, style.BODY) <= room * 1.25
