"""The files of a partner and the picture on its card. Their bytes are kept before: here it is said whose they are."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.domain.attachments import AttachmentFields, Role, check_attachment, check_name
from app.domain.errors import UserError
from app.operations import partners
from app.persistence.tables import Attachment


def add(session: Session, partner_id: int, fields: AttachmentFields) -> int:
    """Add a file that is kept already to a partner; returns its id. The same file under the same name stays one."""
    partners.get(session, partner_id)
    checked = check_attachment(fields)
    known = session.scalars(
        select(Attachment).filter_by(
            partner_id=partner_id, role=Role.FILE.value, digest=checked.digest, name=checked.name
        )
    ).first()
    if known is not None:
        return known.id
    row = Attachment(uid=str(uuid.uuid4()), partner_id=partner_id, role=Role.FILE.value, added_at=clock.now())
    _describe(row, checked)
    session.add(row)
    session.flush()
    return row.id


def set_picture(session: Session, partner_id: int, fields: AttachmentFields) -> int:
    """Put a picture that is kept already on the partner's card, in the place of the one there was; returns its id."""
    partners.get(session, partner_id)
    checked = check_attachment(fields)
    row = _picture(session, partner_id)
    if row is None:
        row = Attachment(uid=str(uuid.uuid4()), partner_id=partner_id, role=Role.PICTURE.value)
        session.add(row)
    row.added_at = clock.now()
    _describe(row, checked)
    session.flush()
    return row.id


def rename(session: Session, attachment_id: int, name: str) -> None:
    """Call a file something else. Raises ``UserError`` for a name that says nothing or is too long."""
    get(session, attachment_id).name = check_name(name)


def remove(session: Session, attachment_id: int) -> None:
    """Take a file or picture from its partner. Its bytes stay, so that undo brings it back."""
    session.delete(get(session, attachment_id))


def remove_picture(session: Session, partner_id: int) -> None:
    """Take the picture from the partner's card; raises ``UserError`` where there is none."""
    row = _picture(session, partner_id)
    if row is None:
        raise UserError("picture_gone", "There is no picture on this card.")
    session.delete(row)


def get(session: Session, attachment_id: int) -> Attachment:
    """The row; raises ``UserError`` when it is gone."""
    row = session.get(Attachment, attachment_id)
    if row is None:
        raise UserError("attachment_gone", "This file is no longer with the partner.")
    return row


def _picture(session: Session, partner_id: int) -> Attachment | None:
    query = select(Attachment).filter_by(partner_id=partner_id, role=Role.PICTURE.value).order_by(Attachment.id)
    return session.scalars(query).first()


def _describe(row: Attachment, fields: AttachmentFields) -> None:
    row.name, row.media_type, row.size = fields.name, fields.media_type, fields.size
    row.digest, row.note = fields.digest, fields.note
