"""Writing vCards 4.0 (RFC 6350) and 3.0 (RFC 2426): one card a person, the partner as its organisation."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

LINE_OCTETS = 75


def write_vcards(file: BinaryIO, people: Iterable[Mapping[str, Any]], version: str = "4.0") -> int:
    """Write a card for each person record (see ``docs/json.md``); returns how many.

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


def _card(person: Mapping[str, Any], version: str) -> Iterable[str]:
    name = str(person["name"])
    organisation = str(person.get("organisation") or "")
    yield "BEGIN:VCARD"
    yield f"VERSION:{version}"
    yield f"UID:{escaped(str(person['uid']))}"
    yield f"FN:{escaped(name)}"
    if version == "3.0":
        yield f"N:{escaped(name)};;;;"
    if organisation:
        yield f"ORG:{escaped(organisation)}"
    if person.get("role"):
        yield f"TITLE:{escaped(str(person['role']))}"
    yield from _reach(person)
    if person.get("birthday"):
        yield f"BDAY:{_birthday(str(person['birthday']), version)}"
    if person.get("notes"):
        yield f"NOTE:{escaped(str(person['notes']))}"
    yield from _own_fields(person.get("fields", {}))
    if person.get("photo"):
        media_type, data = person["photo"]
        yield _photo(media_type, data, version)
    yield "END:VCARD"


def _reach(person: Mapping[str, Any]) -> Iterable[str]:
    for email in person.get("emails", ()):
        yield f"EMAIL:{escaped(str(email))}"
    for phone in person.get("phones", ()):
        yield f"TEL:{escaped(str(phone))}"
    for website in person.get("websites", ()):
        yield f"URL:{escaped(str(website))}"
    for address in person.get("addresses", ()):
        parts = ("", "", address["street"], address["city"], address["region"], address["postal_code"])
        yield "ADR:" + ";".join(escaped(str(part)) for part in (*parts, address["country"]))


def _photo(media_type: str, data: bytes, version: str) -> str:
    encoded = base64.b64encode(data).decode("ascii")
    kind = "PNG" if media_type == "image/png" else "JPEG"
    if version == "3.0":
        return f"PHOTO;ENCODING=b;TYPE={kind}:{encoded}"
    return f"PHOTO:data:image/{kind.lower()};base64,{encoded}"


def _own_fields(fields: Mapping[str, Any]) -> Iterable[str]:
    """The user's own fields: a name and a value each, which other programs pass over."""
    return (f"X-PARTNERBOOK-FIELD:{escaped(name)};{escaped(str(value))}" for name, value in fields.items())


def _birthday(text: str, version: str) -> str:
    """ISO 8601 with hyphens in 3.0, without them in 4.0, whose days without a year begin with two."""
    if version != "4.0":
        return text
    return "--" + text[2:].replace("-", "") if text.startswith("--") else text.replace("-", "")


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
