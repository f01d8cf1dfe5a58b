"""The commission statement: what a partner is paid, line by line, frozen when it is issued.

All sums are taken here, before anything is laid out; a statement on paper only shows them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.domain.balances import Balance
from app.domain.commissions.steps import Step
from app.domain.dates import Period
from app.domain.money import Money

CREDITED: Final = frozenset({"first_sale", "sale", "payment"})
"""Lines that credit a sale, or a payment towards one."""


@dataclass(frozen=True, slots=True)
class Business:
    """Who issues the documents: the user's letterhead."""

    name: str = ""
    address: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    website: str = ""
    footer: str = ""
    language: str = "en"
    paper: str = "a4"


@dataclass(frozen=True, slots=True)
class Addressee:
    """The partner as the documents name it."""

    name: str
    code: str
    contact: str = ""
    address: tuple[str, ...] = ()
    email: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One ledger entry on a statement.

    ``about`` says what kind of entry it is: ``first_sale``, ``sale``, ``payment`` (of a customer), ``bonus``,
    ``refund`` (``refers_to`` is the day of the sale refunded), ``reversal`` or ``adjustment`` (``refers_to`` is the day
    of what it corrects). ``sale`` is the amount it was worked out from (negative for a refund).
    """

    entry_id: int
    day: date
    customer: str
    about: str
    steps: tuple[Step, ...]
    sale: Money
    commission: Money
    refers_to: date | None = None


@dataclass(frozen=True, slots=True)
class OnHold:
    """Commission earned but not payable yet; it becomes payable between ``first`` and ``last``.

    ``sales`` is how many sales or payments it comes from: none where all of it is bonuses and corrections.
    """

    amount: Money
    sales: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class YearSoFar:
    """The partner's year up to the day of issue."""

    year: int
    referrals: int
    won: int
    sales: Money
    paid: Money


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its sums. ``number`` is empty for a draft that was never issued.

    ``balance`` is none in statements of the first books. An ``overview`` has all lines of a period, paid or not, and is
    never issued.
    """

    number: str
    issued_on: date
    period: Period
    business: Business
    partner: Addressee
    terms_version: int | None
    terms_since: date | None
    pay_method: str
    lines: tuple[Line, ...]
    currency: str
    sales_credited: int
    sales_total: Money
    taken_back: Money
    total: Money
    on_hold: OnHold | None
    year: YearSoFar
    balance: Balance | None = None
    overview: bool = False

    @property
    def otherwise_open(self) -> Money:
        """What of the closing balance is neither on hold nor paid with this: it comes with a later payout."""
        if self.balance is None:
            return Money.zero(self.currency)
        return self.balance.closing - (self.on_hold.amount if self.on_hold else Money.zero(self.currency))

    def as_dict(self) -> dict[str, Any]:
        """The statement as plain JSON, as it is frozen in the book; ``from_dict`` reads it back equal."""
        return {
            "number": self.number,
            "issued_on": self.issued_on.isoformat(),
            "period": [self.period.first.isoformat(), self.period.last.isoformat()],
            "business": {
                "name": self.business.name,
                "address": list(self.business.address),
                "email": self.business.email,
                "phone": self.business.phone,
                "website": self.business.website,
                "footer": self.business.footer,
                "language": self.business.language,
                "paper": self.business.paper,
            },
            "partner": {
                "name": self.partner.name,
                "code": self.partner.code,
                "contact": self.partner.contact,
                "address": list(self.partner.address),
                "email": self.partner.email,
            },
            "terms_version": self.terms_version,
            "terms_since": self.terms_since.isoformat() if self.terms_since else None,
            "pay_method": self.pay_method,
            "currency": self.currency,
            "lines": [
                {
                    "entry_id": line.entry_id,
                    "day": line.day.isoformat(),
                    "customer": line.customer,
                    "about": line.about,
                    "steps": [step.as_dict() for step in line.steps],
                    "sale": line.sale.minor,
                    "commission": line.commission.minor,
                    "refers_to": line.refers_to.isoformat() if line.refers_to else None,
                }
                for line in self.lines
            ],
            "on_hold": None
            if self.on_hold is None
            else {
                "amount": self.on_hold.amount.minor,
                "sales": self.on_hold.sales,
                "first": self.on_hold.first.isoformat(),
                "last": self.on_hold.last.isoformat(),
            },
            "year": {
                "year": self.year.year,
                "referrals": self.year.referrals,
                "won": self.year.won,
                "sales": self.year.sales.minor,
                "paid": self.year.paid.minor,
            },
            "balance": None if self.balance is None else self.balance.as_dict(),
            "overview": self.overview,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Statement:
        """A statement from its frozen document; the sums are taken again from the lines."""
        currency = str(data["currency"])
        balance = data.get("balance")
        business, partner, hold, year = data["business"], data["partner"], data["on_hold"], data["year"]
        return draw_up(
            number=data["number"],
            issued_on=date.fromisoformat(data["issued_on"]),
            period=Period(*(date.fromisoformat(day) for day in data["period"])),
            business=Business(**{**business, "address": tuple(business["address"])}),
            partner=Addressee(**{**partner, "address": tuple(partner["address"])}),
            terms_version=data["terms_version"],
            terms_since=_day(data["terms_since"]),
            pay_method=data["pay_method"],
            currency=currency,
            lines=[
                Line(
                    entry_id=line["entry_id"],
                    day=date.fromisoformat(line["day"]),
                    customer=line["customer"],
                    about=line["about"],
                    steps=tuple(Step.from_dict(step) for step in line["steps"]),
                    sale=Money(line["sale"], currency),
                    commission=Money(line["commission"], currency),
                    refers_to=_day(line["refers_to"]),
                )
                for line in data["lines"]
            ],
            on_hold=None
            if hold is None
            else OnHold(
                Money(hold["amount"], currency),
                hold["sales"],
                date.fromisoformat(hold["first"]),
                date.fromisoformat(hold["last"]),
            ),
            year=YearSoFar(
                year["year"],
                year["referrals"],
                year["won"],
                Money(year["sales"], currency),
                Money(year["paid"], currency),
            ),
            balance=None if balance is None else Balance.from_dict(balance, currency),
            overview=bool(data.get("overview", False)),
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def draw_up(
    *,
    number: str,
    issued_on: date,
    period: Period,
    business: Business,
    partner: Addressee,
    terms_version: int | None,
    terms_since: date | None,
    pay_method: str,
    currency: str,
    lines: Sequence[Line],
    on_hold: OnHold | None,
    year: YearSoFar,
    balance: Balance | None = None,
    overview: bool = False,
) -> Statement:
    """A statement over ``lines``, with its sums: sales credited and their value, what refunds took back, the total."""
    zero = Money.zero(currency)
    credited = [line for line in lines if line.about in CREDITED]
    return Statement(
        number=number,
        issued_on=issued_on,
        period=period,
        business=business,
        partner=partner,
        terms_version=terms_version,
        terms_since=terms_since,
        pay_method=pay_method,
        lines=tuple(lines),
        currency=currency,
        sales_credited=len(credited),
        sales_total=sum((line.sale for line in credited), zero),
        taken_back=sum((line.commission for line in lines if line.about in {"refund", "reversal"}), zero),
        total=sum((line.commission for line in lines), zero),
        on_hold=on_hold,
        year=year,
        balance=balance,
        overview=overview,
    )
