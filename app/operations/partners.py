"""Adding, editing and deleting partners with the people in them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app import clock
from app.domain.errors import UserError
from app.domain.partners import Status, initial, sort_key, suggest_code
from app.domain.rolodex import PartnerFields, PersonFields, Point, PostalAddress, check_partner
from app.operations.bank_details import check_bic, check_iban
from app.persistence.tables import (
    Address,
    Attachment,
    Communication,
    ContactPoint,
    GivenReferral,
    LedgerEntry,
    Partner,
    PartnerCode,
    PartnerTag,
    Person,
    Receipt,
    Referral,
    ReferralShare,
    Relation,
    Reminder,
    Sale,
    SaleLine,
    StageChange,
    TermsVersion,
)


def get(session: Session, partner_id: int) -> Partner:
    """The partner's row; raises ``UserError`` when it is gone."""
    partner = session.get(Partner, partner_id)
    if partner is None:
        raise UserError("partner_gone", "This partner is no longer in the book.")
    if partner.merged_into_id is not None:
        raise UserError("partner_gone", "This partner was merged with another.")
    return partner


def add(session: Session, fields: PartnerFields) -> int:
    """Add a partner with its people and ways to reach them; returns its id. An empty code is made from the name."""
    checked = check_partner(fields)
    partner = Partner(uid=_uid(session, Partner, checked.uid), created_at=clock.now(), source=checked.source)
    partner.code = _code(session, checked, None)
    _apply(partner, checked)
    session.add(partner)
    session.flush()
    _save_belongings(session, partner.id, checked)
    return partner.id


def edit(session: Session, partner_id: int, fields: PartnerFields) -> int:
    """Make the partner as ``fields`` say; people and points without a known id are added, missing ones removed."""
    partner = get(session, partner_id)
    checked = check_partner(fields)
    partner.code = _code(session, checked, partner)
    _apply(partner, checked)
    session.flush()
    _save_belongings(session, partner.id, checked)
    return partner.id


def set_status(session: Session, partner_id: int, status: Status) -> None:
    """Move the partnership to another status."""
    get(session, partner_id).status = status.value


def remove(session: Session, partner_id: int) -> None:
    """Take a partner out of the book with all that belongs to it, and the cards that were merged into it.

    Raises ``UserError`` when there are ledger entries: money is never forgotten; such a partner is ended instead.
    Likewise while the partner has a share of a referral that is another's.
    """
    partner = get(session, partner_id)
    merged = list(session.scalars(select(Partner.id).where(Partner.merged_into_id == partner_id)))
    if session.scalar(select(func.count()).where(LedgerEntry.partner_id.in_((partner_id, *merged)))):
        raise UserError(
            "partner_has_ledger",
            "{name} has commissions in the ledger, which are kept. Set the status to “ended” instead.",
            name=partner.name,
        )
    referrals = select(Referral.id).where(Referral.partner_id == partner_id)
    if session.scalar(
        select(func.count()).where(ReferralShare.partner_id == partner_id, ReferralShare.referral_id.not_in(referrals))
    ):
        raise UserError(
            "partner_has_share",
            "{name} has a share of a referral of another partner. Share that referral without {name} first.",
            name=partner.name,
        )
    for merged_id in merged:
        session.execute(delete(TermsVersion).where(TermsVersion.partner_id == merged_id))
        session.execute(delete(Partner).where(Partner.id == merged_id))
    for side in (Relation.partner_id, Relation.other_id):
        session.execute(delete(Relation).where(side == partner_id))
    session.execute(delete(Reminder).where(Reminder.partner_id == partner_id))
    session.execute(delete(Communication).where(Communication.partner_id == partner_id))
    session.execute(delete(StageChange).where(StageChange.referral_id.in_(referrals)))
    sales = select(Sale.id).where(Sale.referral_id.in_(referrals))
    for part in (SaleLine, Receipt):
        session.execute(delete(part).where(part.sale_id.in_(sales)))
    session.execute(delete(ReferralShare).where(ReferralShare.referral_id.in_(referrals)))
    session.execute(delete(Sale).where(Sale.referral_id.in_(referrals), Sale.refund_of_id.is_not(None)))
    session.execute(delete(Sale).where(Sale.referral_id.in_(referrals)))
    owned = (Referral, GivenReferral, TermsVersion, PartnerTag, PartnerCode, Attachment, Address, ContactPoint, Person)
    for table in owned:
        session.execute(delete(table).where(table.partner_id == partner_id))
    session.delete(partner)


