"""From the row of a sheet to a contact, by the fields of its columns."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from app.domain.partners import Kind, Status, fold
from app.exchange.cleaning import clean, is_email, label_of, one_line
from app.exchange.contact import MAX_POINTS, Contact, Grouped
from app.exchange.conventions import DateColumn
from app.exchange.csv_records import Record
from app.exchange.drafts import PARTICULARS, Address, PersonDraft, Point
from app.exchange.lists import separated
from app.i18n import _

_EMAIL_SEPARATORS: Final = re.compile(r":::|[;,\s]")
_PHONE_SEPARATORS: Final = re.compile(r":::|[;\n]")
_TAG_SEPARATORS: Final = re.compile(r":::|[;,|\n]")
_GUARDED: Final = re.compile(r"'+[=+\-@\t\r]")
_REPEATED: Final = 200
"""Characters of a cell that may well be the same in other rows, and is worth remembering."""
_LABEL_NOISE: Final = re.compile(r"^\*\s*")


class Step(NamedTuple):
    """What to do with the cell in ``column``: its field, slot and the words of its header."""

    column: int
    kind: str
    slot: str
    header: str


def plan(header: Sequence[str], fields: Sequence[str]) -> list[Step]:
    """The steps for a sheet. Columns of the other program's own bookkeeping (``-``) have none."""
    steps = []
    for index, (name, field) in enumerate(zip(header, fields, strict=True)):
        kind, _colon, slot = (field or "extra").partition(":")
        if kind == "custom":  # among the further values, under a label that tells which field
            steps.append(Step(index, "extra", "", field))
        elif kind != "-":
            steps.append(Step(index, kind, slot, name or _("Column {number}").format(number=index + 1)))
    # Labels first, so that they are known when their values come.
    return sorted(steps, key=lambda step: not step.kind.endswith("_label"))


def unguard(cell: str) -> str:
    """The cell without the apostrophe that kept a spreadsheet from running it as a formula."""
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell


class RowContact(Contact):
    """A contact while its row is read."""

    def __init__(self, line: int, birthdays: DateColumn, listed: bool) -> None:
        super().__init__(line)
        self.birthdays = birthdays
        self.listed = listed
        self.parts: dict[str, str] = {}
        self.labels: dict[str, str] = {}
        self.places: dict[str, dict[str, str]] = {}
        self.streets: dict[str, list[str]] = {}
        self.persons: dict[str, dict[str, str]] = {}
        self.listed_labels: dict[str, str] = {}

    def slot_label(self, kind: str, slot: str) -> str:
        """The label for a value: from the label column of its slot, else the slot itself unless it is a number."""
        if not slot:
            return ""
        found = self.labels.get(f"{kind}:{slot}")
        return found if found is not None else ("" if slot.isdigit() else slot)

    def finish(self) -> Contact:
        """The contact with what was collected over several cells put together."""
        parts = self.parts
        names = tuple(parts.get(key, "") for key in ("family", "given", "middle"))
        if any(names):
            self.name_parts = names
        if "name" in parts:
            self.fn = parts["name"]
        if "organisation" in parts:
            departments = (parts["department"],) if "department" in parts else ()
            self.organisations.insert(0, (parts["organisation"], *departments))
        elif "department" in parts:
            self.keep(parts["department"], _("Department"))
        if "birth_month" in parts:
            self._put_birthday_together()
        else:
            for key in ("birth_year", "birth_day"):
                self.keep(parts.get(key, ""), _("Birthday"))
        self._finish_places()
        self.people += map(_person, self.persons.values())
        for kind, cell in self.listed_labels.items():
            self._label_each(kind, separated(cell))
        return self

    def _finish_places(self) -> None:
        for slot, streets in self.streets.items():
            self.places[slot]["street"] = "\n".join(streets)
        for slot, place in self.places.items():
            self._add_address(slot, place)

    def _label_each(self, kind: str, labels: list[str]) -> None:
        """Give the values of a list the labels of the list beside it; labels without a value are kept."""
        points: list[Grouped] = getattr(self, kind)
        for place, label in enumerate(labels):
            if place < len(points):
                points[place] = points[place]._replace(label=one_line(label))
            else:
                self.keep(label, _("Label"))

    def _put_birthday_together(self) -> None:
        year = self.parts.get("birth_year", "").zfill(4) if "birth_year" in self.parts else "--"
        month, day = self.parts["birth_month"].zfill(2), self.parts.get("birth_day", "").zfill(2)
        self.add_birthday(f"{year}{'' if year == '--' else '-'}{month}-{day}", self.line)

    def _add_address(self, slot: str, place: dict[str, str]) -> None:
        whole = place.pop("address", "")
        if whole and not _words(fold(whole)) <= _words(fold(" ".join(place.values()))):
            if "street" in place:
                self.addresses.append((Address(street=whole, label=self.slot_label("address", slot)), ""))
            else:  # “Address” beside a town is the street
                place["street"] = whole
        if any(place.values()):
            self.addresses.append((Address(label=self.slot_label("address", slot), **place), ""))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def contact_of(record: Record, steps: Sequence[Step], birthdays: DateColumn, listed: bool, guarded: bool) -> Contact:
    """The contact that the record tells of. ``listed`` cells are lists as this program writes them."""
    contact = RowContact(record.line, birthdays, listed)
    cells = record.cells
    count = len(cells)
    for step in steps:
        if step.column >= count:
            continue
        cell = cells[step.column]
        if not cell:
            continue
        text = clean(unguard(cell) if guarded else cell)
        if text:
            _TAKERS[step.kind](contact, text, step)
    return contact.finish()


