"""One vCard while it is read: what each property adds to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from app.exchange.cleaning import birthday, clean, is_email, one_line
from app.exchange.drafts import Address, Photo, Point, Problem
from app.exchange.vcard_lines import Head
from app.exchange.vcard_values import components, listed, photo_of, unescape
from app.i18n import _

MAX_POINTS: Final = 200
"""E-mails, phones and the like that one card may have; beyond that it is no card of a person."""

_EAST_ASIAN: Final = re.compile("[぀-ヿ㐀-鿿가-힯]+")


class Grouped(NamedTuple):
    """A value whose label may stand in another line of its group (``item1.X-ABLabel``)."""

    value: str
    label: str
    group: str
    preferred: bool


@dataclass(slots=True)
class Card:
    """What a vCard says, still in its own terms. ``line`` is where it begins in the file."""

    line: int
    version: str = "3.0"
    fn: str = ""
    name_parts: tuple[str, ...] = ()
    kind: str = ""
    company: bool = False
    uid: str = ""
    birthday: str = ""
    photo: Photo | None = None
    nicknames: list[str] = field(default_factory=list)
    emails: list[Grouped] = field(default_factory=list)
    phones: list[Grouped] = field(default_factory=list)
    websites: list[Grouped] = field(default_factory=list)
    addresses: list[tuple[Address, str]] = field(default_factory=list)
    address_labels: list[Point] = field(default_factory=list)
    organisations: list[tuple[str, ...]] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    extra: list[Grouped] = field(default_factory=list)
    group_labels: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def take(self, head: Head, text: str, line: int) -> None:
        """Add the property with the decoded value ``text``."""
        handler = _HANDLERS.get(head.name)
        if handler is not None:
            handler(self, head, text, line)
        elif head.name not in _TECHNICAL and not head.name.startswith(_TECHNICAL_PREFIXES):
            self.keep(head, unescape(text, self.version))

    def keep(self, head: Head, text: str, label: str = "") -> None:
        """Keep a value that has no field of its own, under the name of its property."""
        value = clean(text)
        if value and len(self.extra) < MAX_POINTS:
            words = label or head.name.removeprefix("X-").replace("-", " ").replace("_", " ").capitalize()
            self.extra.append(Grouped(value, words, head.group, False))

    def trouble(self, line: int, sentence: str, **fields: object) -> None:
        self.problems.append(Problem(line, sentence.format(**fields)))

    def display_name(self) -> str:
        """The name by which to call the card: FN, else from N, else nickname, organisation, e-mail, phone, website."""
        if self.fn:
            return self.fn
        if self.name_parts:
            return spoken_name(self.name_parts)
        if self.nicknames:
            return self.nicknames[0]
        if self.organisations:
            return self.organisations[0][0]
        first = next((points[0] for points in (self.emails, self.phones, self.websites) if points), None)
        return first.value if first else ""

    def points(self, grouped: list[Grouped]) -> tuple[Point, ...]:
        """The values with their labels, the preferred ones first."""
        ordered = sorted(grouped, key=lambda item: not item.preferred) if len(grouped) > 1 else grouped
        return tuple(Point(value, self.label(group) or label) for value, label, group, _preferred in ordered)

    def label(self, group: str) -> str:
        return self.group_labels.get(group, "") if group else ""


def spoken_name(parts: tuple[str, ...]) -> str:
    """The parts of N (family, given, further, before, after) as the name is said; East Asian names family first."""
    family, given, further, before, after = (*parts, "", "", "", "", "")[:5]
    if _EAST_ASIAN.fullmatch(family + given) and family and given:
        return family + given
    return " ".join(part for part in (before, given, further, family, after) if part)


def _add(card: Card, to: list[Grouped], head: Head, value: str) -> None:
    if not value:
        return
    if len(to) < MAX_POINTS:
        to.append(Grouped(value, head.words, head.group, head.preferred))
    else:
        card.trouble(
            card.line, _("This card has more than {limit} values of one kind; the rest was left out."), limit=MAX_POINTS
        )


def _formatted_name(card: Card, head: Head, text: str, line: int) -> None:
    name = one_line(unescape(text, card.version))
    if not card.fn:
        card.fn = name
    elif name and name != card.fn:
        card.keep(head, name, _("Other name"))


def _structured_name(card: Card, head: Head, text: str, line: int) -> None:
    parts = tuple(one_line(part) for part in components(text, card.version)[:5])
    if any(parts) and not card.name_parts:
        card.name_parts = parts


def _nickname(card: Card, head: Head, text: str, line: int) -> None:
    card.nicknames += (one_line(name) for name in listed(text, card.version))


def _email(card: Card, head: Head, text: str, line: int) -> None:
    value = clean(unescape(text, card.version))
    if value[:7].lower() == "mailto:":
        value = value[7:].strip()
    if value and not is_email(value):
        card.keep(head, value, _("E-mail"))
        card.trouble(
            line, _("“{value}” is not an e-mail address; it is kept among the further values."), value=value[:80]
        )
        return
    _add(card, card.emails, head, value)


def _phone(card: Card, head: Head, text: str, line: int) -> None:
    value = one_line(unescape(text, card.version))
    _add(card, card.phones, head, value[4:].strip() if value[:4].lower() == "tel:" else value)


def _website(card: Card, head: Head, text: str, line: int) -> None:
    _add(card, card.websites, head, one_line(unescape(text, card.version).replace("\\:", ":")))


def _address(card: Card, head: Head, text: str, line: int) -> None:
    parts = [clean(part) for part in components(text, card.version)]
    parts += [""] * (7 - len(parts))
    box, extended, street, city, region, postcode, country = parts[:7]
    lines = "\n".join(part for part in (box, extended, street) if part)
    if any(parts) and len(card.addresses) < MAX_POINTS:
        address = Address(lines, one_line(city), one_line(region), one_line(postcode), one_line(country), head.words)
        card.addresses.append((address, head.group))


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
    if role and role not in card.roles:
        card.roles.append(role)


def _note(card: Card, head: Head, text: str, line: int) -> None:
    note = clean(unescape(text, card.version))
    if note:
        card.notes.append(note)


def _categories(card: Card, head: Head, text: str, line: int) -> None:
    separated = text.replace(";", ",") if "," not in text else text
    card.tags += (tag for part in listed(separated, card.version) if (tag := one_line(part)) not in card.tags)


def _birthday(card: Card, head: Head, text: str, line: int) -> None:
    value = clean(text)
    if not value or card.birthday:
        return
    day = birthday(value)
    if day:
        card.birthday = day
        return
    card.keep(head, value, _("Birthday"))
    card.trouble(
        line, _("“{value}” is not a whole date; the birthday is kept among the further values."), value=value[:80]
    )


def _photo(card: Card, head: Head, text: str, line: int) -> None:
    if card.photo is None:
        card.photo = photo_of(head, text)
    if card.photo is None and text.lower().lstrip().startswith(("http:", "https:")):
        card.keep(head, text, _("Picture"))


def _kind(card: Card, head: Head, text: str, line: int) -> None:
    card.kind = clean(text).lower()


def _shows_as(card: Card, head: Head, text: str, line: int) -> None:
    card.company = clean(text).upper() == "COMPANY"


def _uid(card: Card, head: Head, text: str, line: int) -> None:
    card.uid = card.uid or one_line(text)[:200]


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
