"""The book as plain records for files: one list a kind, and everything at once without loss.

Amounts are decimal strings, dates ISO 8601. The shapes are a contract: see ``docs/json.md``.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.domain.money import Money
from app.persistence.driver import SCHEMA
from app.persistence.tables import JOURNALED
from app.queries.commissions import ledger
from app.queries.referrals import ReferralRow
from app.queries.referrals import rows as referral_rows
from app.queries.year_totals import year_totals

Record = dict[str, Any]

FORMAT: Final = 1
"""Version of the shape of ``everything``."""


_ONLY: Final = "(:only IS NULL OR {} IN (SELECT value FROM json_each(:only)))"
"""Holds for all partners, or for those that are wanted alone."""


def partners(session: Session, only: Collection[int] | None = None) -> list[Record]:
    """Every partner, or ``only`` those with these ids, with ways to be reached, addresses, tags and own fields, in the
    order of names."""
    points = _grouped(session, "contact_point", "partner_id", "person_id IS NULL", only)
    addresses = _grouped(session, "address", "partner_id", "1", only)
    tags = _grouped(session, "partner_tag", "partner_id", "1", only)
    own = _own_fields(session)
    found = session.execute(
        text(f"SELECT * FROM partner p WHERE merged_into_id IS NULL AND {_ONLY.format('p.id')} ORDER BY sort_key, id"),
        {"only": _as_json(only)},
    )
    return [
        {
            "name": row.name,
            "code": row.code,
            "kind": row.kind,
            "status": row.status,
            "tier": row.tier,
            "tags": [tag["tag"] for tag in tags.get(row.id, ())],
            **_reach(points.get(row.id, [])),
            "addresses": [
                {name: address[name] for name in ("label", "street", "city", "region", "postal_code", "country")}
                for address in addresses.get(row.id, ())
            ],
            "language": row.language,
            "cadence_days": row.cadence_days,
            "best_time": row.best_time,
            "pay_method": row.pay_method,
            "account_holder": row.account_holder,
            "iban": row.iban,
            "bic": row.bic,
            "paypal": row.paypal,
            "notes": row.notes,
            "source": row.source,
            "uid": row.uid,
            "fields": own.get(row.id, {}),
        }
        for row in found
    ]


def people(session: Session, only: Collection[int] | None = None) -> list[Record]:
    """Every person with the partner they belong to, the main contact of each partner first; of ``only`` those partners
    where they are given.

    A partner that has ways to be reached but no person stands as its own person.
    """
    points = _grouped(session, "contact_point", "person_id", "person_id IS NOT NULL", only)
    own = _grouped(session, "contact_point", "partner_id", "person_id IS NULL", only)
    addresses = _grouped(session, "address", "partner_id", "1", only)
    fields = _own_fields(session)
    found = session.execute(
        text(
            "SELECT q.id AS person, q.name AS person_name, q.role, q.birthday, q.notes, q.uid, p.id AS partner_id, "
            "p.name AS partner, p.code, p.uid AS partner_uid FROM partner p LEFT JOIN person q ON q.partner_id = p.id "
            f"WHERE p.merged_into_id IS NULL AND {_ONLY.format('p.id')} ORDER BY p.sort_key, p.id, q.position, q.id"
        ),
        {"only": _as_json(only)},
    )
    records = []
    for row in found:
        mine = points.get(row.person, []) if row.person else own.get(row.partner_id, [])
        records.append(
            {
                "name": row.person_name or row.partner,
                "partner": row.partner,
                "organisation": row.partner if row.person_name != row.partner else "",
                "role": row.role or "",
                **_reach(mine),
                "birthday": row.birthday or "",
                "notes": row.notes or "",
                "code": row.code,
                "addresses": [
                    {name: a[name] for name in ("label", "street", "city", "region", "postal_code", "country")}
                    for a in addresses.get(row.partner_id, ())
                ],
                "uid": row.uid or row.partner_uid,
                "fields": fields.get(row.partner_id, {}),
            }
        )
    return records


def referrals(session: Session) -> list[Record]:
    """Every referral with what it sold and earned, the oldest first; one of several currencies stands once for each."""
    wanted = list(session.scalars(text("SELECT id FROM referral ORDER BY received_on, id")))
    records = []
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        rows = referral_rows(session, some)
        records += [record for i in some for record in _referral_records(rows[i])]
    return records


def _referral_records(row: ReferralRow) -> Iterator[Record]:
    """The referral in each of its currencies; amounts of different ones are never added."""
    expected = () if row.expected is None else (row.expected,)
    amounts = (*row.sold, *expected, *row.commission)
    for currency in dict.fromkeys(amount.currency for amount in amounts) or ("",):
        yield {
            "partner": row.partner,
            "customer": row.customer,
            "stage": row.stage.value,
            "received": row.received_on.isoformat(),
            "stage_since": row.stage_since.isoformat(),
            "expected": _amount_in(currency, expected),
            "sold": _amount_in(currency, row.sold),
            "commission": _amount_in(currency, row.commission),
            "currency": currency,
            "lost_reason": row.lost_reason,
        }


def commissions(session: Session, today: date) -> list[Record]:
    """Every ledger entry, the oldest first, with its arithmetic in words."""
    return [
        {
            "partner": line.partner,
            "referral": line.customer,
            "date": line.day.isoformat(),
            "kind": line.kind,
            "sale": line.sale.decimal_text,
            "amount": line.amount.decimal_text,
            "currency": line.amount.currency,
            "status": line.state or line.kind,
            "payable_on": line.payable_on.isoformat(),
            "statement": line.statement,
            "terms_version": line.terms_version,
            "why": line.why,
        }
        for line in reversed(ledger(session, today, limit=-1))
    ]


def year(session: Session, of: int) -> list[Record]:
    """What each partner was paid in a calendar year, a record a currency, and whether that is to be reported."""
    return [
        {
            "partner": total.partner,
            "code": total.code,
            "year": total.year,
            "currency": total.paid.currency,
            "paid": total.paid.decimal_text,
            "payouts": total.payouts,
            "threshold": total.threshold.decimal_text if total.threshold else None,
            "reported": "" if total.threshold is None else "yes" if total.is_reported else "no",
        }
        for total in year_totals(session, of)
    ]


def communications(session: Session) -> list[Record]:
    """Everything logged, the oldest first."""
    return _records(
        session,
        "SELECT p.name AS partner, p.code, coalesce(q.name, '') AS person, m.kind, m.direction, m.happened_at AS at, "
        "m.happened_on AS date, m.text, m.uid FROM communication m JOIN partner p ON p.id = m.partner_id "
        "LEFT JOIN person q ON q.id = m.person_id ORDER BY m.happened_at, m.id",
    )


def reminders(session: Session) -> list[Record]:
    """Every follow-up, by the day it is due."""
    return _records(
        session,
        "SELECT p.name AS partner, p.code, r.text, r.due_on AS due, r.due_time AS time, r.status, r.repeat_every, "
        "r.repeat_unit, r.repeat_anchor, r.done_on AS done, r.uid FROM reminder r "
        "JOIN partner p ON p.id = r.partner_id "
        "ORDER BY r.due_on, r.id",
    )


def everything(session: Session) -> Iterator[tuple[str, list[Record]]]:
    """Every table of the book that holds the user's data, row by row as kept: loaded into a new book it is the same."""
    for table in JOURNALED:
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        json_columns = {column.name for column in table.columns if str(column.type) == "JSON"}
        records = _records(session, f"SELECT {columns} FROM {table.name} ORDER BY id")
        for record in records:
            for name in json_columns:
                record[name] = None if record[name] is None else json.loads(record[name])
        yield table.name, records


