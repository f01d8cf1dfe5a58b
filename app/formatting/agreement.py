"""What was agreed, in plain language: one phrase for each point of the terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise

from app.domain.commissions.terms import (
    Bands,
    Basis,
    Counted,
    FlatPer,
    Level,
    Measure,
    Rate,
    Reach,
    Recurring,
    Schedule,
    Terms,
    Trigger,
    Unit,
)
from app.domain.money import Money, Rounding, currency_digits
from app.formatting.amounts import money, money_short, number, percent
from app.formatting.days import day
from app.i18n import _, ngettext


class Topic(StrEnum):
    """A part of the terms that is read, and entered, together."""

    EARNS = "earns"
    BANDS = "bands"
    LATER = "later"
    PRODUCTS = "products"
    BONUSES = "bonuses"
    LIMITS = "limits"
    BASE = "base"
    CUSTOMERS = "customers"
    PAYING = "paying"


def terms_in_words(terms: Terms, locale: str = "en") -> tuple[str, ...]:
    """What was agreed, a phrase for each point: ``10% of each sale``, ``30-day hold``."""
    said = _Said(terms, locale)
    order = (Topic.EARNS, Topic.PRODUCTS, Topic.BONUSES, Topic.LIMITS, Topic.BASE, Topic.CUSTOMERS, Topic.PAYING)
    return tuple(phrase for topic in order for phrase in said.on(topic))


def words_on(terms: Terms, topic: Topic, locale: str = "en") -> tuple[str, ...]:
    """The phrases on one part of the terms; none where it is as in the plainest."""
    return tuple(_Said(terms, locale).on(topic))


def terms_sentence(terms: Terms, locale: str = "en") -> str:
    """The terms as one sentence to read aloud: ``10% of the first €10,000 each quarter, 20% above; at most …``."""
    words = "; ".join(terms_in_words(terms, locale))
    return f"{words[:1].upper()}{words[1:]}."


class _Said:
    """The phrases of one version of the terms in a locale."""

    def __init__(self, terms: Terms, locale: str) -> None:
        self._terms, self._locale = terms, locale

    def on(self, topic: Topic) -> Iterator[str]:
        terms = self._terms
        match topic:
            case Topic.EARNS:
                yield from self._earns()
            case Topic.BANDS:
                yield from (self._bands(terms.bands),) if terms.bands else ()
            case Topic.LATER:
                yield from tuple(self._earns())[-1:] if terms.recurring else ()
            case Topic.PRODUCTS:
                yield from self._own_rates()
            case Topic.BONUSES:
                yield from self._bonuses()
            case Topic.LIMITS:
                yield from self._limits()
            case Topic.BASE:
                yield from self._base()
            case Topic.CUSTOMERS:
                yield from self._customers()
            case Topic.PAYING:
                yield from self._paying()

    def _money(self, minor: int) -> str:
        """An amount without idle cents: ``€10,000`` but ``€12.50``."""
        whole = minor % 10 ** currency_digits(self._terms.currency) == 0
        return (money_short if whole else money)(Money(minor, self._terms.currency), self._locale)

    def _rate(self, rate: Rate) -> str:
        return percent(rate.ppm, self._locale) if rate.flat is None else self._money(rate.flat)

    def _number(self, n: int) -> str:
        return number(n, self._locale)

    def _earns(self) -> Iterator[str]:
        terms = self._terms
        if terms.bands is not None:
            yield self._bands(terms.bands)
            if terms.recurring is not None and terms.recurring.limit is not None:
                yield self._only(terms.recurring, terms.recurring.limit)
        elif terms.recurring is not None:
            yield self._first_and_later(terms.recurring)
        else:
            yield self._sale_rate(terms.rate)

    def _of_margin(self, rate: Rate) -> str:
        """A rate on its own, which says only when it is taken of the margin."""
        if rate.flat is None and self._terms.basis is Basis.MARGIN:
            return _("{rate} of the margin").format(rate=self._rate(rate))
        return self._rate(rate)

    def _sale_rate(self, rate: Rate) -> str:
        if rate.flat is None:
            on_margin = self._terms.basis is Basis.MARGIN
            words = _("{rate} of the margin of each sale") if on_margin else _("{rate} of each sale")
            return words.format(rate=self._rate(rate))
        flat = {
            FlatPer.SALE: _("{amount} for each sale"),
            FlatPer.REFERRAL: _("{amount} for each referral, with its first sale"),
            FlatPer.PRODUCT: _("{amount} for each product in a sale"),
        }
        return flat[self._terms.per].format(amount=self._rate(rate))

    def _bands(self, bands: Bands) -> str:
        each = _each(bands.unit)
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
            parts.append(words.format(rate=self._rate(band.rate), amount=self._money(following.start - band.start)))
        parts[0] = f"{parts[0]} {each}"
        told = ", ".join([*parts, _("{rate} above").format(rate=self._rate(steps[-1].rate))])
        if self._terms.basis is Basis.MARGIN:
            return _("{words}, counted in margin").format(words=told)
        return told

    def _by_number(self, bands: Bands, each: str) -> str:
        parts = [self._sale_rate(bands.bands[0].rate)]
        parts += [
            _("{rate} from sale {n} on").format(rate=self._rate(band.rate), n=self._number(band.start))
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
                self._money(band.start)
                if bands.measure is Measure.VOLUME
                else ngettext("{n} sale", "{n} sales", band.start).format(n=self._number(band.start))
            )
            parts.append(
                _("{rate} for all of them from {reached} on").format(rate=self._rate(band.rate), reached=reached)
            )
        return _("{words}, counted {each}").format(words=", ".join(parts), each=each)

    def _first_and_later(self, recurring: Recurring) -> str:
        terms, first, limit = self._terms, recurring.first, recurring.limit
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
            n=self._number(first),
            rate=self._of_margin(terms.rate),
            words=self._sale_rate(terms.rate),
            later=self._rate(recurring.later),
        )
        if limit is None:
            return told
        ends = (
            ngettext("{words}, nothing after the first", "{words}, nothing after the first {n}", limit)
            if charges
            else ngettext("{words}, nothing after {n} month", "{words}, nothing after {n} months", limit)
        )
        return ends.format(words=told, n=self._number(limit))

    def _limited(self, told: str, charges: bool, limit: int) -> str:
        words = (
            ngettext(
                "{words}, for a customer’s first sale only", "{words}, for a customer’s first {n} sales only", limit
            )
            if charges
            else ngettext("{words} in a customer’s first month", "{words} in a customer’s first {n} months", limit)
        )
        return words.format(words=told, n=self._number(limit))

    def _only(self, recurring: Recurring, limit: int) -> str:
        words = (
            ngettext("only for a customer’s first sale", "only for a customer’s first {n} sales", limit)
            if recurring.counted is Counted.CHARGES
            else ngettext("only in a customer’s first month", "only in a customer’s first {n} months", limit)
        )
        return words.format(n=self._number(limit))

    def _own_rates(self) -> Iterator[str]:
        """Those of one rate together, in the order of their first."""
        together: dict[tuple[Level, Rate], list[str]] = {}
        for own in self._terms.own_rates:
            together.setdefault((own.level, own.rate), []).append(own.name)
        for (level, rate), names in together.items():
            what = _named(level, names)
            if rate.is_zero:
                yield _("nothing for {what}").format(what=what)
            elif rate.flat is not None:
                yield _("{amount} for each piece of {what}").format(amount=self._rate(rate), what=what)
            else:
                yield _("{rate} for {what}").format(rate=self._rate(rate), what=what)

    def _bonuses(self) -> Iterator[str]:
        for bonus in self._terms.bonuses:
            yield _("a bonus of {amount} for referral number {n} won {each}").format(
                amount=self._money(bonus.amount), n=self._number(bonus.nth), each=_each(bonus.unit)
            )
        if self._terms.extra_ppm:
            yield _("plus {rate} on top of each commission").format(rate=percent(self._terms.extra_ppm, self._locale))

    def _limits(self) -> Iterator[str]:
        terms = self._terms
        if terms.cap_sale is not None:
            yield _("at most {amount} for a sale").format(amount=self._money(terms.cap_sale))
        if terms.cap_customer is not None:
            yield _("at most {amount} for a customer").format(amount=self._money(terms.cap_customer))
        if terms.cap_period is not None:
            yield _("at most {amount} {a_period}").format(
                amount=self._money(terms.cap_period.amount), a_period=_a(terms.cap_period.unit)
            )
        if terms.minimum_sale:
            yield _("nothing for sales under {amount}").format(amount=self._money(terms.minimum_sale))
        if terms.window_days is not None:
            words = ngettext(
                "if the first sale comes within {n} day of the referral",
                "if the first sale comes within {n} days of the referral",
                terms.window_days,
            )
            yield words.format(n=self._number(terms.window_days))
        if terms.refund_days is not None:
            words = ngettext(
                "refunds take back their part up to {n} day after the sale",
                "refunds take back their part up to {n} days after the sale",
                terms.refund_days,
            )
            yield words.format(n=self._number(terms.refund_days))
        if terms.ends_on is not None:
            yield _("for sales until {day}").format(day=day(terms.ends_on, self._locale, "dated"))

    def _base(self) -> Iterator[str]:
        terms = self._terms
        if terms.with_tax and terms.with_shipping:
            yield _("tax and shipping included")
        elif terms.with_tax:
            yield _("tax included, shipping not")
        elif terms.with_shipping:
            yield _("shipping included, tax not")

    def _customers(self) -> Iterator[str]:
        if self._terms.discount is not None:
            yield _("customers get {rate} off").format(rate=self._rate(self._terms.discount))
        if self._terms.reciprocal:
            yield _("referrals go both ways")

    def _paying(self) -> Iterator[str]:
        terms = self._terms
        yield self._when()
        if terms.minimum_payout:
            yield _("less than {amount} waits for the next payout").format(amount=self._money(terms.minimum_payout))
        if terms.rounding is Rounding.HALF_EVEN:
            yield _("halves are rounded to the even number")

    def _when(self) -> str:
        terms, days = self._terms, self._terms.hold_days
        on_cash = terms.trigger is Trigger.CASH
        if terms.schedule is Schedule.OPEN:
            if days == 0:
                return _("payable as the customer pays") if on_cash else _("payable at once")
            hold = ngettext("{n}-day hold", "{n}-day hold", days).format(n=self._number(days))
            return _("earned as the customer pays, {hold}").format(hold=hold) if on_cash else hold
        if days == 0:
            return (
                _("{often}, as the customer pays").format(often=_often(terms.schedule))
                if on_cash
                else (_often(terms.schedule))
            )
        if on_cash:
            after = ngettext("{n} day after the customer’s payment", "{n} days after the customer’s payment", days)
        else:
            after = ngettext("{n} day after the sale", "{n} days after the sale", days)
        return f"{_often(terms.schedule)}, {after.format(n=self._number(days))}"


def _often(schedule: Schedule) -> str:
    return {
        Schedule.MONTHLY: _("paid monthly"),
        Schedule.QUARTERLY: _("paid quarterly"),
        Schedule.YEARLY: _("paid yearly"),
    }[schedule]


def _each(unit: Unit) -> str:
    return {
        Unit.MONTH: _("each month"),
        Unit.QUARTER: _("each quarter"),
        Unit.HALF_YEAR: _("each half-year"),
        Unit.YEAR: _("each year"),
        Unit.EVER: _("altogether"),
    }[unit]


def _a(unit: Unit) -> str:
    return {
        Unit.MONTH: _("a month"),
        Unit.QUARTER: _("a quarter"),
        Unit.HALF_YEAR: _("a half-year"),
        Unit.YEAR: _("a year"),
        Unit.EVER: _("altogether"),
    }[unit]


def _named(level: Level, names: Sequence[str]) -> str:
    words = {
        Level.VARIANT: ngettext("the variant {names}", "the variants {names}", len(names)),
        Level.PRODUCT: ngettext("the product {names}", "the products {names}", len(names)),
        Level.CATEGORY: ngettext("the category {names}", "the categories {names}", len(names)),
    }
    return words[level].format(names=", ".join(_("“{name}”").format(name=name) for name in names))
