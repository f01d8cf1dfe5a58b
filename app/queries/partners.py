"""One partner: the card on the stack, the form's fields, the choices for pickers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.domain.commissions.terms import Version, in_force
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.partners import Kind, PointKind, Status
from app.domain.rolodex import CustomValue as Held
from app.domain.rolodex import PartnerFields, PersonFields, Point, PostalAddress
from app.persistence.searchable import match_expression
from app.persistence.tables import Address, ContactPoint, CustomField, CustomValue, Partner, PartnerTag, Person
from app.queries import accounts, custom_fields
from app.queries.custom_fields import FilledField
from app.queries.family import FAMILY
from app.queries.settings import filing


@dataclass(frozen=True, slots=True)
class NextFollowUp:
    id: int
    text: str
    due_on: date
    due_time: str


@dataclass(frozen=True, slots=True)
class Card:
    """The front of a partner's card: who, how to reach them, what was agreed, what comes next, what they brought.

    ``initial`` is its letter on the edge. Sums are per currency: ``owed`` is payable today, ``on_hold`` is not yet,
    ``paid`` is all that ever was.
    """

    id: int
    initial: str
    fields: PartnerFields
    created_at: datetime
    terms: Version | None
    next: NextFollowUp | None
    last_contact_on: date | None
    quiet_on: date | None
    referrals: int
    won: int
    sales: tuple[Money, ...]
    owed: tuple[Money, ...]
    on_hold: tuple[Money, ...]
    paid: tuple[Money, ...]
    own: tuple[FilledField, ...]
    """What stands in the user's own fields."""

    @property
    def contact(self) -> PersonFields | None:
        """The main contact."""
        return self.fields.people[0] if self.fields.people else None

    def points(self, kind: PointKind) -> tuple[Point, ...]:
        """The partner's own and its people's ways to be reached of one kind, the main ones first, none twice."""
        everyone = (*self.fields.points, *(point for person in self.fields.people for point in person.points))
        return tuple({p.normalised: p for p in reversed(everyone) if p.kind is kind}.values())[::-1]


@dataclass(frozen=True, slots=True)
class Choice:
    """A partner to pick from."""

    id: int
    name: str
    code: str


def card(session: Session, partner_id: int, today: date) -> Card:
    """Everything on the front of the card; raises ``UserError`` when the partner is gone."""
    partner = _partner(session, partner_id)
    summary = session.execute(
        text("SELECT last_contact_on, quiet_on FROM partner_summary WHERE partner_id = :id"), {"id": partner_id}
    ).first()
    counted = session.execute(
        text("SELECT count(*), coalesce(sum(stage = 'won'), 0) FROM referral WHERE partner_id = :id"),
        {"id": partner_id},
    ).one()
    return Card(
        id=partner_id,
        initial=partner.initial,
        fields=_fields(session, partner),
        created_at=partner.created_at,
        terms=in_force(accounts.versions(session, partner_id), today),
        next=_next_follow_up(session, partner_id),
        last_contact_on=_day(summary.last_contact_on) if summary else None,
        quiet_on=_day(summary.quiet_on) if summary else None,
        referrals=counted[0],
        won=counted[1],
        sales=_sums(
            session,
            "SELECT s.currency, sum(s.amount_minor) FROM sale s JOIN referral r ON r.id = s.referral_id "
            "WHERE r.partner_id = :partner GROUP BY 1 ORDER BY 2 DESC",
            partner_id,
        ),
        owed=_sums(session, _UNSETTLED.format(when="<="), partner_id, today),
        on_hold=_sums(session, _UNSETTLED.format(when=">"), partner_id, today),
        paid=_sums(
            session,
            f"SELECT currency, sum(amount_minor) FROM payout p WHERE partner_id IN {FAMILY} "
            "AND NOT EXISTS (SELECT 1 FROM voiding v WHERE v.payout_id = p.id) GROUP BY 1 ORDER BY 2 DESC",
            partner_id,
        ),
        own=custom_fields.of_partner(session, partner_id),
    )


_UNSETTLED = (
    "SELECT currency, sum(amount_minor) FROM unsettled WHERE partner_id = :partner AND payable_on {when} :today "
    "GROUP BY 1 ORDER BY 2 DESC"
)


def fields(session: Session, partner_id: int) -> PartnerFields:
    """What the partner's form starts from."""
    return _fields(session, _partner(session, partner_id))


