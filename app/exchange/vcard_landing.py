"""Where a card lands: which of its values are the partner's and which are the person's."""

from __future__ import annotations

from dataclasses import replace

from app.domain.partners import fold
from app.exchange.drafts import Address, PartnerDraft, PersonDraft, Point
from app.exchange.vcard_card import Card
from app.i18n import _


def draft_of(card: Card) -> PartnerDraft | None:
    """The card as a draft, or None for a card in which there is nothing."""
    name = card.display_name()
    if not name:
        if not (card.addresses or card.address_labels or card.notes or card.extra or card.birthday or card.photo):
            return None
        name = _("Card without a name")
        card.trouble(card.line, _("This card has no name; it is imported as “{name}”."), name=name)
    organisation = card.organisations[0][0] if card.organisations else ""
    common = PartnerDraft(
        name=name,
        source_line=card.line,
        websites=card.points(card.websites),
        addresses=_addresses(card),
        tags=tuple(card.tags),
        organisation=organisation,
        uid=card.uid,
        extra=_extra(card),
    )
    if _is_company(card, organisation):
        return _company(common, card)
    person = _person(card, name)
    notes = "\n\n".join(card.notes)
    if organisation:
        return replace(common, name=organisation, people=(replace(person, notes=notes, photo=card.photo),))
    return replace(common, people=(person,), notes=notes, photo=card.photo)


def _is_company(card: Card, organisation: str) -> bool:
    """Whether the card is about a company or a group, not about a person."""
    if card.company or card.kind in ("org", "group"):
        return True
    given_names = [part for part in card.name_parts if part and fold(part) != fold(organisation)]
    return bool(organisation) and fold(card.fn or organisation) == fold(organisation) and not given_names


def _company(common: PartnerDraft, card: Card) -> PartnerDraft:
    name = card.fn if card.fn and card.kind else common.organisation or common.name
    further = [Point(role, _("Role")) for role in card.roles]
    if card.birthday:
        further.append(Point(card.birthday, _("Birthday")))
    if card.fn and card.fn != name:
        further.append(Point(card.fn, _("Other name")))
    return replace(
        common,
        name=name,
        emails=card.points(card.emails),
        phones=card.points(card.phones),
        notes="\n\n".join(card.notes),
        photo=card.photo,
        extra=(*common.extra, *further),
    )


def _person(card: Card, name: str) -> PersonDraft:
    family, given = (*card.name_parts, "", "")[:2]
    return PersonDraft(
        name=name,
        given=given,
        family=family,
        role=card.roles[0] if card.roles else "",
        emails=card.points(card.emails),
        phones=card.points(card.phones),
        birthday=card.birthday,
    )


def _addresses(card: Card) -> tuple[Address, ...]:
    """The structured addresses, or the written ones (LABEL) where there are none."""
    if card.addresses:
        return tuple(
            replace(address, label=card.label(group)) if card.label(group) else address
            for address, group in card.addresses
        )
    return tuple(Address(street=point.value, label=point.label) for point in card.address_labels)


def _extra(card: Card) -> tuple[Point, ...]:
    found = [Point(name, _("Nickname")) for name in card.nicknames]
    for index, parts in enumerate(card.organisations):
        if index:
            found.append(Point(", ".join(parts), _("Further organisation")))
        else:
            found += (Point(part, _("Department")) for part in parts[1:])
    if not card.company and card.kind not in ("org", "group"):
        found += (Point(role, _("Role")) for role in card.roles[1:])
        found += _name_details(card)
    return (*found, *card.points(card.extra))


def _name_details(card: Card) -> list[Point]:
    """The parts of the name that the name as written does not show."""
    labels = ("", "", _("Further names"), _("Title"), _("Suffix"))
    return [
        Point(part, label)
        for part, label in zip(card.name_parts, labels, strict=False)
        if part and label and fold(part) not in fold(card.display_name())
    ]
