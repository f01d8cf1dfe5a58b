"""Files and pictures of partners: added, renamed, removed, undone, and with a merge."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.attachments import AttachmentFields
from app.domain.errors import UserError
from app.operations import attachments, merging, partners
from app.persistence.files import State
from app.queries import attachments as queries
from tests.operations.office import Office, new_book, opened


def kept(office: Office, data: bytes, name: str = "contract.pdf") -> AttachmentFields:
    put = office.store.files.put(data)
    return AttachmentFields(name, put.digest, put.size, "application/pdf")


def names(office: Office, partner: int) -> list[str]:
    with office.store.read() as session:
        return [row.name for row in queries.of_partner(session, partner)]


def picture(office: Office, partner: int) -> str:
    with office.store.read() as session:
        row = queries.picture(session, partner)
        return row.name if row else ""


def test_files_are_added_renamed_removed_and_come_back(tmp_path: Path) -> None:
    with opened(new_book(tmp_path / "my.partnerbook")) as office:
        partner = office.partner()
        fields = kept(office, b"agreed", "Contract\n<b>2026</b>.pdf")
        added = office.do("Add file", attachments.add, partner, fields)
        assert office.do("Add file", attachments.add, partner, fields) == added
        assert names(office, partner) == ["Contract <b>2026</b>.pdf"]
        office.do("Rename", attachments.rename, added, "Signed.pdf")
        assert names(office, partner) == ["Signed.pdf"]
        for wrong in ("  ", "x" * 300):
            with pytest.raises(UserError):
                office.do("Rename", attachments.rename, added, wrong)
        office.do("Remove", attachments.remove, added)
        assert names(office, partner) == []
        with pytest.raises(UserError, match="no longer"):
            office.do("Remove", attachments.remove, added)
        assert office.store.files.verify(fields.digest) is State.WHOLE
        office.undo()
        assert names(office, partner) == ["Signed.pdf"]


def test_only_what_was_kept_can_be_added(tmp_path: Path) -> None:
    with opened(new_book(tmp_path / "my.partnerbook")) as office:
        partner = office.partner()
        with pytest.raises(UserError):
            office.do("Add file", attachments.add, partner, AttachmentFields("x", "../../secret", 3))


def test_one_picture_a_card(tmp_path: Path) -> None:
    with opened(new_book(tmp_path / "my.partnerbook")) as office:
        partner = office.partner()
        with pytest.raises(UserError, match="no picture"):
            office.do("Remove picture", attachments.remove_picture, partner)
        office.do("Picture", attachments.set_picture, partner, kept(office, b"1", "first.png"))
        office.do("Picture", attachments.set_picture, partner, kept(office, b"2", "second.png"))
        assert picture(office, partner) == "second.png"
        assert names(office, partner) == []
        assert office.value("SELECT count(*) FROM attachment") == 1
        office.undo()
        assert picture(office, partner) == "first.png"
        office.do("Remove picture", attachments.remove_picture, partner)
        assert picture(office, partner) == ""


def test_a_partner_goes_with_its_files_and_comes_back_with_them(tmp_path: Path) -> None:
    with opened(new_book(tmp_path / "my.partnerbook")) as office:
        partner = office.partner()
        office.do("Add file", attachments.add, partner, kept(office, b"agreed"))
        office.do("Picture", attachments.set_picture, partner, kept(office, b"1", "first.png"))
        office.do("Delete", partners.remove, partner)
        assert office.value("SELECT count(*) FROM attachment") == 0
        office.undo()
        assert names(office, partner) == ["contract.pdf"]
        assert picture(office, partner) == "first.png"


@pytest.mark.parametrize("turned", [False, True])
def test_the_picture_of_the_card_that_is_kept_stays_in_a_merge(tmp_path: Path, turned: bool) -> None:
    with opened(new_book(tmp_path / "my.partnerbook")) as office:
        one, other = office.partner("One"), office.partner("Other")
        office.do("Picture", attachments.set_picture, one, kept(office, b"1", "one.png"))
        office.do("Picture", attachments.set_picture, other, kept(office, b"2", "other.png"))
        stays = office.do("Merge", merging.merge, one, other, (), other if turned else one)
        assert picture(office, stays) == "one.png"
        assert names(office, stays) == ["other.png"]
        office.undo()
        assert (picture(office, one), picture(office, other)) == ("one.png", "other.png")
