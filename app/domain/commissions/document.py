"""Terms as plain JSON: how a version is kept in the book and in files. What is as in the plainest is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from app.domain.commissions.terms import Rate, Terms

KEPT_APART = frozenset({"currency", "hold_days", "rounding"})
"""What a version keeps in columns of its own."""


def rules_of(terms: Terms) -> dict[str, object]:
    """What is kept as a document with the version; ``terms_of`` reads it back."""
    return {name: value for name, value in _plain(terms).items() if name not in KEPT_APART}


def terms_of(rules: Mapping[str, Any], *, currency: str, hold_days: int, rounding: str) -> Terms:
    """Terms from a stored document. Raises ``ValueError`` for one that this program does not understand."""
    if not isinstance(rules, Mapping):
        raise ValueError(f"{rules!r} is no Terms")
    known = dict(rules)
    if "model" in known:  # the first books knew one percentage or one fixed amount only
        model = known.pop("model")
        known["rate"] = {"flat": known.pop("flat_minor", 0)} if model == "flat" else {"ppm": known.pop("rate_ppm", 0)}
    terms: Terms = _built(Terms, {**known, "currency": currency, "hold_days": hold_days, "rounding": rounding})
    return terms


def rate_of(document: Mapping[str, Any] | None) -> Rate | None:
    """A single rate from its document, such as a deal's own; none from none."""
    return None if document is None else _built(Rate, document)


def rate_document(rate: Rate | None) -> dict[str, object] | None:
    """A single rate as a document; ``rate_of`` reads it back."""
    return None if rate is None else _plain(rate)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if field.default is MISSING or getattr(value, field.name) != field.default
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _built(kind: Any, document: Any) -> Any:
    if not isinstance(document, Mapping):
        raise ValueError(f"{document!r} is no {kind.__name__}")
    hints = _hints(kind)
    unknown = {str(name) for name in document.keys() - hints.keys()}
    if unknown:
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    missing = {field.name for field in fields(kind) if field.default is MISSING} - document.keys()
    if missing:
        raise ValueError(f"{kind.__name__} lacks {', '.join(sorted(missing))}")
    return kind(**{name: _value(hints[name], value) for name, value in document.items()})


def _value(hint: Any, value: Any) -> Any:
    if get_origin(hint) in {Union, UnionType}:
        return None if value is None else _value(get_args(hint)[0], value)
    if get_origin(hint) is tuple:
        if not isinstance(value, list | tuple):
            raise ValueError(f"{value!r} is no list")
        return tuple(_value(get_args(hint)[0], item) for item in value)
    if is_dataclass(hint):
        return _built(hint, value)
    kind = str if hint is date or issubclass(hint, StrEnum) else hint
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"{value!r} is no {hint.__name__}")
    if hint is date:
        return date.fromisoformat(value)
    return hint(value) if kind is not hint else value
