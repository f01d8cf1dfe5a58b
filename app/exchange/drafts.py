"""What reading an outside file gives: drafts of records, and the problems met on the way.

Nothing here is in the book yet. A record of the file (a card, a row) becomes exactly one draft or is kept out with a
problem that says why, so that ``read == len(drafts) + kept_out`` always holds.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Final, Generic, TypeVar

from app.domain.money import Money
from app.domain.partners import Kind, Status
from app.domain.referrals import Stage

Draft = TypeVar("Draft")


@dataclass(frozen=True, slots=True)
class Point:
    """A value with the word the user or the other program put on it: ``Point("ada@x.example", "work")``."""

    value: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address in its parts; ``street`` may hold several lines."""

    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    label: str = ""

    def lines(self) -> tuple[str, ...]:
        """The address as written on an envelope, without empty lines."""
        place = " ".join(part for part in (self.postcode, self.city) if part)
        return tuple(line for line in (*self.street.splitlines(), place, self.region, self.country) if line)


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What a record says in one of the user's own fields: its uid and name, and the value as it is kept."""

    field: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that stood inside the file. Pictures given by address are never fetched."""

    data: bytes
    mimetype: str


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """Someone at a partner. ``birthday`` is ``1990-04-12``, or ``--04-12`` where the year is not known, or empty."""

    name: str
    given: str = ""
    family: str = ""
    role: str = ""
    emails: tuple[Point, ...] = ()
    phones: tuple[Point, ...] = ()
    birthday: str = ""
    notes: str = ""
    photo: Photo | None = None
    websites: tuple[Point, ...] = ()
    others: tuple[Point, ...] = ()
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Particulars:
    """What only files of this program tell of a partner, each as text. ``uid`` is the partner's, never a person's."""

    uid: str = ""
    language: str = ""
    cadence_days: str = ""
    best_time: str = ""
    pay_method: str = ""
    account_holder: str = ""
    iban: str = ""
    bic: str = ""
    paypal: str = ""
    source: str = ""


PARTICULARS: Final = tuple(each.name for each in fields(Particulars))


@dataclass(frozen=True, slots=True)
class PartnerDraft:
    """A partner as one card or row tells it.

    With an organisation in the record, the partner is the organisation (``name == organisation``) and the person is
    inside; without one, the partner is the person and the same person is inside. What reaches the person (e-mails,
    phones) then stands with the person and is not repeated on the partner. Only a record about a company alone has no
    people and keeps its e-mails and phones itself. ``extra`` keeps, with their labels, the values that had no field.
    ``source_line`` is the line of the file, from 1, on which the row or card begins.
    """

    name: str
    source_line: int = 0
    kind: Kind | None = None
    status: Status | None = None
    code: str = ""
    websites: tuple[Point, ...] = ()
    emails: tuple[Point, ...] = ()
    phones: tuple[Point, ...] = ()
    addresses: tuple[Address, ...] = ()
    notes: str = ""
    tags: tuple[str, ...] = ()
    tier: str = ""
    organisation: str = ""
    people: tuple[PersonDraft, ...] = ()
    uid: str = ""
    extra: tuple[Point, ...] = ()
    photo: Photo | None = None
    custom: tuple[FieldValue, ...] = ()
    others: tuple[Point, ...] = ()
    particulars: Particulars = Particulars()

    def all_emails(self) -> list[str]:
        """The e-mail addresses of the partner and its people."""
        found = [point.value for point in self.emails]
        for person in self.people:
            found += [point.value for point in person.emails]
        return found

    def all_phones(self) -> list[str]:
        """The phone numbers of the partner and its people."""
        found = [point.value for point in self.phones]
        for person in self.people:
            found += [point.value for point in person.phones]
        return found


@dataclass(frozen=True, slots=True)
class PartnerHint:
    """What a referral or sale row says about whom it is credited to; any of the three may be empty."""

    name: str = ""
    code: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class ReferralDraft:
    """A referral as one row tells it. ``value`` is the expected or agreed amount, if any.

    ``closed`` is the day on which it was won or lost.
    """

    partner: PartnerHint
    customer: str
    source_line: int
    customer_email: str = ""
    received: date | None = None
    closed: date | None = None
    stage: Stage | None = None
    value: Money | None = None
    description: str = ""
    extra: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class SaleDraft:
    """A sale as one row tells it; a refund has a negative ``amount``.

    ``void`` is the file's word for why it is no sale in the end (“cancelled”), empty where it is one. ``given_back`` is
    how much of a sale was given back until now, ``given_back_on`` the day where the file says it. ``refund_of`` is the
    reference of the sale that a refund belongs to, where the file says it.
    """

    partner: PartnerHint
    customer: str
    day: date
    amount: Money
    source_line: int
    customer_email: str = ""
    reference: str = ""
    description: str = ""
    void: str = ""
    given_back: Money | None = None
    given_back_on: date | None = None
    refund_of: str = ""
    extra: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file that could not be taken as it stood: the line, from 1, and a sentence."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the file as it was understood. ``field`` is empty for one kept under its header in ``extra``."""

    header: str
    field: str
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadResult(Generic[Draft]):
    """All that was read from a file. ``read == len(drafts) + kept_out``; all that was kept out has a problem.

    ``preset`` is the name of the saved mapping or the program recognised, ``guessed`` or ``given``; it and
    ``delimiter`` are empty for cards. ``quote`` is the sign around cells or ``none``. ``decimal`` (``.`` or ``,``) and
    ``dates`` (``dmy``, ``mdy`` or ``ymd``) say how amounts and dates were read, and are empty where there is no column
    of them. ``remarks`` are sentences about the whole file, such as how its dates were understood.
    """

    drafts: tuple[Draft, ...]
    problems: tuple[Problem, ...] = ()
    read: int = 0
    kept_out: int = 0
    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    decimal: str = ""
    dates: str = ""
    preset: str = ""
    columns: tuple[Column, ...] = ()
    remarks: tuple[str, ...] = ()
