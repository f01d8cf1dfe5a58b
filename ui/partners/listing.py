"""What the list asks of the book, and what is answered: ids in order, letters, and the rows that will be seen first."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.queries import partner_list
from app.queries.partner_list import Chip
from ui.table.rows import PAGE, Pages, page_of

if TYPE_CHECKING:
    from app.domain.filters import Criteria
    from app.queries.filtered import Wanted
    from app.queries.partner_table import Order

IN_SIGHT = 24
"""So many rows beside the one in front can be seen at once."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which partners are wanted, and which of them is likely to be in front then: the first that is among them."""

    chip: Chip
    search: str
    today: date
    in_front: tuple[int, ...]
    otherwise: int
    criteria: Criteria | None = None
    order: Order | None = None
    """How the rows of the table are in order; none where the list is shown."""
    columns: tuple[str, ...] = ()

    def wanted(self) -> Wanted:
        """Which partners, for queries that go by criteria."""
        from app.queries.filtered import Wanted

        return Wanted(self.chip, self.search, self.criteria)


@dataclass(frozen=True, slots=True)
class Listing:
    """The answer, with the rows that will be seen first: fetched here, the window need not wait for them."""

    ids: array[int]
    letters: dict[str, int]
    pages: Pages


def listing(connection: Any, asked: Question) -> Listing:
    """The answer to what the list asks."""
    ids, letters = _found(connection, asked)
    seen = _pages_in_sight(ids, asked)
    return Listing(ids, letters, {page: rows(connection, page_of(ids, page), asked) for page in seen})


def rows(connection: Any, wanted: array[int], asked: Question) -> Mapping[int, Any]:
    """The rows of these partners, as the list or the table shows them."""
    if asked.order is None:
        return partner_list.rows(connection, wanted, asked.today)
    from app.queries import partner_table

    return partner_table.rows(connection, wanted, asked.columns, asked.today)


def _found(connection: Any, asked: Question) -> tuple[array[int], dict[str, int]]:
    if asked.order is not None and not asked.order.is_usual:
        from app.queries import partner_table

        return partner_table.ids(connection, asked.wanted(), asked.order, asked.today), {}
    if asked.criteria is None:
        ids = partner_list.ids(connection, asked.chip, asked.search, asked.today)
        return ids, partner_list.letters(connection, asked.chip, asked.search, asked.today)
    from app.queries import filtered

    ids = filtered.ids(connection, asked.wanted(), asked.today)
    return ids, filtered.letters(connection, ids)


def _pages_in_sight(ids: array[int], asked: Question) -> list[int]:
    """The numbers of the pages that are seen around the partner in front."""
    if not ids:
        return []
    places = (ids.index(partner_id) for partner_id in asked.in_front if partner_id in ids)
    place = next(places, min(asked.otherwise, len(ids) - 1))
    near = (place - IN_SIGHT, place, place + IN_SIGHT)
    return sorted({max(0, min(each, len(ids) - 1)) // PAGE for each in near})
