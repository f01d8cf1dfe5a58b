"""The pictures that came inside the cards of a file, kept for the partners that have none."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app import clock
from app.domain.attachments import AttachmentFields, Role, check_attachment
from app.domain.errors import PartnerbookError
from app.exchange.drafts import PartnerDraft, Photo, Problem
from app.i18n import _
from app.operations.imports.bulk import BATCH, Progress
from app.persistence import journal
from app.persistence.tables import Attachment
from app.queries.attachments import with_picture

Keep = Callable[[Photo], AttachmentFields]
"""Makes a picture fit for the card and keeps its bytes; raises a ``PartnerbookError`` for one that is none."""
TOLD_EVERY: Final = 20
"""Pictures after which progress is told."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A picture that a card brought along for a partner."""

    partner_id: int
    line: int
    name: str
    photo: Photo


def photo_of(draft: PartnerDraft) -> Photo | None:
    """The picture that a card has for its partner, or else for the first of its people that has one."""
    photos = (draft.photo, *(person.photo for person in draft.people))
    return next((photo for photo in photos if photo is not None), None)


def keep_all(
    session: Session, brought: Iterable[Brought], keep: Keep, progress: Progress | None = None
) -> list[Problem]:
    """Put pictures on the cards of partners that have none, set-wise; a sentence for each that cannot be shown.

    Each is unpacked, scaled and let go before the next. ``progress`` may raise to stop.
    """
    wanted = list(brought)
    taken = with_picture(session, sorted({each.partner_id for each in wanted}))
    problems: list[Problem] = []
    rows: list[dict[str, Any]] = []
    at = clock.now()
    for number, each in enumerate(wanted, 1):
        if progress is not None and number % TOLD_EVERY == 0:
            progress(number, len(wanted))
        if each.partner_id in taken:
            continue
        try:
            fields = check_attachment(keep(each.photo))
        except PartnerbookError as error:
            sentence = _("The picture of {name} was left out: {reason}")
            problems.append(Problem(each.line, sentence.format(name=each.name, reason=error)))
            continue
        taken.add(each.partner_id)
        rows.append(
            {
                "uid": str(uuid.uuid4()),
                "partner_id": each.partner_id,
                "role": Role.PICTURE.value,
                "name": fields.name,
                "media_type": fields.media_type,
                "size": fields.size,
                "digest": fields.digest,
                "added_at": at,
                "note": "",
            }
        )
    with journal.bulk(session, "attachment"):
        for start in range(0, len(rows), BATCH):
            session.execute(insert(Attachment), rows[start : start + BATCH])
    return problems
