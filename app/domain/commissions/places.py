"""Which sales of an account count, and where each stands among the others (docs/commissions.md, sections 1 to 6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from app.domain.commissions.account import Sale
from app.domain.commissions.periods import period_of
from app.domain.commissions.plan import Plan, Watch
from app.domain.commissions.terms import Basis, Counted, Terms
from app.domain.dates import add_months
from app.domain.money import allocate, round_ratio


class Place:
    """A sale with all that the other sales of its account mean for it.

    ``excluded`` says why it earns nothing (see ``steps.Step``), empty when it may earn. ``counts`` is whether other
    sales see it. ``total`` is what its lines come to, with tax and shipping where the terms say so, ``base`` what a
    percentage is taken of, and ``bases`` the same by line where the sale has lines. ``charge`` is its number among the
    customer's charges and ``first_charge`` the day of the first; ``opens`` is whether it is the first of its referral.
    ``before`` and ``number`` are the volume of the period's earlier sales and its own number in the period of the
    bands; ``volume`` is its own, reduced by refunds.
    """

    excluded = ""
    counts = True
    given_back = 0
    total = 0
    base = 0
    bases: Sequence[int] = ()
    charge = 1
    opens = True
    before = 0
    number = 1
    volume = 0

    def __init__(self, sale: Sale, plan: Plan | None) -> None:
        # What is as above is not set again: places are made by the hundred thousand.
        self.sale = sale
        self.plan = plan
        self.first_charge = sale.sold_on


class Period:
    """What counts in a period of the bands: the volume and the number of sales, so far."""

    __slots__ = ("number", "volume")

    def __init__(self) -> None:
        self.volume = 0
        self.number = 0

    def add(self, volume: int) -> None:
        """One more sale."""
        self.volume += volume
        self.number += 1


class Tally:
    """What an account has come to while its sales are gone through in order."""

    def __init__(self, watch: Watch, first_sales: dict[int, date]) -> None:
        self._watch = watch
        self._first_sales = first_sales
        self._opened: set[int] = set()
        self._charges: dict[int, int] = {}
        self._first_charge: dict[int, date] = {}
        self.periods: defaultdict[tuple[int, int], Period] = defaultdict(Period)
        """By length in months and ``period_of``."""

    def place(self, sale: Sale, plan: Plan | None) -> Place:
        """Where the next sale in order stands."""
        place = Place(sale, plan)
        if plan is None:
            place.excluded, place.counts = "no_terms", False
            return place
        terms, watch = plan.terms, self._watch
        if plan.has_plain_base and not sale.lines:
            place.total = place.base = place.volume = sale.amount - sale.tax - sale.shipping
        else:
            _lay_out(place, plan)
        if watch.charges:
            place.charge = self._charges.get(sale.customer, 0) + 1
            place.first_charge = self._first_charge.get(sale.customer, sale.sold_on)
        if watch.openings:
            place.opens = sale.referral not in self._opened
        if plan.may_exclude:
            place.excluded = plan.excluded(sale) or self._excluded(place, terms)
        place.counts = not place.excluded and sale.amount > 0 and not (plan.has_free and not _pays(place, plan))
        if sale.refunds:
            _give_back(place, terms)
        period = None
        if terms.bands is not None:
            period = self.periods[plan.band_months, period_of(plan.band_months, sale.sold_on)]
            place.before, place.number = period.volume, period.number + 1
        if place.counts and watch.counts:
            self._count(place, period)
        return place

    def _excluded(self, place: Place, terms: Terms) -> str:
        sale = place.sale
        if terms.window_days is not None:
            first = self._first_sales[sale.referral]
            if (first - sale.received_on).days > terms.window_days:
                return "window"
        if terms.basis is Basis.MARGIN and _lacks_cost(place.sale):
            return "cost"
        if terms.minimum_sale and place.total < terms.minimum_sale:
            return "minimum"
        recurring = terms.recurring
        if recurring is not None and recurring.limit is not None and _beyond(place, recurring.counted, recurring.limit):
            return "limit"
        return ""

    def _count(self, place: Place, period: Period | None) -> None:
        """Let later sales see this one. ``period`` is the one of its own bands."""
        sale, watch = place.sale, self._watch
        if watch.charges:
            self._charges[sale.customer] = place.charge
            self._first_charge.setdefault(sale.customer, sale.sold_on)
        if watch.openings:
            self._opened.add(sale.referral)
        if period is not None and len(watch.bands) == 1:
            period.add(place.volume)
            return
        for months in watch.bands:
            self.periods[months, period_of(months, sale.sold_on)].add(place.volume)


def _pays(place: Place, plan: Plan) -> bool:
    """Whether any line pays commission; sets the volume to that of those that do."""
    sale = place.sale
    if sale.deal is not None or not sale.lines:
        return True
    paying = [base for line, base in zip(sale.lines, place.bases, strict=True) if not plan.is_free(line)]
    place.volume = sum(paying)
    return bool(paying)


def _give_back(place: Place, terms: Terms) -> None:
    """Take what was refunded in time out of the sale's volume; a sale given back whole no longer counts."""
    sale = place.sale
    last = None if terms.refund_days is None else sale.sold_on + timedelta(days=terms.refund_days)
    place.given_back = sum(refund.amount for refund in sale.refunds if last is None or refund.day <= last)
    if place.given_back >= sale.amount:
        place.counts = False
        return
    place.volume -= round_ratio(place.volume * place.given_back, sale.amount, terms.rounding)


def _beyond(place: Place, counted: Counted, limit: int) -> bool:
    """Whether the sale comes after the customer's first ``limit`` charges or months."""
    if counted is Counted.CHARGES:
        return place.charge > limit
    return place.sale.sold_on >= add_months(place.first_charge, limit)


def is_later(place: Place, terms: Terms) -> bool:
    """Whether the later rate holds for the sale."""
    recurring = terms.recurring
    if recurring is None or recurring.first is None:
        return False
    return _beyond(place, recurring.counted, recurring.first)


def _lacks_cost(sale: Sale) -> bool:
    return any(line.cost is None for line in sale.lines) if sale.lines else sale.cost is None


def _lay_out(place: Place, plan: Plan) -> None:
    """Set what the sale and its lines come to, with tax and shipping by the terms, and their bases."""
    sale, terms = place.sale, plan.terms
    tax, shipping = sale.tax if terms.with_tax else 0, sale.shipping if terms.with_shipping else 0
    if not sale.lines:
        place.total = place.base = sale.amount - sale.tax - sale.shipping + tax + shipping
        if terms.basis is Basis.MARGIN:
            place.base = max(0, place.total - (sale.cost or 0))
        place.volume = place.base
        return
    bare = amounts = [line.amount for line in sale.lines]
    for extra in (tax, shipping):
        if extra:
            parts = allocate(extra, bare if any(bare) else [1, *bare[1:]])
            amounts = [amount + part for amount, part in zip(amounts, parts, strict=True)]
    place.total, place.bases = sum(amounts), amounts
    if terms.basis is Basis.MARGIN:
        place.bases = [max(0, amount - (line.cost or 0)) for line, amount in zip(sale.lines, amounts, strict=True)]
    place.base = place.volume = sum(place.bases)
