"""Terms made ready for working out many sales: what is looked up once instead of for every sale."""

from __future__ import annotations

from datetime import timedelta

from app.domain.commissions.account import Line, Sale
from app.domain.commissions.terms import Level, Rate, Version


class Plan:
    """A version of the terms in an account of ``currency``."""

    __slots__ = ("_own", "has_free", "hold", "is_plain", "other_currency", "terms", "version")

    def __init__(self, version: Version, currency: str) -> None:
        terms = version.terms
        self.version, self.terms = version, terms
        self.hold = timedelta(days=terms.hold_days)
        self.other_currency = terms.currency != currency
        self._own = {(own.level, same_name(own.name)): own.rate for own in terms.own_rates}
        self.has_free = any(rate.is_zero for rate in self._own.values())

    def excluded(self, sale: Sale) -> str:
        """Why no sale of this day earns anything by these terms; empty when it may."""
        if self.other_currency:
            return "currency"
        ends_on = self.terms.ends_on
        return "ended" if ends_on is not None and sale.sold_on > ends_on else ""

    def own_rate(self, line: Line) -> tuple[Rate, str] | None:
        """The rate of the line's variant, product or category, the most specific, and its name."""
        if not self._own:
            return None
        for level, name in (
            (Level.VARIANT, line.variant),
            (Level.PRODUCT, line.product),
            (Level.CATEGORY, line.category),
        ):
            rate = self._own.get((level, same_name(name))) if name else None
            if rate is not None:
                return rate, name.strip()
        return None

    def is_free(self, line: Line) -> bool:
        """Whether the line's own rate makes it free of commission."""
        own = self.own_rate(line)
        return own is not None and own[0].is_zero


def same_name(name: str) -> str:
    """The form in which names of products are compared: without regard to case and to spaces around."""
    return name.strip().casefold()
