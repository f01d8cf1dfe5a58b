"""Partners by the ten thousand, inserted set-wise: plausible, varied, consistent; for trying the full size."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from random import Random
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.alphabet import alphabet
from app.domain.commissions.document import rules_of
from app.domain.commissions.terms import Terms
from app.domain.partners import PointKind, Status, suggest_code
from app.domain.rolodex import Point
from app.operations.sample.crowd_sales import Sales
from app.operations.sample.profiles import CADENCES, KINDS, STATUSES, TIERS, YEARS, invented_terms
from app.operations.sample.rows import COLUMNS, Days, Rows
from app.operations.sample.words import Tongue, any_firm, chance, mailbox, pick, resource, told, uid
from app.persistence.journal import bulk
from app.persistence.tables import Partner

AT_ONCE: Final = 5_000
"""Partners between two inserts and two reports of progress."""


def insert_crowd(session: Session, count: int, seed: int, today: date, report: Callable[[int], object]) -> None:
    """Insert ``count`` partners with all that belongs to them; ``report(done)`` is called between portions."""
    with bulk(session, *COLUMNS):
        crowd = _Crowd(session, chance(seed, "crowd"), today)
        for number in range(1, count + 1):
            crowd.add_partner()
            if number % AT_ONCE == 0 or number == count:
                crowd.rows.insert()
                report(number)


class _Codes:
    """Codes for partners that nobody else in the book has."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {code.upper() for code in taken}
        self._numbers: dict[str, int] = {}

    def make(self, name: str) -> str:
        code = base = suggest_code(name, frozenset())
        while code in self._taken:
            number = self._numbers[base] = self._numbers.get(base, 1) + 1
            code = f"{base}{number}"
        self._taken.add(code)
        return code


class _Crowd:
    def __init__(self, session: Session, rng: Random, today: date) -> None:
        self.rows = Rows(session)
        self._rng, self._days = rng, Days(today)
        self._codes = _Codes(session.scalars(select(Partner.code)))
        self._texts: dict[str, Any] = resource("texts.json")
        self._talks = [talk for talk in self._texts["talks"] if talk[0] != "note"]
        self._sales = Sales(session, self.rows, rng, self._days)

    def add_partner(self) -> None:
        """One partner with people, contacts, terms and, every second time, a referral."""
        rng = self._rng
        tongue, name = any_firm(rng)
        status = pick(rng, STATUSES)
        settled = status in {Status.ACTIVE, Status.PAUSED}
        joined = 100 + int(rng.random() * (YEARS - 110)) if settled else 20 + int(rng.random() * 70)
        cadence = pick(rng, CADENCES)
        code = self._codes.make(name)
        partner_id = self._partner(tongue, name, code, status, cadence, joined)
        person = tongue.person(rng)
        person_id = self.rows.add("person", uid(rng), partner_id, person, pick(rng, tongue.roles), 0, "", "")
        self._reach(partner_id, person_id, tongue, person, f"{code.lower()}.example")
        contact = min(joined, 1 + int(rng.random() * cadence * 1.06))
        self._communications(partner_id, person_id, person, joined, contact)
        if settled:
            terms, terms_id = self._terms(partner_id, tongue, joined)
            if rng.random() < 0.6:
                self._sales.add_referral(partner_id, terms_id, terms, tongue, joined - 12)

    def _partner(self, tongue: Tongue, name: str, code: str, status: Status, cadence: int, joined: int) -> int:
        rng, (key, letter) = self._rng, alphabet("en").file(name)
        partner_id = self.rows.add(
            "partner", uid(rng), code, name, key, letter, pick(rng, KINDS).value, status.value,
            pick(rng, TIERS) if status is Status.ACTIVE else "", tongue.language, cadence,
            pick(rng, self._texts["best_times"]), pick(rng, self._texts["pay_methods"]),
            pick(rng, self._texts["notes"]),
            "sample", self._days.instant(joined, 0),
        )  # fmt: skip
        for tag in dict.fromkeys(pick(rng, self._texts["tags"]) for _ in range(1 + (rng.random() < 0.3))):
            self.rows.add("partner_tag", partner_id, tag)
        return partner_id

    def _reach(self, partner_id: int, person_id: int, tongue: Tongue, person: str, domain: str) -> None:
        rng = self._rng
        points = [(person_id, Point(PointKind.EMAIL, f"{mailbox(person)}@{domain}"))]
        if rng.random() < 0.4:
            points.append((person_id, Point(PointKind.PHONE, tongue.number(rng))))
        if rng.random() < 0.1:
            points.append((0, Point(PointKind.WEBSITE, f"https://{domain}")))
        for position, (owner, point) in enumerate(points):
            self.rows.add(
                "contact_point", partner_id, owner or None, point.kind.value, "", point.value, point.normalised,
                position if owner else 0,
            )  # fmt: skip
        city, postal_code = pick(rng, tongue.towns)
        street = f"{pick(rng, tongue.streets)} {1 + int(rng.random() * 120)}"
        self.rows.add("address", partner_id, "", street, city, "", postal_code, tongue.country, 0)

    def _communications(self, partner_id: int, person_id: int, person: str, joined: int, latest: int) -> None:
        """The first contact and the latest one, with a follow-up for every fourth partner."""
        rng = self._rng
        communication_id = 0
        for ago, found in ((joined, pick(rng, self._texts["first"])), (latest, pick(rng, self._talks))):
            kind, direction, template = found
            text = told(template, self._days.date(ago), first=person.split()[0])
            communication_id = self.rows.add(
                "communication", uid(rng), partner_id, person_id, kind, direction,
                self._days.instant(ago, 10 + int(rng.random() * 300)), self._days.text(ago), text,
            )  # fmt: skip
        share = rng.random()
        if share < 0.25:
            ahead = -min(latest - 1, 6) if share < 0.02 else int(rng.random() * 50)
            text = told(pick(rng, self._texts["later"]), self._days.date(latest))
            self.rows.add(
                "reminder", uid(rng), partner_id, communication_id, text, self._days.text(-ahead), "", "", "open"
            )

    def _terms(self, partner_id: int, tongue: Tongue, joined: int) -> tuple[Terms, int]:
        rng = self._rng
        terms = invented_terms(rng, tongue.currency if rng.random() < 0.25 else "EUR")
        starts = joined - 10
        terms_id = self.rows.add(
            "terms_version", partner_id, 1, self._days.text(starts), terms.currency, terms.hold_days,
            terms.rounding.value, json.dumps(rules_of(terms)), "", self._days.instant(starts, 0),
        )  # fmt: skip
        return terms, terms_id
