"""Small repairs of values that come from outside, the same for cards and sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SPECIAL_LABELS: Final = {"cell": "mobile", "internet": "", "voice": "", "pref": "", "x400": "", "msg": "", "other": ""}
_YEAR_NOT_KNOWN: Final = 1604
_BIRTHDAY: Final = re.compile(
    r"(?P<year>\d{4}|--|-)-?(?P<month>\d{2})-?(?P<day>\d{2})(?:[T ][\d:.]*(?:Z|[+-]\d{2}:?\d{2})?)?", re.IGNORECASE
)


def clean(text: str) -> str:
    """``text`` trimmed, with one kind of line end and without characters that no person types."""
    if text.isprintable():
        return text.strip()
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def one_line(text: str) -> str:
    """``text`` cleaned and on a single line, with single spaces."""
    return " ".join((text if text.isprintable() else clean(text)).split())


def label_of(types: Iterable[str]) -> str:
    """Words as a label, without those that say nothing: ``cell voice`` is ``mobile``, ``work fax`` stays."""
    words = (_SPECIAL_LABELS.get(kind, kind) for kind in types)
    return " ".join(dict.fromkeys(word.removeprefix("x-") for word in words if word))


def birthday(text: str) -> str | None:
    """The day in ISO form, ``--04-12`` where no year is known, or None where ``text`` is no day that exists."""
    match = _BIRTHDAY.fullmatch(text.strip())
    if not match:
        return None
    year, month, day = match["year"], int(match["month"]), int(match["day"])
    known = not year.startswith("-") and int(year) != _YEAR_NOT_KNOWN
    try:
        found = date(int(year) if known else 2000, month, day)
    except ValueError:
        return None
    return found.isoformat() if known else found.strftime("--%m-%d")


def is_email(text: str) -> bool:
    """Whether ``text`` can be an e-mail address: something on each side of one last ``@``, and no blanks."""
    local, at, host = text.rpartition("@")
    return bool(local and at and host) and len(text.split()) == 1
