"""Programmes, and who is on them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.domain.commissions.document import terms_of
from app.domain.commissions.terms import Terms
from app.persistence.tables import Programme


@dataclass(frozen=True, slots=True)
class OnIt:
    """A partner whose terms were taken from a programme."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme with the partners on it: by the version of their terms that starts last.

    ``older`` are those among ``partners`` whose version is not what the programme says now.
    """

    id: int
    name: str
    terms: Terms
    note: str
    partners: tuple[OnIt, ...]
    older: tuple[OnIt, ...]
    removable: bool
    """Whether no version of anybody's terms was ever taken from it."""


_LATEST = """
SELECT programme_id, partner_id, name, same FROM (
  SELECT v.partner_id, v.programme_id, p.name,
    v.rules = g.rules AND v.currency = g.currency AND v.hold_days = g.hold_days AND v.rounding = g.rounding AS same,
    ROW_NUMBER() OVER (PARTITION BY v.partner_id ORDER BY v.starts_on DESC, v.version DESC) AS place
  FROM terms_version v JOIN partner p ON p.id = v.partner_id LEFT JOIN programme g ON g.id = v.programme_id
) WHERE place = 1 AND programme_id IS NOT NULL ORDER BY name COLLATE NOCASE, partner_id"""


def listed(session: Session) -> tuple[ProgrammeRow, ...]:
    """All programmes by name."""
    rows = session.scalars(select(Programme).order_by(Programme.name)).all()
    if not rows:
        return ()
    used = set(session.execute(text("SELECT DISTINCT programme_id FROM terms_version")).scalars())
    on_it: dict[int, list[OnIt]] = {row.id: [] for row in rows}
    older: dict[int, list[OnIt]] = {row.id: [] for row in rows}
    for programme_id, partner_id, name, same in session.execute(text(_LATEST)):
        on_it[programme_id].append(OnIt(partner_id, name))
        if not same:
            older[programme_id].append(OnIt(partner_id, name))
    return tuple(
        ProgrammeRow(
            row.id,
            row.name,
            terms_of(row.rules, currency=row.currency, hold_days=row.hold_days, rounding=row.rounding),
            row.note,
            tuple(on_it[row.id]),
            tuple(older[row.id]),
            row.id not in used,
        )
        for row in rows
    )
