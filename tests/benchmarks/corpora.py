"""How far the importers agree with independent parsers on files that other programs wrote, by where the files are from.

``PARTNERBOOK_CORPORA=FOLDER python -m tests.benchmarks.corpora`` prints, for each source, how many values were compared,
how many agree, and the longest time that a file took; then the files that could not be read at all. Goals: 100 % of
cards with expectations, no file over 5 seconds.
"""

from __future__ import annotations

import os
import sys
import time
from collections import defaultdict
from pathlib import Path

from app.domain.errors import UserError
from app.exchange.contacts import read_contacts
from tests.exchange import agreement

FOLDERS = ("vcard", "csv", "hostile", "sales")


def source_of(path: str) -> str:
    """The folder that a file is from: ``vcard/mangstadt_ez-vcard``."""
    return "/".join(path.split("/")[:2])


def main(corpora: Path) -> None:
    """Compare, time, and print."""
    agreed: dict[str, list[bool]] = defaultdict(list)
    disagreeing: list[agreement.Comparison] = []
    for each in (*agreement.cards(corpora), *agreement.sheets(corpora)):
        if each.path in agreement.MISREAD_BY_OTHERS:
            continue
        agreed[source_of(each.path)].append(each.agrees)
        if not each.agrees:
            disagreeing.append(each)
    longest: dict[str, float] = defaultdict(float)
    refused: dict[str, int] = defaultdict(int)
    files = (path for folder in FOLDERS for path in (corpora / folder).rglob("*") if path.is_file())
    for path in sorted(files):
        source = source_of(path.relative_to(corpora).as_posix())
        began = time.perf_counter()
        try:
            read_contacts(path)
        except UserError:
            refused[source] += 1
        longest[source] = max(longest[source], time.perf_counter() - began)
    print(f"{'source':<48}{'values':>8}{'agree':>8}{'score':>9}{'refused':>9}{'longest':>10}")
    for source in sorted({*agreed, *longest}):
        values = agreed[source]
        score = f"{sum(values) / len(values):9.1%}" if values else "        –"
        print(
            f"{source:<48}{len(values):>8}{sum(values):>8}{score}{refused[source]:>9}{longest[source] * 1000:>7.0f} ms"
        )
    values = [value for each in agreed.values() for value in each]
    print(f"{'all':<48}{len(values):>8}{sum(values):>8}{sum(values) / max(1, len(values)):9.1%}")
    for each in disagreeing:
        print(f"{each.path} {each.field}: expected {each.expected!r}, found {each.found!r}")


if __name__ == "__main__":
    if not os.environ.get("PARTNERBOOK_CORPORA"):
        sys.exit("PARTNERBOOK_CORPORA is not set: it names the folder of contact files exported by other programs")
    main(Path(os.environ["PARTNERBOOK_CORPORA"]))
