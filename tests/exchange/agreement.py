"""How far the importers agree with what independent parsers say is in real files."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.exchange.csv_records import dialect_of, records
from app.exchange.drafts import PartnerDraft
from app.exchange.landing import draft_of
from app.exchange.vcard import CardReader

MISREAD_BY_OTHERS = frozenset({"csv/data-liberation-front_csvlint.rb/inconsistent-line-endings-unquoted.csv"})
"""Its expectation joins two lines into one record of five cells; every line of it is a record of three."""


@dataclass(frozen=True)
class Comparison:
    """One value of one file: what is expected, and what was read."""

    path: str
    field: str
    expected: Any
    found: Any

    @property
    def agrees(self) -> bool:
        return bool(self.expected == self.found)


def cards(corpora: Path) -> Iterator[Comparison]:
    """Every value that ``expect_vcard.json`` names, compared with the card as read and with the draft it becomes."""
    expectations = json.loads((corpora / "expect_vcard.json").read_text(encoding="utf-8"))["expect"]
    for path, expected in expectations.items():
        with (corpora / path).open("rb") as file:
            found = list(CardReader(file))
        if expected["complete"]:
            yield Comparison(path, "count", len(expected["cards"]), len(found))
        for card, wanted in zip(found, expected["cards"], strict=False):
            organisation = list(card.organisations[0]) if card.organisations else None
            as_read = {
                "fn": card.fn or None,
                "emails": multiset(point.value for point in card.emails),
                "phones": multiset(point.value for point in card.phones),
                "org": organisation,
            }
            draft = draft_of(card)
            for field, value in wanted.items():
                wish = multiset(value) if field in ("emails", "phones") else value
                yield Comparison(path, field, wish, as_read[field])
                if draft is not None:
                    yield from _in_draft(path, field, wish, draft)


def _in_draft(path: str, field: str, wish: Any, draft: PartnerDraft) -> Iterator[Comparison]:
    """The same value where it landed; a name that the card does not give may be anything."""
    if field == "fn" and wish is not None:
        names = {draft.name, *(person.name for person in draft.people)}
        yield Comparison(path, "draft fn", True, " ".join(wish.split()) in names)
    elif field in ("emails", "phones"):
        found = draft.all_emails() if field == "emails" else draft.all_phones()
        yield Comparison(path, f"draft {field}", wish, multiset(found))
    elif field == "org":
        yield Comparison(path, "draft org", wish[0] if wish else "", draft.organisation)


def sheets(corpora: Path) -> Iterator[Comparison]:
    """Every value that ``expect_csv.json`` names, compared with the records as read."""
    expectations = json.loads((corpora / "expect_csv.json").read_text(encoding="utf-8"))["expect"]
    for path, expected in expectations.items():
        with (corpora / path).open("rb") as file:
            dialect = dialect_of(file)
            found = list(records(file, dialect, []))
        as_read = {
            "encoding": dialect.encoding,
            "delimiter": dialect.delimiter,
            "nonblank_records": len(found),
            "widths": sorted({len(record.cells) for record in found}),
            "first_record": [cell[:80] for cell in found[0].cells[:60]] if found else [],
        }
        for field, value in as_read.items():
            yield Comparison(path, field, expected[field], value)


def multiset(values: Any) -> Counter[str]:
    """Values for comparing in any order: trimmed, without ``mailto:`` and ``tel:``."""
    return Counter(value.strip().removeprefix("mailto:").removeprefix("tel:") for value in values)
