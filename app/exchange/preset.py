"""What a preset is: the columns of a known program and what each of them means.

A field is ``kind`` or ``kind:slot``. The slot keeps together what belongs together (the parts of one address) and is
the label as well, unless it is a number. ``-`` is a column of the other program's own bookkeeping, left out on purpose;
a column that a preset does not name is kept under its header among the further values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Preset:
    """A known kind of sheet: the columns that must be there, and what each column means.

    ``numbered`` maps patterns with a number, such as ``e-mail (\\d+) - value``, to a field with ``{n}`` for it.
    """

    name: str
    title: str
    required: frozenset[str]
    fields: dict[str, str]
    numbered: tuple[tuple[re.Pattern[str], str], ...] = field(default=())

    def matches(self, keys: frozenset[str]) -> bool:
        return self.required <= keys

    def field_of(self, key: str) -> str:
        """The field for the column, or an empty text where the preset has none."""
        if key in self.fields:
            return self.fields[key]
        for pattern, name in self.numbered:
            match = pattern.fullmatch(key)
            if match:
                return name.format(n=match.group(1))
        return ""


def preset(name: str, title: str, required: str, table: str, numbered: str = "") -> Preset:
    """A preset from a table of lines ``column = field``."""
    pairs = [line.split(" = ") for line in table.strip().splitlines()]
    patterns = [line.split(" = ") for line in numbered.strip().splitlines() if line.strip()]
    return Preset(
        name,
        title,
        frozenset(part.strip() for part in required.split("|")),
        {key.strip(): value.strip() for key, value in pairs},
        tuple((re.compile(key.strip()), value.strip()) for key, value in patterns),
    )
