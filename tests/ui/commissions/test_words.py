"""What is said about money owed and paid, without a window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.domain.commissions.steps import Step
from app.domain.dates import Period
from app.domain.money import Money
from app.domain.payouts import Candidate
from app.domain.statements import Addressee, Business, Line, OnHold, Statement, YearSoFar, draw_up
from app.operations.payout_run import Paid, Recorded
from app.queries.commissions import LedgerLine, Owed
from app.queries.payout_runs import Run
from ui import names
from ui.commissions import words


def euro(minor: int) -> Money:
    return Money(minor, "EUR")


def drawn(commission: int, hold: OnHold | None = None) -> Statement:
    day = date(2026, 11, 1)
    lines = [Line(1, day, "Brandt", "sale", (), euro(commission * 10), euro(commission))] if commission else []
    return draw_up(
        number="",
        issued_on=day,
        period=Period(day, day),
        business=Business(),
        partner=Addressee("Harbor", "HARBOR"),
        terms_version=1,
        terms_since=day,
        pay_method="",
        currency="EUR",
        lines=lines,
        on_hold=hold,
        year=YearSoFar(2026, 0, 0, euro(0), euro(0)),
    )


def ledger_line(kind: str, state: str, *steps: Step) -> LedgerLine:
    day = date(2026, 11, 1)
    return LedgerLine(
        *(1, 1, "Harbor", kind, day, "Brandt", euro(380_000), euro(38_000), steps, "", 1, date(2026, 12, 1), state),
        statement="S-2026-0001",
        referral_id=1,
    )


def owed(minor: int) -> Owed:
    return Owed(1, "Harbor", "HARBOR", "", euro(minor), None, euro(0), None, 1, euro(0))


def test_says_why_nothing_can_be_paid() -> None:
    assert words.blocked(drawn(38_000)) == ""
    assert words.blocked(drawn(0)) == "Nothing is payable up to this day."
    assert words.blocked(drawn(-9_500)).startswith("Nothing can be paid: refunds leave a balance of −€95.00.")
    assert words.nothing_to_do(owed(1)) == ""
    assert words.nothing_to_do(owed(0)) == "Nothing is payable to Harbor yet."
    assert words.nothing_to_do(owed(-500)) == "Harbor owes €5.00 back after refunds: the next payout nets it."


def test_what_is_approved_waits_to_be_recorded() -> None:
    waiting = replace(owed(500), approved=euro(500))
    assert words.nothing_to_do(waiting) == "€5.00 to Harbor is approved: record the payout run once it is paid."
    assert words.nothing_to_do(replace(waiting, approved=euro(400))) == ""
    assert words.entry_state(ledger_line("accrual", "approved")) == "approved, not yet paid"
    assert words.state_tone(ledger_line("accrual", "approved")) == "accent"


def test_how_a_run_stands() -> None:
    run = Run(1, date(2026, 11, 1), date(2026, 11, 2), "approved", 3, 3, (euro(100), Money(5, "JPY")))
    assert words.run_state(run) == "approved, not yet paid"
    assert words.run_state(replace(run, waiting=1)) == "1 payment waits to be made"
    assert words.run_state(replace(run, waiting=0, state="withdrawn")) == "withdrawn"
    assert words.run_sentence(replace(run, waiting=0)) == ""
    assert words.sums(run.totals) == "€1.00 + ¥5"
    assert words.sums(()) == "—"
    assert words.list_name(run, "sepa", "EUR") == "payments-2026-11-01-EUR-sepa"


def test_what_a_run_pays_and_what_it_leaves() -> None:
    paid = Candidate(1, "Harbor", "H", "", euro(900), euro(-100), 3, euro(0), euro(0), None, None)
    assert words.candidate_note(paid) == "−€1.00 of refunds netted"
    assert words.candidate_note(replace(paid, on_hold=euro(50))).endswith(", €0.50 stays on hold")
    assert words.candidate_note(replace(paid, payable=euro(0))) == "Nothing is payable"
    assert words.about("Harbor", "") == ""
    done = Recorded((Paid(1, "Harbor", "H", euro(1), "S-1"), Paid(2, "Lund", "L", euro(1), "S-2")))
    assert words.recorded(done) == "2 statements are issued: S-1 – S-2"


def test_says_what_stays_on_hold() -> None:
    assert words.hold_note(drawn(1)) == ""
    one = OnHold(euro(24_000), 2, date(2026, 11, 9), date(2026, 11, 9))
    assert words.hold_note(drawn(1, one)) == "€240.00 stays on hold and becomes payable on 9 Nov 2026."
    two = OnHold(euro(24_000), 2, date(2026, 11, 9), date(2026, 11, 24))
    assert words.hold_note(drawn(1, two)).endswith("between 9 Nov and 24 Nov 2026.")


def test_every_line_says_why() -> None:
    earned = ledger_line("accrual", "hold", Step("percent", euro(380_000), euro(38_000), 100_000))
    assert words.why(earned) == "10% of €3,800.00"
    assert words.entry_state(earned) == "on hold until 1 Dec 2026"
    assert words.whole_line(earned) == (
        "1 November 2026 · Harbor · Brandt · 10% of €3,800.00 = €380.00 · terms version 1 · on hold until 1 Dec 2026"
    )
    assert words.why(ledger_line("payout", "")) == "paid with statement S-2026-0001"
    assert words.why(ledger_line("payout_void", "")) == "statement S-2026-0001 declared void"


def test_every_kind_of_entry_has_a_name() -> None:
    kinds = ("accrual", "bonus", "refund", "reversal", "adjustment", "payout", "payout_void")
    assert len({names.entry(kind) for kind in kinds}) == len(kinds)


def test_lines_of_a_payout_say_what_they_are() -> None:
    day = date(2026, 11, 1)
    line = Line(1, day, "Brandt", "payment", (), euro(0), euro(1))
    assert words.line_about(line) == "payment received"
    assert words.line_about(replace(line, about="bonus")) == "bonus"
    assert words.line_about(replace(line, about="adjustment", refers_to=day)) == "adjustment of 1 Nov"
