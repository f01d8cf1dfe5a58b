"""Files and pictures go along with a whole book in JSON, and pictures with contact cards."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app import clock, file_export
from app.domain.attachments import AttachmentFields
from app.domain.errors import UserError
from app.exchange.contacts import read_contacts
from app.exchange.matching import propose
from app.exchange.pictures import keeper
from app.exchange.write_vcard import write_vcards
from app.operations import attachments, whole
from app.operations.imports import Imported, apply
from app.queries import attachments as queries
from app.queries.known import known
from tests.operations.office import Office, new_book, opened


def drawn(colour: str, side: int = 700, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (side, side // 2), colour).save(file, kind)
    return file.getvalue()


def attach(office: Office, partner: int, data: bytes, name: str, operation: Any = attachments.add) -> None:
    put = office.store.files.put(data)
    kind = "image/jpeg" if operation is attachments.set_picture else "text/plain"
    office.do("Add file", operation, partner, AttachmentFields(name, put.digest, put.size, kind))


def exported(office: Office, what: str, ending: str) -> bytes:
    file = io.BytesIO()
    with office.store.read() as session:
        file_export.write(session, what, ending, file, clock.now(), files=office.store.files)
    return file.getvalue()


def loaded(office: Office, document: dict[str, Any]) -> None:
    with office.store.write("Take in") as session:
        whole.load(session, document, document["tables"])
        whole.keep_files(session, office.store.files, document.get("files", {}))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The export of a book with two files, one of them large enough for several pieces, and a picture."""
    with opened(new_book(tmp_path_factory.mktemp("full") / "my.partnerbook")) as office:
        partner = office.partner()
        attach(office, partner, b"agreed", "Contract.txt")
        attach(office, partner, bytes(range(256)) * 8000, "large.bin")
        attach(office, partner, drawn("red", kind="JPEG"), "face.jpg", attachments.set_picture)
        return exported(office, "everything", ".json")


def test_a_whole_book_there_and_back_with_its_files(full: bytes, tmp_path: Path) -> None:
    document = json.loads(full)
    assert len(document["files"]) == 3
    with opened(new_book(tmp_path / "copy.partnerbook")) as other:
        loaded(other, document)
        assert exported(other, "everything", ".json") == full
        assert other.findings() == []


SPOILED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "no files": lambda document: document.update(files=[]),
    "other bytes": lambda document: document["files"].update({min(document["files"]): "eHh4"}),
    "no base64": lambda document: document["files"].update({min(document["files"]): "ä"}),
    "a number": lambda document: document["files"].update({min(document["files"]): 5}),
    "a file of nobody": lambda document: document["files"].update({"0" * 64: "eHh4"}),
    "a path": lambda document: document["files"].update({"../../x": "eHh4"}),
    "a path in a row": lambda document: document["tables"]["attachment"][0].update(digest="../" * 21 + "x"),
    "less than nothing": lambda document: document["tables"]["attachment"][0].update(size=-1),
}


@pytest.mark.parametrize("how", SPOILED)
def test_spoiled_files_are_refused_with_the_whole(full: bytes, tmp_path: Path, how: str) -> None:
    document = json.loads(full)
    SPOILED[how](document)
    with opened(new_book(tmp_path / "copy.partnerbook")) as other:
        with pytest.raises(UserError):
            loaded(other, document)
        assert other.value("SELECT count(*) FROM partner") == 0
        assert not other.store.files.folder.exists()


def test_a_file_that_the_export_lacks_is_named_by_the_check(full: bytes, tmp_path: Path) -> None:
    document = json.loads(full)
    del document["files"]
    with opened(new_book(tmp_path / "copy.partnerbook")) as other:
        loaded(other, document)
        assert len([each for each in other.findings() if "is missing from the folder" in each]) == 3


def card(name: str, photo: str) -> str:
    return f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nEMAIL:{name.lower()}@x.example\n{photo}\nEND:VCARD\n"


