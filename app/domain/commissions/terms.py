"""What was agreed: the rule by which a sale earns a commission, and when it may be paid.

Terms are versioned: a change makes a new version with a start date, and a sale is worked out by the version in force
on its day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from app.domain.errors import UserError
from app.domain.money import MAX_MINOR, Rounding, check_currency

PPM: Final = 1_000_000
"""Rates are whole millionths: 10 % is 100,000, and 0.0001 % can still be written."""

MAX_HOLD_DAYS: Final = 3650


class Model(StrEnum):
    PERCENT = "percent"
    FLAT = "flat"


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of a partner's terms.

    ``rate_ppm`` (millionths of the sale) is set for ``PERCENT``, ``flat_minor`` (minor units a sale) for ``FLAT``.
    ``hold_days`` after the sale the commission becomes payable.
    """

    model: Model
    currency: str
    rate_ppm: int = 0
    flat_minor: int = 0
    hold_days: int = 30
    rounding: Rounding = Rounding.HALF_UP

    def rules(self) -> dict[str, object]:
        """The part that is kept as a document with the version; ``from_rules`` reads it back."""
        if self.model is Model.PERCENT:
            return {"model": self.model.value, "rate_ppm": self.rate_ppm}
        return {"model": self.model.value, "flat_minor": self.flat_minor}

    @classmethod
    def from_rules(cls, rules: Mapping[str, object], *, currency: str, hold_days: int, rounding: str) -> Terms:
        """Terms from a stored document."""
        model = Model(str(rules["model"]))
        rate, flat = rules.get("rate_ppm", 0), rules.get("flat_minor", 0)
        if not isinstance(rate, int) or not isinstance(flat, int):
            raise ValueError("rates and amounts in terms are whole numbers")
        return cls(model, currency, rate, flat, hold_days, Rounding(rounding))


def check_terms(terms: Terms) -> Terms:
    """Itself, or ``UserError`` naming the field that cannot be right."""
    check_currency(terms.currency)
    if terms.model is Model.PERCENT and not 0 <= terms.rate_ppm <= PPM:
        raise UserError("terms_rate", "The rate must be between 0 and 100 %.")
    if terms.model is Model.FLAT and not 0 <= terms.flat_minor < MAX_MINOR:
        raise UserError("terms_flat", "The amount per sale must be zero or more.")
    if not 0 <= terms.hold_days <= MAX_HOLD_DAYS:
        raise UserError("terms_hold", "The hold must be between 0 and {most} days.", most=MAX_HOLD_DAYS)
    return terms


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a partner's terms as kept in the book: number ``version``, in force from ``starts_on``."""

    id: int
    version: int
    starts_on: date
    terms: Terms


def in_force(versions: Sequence[Version], day: date) -> Version | None:
    """The version that governs a sale on ``day``: the latest start not after it, the higher number where two
    start together; none when ``day`` lies before the first."""
    started = [version for version in versions if version.starts_on <= day]
    return max(started, key=lambda version: (version.starts_on, version.version), default=None)
