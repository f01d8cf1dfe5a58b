"""A sheet of any columns: whatever they are taken for, every cell is in the draft, or said to be kept out."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.partners import fold
from app.exchange.contacts import read_contacts
from app.exchange.drafts import PartnerDraft, ReadResult
from app.exchange.mapping import guess_mapping

HEADERS = st.sampled_from(
    ["Spalte", "x", "Kontakt", "E-Mail", "Telefon", "Firma", "Ort", "Name", "Vorname", "Nachname", "Land", "Geburtstag",
     "Notiz", "Funktion", "Code", "Tags", "Strasse", "PLZ", "Abteilung", "Spitzname", "Web", "Adresse", "Stufe"]
)  # fmt: skip
CELLS = st.one_of(
    st.just(""),
    st.sampled_from(
        ["ida@ex.example", "otto.kern@firma.example", "+49 30 555 12", "(030) 555-1234", "https://ex.example/a", "www.ex.example",
         "ex.example", "3.4.1990", "1990-04-03", "Ida Berg", "Berg GmbH", "10115", "Göteborg", "日本商事", "12,50", "2019-2020", "x"]
    ),
    st.text(alphabet="abcÅ é字12-@.", min_size=1, max_size=12),
)  # fmt: skip
FIELDS = st.sampled_from(
    ["", "name", "given", "family", "organisation", "role", "email", "phone", "website", "street", "city", "region",
     "postcode", "country", "tags", "notes", "birthday", "kind", "status", "tier", "code", "nickname", "department", "address"]
)  # fmt: skip


@st.composite
def sheets(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    header = draw(st.lists(HEADERS, min_size=2, max_size=7))
    rows = draw(st.lists(st.lists(CELLS, min_size=len(header), max_size=len(header)), min_size=1, max_size=4))
    return header, rows


def words_of(value: object) -> Iterator[str]:
    """All words anywhere in a draft."""
    if isinstance(value, str):
        yield from re.findall(r"\w+", fold(value))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from words_of(each)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from words_of(getattr(value, name))


def missing(header: list[str], rows: list[list[str]], result: ReadResult[PartnerDraft]) -> list[str]:
    """The words of cells that are nowhere; a date may be written in another order."""
    drafts = {draft.source_line: set(words_of(draft)) for draft in result.drafts}
    told = {problem.line for problem in result.problems}
    lost = []
    for line, row in enumerate(rows, 2):
        if line not in drafts:
            lost += [] if line in told or not "".join(row).strip() else [f"row {line}"]
            continue
        there = drafts[line] | {word.lstrip("0") for word in drafts[line]}
        lost += [word for cell in row for word in re.findall(r"\w+", fold(cell)) if word.lstrip("0") not in there]
    return [word for word in lost if word.strip("0")]


def write(path: Path, header: list[str], rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([header, *rows])
    path.write_text(text.getvalue(), encoding="utf-8")


ANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ANY
@given(sheet=sheets())
def test_guessing_loses_nothing(tmp_path: Path, sheet: tuple[list[str], list[list[str]]]) -> None:
    header, rows = sheet
    path = tmp_path / "any.csv"
    write(path, header, rows)
    result = read_contacts(path, delimiter=",", encoding="utf-8")
    if result.columns and [column.header for column in result.columns] == [" ".join(name.split()) for name in header]:
        assert missing(header, rows, result) == []


@ANY
@given(sheet=sheets(), data=st.data())
def test_mapping_two_columns_to_one_field_loses_nothing(
    tmp_path: Path, sheet: tuple[list[str], list[list[str]]], data: st.DataObject
) -> None:
    _header, rows = sheet
    header = [f"Spalte {'abcdefg'[place]}" for place in range(len(rows[0]))]
    mapping = {name: data.draw(FIELDS) for name in header}
    path = tmp_path / "any.csv"
    write(path, header, rows)
    result = read_contacts(path, delimiter=",", encoding="utf-8", mapping=mapping)
    assert missing(header, rows, result) == []


@pytest.mark.parametrize("field", ["name", "organisation", "city", "postcode", "country", "role", "code", "birthday"])
def test_the_second_of_two_columns_of_one_meaning_is_kept(tmp_path: Path, field: str) -> None:
    header, rows = ["A", "B", "C"], [["ida@ex.example", "erstes", "zweites"]]
    write(tmp_path / "two.csv", header, rows)
    result = read_contacts(tmp_path / "two.csv", mapping={"A": "email", "B": field, "C": field})
    assert missing(header, rows, result) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (["ida@ex.example", "ben@ex.example", ""], "email"),
        (["+49 30 555 12 12", "(030) 555-1234"], "phone"),
        (["https://ex.example", "www.ex.example/a"], "website"),
        (["harbor.example", "hafen-web.de/kontakt", "sub.domain.co.uk"], "website"),
        (["2019-2020", "2020-2021"], ""),
        (["12345-6789", "54321-0000"], ""),
        (["03/04/2026", "2026-04-03 10:00"], ""),
        (["photo.jpg", "notes.txt"], ""),
        (["12.50", "1.234"], ""),
        (["Ida", "Ben"], ""),
    ],
)
def test_a_column_of_an_unknown_name_is_known_by_what_stands_in_it(values: list[str], field: str) -> None:
    assert guess_mapping(["Spalte"], [[value] for value in values]) == (field,)
