"""Accounts made to be hard: few days, few customers, small odd amounts, and all terms in combination.

One recipe for two uses: ``random_history`` takes its choices from ``random.Random`` and is fast, ``histories`` takes
them from Hypothesis and shrinks. Choices are ordered so that the first is the plainest: a history shrinks towards one
plain sale under plain terms.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import NamedTuple, TypeVar

from hypothesis import strategies as st

from app.domain.commissions.account import Line, Movement, Sale
from app.domain.commissions.terms import (
    Band,
    Bands,
    Basis,
    Bonus,
    Cap,
    Counted,
    FlatPer,
    Level,
    Measure,
    OwnRate,
    Rate,
    Reach,
    Recurring,
    Terms,
    Trigger,
    Unit,
    Version,
)
from app.domain.money import Rounding

T = TypeVar("T")
Dice = Callable[[int], int]
"""A whole number from 0 up to, but without, the one given."""

PARTNER = 1
OTHER_PARTNERS = (2, 3)
MILLION = 1_000_000
MOST_SALES = 12

DAYS = tuple(
    date(*day)
    for day in (
        (2024, 1, 1), (2024, 1, 30), (2024, 1, 31), (2024, 2, 28), (2024, 2, 29), (2024, 3, 1), (2024, 3, 31),
        (2024, 4, 1), (2024, 4, 30), (2024, 5, 31), (2024, 6, 30), (2024, 7, 1), (2024, 8, 15), (2024, 9, 30),
        (2024, 10, 1), (2024, 12, 31), (2025, 1, 1), (2025, 2, 28), (2025, 3, 1), (2023, 12, 31), (2023, 11, 30),
    )
)  # fmt: skip
EARLY = (date(2020, 1, 1), date(2023, 6, 30))
CURRENCIES = ("EUR", "JPY", "KWD", "USD")
SMALL = (10, 1, 2, 3, 5, 7, 9, 11, 13, 15, 17, 25, 33, 35, 45, 50, 55, 75)
AMOUNTS = (
    100, 1, 2, 3, 5, 7, 9, 10, 11, 13, 15, 17, 25, 33, 35, 45, 50, 55, 75, 99, 101, 125, 150, 199, 201, 250, 333, 499,
    500, 501, 999, 1_000, 1_001, 1_250, 1_799, 2_298, 2_999, 3_000, 9_999, 10_000, 10_005, 33_333, 100_000, 1_234_567,
    999_999_999_999,
)  # fmt: skip
PERCENTAGES = (
    100_000, 50_000, 200_000, 70_000, 150_000, 250_000, 300_000, 400_000, 500_000, 125_000, 75_000, 333_333, 166_667,
    10_000, 5_000, 1, 999_999, 1_000_000, 0,
)  # fmt: skip
COARSE = (1_000_000, 0, 500_000, 333_333, 100_000)
"""With these a single cent of volume can be seen in the commission."""
FIXED = (100, 1, 2, 3, 5, 25, 99, 250, 275, 300, 1_001, 0)
PRODUCTS = ("", "Anvil", "anvil ", " ANVIL", "Rope", "rope", "Paint")
VARIANTS = ("", "Red", " RED", "red ", "Blue", "Anvil")
CATEGORIES = ("", "Tools", "tools ", " TOOLS", "Books", "Rope")
UNITS = tuple(Unit)
SHARES = (
    (700_000, 300_000), (500_000, 500_000), (333_334, 333_333, 333_333), (400_000, 100_000, 500_000),
    (1, 999_999), (999_999, 1), (50_000, 450_000, 500_000), (100_000, 900_000), (10_000, 20_000, 970_000),
)  # fmt: skip


class History(NamedTuple):
    """An account: ``sales`` stand in the order they were entered."""

    partner_id: int
    versions: tuple[Version, ...]
    currency: str
    sales: tuple[Sale, ...]


class Referral(NamedTuple):
    """What all sales of a referral have in common."""

    id: int
    customer: int
    received_on: date
    deal: Rate | None
    shares: tuple[tuple[int, int], ...]


def random_history(rng: Random) -> History:
    """A history by chance; the same for the same state of ``rng``."""
    draw = rng.random
    return _Maker(lambda sides: int(draw() * sides)).history()


@st.composite
def histories(draw: st.DrawFn) -> History:
    """The same histories as a Hypothesis strategy, which shrinks what fails."""
    return _Maker(lambda sides: draw(st.integers(0, sides - 1))).history()


class _Maker:
    """Makes one history. What stands here holds for all of it, so that the same things meet in it often."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.currency = self.pick(CURRENCIES)
        self.amounts, self.percentages = self.pick(((AMOUNTS, PERCENTAGES), (SMALL, COARSE)))
        begin = dice(len(DAYS))
        self.days = tuple(DAYS[(begin + dice(6)) % len(DAYS)] for _ in range(1 + dice(5)))
        self.banded, self.recurring, self.itemised, self.taxed, self.capped = (bool(dice(2)) for _ in range(5))

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.dice(len(choices))]

    def often(self, sides: int) -> bool:
        """Once in so many times; shrinks to not."""
        return self.dice(sides) == sides - 1

    def mostly(self, in_this_history: bool) -> bool:
        """Three times of four where the history is about it, else seldom."""
        return self.dice(4) > 0 if in_this_history else self.often(12)

    def history(self) -> History:
        versions = self.versions()
        referrals = [self.referral(number) for number in range(1, 2 + self.dice(4))]
        sales: list[Sale] = []
        while len(sales) < MOST_SALES and self.dice(9):
            sales.append(self.sale(f"s{len(sales) + 1}", self.pick(referrals)))
        return History(PARTNER, versions, self.currency, tuple(sales))

    # ---- terms

    def versions(self) -> tuple[Version, ...]:
        versions = []
        for number in range(1, 2 + (self.dice(4) if self.often(2) else 0)):
            start = self.pick(EARLY) if number == 1 and self.dice(12) < 11 else self.pick(self.days)
            versions.append(Version(100 + number, number, start, self.terms()))
        if self.often(6):
            versions.reverse()
        return tuple(versions)

    def rate(self) -> Rate:
        if self.often(3):
            return Rate(flat=self.pick(FIXED))
        return Rate(self.pick(self.percentages))

    def terms(self) -> Terms:
        bands = self.bands() if self.mostly(self.banded) else None
        return Terms(
            self.pick(CURRENCIES) if self.often(15) else self.currency,
            rate=self.rate(),
            per=self.pick(tuple(FlatPer)),
            basis=Basis.MARGIN if self.often(4) else Basis.SALE,
            bands=bands,
            recurring=self.charges(bands is not None) if self.mostly(self.recurring) else None,
            own_rates=self.own_rates() if self.mostly(self.itemised) else (),
            bonuses=self.bonuses() if self.often(3) else (),
            extra_ppm=self.pick((100_000, 333_333, 1_000_000, 50_000)) if self.often(5) else 0,
            discount=Rate(100_000) if self.often(12) else None,
            reciprocal=self.often(12),
            with_tax=self.mostly(self.taxed),
            with_shipping=self.mostly(self.taxed),
            minimum_sale=self.pick(self.amounts) if self.often(8) else 0,
            cap_sale=self.cap() if self.capped and self.often(4) else None,
            cap_customer=self.cap() if self.capped and self.often(2) else None,
            cap_period=Cap(self.cap(), self.pick(UNITS)) if self.capped and self.often(2) else None,
            window_days=self.pick((0, 1, 7, 30, 365)) if self.often(8) else None,
            refund_days=self.pick((0, 1, 14, 30)) if self.often(4) else None,
            ends_on=self.pick(self.days) if self.often(10) else None,
            trigger=Trigger.CASH if self.often(3) else Trigger.SALE,
            hold_days=self.pick((30, 0, 60, 14)),
            rounding=Rounding.HALF_EVEN if self.often(3) else Rounding.HALF_UP,
        )

    def cap(self) -> int:
        return self.pick((10, 1, 5, 15, 50, 101, 250, 1_000, 25_000, 0))

    def bands(self) -> Bands:
        measure = self.pick(tuple(Measure))
        reach = self.pick(tuple(Reach))
        start = 0 if measure is Measure.VOLUME else 1
        by_percentage = measure is Measure.VOLUME and reach is Reach.MARGINAL
        bands = []
        for _ in range(1 + self.dice(4)):
            rate = Rate(self.pick(self.percentages)) if by_percentage else self.rate()
            bands.append(Band(start, rate))
            start += min(self.pick(self.amounts), 100_000) if measure is Measure.VOLUME else 1 + self.dice(3)
        return Bands(measure, self.pick(UNITS), reach, tuple(bands))

    def charges(self, banded: bool) -> Recurring:
        """A later rate (never with bands), a limit, or both."""
        counted = self.pick(tuple(Counted))
        which = 2 if banded else self.dice(3)
        if which == 2:
            return Recurring(counted, limit=1 + self.dice(4))
        first = 1 + self.dice(3)
        return Recurring(counted, first, self.rate(), first + 1 + self.dice(3) if which else None)

    def own_rates(self) -> tuple[OwnRate, ...]:
        """Up to four, each for another name."""
        found: dict[tuple[Level, str], OwnRate] = {}
        names = {Level.VARIANT: VARIANTS, Level.PRODUCT: PRODUCTS, Level.CATEGORY: CATEGORIES}
        for _ in range(1 + self.dice(4)):
            level = self.pick(tuple(Level))
            name = self.pick(names[level][1:])
            rate = self.pick((Rate(), Rate(flat=0))) if self.often(3) else self.rate()
            found[level, name.strip().casefold()] = OwnRate(level, name, rate)
        return tuple(found.values())

    def bonuses(self) -> tuple[Bonus, ...]:
        """Up to three, never two for the same number in the same kind of period."""
        found: dict[tuple[int, Unit], Bonus] = {}
        for _ in range(1 + self.dice(3)):
            bonus = Bonus(1 + self.dice(3), self.pick(UNITS), self.pick((5_000, 1, 99)))
            found[bonus.nth, bonus.unit] = bonus
        return tuple(found.values())

    # ---- sales

    def referral(self, number: int) -> Referral:
        received_on = self.pick(self.days) - timedelta(days=self.pick((0, 1, 7, 8, 30, 31, 400)))
        shares: tuple[tuple[int, int], ...] = ()
        if self.often(3):
            shares = tuple(zip((PARTNER, *OTHER_PARTNERS), self.pick(SHARES), strict=False))
        deal = None
        if self.often(6):
            deal = Rate() if self.often(4) else self.rate()
        return Referral(number, 1 + self.dice(3), received_on, deal, shares)

    def sale(self, uid: str, referral: Referral) -> Sale:
        sold_on = self.pick(self.days)
        if self.often(5):
            sold_on += timedelta(days=self.pick((1, 2, 30)))
        lines: tuple[Line, ...] = ()
        if self.mostly(self.itemised):
            lines = tuple(self.line(zero=False) for _ in range(1 + self.dice(3)))
            if self.often(12):
                lines = tuple(self.line(zero=True) for _ in range(1 + self.dice(3)))
        net = sum(line.amount for line in lines) if lines else self.amount()
        tax = self.pick(SMALL) if self.mostly(self.taxed) else 0
        shipping = self.pick(SMALL) if self.mostly(self.taxed) else 0
        if net + tax + shipping == 0:
            shipping = 1
        amount = net + tax + shipping
        return Sale(
            uid, referral.id, referral.customer, referral.received_on, sold_on, amount, tax, shipping,
            cost=self.cost(net),
            lines=lines,
            refunds=self.refunds(uid, sold_on, amount) if self.often(3) else (),
            receipts=self.receipts(uid, sold_on, amount) if self.dice(4) else (),
            deal=referral.deal,
            shares=referral.shares,
        )  # fmt: skip

    def amount(self) -> int:
        if self.often(12):
            return 0
        if self.amounts is AMOUNTS and self.often(3):
            return 1 + self.dice(3_000)
        return self.pick(self.amounts)

    def line(self, zero: bool) -> Line:
        amount = 0 if zero else self.amount()
        quantity = 1 + self.dice(4) if self.often(3) else 1
        product, variant, category = self.pick(PRODUCTS), self.pick(VARIANTS), self.pick(CATEGORIES)
        return Line(amount, self.cost(amount), product, variant, category, quantity)

    def cost(self, amount: int) -> int | None:
        """None of it, some, as much as the amount, more, or not known."""
        how = self.dice(8)
        if how < 5:
            return amount * how // 7
        return (amount, amount + 1, None if self.often(2) else 1)[how - 5]

    def parts(self, amount: int) -> list[int]:
        """One to five amounts above zero that together are at most ``amount``, and often all of it."""
        rest, parts = amount, []
        for _ in range(1 + self.dice(4)):
            if rest == 0:
                break
            part = self.pick((rest, (rest + 1) // 2, 1, (rest + 2) // 3, min(rest, 5)))
            parts.append(part)
            rest -= part
        if rest and self.often(3):
            parts.append(rest)
        return parts

    def refunds(self, uid: str, sold_on: date, amount: int) -> tuple[Movement, ...]:
        return tuple(
            Movement(f"{uid}.back{number}", sold_on + timedelta(days=self.pick((0, 1, 1, 2, 14, 15, 30, 31))), part)
            for number, part in enumerate(self.parts(amount), 1)
        )

    def receipts(self, uid: str, sold_on: date, amount: int) -> tuple[Movement, ...]:
        """A payment may also come before the sale: a deposit."""
        return tuple(
            Movement(f"{uid}.paid{number}", sold_on + timedelta(days=self.pick((0, 1, 1, 2, 14, 30, 31, -3))), part)
            for number, part in enumerate(self.parts(amount), 1)
        )


def check(history: History) -> None:
    """That the history is one a book may hold: what the recipe above promises."""
    for sale in history.sales:
        assert sale.amount > 0
        assert min(sale.tax, sale.shipping, sale.amount - sale.tax - sale.shipping) >= 0
        assert not sale.lines or sum(line.amount for line in sale.lines) == sale.amount - sale.tax - sale.shipping
        assert sum(refund.amount for refund in sale.refunds) <= sale.amount
        assert sum(receipt.amount for receipt in sale.receipts) <= sale.amount
        assert all(movement.amount > 0 for movement in sale.refunds + sale.receipts)
        assert all(refund.day >= sale.sold_on for refund in sale.refunds)
        assert not sale.shares or sum(share for _, share in sale.shares) == MILLION
        assert not sale.shares or sale.shares[0][0] == history.partner_id
    for version in history.versions:
        terms = version.terms
        assert terms.bands is None or terms.recurring is None or terms.recurring.later is None
        if terms.bands is not None:
            assert terms.bands.bands[0].start == (0 if terms.bands.measure is Measure.VOLUME else 1)
            assert all(low.start < high.start for low, high in pairwise(terms.bands.bands))