def choices(session: Session, typed: str = "", limit: int = 50) -> tuple[Choice, ...]:
    """Partners to pick from while typing, by name: first those whose name begins so, then all others it is found in."""
    query = select(Partner.id, Partner.name, Partner.code).order_by(Partner.sort_key, Partner.id).limit(limit)
    query = query.where(Partner.merged_into_id.is_(None))
    expression = match_expression(typed)
    if not expression:
        return tuple(Choice(*row) for row in session.execute(query))
    begin = filing(session).file(typed).key
    found = [
        *session.execute(query.where(Partner.sort_key >= begin, Partner.sort_key < begin + "\U0010ffff")),
        *session.execute(
            query.where(
                text("partner.id IN (SELECT rowid FROM partner_search WHERE partner_search MATCH :match)").bindparams(
                    match=expression
                )
            )
        ),
    ]
    return tuple(Choice(*row) for row in dict.fromkeys(map(tuple, found)))[:limit]


def by_code(session: Session, code: str) -> int:
    """The id of the partner whom this code credits, its own or a further one; raises ``UserError`` where nobody is."""
    found = session.execute(
        text(
            "SELECT coalesce(merged_into_id, id) FROM partner WHERE code = :code "
            "UNION ALL SELECT partner_id FROM partner_code WHERE code = :code"
        ),
        {"code": code.strip()},
    ).first()
    if found is None:
        raise UserError("code_unknown", "No partner has the code {code}.", code=code)
    return int(found[0])


def _partner(session: Session, partner_id: int) -> Partner:
    partner = session.get(Partner, partner_id)
    if partner is None:
        raise UserError("partner_gone", "This partner is no longer in the book.")
    if partner.merged_into_id is not None:
        raise UserError("partner_gone", "This partner was merged with another.")
    return partner


def _fields(session: Session, partner: Partner) -> PartnerFields:
    by_person: dict[int | None, list[Point]] = {}
    points = select(ContactPoint).filter_by(partner_id=partner.id).order_by(ContactPoint.position, ContactPoint.id)
    for row in session.scalars(points):
        by_person.setdefault(row.person_id, []).append(Point(PointKind(row.kind), row.value, row.label, row.id))
    people = session.scalars(select(Person).filter_by(partner_id=partner.id).order_by(Person.position, Person.id))
    addresses = session.scalars(select(Address).filter_by(partner_id=partner.id).order_by(Address.position))
    tags = session.scalars(select(PartnerTag.tag).filter_by(partner_id=partner.id).order_by(PartnerTag.id))
    return PartnerFields(
        name=partner.name,
        kind=Kind(partner.kind),
        status=Status(partner.status),
        code=partner.code,
        tier=partner.tier,
        language=partner.language,
        cadence_days=partner.cadence_days,
        best_time=partner.best_time,
        pay_method=partner.pay_method,
        notes=partner.notes,
        source=partner.source,
        uid=partner.uid,
        tags=tuple(tags),
        points=tuple(by_person.get(None, ())),
        addresses=_addresses(addresses),
        people=tuple(
            PersonFields(
                name=row.name,
                role=row.role,
                points=tuple(by_person.get(row.id, ())),
                birthday=row.birthday,
                notes=row.notes,
                uid=row.uid,
                id=row.id,
            )
            for row in people
        ),
        account_holder=partner.account_holder,
        iban=partner.iban,
        bic=partner.bic,
        paypal=partner.paypal,
        custom=_custom(session, partner.id),
    )


def _custom(session: Session, partner_id: int) -> tuple[Held, ...]:
    """What stands in the user's own fields, in the order of the fields."""
    query = (
        select(CustomField.uid, CustomValue.value)
        .join(CustomField, CustomField.id == CustomValue.field_id)
        .where(CustomValue.partner_id == partner_id)
        .order_by(CustomField.position, CustomField.id)
    )
    return tuple(Held(uid, value) for uid, value in session.execute(query))


def _addresses(found: Iterable[Address]) -> tuple[PostalAddress, ...]:
    return tuple(
        PostalAddress(row.street, row.city, row.region, row.postal_code, row.country, row.label, row.id)
        for row in found
    )


def _next_follow_up(session: Session, partner_id: int) -> NextFollowUp | None:
    row = session.execute(
        text(
            "SELECT id, text, due_on, due_time FROM reminder WHERE partner_id = :id AND status = 'open' "
            "ORDER BY due_on, due_time = '', due_time LIMIT 1"
        ),
        {"id": partner_id},
    ).first()
    return NextFollowUp(row.id, row.text, date.fromisoformat(row.due_on), row.due_time) if row else None


def _sums(session: Session, sql: str, partner_id: int, today: date | None = None) -> tuple[Money, ...]:
    parameters = {"partner": partner_id, "today": today.isoformat() if today else None}
    return tuple(Money(minor, currency) for currency, minor in session.execute(text(sql), parameters))


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
