"""vCards of every age and state become drafts."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.exchange.contacts import read_contacts
from app.exchange.drafts import PartnerDraft, PersonDraft, Point, ReadResult
from app.exchange.vcard import CardReader
from app.exchange.vcard_card import Card

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def cards(text: str | bytes) -> list[Card]:
    data = text.encode() if isinstance(text, str) else text
    return list(CardReader(io.BytesIO(data)))


def card(*lines: str, version: str = "3.0") -> Card:
    (only,) = cards("\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""]))
    return only


@pytest.fixture
def read(written: Callable[..., Path]) -> Callable[..., ReadResult[PartnerDraft]]:
    def reading(*lines: str, version: str = "3.0") -> ReadResult[PartnerDraft]:
        text = "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])
        return read_contacts(written(text, "cards.vcf"))

    return reading


Read = Callable[..., ReadResult[PartnerDraft]]


def test_a_person_in_a_company_lands_as_partner_and_person(read: Read) -> None:
    result = read(
        "N:Lovelace;Ada;;Lady;",
        "FN:Ada Lovelace",
        "ORG:Analytical\\, Engines;Research",
        "TITLE:Countess",
        "EMAIL;TYPE=INTERNET,WORK:ada@engines.example",
        "TEL;TYPE=CELL:+44 20 7946 0000",
        "ADR;TYPE=WORK:;;1 High St\\, Flat 2;London;;N1;UK",
        "NOTE:Met at a fair.\\nNice",
        "CATEGORIES:vip,science",
        "BDAY:18151210",
        "URL:https://engines.example",
        "UID:urn:uuid:1",
    )
    (draft,) = result.drafts
    (person,) = draft.people
    assert (draft.name, draft.organisation, draft.tags, draft.uid) == (
        "Analytical, Engines",
        "Analytical, Engines",
        ("vip", "science"),
        "urn:uuid:1",
    )
    assert person == PersonDraft(
        name="Ada Lovelace",
        given="Ada",
        family="Lovelace",
        role="Countess",
        emails=(Point("ada@engines.example", "work"),),
        phones=(Point("+44 20 7946 0000", "mobile"),),
        birthday="1815-12-10",
        notes="Met at a fair.\nNice",
    )
    assert draft.addresses[0].lines() == ("1 High St, Flat 2", "N1 London", "UK")
    assert Point("Research", "Department") in draft.extra
    assert Point("Lady", "Title") in draft.extra
    assert result.problems == ()


def test_a_person_alone_is_the_partner_and_inside_it(read: Read) -> None:
    (draft,) = read("FN:Ada Lovelace", "NOTE:kept").drafts
    assert (draft.name, draft.organisation, draft.notes) == ("Ada Lovelace", "", "kept")
    assert [person.name for person in draft.people] == ["Ada Lovelace"]


@pytest.mark.parametrize("line", ["KIND:org", "X-ABShowAs:COMPANY", "NOTE:plain"])
def test_a_company_has_no_person_and_keeps_its_points(read: Read, line: str) -> None:
    (draft,) = read("FN:Acme", "N:;;;;", "ORG:Acme", "EMAIL:info@acme.example", "TITLE:Maker", line).drafts
    assert (draft.name, draft.people) == ("Acme", ())
    assert draft.emails == (Point("info@acme.example"),)
    assert Point("Maker", "Role") in draft.extra


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("N:Smith;Michael;J.;Dr.;Jr.",), "Dr. Michael J. Smith Jr."),
        (("N:山田;太郎;;;",), "山田太郎"),
        (("NICKNAME:Mike",), "Mike"),
        (("EMAIL:mike@x.example",), "mike@x.example"),
        (("TEL:+1 555 0100",), "+1 555 0100"),
        (("ORG:Acme;Sales",), "Acme"),
    ],
)
def test_a_card_without_fn_is_named_by_what_it_has(lines: tuple[str, ...], name: str) -> None:
    assert card(*lines).display_name() == name


def test_quoted_printable_with_soft_breaks_and_charsets() -> None:
    found = card(
        "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg =",
        "M=C3=BCller",
        "N;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:M=FCller;J=F6rg",
        "NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0A=",
        "two: three",
        "TITLE;ENCODING=QUOTED-PRINTABLE:ends badly=",
        version="2.1",
    )
    assert found.fn == "Jörg Müller"
    assert found.name_parts[:2] == ("Müller", "Jörg")
    assert found.notes == ["one\ntwo: three"]
    assert found.roles == ["ends badly"]


def test_shift_jis_keeps_its_backslashes_apart_from_escapes() -> None:
    line = b"FN;CHARSET=SHIFT_JIS:" + "能力 表".encode("shift_jis")
    (found,) = cards(b"BEGIN:VCARD\r\nVERSION:2.1\r\n" + line + b"\r\nEND:VCARD\r\n")
    assert found.fn == "能力 表"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_the_encoding_of_the_file_is_found(encoding: str) -> None:
    text = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Jörg Müller\r\nEND:VCARD\r\n"
    assert [found.fn for found in cards(text.encode(encoding))] == ["Jörg Müller"]


def test_folds_may_cut_a_character_and_a_head_in_two() -> None:
    name = "Jörg".encode()
    data = b"BEGIN:VCARD\nFN:" + name[:2] + b"\n " + name[2:] + b"\nEMAIL;TYPE=\n WORK:j@x.example\nEND:VCARD\n"
    (found,) = cards(data)
    assert found.fn == "Jörg"
    assert found.points(found.emails) == (Point("j@x.example", "work"),)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
def test_any_line_end_will_do(end: str) -> None:
    assert [found.fn for found in cards(end.join(["BEGIN:VCARD", "FN:Ada", "END:VCARD", ""]) * 2)] == ["Ada", "Ada"]


def test_labels_come_from_types_and_from_apple_groups() -> None:
    found = card(
        "item1.EMAIL;type=INTERNET:a@x.example",
        "item1.X-ABLabel:Summer house",
        "item2.URL:https://x.example",
        "item2.X-ABLabel:_$!<HomePage>!$_",
        "TEL;TYPE=WORK,FAX:1",
        "TEL;HOME;PREF:2",
        'TEL;TYPE="voice,cell";VALUE=uri:tel:+3',
    )
    assert found.points(found.emails) == (Point("a@x.example", "Summer house"),)
    assert found.points(found.websites) == (Point("https://x.example", "homepage"),)
    assert found.points(found.phones) == (Point("2", "home"), Point("1", "work fax"), Point("+3", "mobile"))


@pytest.mark.parametrize(
    ("text", "birthday"),
    [
        ("19900412", "1990-04-12"),
        ("1990-04-12", "1990-04-12"),
        ("1990-04-12T00:00:00Z", "1990-04-12"),
        ("--0412", "--04-12"),
        ("--04-12", "--04-12"),
        ("1604-04-12", "--04-12"),
    ],
)
def test_birthdays_in_every_form(text: str, birthday: str) -> None:
    assert card("FN:Ada", f"BDAY:{text}").birthday == birthday


@pytest.mark.parametrize("text", ["19879215", "next spring", "1990", "206-12-15", "1990-02-30"])
def test_a_birthday_that_is_no_day_is_kept_and_named(read: Read, text: str) -> None:
    result = read("FN:Ada", f"BDAY:{text}")
    assert result.drafts[0].people[0].birthday == ""
    assert Point(text, "Birthday") in result.drafts[0].extra
    assert [problem.line for problem in result.problems] == [4]


def test_an_email_without_at_is_kept_and_named(read: Read) -> None:
    result = read("FN:Ada", "EMAIL:nonsense", "EMAIL:mailto:ada@x.example")
    assert result.drafts[0].all_emails() == ["ada@x.example"]
    assert Point("nonsense", "E-mail") in result.drafts[0].extra
    assert [problem.line for problem in result.problems] == [4]


def test_pictures_inside_are_kept_and_addresses_of_pictures_never_fetched(read: Read) -> None:
    encoded = base64.b64encode(PIXEL).decode()
    for line in (f"PHOTO;ENCODING=b;TYPE=PNG:{encoded}", f"PHOTO:data:image/png;base64,{encoded}"):
        (draft,) = read("FN:Ada", line).drafts
        assert draft.photo is not None
        assert (draft.photo.data, draft.photo.mimetype) == (PIXEL, "image/png")
    (draft,) = read("FN:Ada", "PHOTO;VALUE=uri:https://x.example/ada.png").drafts
    assert draft.photo is None
    assert Point("https://x.example/ada.png", "Picture") in draft.extra


def test_unfolded_base64_of_old_programs_is_taken_together() -> None:
    encoded = base64.b64encode(PIXEL).decode()
    found = card("FN:Ada", "PHOTO;BASE64;PNG:", encoded[:60], encoded[60:], "", "TEL:1", version="2.1")
    assert found.photo is not None
    assert found.photo.data == PIXEL
    assert [phone.value for phone in found.phones] == ["1"]


def test_a_card_without_end_does_not_take_the_next_ones_with_it(written: Callable[..., Path]) -> None:
    whole = "BEGIN:VCARD\nFN:{}\nEND:VCARD\n"
    text = whole.format("A") + "BEGIN:VCARD\nFN:B\n" + "".join(whole.format(name) for name in "CDEFGHIJKLMNO")
    result = read_contacts(written(text, "cards.vcf"))
    assert [draft.name for draft in result.drafts] == list("ABCDEFGHIJKLMNO")
    assert [problem.line for problem in result.problems] == [4]


def test_the_card_of_an_assistant_stays_with_its_owner() -> None:
    (boss,) = cards("BEGIN:VCARD\nFN:Boss\nAGENT:\nBEGIN:VCARD\nFN:Agent\nTEL:7\nEND:VCARD\nTEL:1\nEND:VCARD\n")
    assert (boss.fn, [phone.value for phone in boss.phones]) == ("Boss", ["1"])
    assert [(value.value, value.label) for value in boss.extra] == [("Agent, 7", "Agent")]
    (boss,) = cards("BEGIN:VCARD\nFN:Boss\nAGENT:BEGIN:VCARD\\nFN:Agent\\nTEL:7\\nEND:VCARD\nEND:VCARD\n")
    assert [value.value for value in boss.extra] == ["Agent, 7"]


def test_lines_that_are_none_are_named_and_do_no_harm(written: Callable[..., Path]) -> None:
    text = "hello\nworld\nBEGIN:VCARD\nFN:Ada\nthis is no line\n# a remark\nTEL:1\nEND:VCARD\n"
    result = read_contacts(written(text, "cards.vcf"))
    assert result.drafts[0].all_phones() == ["1"]
    assert [problem.line for problem in result.problems] == [1, 5]


def test_lines_of_an_address_that_lost_their_fold_are_mended() -> None:
    found = card("ADR:;;1 Test;Happy House", "Sesame Street;California;11111;USA")
    assert found.addresses[0][0].country == "USA"


def test_an_empty_card_is_kept_out_and_counted(written: Callable[..., Path]) -> None:
    result = read_contacts(written("BEGIN:VCARD\nEND:VCARD\nBEGIN:VCARD\nNOTE:x\nEND:VCARD\n", "cards.vcf"))
    assert (result.read, result.kept_out, len(result.drafts)) == (2, 1, 1)
    assert {problem.line for problem in result.problems} == {1, 3}


def test_a_file_without_cards_is_refused(written: Callable[..., Path]) -> None:
    with pytest.raises(UserError) as refused:
        read_contacts(written("not a card", "cards.vcf"))
    assert refused.value.code == "no_cards"


def test_what_has_no_field_is_kept_with_its_name(read: Read) -> None:
    (draft,) = read("FN:Ada", "X-SKYPE:ada.l", "ANNIVERSARY:18350708", "NICKNAME:Countess", "PRODID:noise").drafts
    assert set(draft.extra) == {
        Point("ada.l", "Skype"),
        Point("18350708", "Anniversary"),
        Point("Countess", "Nickname"),
    }


def test_control_characters_never_get_through(read: Read) -> None:
    (draft,) = read("FN:A\x00d\x07a", "NOTE:tab\there").drafts
    assert draft.name == "Ada"
    assert draft.notes == "tab\there"
