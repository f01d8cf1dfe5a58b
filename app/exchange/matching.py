"""What to do with each draft: add it, merge it into a partner that is known, or skip it when nothing in it is new.

Pure and linear: the book is given as an index of its keys, and every draft is looked up by its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from app.exchange.alike import Alike
from app.exchange.drafts import PARTICULARS, PartnerDraft
from app.exchange.keys import email_key, folded, host_key, name_key, phone_key
from app.exchange.progress import many_records
from app.i18n import _


class Choice(StrEnum):
    ADD = "add"
    MERGE = "merge"
    SKIP = "skip"


@dataclass(slots=True)
class Known:
    """The partners of the book by their keys, each key to the id of a partner.

    The keys are those of ``keys_of``. ``values`` holds for each partner all that it says (``values_of``), to tell
    whether a draft brings anything new; a partner without an entry there is never skipped, only merged.
    ``region`` is the country (ISO 3166 code) of phone numbers written without one; without it they are compared by
    their digits.
    """

    region: str = ""
    emails: dict[str, int] = field(default_factory=dict)
    phones: dict[str, int] = field(default_factory=dict)
    hosts: dict[str, int] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    uids: dict[str, int] = field(default_factory=dict)
    values: dict[int, set[str]] = field(default_factory=dict)
    alike: Alike = field(default_factory=Alike)
    called: dict[int, str] = field(default_factory=dict)

    def remember(self, draft: PartnerDraft, partner: int) -> None:
        """Index a partner given as a draft; keys that are taken stay with the first."""
        self.index(keys_of(draft, self.region), partner)
        self.values.setdefault(partner, set()).update(values_of(draft, self.region))
        if draft.organisation:
            self.name(partner, draft.name)

    def name(self, partner: int, name: str) -> None:
        """Propose ``partner`` for drafts of a like name from now on."""
        self.alike.add(partner, name)
        self.called.setdefault(partner, name)

    def index(self, keys: Keys, partner: int) -> None:
        """Find ``partner`` by ``keys`` from now on."""
        for index, found in zip(self._indexes(), keys, strict=True):
            for key in found:
                index.setdefault(key, partner)

    def _indexes(self) -> tuple[dict[str, int], ...]:
        return (self.uids, self.codes, self.emails, self.phones, self.people, self.names, self.hosts)

    def find(self, keys: Keys) -> tuple[int, str] | None:
        """The partner that shares a key, the surest kind of key first, and why in words."""
        for place, (index, found) in enumerate(zip(self._indexes(), keys, strict=True)):
            for key in found:
                partner = index.get(key)
                if partner is not None:
                    return partner, _reason(place).format(key=key.partition("\n")[0])
        return None


def _reason(place: int) -> str:
    """Why two are the same, by the place of their common key in ``Keys``."""
    return (
        _("the same record number “{key}”"),
        _("the same code {key}"),
        _("the same e-mail address {key}"),
        _("the same phone number {key}"),
        _("the same person at the same partner"),
        _("the same name"),
        _("the same website {key}"),
    )[place]


class Keys(NamedTuple):
    """By what a draft can be found again."""

    uids: tuple[str, ...]
    codes: tuple[str, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    people: tuple[str, ...]
    names: tuple[str, ...]
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to do with ``draft``.

    ``partner`` is the id to merge into; for a duplicate within the file it is None and ``same_as`` is the place of the
    earlier draft in the list. An addition may have one of them too: what it could be merged with because the names are
    alike, which is no reason to do so unasked; ``why`` says so, and is otherwise empty for an addition.
    """

    draft: PartnerDraft
    choice: Choice
    partner: int | None = None
    same_as: int | None = None
    why: str = ""


def propose(drafts: Sequence[PartnerDraft], known: Known) -> list[Proposal]:
    """A proposal for each draft, in order; nothing is changed in ``known``."""
    with many_records():
        return _propose(drafts, known, known.region)


