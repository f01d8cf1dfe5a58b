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


def pictures(session: Session) -> dict[str, tuple[str, str]]:
    """The digest and media type of each picture, by the code of the partner on whose card it is."""
    found = session.execute(
        text(
            "SELECT p.code, a.digest, a.media_type FROM attachment a JOIN partner p ON p.id = a.partner_id "
            "WHERE a.role = 'picture' ORDER BY a.id DESC"
        )
    )
    return {row.code: (row.digest, row.media_type) for row in found}


def with_picture(session: Session, partner_ids: Sequence[int]) -> set[int]:
    """Those of these partners that have a picture."""
    found: set[int] = set()
    for start in range(0, len(partner_ids), 500):
        some = partner_ids[start : start + 500]
        found.update(
            session.scalars(
                select(Attachment.partner_id).where(
                    Attachment.role == Role.PICTURE.value, Attachment.partner_id.in_(some)
                )
            )
        )
    return found


def digests(session: Session) -> list[str]:
    """The digest of each file that the book names, each once."""
    return list(session.scalars(text("SELECT DISTINCT digest FROM attachment ORDER BY digest")))


def _row(each: Attachment) -> AttachmentRow:
    return AttachmentRow(each.id, each.name, each.media_type, each.size, each.digest, each.added_at)
