"""From the bytes of a vCard file to its properties: physical lines, folding, soft breaks, the head before the colon.

Tolerant on purpose: 2.1, 3.0 and 4.0 are read alike, and what real programs get wrong (folds without the leading
space, soft breaks before an empty line, base64 without folds) is mended where the meaning is clear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple, TextIO

from app.exchange.cleaning import label_of

MAX_VALUE_CHARS: Final = 16 << 20
"""A longer value is cut: no card needs it, and memory stays bounded."""
_READ_CHARS: Final = 1 << 18

_HEAD: Final = re.compile(r"\s*(?:[\w-]+\.)?[\w-]+\s*(?:;[^:]*)?:")
_SURE_HEAD: Final = re.compile(
    r"(?:item\d+\.)?(?:BEGIN|END|VERSION|FN|N|TEL|EMAIL|ADR|LABEL|ORG|TITLE|ROLE|URL|BDAY|NOTE|PHOTO|UID|REV)[;:]"
)
_QUOTED_HEAD: Final = re.compile(r'((?:[^":]++|"[^"]*+")*+):')
_BASE64_LINE: Final = re.compile(r"[A-Za-z0-9+/=\s]+")
_PARAMETERS: Final = re.compile(r';((?:[^";]++|"[^"]*+")*+)')
_VALUES: Final = re.compile(r'(?:[^",]++|"[^"]*+")++')
_FREE_TEXT: Final = frozenset({"ADR", "NOTE", "LABEL"})
_BARE_ENCODINGS: Final = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the colon: the group (``item1``), the name in capitals, and the parameters.

    ``words`` are its types as a label; ``loose`` means that lines without a head may belong to the value although
    they are not folded.
    """

    group: str
    name: str
    words: str = ""
    charset: str = ""
    value: str = ""
    label: str = ""
    preferred: bool = False
    quoted_printable: bool = False
    base64: bool = False
    loose: bool = False


class Property(NamedTuple):
    """A property with its value still encoded. ``head`` is None for a line that is none; ``cut`` when too long."""

    line: int
    head: Head | None
    value: str
    cut: bool = False


class _Lines:
    """Physical lines with their numbers, and the line ``ahead``, None after the last. An endless line is cut."""

    __slots__ = ("_read", "ahead", "number")

    def __init__(self, file: TextIO) -> None:
        self._read = file.readline
        self.number = 0
        self.ahead: str | None = None
        self._fetch()

    def next(self) -> str | None:
        """The next line without its end, or None after the last."""
        line = self.ahead
        if line is not None:
            self.number += 1
            self._fetch()
        return line

    def _fetch(self) -> None:
        line = self._read(_READ_CHARS)
        if not line:
            self.ahead = None
        elif line[-1] == "\n":
            self.ahead = line[:-1]
        else:
            self.ahead = self._rest_of(line)

    def _rest_of(self, line: str) -> str:
        pieces, length = [line], len(line)
        while line and line[-1] != "\n":
            line = self._read(_READ_CHARS)
            length += len(line)
            if length <= MAX_VALUE_CHARS:
                pieces.append(line)
        return "".join(pieces).rstrip("\n")


def properties(file: TextIO) -> Iterator[Property]:
    """The properties of ``file`` in their order. ``file`` must translate line ends."""
    lines = _Lines(file)
    heads: dict[str, Head | None] = {}
    while (line := lines.next()) is not None:
        if not line or line.isspace():
            continue
        number = lines.number
        head_text, value = split_head(line)
        if head_text in heads:
            head = heads[head_text]
        else:
            if len(heads) > 4096:
                heads.clear()
            head = heads[head_text] = parse_head(head_text)
        ahead = lines.ahead
        if len(head_text) == len(line) and ahead and ahead[0] in " \t":
            yield _refolded(lines, number, line)
        elif head is None:
            yield Property(number, None, line)
        elif value[-1:] == "=" or (ahead and (head.loose or ahead[0] in " \t")):
            yield Property(number, head, *_whole_value(lines, head, value))
        else:
            yield Property(number, head, value)


