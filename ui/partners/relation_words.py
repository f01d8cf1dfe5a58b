"""Relations between partners in words."""

from __future__ import annotations

from app.domain.relations import RelationKind
from app.i18n import _


def told(kind: RelationKind, is_first: bool) -> str:
    """What comes before the name of the other: ``introduced by``, ``introduced``."""
    first, second = {
        RelationKind.INTRODUCED_BY: (_("introduced by"), _("introduced")),
        RelationKind.PARENT: (_("belongs to"), _("parent company of")),
        RelationKind.WORKS_WITH: (_("works with"), _("works with")),
        RelationKind.DISTINCT: (_("not the same as"), _("not the same as")),
    }[kind]
    return first if is_first else second


def choices() -> list[tuple[tuple[RelationKind, bool], str]]:
    """What a partner can be to another, each with its words."""
    kinds = (
        (RelationKind.INTRODUCED_BY, True),
        (RelationKind.INTRODUCED_BY, False),
        (RelationKind.PARENT, True),
        (RelationKind.PARENT, False),
        (RelationKind.WORKS_WITH, True),
    )
    return [(each, told(*each)) for each in kinds]
