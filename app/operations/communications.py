"""Logging what passed between the user and a partner, with the follow-up that was promised."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.communications import CommunicationFields, CommunicationKind
from app.domain.errors import UserError
from app.domain.reminders import ReminderFields
from app.domain.rolodex import many_lines
from app.operations import partners, reminders
from app.persistence.tables import Communication, Reminder


def log(
    session: Session,
    partner_id: int,
    fields: CommunicationFields,
    follow_up: ReminderFields | None = None,
    closes: int | None = None,
) -> int:
    """Log a contact, in the same write add its follow-up and close (or repeat) the reminder ``closes``."""
    partners.get(session, partner_id)
    row = Communication(uid=str(uuid.uuid4()), partner_id=partner_id)
    _fill(row, fields)
    session.add(row)
    session.flush()
    if follow_up is not None:
        reminders.add(session, partner_id, follow_up, communication_id=row.id)
    if closes is not None:
        reminders.done(session, closes, row.happened_on)
    return row.id


def edit(session: Session, communication_id: int, fields: CommunicationFields) -> None:
    """Correct a logged contact."""
    _fill(get(session, communication_id), fields)


def get(session: Session, communication_id: int) -> Communication:
    """The row; raises ``UserError`` when it is gone."""
    row = session.get(Communication, communication_id)
    if row is None:
        raise UserError("communication_gone", "This entry is no longer in the book.")
    return row


def remove(session: Session, communication_id: int) -> None:
    """Take a logged contact out; a follow-up that was promised in it stays."""
    row = get(session, communication_id)
    for reminder in session.scalars(select(Reminder).filter_by(communication_id=row.id)):
        reminder.communication_id = None
    session.flush()
    session.delete(row)


def _fill(row: Communication, fields: CommunicationFields) -> None:
    text = many_lines(fields.text)
    if not text and fields.kind is CommunicationKind.NOTE:
        raise UserError("note_empty", "Write what the note should say.")
    row.kind, row.direction, row.text = fields.kind.value, fields.direction.value, text
    row.happened_at = fields.happened_at
    row.happened_on = _local_day(fields.happened_at)
    row.person_id, row.referral_id = fields.person_id, fields.referral_id


def _local_day(moment: datetime) -> date:
    return moment.astimezone().date()
