"""The list of the partners in its other shapes: filtered, as a table, with some of them selected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.filters import Condition, Criteria, How

MANY_LINES = Criteria(
    (
        Condition("tier", How.IS, "Gold"),
        Condition("sold", How.AT_LEAST, "1000.00", currency="EUR"),
        Condition("contacted", How.LAST, "60", negated=True),
        Condition("added", How.SINCE, "2026-01-01"),
        Condition("status", How.IS, "active"),
        Condition("notes", How.PRESENT, negated=True),
    )
)


def _filter(guide: Any) -> None:
    """The editor of a filter with a line of each kind."""
    page = guide.page("partners")
    page.filters.show(MANY_LINES)
    guide.wait()
    page.filters.edit()
    guide.wait()


def _filtered(guide: Any) -> None:
    page = guide.page("partners")
    page.filters.show(
        Criteria((Condition("status", How.IS, "active"), Condition("owed", How.AT_LEAST, "0.01", currency="EUR")))
    )
    guide.wait()


def _table(guide: Any) -> None:
    page = guide.page("partners")
    page.turn_table()
    guide.wait()


def _columns(guide: Any) -> None:
    page = guide.page("partners")
    page.choose_columns()
    guide.wait()


def _selected(guide: Any) -> None:
    page = guide.page("partners")
    page.list.focus_list()
    page.list._view.selectAll()
    guide.wait()


def _bulk(guide: Any) -> None:
    _selected(guide)
    guide.window.page("partners").selection.change()
    guide.wait()


def leave(window: Any) -> None:
    """The cards of all partners again."""
    page = window.page("partners")
    if page.list.is_table:
        page.turn_table()
    page.list.chips.leave_filter()
    page.list.select_one()


LISTS: dict[str, Callable[[Any], object]] = {
    "partners-filter": _filter,
    "partners-filtered": _filtered,
    "partners-table": _table,
    "partners-columns": _columns,
    "partners-selected": _selected,
    "partners-bulk": _bulk,
}
