"""The referrals that a partner sends: who, how far they get, what they buy and give back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

from app.domain.communications import CommunicationKind, Direction
from app.domain.money import Money, currency_digits
from app.domain.referrals import FUNNEL, ReferralFields, Stage
from app.operations.sample.plan import Move, Receive, Refund, Sell, Talk
from app.operations.sample.profiles import Profile
from app.operations.sample.scenes import Placed
from app.operations.sample.words import mailbox, pick, resource, slug, told

PASSING: Final = {Stage.CONTACTED: 0.95, Stage.QUALIFIED: 0.76, Stage.PROPOSAL: 0.78, Stage.WON: 0.7}
"""The share of referrals that get to a stage of those that got to the one before."""

DAYS: Final = {Stage.CONTACTED: (0, 3), Stage.QUALIFIED: (2, 8), Stage.PROPOSAL: (3, 10), Stage.WON: (4, 14)}
"""How long the step to a stage takes, from and to."""

GIVING_UP: Final = (12, 50)
"""Days until a referral that moves no further is marked lost."""

BUYING_AGAIN, REFUNDED = 0.45, 0.09


def referrals(rng: Random, profile: Profile, today: date) -> Iterator[Placed]:
    """The course of every referral that is not told by hand; more of them as time goes on."""
    first = profile.agreed[0].starts_on if profile.agreed else profile.joined
    last = (
        today - timedelta(days=1) if profile.fields.status.value in {"active", "onboarding"} else profile.last_contact
    )
    for number in range(profile.referrals if last > first else 0):
        received = first + timedelta(days=int((last - first).days * rng.random() ** 0.75))
        yield from _course(rng, profile, str(number + 1), received)


def stages(rng: Random, received: date) -> list[tuple[Stage, date]]:
    """How far a referral gets and when: up to a sale, or to a loss."""
    day = received
    passed: list[tuple[Stage, date]] = []
    for stage in FUNNEL[1:]:
        if rng.random() > PASSING[stage]:
            return [*passed, (Stage.LOST, day + timedelta(days=_between(rng, GIVING_UP)))]
        day += timedelta(days=_between(rng, DAYS[stage]))
        passed.append((stage, day))
    return passed


def amount_near(rng: Random, typical: Money, low: float = 0.4, high: float = 1.8) -> Money:
    """An amount around a usual one: mostly round, sometimes to the cent."""
    minor = typical.minor * (low + rng.random() * (high - low))
    digits = currency_digits(typical.currency)
    grain = 10 ** (digits + 1) if digits and rng.random() < 0.7 else 10**2 if not digits else 25
    return Money(max(grain, int(minor / grain) * grain), typical.currency)


def _between(rng: Random, span: tuple[int, int]) -> int:
    return span[0] + int(rng.random() * (span[1] - span[0] + 1))


def _course(rng: Random, profile: Profile, key: str, received: date) -> Iterator[Placed]:
    fields = _fields(rng, profile, received)
    yield received, 40, Receive(key, fields)
    texts = resource("texts.json")
    for stage, day in stages(rng, received):
        if stage is Stage.LOST:
            yield day, 170, Move(key, stage, pick(rng, texts["lost_reasons"]))
        elif stage is Stage.WON:
            yield from _sales(rng, profile, key, fields, day)
        else:
            yield day, 90 + FUNNEL.index(stage), Move(key, stage)


def _sales(rng: Random, profile: Profile, key: str, fields: ReferralFields, won: date) -> Iterator[Placed]:
    amount = amount_near(rng, profile.typical)
    sales = [(won, amount)]
    if rng.random() < BUYING_AGAIN:
        sales.append((won + timedelta(days=20 + int(rng.random() * 160)), amount_near(rng, amount, 0.1, 0.4)))
    sales.append((won + timedelta(days=365), amount_near(rng, amount, 0.9, 1.2)))
    for number, (day, sold) in enumerate(sales, start=1):
        reference = f"{won.year}-{key:0>3}-{number}"
        yield day, 200, Sell(key, sold, reference)
        if rng.random() < REFUNDED:
            back = sold if rng.random() < 0.5 else Money(sold.minor // 4, sold.currency)
            reason = pick(rng, resource("texts.json")["refund_reasons"])
            yield day + timedelta(days=3 + int(rng.random() * 55)), 240, Refund(reference, back, reason)
    if rng.random() < 0.5 and won <= profile.last_contact:
        text = f"Told {profile.first_name} that {fields.customer} has signed, and said thank you."
        yield won, 260, Talk(CommunicationKind.EMAIL, Direction.OUT, text, about=key)


def _fields(rng: Random, profile: Profile, received: date) -> ReferralFields:
    tongue = profile.tongue
    customer, contact = tongue.firm(rng), tongue.person(rng)
    domain = slug(customer)[:30].strip("-")
    note = pick(rng, resource("texts.json")["referral_notes"])
    return ReferralFields(
        customer=customer,
        received_on=received,
        currency=profile.typical.currency,
        expected=amount_near(rng, profile.typical) if rng.random() < 0.8 else None,
        contact=contact,
        email=f"{mailbox(contact)}@{domain}.example" if domain and rng.random() < 0.8 else "",
        phone=tongue.number(rng) if rng.random() < 0.5 else "",
        note=told(note, received, people=str(5 + int(rng.random() * 40))),
    )
