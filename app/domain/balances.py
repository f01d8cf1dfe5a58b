"""The balance of an account over a span of the ledger: what it opened with, what came to it, what was paid, and what
it closes with. It ties out to the cent, or ``ties_out`` says that it does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from app.domain.money import Money

_PARTS = {
    "accrual": "earned",
    "bonus": "bonuses",
    "adjustment": "adjustments",
    "refund": "reversed",
    "reversal": "reversed",
    "payout": "voided",
    "payout_void": "voided",
}
"""Where each kind of entry belongs. The payout that ends the span is kept apart as ``paid``; one that was declared void
within the span and its voiding add up to nothing."""


class Entry(NamedTuple):
    """What a balance needs of a ledger entry, in minor units of the account's currency."""

    id: int
    kind: str
    amount: int
    corrects_id: int | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    """opening + earned + bonuses + adjustments + reversed + voided − paid = closing.

    ``reversed`` (zero or less) is what refunds and reversals took back, ``voided`` what an earlier payout was worth
    that has been declared void since. What is on hold is in the closing balance.
    """

    opening: Money
    earned: Money
    bonuses: Money
    adjustments: Money
    reversed: Money
    voided: Money
    paid: Money
    closing: Money

    @property
    def ties_out(self) -> bool:
        """Whether the parts add up to the closing balance."""
        return self.closing == _closing(self)

    def after_paying(self, amount: Money) -> Balance:
        """The same span when it ends with paying so much (more)."""
        parts = {field.name: getattr(self, field.name) for field in fields(self)}
        return Balance(**{**parts, "paid": self.paid + amount, "closing": self.closing - amount})

    def as_dict(self) -> dict[str, int]:
        """The balance as plain JSON, in minor units; ``from_dict`` reads it back."""
        return {field.name: getattr(self, field.name).minor for field in fields(self)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], currency: str) -> Balance:
        """A balance as it was written down, whether it ties out or not."""
        return cls(**{field.name: Money(data[field.name], currency) for field in fields(cls)})


def balance(opening: int, sums: Mapping[str, int], currency: str, paid: int = 0) -> Balance:
    """The balance of a span from the sums of its entries by kind, less the payout of ``paid`` that ends it."""
    parts = dict.fromkeys(("earned", "bonuses", "adjustments", "reversed", "voided"), 0)
    for kind, amount in sums.items():
        parts[_PARTS[kind]] += amount
    closing = opening + sum(parts.values()) - paid
    amounts = {"opening": opening, **parts, "paid": paid, "closing": closing}
    return Balance(**{name: Money(amount, currency) for name, amount in amounts.items()})


def at_payouts(entries: Iterable[Entry], currency: str) -> Iterator[tuple[int, Balance]]:
    """For each payout in an account's entries, in their order: its id, and the balance since the payout before it that
    stood when it was made (since the beginning, where none did)."""
    running = 0
    sums: dict[str, int] = {}
    standing: list[tuple[int, int, dict[str, int]]] = []
    for entry in entries:
        if entry.kind == "payout":
            opening, before = standing[-1][1:] if standing else (0, {})
            within = {kind: amount - before.get(kind, 0) for kind, amount in sums.items()}
            yield entry.id, balance(opening, within, currency, -entry.amount)
        running += entry.amount
        sums[entry.kind] = sums.get(entry.kind, 0) + entry.amount
        if entry.kind == "payout":
            standing.append((entry.id, running, dict(sums)))
        elif entry.kind == "payout_void":
            standing = [one for one in standing if one[0] != entry.corrects_id]


def _closing(one: Balance) -> Money:
    return one.opening + one.earned + one.bonuses + one.adjustments + one.reversed + one.voided - one.paid
