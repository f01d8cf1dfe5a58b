"""Files made to be slow: whatever stands in them, they take about as long as honest ones of their size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.exchange.honest import assert_reads_as_fast_as_honest_files


def card(inside: bytes) -> bytes:
    return b"BEGIN:VCARD\nFN:Ada\n" + inside + b"\nEND:VCARD\n"


CARDS: Final = {
    "one long value": card(b"NOTE:" + b"x" * (24 << 20)),
    "many folded lines": card(b"NOTE:" + b"\n x" * 400_000),
    "many values of one kind": card(b"TEL:1\n" * 200_000),
    "many escapes": card(b"FN:" + b"\\;" * 500_000 + b"\nORG:" + b"\\;" * 500_000),
    "never an end": b"BEGIN:VCARD\n" * 100_000,
    "many different roles": card(b"\n".join(b"ROLE:r%d" % n for n in range(30_000))),
    "many different tags": card(b"CATEGORIES:" + b",".join(b"r%d" % n for n in range(30_000))),
    "a head without end": card(b'X;a="b"' + b"x" * 1_000_000 + b":1"),
    "an address of data without data": card(b"PHOTO:data:a" + b";a" * 1_000_000),
    "soft line ends": card(b"NOTE;ENCODING=QUOTED-PRINTABLE:" + b"=\n" * 500_000),
}
REOPENED: Final = b'a"b,"' + b"x" * 60 + b"\n"
"""A line that, begun inside quotes or outside of them, ends inside."""

SHEETS: Final = {
    "only quotes": b'"' * 3_000_000,
    "a quote never closed": b'Name,E-mail\n"' + b"a@x.example,\n" * 50_000,
    "a quote in every line": b"Name\n" + b'"a\n' * 20_000,
    "every line opens a quote": b"Name,x\n" + REOPENED * 40_000,
    "every line opens a quote until one closes all": b"Name,x\n" + (REOPENED * 1_990 + b'"\n') * 20,
    "a million columns": b"a," * 1_000_000,
    "a row of a million cells": b"Name,x\nAda,1\nBob,2\n" + b"a," * 1_000_000 + b"\n",
    "one long cell": b"Name,E-mail\n" + b"a" * 5_000_000 + b",b\n",
    "one long line without cells": b"Name,E-mail\n" + b"a" * 9_000_000,
    "bytes that are no text": b"Name,x\n" + b"\xff\xfe a\xc3\n" * 50_000,
    "zero bytes": b"Name,x\n" + b"a\0b,c\n" * 50_000,
    "nearly a date": b"Name,Date\n" + b"1 " * 500_000 + b",2\n",
    "blanks in dates": b"Name,Date,Birthday\nAda,1" + b" " * 50_000 + b"x,1" + b" " * 50_000 + b"x\n",
    "digits, then a letter": b"1" * 50_000 + b"x,b\n",
    "digits in a header, then a letter": b"a," + b"1" * 50_000 + b"x\nb,c\n",
    "signs of an address": b'"' + b"@" * 50_000 + b'\n",b\n',
    "signs of a path": b'"1' + b"/" * 50_000 + b'\n",b\n',
    "blanks in a phone number": b"Name,Phone\nAda,1" + b" " * 50_000 + b"2\n",
    "blanks in a website": b"Name,Website\nAda,1" + b" " * 50_000 + b"2\n",
    "blanks in tags": b"Name,Tags\nAda,1" + b" " * 50_000 + b"2\n",
    "many different tags": b'Name,Tags\nAda;,"' + b",".join(b"%d" % n for n in range(60_000)) + b'"\n',
    "many addresses in a cell": b'Name,E-mail\nAda,"' + b",".join(b"a@%d" % n for n in range(60_000)) + b'"\n',
    "dots after an at sign": b"Name,x\nAda,a@" + b"." * 50_000 + b"@\n",
    "a long amount": b"Name,Date,Amount\nAda,1.1.2020," + b"1" * 200_000 + b"\n",
    "many lines of one street": b"Name" + b",Street" * 9_000 + b"\nAda" + (b"," + b"a" * 99) * 9_000 + b"\n",
}


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        *(pytest.param(data, ".vcf", id=f"cards: {name}") for name, data in CARDS.items()),
        *(pytest.param(data, ".csv", id=f"sheet: {name}") for name, data in SHEETS.items()),
    ],
)
def test_files_made_to_be_slow_are_not(data: bytes, ending: str, written: Callable[..., Path]) -> None:
    assert_reads_as_fast_as_honest_files([written(data, "hostile" + ending)])
