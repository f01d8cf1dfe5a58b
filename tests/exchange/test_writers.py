"""What is written reads back equal, and nothing written can run."""

from __future__ import annotations

import email
import email.policy
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from openpyxl import load_workbook

from app.domain.errors import UserError
from app.exchange.contacts import read_contacts
from app.exchange.csv_records import dialect_of, records
from app.exchange.mail import Attachment, draft
from app.exchange.row_contact import unguard
from app.exchange.vcard import CardReader
from app.exchange.write_csv import write_csv
from app.exchange.write_ics import write_calendar
from app.exchange.write_json import write_records
from app.exchange.write_vcard import write_vcards
from app.exchange.write_xlsx import write_xlsx

INSTANT = datetime(2026, 11, 23, 8, 14, tzinfo=UTC)
TYPED = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=40)
"""Any text but zero bytes, which no form of ours accepts."""


def csv_back(header: list[str], rows: list[list[str]]) -> list[list[str]]:
    file = io.BytesIO()
    write_csv(file, header, rows)
    file.seek(0)
    read = records(file, dialect_of(file, delimiter=","), [])
    return [[unguard(cell) for cell in record.cells] for record in read][1:]


@given(st.lists(st.tuples(TYPED, TYPED), min_size=1, max_size=5))
def test_every_text_reads_back_equal_from_csv(rows: list[tuple[str, str]]) -> None:
    assert csv_back(["n", "a", "b"], [["x", *row] for row in rows]) == [["x", *row] for row in rows]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'=", "''@"])
def test_no_cell_of_a_csv_can_run(start: str) -> None:
    payload = start + "cmd|' /C calc'!A0"
    file = io.BytesIO()
    write_csv(file, ["a"], [[payload]])
    line = file.getvalue().decode("utf-8-sig").split("\r\n", 1)[1]
    assert line.lstrip('"')[0] == "'"
    assert csv_back(["a"], [[payload]]) == [[payload]]


def test_injection_payloads_come_back_inert(corpora: Path) -> None:
    payloads = [
        line
        for path in (corpora / "hostile").rglob("csv_injection*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line
    ]
    naughty = json.loads((corpora / "hostile/minimaxir_big-list-of-naughty-strings/blns_part0.json").read_text("utf-8"))
    texts = [text for text in (*payloads, *naughty) if isinstance(text, str) and text]
    assert len(texts) > 100
    assert csv_back(["n", "a"], [["x", text] for text in texts]) == [["x", text] for text in texts]


def test_a_workbook_keeps_types_and_runs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"
    with path.open("wb") as file:
        write_xlsx(file, "Partners", ["Name", "Day", "Amount"], [["=1+1", date(2024, 4, 3), Decimal("12.50")]])
    sheet = load_workbook(path).worksheets[0]
    assert sheet.freeze_panes == "A2"
    name, day, amount = sheet[2]
    assert (name.value, name.data_type) == ("=1+1", "s")
    assert (day.value.date(), amount.value) == (date(2024, 4, 3), 12.5)


PERSON = {
    "name": "Zoë; “Q” Ortiz, Jr.",
    "uid": "u-1",
    "organisation": "Ütz\\Söhne; Co",
    "role": "Head, Sales",
    "emails": ["zoe@x.example", "z@y.example"],
    "phones": ["+49 30 123456"],
    "websites": ["https://x.example/a?b=c;d,e"],
    "points": [
        {"kind": "email", "label": "", "value": "zoe@x.example"},
        {"kind": "email", "label": "desk; two", "value": "z@y.example"},
        {"kind": "phone", "label": "mobile", "value": "+49 30 123456"},
        {"kind": "website", "label": "", "value": "https://x.example/a?b=c;d,e"},
    ],
    "addresses": [
        {"street": "1 High St\nFlat 2", "city": "Köln", "region": "", "postal_code": "50667", "country": "DE"}
    ],
    "birthday": "--04-12",
    "notes": "line one\nline two: " + "long ü " * 40,
}


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_cards_are_folded_and_read_back(version: str, written: Callable[..., Path]) -> None:
    file = io.BytesIO()
    assert write_vcards(file, [PERSON, {**PERSON, "birthday": "1990-04-12"}], version) == 2
    assert all(len(line) <= 75 for line in file.getvalue().split(b"\r\n"))
    result = read_contacts(written(file.getvalue(), "out.vcf"))
    first, second = result.drafts
    (person,) = first.people
    assert (person.name, person.role, person.birthday) == (PERSON["name"], PERSON["role"], "--04-12")
    assert person.notes == str(PERSON["notes"]).strip()
    assert (first.organisation, first.uid) == (PERSON["organisation"], "u-1")
    assert (first.all_emails(), first.all_phones()) == (PERSON["emails"], PERSON["phones"])
    assert [point.label for point in (*person.emails, *person.phones)] == ["", "desk; two", "mobile"]
    assert [point.value for point in first.websites] == PERSON["websites"]
    assert first.addresses[0].street == "1 High St\nFlat 2"
    assert second.people[0].birthday == "1990-04-12"
    assert result.problems == ()


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=80))
def test_any_name_survives_a_card(name: str) -> None:
    wanted = " ".join(name.split())
    if not wanted:
        return
    file = io.BytesIO()
    write_vcards(file, [{"name": name, "uid": "1"}])
    file.seek(0)
    assert [card.fn for card in CardReader(file)] == [wanted]


