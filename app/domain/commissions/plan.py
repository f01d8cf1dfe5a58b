"""Terms made ready for working out many sales: what is looked up once instead of for every sale."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from app.domain.commissions.account import Line, Sale
from app.domain.commissions.periods import MONTHS
from app.domain.commissions.terms import Basis, FlatPer, Level, Rate, Terms, Trigger, Version


class Plan:
    """A version of the terms in an account of ``currency``.

    ``may_exclude`` is whether any rule can keep a sale from earning, ``has_plain_base`` whether its lines' amounts are
    their bases, ``is_plain`` whether a sale without lines, refunds and the like earns its rate and nothing else bears
    on it.
    """

    __slots__ = (
        "_own",
        "band_months",
        "cap_months",
        "has_free",
        "has_plain_base",
        "hold",
        "is_plain",
        "may_exclude",
        "other_currency",
        "terms",
        "version",
    )

    def __init__(self, version: Version, currency: str) -> None:
        terms = version.terms
        self.version, self.terms = version, terms
        self.hold = timedelta(days=terms.hold_days)
        self.other_currency = terms.currency != currency
        self.band_months = MONTHS[terms.bands.unit] if terms.bands else 0
        self.cap_months = MONTHS[terms.cap_period.unit] if terms.cap_period else 0
        self._own = {(own.level, same_name(own.name)): own.rate for own in terms.own_rates}
        self.has_free = any(rate.is_zero for rate in self._own.values())
        self.has_plain_base = terms.basis is Basis.SALE and not (terms.with_tax or terms.with_shipping)
        self.may_exclude = self.other_currency or _may_exclude(terms)
        self.is_plain = not self.other_currency and _is_plain(terms)

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


class Watch:
    """What any version in an account looks at in other sales; the rest need not be counted.

    ``bands``, ``caps`` and ``bonuses`` are the lengths of periods in months.
    """

    __slots__ = ("bands", "bonuses", "caps", "charges", "customers_capped", "is_idle", "openings", "windows")

    def __init__(self, every: Iterable[Terms]) -> None:
        terms = tuple(every)
        self.bands = frozenset(MONTHS[each.bands.unit] for each in terms if each.bands)
        self.caps = frozenset(MONTHS[each.cap_period.unit] for each in terms if each.cap_period)
        self.bonuses = frozenset(MONTHS[bonus.unit] for each in terms for bonus in each.bonuses)
        self.charges = any(each.recurring is not None for each in terms)
        self.customers_capped = any(each.cap_customer is not None for each in terms)
        self.openings = bool(self.bonuses) or any(each.per is FlatPer.REFERRAL for each in terms)
        self.windows = any(each.window_days is not None for each in terms)
        self.is_idle = not (
            self.bands or self.caps or self.charges or self.customers_capped or self.openings or self.windows
        )


def _may_exclude(terms: Terms) -> bool:
    recurring = terms.recurring
    return (
        terms.ends_on is not None
        or terms.window_days is not None
        or terms.basis is Basis.MARGIN
        or bool(terms.minimum_sale)
        or (recurring is not None and recurring.limit is not None)
    )


def _is_plain(terms: Terms) -> bool:
    return (
        terms.bands is None
        and terms.recurring is None
        and not terms.own_rates
        and not terms.bonuses
        and not terms.extra_ppm
        and not _may_exclude(terms)
        and terms.per is FlatPer.SALE
        and terms.trigger is Trigger.SALE
        and not terms.with_tax
        and not terms.with_shipping
        and terms.cap_sale is None
        and terms.cap_customer is None
        and terms.cap_period is None
    )


def same_name(name: str) -> str:
    """The form in which names of products are compared: without regard to case and to spaces around."""
    return name.strip().casefold()
