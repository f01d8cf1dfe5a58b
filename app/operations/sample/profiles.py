"""Who is in the sample book: the sixty partners written by hand, and as many invented ones as are wanted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from app.domain.commissions.document import rules_of, terms_of
from app.domain.commissions.terms import Terms, flat_per_sale, percent_of_sale
from app.domain.money import Money, currency_digits
from app.domain.partners import Kind, PointKind, Status
from app.domain.rolodex import PartnerFields, PersonFields, Point, PostalAddress
from app.operations.sample.words import Tongue, any_firm, chance, mailbox, pick, resource, slug, tongues

KINDS: Final = (*[Kind.REFERRAL] * 6, *[Kind.AFFILIATE] * 2, Kind.CHANNEL, Kind.RECIPROCAL)
STATUSES: Final = (*[Status.ACTIVE] * 16, Status.PROSPECT, Status.INVITED, Status.ONBOARDING, Status.PAUSED)
TIERS: Final = ("Gold", *["Silver"] * 3, *["Bronze"] * 4, "", "")
CADENCES: Final = (30, 45, 60, 60, 90)
HOLDS: Final = (14, 30, 30, 30, 45, 60)
YEARS: Final = 730
"""Days of history."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """One version of terms: in force from ``starts_on``, signed on ``signed_on``."""

    terms: Terms
    starts_on: date
    signed_on: date
    note: str


@dataclass(frozen=True, slots=True)
class Profile:
    """A partner of the sample book and how busy it is. ``typical`` is a usual sale; ``referrals`` how many it sends.

    From ``unpaid_since`` on its payouts wait (for bank details).
    """

    fields: PartnerFields
    tongue: Tongue
    joined: date
    last_contact: date
    agreed: tuple[Agreed, ...]
    referrals: int
    typical: Money
    unpaid_since: date | None = None

    @property
    def first_name(self) -> str:
        """How the main contact is spoken of: by first name, without titles; by the whole name where it comes last."""
        name = self.fields.people[0].name
        if self.tongue.code in {"ja", "vi"}:
            return name
        return next(word for word in name.split() if not word.endswith("."))


def cast(count: int, seed: int, today: date) -> Iterator[Profile]:
    """The first ``count`` partners: those written by hand, then invented ones."""
    written = resource("partners.json")
    for found in written[:count]:
        yield _written(found, today)
    for index in range(len(written), count):
        yield _invented(chance(seed, "partner", index), index, today)


def how_many_written() -> int:
    return len(resource("partners.json"))


def _written(found: dict[str, Any], today: date) -> Profile:
    tongue = tongues()[found["words"]]
    currency = found.get("currency", "EUR")
    joined = today - timedelta(days=found["joined"])
    website = (Point(PointKind.WEBSITE, found["website"]),) if found["website"] else ()
    fields = PartnerFields(
        name=found["name"],
        kind=Kind(found["kind"]),
        status=Status(found.get("status", "active")),
        code=found.get("code", ""),
        tier=found["tier"],
        language=found["language"],
        cadence_days=found["cadence"],
        best_time=found.get("best_time", ""),
        pay_method=found.get("pay_method", "bank transfer"),
        notes=found["notes"],
        source="sample",
        tags=tuple(found["tags"]),
        points=website,
        addresses=(PostalAddress(found["street"], found["city"], "", found["postal_code"], found["country"]),),
        people=tuple(_person(person) for person in found["people"]),
    )
    since = found.get("unpaid_since")
    return Profile(
        fields=fields,
        tongue=tongue,
        joined=joined,
        last_contact=today - timedelta(days=found["last_contact"]),
        agreed=tuple(_agreed(terms, currency, joined, today) for terms in found["terms"]),
        referrals=found["referrals"],
        typical=Money.parse(str(found["typical"]), currency),
        unpaid_since=today - timedelta(days=since) if since else None,
    )


def _person(found: dict[str, str]) -> PersonFields:
    points = [Point(PointKind.EMAIL, found["email"])]
    if "phone" in found:
        points.append(Point(PointKind.PHONE, found["phone"]))
    return PersonFields(found["name"], found["role"], tuple(points), found.get("birthday", ""))


def _agreed(found: dict[str, Any], currency: str, joined: date, today: date) -> Agreed:
    """Terms start on the first of a month, or on the day on which the first ones were signed."""
    starts_on = max((today - timedelta(days=found["ago"])).replace(day=1), joined + timedelta(days=5))
    signed_on = starts_on + timedelta(days=found["signed_after"]) if "signed_after" in found else starts_on
    hold = found["hold"]
    if "flat" in found:
        flat = Money.parse(found["flat"], currency).minor
        terms = flat_per_sale(currency, flat, hold)
    else:
        terms = percent_of_sale(currency, int(Decimal(found["percent"]) * 10_000), hold)
    if "rules" in found:
        rules = {**rules_of(terms), **found["rules"]}
        terms = terms_of(rules, currency=currency, hold_days=hold, rounding=terms.rounding.value)
    return Agreed(terms, starts_on, signed_on, found.get("note", ""))


def invented_terms(rng: Random, currency: str) -> Terms:
    """Plausible terms."""
    hold = pick(rng, HOLDS)
    if rng.random() < 0.2:
        flat = (5 + int(rng.random() * 30)) * 10 ** (currency_digits(currency) + (3 if currency == "JPY" else 1))
        return flat_per_sale(currency, flat, hold)
    return percent_of_sale(currency, (10 + int(rng.random() * 21)) * 5_000, hold)


def usual_sale(rng: Random, currency: str) -> Money:
    """What a partner's customers usually spend: 800 to 4,800 euro, or about as much in yen."""
    hundred = 10 ** (currency_digits(currency) + (4 if currency == "JPY" else 2))
    return Money(int(8 + rng.random() * 40) * hundred, currency)