def header() -> Record:
    """What ``everything`` begins with."""
    return {"format": "partnerbook", "version": FORMAT, "schema": SCHEMA}


def _as_json(only: Collection[int] | None) -> str | None:
    return None if only is None else json.dumps(list(only))


def _records(session: Session, sql: str, parameters: Mapping[str, Any] | None = None) -> list[Record]:
    return [dict(row) for row in session.execute(text(sql), parameters or {}).mappings()]


def _grouped(
    session: Session, table: str, by: str, where: str, only: Collection[int] | None = None
) -> dict[int, list[Record]]:
    grouped: dict[int, list[Record]] = {}
    order = "id" if table == "partner_tag" else "position, id"
    sql = f"SELECT * FROM {table} WHERE {where} AND {_ONLY.format('partner_id')} ORDER BY {order}"
    for record in _records(session, sql, {"only": _as_json(only)}):
        grouped.setdefault(record[by], []).append(record)
    return grouped


def _own_fields(session: Session) -> dict[int, dict[str, str]]:
    """What stands in the user's own fields, by partner and name of the field, in the order of the fields."""
    found: dict[int, dict[str, str]] = {}
    rows = session.execute(
        text(
            "SELECT v.partner_id, f.name, v.value FROM custom_value v JOIN custom_field f ON f.id = v.field_id "
            "ORDER BY v.partner_id, f.position, f.id"
        )
    )
    for partner_id, name, value in rows:
        found.setdefault(partner_id, {})[name] = value
    return found


def _reach(points: list[Record]) -> Record:
    def of(kind: str) -> list[str]:
        return [point["value"] for point in points if point["kind"] == kind]

    return {"emails": of("email"), "phones": of("phone"), "websites": of("website")}


def _amount_in(currency: str, amounts: Sequence[Money]) -> str | None:
    return next((amount.decimal_text for amount in amounts if amount.currency == currency), None)