def _first(contact: RowContact, held: str, text: str, step: Step) -> str:
    """What a field of one value holds after another column of it: the first value; one that differs is kept beside."""
    value = one_line(text)
    if held and held != value:
        contact.keep(text, step.header)
    return held or value


def _part(contact: RowContact, text: str, step: Step) -> None:
    contact.parts[step.kind] = _first(contact, contact.parts.get(step.kind, ""), text, step)


def _values(contact: RowContact, text: str, separators: re.Pattern[str]) -> list[str]:
    parts = separated(text) if contact.listed else separators.split(text)
    found = [part for part in map(str.strip, parts) if part]
    if len(found) > MAX_POINTS:
        contact.overfull()
    return found[:MAX_POINTS]


def _email(contact: RowContact, text: str, step: Step) -> None:
    label = contact.slot_label("email", step.slot)
    for value in _values(contact, text, _EMAIL_SEPARATORS) if text.count("@") > 1 or contact.listed else [text]:
        if contact.listed and is_email(value):  # as it stands in the book, with whatever is before it
            contact.add(contact.emails, value)
        else:
            contact.add_email(value, contact.line, label)


def _phone(contact: RowContact, text: str, step: Step) -> None:
    for value in _values(contact, text, _PHONE_SEPARATORS):
        if contact.listed:
            contact.add(contact.phones, one_line(value))
        else:
            contact.add_phone(value, contact.slot_label("phone", step.slot))


def _website(contact: RowContact, text: str, step: Step) -> None:
    for value in _values(contact, text, _PHONE_SEPARATORS):
        contact.add(contact.websites, one_line(value), contact.slot_label("website", step.slot))


def _place(contact: RowContact, text: str, step: Step) -> None:
    place = contact.places.setdefault(step.slot, {})
    if step.kind == "street":
        contact.streets.setdefault(step.slot, []).append(text)
    elif step.kind == "address" and "address" not in place:
        place["address"] = text
    else:
        value = text.lstrip("'") if step.kind == "postcode" and not contact.listed else text
        place[step.kind] = _first(contact, place.get(step.kind, ""), value, step)


def _label(contact: RowContact, text: str, step: Step) -> None:
    kind = step.kind.removesuffix("_label")
    words = one_line(text if contact.listed else _LABEL_NOISE.sub("", text))
    contact.labels[f"{kind}:{step.slot}"] = words if kind in ("extra", "address") else label_of(words.lower().split())


def _role(contact: RowContact, text: str, step: Step) -> None:
    contact.roles.append(one_line(text))


def _note(contact: RowContact, text: str, step: Step) -> None:
    contact.notes.append(text)


def _tags(contact: RowContact, text: str, step: Step) -> None:
    contact.add_tags(separated(text) if contact.listed else split_tags(text))


def split_tags(text: str) -> tuple[str, ...]:
    """The tags in a cell, without the stars that Google puts before its own."""
    return _known_tags(text) if len(text) <= _REPEATED else _split_tags(text)


def _split_tags(text: str) -> tuple[str, ...]:
    found = (part for part in map(str.strip, _TAG_SEPARATORS.split(text)) if part and part != "* myContacts")
    return tuple(dict.fromkeys(tag for part in found if (tag := one_line(_LABEL_NOISE.sub("", part)))))


_known_tags = lru_cache(maxsize=4096)(_split_tags)


def _birthday(contact: RowContact, text: str, step: Step) -> None:
    day = contact.birthdays.read(text)
    written = day.isoformat() if day else text
    if contact.birthday and contact.birthday != written:
        contact.keep(text, step.header)
    contact.add_birthday(written, contact.line)


def _nickname(contact: RowContact, text: str, step: Step) -> None:
    contact.nicknames.append(one_line(text))


def _kept(contact: RowContact, text: str, step: Step) -> None:
    contact.keep(text, contact.labels.get(f"extra:{step.slot}") or step.header)