REMINDER = {
    "uid": "r-1",
    "status": "open",
    "text": "Call, back;\nsoon",
    "partner": "Harbor",
    "due": "2026-01-31",
    "time": "",
    "repeat_every": 1,
    "repeat_unit": "month",
    "repeat_anchor": 31,
}


def test_a_calendar_has_lasting_uids_and_only_what_is_open() -> None:
    file = io.BytesIO()
    assert write_calendar(file, [REMINDER, {**REMINDER, "uid": "r-2", "status": "done"}], INSTANT) == 1
    calendar = Calendar.from_ical(file.getvalue())
    (event,) = calendar.walk("VEVENT")
    assert (str(event["uid"]), event.decoded("dtstart")) == ("r-1@partnerbook", date(2026, 1, 31))
    assert "Call, back;" in str(event["summary"])
    again = io.BytesIO()
    write_calendar(again, [REMINDER], INSTANT)
    assert again.getvalue() == file.getvalue()


@given(st.lists(st.dictionaries(TYPED, TYPED | st.integers() | st.none() | st.lists(TYPED, max_size=3)), max_size=4))
def test_json_reads_back_equal(rows: list[dict[str, object]]) -> None:
    file = io.BytesIO()
    assert write_records(file, rows) == len(rows)
    assert json.loads(file.getvalue()) == rows


def _mail(**about: object) -> bytes:
    given_ = {"sender": "me@x.example", "to": "you@y.example", "subject": "Grüße", "body": "Hallo\n.\nFrom you"}
    return draft(
        **{**given_, **about}, attachments=[Attachment("März.pdf", "application/pdf", b"%PDF\r\n\0")], date=INSTANT
    )  # type: ignore[arg-type]


def test_a_mail_draft_reads_back_equal_and_is_stable() -> None:
    data = _mail()
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert (message["Subject"], message["To"], message["From"]) == ("Grüße", "you@y.example", "me@x.example")
    assert message["X-Unsent"] == "1"
    body = message.get_body()
    assert body is not None
    assert body.get_content().split() == ["Hallo", ".", "From", "you"]
    (attachment,) = message.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content()) == ("März.pdf", b"%PDF\r\n\0")
    assert data == _mail()


@pytest.mark.parametrize("place", ["sender", "to", "subject"])
@pytest.mark.parametrize("text", ["a@b.example\r\nBcc: c@d.example", "a@b.example\nX: y"])
def test_nothing_typed_becomes_a_header(place: str, text: str) -> None:
    with pytest.raises(UserError):
        _mail(**{place: text})


def test_names_before_addresses_are_kept_in_any_script() -> None:
    message = email.message_from_bytes(_mail(to="Zoë Ørtiz <zoe@x.example>"), policy=email.policy.default)
    (address,) = message["To"].addresses
    assert (address.display_name, address.addr_spec) == ("Zoë Ørtiz", "zoe@x.example")


@pytest.mark.parametrize(
    "text", [".@.", "a@b@c", "a b@c.example", "a@x.example, b@y.example", "<a@b.example>, <c@d>", "x"]
)
def test_what_is_no_single_address_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        _mail(to=text)


@given(subject=TYPED, body=TYPED, name=TYPED)
def test_any_text_makes_a_mail_or_a_sentence(subject: str, body: str, name: str) -> None:
    try:
        data = draft("", "a@x.example", subject, body, [Attachment(name, "application/pdf", b"x")], INSTANT)
    except UserError:
        return
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert set(message.keys()) <= {"To", "Subject", "Date", "X-Unsent", "MIME-Version", "Content-Type"}
