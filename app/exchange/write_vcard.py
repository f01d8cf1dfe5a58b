"""Writing vCards 4.0 (RFC 6350) and 3.0 (RFC 2426): one card a person, the partner as its organisation.

What a card has no property for goes in properties of this program's own, which others pass over: what is told of the
partner stands on the card of its first person, and every card says which partner it belongs to.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO, Final

from app.exchange.cleaning import birthday

LINE_OCTETS = 75

Record = Mapping[str, Any]

_PROPERTIES: Final = {"email": "EMAIL", "phone": "TEL", "website": "URL"}
_TYPES: Final = {"work": "work", "home": "home", "mobile": "cell", "fax": "fax"}
"""Labels that are types in every program; any other stands in a line beside the value, as Apple and Google do it."""
_PLACE_TYPES: Final = ("work", "home")


def write_vcards(file: BinaryIO, people: Iterable[Record], version: str = "4.0") -> int:
    """Write a card for each record of ``queries.export.cards``; returns how many.

    A ``photo`` of a record is the media type and the bytes of its picture.
    """
    count = 0
    for person in people:
        for line in _card(person, version):
            file.write(_folded(line))
        count += 1
    return count


def escaped(text: str) -> str:
    """Text as a vCard value carries it."""
    marked = text.replace("\\", "\\\\").replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(c for c in marked.replace(",", "\\,").replace(";", "\\;") if c == "\t" or c >= " ")


def _card(person: Record, version: str) -> Iterator[str]:
    name = str(person["name"])
    partner: Record | None = person.get("partner")
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    if partner is not None:  # before the others, which are then read back as they stand
        yield f"X-PARTNERBOOK-CARD:{_place(person)};{escaped(partner['uid'])}"
    yield f"UID:{escaped(str(person['uid']))}"
    yield f"FN:{escaped(name)}"
    if version == "3.0":
        yield f"N:{escaped(name)};;;;"
    if person.get("organisation"):
        yield f"ORG:{escaped(str(person['organisation']))}"
    if person.get("role"):
        yield f"TITLE:{escaped(str(person['role']))}"
    yield from _reach(person)
    if person.get("birthday"):
        yield _birthday(str(person["birthday"]), version)
    if person.get("notes"):
        yield f"NOTE:{escaped(str(person['notes']))}"
    if partner is not None:
        yield f"X-PARTNERBOOK-PARTNER:{escaped(partner['name'])}"
        if not person["place"]:
            yield from _partner(partner, stands_alone=person["place"] is None)
    yield from _own_fields(person.get("fields", {}))
    if person.get("photo"):
        media_type, data = person["photo"]
        yield _photo(media_type, data, version)
    yield "END:VCARD"


def _photo(media_type: str, data: bytes, version: str) -> str:
    encoded = base64.b64encode(data).decode("ascii")
    kind = "PNG" if media_type == "image/png" else "JPEG"
    if version == "3.0":
        return f"PHOTO;ENCODING=b;TYPE={kind}:{encoded}"
    return f"PHOTO:data:image/{kind.lower()};base64,{encoded}"


def _place(person: Record) -> str:
    """Whose card it is: the partner's itself, that of its first person, or of a further one."""
    return "partner" if person["place"] is None else "further" if person["place"] else "person"


def _reach(person: Record) -> Iterator[str]:
    group = 0
    for point in person.get("points", ()):
        label, value = str(point["label"]), escaped(str(point["value"]))
        known = _PROPERTIES.get(point["kind"])
        if known is None:
            yield f"X-PARTNERBOOK-OTHER:{escaped(label)};{value}"
            continue
        group += 1
        yield from _labelled(known, label, value, group, _TYPES if known == "TEL" else _PLACE_TYPES)
    for address in person.get("addresses", ()):
        parts = ("", "", address["street"], address["city"], address["region"], address["postal_code"])
        value = ";".join(escaped(str(part)) for part in (*parts, address["country"]))
        group += 1
        yield from _labelled("ADR", str(address.get("label", "")), value, group, _PLACE_TYPES)


def _labelled(name: str, label: str, value: str, group: int, types: Iterable[str]) -> Iterator[str]:
    if label in types:
        yield f"{name};TYPE={_TYPES[label]}:{value}"
    elif label:
        yield f"item{group}.{name}:{value}"
        yield f"item{group}.X-ABLabel:{escaped(label)}"
    else:
        yield f"{name}:{value}"


def _partner(partner: Record, stands_alone: bool) -> Iterator[str]:
    """What is told of the partner; one that stands alone has said how it is reached."""
    if partner["tags"]:
        yield "CATEGORIES:" + ",".join(escaped(tag) for tag in partner["tags"])
    for name in (
        *("code", "kind", "status", "tier", "language", "cadence_days", "best_time", "pay_method"),
        *("account_holder", "iban", "bic", "paypal", "source", "notes"),
    ):
        if partner[name]:
            yield f"X-PARTNERBOOK-{name.upper().replace('_', '-')}:{escaped(str(partner[name]))}"
    for point in () if stands_alone else partner["points"]:
        yield "X-PARTNERBOOK-POINT:" + ";".join(escaped(point[part]) for part in ("kind", "label", "value"))


def _own_fields(fields: Mapping[str, Any]) -> Iterable[str]:
    """The user's own fields: a name and a value each, which other programs pass over."""
    return (f"X-PARTNERBOOK-FIELD:{escaped(name)};{escaped(str(value))}" for name, value in fields.items())


def _birthday(text: str, version: str) -> str:
    """ISO 8601 with hyphens in 3.0, without them in 4.0, whose days without a year begin with two."""
    if birthday(text) != text:
        return f"X-PARTNERBOOK-BIRTHDAY:{escaped(text)}"
    if version != "4.0":
        return f"BDAY:{text}"
    return "BDAY:" + ("--" + text[2:].replace("-", "") if text.startswith("--") else text.replace("-", ""))


def _folded(line: str) -> bytes:
    """A line in pieces of at most 75 octets that never cut a character in two."""
    pieces: list[bytes] = []
    current = b""
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(current) + len(octets) > LINE_OCTETS - (1 if pieces else 0):
            pieces.append(current)
            current = b""
        current += octets
    pieces.append(current)
    return b"\r\n ".join(pieces) + b"\r\n"
