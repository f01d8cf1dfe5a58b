"""What the page asks the book, each a function on a session that loads its query when it is first asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.communications import CommunicationFields, CommunicationKind, Direction

if TYPE_CHECKING:
    from app.domain.commissions.terms import Version
    from app.domain.custom_fields import FieldDefinition
    from app.domain.rolodex import PartnerFields
    from app.queries.attachments import AttachmentRow
    from app.queries.commissions import LedgerLine
    from app.queries.history import Changed
    from app.queries.partners import Card
    from app.queries.programmes import ProgrammeRow
    from app.queries.reciprocity import Balance, GivenRow
    from app.queries.referrals import ReferralRow
    from app.queries.relations import RelationRow
    from app.queries.statements import Issued
    from app.queries.timeline import TimelineItem


@dataclass(frozen=True, slots=True)
class Account:
    """A partner's commissions: the ledger, and the statements issued from it."""

    ledger: tuple[LedgerLine, ...]
    statements: tuple[Issued, ...]


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Referrals received from a partner and given to it, the balance of both, and the currency usually used."""

    received: tuple[ReferralRow, ...]
    given: tuple[GivenRow, ...]
    balance: Balance
    currency: str


def card(session: Any, partner_id: int, today: date) -> Card:
    """The front of the card."""
    from app.queries import partners

    return partners.card(session, partner_id, today)


def fields(session: Any, partner_id: int) -> PartnerFields:
    """What the form starts from."""
    from app.queries import partners

    return partners.fields(session, partner_id)


def relations(session: Any, partner_id: int) -> tuple[RelationRow, ...]:
    """How the partner stands to others."""
    from app.queries import relations as query

    return query.of_partner(session, partner_id)


def own_fields(connection: Any) -> tuple[FieldDefinition, ...]:
    """The user's own fields, through the driver."""
    from app.queries import custom_fields

    return custom_fields.fast_definitions(connection)


def files(session: Any, partner_id: int) -> tuple[AttachmentRow, ...]:
    """The files of the partner, the latest first."""
    from app.queries import attachments

    return attachments.of_partner(session, partner_id)


def face(session: Any, partner_id: int) -> tuple[int, AttachmentRow | None, int]:
    """Whose it is, the picture on the card if there is one, and how many files there are."""
    from app.queries import attachments

    return partner_id, attachments.picture(session, partner_id), len(attachments.of_partner(session, partner_id))


def versions(session: Any, partner_id: int) -> list[Version]:
    """All versions of the terms, oldest first."""
    from app.queries import accounts

    return accounts.versions(session, partner_id)


def programmes(session: Any) -> tuple[ProgrammeRow, ...]:
    """The programmes that terms can start from."""
    from app.queries import programmes as query

    return query.listed(session)


def timeline(session: Any, partner_id: int, limit: int) -> tuple[TimelineItem, ...]:
    """The latest things that happened, newest first."""
    from app.queries import timeline as query

    return query.timeline(session, partner_id, limit)


def exchanged(session: Any, partner_id: int) -> Exchanged:
    """Referrals both ways, newest first, and their balance."""
    from app.queries import reciprocity, settings
    from app.queries import referrals as query

    return Exchanged(
        query.of_partner(session, partner_id),
        reciprocity.given(session, partner_id),
        reciprocity.balance(session, partner_id),
        settings.preferences(session).currency,
    )


def account(session: Any, partner_id: int, today: date) -> Account:
    """The ledger and the statements, newest first."""
    from app.queries import commissions, statements

    return Account(commissions.ledger(session, today, partner_id), statements.listed(session, partner_id))


def changes(session: Any, partner_id: int) -> tuple[Changed, ...]:
    """What was changed about the partner, newest first."""
    from app.queries import history

    return history.of_partner(session, partner_id)


def communication(session: Any, communication_id: int) -> CommunicationFields:
    """A logged contact as a form holds it; raises ``UserError`` when it is gone."""
    from app.operations import communications

    row = communications.get(session, communication_id)
    return CommunicationFields(
        kind=CommunicationKind(row.kind),
        text=row.text,
        happened_at=row.happened_at,
        direction=Direction(row.direction),
        person_id=row.person_id,
        referral_id=row.referral_id,
    )


def contact_cards(session: Any, ids: Sequence[int]) -> bytes:
    """The people of these partners as contact cards to give away: who they are and how to reach them.

    The account, notes and the user's own fields, which a file of cards carries, are nobody else's business.
    """
    from io import BytesIO

    from app.exchange.write_vcard import write_vcards
    from app.queries.export import cards

    file = BytesIO()
    write_vcards(file, ({**card, "partner": None, "notes": "", "fields": {}} for card in cards(session, ids)))
    return file.getvalue()