def _uid(session: Session, table: type[Partner | Person], wanted: str) -> str:
    """The identity that a card brings along, unless somebody in the book has it: then a new one."""
    taken = wanted and session.scalar(select(func.count()).where(table.uid == wanted))
    return wanted if wanted and not taken else str(uuid.uuid4())


def _code(session: Session, fields: PartnerFields, partner: Partner | None) -> str:
    own = partner.id if partner else None
    if not fields.code:
        if partner:
            return partner.code
        beginning = suggest_code(fields.name, frozenset())
        taken = session.scalars(select(Partner.code).where(Partner.code.like(f"{beginning}%")))
        return suggest_code(fields.name, {code.upper() for code in taken})
    other = session.scalars(select(Partner).where(Partner.code == fields.code)).first()
    if other is not None and other.id != own:
        raise UserError(
            "code_taken", "The code {code} already belongs to {partner}.", code=fields.code, partner=other.name
        )
    return fields.code


def _apply(partner: Partner, fields: PartnerFields) -> None:
    partner.name = fields.name
    partner.sort_key = sort_key(fields.name)
    partner.initial = initial(fields.name)
    partner.kind = fields.kind.value
    partner.status = fields.status.value
    partner.tier = fields.tier
    partner.language = fields.language
    partner.cadence_days = fields.cadence_days
    partner.best_time = fields.best_time
    partner.pay_method = fields.pay_method
    partner.notes = fields.notes
    partner.account_holder = fields.account_holder
    partner.iban = check_iban(fields.iban)
    partner.bic = check_bic(fields.bic)
    partner.paypal = fields.paypal


def _save_belongings(session: Session, partner_id: int, fields: PartnerFields) -> None:
    _save_people(session, partner_id, fields.people)
    _save_points(session, partner_id, None, fields.points)
    _save_addresses(session, partner_id, fields.addresses)
    kept = {row.tag.casefold(): row for row in session.scalars(select(PartnerTag).filter_by(partner_id=partner_id))}
    wanted = {tag.casefold(): tag for tag in fields.tags}
    for folded, row in kept.items():
        if folded in wanted:
            row.tag = wanted[folded]
        else:
            session.delete(row)
    session.add_all(PartnerTag(partner_id=partner_id, tag=tag) for folded, tag in wanted.items() if folded not in kept)


def _save_people(session: Session, partner_id: int, people: Sequence[PersonFields]) -> None:
    kept = {row.id: row for row in session.scalars(select(Person).filter_by(partner_id=partner_id))}
    wanted = {person.id for person in people}
    for gone in set(kept) - wanted:
        _save_points(session, partner_id, gone, ())
        for communication in session.scalars(select(Communication).filter_by(person_id=gone)):
            communication.person_id = None
        session.flush()
        session.delete(kept[gone])
    for position, fields in enumerate(people):
        person = kept.get(fields.id) if fields.id else None
        if person is None:
            person = Person(uid=_uid(session, Person, fields.uid), partner_id=partner_id)
            session.add(person)
        person.name, person.role, person.birthday = fields.name, fields.role, fields.birthday
        person.notes, person.position = fields.notes, position
        session.flush()
        _save_points(session, partner_id, person.id, fields.points)


def _save_points(session: Session, partner_id: int, person_id: int | None, points: Sequence[Point]) -> None:
    query = select(ContactPoint).where(ContactPoint.partner_id == partner_id, ContactPoint.person_id.is_(person_id))
    if person_id is not None:
        query = select(ContactPoint).where(ContactPoint.person_id == person_id)
    kept = {row.id: row for row in session.scalars(query)}
    for gone in set(kept) - {point.id for point in points}:
        session.delete(kept[gone])
    for position, point in enumerate(points):
        row = kept.get(point.id) if point.id else None
        if row is None:
            row = ContactPoint(partner_id=partner_id, person_id=person_id)
            session.add(row)
        row.kind, row.value, row.label = point.kind.value, point.value, point.label
        row.normalised, row.position = point.normalised, position


def _save_addresses(session: Session, partner_id: int, addresses: Sequence[PostalAddress]) -> None:
    kept = {row.id: row for row in session.scalars(select(Address).filter_by(partner_id=partner_id))}
    for gone in set(kept) - {address.id for address in addresses}:
        session.delete(kept[gone])
    for position, address in enumerate(addresses):
        row = kept.get(address.id) if address.id else None
        if row is None:
            row = Address(partner_id=partner_id)
            session.add(row)
        row.street, row.city, row.region = address.street, address.city, address.region
        row.postal_code, row.country, row.label = address.postal_code, address.country, address.label
        row.position = position
