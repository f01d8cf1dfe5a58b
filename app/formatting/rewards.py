"""What a partner gets, in plain language: the rate, bands, first and later sales."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from app.domain.commissions.terms import (
    Bands,
    Basis,
    Counted,
    FlatPer,
    Measure,
    Rate,
    Reach,
    Recurring,
    Terms,
    Unit,
)
from app.domain.money import Money, currency_digits
from app.formatting import amounts
from app.i18n import _, ngettext


class Rewards:
    """The phrases on what is earned under some terms, in a locale."""

    def __init__(self, terms: Terms, locale: str) -> None:
        self.terms, self.locale = terms, locale

    def money(self, minor: int) -> str:
        """An amount without idle cents: ``€10,000`` but ``€12.50``."""
        whole = minor % 10 ** currency_digits(self.terms.currency) == 0
        return (amounts.money_short if whole else amounts.money)(Money(minor, self.terms.currency), self.locale)

    def rate(self, rate: Rate) -> str:
        """A percentage, or an amount."""
        return amounts.percent(rate.ppm, self.locale) if rate.flat is None else self.money(rate.flat)

    def number(self, n: int) -> str:
        return amounts.number(n, self.locale)

    def earns(self) -> Iterator[str]:
        """What the partner gets, for how long."""
        terms = self.terms
        if terms.bands is not None:
            yield self.bands(terms.bands)
            if terms.recurring is not None and terms.recurring.limit is not None:
                yield self._only(terms.recurring, terms.recurring.limit)
        elif terms.recurring is not None:
            yield self._first_and_later(terms.recurring)
        else:
            yield self._sale_rate(terms.rate)

    def _of_margin(self, rate: Rate) -> str:
        """A rate on its own, which says only when it is taken of the margin."""
        if rate.flat is None and self.terms.basis is Basis.MARGIN:
            return _("{rate} of the margin").format(rate=self.rate(rate))
        return self.rate(rate)

    def _sale_rate(self, rate: Rate) -> str:
        if rate.flat is None:
            on_margin = self.terms.basis is Basis.MARGIN
            words = _("{rate} of the margin of each sale") if on_margin else _("{rate} of each sale")
            return words.format(rate=self.rate(rate))
        flat = {
            FlatPer.SALE: _("{amount} for each sale"),
            FlatPer.REFERRAL: _("{amount} for each referral, with its first sale"),
            FlatPer.PRODUCT: _("{amount} for each product in a sale"),
        }
        return flat[self.terms.per].format(amount=self.rate(rate))

    def bands(self, bands: Bands) -> str:
        """Rates that change with what a period brings."""
        each = every(bands.unit)
        if len(bands.bands) == 1:
            return self._sale_rate(bands.bands[0].rate)
        if bands.reach is Reach.RETROACTIVE:
            return self._retroactive(bands, each)
        if bands.measure is Measure.COUNT:
            return self._by_number(bands, each)
        return self._by_volume(bands, each)

    def _by_volume(self, bands: Bands, each: str) -> str:
        steps = bands.bands
        parts = []
        for number_, (band, following) in enumerate(pairwise(steps)):
            words = _("{rate} of the first {amount}") if number_ == 0 else _("{rate} of the next {amount}")
            parts.append(words.format(rate=self.rate(band.rate), amount=self.money(following.start - band.start)))
        parts[0] = f"{parts[0]} {each}"
        told = ", ".join([*parts, _("{rate} above").format(rate=self.rate(steps[-1].rate))])
        if self.terms.basis is Basis.MARGIN:
            return _("{words}, counted in margin").format(words=told)
        return told

    def _by_number(self, bands: Bands, each: str) -> str:
        parts = [self._sale_rate(bands.bands[0].rate)]
        parts += [
            _("{rate} from sale {n} on").format(rate=self.rate(band.rate), n=self.number(band.start))
            for band in bands.bands[1:]
        ]
        return (
            _("{words}, counted anew {each}").format(words=", ".join(parts), each=each)
            if (bands.unit is not Unit.EVER)
            else ", ".join(parts)
        )

    def _retroactive(self, bands: Bands, each: str) -> str:
        parts = [self._sale_rate(bands.bands[0].rate)]
        for band in bands.bands[1:]:
            reached = (
                self.money(band.start)
                if bands.measure is Measure.VOLUME
                else ngettext("{n} sale", "{n} sales", band.start).format(n=self.number(band.start))
            )
            parts.append(
                _("{rate} for all of them from {reached} on").format(rate=self.rate(band.rate), reached=reached)
            )
        return _("{words}, counted {each}").format(words=", ".join(parts), each=each)

    def _first_and_later(self, recurring: Recurring) -> str:
        terms, first, limit = self.terms, recurring.first, recurring.limit
        charges = recurring.counted is Counted.CHARGES
        if first is None or recurring.later is None:
            return self._limited(self._sale_rate(terms.rate), charges, limit or 0)
        words = (
            ngettext(
                "{rate} for a customer’s first sale, {later} for later ones",
                "{rate} for each of a customer’s first {n} sales, {later} for later ones",
                first,
            )
            if charges
            else ngettext(
                "{words} in a customer’s first month, {later} afterwards",
                "{words} in a customer’s first {n} months, {later} afterwards",
                first,
            )
        )
        told = words.format(
            n=self.number(first),
            rate=self._of_margin(terms.rate),
            words=self._sale_rate(terms.rate),
            later=self.rate(recurring.later),
        )
        if limit is None:
            return told
        ends = (
            ngettext("{words}, nothing after the first", "{words}, nothing after the first {n}", limit)
            if charges
            else ngettext("{words}, nothing after {n} month", "{words}, nothing after {n} months", limit)
        )
        return ends.format(words=told, n=self.number(limit))

    def _limited(self, told: str, charges: bool, limit: int) -> str:
        words = (
            ngettext(
                "{words}, for a customer’s first sale only", "{words}, for a customer’s first {n} sales only", limit
            )
            if charges
            else ngettext("{words} in a customer’s first month", "{words} in a customer’s first {n} months", limit)
        )
        return words.format(words=told, n=self.number(limit))

    def _only(self, recurring: Recurring, limit: int) -> str:
        words = (
            ngettext("only for a customer’s first sale", "only for a customer’s first {n} sales", limit)
            if recurring.counted is Counted.CHARGES
            else ngettext("only in a customer’s first month", "only in a customer’s first {n} months", limit)
        )
        return words.format(n=self.number(limit))


def every(unit: Unit) -> str:
    """A period in which something is counted anew: ``each quarter``."""
    return {
        Unit.MONTH: _("each month"),
        Unit.QUARTER: _("each quarter"),
        Unit.HALF_YEAR: _("each half-year"),
        Unit.YEAR: _("each year"),
        Unit.EVER: _("altogether"),
    }[unit]
