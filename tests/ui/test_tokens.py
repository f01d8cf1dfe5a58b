"""Text can be read on every ground it stands on (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re

import pytest

from ui import theme
from ui.tokens import DARK, GROUNDS, LIGHT, TEXTS, Tokens, contrast

LOOKS = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_can_be_read_on_every_ground(look: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(look, text), getattr(look, ground)) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("pair", ["amber amber_ground", "red red_ground", "ink amber_ground", "on_accent accent"])
def test_marks_can_be_read_on_their_own_ground(look: Tokens, pair: str) -> None:
    text, ground = pair.split()
    assert contrast(getattr(look, text), getattr(look, ground)) >= 4.5


@pytest.mark.parametrize(("one", "other", "known"), [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48)])
def test_contrast_is_that_of_wcag(one: str, other: str, known: float) -> None:
    assert contrast(one, other) == pytest.approx(known, abs=0.01)


@pytest.mark.parametrize("look", LOOKS)
def test_the_style_sheet_leaves_nothing_unfilled(look: Tokens) -> None:
    sheet = theme.style_sheet(look)
    assert not re.search(r"@\w|\d+u\b", sheet)
    assert look.accent in sheet