def _refolded(lines: _Lines, number: int, line: str) -> Property:
    """A head that was itself folded: ``EMAIL;TYPE=`` and the rest on the next line."""
    parts = [line]
    while (ahead := lines.ahead) and ahead[0] in " \t" and len(parts) < 100:
        parts.append(ahead[1:])
        lines.next()
    whole = "".join(parts)
    head_text, value = split_head(whole)
    head = parse_head(head_text)
    return Property(number, head, value if head else whole)


def _whole_value(lines: _Lines, head: Head, value: str) -> tuple[str, bool]:
    """The value with all its continuation lines, and whether it had to be cut."""
    if head.quoted_printable:
        return _soft_broken(lines, value)
    parts, length = [value], len(value)
    ahead = lines.ahead
    while ahead:
        if ahead[0] in " \t":
            part = ahead[1:]
        elif head.base64 and _BASE64_LINE.fullmatch(ahead):
            part = ahead
        elif head.name in _FREE_TEXT and not _HEAD.match(ahead) and ahead[0] != "#":
            part = "\n" + ahead
        else:
            break
        length += len(part)
        if length <= MAX_VALUE_CHARS:
            parts.append(part)
        lines.next()
        ahead = lines.ahead
    return "".join(parts), length > MAX_VALUE_CHARS


def _soft_broken(lines: _Lines, value: str) -> tuple[str, bool]:
    """A quoted-printable value: ``=`` at the end of a line goes on in the next, folded or not."""
    parts, length = [value.rstrip(" \t")], len(value)
    while (ahead := lines.ahead) is not None:
        folded = ahead[:1] in (" ", "\t")
        if parts[-1].endswith("="):
            if _SURE_HEAD.match(ahead):
                break
            if not ahead:
                lines.next()
                following = lines.ahead
                if not following or _HEAD.match(following):
                    break
                continue
            parts[-1] = parts[-1][:-1]
            part = ahead
        elif folded:
            part = ahead[1:]
        else:
            break
        lines.next()
        length += len(part)
        if length <= MAX_VALUE_CHARS:
            parts.append(part.rstrip(" \t"))
    return "".join(parts), length > MAX_VALUE_CHARS


def split_head(line: str) -> tuple[str, str]:
    """Head and value of a logical line, at the first colon that is not within double quotes."""
    head, colon, value = line.partition(":")
    if not colon:
        return line, ""
    if '"' in head:
        match = _QUOTED_HEAD.match(line)
        if match:
            return match.group(1), line[match.end() :]
    return head, value


def parse_head(text: str) -> Head | None:
    """The parsed head, or None where ``text`` cannot stand before a colon."""
    name, _semicolon, _rest = text.partition(";")
    group, dot, bare = name.strip().rpartition(".")
    bare = bare.strip()
    if not bare or not re.fullmatch(r"[\w-]+", bare) or (dot and not re.fullmatch(r"[\w-]+", group)):
        return None
    types: list[str] = []
    single = {"ENCODING": "", "CHARSET": "", "VALUE": "", "LABEL": ""}
    for parameter in _PARAMETERS.findall(text[len(name) :]):
        key, equals, value = parameter.partition("=")
        key = key.strip().upper()
        if not equals:
            key, value = ("ENCODING" if key in _BARE_ENCODINGS else "TYPE"), key
        if key in single:
            single[key] = single[key] or value.strip().strip('"')
        elif key == "TYPE":
            types += (part.strip(' "').lower() for found in _VALUES.findall(value) for part in found.split(","))
        elif key == "PREF":
            types.append("pref")
    encoding, name = single["ENCODING"].upper(), bare.upper()
    quoted_printable, base64 = encoding == "QUOTED-PRINTABLE", encoding in ("BASE64", "B")
    return Head(
        group.upper(),
        name,
        label_of(types),
        single["CHARSET"],
        single["VALUE"].lower(),
        single["LABEL"],
        "pref" in types,
        quoted_printable,
        base64,
        quoted_printable or base64 or name in _FREE_TEXT,
    )