def _propose(drafts: Sequence[PartnerDraft], known: Known, region: str) -> list[Proposal]:
    within = Known()
    proposals = []
    for place, draft in enumerate(drafts):
        keys = keys_of(draft, region)
        in_book = known.find(keys)
        if in_book:
            partner, why = in_book
            choice = _merge_or_skip(draft, known.values.get(partner), region)
            proposals.append(Proposal(draft, choice, partner, None, why))
            continue
        in_file = within.find(keys)
        if in_file and _are_two(draft, drafts[in_file[0]]):
            in_file = None
        if in_file:
            first, why = in_file
            values = within.values.setdefault(first, set(values_of(drafts[first], region)))
            choice = _merge_or_skip(draft, values, region)
            values.update(values_of(draft, region))
            words = _("{why}, as in line {line}").format(why=why, line=drafts[first].source_line)
            proposals.append(Proposal(draft, choice, None, first, words))
        else:
            proposals.append(_addition(draft, known, within))
            if draft.organisation:
                within.name(place, draft.name)
        within.index(keys, in_file[0] if in_file else place)
    return proposals


def _are_two(draft: PartnerDraft, earlier: PartnerDraft) -> bool:
    """Whether both come from one book, where they are two partners whatever they have in common."""
    uid, other = draft.particulars.uid, earlier.particulars.uid
    return bool(uid and other and uid != other)


def _addition(draft: PartnerDraft, known: Known, within: Known) -> Proposal:
    """An addition, with the partner or earlier draft of the likest name, where there is one."""
    if draft.organisation:
        for index in (known, within):
            likest = max(index.alike.like(draft.name), key=lambda found: (found[1], -found[0]), default=None)
            if likest is not None:
                partner = likest[0] if index is known else None
                same_as = likest[0] if index is within else None
                why = _("a name like “{name}”").format(name=index.called[likest[0]])
                return Proposal(draft, Choice.ADD, partner, same_as, why)
    return Proposal(draft, Choice.ADD)


def _merge_or_skip(draft: PartnerDraft, values: set[str] | None, region: str) -> Choice:
    return Choice.SKIP if values is not None and values.issuperset(values_of(draft, region)) else Choice.MERGE


def keys_of(draft: PartnerDraft, region: str = "") -> Keys:
    """The keys of a draft. A person alone is found neither by name nor by phone only: two people may share both."""
    people = draft.people
    organisation = bool(draft.organisation) or not people
    name = name_key(draft.name)
    names = [name_key(person.name) for person in people]
    phones = [key for phone in draft.all_phones() if (key := phone_key(phone, region))]
    named_phones = [f"{phone}\n{person}" for phone in phones for person in {name, *names}]
    return Keys(
        tuple(filter(None, (draft.particulars.uid, draft.uid, *(person.uid for person in people)))),
        (draft.code.upper(),) if draft.code else (),
        tuple([email_key(email) for email in draft.all_emails()]),
        (*phones, *named_phones) if organisation else tuple(named_phones),
        tuple([f"{person}\n{name}" for person in names]) if organisation else (),
        (name,) if organisation and name else (),
        tuple([key for point in draft.websites if (key := host_key(point.value))]) if organisation else (),
    )


HAS_PICTURE: Final = "picture"
"""Among the values of a draft or partner: a picture is new where there is none."""
_COMPARED: Final = tuple(name for name in PARTICULARS if name not in ("uid", "source"))


def values_of(draft: PartnerDraft, region: str = "") -> list[str]:
    """All that the draft says, folded, for telling whether it says anything new."""
    values = ["name:" + name_key(draft.name)]
    values += ["email:" + email_key(email) for email in draft.all_emails()]
    values += ["phone:" + (phone_key(phone, region) or folded(phone)) for phone in draft.all_phones()]
    values += ["website:" + folded(point.value) for point in draft.websites]
    values += ["address:" + folded(" ".join(address.lines())) for address in draft.addresses]
    values += ["tag:" + folded(tag) for tag in draft.tags]
    values += ["other:" + folded(point.value) for point in draft.others]
    values += ["extra:" + folded(point.value) for point in draft.extra]
    values += [f"{name}:{folded(value)}" for name in _COMPARED if (value := getattr(draft.particulars, name))]
    values += [f"field:{held.field}:{folded(held.value)}" for held in draft.custom]
    if draft.notes:
        values.append("notes:" + folded(draft.notes))
    if draft.photo is not None or any(person.photo is not None for person in draft.people):
        values.append(HAS_PICTURE)
    for person in draft.people:
        values.append("person:" + folded(person.name))
        values += ["website:" + folded(point.value) for point in person.websites]
        values += ["other:" + folded(point.value) for point in person.others]
        if person.role:
            values.append("role:" + folded(person.role))
        if person.birthday:
            values.append("birthday:" + person.birthday)
        if person.notes:
            values.append("notes:" + folded(person.notes))
    return values
