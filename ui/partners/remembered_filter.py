"""The filter in force, kept until the next start."""

from __future__ import annotations

from typing import Any

from app.domain.errors import UserError
from app.domain.filters import from_plain, to_plain
from ui.partners import filter_words
from ui.partners.list_chips import ListChips
from ui.widgets.chips import Chip


def remembered(chips: ListChips) -> dict[str, Any] | None:
    """The filter in force, as it is kept until the next start."""
    criteria = chips.filter
    return None if criteria is None else {"key": chips.filter_key, "criteria": to_plain(criteria)}


def take_up(chips: ListChips, state: Any) -> None:
    """Begin with a remembered filter; one that cannot be read is left out."""
    try:
        criteria = from_plain(state["criteria"])
        key = str(state["key"])
    except (UserError, KeyError, TypeError):
        return
    called = filter_words.in_short(criteria, {})
    chips.begin_with(Chip(key, called), criteria)
