"""vCard 2.1, 3.0 and 4.0: a file of one card or of thousands becomes drafts, card by card.

Cards are read as a stream. A card without an end, one inside another, lines that are none: each is mended or named in
a problem, and never takes another card with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from app.exchange.drafts import Problem
from app.exchange.encodings import SAMPLE_BYTES, detect, known, open_text
from app.exchange.vcard_card import Card
from app.exchange.vcard_lines import Head, Property, properties
from app.exchange.vcard_values import text_of, unescape
from app.i18n import _

_MAX_DEPTH: Final = 32
_MAX_DOUBTFUL: Final = 8
_CARD: Final = re.compile(r"\s*VCARD", re.IGNORECASE)
_AGENT_INSIDE: Final = re.compile(r"\s*BEGIN:VCARD", re.IGNORECASE)
_DECLARED: Final = re.compile(rb"CHARSET=\"?([\w:.-]+)", re.IGNORECASE)


@dataclass(slots=True)
class _Open:
    """A card without its end yet. ``doubtful`` are finished cards that began inside: its own, or its successors."""

    card: Card
    agent: bool
    doubtful: list[Card] = field(default_factory=list)


def file_encoding(file: BinaryIO) -> tuple[str, str]:
    """The encoding of the file, and the one in which to read what is not valid in it. Rewinds ``file``."""
    file.seek(0)
    sample = file.read(SAMPLE_BYTES)
    file.seek(0)
    found = detect(sample)
    if found.startswith(("utf-16", "utf-32")):
        return found, "cp1252"
    declared = {known(name.decode("ascii", "replace")) for name in _DECLARED.findall(sample)} - {"", "utf-8"}
    if len(declared) == 1:
        fallback = declared.pop()
    else:
        fallback = "cp1252" if found.startswith("utf-8") else found
    return ("utf-8-sig" if found == "utf-8-sig" else "utf-8"), fallback


class CardReader:
    """The cards of a file, one after the other; ``problems`` are the troubles outside of any card."""

    def __init__(self, file: BinaryIO, encoding: str = "", fallback: str = "cp1252") -> None:
        if not encoding:
            encoding, fallback = file_encoding(file)
        self.fallback = fallback
        self.problems: list[Problem] = []
        self._text = open_text(file, encoding)
        self._open: list[_Open] = []
        self._agent_announced = False
        self._stray: tuple[int, int] | None = None

    def __iter__(self) -> Iterator[Card]:
        for found in properties(self._text):
            head = found.head
            name = head.name if head else ""
            if name == "BEGIN" and _CARD.match(found.value):
                yield from self._begin(found.line)
            elif name == "END" and _CARD.match(found.value):
                yield from self._end()
            elif self._open:
                self._property(found)
            elif name == "AGENT" and _AGENT_INSIDE.match(found.value):
                yield from self._begin(found.line)
            else:
                self._outside(found.line)
        self._report_stray()
        yield from self._settle()
        self._text.detach()

    def _begin(self, line: int) -> Iterator[Card]:
        self._report_stray()
        if len(self._open) >= _MAX_DEPTH:
            yield from self._settle()
        self._open.append(_Open(Card(line), self._agent_announced))
        self._agent_announced = False

    def _end(self) -> Iterator[Card]:
        if not self._open:
            return
        closed = self._open.pop()
        _adopt(closed)
        if not self._open:
            yield closed.card
        elif closed.agent:
            _keep_agent(self._open[-1].card, closed.card)
        else:
            self._open[-1].doubtful.append(closed.card)
            if len(self._open[-1].doubtful) > _MAX_DOUBTFUL:
                yield from self._settle()

    def _property(self, found: Property) -> None:
        current = self._open[-1]
        if current.doubtful:
            _adopt(current)
        card, head = current.card, found.head
        if head is None:
            if not found.value.lstrip().startswith("#"):
                card.trouble(
                    found.line, _("“{text}” is not a line of a card; it was left out."), text=_shown(found.value)
                )
            return
        if head.name == "AGENT":
            self._agent(card, head, found)
            return
        if found.cut:
            card.trouble(found.line, _("The value of {name} is too long; only its beginning is kept."), name=head.name)
        raw = head.base64 and head.name in ("PHOTO", "LOGO", "SOUND", "KEY")
        card.take(head, found.value if raw else text_of(head, found.value, self.fallback), found.line)

    def _agent(self, card: Card, head: Head, found: Property) -> None:
        """The card of an assistant: on lines of its own that follow, or escaped inside the value."""
        if not found.value.strip() or (_AGENT_INSIDE.match(found.value) and "\\n" not in found.value):
            self._agent_announced = True
            if found.value.strip():
                self._open.append(_Open(Card(found.line), True))
                self._agent_announced = False
        else:
            inside = unescape(text_of(head, found.value, self.fallback))
            names = re.findall(r"(?mi)^(?:FN|TEL|EMAIL)[^:\n]*:(.*)$", inside)
            card.keep(", ".join(name.strip() for name in names) or inside[:200], _("Agent"))

    def _settle(self) -> Iterator[Card]:
        """Close what is open: the ends are missing, so what began inside stands on its own."""
        for unfinished in self._open:
            if not unfinished.agent:
                unfinished.card.trouble(
                    unfinished.card.line, _("This card has no end; it was read up to the next one.")
                )
            yield unfinished.card
            yield from unfinished.doubtful
        self._open.clear()

    def _outside(self, line: int) -> None:
        self._stray = (self._stray[0] if self._stray else line, line)

    def _report_stray(self) -> None:
        if self._stray:
            first, last = self._stray
            if first == last:
                sentence = _("Line {first} stands outside of any card; it was left out.")
            else:
                sentence = _("Lines {first} to {last} stand outside of any card; they were left out.")
            self.problems.append(Problem(first, sentence.format(first=first, last=last)))
            self._stray = None


def _adopt(holder: _Open) -> None:
    """More of the holder came after the cards inside it, so they are its own."""
    for card in holder.doubtful:
        _keep_agent(holder.card, card)
    holder.doubtful.clear()


def _keep_agent(card: Card, agent: Card) -> None:
    parts = [agent.display_name(), *(item.value for item in (*agent.emails, *agent.phones))]
    words = ", ".join(part for part in parts if part)
    card.keep(words, _("Agent"))


def _shown(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")[:60]
