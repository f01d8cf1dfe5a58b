"""Adding many partners set-wise: one statement a table and batch, recorded in the journal as ranges."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from app import clock
from app.domain.alphabet import Alphabet
from app.domain.errors import UserError
from app.domain.partners import code_base
from app.domain.rolodex import PartnerFields, Point
from app.operations import custom_fields
from app.persistence import journal
from app.persistence.tables import Address, ContactPoint, CustomValue, Partner, PartnerTag, Person, instant_text
from app.queries.settings import filing

Progress = Callable[[int, int], None]

BATCH = 2000


def add_all(session: Session, new: Sequence[PartnerFields], progress: Progress | None) -> int:
    """Add many partners set-wise; returns the id of the first, the others follow in order."""
    codes = _Codes(set(session.scalars(select(func.upper(Partner.code)))))
    first_partner = journal.highest_id(session, "partner") + 1
    uids = {*session.scalars(select(Partner.uid)), *session.scalars(select(Person.uid))}
    own_fields = custom_fields.ids_by_uid(session)
    rows = _Rows(journal.highest_id(session, "person") + 1, uids, own_fields, filing(session))
    total, at = len(new), instant_text(clock.now())
    with journal.bulk(session, "partner", "person", "contact_point", "address", "partner_tag", "custom_value"):
        for start in range(0, total, BATCH):
            rows.clear()
            for offset, fields in enumerate(new[start : start + BATCH], start=start):
                rows.add(first_partner + offset, fields, codes.take(fields), at)
            for table, values in rows.tables():
                if values:
                    _insert(session, table, values)
            if progress:
                progress(min(start + BATCH, total), total)
    return first_partner


def _insert(session: Session, table: Table, values: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all say the same columns: by the statement alone, which takes half the time of compiled rows."""
    columns = list(values[0])
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    rows = [tuple(row.values()) for row in values]
    session.connection().exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)


class _Codes:
    """Partner codes not used yet, made without looking through the taken ones again and again."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._next: dict[str, int] = {}

    def take(self, fields: PartnerFields) -> str:
        base = fields.code or code_base(fields.name)
        code, number = base, self._next.get(base, 2)
        while code in self._taken:
            code, number = f"{base}{number}", number + 1
        self._next[base] = number
        self._taken.add(code)
        return code


class _Rows:
    """Rows of one batch, ready for one statement a table."""

    def __init__(self, next_person: int, taken_uids: set[str], own_fields: dict[str, int], letters: Alphabet) -> None:
        self._next_person = next_person
        self._taken = taken_uids
        self._own_fields = own_fields
        self._letters = letters
        self.clear()

    def _uid(self, given: str) -> str:
        """The record's own id where it is free, otherwise a new one."""
        uid = given if given and given not in self._taken else str(uuid.uuid4())
        self._taken.add(uid)
        return uid

    def clear(self) -> None:
        self._partners: list[dict[str, Any]] = []
        self._people: list[dict[str, Any]] = []
        self._points: list[dict[str, Any]] = []
        self._addresses: list[dict[str, Any]] = []
        self._tags: list[dict[str, Any]] = []
        self._values: list[dict[str, Any]] = []

    def tables(self) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
        for mapped, values in (
            (Partner, self._partners),
            (Person, self._people),
            (ContactPoint, self._points),
            (Address, self._addresses),
            (PartnerTag, self._tags),
            (CustomValue, self._values),
        ):
            yield mapped.metadata.tables[mapped.__tablename__], values

    def add(self, partner_id: int, fields: PartnerFields, code: str, at: str) -> None:
        key, letter = self._letters.file(fields.name)
        self._partners.append(
            {
                "id": partner_id,
                "uid": self._uid(fields.uid),
                "code": code,
                "name": fields.name,
                "sort_key": key,
                "initial": letter,
                "kind": fields.kind.value,
                "status": fields.status.value,
                "tier": fields.tier,
                "language": fields.language,
                "cadence_days": fields.cadence_days,
                "best_time": fields.best_time,
                "pay_method": fields.pay_method,
                "account_holder": fields.account_holder,
                "iban": fields.iban,
                "bic": fields.bic,
                "paypal": fields.paypal,
                "notes": fields.notes,
                "source": fields.source,
                "created_at": at,
            }
        )
        self._add_points(partner_id, None, fields.points)
        for position, person in enumerate(fields.people):
            self._people.append(
                {
                    "id": self._next_person,
                    "uid": self._uid(person.uid),
                    "partner_id": partner_id,
                    "name": person.name,
                    "role": person.role,
                    "position": position,
                    "birthday": person.birthday,
                    "notes": person.notes,
                }
            )
            self._add_points(partner_id, self._next_person, person.points)
            self._next_person += 1
        self._add_rest(partner_id, fields)

    def _add_points(self, partner_id: int, person_id: int | None, points: Iterable[Point]) -> None:
        for position, point in enumerate(points):
            self._points.append(
                {
                    "partner_id": partner_id,
                    "person_id": person_id,
                    "kind": point.kind.value,
                    "label": point.label,
                    "value": point.value,
                    "normalised": point.normalised,
                    "position": position,
                }
            )

    def _add_rest(self, partner_id: int, fields: PartnerFields) -> None:
        for position, address in enumerate(fields.addresses):
            self._addresses.append(
                {
                    "partner_id": partner_id,
                    "person_id": None,
                    "label": address.label,
                    "street": address.street,
                    "city": address.city,
                    "region": address.region,
                    "postal_code": address.postal_code,
                    "country": address.country,
                    "position": position,
                }
            )
        self._tags += [{"partner_id": partner_id, "tag": tag} for tag in fields.tags]
        for held in fields.custom:
            if held.field not in self._own_fields:
                raise UserError("field_gone", "This field is no longer in the book.")
            field_id = self._own_fields[held.field]
            self._values.append({"partner_id": partner_id, "field_id": field_id, "value": held.value})
