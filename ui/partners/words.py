"""The sentences of the card. Pure: what the queries answer in, text out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.domain.money import Money, round_ratio
from app.domain.partners import PointKind, Status
from app.formatting import day, due_text, money, number, percent, terms_in_words
from app.i18n import _, ngettext
from ui import names
from ui.partners.row_words import NOTHING
from ui.widgets.figures import Fact

if TYPE_CHECKING:
    from app.domain.commissions.terms import Version
    from app.queries.partners import Card
    from app.queries.reciprocity import Balance

ANY_LEAP_YEAR = 2000
_BIRTHDAY = re.compile(r"(?:(\d{4})|-)-(\d\d)-(\d\d)")
MOST_PHRASES = 2


def under_the_name(card: Card) -> str:
    """``Maya Lindqvist, director · Gothenburg``: the main contact and the town."""
    contact = card.contact
    who = ""
    if contact is not None:
        same = contact.name == card.fields.name
        who = contact.role if same else ", ".join(part for part in (contact.name, contact.role) if part)
    town = next((address.city for address in card.fields.addresses if address.city), "")
    return " · ".join(part for part in (who, town) if part)


def reach(card: Card) -> list[Fact]:
    """How to reach the partner: main e-mail, telephone and the best time for it, website, address."""
    lines = [point.value for point in card.points(PointKind.EMAIL)[:1]]
    phone = next((point.value for point in card.points(PointKind.PHONE)), "")
    best = _("best: {time}").format(time=card.fields.best_time) if card.fields.best_time else ""
    if phone or best:
        lines.append(" · ".join(part for part in (phone, best) if part))
    lines += [_shown_site(point.value) for point in card.points(PointKind.WEBSITE)[:1]]
    lines += [", ".join(address.lines) for address in card.fields.addresses[:1]]
    return [Fact(line) for line in lines] or [Fact(_("No e-mail or telephone yet"), "soft")]


def _shown_site(address: str) -> str:
    """A website as people write it, without what every address has."""
    return re.sub(r"^https?://(www\.)?|/$", "", address.strip())


def terms_caption(version: Version | None, today: date) -> str:
    """``TERMS · v3, since 1 Mar 2026``."""
    if version is None:
        return _("TERMS")
    return _("TERMS · v{number}, since {day}").format(number=version.version, day=day(version.starts_on, style="dated"))


def terms_facts(version: Version | None) -> list[Fact]:
    """The first of what was agreed, in words; “…” where there is more, which the tab of the terms tells."""
    if version is None:
        return [Fact(_("Nothing agreed yet"), "soft")]
    phrases = terms_in_words(version.terms)
    shown = [Fact(phrase) for phrase in phrases[:MOST_PHRASES]]
    return [*shown[:-1], Fact(f"{shown[-1].text} …")] if len(phrases) > MOST_PHRASES else shown


def next_facts(card: Card, today: date) -> list[Fact]:
    """What comes next: the follow-up, the rhythm of contact, and where the partnership stands."""
    facts = []
    if card.next is not None:
        when = due_text(card.next.due_on, today)
        due = card.next.due_on <= today
        facts.append(Fact(f"{when}: {card.next.text}", "red" if due else "", due))
    else:
        facts.append(Fact(_("No follow-up planned"), "soft"))
    facts.append(Fact(rhythm(card, today)))
    if card.quiet_on is not None and card.quiet_on <= today:
        facts.append(Fact(_("Quiet since {day}").format(day=day(card.quiet_on, today=today)), "amber"))
    if card.fields.status is not Status.ACTIVE:
        facts.append(Fact(_("Status: {status}").format(status=names.status(card.fields.status))))
    return facts


def rhythm(card: Card, today: date) -> str:
    """``Every 30 days · last contact 31 Oct``."""
    last = (
        _("last contact {day}").format(day=day(card.last_contact_on, today=today))
        if card.last_contact_on
        else _("no contact yet")
    )
    days = card.fields.cadence_days
    if days is None:
        return last[:1].upper() + last[1:]
    every = ngettext("Every day", "Every {n} days", days).format(n=days)
    return f"{every} · {last}"


def won_share(card: Card) -> str:
    """How many of the partner's referrals were won, as a percentage; empty without referrals."""
    return percent(round_ratio(card.won * 100, card.referrals) * 10_000) if card.referrals else ""


def first_sum(sums: Sequence[Money]) -> str:
    """The largest of several sums; a dash where there is none."""
    return money(sums[0]) if sums else NOTHING


def sales_caption(sums: Sequence[Money]) -> str:
    """What the figure of the sales counts, with the sums in further currencies."""
    return " · ".join((_("sales brought"), *(f"+ {money(each)}" for each in sums[1:])))


def owed_caption(card: Card) -> str:
    """``owed · €3,830.00 paid``: beside the sum owed, what is on hold and what was paid."""
    first = _("owed back by the partner") if card.owed and card.owed[0].minor < 0 else _("owed")
    parts = [first, *(f"+ {money(each)}" for each in card.owed[1:])]
    parts += [_("{amount} on hold").format(amount=money(each)) for each in card.on_hold[:1]]
    parts += [_("{amount} paid").format(amount=money(each)) for each in card.paid[:1]]
    return " · ".join(parts)


def birthday(written: str) -> str:
    """``birthday 14 May`` of ``--05-14``, with the year of ``1980-05-14``; what is written otherwise stays as it is."""
    found = _BIRTHDAY.fullmatch(written)
    if found is None:
        return written
    try:
        when = date(int(found[1] or ANY_LEAP_YEAR), int(found[2]), int(found[3]))
    except ValueError:
        return written
    return _("birthday {day}").format(day=day(when, style="dated" if found[1] else "named"))


def balance(found: Balance) -> str:
    """Referrals both ways: ``You received 5 (€12,400.00), gave 3 (€7,000.00): you owe 2``."""
    difference = found.received - found.given
    if difference > 0:
        owing = ngettext("you owe {n}", "you owe {n}", difference)
    elif difference < 0:
        owing = ngettext("they owe you {n}", "they owe you {n}", -difference)
    else:
        owing = _("you are even")
    return _("You received {received}, gave {given}: {owing}").format(
        received=_with_value(found.received, found.received_value),
        given=_with_value(found.given, found.given_value),
        owing=owing.format(n=number(abs(difference))),
    )


def _with_value(count: int, value: Sequence[Money]) -> str:
    sums = ", ".join(money(amount) for amount in value)
    return f"{number(count)} ({sums})" if sums else number(count)


def file_size(size: int) -> str:
    """How large a file is: ``312 bytes``, ``48 KB``, ``2.4 MB``."""
    if size < 1000:
        return _("{size} bytes").format(size=number(size))
    if size < 1_000_000:
        return _("{size} KB").format(size=number(round(size / 1000)))
    return _("{size} MB").format(size=f"{size / 1_000_000:.1f}")
