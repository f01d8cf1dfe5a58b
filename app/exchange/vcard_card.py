"""One vCard while it is read: what each property adds to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.exchange.cleaning import clean, is_email, one_line
from app.exchange.contact import MAX_POINTS, Contact
from app.exchange.drafts import Address, Point
from app.exchange.vcard_lines import Head
from app.exchange.vcard_own import take_own
from app.exchange.vcard_values import components, listed, photo_of, unescape
from app.i18n import _


@dataclass(slots=True)
class Card(Contact):
    """A contact that comes from a vCard; the version decides about escapes."""

    version: str = "3.0"

    def take(self, head: Head, text: str, line: int) -> None:
        """Add the property with the decoded value ``text``."""
        handler = _HANDLERS.get(head.name)
        if handler is not None:
            handler(self, head, text, line)
        elif take_own(self, head.name, text):
            return
        elif head.name not in _TECHNICAL and not head.name.startswith(_TECHNICAL_PREFIXES):
            words = head.name.removeprefix("X-").replace("-", " ").replace("_", " ").capitalize()
            self.keep(unescape(text, self.version), words, head.group)


def _formatted_name(card: Card, head: Head, text: str, line: int) -> None:
    name = one_line(unescape(text, card.version))
    if not card.fn:
        card.fn = name
    elif name and name != card.fn:
        card.keep(name, _("Other name"))


def _structured_name(card: Card, head: Head, text: str, line: int) -> None:
    parts = tuple(one_line(part) for part in components(text, card.version)[:5])
    if any(parts) and not card.name_parts:
        card.name_parts = parts


def _nickname(card: Card, head: Head, text: str, line: int) -> None:
    card.nicknames += (one_line(name) for name in listed(text, card.version))


def _email(card: Card, head: Head, text: str, line: int) -> None:
    value = unescape(text, card.version)
    if card.own_card and is_email(value):  # as it stands in the book, with whatever is before it
        card.add(card.emails, value, head.words, head.group)
    else:
        card.add_email(value, line, head.words, head.group, head.preferred)


def _phone(card: Card, head: Head, text: str, line: int) -> None:
    value = unescape(text, card.version)
    if card.own_card:
        card.add(card.phones, one_line(value), head.words, head.group)
    else:
        card.add_phone(value, head.words, head.group, head.preferred)


def _website(card: Card, head: Head, text: str, line: int) -> None:
    url = unescape(text, card.version)
    url = one_line(url if card.own_card else url.replace("\\:", ":"))
    card.add(card.websites, url, head.words, head.group, head.preferred)


def _address(card: Card, head: Head, text: str, line: int) -> None:
    parts = [clean(part) for part in components(text, card.version)]
    parts += [""] * (7 - len(parts))
    box, extended, street, city, region, postcode, country = parts[:7]
    lines = "\n".join(part for part in (box, extended, street) if part)
    if not any(parts):
        return
    if len(card.addresses) < MAX_POINTS:
        address = Address(lines, one_line(city), one_line(region), one_line(postcode), one_line(country), head.words)
        card.addresses.append((address, head.group))
    else:
        card.overfull()


def _address_label(card: Card, head: Head, text: str, line: int) -> None:
    value = clean(unescape(text, card.version))
    if value:
        card.address_labels.append(Point(value, head.words))


def _organisation(card: Card, head: Head, text: str, line: int) -> None:
    parts = tuple(name for part in components(text, card.version) if (name := one_line(part)))
    if parts:
        card.organisations.append(parts)


def _role(card: Card, head: Head, text: str, line: int) -> None:
    role = one_line(unescape(text, card.version))
    if not role or role in card.roles:
        return
    if len(card.roles) < MAX_POINTS:
        card.roles.append(role)
    else:
        card.overfull()


def _own_field(card: Card, head: Head, text: str, line: int) -> None:
    """One of the user's own fields, as this program writes it: its name, then the value."""
    name, value = (*components(text, card.version), "", "")[:2]
    card.keep(value, one_line(name) or _("Note"), head.group)


def _note(card: Card, head: Head, text: str, line: int) -> None:
    note = clean(unescape(text, card.version))
    if note:
        card.notes.append(note)


def _categories(card: Card, head: Head, text: str, line: int) -> None:
    separated = text.replace(";", ",") if "," not in text and not card.own_card else text
    card.add_tags(listed(separated, card.version))


def _birthday(card: Card, head: Head, text: str, line: int) -> None:
    card.add_birthday(text, line)


def _photo(card: Card, head: Head, text: str, line: int) -> None:
    is_inside = bool(text.strip()) and (head.base64 or text.lower().lstrip().startswith("data:"))
    if text.lower().lstrip().startswith(("http:", "https:")):
        card.keep(text, _("Picture"))
    elif card.photo is None:
        card.photo = photo_of(head, text)
        if card.photo is None and is_inside:
            card.trouble(line, _("The picture in this card is too large or cannot be read; it was left out."))
    elif is_inside and photo_of(head, text) != card.photo:
        card.trouble(line, _("There are several pictures in this card; the first is kept."))


def _kind(card: Card, head: Head, text: str, line: int) -> None:
    card.kind = clean(text).lower()


def _shows_as(card: Card, head: Head, text: str, line: int) -> None:
    card.company = clean(text).upper() == "COMPANY"


def _uid(card: Card, head: Head, text: str, line: int) -> None:
    uid = unescape(text, card.version) if card.own_card else text
    card.uid = card.uid or one_line(uid)[:200]


def _version(card: Card, head: Head, text: str, line: int) -> None:
    card.version = text.strip()


def _group_label(card: Card, head: Head, text: str, line: int) -> None:
    words = one_line(unescape(text, card.version))
    if words.startswith("_$!<") and words.endswith(">!$_"):
        words = words[4:-4].lower()
    if head.group and words:
        card.group_labels[head.group] = words


Handler = Callable[[Card, Head, str, int], None]
_HANDLERS: Final[dict[str, Handler]] = {
    "FN": _formatted_name,
    "N": _structured_name,
    "NICKNAME": _nickname,
    "EMAIL": _email,
    "TEL": _phone,
    "URL": _website,
    "ADR": _address,
    "LABEL": _address_label,
    "ORG": _organisation,
    "TITLE": _role,
    "ROLE": _role,
    "NOTE": _note,
    "CATEGORIES": _categories,
    "BDAY": _birthday,
    "PHOTO": _photo,
    "LOGO": _photo,
    "KIND": _kind,
    "X-ADDRESSBOOKSERVER-KIND": _kind,
    "X-ABSHOWAS": _shows_as,
    "UID": _uid,
    "VERSION": _version,
    "X-ABLABEL": _group_label,
    "X-PARTNERBOOK-FIELD": _own_field,
}
_TECHNICAL: Final = frozenset(
    """PRODID REV SORT-STRING CLASS SOURCE NAME MAILER CLIENTPIDMAP PROFILE XML SOUND KEY X-ABUID X-ABADR X-IMAGEHASH
    X-IMAGETYPE X-APPLE-OMIT-YEAR X-CLASS X-REDUCTION X-NO X-GENERATOR X-ETAG X-SHARED-PHOTO-DISPLAY-PREF""".split()
)
_TECHNICAL_PREFIXES: Final = (
    "X-EVOLUTION-",
    "X-MS-OL-",
    "X-MS-CARDPICTURE",
    "X-MOZILLA-HTML",
    "X-KADDRESSBOOK-CRYPTO",
    "X-ABCROP-",
)