def inline(data: bytes) -> str:
    return "PHOTO;ENCODING=b;TYPE=PNG:" + base64.b64encode(data).decode()


def imported(office: Office, path: Path) -> Imported:
    result = read_contacts(path)
    with office.store.read() as session:
        proposals = propose(result.drafts, known(session))
    with office.store.write("Import") as session:
        return apply(
            session,
            proposals,
            file_name=path.name,
            kept_out=result.kept_out,
            problems=result.problems,
            keep_picture=keeper(office.store.files.put),
        )


def faces(office: Office) -> dict[str, tuple[int, int]]:
    with office.store.read() as session:
        found = queries.pictures(session)
    files = office.store.files
    return {code: Image.open(io.BytesIO(files.read(digest))).size for code, (digest, _kind) in found.items()}


def test_pictures_in_cards_are_kept_scaled_and_broken_ones_named(tmp_path: Path) -> None:
    cards = tmp_path / "cards.vcf"
    cards.write_text(
        card("Ada", inline(drawn("red")))
        + card("Ben", inline(drawn("blue")[:90]))
        + card("Cleo", "PHOTO;ENCODING=b;TYPE=PNG:!!!!")
        + card("Dora", "PHOTO;VALUE=uri:https://example.com/dora.jpg")
        + card("Emil", "")
    )
    with opened(new_book(tmp_path / "my.partnerbook")) as office:
        done = imported(office, cards)
        assert (done.read, done.added) == (5, 5)
        assert faces(office) == {"ADA": (512, 256)}
        assert [problem.line for problem in done.problems] == [17, 7]
        assert done.problems[0].sentence == "The picture in this card is too large or cannot be read; it was left out."
        assert "The picture of Ben was left out: The picture is damaged" in str(done.problems)
        office.undo()
        assert office.value("SELECT count(*) FROM attachment") == 0
        office.redo()
        assert faces(office) == {"ADA": (512, 256)}
        again = card("Ada", inline(drawn("green", 90))) + card("Emil", inline(drawn("green", 90)))
        cards.write_text(again)
        done = imported(office, cards)
        assert (done.merged, done.skipped) == (1, 1)
        assert faces(office) == {"ADA": (512, 256), "EMIL": (90, 45)}


def test_of_several_pictures_the_first_is_kept_and_that_is_said(tmp_path: Path) -> None:
    cards = tmp_path / "cards.vcf"
    first, second = inline(drawn("red", 90)), inline(drawn("blue", 90))
    cards.write_text(card("Ada", f"{first}\n{second.replace('PHOTO', 'LOGO')}") + card("Ben", f"{first}\n{first}"))
    result = read_contacts(cards)
    assert [problem.sentence for problem in result.problems] == [
        "There are several pictures in this card; the first is kept."
    ]
    assert [draft.photo is not None for draft in result.drafts] == [True, True]


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_a_picture_goes_out_in_a_card_and_comes_back(tmp_path: Path, version: str) -> None:
    data = drawn("red", 90, "JPEG")
    person = {"name": "Ada", "uid": "u1", "code": "ADA", "emails": ["ada@x.example"], "photo": ("image/jpeg", data)}
    with (tmp_path / "cards.vcf").open("wb") as file:
        write_vcards(file, [person], version)
    (draft,) = read_contacts(tmp_path / "cards.vcf").drafts
    assert draft.photo is not None
    assert draft.photo.data == data


def test_the_first_person_of_a_partner_carries_its_picture_out(tmp_path: Path) -> None:
    with opened(new_book(tmp_path / "my.partnerbook")) as office:
        partner = office.card()
        attach(office, partner, drawn("red", 90, "JPEG"), "face.jpg", attachments.set_picture)
        (tmp_path / "cards.vcf").write_bytes(exported(office, "people", ".vcf"))
    with opened(new_book(tmp_path / "other.partnerbook")) as other:
        done = imported(other, tmp_path / "cards.vcf")
        assert done.problems == ()
        assert list(faces(other).values()) == [(90, 45)]
