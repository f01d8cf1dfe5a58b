"""Properties of cards that this program wrote itself: what is told of the partner beside the person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from app.domain.partners import Kind, PointKind, Status
from app.exchange.cleaning import clean, one_line
from app.exchange.contact import Contact
from app.exchange.drafts import PARTICULARS
from app.exchange.vcard_values import components, unescape

_PREFIX: Final = "X-PARTNERBOOK-"
_POINTS: Final[dict[str, str]] = {kind.value: kind.value + "s" for kind in PointKind}
_KINDS: Final = frozenset(kind.value for kind in Kind)
_STATUSES: Final = frozenset(status.value for status in Status)


def take_own(card: Contact, name: str, text: str) -> bool:
    """Add a property of this program's own with the value ``text``; false where it is none that is known."""
    if not name.startswith(_PREFIX):
        return False
    key = name.removeprefix(_PREFIX).lower().replace("-", "_")
    if key in PARTICULARS and key != "uid":
        card.particulars[key] = one_line(unescape(text))
        return True
    taker = _TAKERS.get(key)
    return taker is not None and taker(card, text)


def _card(card: Contact, text: str) -> bool:
    place, uid = (*components(text), "", "")[:2]
    if place not in ("partner", "person", "further") or not uid:
        return False
    card.own_card, card.particulars["uid"] = place, one_line(uid)[:200]
    return True


def _partner(card: Contact, text: str) -> bool:
    card.own_partner = one_line(unescape(text))
    return True


def _code(card: Contact, text: str) -> bool:
    card.code = one_line(unescape(text))
    return True


def _tier(card: Contact, text: str) -> bool:
    card.tier = one_line(unescape(text))
    return True


def _kind(card: Contact, text: str) -> bool:
    found = clean(text)
    if found in _KINDS:
        card.partner_kind = Kind(found)
    return found in _KINDS


def _status(card: Contact, text: str) -> bool:
    found = clean(text)
    if found in _STATUSES:
        card.status = Status(found)
    return found in _STATUSES


def _notes(card: Contact, text: str) -> bool:
    card.own_notes = clean(unescape(text))
    return True


def _birthday(card: Contact, text: str) -> bool:
    card.birthday = one_line(unescape(text))
    return True


def _other(card: Contact, text: str) -> bool:
    label, value = (*map(one_line, components(text)), "", "")[:2]
    card.add(card.others, value, label)
    return True


def _point(card: Contact, text: str) -> bool:
    kind, label, value = (*map(one_line, components(text)), "", "", "")[:3]
    if kind not in _POINTS:
        return False
    card.add(card.own_points.setdefault(_POINTS[kind], []), value, label)
    return True


_TAKERS: Final[dict[str, Callable[[Contact, str], bool]]] = {
    "card": _card,
    "partner": _partner,
    "code": _code,
    "tier": _tier,
    "kind": _kind,
    "status": _status,
    "notes": _notes,
    "birthday": _birthday,
    "other": _other,
    "point": _point,
}
