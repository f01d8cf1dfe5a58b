"""Counted things in words."""

from __future__ import annotations

from app.formatting.amounts import number
from app.i18n import ngettext


def count(n: int, one: str, many: str, locale: str = "") -> str:
    """A counted thing, such as ``count(3, "{n} sale", "{n} sales")``: ``3 sales``.

    ``one`` and ``many`` are whole messages with the field ``{n}``, so that a translation can put the number anywhere.
    """
    return ngettext(one, many, n).format(n=number(n, locale))
