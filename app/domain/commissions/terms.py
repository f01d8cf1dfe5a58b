"""What was agreed: the rules by which a sale earns a commission, and when it may be paid.

Terms are versioned: a change makes a new version with a start date, and a sale is worked out by the version in force
on its day. ``docs/commissions.md`` says what each rule means; ``engine`` carries it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from app.domain.money import Rounding

PPM: Final = 1_000_000
"""Rates are whole millionths: 10 % is 100,000, and 0.0001 % can still be written."""


class Basis(StrEnum):
    """What a percentage is taken of."""

    SALE = "sale"
    MARGIN = "margin"


class FlatPer(StrEnum):
    """What a fixed default amount is paid for."""

    SALE = "sale"
    REFERRAL = "referral"
    PRODUCT = "product"


class Unit(StrEnum):
    """The calendar period over which sales are counted together."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    EVER = "ever"


class Measure(StrEnum):
    """What bands stand on: the volume of the sales, or their number."""

    VOLUME = "volume"
    COUNT = "count"


class Reach(StrEnum):
    """Whether a band's rate holds for its own part, or for the whole period once it is reached."""

    MARGINAL = "marginal"
    RETROACTIVE = "retroactive"


class Counted(StrEnum):
    """What first and later charges are told apart by."""

    CHARGES = "charges"
    MONTHS = "months"


class Level(StrEnum):
    """What a rate of its own belongs to, the most specific first."""

    VARIANT = "variant"
    PRODUCT = "product"
    CATEGORY = "category"


class Trigger(StrEnum):
    """When a commission is earned."""

    SALE = "sale"
    CASH = "cash"


class Schedule(StrEnum):
    """How often the partner is paid, as agreed."""

    OPEN = "open"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class Rate:
    """``ppm`` millionths of the base or, where ``flat`` is given, so many minor units."""

    ppm: int = 0
    flat: int | None = None

    @property
    def is_zero(self) -> bool:
        return not (self.ppm if self.flat is None else self.flat)


@dataclass(frozen=True, slots=True)
class Band:
    """A rate from a threshold on: minor units of volume, or the number of a sale."""

    start: int
    rate: Rate


@dataclass(frozen=True, slots=True)
class Bands:
    """Rates by what a period brings, the lowest band first."""

    measure: Measure
    unit: Unit
    reach: Reach
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Recurring:
    """First and later charges of one customer: ``later`` after the first ``first``, nothing after ``limit``.

    ``first`` and ``limit`` are numbers of charges or months, by ``counted``.
    """

    counted: Counted = Counted.CHARGES
    first: int | None = None
    later: Rate | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class OwnRate:
    """The rate of one variant, product or category; zero makes it commission-free."""

    level: Level
    name: str
    rate: Rate


@dataclass(frozen=True, slots=True)
class Bonus:
    """A fixed amount for the ``nth`` referral won in a period."""

    nth: int
    unit: Unit
    amount: int


@dataclass(frozen=True, slots=True)
class Cap:
    """At most ``amount`` minor units in a period."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of a partner's terms. Amounts are minor units of ``currency``.

    ``rate`` is the default where neither the deal nor a product has its own; ``bands`` take its place. ``discount`` is
    what the partner's customers get. ``hold_days`` after a sale (or payment) its commission becomes payable.
    """

    currency: str
    rate: Rate = Rate()
    per: FlatPer = FlatPer.SALE
    basis: Basis = Basis.SALE
    bands: Bands | None = None
    recurring: Recurring | None = None
    own_rates: tuple[OwnRate, ...] = ()
    bonuses: tuple[Bonus, ...] = ()
    extra_ppm: int = 0
    """On top of each commission, in millionths of it."""
    discount: Rate | None = None
    reciprocal: bool = False
    """Referrals go both ways, and the balance is kept."""
    with_tax: bool = False
    with_shipping: bool = False
    minimum_sale: int = 0
    cap_sale: int | None = None
    cap_customer: int | None = None
    cap_period: Cap | None = None
    window_days: int | None = None
    """A referral must bring its first sale within so many days."""
    refund_days: int | None = None
    """Refunds later than so many days after the sale take nothing back."""
    ends_on: date | None = None
    """The last day on which a sale earns anything."""
    trigger: Trigger = Trigger.SALE
    hold_days: int = 30
    minimum_payout: int = 0
    """Less than this rolls over to the next payout."""
    schedule: Schedule = Schedule.OPEN
    rounding: Rounding = Rounding.HALF_UP


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a partner's terms as kept in the book: number ``version``, in force from ``starts_on``."""

    id: int
    version: int
    starts_on: date
    terms: Terms
    programme: str = ""
    """The programme that it was taken from, if any."""
    note: str = ""
    """Why, or where it was agreed."""


def percent_of_sale(currency: str, ppm: int, hold_days: int = 30) -> Terms:
    """The plainest terms: ``ppm`` millionths of each sale."""
    return Terms(currency, Rate(ppm), hold_days=hold_days)


def flat_per_sale(currency: str, minor: int, hold_days: int = 30) -> Terms:
    """A fixed amount of ``minor`` units for each sale."""
    return Terms(currency, Rate(flat=minor), hold_days=hold_days)


def in_force(versions: Sequence[Version], day: date) -> Version | None:
    """The version that governs a sale on ``day``: the latest start not after it, the higher number where two
    start together; none when ``day`` lies before the first."""
    started = [version for version in versions if version.starts_on <= day]
    return max(started, key=lambda version: (version.starts_on, version.version), default=None)
