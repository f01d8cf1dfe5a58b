"""What ``queries.today`` found, as the rows of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.i18n import _
from ui.today import words
from ui.today.items import Deed, Item

if TYPE_CHECKING:
    from app.queries.today import Today


def follow_ups(found: Today) -> tuple[Item, ...]:
    """Overdue and due today, the longest overdue first."""
    deeds = (
        Deed("done", _("Done"), "D"),
        Deed("log", _("Log call"), "L"),
        Deed("later", _("Later"), "T"),
        Deed("open", _("Open"), "Return", button=False),
    )
    return tuple(
        Item(
            key=("reminder", each.id),
            title=each.text,
            who=each.partner,
            strong=words.follow_up_when(each, found.day),
            rest=words.follow_up_rest(each, found.day),
            overdue=each.due_on < found.day,
            deeds=deeds,
        )
        for each in found.follow_ups
    )


def quiet(found: Today) -> tuple[Item, ...]:
    """Partners past their rhythm."""
    deeds = (
        Deed("log", _("Call"), "L"),
        Deed("mail", _("E-mail"), "M"),
        Deed("open", _("Open"), "Return", button=False),
    )
    return tuple(
        Item(
            key=("quiet", each.partner_id),
            title=each.partner,
            who="",
            strong="",
            rest=words.quiet_line(each, found.day),
            overdue=False,
            deeds=deeds,
        )
        for each in found.quiet
    )


def waiting(found: Today) -> tuple[Item, ...]:
    """Referrals that nobody has contacted yet."""
    deeds = (Deed("contacted", _("Contacted"), "C"), Deed("open", _("Open"), "Return"))
    return tuple(
        Item(
            key=("waiting", each.referral_id),
            title=each.customer,
            who=_("from {partner}").format(partner=each.partner),
            strong="",
            rest=words.waiting_line(each, found.day),
            overdue=False,
            deeds=deeds,
        )
        for each in found.waiting
    )
