"""How partners stand to one another."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class RelationKind(StrEnum):
    """What the first partner is to the second: introduced by it, belonging to it, working with it."""

    INTRODUCED_BY = "introduced_by"
    PARENT = "parent"
    """The second is the parent company of the first."""
    WORKS_WITH = "works_with"
    DISTINCT = "distinct"
    """The two look like one and are not: they are no longer proposed for merging."""


MUTUAL: Final = frozenset({RelationKind.WORKS_WITH, RelationKind.DISTINCT})
"""Relations that are the same in both directions: kept once, the older partner first."""
