"""Honest files, to tell by them whether a hostile one is slow."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Final

from app.domain.errors import UserError
from app.exchange.contacts import read_contacts
from app.exchange.deals import read_referrals, read_sales
from tests.effort import assert_at_most, seconds

CARDS: Final = b"BEGIN:VCARD\nFN:Ada Lovelace\nEMAIL:ada@x.example\nEND:VCARD\n" * 1_600
ROWS: Final = b"Name,E-mail,Amount,Date\n" + b"Ada Lovelace,ada@x.example,5.00,1.2.2020\n" * 2_400
AT_MOST: Final = 12
"""Times as long as an honest file of as much. Rows in which everything is wrong take four times as long."""


def assert_reads_as_fast_as_honest_files(paths: Iterable[Path]) -> None:
    """Reading each of the files takes a time that goes with its bytes and lines, as for honest cards or rows."""
    with tempfile.TemporaryDirectory() as folder:
        honest = {True: Path(folder) / "honest.vcf", False: Path(folder) / "honest.csv"}
        honest[True].write_bytes(CARDS)
        honest[False].write_bytes(ROWS)
        usual = {cards: seconds(partial(_read, path)) for cards, path in honest.items()}
        for path in paths:
            cards = path.suffix == ".vcf"
            allowed = AT_MOST * max(1.0, _amount(path.read_bytes()) / _amount(honest[cards].read_bytes()))
            if seconds(partial(_read, path)) > allowed * usual[cards]:
                assert_at_most(allowed, partial(_read, path), partial(_read, honest[cards]), path.name)


def _amount(data: bytes) -> int:
    """How much there is to do: a line costs about as much as forty bytes in one."""
    return len(data) + 40 * data.count(b"\n")


def _read(path: Path) -> None:
    """Read the file by every door there is for it."""
    for door in (read_contacts,) if path.suffix == ".vcf" else (read_contacts, read_referrals, read_sales):
        try:
            door(path)
        except UserError:
            continue
