"""Programmes: terms that many partners are given. A version is taken from a programme and then stands for itself."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.commissions.checks import check_terms
from app.domain.commissions.document import rules_of, terms_of
from app.domain.commissions.terms import Terms
from app.domain.errors import UserError
from app.domain.rolodex import many_lines, one_line
from app.operations import partners, terms
from app.persistence.tables import Programme, TermsVersion


def get(session: Session, programme_id: int) -> Programme:
    """The programme's row; raises ``UserError`` when it is gone."""
    programme = session.get(Programme, programme_id)
    if programme is None:
        raise UserError("programme_gone", "This programme is no longer in the book.")
    return programme


def create(session: Session, name: str, agreed: Terms, note: str = "") -> int:
    """A new programme; returns its id. Raises ``UserError`` for a name that is empty or taken."""
    programme = Programme(uid=str(uuid.uuid4()), name=_free_name(session, name, None))
    _apply(programme, agreed, note)
    session.add(programme)
    session.flush()
    return programme.id


def edit(session: Session, programme_id: int, name: str, agreed: Terms, note: str = "") -> None:
    """Change a programme. Versions taken from it before stay as they were agreed; ``give`` agrees the new terms."""
    programme = get(session, programme_id)
    rename(session, programme_id, name)
    _apply(programme, agreed, note)


def rename(session: Session, programme_id: int, name: str) -> None:
    """Call a programme something else, for the versions taken from it too."""
    programme = get(session, programme_id)
    programme.name = _free_name(session, name, programme_id)


def remove(session: Session, programme_id: int) -> None:
    """Take a programme out of the book; raises ``UserError`` while any version of terms was taken from it."""
    programme = get(session, programme_id)
    if session.scalar(select(TermsVersion.id).filter_by(programme_id=programme_id).limit(1)) is not None:
        raise UserError(
            "programme_used", "“{name}” stays: terms were taken from it, and they name it.", name=programme.name
        )
    session.delete(programme)


def give(session: Session, programme_id: int, partner_ids: Sequence[int], starts_on: date, note: str = "") -> list[int]:
    """Agree the programme's terms with many partners, in force from ``starts_on``; returns the ids of the versions.

    Raises ``UserError`` naming the partner with whom they cannot be agreed; then nothing is agreed with anybody.
    """
    programme = get(session, programme_id)
    agreed = terms_of(
        programme.rules, currency=programme.currency, hold_days=programme.hold_days, rounding=programme.rounding
    )
    made = []
    for partner_id in partner_ids:
        partner = partners.get(session, partner_id)
        try:
            made.append(terms.agree(session, partner_id, agreed, starts_on, note, programme_id))
        except UserError as error:
            raise UserError("programme_refused", "{partner}: {reason}", partner=partner.name, reason=error) from error
    return made


def _apply(programme: Programme, agreed: Terms, note: str) -> None:
    checked = check_terms(agreed)
    programme.currency = checked.currency
    programme.hold_days = checked.hold_days
    programme.rounding = checked.rounding.value
    programme.rules = rules_of(checked)
    programme.note = many_lines(note)


def _free_name(session: Session, name: str, own: int | None) -> str:
    wanted = one_line(name)
    if not wanted:
        raise UserError("programme_name", "Give the programme a name.")
    taken = session.scalar(select(Programme.id).where(Programme.name == wanted, Programme.id != (own or 0)))
    if taken is not None:
        raise UserError("programme_name_taken", "There is a programme called “{name}” already.", name=wanted)
    return wanted
