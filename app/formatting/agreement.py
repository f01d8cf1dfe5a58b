"""What was agreed, in plain language: one phrase for each point of the terms."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from app.domain.commissions.terms import (
    Bands,
    Basis,
    Counted,
    FlatPer,
    Level,
    Measure,
    OwnRate,
    Rate,
    Reach,
    Recurring,
    Schedule,
    Terms,
    Trigger,
    Unit,
)
from app.domain.money import Money, currency_digits
from app.formatting.amounts import money, money_short, number, percent
from app.formatting.days import day
from app.i18n import _, ngettext


def terms_in_words(terms: Terms, locale: str = "") -> tuple[str, ...]:
    """What was agreed, a phrase for each point: ``10% of each sale``, ``30-day hold``."""
    said = _Said(terms, locale)
    return tuple(
        phrase
        for phrases in (said.earns(), said.own_rates(), said.bonuses(), said.limits(), said.base(), said.paying())
        for phrase in phrases
    )


def reading(terms: Terms, locale: str = "") -> str:
    """The terms as one sentence to read aloud: ``10% of the first €10,000 each quarter, 20% above; at most …``."""
    return "; ".join(terms_in_words(terms, locale)) + "."


class _Said:
    """The phrases of one version of the terms in a locale."""

    def __init__(self, terms: Terms, locale: str) -> None:
        self._terms, self._locale = terms, locale

    def _money(self, minor: int) -> str:
        return money(Money(minor, self._terms.currency), self._locale)

    def _short(self, minor: int) -> str:
        """An amount without idle cents: ``€10,000`` but ``€12.50``."""
        whole = minor % 10 ** currency_digits(self._terms.currency) == 0
        return (money_short if whole else money)(Money(minor, self._terms.currency), self._locale)

    def _rate(self, rate: Rate) -> str:
        return percent(rate.ppm, self._locale) if rate.flat is None else self._money(rate.flat)

    def _number(self, n: int) -> str:
        return number(n, self._locale)

    def earns(self) -> Iterator[str]:
        terms = self._terms
        if terms.bands is not None:
            yield self._bands(terms.bands)
        else:
            yield self._sale_rate(terms.rate)
        if terms.recurring is not None:
            yield from self._recurring(terms.recurring)
        if terms.extra_ppm:
            yield _("plus {rate} on top of each commission").format(rate=percent(terms.extra_ppm, self._locale))

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
            parts.append(words.format(rate=self._rate(band.rate), amount=self._short(following.start - band.start)))
        parts[0] = f"{parts[0]} {each}"
        told = ", ".join([*parts, _("{rate} above").format(rate=self._rate(steps[-1].rate))])
        if self._terms.basis is Basis.MARGIN:
            return _("{words}, reckoned on the margin").format(words=told)
        return told

    def _by_number(self, bands: Bands, each: str) -> str:
        parts = [f"{self._sale_rate(bands.bands[0].rate)} {each}"]
        parts += [
            _("{rate} from sale {n} on").format(rate=self._rate(band.rate), n=self._number(band.start))
            for band in bands.bands[1:]
        ]
        return ", ".join(parts)

    def _retroactive(self, bands: Bands, each: str) -> str:
        parts = [self._sale_rate(bands.bands[0].rate)]
        for band in bands.bands[1:]:
            reached = (
                self._short(band.start)
                if bands.measure is Measure.VOLUME
                else ngettext("{n} sale", "{n} sales", band.start).format(n=self._number(band.start))
            )
            parts.append(_("from {reached} {rate} for all of them").format(reached=reached, rate=self._rate(band.rate)))
        return _("{words}, counted {each}").format(words=", ".join(parts), each=each)

    def _recurring(self, recurring: Recurring) -> Iterator[str]:
        charges = recurring.counted is Counted.CHARGES
        if recurring.first is not None and recurring.later is not None:
            if charges and recurring.first == 1:
                words = _("that is for a customer’s first sale; {rate} for later ones")
            elif charges:
                words = _("that is for a customer’s first {n} sales; {rate} for later ones")
            else:
                words = ngettext(
                    "that is for a customer’s first {n} month; {rate} afterwards",
                    "that is for a customer’s first {n} months; {rate} afterwards",
                    recurring.first,
                )
            yield words.format(n=self._number(recurring.first), rate=self._rate(recurring.later))
        if recurring.limit is not None:
            words = (
                ngettext(
                    "only for the first sale to a customer",
                    "only for the first {n} sales to a customer",
                    recurring.limit,
                )
                if charges
                else ngettext(
                    "only for {n} month from a customer’s first sale",
                    "only for {n} months from a customer’s first sale",
                    recurring.limit,
                )
            )
            yield words.format(n=self._number(recurring.limit))

    def own_rates(self) -> Iterator[str]:
        for own in self._terms.own_rates:
            yield self._own_rate(own)

    def _own_rate(self, own: OwnRate) -> str:
        if own.rate.is_zero:
            return _("nothing for {what}").format(what=_named(own))
        if own.rate.flat is not None:
            return _("{amount} for each piece of {what}").format(amount=self._rate(own.rate), what=_named(own))
        return _("{rate} for {what}").format(rate=self._rate(own.rate), what=_named(own))

    def bonuses(self) -> Iterator[str]:
        for bonus in self._terms.bonuses:
            yield _("a bonus of {amount} for referral {n} won {each}").format(
                amount=self._short(bonus.amount), n=self._number(bonus.nth), each=_each(bonus.unit)
            )

    def limits(self) -> Iterator[str]:
        terms = self._terms
        if terms.cap_sale is not None:
            yield _("at most {amount} for a sale").format(amount=self._short(terms.cap_sale))
        if terms.cap_customer is not None:
            yield _("at most {amount} for a customer").format(amount=self._short(terms.cap_customer))
        if terms.cap_period is not None:
            yield _("at most {amount} {each}").format(
                amount=self._short(terms.cap_period.amount), each=_each(terms.cap_period.unit)
            )
        if terms.minimum_sale:
            yield _("nothing for sales under {amount}").format(amount=self._short(terms.minimum_sale))
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

    def base(self) -> Iterator[str]:
        terms = self._terms
        if terms.with_tax and terms.with_shipping:
            yield _("tax and shipping included")
        elif terms.with_tax:
            yield _("tax included, shipping not")
        elif terms.with_shipping:
            yield _("shipping included, tax not")
        if terms.discount is not None:
            yield _("customers get {rate} off").format(rate=self._rate(terms.discount))
        if terms.reciprocal:
            yield _("referrals go both ways")

    def paying(self) -> Iterator[str]:
        terms = self._terms
        yield self._when()
        if terms.minimum_payout:
            yield _("less than {amount} waits for the next payout").format(amount=self._short(terms.minimum_payout))
        if terms.ends_on is not None:
            yield _("for sales until {day}").format(day=day(terms.ends_on, self._locale, "dated"))

    def _when(self) -> str:
        terms, days = self._terms, self._terms.hold_days
        on_cash = terms.trigger is Trigger.CASH
        if terms.schedule is Schedule.OPEN:
            if days == 0:
                return _("payable as the customer pays") if on_cash else _("payable at once")
            hold = ngettext("{n}-day hold", "{n}-day hold", days).format(n=self._number(days))
            return _("earned as the customer pays, {hold}").format(hold=hold) if on_cash else hold
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


def _named(own: OwnRate) -> str:
    words = {
        Level.VARIANT: _("the variant “{name}”"),
        Level.PRODUCT: _("the product “{name}”"),
        Level.CATEGORY: _("the category “{name}”"),
    }
    return words[own.level].format(name=own.name)
