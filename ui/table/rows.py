"""Where a table's rows come from: all in hand, or by their ids in pages that are fetched when they come into sight."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Final, Protocol

from PySide6.QtCore import QObject, Signal

PAGE = 128
"""Rows fetched at once."""
PAGES = 32
"""Pages kept; the one not seen for longest goes first."""

Deliver = Callable[[Mapping[int, Any]], object]
Fetch = Callable[[int, Sequence[int], Deliver], None]
"""``fetch(page, ids, deliver)`` brings the rows of ``ids`` by their id, at once or later, on the GUI thread."""


Pages = Mapping[int, Mapping[int, Any]]
"""Rows by their id, under the number of their page."""
_NONE: Final[Pages] = {}


def page_of(ids: array[int], number: int) -> array[int]:
    """The ids of a page."""
    return ids[number * PAGE : (number + 1) * PAGE]


class Rows(Protocol):
    """Rows by their place. ``row`` answers ``None`` for one that is still on its way."""

    def __len__(self) -> int: ...
    def row(self, place: int) -> Any: ...
    def id_at(self, place: int) -> int: ...
    def place_of(self, record: int) -> int: ...


class AllRows:
    """Rows all in hand: for tables that never grow long."""

    def __init__(self, rows: Iterable[Any] = ()) -> None:
        self._rows = list(rows)

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, place: int) -> Any:
        return self._rows[place]

    def id_at(self, place: int) -> int:
        """The row's ``id``; its place where it has none."""
        return int(getattr(self._rows[place], "id", place))

    def place_of(self, record: int) -> int:
        """The place of the row with this id, or −1."""
        return next((place for place in range(len(self._rows)) if self.id_at(place) == record), -1)


class LazyRows(QObject):
    """Rows of which only the ids are in hand. ``arrived(first, last)`` tells the places that can now be shown."""

    arrived = Signal(int, int)

    def __init__(self, ids: array[int], fetch: Fetch, pages: Pages = _NONE, parent: QObject | None = None) -> None:
        """``pages`` are those already in hand."""
        super().__init__(parent)
        self._ids, self._fetch = ids, fetch
        self._pages: OrderedDict[int, list[Any]] = OrderedDict()
        self._awaited: set[int] = set()
        for number, rows in pages.items():
            self._pages[number] = [rows.get(record) for record in page_of(ids, number)]

    def __len__(self) -> int:
        return len(self._ids)

    def id_at(self, place: int) -> int:
        return self._ids[place]

    def place_of(self, record: int) -> int:
        """The place of this id, or −1."""
        try:
            return self._ids.index(record)
        except ValueError:
            return -1

    def row(self, place: int) -> Any:
        number, at = divmod(place, PAGE)
        page = self._pages.get(number)
        if page is None:
            self._ask(number)
            page = self._pages.get(number)
        else:
            self._pages.move_to_end(number)
        return page[at] if page is not None else None

    def _ask(self, number: int) -> None:
        if number not in self._awaited:
            self._awaited.add(number)
            ids = page_of(self._ids, number)
            self._fetch(number, ids, partial(self._take, number, ids))

    def _take(self, number: int, ids: Sequence[int], rows: Mapping[int, Any]) -> None:
        self._awaited.discard(number)
        self._pages[number] = [rows.get(record) for record in ids]
        while len(self._pages) > PAGES:
            self._pages.popitem(last=False)
        self.arrived.emit(number * PAGE, number * PAGE + len(ids) - 1)
