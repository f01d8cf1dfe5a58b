"""What the engine is given and what it answers: the sales of an account, and what each is to be credited.

Plain tuples, because a book has a million of them. Amounts are minor units of the account's currency.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from app.domain.money import Money

if TYPE_CHECKING:
    from app.domain.commissions.steps import Step
    from app.domain.commissions.terms import Rate, Version


made: Final = tuple.__new__
"""``made(Mark, (…))`` makes a tuple of a kind from all its values in half the time of ``Mark(…)``: for the few places
that are gone through for every sale of a book."""


class Line(NamedTuple):
    """A line of a sale. ``amount`` is for all pieces, without tax and shipping; ``cost`` is none where not known."""

    amount: int
    cost: int | None = None
    product: str = ""
    variant: str = ""
    category: str = ""
    quantity: int = 1


class Movement(NamedTuple):
    """Money of a sale received or given back on a day; ``amount`` is positive for both."""

    uid: str
    day: date
    amount: int


class Sale(NamedTuple):
    """A sale with all that bears on its commission.

    ``amount`` includes ``tax`` and ``shipping``; ``lines`` may be empty, then the whole sale is one line at ``cost``.
    ``refunds`` and ``receipts`` stand in the order they were entered. ``shares`` names partners and millionths, the
    primary partner first; empty where one partner has it all. ``deal`` is the rate agreed for the referral alone.
    """

    uid: str
    referral: int
    customer: int
    received_on: date
    sold_on: date
    amount: int
    tax: int = 0
    shipping: int = 0
    cost: int | None = None
    lines: tuple[Line, ...] = ()
    refunds: tuple[Movement, ...] = ()
    receipts: tuple[Movement, ...] = ()
    deal: Rate | None = None
    shares: tuple[tuple[int, int], ...] = ()


class Credit(NamedTuple):
    """What the ledger is to say about one thing to one partner: the sale, a refund, a payment received, or a bonus.

    ``key`` is the uid of that thing, or names the bonus; ``kind`` is ``sale``, ``refund``, ``receipt`` or ``bonus``.
    ``base`` is what the amount was worked out from. ``trail`` holds the arithmetic; ``steps`` puts it into steps.
    """

    key: str
    partner: int
    kind: str
    sale: Sale
    day: date
    payable_on: date
    base: int
    amount: int
    trail: tuple[Mark, ...]
    version: Version | None

    def steps(self, currency: str) -> tuple[Step, ...]:
        """The arithmetic, line by line."""
        from app.domain.commissions.steps import Step

        return tuple(
            Step(mark.rule, Money(mark.base, currency), Money(mark.result, currency), mark.ppm, mark.what, mark.n)
            for mark in self.trail
        )


class Mark(NamedTuple):
    """A step of arithmetic while it is being worked out; see ``steps.Step`` for the rules."""

    rule: str
    base: int
    result: int
    ppm: int = 0
    what: str = ""
    n: int = 0
