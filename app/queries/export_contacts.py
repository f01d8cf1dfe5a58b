"""Partners and their people as plain records for files. The shapes are a contract: see ``docs/json.md``."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.orm import Session

Record = dict[str, Any]

_PLAIN: Final = (
    *("language", "cadence_days", "best_time", "pay_method", "account_holder", "iban", "bic", "paypal"),
    *("notes", "source", "uid"),
)
_ONLY: Final = "(:only IS NULL OR {} IN (SELECT value FROM json_each(:only)))"
"""Holds for all partners, or for those that are wanted alone."""
_PLACE: Final = ("label", "street", "city", "region", "postal_code", "country")


def partners(session: Session, only: Collection[int] | None = None) -> list[Record]:
    """Every partner, or ``only`` those with these ids, with ways to be reached, addresses, tags, own fields and people,
    in the order of names."""
    points = _grouped(session, "contact_point", "partner_id", "person_id IS NULL", only)
    inside = _people(session, only)
    addresses = _grouped(session, "address", "partner_id", "1", only)
    tags = _grouped(session, "partner_tag", "partner_id", "1", only)
    own = _own_fields(session)
    found = session.execute(
        text(f"SELECT * FROM partner WHERE merged_into_id IS NULL AND {_ONLY.format('id')} ORDER BY sort_key, id"),
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
            "addresses": [{name: address[name] for name in _PLACE} for address in addresses.get(row.id, ())],
            **{name: getattr(row, name) for name in _PLAIN},
            "fields": own.get(row.id, {}),
            "points": _points(points.get(row.id, [])),
            "people": inside.get(row.id, []),
        }
        for row in found
    ]


def people(session: Session, only: Collection[int] | None = None) -> list[Record]:
    """Every person, or those at ``only`` these partners, with the partner they belong to, the main contact of each
    partner first.

    A partner that has ways to be reached but no person stands as its own person.
    """
    return [
        {
            "name": card["name"],
            "partner": card["partner"]["name"],
            "organisation": card["organisation"],
            "role": card["role"],
            **{name: card[name] for name in ("emails", "phones", "websites", "birthday", "notes")},
            "code": card["partner"]["code"],
            "addresses": card["addresses"],
            "uid": card["uid"],
            "fields": card["fields"],
        }
        for card in cards(session, only)
    ]


def cards(session: Session, only: Collection[int] | None = None) -> Iterator[Record]:
    """Every person as ``people`` has them, with labels and with all of the partner, for files of cards.

    ``place`` is the person's among those of the partner, and None where the partner stands as its own person.
    """
    nobody = {"role": "", "birthday": "", "notes": ""}
    for partner in partners(session, only):
        reach = {name: partner[name] for name in ("name", "uid", "emails", "phones", "websites", "points")}
        for place, person in enumerate(partner["people"] or [{**nobody, **reach}]):
            yield {
                **person,
                "organisation": partner["name"] if partner["people"] and person["name"] != partner["name"] else "",
                "addresses": partner["addresses"],
                "fields": partner["fields"],
                "partner": partner,
                "place": place if partner["people"] else None,
            }


def _people(session: Session, only: Collection[int] | None) -> dict[int, list[Record]]:
    """The people of each partner, the main contact first."""
    points = _grouped(session, "contact_point", "person_id", "person_id IS NOT NULL", only)
    return {
        partner: [
            {
                **{name: person[name] for name in ("name", "role", "birthday", "notes", "uid")},
                **_reach(points.get(person["id"], [])),
                "points": _points(points.get(person["id"], [])),
            }
            for person in found
        ]
        for partner, found in _grouped(session, "person", "partner_id", "1", only).items()
    }


def _as_json(only: Collection[int] | None) -> str | None:
    return None if only is None else json.dumps(list(only))


def _grouped(
    session: Session, table: str, by: str, where: str, only: Collection[int] | None
) -> dict[int, list[Record]]:
    grouped: dict[int, list[Record]] = {}
    order = "id" if table == "partner_tag" else "position, id"
    sql = f"SELECT * FROM {table} WHERE {where} AND {_ONLY.format('partner_id')} ORDER BY {order}"
    for record in session.execute(text(sql), {"only": _as_json(only)}).mappings():
        grouped.setdefault(record[by], []).append(dict(record))
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


def _points(points: list[Record]) -> list[Record]:
    return [{name: point[name] for name in ("kind", "label", "value")} for point in points]


def _reach(points: list[Record]) -> Record:
    def of(kind: str) -> list[str]:
        return [point["value"] for point in points if point["kind"] == kind]

    return {"emails": of("email"), "phones": of("phone"), "websites": of("website")}
