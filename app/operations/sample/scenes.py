"""The scenes written by hand: what happens to particular partners on particular days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from app.domain.communications import CommunicationKind, Direction
from app.domain.money import Money
from app.domain.referrals import FUNNEL, ReferralFields, Stage
from app.domain.reminders import ReminderFields, Repeat, Unit
from app.operations.sample.plan import Deed, Move, Receive, Refund, Remind, Sell, Talk
from app.operations.sample.profiles import Profile
from app.operations.sample.words import resource, told

Placed = tuple[date, int, Deed]
"""A deed on a day, so many minutes after opening."""


def day_of(text: str, today: date) -> date:
    """``t-3`` is three days before today, ``m-28`` 28 days before the first of this month."""
    anchor = today if text[0] == "t" else today.replace(day=1)
    return anchor + timedelta(days=int(text[1:]))


def talks(profile: Profile, today: date) -> list[Placed]:
    """Contacts of a partner that are told word for word."""
    return [
        (
            day_of(found["day"], today),
            20,
            Talk(
                CommunicationKind(found["kind"]),
                Direction(found.get("direction", "out")),
                told(found["text"], day_of(found["day"], today)),
            ),
        )
        for found in resource("scenes.json")["talks"]
        if found["partner"] == profile.fields.name
    ]


def follow_ups(profile: Profile, today: date) -> Iterator[Placed]:
    """The open follow-ups of a partner, entered when they were promised or a week ahead."""
    for number, found in enumerate(resource("scenes.json")["follow_ups"]):
        if found["partner"] != profile.fields.name:
            continue
        due = day_of(found["due"], today)
        repeat = found.get("repeat")
        fields = ReminderFields(
            found["text"], due, found.get("time", ""), Repeat(repeat[0], Unit(repeat[1])) if repeat else None
        )
        promised = found.get("promised", False)
        entered = min(due - timedelta(days=7), today - timedelta(days=2))
        day = profile.last_contact if promised else max(entered, profile.joined)
        yield day, 335, Remind(f"scene {number}", fields, promised)


def referrals(profile: Profile, today: date) -> Iterator[Placed]:
    """Referrals of a partner with their sales."""
    for found in resource("scenes.json")["referrals"]:
        if found["partner"] == profile.fields.name:
            yield from _referral(found, profile, today)


def _referral(found: dict[str, Any], profile: Profile, today: date) -> Iterator[Placed]:
    key, currency = found["customer"], profile.typical.currency
    received = day_of(found["received"], today)
    yield (
        received,
        60,
        Receive(
            key,
            ReferralFields(
                customer=found["customer"],
                received_on=received,
                currency=currency,
                expected=Money.parse(found["expected"], currency) if "expected" in found else None,
                contact=found["contact"],
                email=found.get("email", ""),
                phone=found.get("phone", ""),
                note=found.get("note", ""),
            ),
        ),
    )
    sales = [(day_of(day, today), amount, reference) for day, amount, reference in found.get("sales", ())]
    yield from _stages(found, key, received, sales[0][0] if sales else None, today)
    for day, amount, reference in sales:
        yield day, 200, Sell(key, Money.parse(amount, currency), reference)
    if "refund" in found:
        day, amount, reason = found["refund"]
        yield day_of(day, today), 240, Refund(sales[0][2], Money.parse(amount, currency), reason)


def _stages(found: dict[str, Any], key: str, received: date, won: date | None, today: date) -> Iterator[Placed]:
    """The stages passed: to a sale, to a loss, or as far as ``reached``."""
    lost = day_of(found["lost"], today) if "lost" in found else None
    end = won or lost or today - timedelta(days=1)
    passed = [stage for stage in FUNNEL if stage not in {Stage.RECEIVED, Stage.WON}]
    if lost:
        passed = passed[:2]
    if "reached" in found:
        passed = passed[: FUNNEL.index(Stage(found["reached"]))]
    for step, stage in enumerate(passed, start=1):
        yield received + (end - received) * step // (len(passed) + 1), 100, Move(key, stage)
    if lost:
        yield lost, 180, Move(key, Stage.LOST, found["reason"])
