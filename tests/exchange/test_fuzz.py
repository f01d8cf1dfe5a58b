"""An enemy's files: whatever the bytes, an importer answers in a sentence, loses no record and keeps its sums."""

from __future__ import annotations

import io
import random
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from app.domain.errors import UserError
from app.exchange.contacts import read_contacts
from app.exchange.deals import read_referrals, read_sales

PIECES = st.sampled_from(
    [
        b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b"begin:vcard\n", b"END:VCARD", b"VERSION:2.1\n", b"VERSION:4.0\n",
        b"FN:Ada\n", b"FN;CHARSET=SHIFT_JIS:\x94\x5c\n", b"N:;;;;\n", b"N:a\\;b;c\n", b"AGENT:\n", b"AGENT:BEGIN:VCARD\n",
        b"EMAIL:a@x.example\n", b"EMAIL;:@\n", b"TEL;TYPE=\"a:b:1\n", b"item1.X-ABLabel:_$!<\n", b"ADR:;;\n", b"x\n",
        b"NOTE;ENCODING=QUOTED-PRINTABLE:=\n", b"=\n", b" \n", b"\t=C3\n", b"PHOTO;ENCODING=b:////\n", b"BDAY:--0230\n",
        b"ORG:;;\n", b"URL:\\\n", b"\xff\xfe", b"\0", b"\r", b'"', b"=E4=", b"CATEGORIES:,,\\,\n", b"KIND:org\n",
    ]
)  # fmt: skip
CELLS = st.sampled_from(
    ["Name", "E-mail", "Birthday", "a@x.example", '"', '""', "'=1", "1.2.2020", "", " ", "\n", "\r\n", "\0", "ü", ";", ",",
     "\t", "First Name", "Last Name", "Record ID", "Email", "=1+1", "5,00 €", "-", "Amount", "Date", "Customer", "\x1a"]
)  # fmt: skip


def answered(data: bytes, name: str) -> int:
    """Read ``data`` by every door; the number of records read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        count = 0
        doors = (read_contacts,) if name.endswith(".vcf") else (read_contacts, read_referrals, read_sales)
        for door in doors:
            try:
                result = door(path)
            except UserError:
                continue
            assert result.read == len(result.drafts) + result.kept_out
            assert len(result.problems) >= result.kept_out
            for draft in result.drafts:
                repr(draft).encode("utf-8")
            count = max(count, result.read)
        return count


@given(st.binary(max_size=600))
def test_any_bytes_as_cards(data: bytes) -> None:
    answered(data, "x.vcf")


@given(st.binary(max_size=600))
def test_any_bytes_as_a_sheet(data: bytes) -> None:
    answered(data, "x.csv")


@given(st.lists(PIECES | st.binary(max_size=6), max_size=40).map(b"".join))
@example(b"BEGIN:VCARD\n" * 100)
@example(b"BEGIN:VCARD\nFN:A\nEND:VCARD\n" * 3 + b"BEGIN:VCARD\n")
def test_broken_cards_never_cost_a_whole_one(data: bytes) -> None:
    answered(data, "x.vcf")
    before = b"BEGIN:VCARD\nFN:Whole\nEND:VCARD\n"
    assert answered(before + data, "x.vcf") >= 1


@given(st.lists(CELLS, max_size=60).map("".join), st.sampled_from(["utf-8", "utf-16", "cp1252", "utf-16-le"]))
def test_broken_sheets(text: str, encoding: str) -> None:
    answered(text.encode(encoding, "replace"), "x.csv")


@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_damaged_workbooks(chance: random.Random) -> None:
    data = bytearray(_workbook())
    for _ in range(chance.randint(1, 30)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    answered(bytes(data[: chance.randint(1, len(data))] if chance.random() < 0.3 else data), "x.xlsx")


@cache
def _workbook() -> bytes:
    """Made once: a workbook carries the moment it was made, and drawing from it must come out the same each time."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Name", "E-mail"], ["Ada", "ada@x.example"], ["Bob", 5]):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"\0" * (64 << 20))
    with pytest.raises(UserError) as refused:
        read_contacts(path)
    assert refused.value.code == "workbook_too_large"


def test_entities_in_a_workbook_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "entities.xlsx"
    with zipfile.ZipFile(io.BytesIO(_workbook())) as whole, zipfile.ZipFile(path, "w") as package:
        for part in whole.namelist():
            text = whole.read(part)
            if part.endswith("sheet1.xml"):
                text = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + text
            package.writestr(part, text)
    with pytest.raises(UserError) as refused:
        read_contacts(path)
    assert refused.value.code == "workbook_unreadable"


def test_mutated_real_files(corpora: Path) -> None:
    chance = random.Random(7)
    paths = sorted(p for kind in ("vcard", "csv") for p in (corpora / kind).rglob("*") if p.is_file())
    small = [path for path in paths if 0 < path.stat().st_size < 20_000 and path.suffix in (".vcf", ".csv", ".xlsx")]
    for path in chance.sample(small, 150):
        data = bytearray(path.read_bytes())
        for _ in range(chance.randint(1, 12)):
            place = chance.randrange(len(data))
            match chance.randrange(4):
                case 0:
                    data[place] = chance.randrange(256)
                case 1:
                    del data[place : place + chance.randrange(40)]
                case 2:
                    data[place:place] = data[: chance.randrange(60)]
                case _:
                    data[place:place] = chance.choice(
                        [b'"', b"\n", b"\0", b"=", b";", b"BEGIN:VCARD\n", b"\xff", b"\\"]
                    )
            data = data or bytearray(b"x")
        answered(bytes(data), "x" + path.suffix)
