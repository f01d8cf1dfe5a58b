"""The ledger after an undo or redo: brought to what the rules say of the book as it is now.

Turning back a write reverses the entries that it made. That is all there is to do when the latest write is turned
back; when an older one is, entries made since can rest on what is gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.operations import commissions

_TABLES = ("sale", "sale_line", "receipt", "referral", "referral_share", "terms_version", "ledger_entry")
_COUNTED = ("partner_id", "customer_id", "received_on", "deal_rate")
"""What of a referral bears on commissions."""

MANY = 50
"""From so many sales of a partner on, the whole account is worked out at once."""

Place = tuple[int, str, date]
"""Where a sale stands in the account: customer, currency, day."""


@dataclass(slots=True)
class _Concerned:
    """The accounts that a turn bears on: wholly, or only around the places of some sales."""

    whole: set[int] = field(default_factory=set)
    around: dict[int, set[Place]] = field(default_factory=dict)

    def sale(self, partner_id: int, place: Place) -> None:
        self.around.setdefault(partner_id, set()).add(place)


def follow(session: Session, set_id: int) -> None:
    """Bring the ledger to what the engine says, for all accounts that the turn in change set ``set_id`` bears on."""
    session.flush()
    commissions.withdraw(session, _gone(session, set_id))
    concerned = _concerned(session, set_id)
    for partner_id in sorted(concerned.whole):
        commissions.credit_partner(session, partner_id)
    for partner_id, places in sorted(concerned.around.items()):
        if partner_id in concerned.whole:
            continue
        if len(places) >= MANY:
            commissions.credit_partner(session, partner_id)
            continue
        for customer_id, currency, day in sorted(places):
            commissions.credit_around(session, partner_id, customer_id, day, currency)


def _gone(session: Session, set_id: int) -> list[str]:
    """The uids of sales, refunds and payments that the turn took out."""
    found = session.scalars(
        text(
            "SELECT json_extract(before, '$.uid') FROM change WHERE set_id = :id AND op = 'D' "
            "AND tbl IN ('sale', 'receipt')"
        ),
        {"id": set_id},
    )
    return list(found)


def _concerned(session: Session, set_id: int) -> _Concerned:
    found = _Concerned()
    found.whole.update(_in_ranges(session, set_id))
    names = ", ".join(f"'{name}'" for name in _TABLES)
    rows = session.execute(
        text(
            f"SELECT tbl, op, scope_id, before, after FROM change "
            f"WHERE set_id = :id AND op <> 'R' AND tbl IN ({names}) ORDER BY id"
        ),
        {"id": set_id},
    ).all()
    for tbl, op, scope_id, before, after in rows:
        images = [json.loads(image) for image in (before, after) if image]
        if tbl == "terms_version":
            found.whole.add(scope_id)
        elif tbl == "referral":
            if op == "U" and any(images[0][name] != images[1][name] for name in _COUNTED):
                found.whole.update(image["partner_id"] for image in images)
        elif tbl == "referral_share":
            found.whole.update(_primaries(session, images[0]["referral_id"]))
        elif tbl == "ledger_entry":
            _of_entry(session, images[0], found)
        else:
            _of_sale(session, tbl, scope_id, images, found)
    return found


def _in_ranges(session: Session, set_id: int) -> Iterator[int]:
    """The primary partners of sales that came back in bulk."""
    yield from session.scalars(
        text(
            "SELECT DISTINCT r.partner_id FROM change c JOIN sale s ON s.id BETWEEN c.row_id AND c.last_id "
            "JOIN referral r ON r.id = s.referral_id WHERE c.set_id = :id AND c.op = 'R' AND c.tbl = 'sale'"
        ),
        {"id": set_id},
    )
    yield from session.scalars(
        text(
            "SELECT DISTINCT t.partner_id FROM change c JOIN terms_version t ON t.id BETWEEN c.row_id AND c.last_id "
            "WHERE c.set_id = :id AND c.op = 'R' AND c.tbl = 'terms_version'"
        ),
        {"id": set_id},
    )


def _primaries(session: Session, referral_id: int) -> Iterator[int]:
    yield from session.scalars(text("SELECT partner_id FROM referral WHERE id = :id"), {"id": referral_id})


def _of_entry(session: Session, entry: dict[str, Any], found: _Concerned) -> None:
    """What the entry was made for: a sale's place; the whole account for a bonus."""
    uid = entry["sale_uid"]
    if uid.startswith("bonus:"):
        found.whole.add(int(uid.split(":")[1]))
        return
    which = "x.uid = :key OR x.id = (SELECT sale_id FROM receipt WHERE uid = :key)"
    for partner_id, place in _standing(session, which, uid):
        found.sale(partner_id, place)


def _of_sale(session: Session, tbl: str, partner_id: int, images: list[dict[str, Any]], found: _Concerned) -> None:
    places = [place for image in images for place in _places(session, tbl, image)]
    for primary_id, place in places:
        found.sale(primary_id, place)
    if not places and tbl == "sale":  # its referral went with it, and with that its customer
        found.whole.add(partner_id)


def _places(session: Session, tbl: str, image: dict[str, Any]) -> list[tuple[int, Place]]:
    """Where the sale stands that the image of a row belongs to: the sale itself, its refund, line or payment."""
    if tbl != "sale":
        return _standing(session, "x.id = :key", image["sale_id"])
    if image["refund_of_id"] is not None:
        return _standing(session, "x.id = :key", image["refund_of_id"])
    rows = session.execute(
        text("SELECT partner_id, customer_id FROM referral WHERE id = :id"), {"id": image["referral_id"]}
    )
    day = date.fromisoformat(image["sold_on"])
    return [(row.partner_id, (row.customer_id, image["currency"], day)) for row in rows]


def _standing(session: Session, which: str, key: int | str) -> list[tuple[int, Place]]:
    rows = session.execute(
        text(
            "SELECT r.partner_id, r.customer_id, s.currency, s.sold_on FROM sale x "
            "JOIN sale s ON s.id = coalesce(x.refund_of_id, x.id) JOIN referral r ON r.id = s.referral_id "
            f"WHERE {which}"
        ),
        {"key": key},
    )
    return [(row[0], (row[1], row[2], date.fromisoformat(row[3]))) for row in rows]
