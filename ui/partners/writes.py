"""What the page does to the book: each an operation that is loaded when it is first needed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from app.domain.communications import CommunicationFields, CommunicationKind
from app.domain.partners import Status
from app.domain.referrals import GivenFields, Stage
from app.domain.reminders import ReminderFields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.domain.attachments import AttachmentFields
    from app.domain.commissions.terms import Terms
    from app.domain.filters import Criteria
    from app.domain.relations import RelationKind
    from app.domain.rolodex import PartnerFields
    from app.operations.bulk_edit import Removed

LOG_LABELS: Final = {
    CommunicationKind.CALL: "Log call with {partner}",
    CommunicationKind.EMAIL: "Log e-mail with {partner}",
    CommunicationKind.MEETING: "Log meeting with {partner}",
    CommunicationKind.LETTER: "Log letter to {partner}",
    CommunicationKind.MESSAGE: "Log message with {partner}",
    CommunicationKind.VISIT: "Log visit with {partner}",
    CommunicationKind.NOTE: "Note about {partner}",
}


def save_partner(session: Any, partner_id: int | None, fields: PartnerFields) -> int:
    """Add a partner, or make the one there is as the form says; returns its id."""
    from app.operations import partners

    return partners.add(session, fields) if partner_id is None else partners.edit(session, partner_id, fields)


def set_status(session: Any, partner_id: int, status: Status) -> None:
    from app.operations import partners

    partners.set_status(session, partner_id, status)


def remove_partner(session: Any, partner_id: int) -> None:
    from app.operations import partners

    partners.remove(session, partner_id)


def relate(session: Any, partner_id: int, other_id: int, kind: RelationKind, note: str) -> int:
    from app.operations import relations

    return relations.relate(session, partner_id, kind, other_id, note)


def remove_relation(session: Any, relation_id: int) -> None:
    from app.operations import relations

    relations.remove(session, relation_id)


def add_files(session: Any, partner_id: int, files: Sequence[AttachmentFields]) -> None:
    from app.operations import attachments

    for fields in files:
        attachments.add(session, partner_id, fields)


def rename_file(session: Any, attachment_id: int, name: str) -> None:
    from app.operations import attachments

    attachments.rename(session, attachment_id, name)


def remove_file(session: Any, attachment_id: int) -> None:
    from app.operations import attachments

    attachments.remove(session, attachment_id)


def set_picture(session: Any, partner_id: int, fields: AttachmentFields) -> int:
    from app.operations import attachments

    return attachments.set_picture(session, partner_id, fields)


def remove_picture(session: Any, partner_id: int) -> None:
    from app.operations import attachments

    attachments.remove_picture(session, partner_id)


def agree_terms(
    session: Any, partner_id: int, terms: Terms, starts_on: date, note: str, programme_id: int | None
) -> int:
    from app.operations import terms as operation

    return operation.agree(session, partner_id, terms, starts_on, note, programme_id)


def log(session: Any, partner_id: int, fields: CommunicationFields, follow_up: ReminderFields | None) -> int:
    from app.operations import communications

    return communications.log(session, partner_id, fields, follow_up)


def edit_entry(session: Any, communication_id: int, fields: CommunicationFields) -> None:
    from app.operations import communications

    communications.edit(session, communication_id, fields)


def remove_entry(session: Any, communication_id: int) -> None:
    from app.operations import communications

    communications.remove(session, communication_id)


def finish_follow_up(session: Any, reminder_id: int, on: date) -> None:
    from app.operations import reminders

    reminders.done(session, reminder_id, on)


def put_off(session: Any, reminder_id: int, until: date) -> None:
    from app.operations import reminders

    reminders.later(session, reminder_id, until)


def move_referral(session: Any, referral_id: int, stage: Stage, on: date) -> None:
    from app.operations import referrals

    referrals.move(session, referral_id, stage, on)


def log_given(session: Any, partner_id: int, fields: GivenFields) -> int:
    from app.operations import given

    return given.log(session, partner_id, fields)


def edit_given(session: Any, given_id: int, fields: GivenFields) -> None:
    from app.operations import given

    given.edit(session, given_id, fields)


def remove_given(session: Any, given_id: int) -> None:
    from app.operations import given

    given.remove(session, given_id)


def save_filter(session: Any, name: str, criteria: Criteria, uid: str) -> str:
    """Save a filter, or make the one with this ``uid`` as it is now; returns its ``uid``."""
    from app.operations import filters

    if uid:
        filters.rename(session, uid, name)
    return filters.save(session, name, criteria)


def order_filters(session: Any, uids: Sequence[str]) -> None:
    from app.operations import filters

    filters.reorder(session, uids)


def remove_filter(session: Any, uid: str) -> None:
    from app.operations import filters

    filters.remove(session, uid)


def set_field_of_many(session: Any, ids: Sequence[int], value: str, *, field: str) -> int:
    from app.operations import bulk_edit

    return bulk_edit.set_field(session, ids, field, value)


def add_tag(session: Any, ids: Sequence[int], tag: str) -> int:
    from app.operations import bulk_edit

    return bulk_edit.add_tag(session, ids, tag)


def remove_tag(session: Any, ids: Sequence[int], tag: str) -> int:
    from app.operations import bulk_edit

    return bulk_edit.remove_tag(session, ids, tag)


def remove_many(session: Any, ids: Sequence[int]) -> Removed:
    from app.operations import bulk_edit

    return bulk_edit.remove(session, ids)