def _invented(rng: Random, index: int, today: date) -> Profile:
    tongue, name = any_firm(rng)
    status = pick(rng, STATUSES)
    settled = status in {Status.ACTIVE, Status.PAUSED}
    age = 60 + int(rng.random() * (YEARS - 90)) if settled else 15 + int(rng.random() * 60)
    joined = today - timedelta(days=age)
    cadence = pick(rng, CADENCES)
    silent = int(cadence * rng.random() * (1.15 if rng.random() < 0.5 else 0.9)) + 1
    currency = tongue.currency if rng.random() < 0.25 else "EUR"
    starts_on = joined + timedelta(days=10)
    agreed = (Agreed(invented_terms(rng, currency), starts_on, starts_on, ""),) if settled else ()
    return Profile(
        fields=_invented_fields(rng, index, tongue, name, status, cadence),
        tongue=tongue,
        joined=joined,
        last_contact=max(today - timedelta(days=silent), joined),
        agreed=agreed,
        referrals=int(rng.random() * age / 90) if settled else 0,
        typical=usual_sale(rng, currency),
    )


def _invented_fields(rng: Random, index: int, tongue: Tongue, name: str, status: Status, cadence: int) -> PartnerFields:
    texts = resource("texts.json")
    domain = f"{slug(name)[:24].strip('-') or 'partner'}-{index}.example"
    person = tongue.person(rng)
    points = [Point(PointKind.EMAIL, f"{mailbox(person)}@{domain}")]
    if rng.random() < 0.7:
        points.append(Point(PointKind.PHONE, tongue.number(rng)))
    city, postal_code = pick(rng, tongue.towns)
    street = f"{pick(rng, tongue.streets)} {1 + int(rng.random() * 120)}"
    return PartnerFields(
        name=name,
        kind=pick(rng, KINDS),
        status=status,
        tier=pick(rng, TIERS) if status is Status.ACTIVE else "",
        language=tongue.language,
        cadence_days=cadence,
        best_time=pick(rng, texts["best_times"]),
        pay_method=pick(rng, texts["pay_methods"]),
        notes=pick(rng, texts["notes"]),
        source="sample",
        tags=tuple(dict.fromkeys(pick(rng, texts["tags"]) for _ in range(1 + (rng.random() < 0.3)))),
        points=(Point(PointKind.WEBSITE, f"https://{domain}"),) if rng.random() < 0.4 else (),
        addresses=(PostalAddress(street, city, "", postal_code, tongue.country),),
        people=(PersonFields(person, pick(rng, tongue.roles), tuple(points)),),
    )
