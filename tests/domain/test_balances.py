"""Balances tie out, from one payout to the next, whatever the ledger holds."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.domain.balances import Balance, Entry, at_payouts, balance
from app.domain.money import Money

EARNING = ("accrual", "bonus", "adjustment", "refund", "reversal")


@st.composite
def ledgers(draw: st.DrawFn) -> list[Entry]:
    """An account: commissions, payouts, and voidings of payouts in any order."""
    entries: list[Entry] = []
    standing: list[Entry] = []
    for number in range(1, draw(st.integers(0, 30)) + 1):
        kind = draw(st.sampled_from((*EARNING, "payout", "payout_void")))
        amount = draw(st.integers(-100_000, 100_000))
        if kind == "payout_void" and standing:
            paid = standing.pop(draw(st.integers(0, len(standing) - 1)))
            entries.append(Entry(number, kind, -paid.amount, paid.id))
        elif kind == "payout":
            entries.append(Entry(number, kind, -abs(amount)))
            standing.append(entries[-1])
        else:
            entries.append(Entry(number, "accrual" if kind == "payout_void" else kind, amount))
    return entries


@given(ledgers())
def test_every_payout_ties_out_with_the_ledger(entries: list[Entry]) -> None:
    found = dict(at_payouts(entries, "EUR"))
    assert list(found) == [entry.id for entry in entries if entry.kind == "payout"]
    for at, one in found.items():
        assert one.ties_out
        assert one.closing.minor == sum(entry.amount for entry in entries if entry.id <= at)
        assert one.paid.minor == -next(entry.amount for entry in entries if entry.id == at)
        voided = {e.corrects_id for e in entries if e.kind == "payout_void" and e.id < at}
        before = [e.id for e in entries if e.kind == "payout" and e.id < at and e.id not in voided]
        start = max(before, default=0)
        assert one.opening.minor == sum(entry.amount for entry in entries if entry.id <= start)
        within = Counter[str]()
        for entry in entries:
            if start < entry.id < at:
                within[entry.kind] += entry.amount
        assert one.earned.minor == within["accrual"]
        assert one.bonuses.minor == within["bonus"]
        assert one.adjustments.minor == within["adjustment"]
        assert one.reversed.minor == within["refund"] + within["reversal"]
        payouts_before_start = [e for e in entries if e.kind == "payout" and e.id <= start]
        later = {e.corrects_id for e in entries if e.kind == "payout_void" and start < e.id < at}
        assert one.voided.minor == sum(-e.amount for e in payouts_before_start if e.id in later)


@given(ledgers())
def test_one_statement_opens_where_the_last_one_that_stood_closed(entries: list[Entry]) -> None:
    closings: dict[int, Money] = {}
    standing: list[int] = []
    balances = dict(at_payouts(entries, "EUR"))
    for entry in entries:
        if entry.kind == "payout":
            assert balances[entry.id].opening == (closings[standing[-1]] if standing else Money.zero("EUR"))
            closings[entry.id] = balances[entry.id].closing
            standing.append(entry.id)
        elif entry.kind == "payout_void":
            standing.remove(entry.corrects_id or 0)


def test_a_balance_reads_back_as_it_was_written_even_where_it_does_not_tie_out() -> None:
    one = balance(100, {"accrual": 50, "bonus": 5, "refund": -20, "payout_void": 7}, "EUR", 120)
    assert one.closing == Money(22, "EUR")
    assert Balance.from_dict(one.as_dict(), "EUR") == one
    assert not Balance.from_dict({**one.as_dict(), "earned": 51}, "EUR").ties_out


def test_paying_more_ties_out_again() -> None:
    one = balance(0, {"accrual": 500}, "EUR").after_paying(Money(300, "EUR"))
    assert (one.paid.minor, one.closing.minor, one.ties_out) == (300, 200, True)
