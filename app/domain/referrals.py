"""The way of a referral from the first word to a sale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from app.domain.money import Money


class Stage(StrEnum):
    """Where a referral stands."""

    RECEIVED = "received"
    CONTACTED = "contacted"
    QUALIFIED = "qualified"
    PROPOSAL = "proposal"
    WON = "won"
    LOST = "lost"


FUNNEL: Final = (Stage.RECEIVED, Stage.CONTACTED, Stage.QUALIFIED, Stage.PROPOSAL, Stage.WON)
"""The stages in order; a referral that reached one has passed all before it."""

OPEN: Final = frozenset({Stage.RECEIVED, Stage.CONTACTED, Stage.QUALIFIED, Stage.PROPOSAL})
"""Stages in which there is still something to do."""


def is_further(stage: Stage, than: Stage) -> bool:
    """Whether ``stage`` comes later on the way; from won and lost there is no further."""
    if than in (Stage.WON, Stage.LOST):
        return False
    return stage is Stage.LOST or FUNNEL.index(stage) > FUNNEL.index(than)


@dataclass(frozen=True, slots=True)
class ReferralFields:
    """What is known of a referral: the customer, what it may bring, from when it is."""

    customer: str
    received_on: date
    currency: str
    expected: Money | None = None
    contact: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class GivenFields:
    """What is known of a referral that the user gave to a partner; ``value`` is what it brought, where known."""

    customer: str
    given_on: date
    currency: str
    value: Money | None = None
    note: str = ""
