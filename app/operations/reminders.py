"""Follow-ups: promised, done, repeated, put off. An overdue one never disappears by itself."""

from __future__ import annotations

import re
import uuid
from datetime import date

from sqlalchemy.orm import Session

from app.domain.errors import UserError
from app.domain.reminders import ReminderFields, Repeat, Unit
from app.domain.rolodex import one_line
from app.operations import partners
from app.persistence.tables import Reminder


def add(session: Session, partner_id: int, fields: ReminderFields, communication_id: int | None = None) -> int:
    """A follow-up with a partner; returns its id."""
    partners.get(session, partner_id)
    row = Reminder(uid=str(uuid.uuid4()), partner_id=partner_id, communication_id=communication_id, status="open")
    _fill(row, fields)
    session.add(row)
    session.flush()
    return row.id


def edit(session: Session, reminder_id: int, fields: ReminderFields) -> None:
    """Change a follow-up."""
    _fill(get(session, reminder_id), fields)


def get(session: Session, reminder_id: int) -> Reminder:
    """The row; raises ``UserError`` when it is gone."""
    row = session.get(Reminder, reminder_id)
    if row is None:
        raise UserError("reminder_gone", "This follow-up is no longer in the book.")
    return row


def done(session: Session, reminder_id: int, on: date) -> None:
    """Tick a follow-up off; one that repeats comes back on its next day after ``on``."""
    row = get(session, reminder_id)
    if row.status == "done":
        return
    row.status, row.done_on = "done", on
    repeat = repeat_of(row)
    if repeat is not None:
        session.add(
            Reminder(
                uid=str(uuid.uuid4()),
                partner_id=row.partner_id,
                referral_id=row.referral_id,
                communication_id=row.communication_id,
                text=row.text,
                due_on=repeat.next_after(row.due_on, on),
                due_time=row.due_time,
                repeat_every=row.repeat_every,
                repeat_unit=row.repeat_unit,
                repeat_anchor=row.repeat_anchor,
                status="open",
            )
        )


def later(session: Session, reminder_id: int, until: date, at: str = "") -> None:
    """Put a follow-up off to another day. The series of one that repeats keeps its day of the month."""
    row = get(session, reminder_id)
    row.due_on = until
    if at:
        row.due_time = _time(at)


def remove(session: Session, reminder_id: int) -> None:
    """Take a follow-up out of the book."""
    session.delete(get(session, reminder_id))


def repeat_of(row: Reminder) -> Repeat | None:
    """How the follow-up repeats; none when it does not."""
    if not row.repeat_every or not row.repeat_unit:
        return None
    return Repeat(row.repeat_every, Unit(row.repeat_unit), row.repeat_anchor)


def _fill(row: Reminder, fields: ReminderFields) -> None:
    text = one_line(fields.text)
    if not text:
        raise UserError("reminder_empty", "Say what is to be followed up.")
    row.text, row.due_on, row.due_time = text, fields.due_on, _time(fields.due_time)
    row.referral_id = fields.referral_id
    row.repeat_every = fields.repeat.every if fields.repeat else None
    row.repeat_unit = fields.repeat.unit.value if fields.repeat else ""
    row.repeat_anchor = (fields.repeat.anchor or fields.due_on.day) if fields.repeat else None


def _time(text: str) -> str:
    stripped = text.strip()
    if not stripped:
        return ""
    match = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", stripped)
    if match is None:
        raise UserError("time_invalid", "“{text}” is not a time such as 14:30.", text=text)
    return f"{int(match[1]):02d}:{match[2]}"