def _kind(contact: RowContact, text: str, step: Step) -> None:
    try:
        found = Kind(fold(text))
        contact.partner_kind = Kind(_first(contact, contact.partner_kind or "", found, step))
    except ValueError:
        _unknown_choice(contact, text, step)


def _status(contact: RowContact, text: str, step: Step) -> None:
    try:
        found = Status(fold(text))
        contact.status = Status(_first(contact, contact.status or "", found, step))
    except ValueError:
        _unknown_choice(contact, text, step)


def _unknown_choice(contact: RowContact, text: str, step: Step) -> None:
    contact.keep(text, step.header)
    sentence = _("“{value}” is not known in “{column}”; it is kept among the further values.")
    contact.trouble(contact.line, sentence, value=text[:80], column=step.header)


def _code(contact: RowContact, text: str, step: Step) -> None:
    contact.code = _first(contact, contact.code, text, step)


def _tier(contact: RowContact, text: str, step: Step) -> None:
    contact.tier = _first(contact, contact.tier, text, step)


def _uid(contact: RowContact, text: str, step: Step) -> None:
    contact.uid = contact.uid or one_line(text)[:200]


def _other(contact: RowContact, text: str, step: Step) -> None:
    for value in _values(contact, text, _PHONE_SEPARATORS):
        contact.add(contact.others, one_line(value))


def _labels(contact: RowContact, text: str, step: Step) -> None:
    contact.listed_labels[step.kind.removesuffix("_labels") + "s"] = text


def _particular(contact: RowContact, text: str, step: Step) -> None:
    name = step.kind.removeprefix("partner_")
    contact.particulars[name] = _first(contact, contact.particulars.get(name, ""), text, step)


def _partner(contact: RowContact, text: str, step: Step) -> None:
    contact.partner_name = _first(contact, contact.partner_name, text, step)


def _person_part(contact: RowContact, text: str, step: Step) -> None:
    parts = contact.persons.setdefault(step.slot, {})
    if parts.setdefault(step.kind, text) != text:
        contact.keep(text, step.header)


def _person(parts: dict[str, str]) -> PersonDraft:
    def points(kind: str) -> tuple[Point, ...]:
        values = [one_line(part) for part in separated(parts.get(kind, ""))]
        labels = [one_line(part) for part in separated(parts.get(f"{kind}_labels", ""))]
        labels += [""] * (len(values) - len(labels))
        return tuple(Point(value, label) for value, label in zip(values, labels, strict=False) if value)

    return PersonDraft(
        name=one_line(parts.get("person", "")),
        given=one_line(parts.get("person_given", "")),
        family=one_line(parts.get("person_family", "")),
        role=one_line(parts.get("person_role", "")),
        emails=points("person_email"),
        phones=points("person_phone"),
        birthday=parts.get("person_birthday", ""),
        notes=parts.get("person_notes", ""),
        websites=points("person_website"),
        others=points("person_other"),
        uid=one_line(parts.get("person_uid", ""))[:200],
    )


_LISTED: Final = ("email", "phone", "website", "other")
Taker = Callable[[RowContact, str, Step], None]
_TAKERS: Final[dict[str, Taker]] = {
    **dict.fromkeys(("given", "family", "middle", "name", "birth_year", "birth_month", "birth_day"), _part),
    **dict.fromkeys(("organisation", "department"), _part),
    **dict.fromkeys(("street", "city", "region", "postcode", "country", "address"), _place),
    **dict.fromkeys(("email_label", "phone_label", "website_label", "address_label", "extra_label"), _label),
    **dict.fromkeys(("extra", "prefix", "suffix"), _kept),
    **dict.fromkeys(
        ("person", "person_given", "person_family", "person_role", "person_email", "person_phone"), _person_part
    ),
    **dict.fromkeys(("person_birthday", "person_notes", "person_website", "person_other", "person_uid"), _person_part),
    **dict.fromkeys((f"person_{kind}_labels" for kind in _LISTED), _person_part),
    **dict.fromkeys((f"{kind}_labels" for kind in _LISTED), _labels),
    **dict.fromkeys((f"partner_{name}" for name in PARTICULARS), _particular),
    "other": _other,
    "email": _email,
    "phone": _phone,
    "website": _website,
    "role": _role,
    "notes": _note,
    "tags": _tags,
    "birthday": _birthday,
    "nickname": _nickname,
    "kind": _kind,
    "status": _status,
    "code": _code,
    "tier": _tier,
    "uid": _uid,
    "partner": _partner,
}

FIELDS: Final = frozenset(_TAKERS) | {"-", "custom"}
"""The fields that a mapping may name, each perhaps with ``:slot``; for one of the user's own that is its uid."""
