"""What the commission report of a period says: sums by month, partner, age and programme, and every line behind them.

All sums are taken before anything is laid out. Every amount is in the one ``currency`` of the report,
except those of ``currencies`` and ``in_one``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.dates import Period
from app.domain.exchange_rates import InOne
from app.domain.money import Money, round_ratio
from app.domain.statements import Business, Line


@dataclass(frozen=True, slots=True)
class MonthSum:
    """Commission earned in the month that starts on ``first``, and how much of it has been paid by now."""

    first: date
    earned: Money
    paid: Money


@dataclass(frozen=True, slots=True)
class PartnerSum:
    """What one partner brought and earned in the period, what of its earnings waits, and what is to be paid."""

    name: str
    tier: str
    referrals: int
    won: int
    sales: Money
    commission: Money
    on_hold: Money
    to_pay: Money


@dataclass(frozen=True, slots=True)
class Debt:
    """What is owed by age: ``days_late`` is the least lateness in the group, 0 for what is due this month."""

    days_late: int
    amount: Money


@dataclass(frozen=True, slots=True)
class KindSum:
    """Commission by programme or kind of partner; ``name`` is what the user calls it."""

    name: str
    commission: Money


@dataclass(frozen=True, slots=True)
class CurrencySum:
    """The sums of one currency: sales and commission of the period, and what is on hold and to be paid."""

    sales: Money
    commission: Money
    on_hold: Money
    to_pay: Money

    @property
    def amounts(self) -> tuple[Money, ...]:
        return self.sales, self.commission, self.on_hold, self.to_pay


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A ledger line with the partner it belongs to."""

    partner: str
    line: Line


@dataclass(frozen=True, slots=True)
class CommissionReportData:
    """The report's contents.

    ``months`` are the twelve up to the end of the period, ``sales_before`` the sales of as long a period before it,
    ``on_hold_until`` the last day on which something now on hold becomes payable.
    """

    business: Business
    period: Period
    drawn_up_on: date
    currency: str
    scope: str
    sales_before: Money
    on_hold_until: date | None
    taken_back: Money
    refunds: int
    months: tuple[MonthSum, ...]
    partners: tuple[PartnerSum, ...]
    debts: tuple[Debt, ...]
    kinds: tuple[KindSum, ...]
    lines: tuple[ReportLine, ...]
    currencies: tuple[CurrencySum, ...] = ()
    """Every currency of the period, where there are several or a reporting currency is set."""
    in_one: InOne | None = None
    """The amounts of all ``currencies`` in the reporting currency, where the user wants them."""

    @property
    def total(self) -> PartnerSum:
        """All partners together."""
        return together("", self.partners, self.currency)

    @property
    def growth_ppm(self) -> int | None:
        """How much the sales grew over the period before, in millionths, to the whole percent; none without sales."""
        before = self.sales_before.minor
        if before <= 0:
            return None
        return round_ratio((self.total.sales.minor - before) * 100, before) * 10_000

    @property
    def partners_to_pay(self) -> int:
        """How many partners have something to be paid."""
        return sum(1 for partner in self.partners if partner.to_pay.minor > 0)


def together(name: str, partners: Iterable[PartnerSum], currency: str) -> PartnerSum:
    """Several partners as one row."""
    rows, zero = list(partners), Money.zero(currency)
    return PartnerSum(
        name,
        "",
        sum(row.referrals for row in rows),
        sum(row.won for row in rows),
        sum((row.sales for row in rows), zero),
        sum((row.commission for row in rows), zero),
        sum((row.on_hold for row in rows), zero),
        sum((row.to_pay for row in rows), zero),
    )
