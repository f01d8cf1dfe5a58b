"""Scenes of partners that are in the book twice, for the pictures of the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from app.operations import partners
from app.queries import partners as queries
from ui.pages import find_duplicates, merge_partners

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.scenes import Guide

Scene = Callable[["Guide"], None]


def _double(session: Session) -> None:
    """Enter the first three partners again, with a slip of the pen."""
    for choice in queries.choices(session, limit=3):
        fields = queries.fields(session, choice.id)
        again = replace(
            fields,
            name=f"{fields.name[:-3]}{fields.name[-2:]}",
            code="",
            uid="",
            tier="Platinum",
            people=tuple(replace(person, id=None, uid="", role="Founder") for person in fields.people),
            points=tuple(replace(point, id=None) for point in fields.points),
            addresses=(),
            notes="Second card.",
        )
        partners.add(session, again)


def _duplicates(guide: Guide) -> None:
    guide.page("partners")
    guide.window.desk.do("Double", _double)
    guide.wait()
    find_duplicates(guide.window)
    guide.wait()
    guide.wait()


def _none(guide: Guide) -> None:
    find_duplicates(guide.window)
    guide.wait()


def _two(guide: Guide) -> None:
    page = guide.page("partners")
    merge_partners(guide.window, (page.list.current or 1, 2 if page.list.current == 1 else 1))
    guide.wait()
    guide.wait()


MERGING: dict[str, Scene] = {"duplicates": _duplicates, "duplicates-none": _none, "merge": _two}
