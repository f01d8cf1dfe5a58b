"""What happens in the sample book, as data: deeds at moments, planned first and carried out afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.domain.commissions.terms import Terms
from app.domain.communications import CommunicationKind, Direction
from app.domain.money import Money
from app.domain.partners import Status
from app.domain.referrals import ReferralFields, Stage
from app.domain.reminders import ReminderFields
from app.domain.rolodex import PartnerFields

_OPENING = time(9, tzinfo=UTC)


def moment(day: date, minute: int = 0) -> datetime:
    """An instant on ``day``, ``minute`` minutes after nine in UTC: the same day in nearly every zone people work in."""
    return datetime.combine(day, _OPENING) + timedelta(minutes=minute)


@dataclass(frozen=True, slots=True)
class Join:
    fields: PartnerFields


@dataclass(frozen=True, slots=True)
class Become:
    status: Status


@dataclass(frozen=True, slots=True)
class Agree:
    terms: Terms
    starts_on: date
    note: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A contact, about the referral ``about`` when given; ``promise`` is followed up, ``keeps`` closes the last one."""

    kind: CommunicationKind
    direction: Direction
    text: str
    about: str = ""
    promise: ReminderFields | None = None
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Remind:
    """A follow-up under ``key``; ``promised`` in the latest contact."""

    key: str
    fields: ReminderFields
    promised: bool = False


@dataclass(frozen=True, slots=True)
class Tick:
    """The follow-up ``key`` is done; one that repeats stands under the key again."""

    key: str


@dataclass(frozen=True, slots=True)
class Receive:
    key: str
    fields: ReferralFields


@dataclass(frozen=True, slots=True)
class Move:
    key: str
    stage: Stage
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sell:
    """A sale on a referral, known by its ``reference``; the first one wins it."""

    key: str
    amount: Money
    reference: str


@dataclass(frozen=True, slots=True)
class Refund:
    """``amount`` given back on the sale ``of`` this reference."""

    of: str
    amount: Money
    reason: str


Deed = Join | Become | Agree | Talk | Remind | Tick | Receive | Move | Sell | Refund


@dataclass(frozen=True, slots=True)
class Happening:
    """A deed with the partner at place ``who`` of the cast."""

    at: datetime
    who: int
    deed: Deed
