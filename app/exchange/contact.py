"""A contact between the file and the draft: the same whether it came from a card or from a row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from app.domain.partners import Kind, Status
from app.exchange.cleaning import birthday, clean, is_email, one_line
from app.exchange.drafts import Address, PersonDraft, Photo, Point, Problem
from app.i18n import _

MAX_POINTS: Final = 200
"""Values of one kind that a contact may have; with more it is no person's card."""
MAX_KEPT: Final = 2000
"""Values without a field that a contact may have: as many as the widest exports have columns."""
_EAST_ASIAN: Final = re.compile("[぀-ヿ㐀-鿿가-힯]+")


class Grouped(NamedTuple):
    """A value whose label may stand in another line of its group (``item1.X-ABLabel``)."""

    value: str
    label: str
    group: str
    preferred: bool


@dataclass(slots=True)
class Contact:
    """What a card or row says about someone. ``line`` is where it begins in the file."""

    line: int
    fn: str = ""
    name_parts: tuple[str, ...] = ()
    kind: str = ""
    company: bool = False
    uid: str = ""
    birthday: str = ""
    photo: Photo | None = None
    partner_name: str = ""
    code: str = ""
    partner_kind: Kind | None = None
    status: Status | None = None
    tier: str = ""
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
    others: list[Grouped] = field(default_factory=list)
    particulars: dict[str, str] = field(default_factory=dict)
    own_card: str = ""
    """Of a card that this program wrote: whether it is the ``partner``'s, that of a ``person`` or a ``further`` one."""
    own_partner: str = ""
    own_notes: str = ""
    own_points: dict[str, list[Grouped]] = field(default_factory=dict)
    extra: list[Grouped] = field(default_factory=list)
    group_labels: dict[str, str] = field(default_factory=dict)
    people: list[PersonDraft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    full: bool = False

    def keep(self, text: str, label: str, group: str = "") -> None:
        """Keep a value that has no field of its own, with the words of the file for it."""
        value = clean(text)
        if value and len(self.extra) < MAX_KEPT:
            self.extra.append(Grouped(value, label, group, False))
        elif value:
            self.overfull(MAX_KEPT)

    def add(self, to: list[Grouped], value: str, label: str = "", group: str = "", preferred: bool = False) -> None:
        """Add ``value``, unless it is empty, to one of the lists of this contact."""
        if value and len(to) < MAX_POINTS:
            to.append(Grouped(value, label, group, preferred))
        elif value:
            self.overfull()

    def add_email(self, text: str, line: int, label: str = "", group: str = "", preferred: bool = False) -> None:
        """Add an e-mail address; what is none is kept among the further values and named in a problem."""
        value = clean(text)
        if value[:7].lower() == "mailto:":
            value = value[7:].strip()
        if value and not is_email(value):
            self.keep(value, _("E-mail"))
            sentence = _("“{value}” is not an e-mail address; it is kept among the further values.")
            self.trouble(line, sentence, value=value[:80])
        else:
            self.add(self.emails, value, label, group, preferred)

    def add_phone(self, text: str, label: str = "", group: str = "", preferred: bool = False) -> None:
        value = one_line(text)
        self.add(self.phones, value[4:].strip() if value[:4].lower() == "tel:" else value, label, group, preferred)

    def add_birthday(self, text: str, line: int) -> None:
        """Set the birthday; what is no whole date is kept among the further values and named in a problem."""
        value = clean(text)
        if not value or self.birthday:
            return
        self.birthday = birthday(value) or ""
        if not self.birthday:
            self.keep(value, _("Birthday"))
            sentence = _("“{value}” is not a whole date; the birthday is kept among the further values.")
            self.trouble(line, sentence, value=value[:80])

    def add_tags(self, tags: Iterable[str]) -> None:
        for found in tags:
            tag = one_line(found)
            if not tag or tag in self.tags:
                continue
            if len(self.tags) == MAX_POINTS:
                self.overfull()
                return
            self.tags.append(tag)

    def overfull(self, limit: int = MAX_POINTS) -> None:
        """Say, once, that not all of the values were taken."""
        if not self.full:
            self.full = True
            sentence = _("There are more than {limit} values of one kind here; the rest was left out.")
            self.trouble(self.line, sentence, limit=limit)

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

    def has_details(self) -> bool:
        """Whether there is anything to keep although there is no name."""
        kept = (self.addresses, self.address_labels, self.notes, self.extra, self.birthday, self.photo)
        return any(kept)

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
