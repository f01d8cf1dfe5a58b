"""Changing many partners at once, set-wise: one write, one undo, whether they are three or a hundred thousand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.domain.custom_fields import OWN, canonical
from app.domain.errors import UserError
from app.domain.filters import is_own
from app.domain.partners import Status
from app.domain.rolodex import check_cadence, one_line
from app.operations import partners
from app.persistence import journal
from app.persistence.tables import Partner
from app.queries.custom_fields import definitions

MANY: Final = 500
"""From so many partners on the journal keeps of each row only what changed, and new rows as a range."""

MOST_NAMED: Final = 20
_PLAIN: Final = {"tier": "tier", "language": "language"}


@dataclass(frozen=True, slots=True)
class Removed:
    """How many partners were deleted, how many were kept, and the first of these by name."""

    deleted: int
    kept: int
    names: tuple[str, ...]


def set_field(session: Session, ids: Sequence[int], field: str, value: str) -> int:
    """Give these partners the same value in a field; an empty one takes it away. Returns how many it changed.

    ``field`` is ``status``, ``tier``, ``language``, ``cadence`` or the key of a field of the user's own, ``value`` as
    in ``app.domain.filters``. Raises ``UserError`` for a value that does not fit.
    """
    if is_own(field):
        return _set_own(session, ids, field[len(OWN) :], value.strip())
    if field == "status":
        return _set_column(session, ids, "status", _status(value))
    if field == "cadence":
        return _set_column(session, ids, "cadence_days", check_cadence(value) if value.strip() else None)
    if field in _PLAIN:
        return _set_column(session, ids, _PLAIN[field], one_line(value))
    raise UserError("bulk_field", "“{field}” cannot be changed for many partners at once.", field=field[:80])


def add_tag(session: Session, ids: Sequence[int], tag: str) -> int:
    """Give these partners a tag; returns to how many it was new."""
    called = _tag(tag)
    with _chosen(session, ids), _adding(session, ids, "partner_tag"):
        return _changed(
            session,
            "INSERT INTO partner_tag (partner_id, tag) SELECT id, :tag FROM chosen_partner c WHERE NOT EXISTS "
            "(SELECT 1 FROM partner_tag t WHERE t.partner_id = c.id AND t.tag = :tag) ORDER BY id",
            tag=called,
        )


def remove_tag(session: Session, ids: Sequence[int], tag: str) -> int:
    """Take a tag from these partners; returns how many had it."""
    with _chosen(session, ids):
        return _changed(
            session,
            "DELETE FROM partner_tag WHERE tag = :tag AND partner_id IN (SELECT id FROM chosen_partner)",
            tag=_tag(tag),
        )


def remove(session: Session, ids: Iterable[int]) -> Removed:
    """Delete these partners with all that belongs to them; those that money or a share is tied to are kept."""
    wanted, deleted, kept = list(ids), 0, list[int]()
    for start in range(0, len(wanted), MANY):
        some = list(session.scalars(select(Partner.id).where(Partner.id.in_(wanted[start : start + MANY]))))
        bound = partners.with_ledger(session, some) | partners.with_share(session, some)
        kept += [partner_id for partner_id in some if partner_id in bound]
        going = [partner_id for partner_id in some if partner_id not in bound]
        partners.take_out(session, going)
        deleted += len(going)
    names = session.scalars(select(Partner.name).where(Partner.id.in_(kept[:MOST_NAMED])).order_by(Partner.sort_key))
    return Removed(deleted, len(kept), tuple(names))


@contextmanager
def _chosen(session: Session, ids: Iterable[int]) -> Iterator[None]:
    """A temporary table of those that are still in the book."""
    session.execute(text("CREATE TEMP TABLE IF NOT EXISTS chosen_partner (id INTEGER PRIMARY KEY)"))
    session.execute(text("DELETE FROM chosen_partner"))
    rows = [{"id": partner_id} for partner_id in ids]
    if rows:
        session.execute(text("INSERT OR IGNORE INTO chosen_partner SELECT id FROM partner WHERE id = :id"), rows)
    yield
    session.execute(text("DELETE FROM chosen_partner"))
    session.expire_all()


def _adding(session: Session, ids: Sequence[int], table: str) -> Any:
    return journal.bulk(session, table) if len(ids) >= MANY else nullcontext()


def _changing(session: Session, ids: Sequence[int], table: str, column: str) -> Any:
    return journal.brief(session, table, [column]) if len(ids) >= MANY else nullcontext()


def _changed(session: Session, sql: str, **parameters: Any) -> int:
    return int(session.execute(text(sql), parameters).rowcount)  # type: ignore[attr-defined]


def _set_column(session: Session, ids: Sequence[int], column: str, value: Any) -> int:
    with _chosen(session, ids), _changing(session, ids, "partner", column):
        return _changed(
            session,
            f"UPDATE partner SET {column} = :value WHERE {column} IS NOT :value "
            "AND id IN (SELECT id FROM chosen_partner)",
            value=value,
        )


def _set_own(session: Session, ids: Sequence[int], uid: str, typed: str) -> int:
    field = next((each for each in definitions(session) if each.uid == uid), None)
    if field is None:
        raise UserError("field_gone", "This field is no longer in the book.")
    value, chosen = canonical(field, typed), "partner_id IN (SELECT id FROM chosen_partner)"
    with _chosen(session, ids):
        if not value:
            return _changed(session, f"DELETE FROM custom_value WHERE field_id = :f AND {chosen}", f=field.id)
        with _changing(session, ids, "custom_value", "value"):
            there = _changed(
                session,
                f"UPDATE custom_value SET value = :v WHERE field_id = :f AND value <> :v AND {chosen}",
                f=field.id,
                v=value,
            )
        with _adding(session, ids, "custom_value"):
            new = _changed(
                session,
                "INSERT INTO custom_value (partner_id, field_id, value) SELECT id, :f, :v FROM chosen_partner c "
                "WHERE NOT EXISTS (SELECT 1 FROM custom_value o WHERE o.partner_id = c.id AND o.field_id = :f) "
                "ORDER BY id",
                f=field.id,
                v=value,
            )
        return there + new


def _status(value: str) -> str:
    if value not in set(Status):
        raise UserError("bulk_status", "Choose a status.")
    return value


def _tag(tag: str) -> str:
    called = one_line(tag)
    if not called or "," in called:
        raise UserError("bulk_tag", "Give one tag, without a comma.")
    return called
