"""Sheets of contacts become drafts: presets, guesses, bad values, and the promise that nothing is lost silently."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.domain.errors import UserError
from app.domain.partners import Kind, Status
from app.exchange import contacts
from app.exchange.contacts import read_contacts
from app.exchange.drafts import Point
from app.exchange.row_fast import FastRows
from app.exchange.workbook import MAX_COLUMNS

Write = Callable[..., Path]


def test_columns_are_recognised_by_name_in_any_place_and_case(written: Write) -> None:
    path = written("EMAIL,create date,LAST NAME,first name,RECORD ID\nada@x.example,2024-01-01,Lovelace,Ada,7\n")
    result = read_contacts(path)
    assert result.preset == "hubspot"
    (draft,) = result.drafts
    assert (draft.name, draft.uid, draft.all_emails()) == ("Ada Lovelace", "7", ["ada@x.example"])
    assert {column.header: column.field for column in result.columns}["create date"] == "-"


def test_google_joins_values_and_keeps_labels_beside_them(written: Write) -> None:
    path = written(
        "First Name,Last Name,Organization Name,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,"
        "Phone 1 - Value,Custom Field 1 - Label,Custom Field 1 - Value,Address 1 - Label,Address 1 - Street,Address 1 - City\n"
        "Ada,Lovelace,Engines,* myContacts ::: * friends ::: vip,* Work,a@x.example ::: b@x.example,Mobile,1 ::: 2,"
        "Shoe size,38,Home,1 High St,London\n"
    )
    (draft,) = read_contacts(path).drafts
    assert draft.tags == ("friends", "vip")
    assert draft.people[0].emails == (Point("a@x.example", "work"), Point("b@x.example", "work"))
    assert draft.people[0].phones == (Point("1", "mobile"), Point("2", "mobile"))
    assert draft.extra == (Point("38", "Shoe size"),)
    assert (draft.addresses[0].label, draft.addresses[0].city) == ("Home", "London")


def test_title_lines_before_the_names_of_the_columns_are_skipped(written: Write) -> None:
    path = written(
        'Notes:\n"Some words, here."\n\nFirst Name,Last Name,URL,Company,Position,Connected On\nA,B,,C,D,E\n'
    )
    result = read_contacts(path)
    assert (result.preset, result.read, result.drafts[0].source_line) == ("linkedin", 1, 5)
    assert result.remarks == ("Lines 1 to 3, before the names of the columns, were left out.",)


@pytest.mark.parametrize(
    "header",
    [
        "Vorname;Nachname;Firma;E-Mail geschäftlich;Telefon;Straße;PLZ;Ort",
        "Prénom;Nom;Société;Courriel professionnel;Téléphone;Rue;Code postal;Ville",
        "Nombre de pila;Apellidos;Empresa;Correo trabajo;Teléfono;Calle;Código postal;Ciudad",
        "Förnamn;Efternamn;Företag;E-post arbete;Telefonnummer;Gatuadress;Postnummer;Postort",
        "First Name;Last Name;Company;Work e-mail;Phone;Street;Zip;City",
    ],
)
def test_headers_are_understood_in_five_languages(written: Write, header: str) -> None:
    (draft,) = read_contacts(written(header + "\nAda;Lovelace;Engines;a@x.de;030 123456;A 1;1;B\n")).drafts
    (person,) = draft.people
    assert (draft.name, person.given, person.family) == ("Engines", "Ada", "Lovelace")
    assert person.emails == (Point("a@x.de", "work"),)
    assert person.phones == (Point("030 123456"),)
    assert draft.addresses[0].lines() == ("A 1", "1 B")
    assert draft.extra == ()


def test_a_sheet_without_header_is_understood_by_its_content(written: Write) -> None:
    result = read_contacts(written("ada@x.example,+44 20 7946 0000\nbob@x.example,+44 20 7946 0001\n"))
    assert (result.read, result.drafts[0].source_line) == (2, 1)
    assert [column.field for column in result.columns] == ["email", "phone"]
    assert result.drafts[1].all_phones() == ["+44 20 7946 0001"]


def test_words_that_only_sound_like_email_are_not_taken_for_one(written: Write) -> None:
    result = read_contacts(written("Name,Email,Email opt-in\nAda,ada@x.example,yes\nBob,bob@x.example,no\n"))
    assert result.problems == ()
    assert result.drafts[0].extra == (Point("yes", "Email opt-in"),)


def test_a_mapping_goes_before_everything(written: Write) -> None:
    path = written("First Name,Last Name,Email\nAda,Lovelace,ada@x.example\n")
    result = read_contacts(path, mapping={"first name": "organisation", "EMAIL": "email:work"})
    (draft,) = result.drafts
    assert (result.preset, draft.name, draft.emails) == ("given", "Ada", (Point("ada@x.example", "work"),))
    assert draft.extra == (Point("Lovelace", "Last Name"),)
    with pytest.raises(UserError, match="no field"):
        read_contacts(path, mapping={"Email": "shoe"})
    with pytest.raises(UserError, match="no preset"):
        read_contacts(path, preset="unheard")


def test_bad_values_are_kept_named_and_do_not_cost_the_row(written: Write) -> None:
    text = (
        "Name,Email,Birthday,Kind,Status\nAda,nonsense,30.02.1990,affiliate,hopeful\nBob,b@x.example,,channel,active\n"
    )
    path = written(text)
    result = read_contacts(
        path, mapping={"Name": "name", "Email": "email", "Birthday": "birthday", "Kind": "kind", "Status": "status"}
    )
    ada, bob = result.drafts
    assert (ada.kind, ada.status, bob.kind, bob.status) == (Kind.AFFILIATE, None, Kind.CHANNEL, Status.ACTIVE)
    assert {point.value for point in ada.extra} == {"nonsense", "30.02.1990", "hopeful"}
    assert [problem.line for problem in result.problems] == [2, 2, 2]


def test_rows_with_nothing_in_them_are_kept_out_and_named(written: Write) -> None:
    result = read_contacts(written("First Name,Last Name,Email,Record ID\nAda,,,1\n,,,\n,,,2\n"))
    assert (result.read, len(result.drafts), result.kept_out) == (2, 1, 1)
    assert [problem.line for problem in result.problems] == [4]


def test_ragged_rows_lose_nothing_and_are_named(written: Write) -> None:
    result = read_contacts(written("Name,Email\nAda,ada@x.example,surplus\nBob\n"))
    assert result.drafts[0].extra == (Point("surplus", "Column 3"),)
    assert [problem.line for problem in result.problems] == [2, 3]


def test_zero_bytes_bad_bytes_and_open_quotes_are_named_with_their_lines(written: Write) -> None:
    data = (
        b"Name,Email\nA\0da,ada@x.example\nFran\xe7ois \xc3\xa9 \xc3\xa8 \xc3\xa0 \xc3\xb6,f@x.example\n"
        b'"Bob,b@x.example\nEve,e@x.example\n'
    )
    result = read_contacts(written(data))
    assert [draft.name.split()[0] for draft in result.drafts][:2] == ["Ada", "François"]
    assert result.drafts[-1].name == "Eve"
    assert {problem.line for problem in result.problems} >= {2, 4}


def test_notes_over_several_lines_keep_the_count_of_lines(written: Write) -> None:
    result = read_contacts(written('Name,Notes\nAda,"one\ntwo"\nBob,x\n'))
    assert [(draft.name, draft.source_line) for draft in result.drafts] == [("Ada", 2), ("Bob", 4)]
    assert result.drafts[0].notes == "one\ntwo"


def test_excel_says_its_delimiter_in_the_first_line(written: Write) -> None:
    result = read_contacts(written("sep=;\nName;Email\nAda, Countess;ada@x.example\n"))
    assert (result.delimiter, result.drafts[0].name) == (";", "Ada, Countess")


def test_encoding_and_delimiter_can_be_chosen(written: Write) -> None:
    path = written("Name|Ort\nJ\xf6rg, x|K\xf6ln\n".encode("cp850"))
    result = read_contacts(path, encoding="cp850", delimiter="|")
    assert (result.encoding, result.drafts[0].name, result.drafts[0].addresses[0].city) == ("cp850", "Jörg, x", "Köln")


def test_birthdays_follow_the_whole_column(written: Write) -> None:
    rows = "".join(f"P{number},03/04/1990\n" for number in range(80))
    result = read_contacts(written("Name,Birthday\n" + rows + "Last,04/25/1990\n"))
    assert {draft.people[0].birthday for draft in result.drafts} == {"1990-03-04", "1990-04-25"}
    assert result.remarks == ("The dates in “Birthday” were read as month/day/year.",)


def test_a_workbook_is_read_like_a_sheet(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Report"], [], ["First name", "Last name", "E-mail", "Zip"], ["Ada", "Lovelace", "ada@x.example", 1]):
        sheet.append(row)
    sheet["D4"].number_format = "00000"
    book.save(tmp_path / "people.xlsx")
    result = read_contacts(tmp_path / "people.xlsx")
    (draft,) = result.drafts
    assert (draft.name, draft.source_line, draft.addresses[0].postcode) == ("Ada Lovelace", 4, "00001")
    assert (result.encoding, result.problems) == ("", ())


def test_a_workbook_that_is_too_wide_is_refused_and_not_cut(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Name", "E-mail"])
    sheet.append(["Ada", "ada@x.example"])
    sheet.cell(2, MAX_COLUMNS + 1, "lost?")
    book.save(tmp_path / "wide.xlsx")
    with pytest.raises(UserError) as refused:
        read_contacts(tmp_path / "wide.xlsx")
    assert refused.value.code == "workbook_too_wide"
    assert "Row 2" in str(refused.value)


def test_progress_is_told_and_reading_can_be_stopped(written: Write) -> None:
    path = written("Name\n" + "Ada\n" * 2000)
    heard: list[tuple[int, int]] = []
    read_contacts(path, progress=lambda done, total: heard.append((done, total)))
    assert heard[-1] == (path.stat().st_size, path.stat().st_size)
    assert len(heard) > 3
    with pytest.raises(UserError) as stopped:
        read_contacts(path, cancelled=lambda: True)
    assert stopped.value.code == "cancelled"


def test_what_cannot_be_opened_is_said(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.csv", "file_missing"), (tmp_path, "file_is_folder")):
        with pytest.raises(UserError) as refused:
            read_contacts(path)
        assert refused.value.code == code


def test_the_short_way_and_the_long_way_give_the_same(corpora: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class NeverFast(FastRows):
        def __init__(self, *about: object) -> None:
            super().__init__(*about)  # type: ignore[arg-type]
            self.usable = False

    paths = [path for path in sorted((corpora / "csv").rglob("*.csv")) if 0 < path.stat().st_size < 500_000]
    quick = [read_contacts(path) for path in paths]
    monkeypatch.setattr(contacts, "FastRows", NeverFast)
    assert quick == [read_contacts(path) for path in paths]
