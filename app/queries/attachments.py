"""The files of partners: what there is of one, and everything that the book needs to have kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.domain.attachments import Role
from app.persistence.tables import Attachment


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file of a partner's; its bytes are kept under ``digest``."""

    id: int
    name: str
    media_type: str
    size: int
    digest: str
    added_at: datetime


def of_partner(session: Session, partner_id: int) -> tuple[AttachmentRow, ...]:
    """The files of a partner, the latest first; without the picture on its card."""
    found = session.scalars(
        select(Attachment)
        .filter_by(partner_id=partner_id, role=Role.FILE.value)
        .order_by(Attachment.added_at.desc(), Attachment.id.desc())
    )
    return tuple(_row(each) for each in found)


def picture(session: Session, partner_id: int) -> AttachmentRow | None:
    """The picture on the partner's card, if there is one."""
    found = session.scalars(
        select(Attachment).filter_by(partner_id=partner_id, role=Role.PICTURE.value).order_by(Attachment.id)
    ).first()
    return _row(found) if found is not None else None


def pictures(session: Session, partner_ids: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Of those of these partners that have a picture: its digest and media type, by the partner's id."""
    found = session.execute(
        select(Attachment.partner_id, Attachment.digest, Attachment.media_type)
        .where(Attachment.role == Role.PICTURE.value, Attachment.partner_id.in_(partner_ids))
        .order_by(Attachment.id.desc())
    )
    return {row.partner_id: (row.digest, row.media_type) for row in found}


def kept(session: Session) -> list[tuple[str, int]]:
    """The digest and size of each file that the book names, each once."""
    found = session.execute(text("SELECT digest, max(size) AS size FROM attachment GROUP BY digest ORDER BY digest"))
    return [(row.digest, row.size) for row in found]


def _row(each: Attachment) -> AttachmentRow:
    return AttachmentRow(each.id, each.name, each.media_type, each.size, each.digest, each.added_at)
