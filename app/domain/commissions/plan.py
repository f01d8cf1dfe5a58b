"""Terms made ready for working out many sales: what is looked up once instead of for every sale."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from app.domain.commissions.account import Line, Sale
from app.domain.commissions.periods import MONTHS
from app.domain.commissions.terms import Basis, FlatPer, Level, Measure, Rate, Reach, Terms, Trigger, Version


class Plan:
    """A version of the terms in an account of ``currency``.

    ``may_exclude`` is whether any rule can keep a sale from earning, ``has_plain_base`` whether a percentage is taken
    of the sale without tax and shipping, ``has_slices`` whether each part of a period's volume has the rate of its
    band, ``has_free`` whether any product is free of commission, ``is_plain`` whether a sale without lines, refunds and
    the like earns its rate and nothing else bears on it. ``only_ppm`` is the percentage that holds for every sale, if
    there is one.
    """

    __slots__ = (
        "_own",
        "_own_of",
        "band_months",
        "cap_months",
        "has_free",
        "has_plain_base",
        "has_slices",
        "hold",
        "is_plain",
        "may_exclude",
        "only_ppm",
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
        self._own_of: dict[tuple[str, str, str], tuple[Rate, str] | None] = {}
        self.has_free = any(rate.is_zero for rate in self._own.values())
        self.has_plain_base = terms.basis is Basis.SALE and not (terms.with_tax or terms.with_shipping)
        bands = terms.bands
        self.has_slices = bands is not None and bands.reach is Reach.MARGINAL and bands.measure is Measure.VOLUME
        has_one = terms.bands is None and (terms.recurring is None or terms.recurring.later is None)
        self.only_ppm = terms.rate.ppm if has_one and terms.rate.flat is None else None
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
        names = line.variant, line.product, line.category
        if names not in self._own_of:
            self._own_of[names] = self._find_own(names)
        return self._own_of[names]

    def _find_own(self, names: tuple[str, str, str]) -> tuple[Rate, str] | None:
        for level, name in zip((Level.VARIANT, Level.PRODUCT, Level.CATEGORY), names, strict=True):
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

    ``bands``, ``caps`` and ``bonuses`` are the lengths of periods in months. ``counts`` is whether later sales are
    placed by earlier ones, ``is_idle`` whether no sale bears on another.
    """

    __slots__ = ("bands", "bonuses", "caps", "charges", "counts", "customers_capped", "is_idle", "openings", "windows")

    def __init__(self, every: Iterable[Terms]) -> None:
        terms = tuple(every)
        self.bands = frozenset(MONTHS[each.bands.unit] for each in terms if each.bands)
        self.caps = frozenset(MONTHS[each.cap_period.unit] for each in terms if each.cap_period)
        self.bonuses = frozenset(MONTHS[bonus.unit] for each in terms for bonus in each.bonuses)
        self.charges = any(each.recurring is not None for each in terms)
        self.customers_capped = any(each.cap_customer is not None for each in terms)
        self.openings = bool(self.bonuses) or any(each.per is FlatPer.REFERRAL for each in terms)
        self.windows = any(each.window_days is not None for each in terms)
        self.counts = bool(self.bands) or self.charges or self.openings
        self.is_idle = not (self.counts or self.caps or self.customers_capped or self.windows)


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
