"""Where a contact lands: which of its values are the partner's and which are the person's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from app.domain.partners import fold
from app.exchange.contact import Contact
from app.exchange.drafts import Address, Particulars, PartnerDraft, PersonDraft, Point
from app.i18n import _


def draft_of(contact: Contact) -> PartnerDraft | None:
    """The contact as a draft, or None for one in which there is nothing."""
    if contact.own_card:
        return _draft_of_own(contact)
    name = contact.partner_name or contact.display_name()
    if not name:
        if not contact.has_details():
            return None
        name = _("Contact without a name")
        contact.trouble(contact.line, _("There is no name here; it is imported as “{name}”."), name=name)
    organisation = contact.organisations[0][0] if contact.organisations else ""
    company = _is_company(contact, organisation)
    person = None if company else _person(contact, name, organisation)
    return PartnerDraft(
        name=_partner_name(contact, organisation, name, company),
        source_line=contact.line,
        kind=contact.partner_kind,
        status=contact.status,
        code=contact.code,
        websites=contact.points(contact.websites),
        emails=contact.points(contact.emails) if company else (),
        phones=contact.points(contact.phones) if company else (),
        addresses=_addresses(contact),
        notes="" if person and organisation else "\n\n".join(contact.notes),
        tags=tuple(contact.tags),
        tier=contact.tier,
        organisation=organisation,
        people=(person, *contact.people) if person else tuple(contact.people),
        uid=contact.uid,
        extra=_extra(contact, company, organisation or name),
        photo=None if person and organisation else contact.photo,
        others=contact.points(contact.others),
        particulars=Particulars(**contact.particulars),
    )


_WAYS: Final = ("emails", "phones", "websites", "others")


def _draft_of_own(contact: Contact) -> PartnerDraft:
    """A card that this program wrote: what is the partner's and what is the person's is told on it."""
    shown = contact.display_name() or contact.own_partner or _("Contact without a name")
    name = contact.own_partner or shown
    alone = contact.own_card == "partner"
    reach: dict[str, Any] = {
        kind: contact.points(getattr(contact, kind)) for kind in ("emails", "phones", "websites", "others")
    }
    of_partner: dict[str, Any] = {kind: contact.points(points) for kind, points in contact.own_points.items()}
    person = PersonDraft(
        name=shown,
        role=contact.roles[0] if contact.roles else "",
        birthday=contact.birthday,
        notes="\n\n".join(contact.notes),
        photo=contact.photo,
        uid=contact.uid,
        **reach,
    )
    return PartnerDraft(
        name=name,
        source_line=contact.line,
        kind=contact.partner_kind,
        status=contact.status,
        code=contact.code,
        addresses=_addresses(contact),
        notes="\n\n".join(filter(None, (contact.own_notes, *(contact.notes if alone else ())))),
        tags=tuple(contact.tags),
        tier=contact.tier,
        organisation="" if not alone and shown == name else name,
        people=() if alone else (person,),
        extra=_extra(contact, alone, name),
        photo=contact.photo if alone else None,
        particulars=Particulars(**contact.particulars),
        **(reach if alone else of_partner),
    )


def with_person_of(draft: PartnerDraft, further: PartnerDraft) -> PartnerDraft:
    """A draft from a card of this program, with the person of a further card of the same partner."""
    beside = tuple(point for point in further.extra if point not in draft.extra)
    return replace(draft, people=draft.people + further.people, extra=draft.extra + beside)


def _is_company(contact: Contact, organisation: str) -> bool:
    """Whether the contact is a company or a group, not a person, or brings its people with it."""
    if contact.partner_name or contact.company or contact.kind in ("org", "group"):
        return True
    if not organisation or (contact.fn or organisation).casefold() != organisation.casefold():
        return False
    return all(not part or part.casefold() == organisation.casefold() for part in contact.name_parts)


def _partner_name(contact: Contact, organisation: str, name: str, company: bool) -> str:
    if contact.partner_name:
        return contact.partner_name
    return contact.fn if company and contact.fn and contact.kind else organisation or name


def _person(contact: Contact, name: str, organisation: str) -> PersonDraft:
    """The person; notes and picture are the person's where the partner is an organisation."""
    family, given = (*contact.name_parts, "", "")[:2]
    return PersonDraft(
        name=name,
        given=given,
        family=family,
        role=contact.roles[0] if contact.roles else "",
        emails=contact.points(contact.emails),
        phones=contact.points(contact.phones),
        birthday=contact.birthday,
        notes="\n\n".join(contact.notes) if organisation else "",
        photo=contact.photo if organisation else None,
    )


def _addresses(contact: Contact) -> tuple[Address, ...]:
    """The structured addresses, or the written ones (LABEL) where there are none."""
    if contact.addresses:
        return tuple(
            replace(address, label=contact.label(group)) if contact.label(group) else address
            for address, group in contact.addresses
        )
    return tuple(Address(street=point.value, label=point.label) for point in contact.address_labels)


def _extra(contact: Contact, company: bool, shown: str) -> tuple[Point, ...]:
    """The values without a field. A company has no role and no birthday of its own, so they go here too."""
    found = [Point(name, _("Nickname")) for name in contact.nicknames if name != shown]
    for index, parts in enumerate(contact.organisations):
        if index:
            found.append(Point(", ".join(parts), _("Further organisation")))
        else:
            found += (Point(part, _("Department")) for part in parts[1:])
    found += (Point(role, _("Role")) for role in contact.roles[0 if company else 1 :])
    if not company:
        found += _name_details(contact)
    elif contact.birthday:
        found.append(Point(contact.birthday, _("Birthday")))
    if company and contact.fn and not contact.kind and contact.fn != shown:
        found.append(Point(contact.fn, _("Other name")))
    return (*found, *contact.points(contact.extra))


def _name_details(contact: Contact) -> list[Point]:
    """The parts of the name that the name as written does not show."""
    if not any(contact.name_parts[2:]):
        return []
    labels = ("", "", _("Further names"), _("Title"), _("Suffix"))
    return [
        Point(part, label)
        for part, label in zip(contact.name_parts, labels, strict=False)
        if part and label and fold(part) not in fold(contact.display_name())
    ]
