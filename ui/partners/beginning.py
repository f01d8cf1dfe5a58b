"""What stands beside the list of an empty book: how to begin."""

from __future__ import annotations

from collections.abc import Callable

from app.i18n import _
from ui.widgets.buttons import button
from ui.widgets.empty import EmptyPlace


def beginning(new: Callable[[], object], bring: Callable[[], object], look_around: Callable[[], object]) -> EmptyPlace:
    """The three ways to begin: a new partner, contacts from a file, a sample book."""
    return EmptyPlace(
        _("Your Rolodex is empty"),
        _(
            "Add the first partner who sends you customers, bring your contacts from a file, or look around in a "
            "sample book first: yours stays empty meanwhile."
        ),
        [
            button(_("New partner"), new, "primary"),
            button(_("Bring contacts from a file…"), bring),
            button(_("Look around in a sample book"), look_around),
        ],
    )
