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
    company = _is_company(card, organisation)
    person = None if company else _person(card, name, organisation)
    return PartnerDraft(
        name=_company_name(card, organisation, name) if company else organisation or name,
        source_line=card.line,
        websites=card.points(card.websites),
        emails=card.points(card.emails) if company else (),
        phones=card.points(card.phones) if company else (),
        addresses=_addresses(card),
        notes="" if person and organisation else "\n\n".join(card.notes),
        tags=tuple(card.tags),
        organisation=organisation,
        people=(person,) if person else (),
        uid=card.uid,
        extra=_extra(card, company, organisation or name),
        photo=None if person and organisation else card.photo,
    )


def _is_company(card: Card, organisation: str) -> bool:
    """Whether the card is about a company or a group, not about a person."""
    if card.company or card.kind in ("org", "group"):
        return True
    if not organisation or (card.fn or organisation).casefold() != organisation.casefold():
        return False
    return all(not part or part.casefold() == organisation.casefold() for part in card.name_parts)


def _company_name(card: Card, organisation: str, name: str) -> str:
    return card.fn if card.fn and card.kind else organisation or name


def _person(card: Card, name: str, organisation: str) -> PersonDraft:
    """The person of the card; notes and picture are the person's where the partner is an organisation."""
    family, given = (*card.name_parts, "", "")[:2]
    return PersonDraft(
        name=name,
        given=given,
        family=family,
        role=card.roles[0] if card.roles else "",
        emails=card.points(card.emails),
        phones=card.points(card.phones),
        birthday=card.birthday,
        notes="\n\n".join(card.notes) if organisation else "",
        photo=card.photo if organisation else None,
    )


def _addresses(card: Card) -> tuple[Address, ...]:
    """The structured addresses, or the written ones (LABEL) where there are none."""
    if card.addresses:
        return tuple(
            replace(address, label=card.label(group)) if card.label(group) else address
            for address, group in card.addresses
        )
    return tuple(Address(street=point.value, label=point.label) for point in card.address_labels)


def _extra(card: Card, company: bool, shown: str) -> tuple[Point, ...]:
    """The values without a field. A company has no role and no birthday of its own, so they go here too."""
    found = [Point(name, _("Nickname")) for name in card.nicknames if name != shown]
    for index, parts in enumerate(card.organisations):
        if index:
            found.append(Point(", ".join(parts), _("Further organisation")))
        else:
            found += (Point(part, _("Department")) for part in parts[1:])
    found += (Point(role, _("Role")) for role in card.roles[0 if company else 1 :])
    if not company:
        found += _name_details(card)
    elif card.birthday:
        found.append(Point(card.birthday, _("Birthday")))
    if company and card.fn and not card.kind and card.fn != shown:
        found.append(Point(card.fn, _("Other name")))
    return (*found, *card.points(card.extra))


def _name_details(card: Card) -> list[Point]:
    """The parts of the name that the name as written does not show."""
    if not any(card.name_parts[2:]):
        return []
    labels = ("", "", _("Further names"), _("Title"), _("Suffix"))
    return [
        Point(part, label)
        for part, label in zip(card.name_parts, labels, strict=False)
        if part and label and fold(part) not in fold(card.display_name())
    ]
