"""To which partner the row of a sheet is credited: by code or coupon, e-mail, or name; doubtful ones are to be asked.

Pure: the book is given as an index. All that the row says of the partner and the
book knows has to lead to the same one; a coupon of the shop's own beside a partner's name does no harm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from app.domain.partners import sort_key
from app.exchange.drafts import PartnerHint
from app.exchange.keys import email_key
from app.i18n import _

ALIKE: Final = 82
"""From this likeness of two names on (of 100, by rapidfuzz's WRatio) one is offered for the other, never taken."""

MOST_OFFERED: Final = 5
COMMON: Final = 2_000
"""A beginning that more names share than this tells nothing."""


class Attribution(NamedTuple):
    """The partner a row is credited to, if it is sure; else those it may be, the likeliest first, and why in words.

    ``asks`` is what the row says of the partner, where that is to be asked.
    """

    partner: int | None
    offered: tuple[int, ...] = ()
    why: str = ""
    asks: str = ""


@dataclass(slots=True)
class Partners:
    """The partners of the book by what a row may say of them; one key may lead to several."""

    names: dict[int, str] = field(default_factory=dict)
    by_code: dict[str, set[int]] = field(default_factory=dict)
    by_email: dict[str, set[int]] = field(default_factory=dict)
    by_name: dict[str, set[int]] = field(default_factory=dict)
    by_person: dict[str, set[int]] = field(default_factory=dict)

    def add(self, partner: int, name: str, code: str) -> None:
        self.names[partner] = name
        self.by_code.setdefault(_code(code), set()).add(partner)
        self.by_name.setdefault(sort_key(name), set()).add(partner)

    def add_code(self, partner: int, code: str) -> None:
        """A further code of a partner that was added."""
        self.by_code.setdefault(_code(code), set()).add(partner)

    def add_person(self, partner: int, name: str) -> None:
        self.by_person.setdefault(sort_key(name), set()).add(partner)

    def add_email(self, partner: int, email: str) -> None:
        self.by_email.setdefault(email_key(email), set()).add(partner)


Answers = Mapping[str, int | None]
"""What was answered for names that were asked, by ``question``: a partner, or none for “nobody in the book”."""


def question(hint: PartnerHint) -> str:
    """What a row says of its partner, as it is asked for: rows that say the same are asked once."""
    return " · ".join(part for part in (hint.name, hint.code, hint.email) if part)


class Attributor:
    """Finds the partner of row after row, remembering what it found."""

    def __init__(self, partners: Partners, answers: Answers | None = None) -> None:
        self._partners = partners
        self._answers = answers or {}
        self._found: dict[PartnerHint, Attribution] = {}

    def of(self, hint: PartnerHint) -> Attribution:
        """Whom a row with this hint is credited to."""
        found = self._found.get(hint)
        if found is None:
            found = self._found[hint] = self._look(hint)
        return found

    def _look(self, hint: PartnerHint) -> Attribution:
        asked = question(hint)
        if asked in self._answers:
            answer = self._answers[asked]
            return Attribution(
                answer, (), "" if answer is not None else _("Nobody in the book brought it, as you said.")
            )
        if not asked:
            return Attribution(None, (), _("The row names no partner."))
        meant = [found for found in self._by_keys(hint) if found]
        if meant:
            everyone = set.union(*meant)
            agreed = set.intersection(*meant)
            if len(agreed) == 1:
                return Attribution(next(iter(agreed)))
            return Attribution(
                None,
                tuple(sorted(everyone))[:MOST_OFFERED],
                _("“{name}” can be {partners}.").format(name=asked, partners=self._named(everyone)),
                asked,
            )
        offered = self._alike(hint.name or hint.code)
        if offered:
            sentence = _("No partner is called “{name}”; is it {partners}?")
            told = sentence.format(name=asked, partners=self._named(offered))
        else:
            told = _("No partner is called “{name}”.").format(name=asked)
        return Attribution(None, offered, told, asked)

    def _by_keys(self, hint: PartnerHint) -> Iterable[set[int] | None]:
        known = self._partners
        if hint.code:
            yield known.by_code.get(_code(hint.code))
        if hint.email:
            yield known.by_email.get(email_key(hint.email))
        if hint.name:
            key = sort_key(hint.name)
            # Other programs put the coupon or code where the name is asked for.
            yield known.by_name.get(key) or known.by_code.get(_code(hint.name)) or known.by_person.get(key)

    def _alike(self, name: str) -> tuple[int, ...]:
        """Partners of a like name or code, the likest first: of those that have a word beginning alike."""
        from rapidfuzz import process
        from rapidfuzz.fuzz import WRatio

        key = sort_key(name)
        near = {known for start in _starts(key) if len(found := self._beginning[start]) <= COMMON for known in found}
        offered: dict[int, float] = {}
        for alike, score, _place in process.extract(key, near, scorer=WRatio, score_cutoff=ALIKE, limit=MOST_OFFERED):
            for partner in {*self._partners.by_name.get(alike, ()), *self._partners.by_code.get(alike, ())}:
                offered[partner] = max(score, offered.get(partner, 0))
        return tuple(sorted(offered, key=lambda partner: (-offered[partner], partner)))[:MOST_OFFERED]

    @cached_property
    def _beginning(self) -> defaultdict[str, set[str]]:
        """Names and codes by how their words begin: a name is compared with a few hundred, not with the whole book."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for known in (*self._partners.by_name, *self._partners.by_code):
            for start in _starts(known):
                found[start].add(known)
        return found

    def _named(self, partners: Iterable[int]) -> str:
        return ", ".join(self._partners.names[partner] for partner in list(partners)[:MOST_OFFERED])


def _starts(key: str) -> set[str]:
    return {word[:3] for word in key.split()}


def _code(text: str) -> str:
    return text.strip().casefold()
