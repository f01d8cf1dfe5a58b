"""A book of 10,000 partners out to a file of each format and into a new book, compared, with the seconds it took.

``python -m tests.benchmarks.round_trips [PARTNERS]``. The whole book as JSON must be the same byte by byte when it is
exported again; of sheets and cards only what ``docs/round-trips.md`` names may differ. Ends with 1 where more did.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from app.operations import custom_fields, sample
from tests.exchange.rounds import as_files_have_it, cards, taken_in, taken_in_whole, written
from tests.operations.office import Office, new_book, opened

PARTNERS = 10_000


def main(count: int) -> int:
    """Print a line a format; returns how many formats lost something."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder, opened(new_book(Path(folder) / "source.partnerbook")) as source:
        sample.fill(source.store, partners=count)
        began = time.perf_counter()
        whole = written(source, Path(folder) / "whole.json")
        same = taken_in_whole(Path(folder) / "other.partnerbook", whole) == whole.read_bytes()
        failed += _say(".json", count, 0 if same else 1, whole, began)
        wanted = {uid: as_files_have_it(fields) for uid, fields in cards(source).items()}
        for ending in (".csv", ".xlsx", ".vcf"):
            began = time.perf_counter()
            file = written(source, Path(folder) / f"out{ending}")
            path = Path(folder) / "other.partnerbook"
            path.unlink(missing_ok=True)
            with opened(new_book(path)) as other:
                _define_fields(source, other)
                taken_in(other, file)
                found = cards(other)
            differing = sum(found.get(uid) != fields for uid, fields in wanted.items()) + len(
                found.keys() - wanted.keys()
            )
            failed += _say(ending, len(wanted), differing, file, began)
    return failed


def _define_fields(source: Office, other: Office) -> None:
    from app.queries.custom_fields import definitions

    with source.store.read() as session:
        found = definitions(session)
    for each in found:
        other.do("Define", custom_fields.define, each.name, each.kind, list(each.choices))


def _say(ending: str, count: int, differing: int, file: Path, began: float) -> int:
    seconds, size = time.perf_counter() - began, file.stat().st_size / 1e6
    print(f"{ending:6} {count:7,} partners, {differing:5,} differ, {size:6.1f} MB, {seconds:6.1f} s", flush=True)
    return int(differing > 0)


if __name__ == "__main__":
    sys.exit(min(1, main(int(sys.argv[1]) if len(sys.argv) > 1 else PARTNERS)))
