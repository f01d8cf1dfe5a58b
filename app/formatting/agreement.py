"""What was agreed, in plain language: one phrase for each point of the terms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum

from app.domain.commissions.terms import (
    Level,
    Rate,
    Schedule,
    Terms,
    Trigger,
    Unit,
)
from app.domain.money import Rounding
from app.formatting.amounts import percent
from app.formatting.days import day
from app.formatting.rewards import Rewards, every
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


def terms_in_words(terms: Terms, locale: str = "") -> tuple[str, ...]:
    """What was agreed, a phrase for each point: ``10% of each sale``, ``30-day hold``."""
    said = _Said(terms, locale)
    order = (Topic.EARNS, Topic.PRODUCTS, Topic.BONUSES, Topic.LIMITS, Topic.BASE, Topic.CUSTOMERS, Topic.PAYING)
    return tuple(phrase for topic in order for phrase in said.on(topic))


def words_on(terms: Terms, topic: Topic, locale: str = "") -> tuple[str, ...]:
    """The phrases on one part of the terms; none where it is as in the plainest."""
    return tuple(_Said(terms, locale).on(topic))


def terms_sentence(terms: Terms, locale: str = "") -> str:
    """The terms as one sentence to read aloud: ``10% of the first €10,000 each quarter, 20% above; at most …``."""
    words = "; ".join(terms_in_words(terms, locale))
    return f"{words[:1].upper()}{words[1:]}."


class _Said(Rewards):
    """The phrases of one version of the terms in a locale."""

    def on(self, topic: Topic) -> Iterator[str]:
        terms = self.terms
        match topic:
            case Topic.EARNS:
                yield from self.earns()
            case Topic.BANDS:
                yield from (self.bands(terms.bands),) if terms.bands else ()
            case Topic.LATER:
                yield from tuple(self.earns())[-1:] if terms.recurring else ()
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

    def _own_rates(self) -> Iterator[str]:
        """Those of one rate together, in the order of their first."""
        together: dict[tuple[Level, Rate], list[str]] = {}
        for own in self.terms.own_rates:
            together.setdefault((own.level, own.rate), []).append(own.name)
        for (level, rate), names in together.items():
            what = _named(level, names)
            if rate.is_zero:
                yield _("nothing for {what}").format(what=what)
            elif rate.flat is not None:
                yield _("{amount} for each piece of {what}").format(amount=self.rate(rate), what=what)
            else:
                yield _("{rate} for {what}").format(rate=self.rate(rate), what=what)

    def _bonuses(self) -> Iterator[str]:
        for bonus in self.terms.bonuses:
            yield _("a bonus of {amount} for referral number {n} won {each}").format(
                amount=self.money(bonus.amount), n=self.number(bonus.nth), each=every(bonus.unit)
            )
        if self.terms.extra_ppm:
            yield _("plus {rate} on top of each commission").format(rate=percent(self.terms.extra_ppm, self.locale))

    def _limits(self) -> Iterator[str]:
        terms = self.terms
        if terms.cap_sale is not None:
            yield _("at most {amount} for a sale").format(amount=self.money(terms.cap_sale))
        if terms.cap_customer is not None:
            yield _("at most {amount} for a customer").format(amount=self.money(terms.cap_customer))
        if terms.cap_period is not None:
            yield _("at most {amount} {a_period}").format(
                amount=self.money(terms.cap_period.amount), a_period=_a(terms.cap_period.unit)
            )
        if terms.minimum_sale:
            yield _("nothing for sales under {amount}").format(amount=self.money(terms.minimum_sale))
        if terms.window_days is not None:
            words = ngettext(
                "if the first sale comes within {n} day of the referral",
                "if the first sale comes within {n} days of the referral",
                terms.window_days,
            )
            yield words.format(n=self.number(terms.window_days))
        if terms.refund_days is not None:
            words = ngettext(
                "refunds take back their part up to {n} day after the sale",
                "refunds take back their part up to {n} days after the sale",
                terms.refund_days,
            )
            yield words.format(n=self.number(terms.refund_days))
        if terms.ends_on is not None:
            yield _("for sales until {day}").format(day=day(terms.ends_on, self.locale, "dated"))

    def _base(self) -> Iterator[str]:
        terms = self.terms
        if terms.with_tax and terms.with_shipping:
            yield _("tax and shipping included")
        elif terms.with_tax:
            yield _("tax included, shipping not")
        elif terms.with_shipping:
            yield _("shipping included, tax not")

    def _customers(self) -> Iterator[str]:
        if self.terms.discount is not None:
            yield _("customers get {rate} off").format(rate=self.rate(self.terms.discount))
        if self.terms.reciprocal:
            yield _("referrals go both ways")

    def _paying(self) -> Iterator[str]:
        terms = self.terms
        yield self._when()
        if terms.minimum_payout:
            yield _("less than {amount} waits for the next payout").format(amount=self.money(terms.minimum_payout))
        if terms.rounding is Rounding.HALF_EVEN:
            yield _("halves are rounded to the even number")

    def _when(self) -> str:
        terms, days = self.terms, self.terms.hold_days
        on_cash = terms.trigger is Trigger.CASH
        if terms.schedule is Schedule.OPEN:
            if days == 0:
                return _("payable as the customer pays") if on_cash else _("payable at once")
            hold = ngettext("{n}-day hold", "{n}-day hold", days).format(n=self.number(days))
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
        return f"{_often(terms.schedule)}, {after.format(n=self.number(days))}"


def _often(schedule: Schedule) -> str:
    return {
        Schedule.MONTHLY: _("paid monthly"),
        Schedule.QUARTERLY: _("paid quarterly"),
        Schedule.YEARLY: _("paid yearly"),
    }[schedule]


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
